"""A board of the bench that is shared to a real server, and asked for by somebody far away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from mingtang_desk.cloud.gateway_numbers import new_battery, offered_batteries
from mingtang_desk.cloud.share_state import SharePhase
from mingtang_desk.core.errors import CloudRefusalError, LockedError, UsageError
from mingtang_desk.device.catalogue.controls import Action
from tests.cloud.conftest import Desk
from tests.cloud.sharing import CHILD, OTHER, SHOP, Bench, bench_of, until
from tests.server.commanding import change_device

pytestmark = pytest.mark.asyncio
OVP = "cell_ovp_v"


@pytest_asyncio.fixture
async def bench(desk: Desk, tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench_of(desk.kit, tmp_path / "bench") as made:
        yield made


def error_key(command: dict[str, Any]) -> str:
    return str(((command["result"] or {}).get("error") or {}).get("key"))


async def test_what_the_bench_reads_is_what_the_server_shows(bench: Bench) -> None:
    share = await bench.share()
    assert share.state.phase is SharePhase.LIVE
    await bench.session.read_settings()
    await bench.session.read_counters()
    await until(lambda: share.state.sent > 0 and share.state.waiting == 0)
    shown = await bench.get(f"/devices/{SHOP}")
    assert shown["state"] == "online"
    sample = await bench.get(f"/devices/{SHOP}/bms")
    assert sample["protocol"] == "jbd"
    assert len(sample["cell_v"]) == 13
    settings = await bench.get(f"/devices/{SHOP}/settings")
    assert bench.session.model.settings is not None
    assert settings["settings"][OVP] == bench.session.model.settings.values[OVP]
    assert "cell_ov" in await bench.get(f"/devices/{SHOP}/stats")
    await bench.shares.end(bench.session)
    assert (await bench.get(f"/devices/{SHOP}"))["tracker"]["is_linked"] is False


async def test_samples_are_rare_but_a_switch_is_told_at_once(bench: Bench) -> None:
    share = await bench.share()
    await until(lambda: share.state.sent > 0)
    await asyncio.sleep(1.5)  # seven polls
    before = share.state.sent
    assert before <= 2
    await bench.session.control(Action.DISCHARGE, "off", who="bench")
    await until(lambda: share.state.sent > before)
    assert (await bench.get(f"/devices/{SHOP}/bms"))["discharge_mosfet"] is False


async def test_read_from_afar_and_written_only_where_the_bench_allows_it(bench: Bench) -> None:
    share = await bench.share()
    found = await bench.ask("bms_read")
    assert found["state"] == "succeeded", found
    settings = await bench.ask("bms_read", what="settings")
    assert settings["state"] == "succeeded", settings
    old = settings["result"]["settings"]["settings"][OVP]
    state = share.state
    assert (state.looking, state.written, state.refused) == (("shop-operator",), 0, 0)
    assert state.last is not None
    assert (state.last.by, state.last.kind) == ("shop-operator", "bms_read")
    order: dict[str, Any] = {"settings": {OVP: 4.23}, "acknowledge_warnings": True}

    refused = await bench.ask("bms_write", **order)
    assert (refused["state"], error_key(refused)) == ("failed", "bench_read_only")
    assert (await bench.session.read_settings()).values[OVP] == old

    with pytest.raises(LockedError):  # the desk itself only reads
        share.allow_writing(10)
    bench.hub.set_writing(True)
    share.allow_writing(10)
    assert share.state.writing_left_s == pytest.approx(600, abs=30)
    await until(lambda: share.state.waiting == 0)
    written = await bench.ask("bms_write", **order)
    assert written["state"] == "succeeded", written
    field = written["result"]["write"]["fields"][OVP]
    assert (field["old"], field["sent"], field["read"]) == (old, 4.23, 4.23)
    # The bench reads anew what was written, and its journal knows who.
    model = bench.session.model
    await until(lambda: model.settings is not None and model.settings.values[OVP] == 4.23)
    entries = await bench.history.journal_entries(bench.session.key)
    raw = [entry for entry in entries if entry.kind == "raw"]
    assert raw
    assert {entry.who for entry in raw} == {
        f"shop-operator @ {bench.server.server.http.partition('://')[2]}"
    }
    assert share.state.written == len(raw)

    bench.hub.set_writing(False)  # locking the desk ends it
    assert share.state.writing_left_s is None
    await until(lambda: share.state.waiting == 0)
    again = await bench.ask("bms_write", settings={OVP: 4.2}, acknowledge_warnings=True)
    assert error_key(again) == "bench_read_only"
    bench.hub.set_writing(True)
    assert share.state.writing_left_s is None  # and unlocking it does not bring it back


async def test_leave_to_write_runs_out(bench: Bench) -> None:
    share = await bench.share()
    bench.hub.set_writing(True)
    share.allow_writing(0.005)
    assert share.state.writing_left_s is not None
    await until(lambda: share.state.writing_left_s is None)
    refused = await bench.ask("bms_control", action="discharge", value="off", confirm=True)
    assert error_key(refused) == "bench_read_only"


async def test_a_switch_from_afar_is_read_back(bench: Bench) -> None:
    share = await bench.share()
    bench.hub.set_writing(True)
    share.allow_writing(10)
    await asyncio.sleep(0.1)
    done = await bench.ask("bms_control", action="discharge", value="off", confirm=True)
    assert done["state"] == "succeeded", done
    assert (await bench.session.read_sample()).discharge_mosfet is False


@pytest.mark.slow
async def test_local_writes_and_reads_from_afar_at_once(bench: Bench) -> None:
    await bench.share()
    bench.hub.set_writing(True)
    first = (await bench.session.read_settings()).values[OVP]

    async def local() -> None:
        for value in (4.21, 4.22, 4.23):
            result = await bench.hub.write_settings(bench.session, {OVP: value})
            assert result.applied, result

    async def afar() -> list[dict[str, Any]]:
        return [await bench.ask("bms_read", what="settings") for _ in range(3)]

    _, read = await asyncio.gather(local(), afar())
    for command in read:  # whoever is at the bench comes first; what is read is never half of it
        if command["state"] == "succeeded":
            values = command["result"]["settings"]["settings"]
            assert values[OVP] in (4.21, 4.22, 4.23, first)
        else:
            assert command["state"] in ("failed", "expired"), command
    assert any(command["state"] == "succeeded" for command in read)
    assert (await bench.session.read_settings()).values[OVP] == 4.23


async def test_a_number_that_has_a_link_is_not_taken(bench: Bench, tmp_path: Path) -> None:
    await bench.share()
    other = await bench.hub.open("sim://mingtang-13s", poll_s=0.2)
    with pytest.raises(CloudRefusalError) as error:
        await bench.share(session=other)
    assert error.value.key == "share_taken"
    assert bench.shares.of(other) is None
    with pytest.raises(UsageError) as known:
        await bench.share(CHILD)
    assert known.value.key == "share_known"
    assert (await bench.ask("bms_read"))["result"]["sample"]["protocol"] == "jbd"


async def test_strange_numbers_and_lacking_rights_are_refused_in_words(
    desk: Desk, tmp_path: Path
) -> None:
    async with bench_of(desk.kit, tmp_path / "viewer", user="shop-viewer") as bench:
        with pytest.raises(CloudRefusalError) as error:
            await bench.share()
        assert error.value.key == "cloud_not_permitted"
    async with bench_of(desk.kit, tmp_path / "owner") as bench:
        for number in (OTHER, "nobody"):
            with pytest.raises(CloudRefusalError) as error:
                await bench.share(number)
            assert error.value.key == "cloud_not_found"
        assert bench.shares.all == ()


@pytest.mark.slow
async def test_a_user_shares_five_boards(bench: Bench) -> None:
    async with bench.logins.opened(bench.logins.chosen()) as client:
        for n in range(5):
            found = await new_battery(
                client, f"bench-{n}", name=f"Bench {n}", kind="bench", protocol="mingtang"
            )
            assert found.number == f"bench-{n}"
        with pytest.raises(CloudRefusalError) as taken:
            await new_battery(client, "bench-0", name="", kind="", protocol="")
        assert taken.value.key == "cloud_refused"
    await bench.share()
    for n in range(4):
        session = await bench.hub.open(f"sim://mingtang-13s?n={n}", poll_s=1)
        await bench.share(f"bench-{n}", session)
    one_more = await bench.hub.open("sim://mingtang-13s?n=9", poll_s=1)
    with pytest.raises(CloudRefusalError) as error:
        await bench.share("bench-4", one_more)
    assert error.value.key == "share_many"
    async with bench.logins.opened(bench.logins.chosen()) as client:
        offered = [each.number for each in await offered_batteries(client)]
        assert offered[-1] == SHOP  # it is heard of; the new ones are not even enabled
        assert set(offered) == {CHILD, SHOP, *(f"bench-{n}" for n in range(5))}


async def test_the_bench_closes(bench: Bench) -> None:
    share = await bench.share()
    await bench.hub.close(bench.session)
    await until(lambda: share.state.phase is SharePhase.ENDED)
    assert bench.shares.all == ()
    assert (await bench.get(f"/devices/{SHOP}"))["tracker"]["is_linked"] is False


async def test_a_login_that_ends_takes_the_share_along(bench: Bench) -> None:
    share = await bench.share()
    assert await bench.logins.logout(bench.logins.chosen())
    await until(lambda: share.state.phase is SharePhase.ENDED)
    assert share.state.error is not None
    assert share.state.error.key == "cloud_logged_out"


async def test_the_battery_is_taken_away_while_it_is_shared(bench: Bench) -> None:
    share = await bench.share()
    async with bench.server.client("top-owner") as client:
        to = {"account_id": bench.server.accounts["sibling"]}
        assert (await client.post(f"/devices/{SHOP}/move", json=to)).status_code == 200
    bench.hub.set_writing(True)
    share.allow_writing(1)  # the next word to the server
    await until(lambda: share.state.phase is SharePhase.ENDED)
    assert share.state.error is not None
    assert share.state.error.key == "cloud_not_found"


@pytest.mark.parametrize("model", ["mingtang-13s", "tt-20s"])
async def test_other_boards_are_shared_too(desk: Desk, tmp_path: Path, model: str) -> None:
    async with bench_of(desk.kit, tmp_path / "bench", uri=f"sim://{model}") as bench:
        share = await bench.share()
        found = await bench.ask("bms_read")
        assert found["state"] == "succeeded", found
        assert found["result"]["sample"]["protocol"] == model.partition("-")[0]
        await until(lambda: share.state.waiting == 0)


async def test_a_link_to_the_board_that_is_gone_is_told(bench: Bench) -> None:
    share = await bench.share()
    await bench.session.release()
    await until(lambda: not share.state.board_linked)
    await asyncio.sleep(0.2)
    assert (await bench.get(f"/devices/{SHOP}"))["tracker"]["is_linked"] is False
    bench.session.resume()
    await until(lambda: share.state.board_linked)
    await change_device(bench.server, protocol="jbd")
    assert (await bench.ask("bms_read"))["state"] == "succeeded"
