"""Warnings of a write: what is accepted is exact, is about values, and nothing else is written."""

import json
from typing import Any

import pytest
from sqlalchemy import select, update

from mingtang_desk.server.commands.journal import OPENED
from mingtang_desk.server.commands.rows import Step, note
from mingtang_desk.server.store.tables.commands import COMMANDS
from mingtang_desk.session.judging import writes
from tests.server.commanding import (
    ONE_DATABASE,
    body,
    change_device,
    done,
    ended,
    living,
    messages,
    post,
    tracker_of,
)
from tests.server.kit import Kit

pytestmark = pytest.mark.asyncio
FROST = {"chg_utp_c": -4}
"""Charging below 0 °C: the rules warn of it."""
BOTH = {"chg_utp_c": -4, "dsg_utp_c": -35}


def is_written(command: dict[str, Any]) -> bool:
    """Whether bytes that write went to the board."""
    sent = [bytes.fromhex(text)[1:] for text in messages(command, "tx", "0x8900")]
    return any(writes(data, "mingtang") for data in sent)


def known(command: dict[str, Any]) -> list[dict[str, Any]]:
    """What a client sends to accept all that it was told."""
    rows = command["result"]["warned"]
    return [{name: row[name] for name in ("rule", "keys", "values")} for row in rows]


@ONE_DATABASE
async def test_only_what_was_accepted_is_written(kit: Kit) -> None:
    await change_device(kit, protocol="mingtang")
    async with living(kit, tracker_of(kit, "mingtang-13s")):
        told = await done(kit, "bms_write", settings=FROST)
        accepted = known(told)
        other = [{**row, "values": [-3]} for row in accepted]
        more = await done(kit, "bms_write", settings=BOTH, accepted_warnings=accepted)
        wrong = await done(kit, "bms_write", settings=FROST, accepted_warnings=other)
        none = await done(
            kit, "bms_write", settings=FROST, accepted_warnings=[], acknowledge_warnings=True
        )
        good = await done(kit, "bms_write", settings=FROST, accepted_warnings=accepted)
    assert accepted[0]["keys"][0] == "chg_utp_c"
    assert accepted[0]["values"][0] == -4
    for refused in (told, more, wrong, none):
        assert refused["state"] == "failed"
        assert refused["result"]["error"]["key"] == "cross_check"
        assert not is_written(refused)
    # Told are those that are not covered, and no others.
    beyond = {row["keys"][0] for row in more["result"]["warned"]}
    assert beyond
    assert "chg_utp_c" not in beyond
    assert len(more["result"]["warnings"]) == len(more["result"]["warned"])
    assert good["state"] == "succeeded", good["result"]
    assert good["result"]["write"]["fields"]["chg_utp_c"]["read"] == -4


@ONE_DATABASE
async def test_a_plain_yes_counts_for_what_its_asker_was_told_a_moment_before(kit: Kit) -> None:
    await change_device(kit, protocol="mingtang")
    yes: dict[str, Any] = {"settings": FROST, "acknowledge_warnings": True}
    async with living(kit, tracker_of(kit, "mingtang-13s")):
        blind = await done(kit, "bms_write", **yes)
        foreign = await done(kit, "bms_write", who="shop-owner", **yes)
        async with kit.services.core.store.write() as tx:  # three minutes pass
            earlier = {"ended_ms": COMMANDS.c.ended_ms - 180_000}
            await tx.connection.execute(update(COMMANDS).values(**earlier))
        late = await done(kit, "bms_write", **yes)
        again = await done(kit, "bms_write", **yes)
    for refused in (blind, foreign, late):
        assert refused["state"] == "failed"
        assert not is_written(refused)
    assert again["state"] == "succeeded", again["result"]


@ONE_DATABASE
async def test_a_write_that_had_begun_is_not_said_to_have_written_nothing(kit: Kit) -> None:
    """The link fell in the middle of it; the next attempt meets a warning that is new."""
    await change_device(kit, protocol="mingtang")
    order = body("bms_write", settings=FROST, accepted_warnings=[])
    assert (await post(kit, order)).status_code == 202
    async with kit.services.core.store.write() as tx:
        begun = Step(time_ms=tx.now_ms, what=OPENED, body={"old": {"chg_utp_c": 0}})
        await note(tx, order["id"], [begun])
    async with living(kit, tracker_of(kit, "mingtang-13s")):
        end = await ended(kit, order["id"])
    assert end["state"] == "unknown"
    assert not end["is_settling"]
    assert [row["keys"][0] for row in end["result"]["warned"]] == ["chg_utp_c"]
    assert not is_written(end)


