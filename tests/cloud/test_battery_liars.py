"""Servers that lie about a battery: nothing of it is believed, and nothing breaks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mingtang_desk.cloud.address import server_address
from mingtang_desk.cloud.battery_reading import result_of, sample_of, settings_of
from mingtang_desk.cloud.battery_session import BatterySession
from mingtang_desk.cloud.battery_talk import Patience
from mingtang_desk.cloud.decode import AnswerError, decoded
from mingtang_desk.cloud.desk import CloudDesk
from mingtang_desk.cloud.logins import Given, Logins
from mingtang_desk.cloud.models import Command
from mingtang_desk.cloud.store import FileSecrets
from mingtang_desk.core.errors import CloudError, UnsupportedError, UsageError, VerifyError
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.device.transaction import FieldState
from mingtang_desk.history.store import HistoryStore
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.control import spec_of
from mingtang_desk.session.drivers import find_driver
from tests.cloud.liar import HANG, PROFILE, Liar, answer, lying, problem

pytestmark = pytest.mark.asyncio
CLOCK = SystemClock()
NUMBER = "13800000002"
DEVICE: dict[str, Any] = {
    "number": NUMBER,
    "name": "<b>li</b>\x00",
    "kind": "",
    "account": {"id": "a", "name": "shop"},
    "state": "online",
    "since": None,
    "last_seen": None,
    "soc_pct": None,
    "pack_v": None,
    "lat": None,
    "lon": None,
    "position_time": None,
    "signal": None,
    "open_alarms": 0,
    "enabled": None,
    "expires": None,
    "imei": None,
    "sim": None,
    "note": "",
    "protocol": "mingtang",
    "firmware": None,
    "tracker": {
        "terminal": None,
        "vendor": None,
        "firmware": None,
        "is_linked": True,
        "is_proven": True,
        "interval_s": None,
        "ordered_s": None,
    },
    "created": None,
    "state_s": None,
    "days_to_expiry": None,
}
SETTINGS = {
    "format": "mingtang-settings/1",
    "protocol": "mingtang",
    "device_id": None,
    "time": "2026-01-01T00:00:00Z",
    "settings": {"cell_ovp_v": 4.25, "cell_ovr_v": 4.15},
}
UNKNOWN = problem(404, "not_known_yet")
PATH = f"/devices/{NUMBER}"


def command(state: str, result: object, **more: object) -> dict[str, Any]:
    """A command as a server tells it."""
    return {
        "id": "7c0e0000-0000-4000-8000-000000000000",
        "device": NUMBER,
        "kind": "bms_write",
        "class": "set_absolute",
        "state": state,
        "attempts": 1,
        "body": {},
        "result": result,
        "created": "2026-01-01T00:00:00Z",
        "expires": "2026-01-01T00:10:00Z",
        "sent": None,
        "delivered": None,
        "ended": None,
        "is_settling": False,
        **more,
    }


@asynccontextmanager
async def told_by(liar: Liar, folder: Path) -> AsyncIterator[BatterySession]:
    """A session at a server that lies, not connected yet."""
    logins = Logins(folder, FileSecrets(folder / "secrets.json"), CLOCK, request_s=2)

    async def make() -> Logins:
        return logins

    await logins.login(server_address(liar.http), Given(user="li", password="x"))
    now = CLOCK.now().isoformat()
    liar.answers |= {
        "/time": answer({"time": now, "seq": 1}),
        "/me": answer({**PROFILE, "rights": ["command_set", "command_momentary"]}),
        PATH: answer(DEVICE),
        f"{PATH}/bms": UNKNOWN,
        f"{PATH}/settings": answer(SETTINGS),
        f"{PATH}/stats": UNKNOWN,
    }
    uri = parse_uri(f"cloud://{liar.http.partition('://')[2]}/{NUMBER}")
    patience = Patience(retry_s=0.05, tries=2, read_s=2, write_s=2, pace_s=0, settle_s=(0.05, 0.1))
    session = BatterySession(uri, desk=CloudDesk(make, CLOCK), clock=CLOCK, patience=patience)
    try:
        yield session
    finally:
        await session.close()


@pytest.mark.parametrize(
    "said",
    [
        answer([]),
        answer({"time": "yesterday", "protocol": "jbd"}),
        answer({"time": "2026-01-01T00:00:00Z", "protocol": "jbd", "cell_v": ["4.1"]}),
        answer({"time": "2026-01-01T00:00:00", "protocol": "jbd"}),
        answer(b'{"time": "2026-01-01T00:00:00Z", "protocol": "jbd", "pack_v": NaN}'),
        answer(b'{"time": "2026-01-01T00:00:00Z", "protocol": "jbd", "pack_v": 1e999}'),
        answer(b'{"time": "2026-01-01T00:00:00Z", "protocol": "jbd", "x_a": 1%s}' % (b"0" * 400)),
    ],
)
async def test_a_sample_that_is_none(said: bytes, tmp_path: Path) -> None:
    async with lying() as liar, told_by(liar, tmp_path) as session:
        liar.answers[f"{PATH}/bms"] = said
        with pytest.raises(CloudError) as caught:
            await session.connect()
        assert caught.value.key == "cloud_answer_invalid"
        assert session.model.sample is None
        assert session.model.phase is LinkPhase.FAILED


async def test_a_sample_of_the_future_is_not_young(tmp_path: Path) -> None:
    async with lying() as liar, told_by(liar, tmp_path) as session:
        sample = {"time": "2999-01-01T00:00:00Z", "protocol": "mingtang", "pack_v": 48.0}
        received = "2026-01-01T00:00:00Z"
        liar.answers[f"{PATH}/bms"] = answer({**sample, "received": received})
        await session.connect()
        assert session.model.stale
        assert session.model.age_s is not None
        assert session.model.age_s > 86_400
        assert session.model.name == "<b>li</b> "


async def test_a_clock_that_ran_ahead_hides_nothing_that_comes_after(tmp_path: Path) -> None:
    async with lying() as liar, told_by(liar, tmp_path) as session:
        sample = {"time": "2999-01-01T00:00:00Z", "protocol": "mingtang", "pack_v": 48.0}
        said = {**sample, "received": "2026-01-01T00:00:00Z"}
        liar.answers[f"{PATH}/bms"] = answer(said)
        await session.connect()
        for pack_v, when in ((50.0, "2026-01-02T00:00:00Z"), (40.0, "2025-01-01T00:00:00Z")):
            said = {**sample, "time": when, "received": when, "pack_v": pack_v}
            liar.answers[f"{PATH}/bms"] = answer(said)
            await session.shown.sample()
        assert session.model.sample is not None
        assert session.model.sample.pack_v == 50.0


async def test_it_says_applied_and_its_numbers_say_otherwise(tmp_path: Path) -> None:
    field = {"old": 4.25, "sent": 4.22, "read": 4.25, "state": "applied"}
    done = command("succeeded", {"write": {"fields": {"cell_ovp_v": field}}})
    async with lying() as liar, told_by(liar, tmp_path) as session:
        await session.connect()
        liar.answers[f"{PATH}/commands"] = answer(done, status=202)
        result = await session.write_settings({"cell_ovp_v": 4.22}, who="li")
        assert result.fields["cell_ovp_v"].state is FieldState.REFUSED


async def test_it_says_done_and_not_a_word_of_the_field(tmp_path: Path) -> None:
    async with lying() as liar, told_by(liar, tmp_path) as session:
        await session.connect()
        done = command("succeeded", {"write": {"fields": {}}})
        liar.answers[f"{PATH}/commands"] = answer(done, status=202)
        result = await session.write_settings({"cell_ovp_v": 4.22}, who="li")
        assert result.fields["cell_ovp_v"].state is FieldState.UNKNOWN
        assert not result.applied


async def test_a_switch_that_is_said_to_be_off_and_reads_on(tmp_path: Path) -> None:
    done = command("succeeded", {"confirmed": True, "charge_mosfet": True}, kind="bms_control")
    async with lying() as liar, told_by(liar, tmp_path) as session:
        await session.connect()
        liar.answers[f"{PATH}/commands"] = answer(done, status=202)
        with pytest.raises(VerifyError):
            await session.control(Action.CHARGE, "off", who="li")


@pytest.mark.parametrize(
    ("action", "value", "result", "key"),
    [
        (Action.CHARGE, "off", {}, "cloud_control_unknown"),
        (Action.CHARGE, "off", {"charge_mosfet": None}, "cloud_control_unknown"),
        (Action.LOCK, None, {"lock": {"status": "unlocked"}}, "verify_failed"),
        (Action.SET_SOC, 80, {"soc_pct": 12.0}, "verify_failed"),
    ],
)
async def test_a_control_that_is_said_to_be_done_and_reads_otherwise(
    action: Action, value: str | int | None, result: dict[str, object], key: str, tmp_path: Path
) -> None:
    done = command("succeeded", {"confirmed": True, **result}, kind="bms_control")
    async with lying() as liar, told_by(liar, tmp_path) as session:
        await session.connect()
        driver = session.driver
        assert driver is not None
        capabilities = driver.capabilities | {spec_of(action).needs}
        session._board.know(replace(driver, capabilities=capabilities), session.key)
        liar.answers[f"{PATH}/commands"] = answer(done, status=202)
        with pytest.raises(VerifyError) as caught:
            await session.control(action, value, who="li")
        assert caught.value.key == key


async def test_a_write_that_was_taken_and_is_out_of_sight_is_not_said_to_be_none(
    tmp_path: Path,
) -> None:
    """As after the battery went to another account: the command is not to be found any more."""
    history = await HistoryStore.open(tmp_path / "history.sqlite", CLOCK)
    async with lying() as liar, told_by(liar, tmp_path) as session:
        session._board.journal = history
        await session.connect()
        gone = command("unknown", {}, is_settling=True)
        liar.answers[f"{PATH}/commands"] = answer(gone, status=202)
        result = await session.write_settings({"cell_ovp_v": 4.22}, who="li")
        assert result.fields["cell_ovp_v"].state is FieldState.UNKNOWN
        looks = 0
        async with asyncio.timeout(20):
            while looks < 15:
                looks = sum(path.startswith("/commands/") for path in liar.asked)
                await asyncio.sleep(0.02)
        entry = (await history.journal_entries())[0]
        assert {field.state for field in entry.fields.values()} == {FieldState.UNKNOWN}
        assert session.model.interrupted is not None
    await history.close()


@pytest.mark.parametrize("is_control", [False, True])
async def test_a_no_after_a_try_that_nobody_answered_is_no_proof(
    is_control: bool, tmp_path: Path
) -> None:
    """The server took it, the answer was lost, and the login ended before it was asked again."""
    history = await HistoryStore.open(tmp_path / "history.sqlite", CLOCK)
    async with lying() as liar, told_by(liar, tmp_path) as session:
        session._board.journal = history
        await session.connect()
        path = f"{PATH}/commands"
        liar.answers[path] = answer(b"<html>", status=502, kind="text/html")

        async def end_the_login() -> None:
            while path not in liar.asked:
                await asyncio.sleep(0)
            liar.answers[path] = problem(403, "forbidden")

        ending = asyncio.create_task(end_the_login())
        if is_control:
            with pytest.raises(CloudError):
                await session.control(Action.CHARGE, "off", who="li")
        else:
            result = await session.write_settings({"cell_ovp_v": 4.22}, who="li")
            assert result.fields["cell_ovp_v"].state is FieldState.UNKNOWN
        await ending
        entry = (await history.journal_entries())[0]
        assert {field.state for field in entry.fields.values()} == {FieldState.UNKNOWN}
    await history.close()


async def test_nobody_says_whether_the_write_came(tmp_path: Path) -> None:
    """It is unknown first; a server that never had the command settles that nothing was done."""
    async with lying() as liar, told_by(liar, tmp_path) as session:
        await session.connect()
        liar.answers[f"{PATH}/commands"] = answer(b"<html>", status=502, kind="text/html")
        result = await session.write_settings({"cell_ovp_v": 4.22}, who="li")
        assert result.fields["cell_ovp_v"].state is FieldState.UNKNOWN
        assert liar.asked.count(f"{PATH}/commands") == 2


async def test_a_command_that_hangs_ends(tmp_path: Path) -> None:
    async with lying() as liar, told_by(liar, tmp_path) as session:
        await session.connect()
        liar.answers[f"{PATH}/commands"] = HANG
        with pytest.raises(CloudError):
            await session.read_settings()


async def test_a_protocol_nobody_knows(tmp_path: Path) -> None:
    async with lying() as liar, told_by(liar, tmp_path) as session:
        liar.answers[PATH] = answer({**DEVICE, "protocol": "of a newer server"})
        await session.connect()
        assert session.driver is None
        with pytest.raises(UnsupportedError):
            await session.read_settings()


@pytest.mark.parametrize("uri", ["cloud://127.0.0.1:1", "cloud://127.0.0.1:1/1/2"])
async def test_addresses_that_are_none(uri: str, tmp_path: Path) -> None:
    async def none() -> Logins:
        raise AssertionError("nobody asks for it")

    with pytest.raises(UsageError):
        BatterySession(parse_uri(uri), desk=CloudDesk(none, CLOCK), clock=CLOCK)


async def test_documents_that_are_none() -> None:
    for document in ({}, {**SETTINGS, "time": None}, {**SETTINGS, "settings": {"a": [1]}}):
        with pytest.raises(AnswerError):
            settings_of(document)
    sample, received = sample_of({"time": "2026-01-01T00:00:00Z", "protocol": "x", "x_a": 1})
    assert received is None
    assert sample.extras == {"x_a": 1}
    driver = find_driver("mingtang")
    assert driver is not None
    row = {"old": True, "sent": None, "read": [1], "state": "wonderful"}
    told = decoded(Command, command("succeeded", {"write": {"fields": {"cell_ovp_v": row}}}))
    found = result_of(told, {"cell_ovp_v": 4.22}, {"cell_ovp_v": 4.25}, driver.settings)
    assert found["cell_ovp_v"].state is FieldState.UNKNOWN


async def test_a_trial_is_refused_before_anything_is_switched(tmp_path: Path) -> None:
    """Nobody would put it back: it is not switched and left so."""
    async with lying() as liar, told_by(liar, tmp_path) as session:
        await session.connect()
        with pytest.raises(UnsupportedError) as caught:
            await session.control(Action.CHARGE, "off", who="tester", trial_s=5.0)
        assert caught.value.key == "cloud_no_trial"
        assert not any(path.endswith("/commands") for path, _ in liar.bodies)