@ONE_DATABASE
async def test_a_write_that_had_begun_and_may_go_on_no_more_is_unknown(kit: Kit) -> None:
    """What a look in between has read stays; before it was said that it just failed."""
    await change_device(kit, protocol="mingtang")
    order = body("bms_write", settings=FROST, accepted_warnings=[])
    assert (await post(kit, order)).status_code == 202
    known_now = {"write": {"fields": {"chg_utp_c": {"read": -4}}}}
    async with kit.services.core.store.write() as tx:
        begun = Step(time_ms=tx.now_ms, what=OPENED, body={"old": {"chg_utp_c": 0}})
        await note(tx, order["id"], [begun])
        row = update(COMMANDS).where(COMMANDS.c.id == order["id"])
        await tx.connection.execute(row.values(attempts=1, result=json.dumps(known_now)))
    await change_device(kit, expires_ms=1)
    async with living(kit, tracker_of(kit, "mingtang-13s")):
        end = await ended(kit, order["id"])
    assert end["state"] == "unknown"
    assert end["result"]["error"]["key"] == "device_expired"
    assert end["result"]["write"] == known_now["write"]
    assert not is_written(end)


@ONE_DATABASE
async def test_a_dry_run_tells_and_writes_nothing(kit: Kit) -> None:
    await change_device(kit, protocol="mingtang")
    async with living(kit, tracker_of(kit, "mingtang-13s")):
        looked = await done(kit, "bms_write", settings=FROST, dry_run=True)
        easy = await done(kit, "bms_write", settings={"cell_ovp_v": 4.22}, dry_run=True)
        forbidden = await done(kit, "bms_write", settings={"cell_ovp_v": 2.0}, dry_run=True)
        after = await done(kit, "bms_read", what="settings")
        wrote = await done(kit, "bms_write", settings=FROST, accepted_warnings=known(looked))
    assert looked["state"] == easy["state"] == "succeeded"
    assert looked["result"]["dry_run"] is True
    assert easy["result"]["warned"] == []
    assert forbidden["state"] == "failed"
    assert after["result"]["settings"]["settings"]["chg_utp_c"] != -4
    assert not any(is_written(each) for each in (looked, easy, forbidden))
    assert wrote["state"] == "succeeded"


@ONE_DATABASE
async def test_a_dry_run_needs_the_right_to_write(kit: Kit) -> None:
    answer = await post(kit, body("bms_write", settings=FROST, dry_run=True), who="shop-viewer")
    assert answer.status_code == 403


@ONE_DATABASE
async def test_a_command_from_before_an_update_stays_the_same(kit: Kit) -> None:
    """A body that names none of the younger members is stored as it always was."""
    order = body("bms_write", settings=FROST, expires_in_s=1)
    first = await post(kit, order)
    assert first.status_code == 202
    assert (await post(kit, {**order, "dry_run": False})).status_code == 200
    assert (await post(kit, {**order, "accepted_warnings": []})).status_code == 409
    async with kit.services.core.store.read() as connection:
        query = select(COMMANDS.c.body).where(COMMANDS.c.id == order["id"])
        stored = await connection.scalar(query)
    assert stored is not None
    assert "dry_run" not in stored
    assert "accepted" not in stored
    await ended(kit, order["id"])


@ONE_DATABASE
async def test_a_server_that_is_asked_too_often_says_how_long_to_wait(kit: Kit) -> None:
    """Not a minute where the oldest of the six leaves it in a moment."""
    for _ in range(6):
        assert (await post(kit, body("bms_read"))).status_code == 202
    async with kit.services.core.store.write() as tx:
        earlier = {"created_ms": COMMANDS.c.created_ms - 50_000}
        await tx.connection.execute(update(COMMANDS).values(**earlier))
    refused = await post(kit, body("bms_read"))
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 11
