"""Links that fall, trackers that say nothing, servers that restart: never twice, never falsely."""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from mingtang_desk.server.run import standing
from mingtang_desk.server.store.tables.commands import COMMANDS
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.judging import writes
from tests.server.commanding import (
    ONE_DATABASE,
    QUICK,
    SHOP,
    body,
    change_device,
    done,
    ended,
    living,
    messages,
    post,
    states,
    tracker_of,
)
from tests.server.kit import NUMBERS, Kit, kit_of
from tests.server.tapped import TappedLine, tap

pytestmark = pytest.mark.asyncio
CHARGE_OFF: dict[str, Any] = {"action": "charge", "value": "off", "confirm": True}


async def ready(kit: Kit, protocol: str = "mingtang") -> None:
    """Short waits, and a board whose protocol is known."""
    kit.services.commands.crew.timers = QUICK
    await change_device(kit, protocol=protocol)


def cut(kit: Kit) -> None:
    """Let the link of the tracker fall."""
    device = kit.services.directory.by_number(SHOP)
    assert device is not None
    link = kit.services.ingest.link_of(device)
    if link is not None:
        link.hang_up()


def _is_linked(kit: Kit) -> bool:
    device = kit.services.directory.by_number(SHOP)
    assert device is not None
    return kit.services.ingest.link_of(device) is not None


def has_read_back(command: Mapping[str, Any]) -> bool:
    """Whether a log shows an answer to a question that was asked after the last write."""
    wrote = asked = said = False
    for step in command["log"]:
        message = step["body"].get("message_id")
        if step["what"] == "tx" and message == "0x8900":
            data = bytes.fromhex(step["body"]["hex"])[1:]
            if writes(data, "mingtang") is False:
                asked = True
            else:
                wrote, asked, said = True, False, False
        elif step["what"] == "rx" and message == "0x0900":
            said = said or (wrote and asked)
    return said


async def test_a_link_that_falls_in_a_momentary_command(kit: Kit) -> None:
    await ready(kit)
    tracker = tracker_of(kit, "mingtang-13s")
    line = tap(tracker, "mingtang")
    line.on_change = lambda: cut(kit)
    async with living(kit, tracker):
        found = await done(kit, "bms_control", **CHARGE_OFF)
        line.on_change = lambda: None
        sample = await done(kit, "bms_read")
    assert len(line.changes) == 1
    assert tracker.counters.links >= 2
    assert found["attempts"] == 1
    assert found["state"] == "succeeded", found["result"]
    assert has_read_back(found)
    assert sample["result"]["sample"]["charge_mosfet"] is False


@ONE_DATABASE
async def test_a_link_that_falls_before_anything_was_written(kit: Kit) -> None:
    await ready(kit)
    tracker = tracker_of(kit, "mingtang-13s")
    line = tap(tracker, "mingtang")
    cuts = iter(range(2))

    def fall_twice() -> None:
        if next(cuts, None) is not None:
            cut(kit)

    line.on_read = fall_twice
    async with living(kit, tracker):
        found = await done(kit, "bms_write", settings={"cell_ovp_v": 4.22})
    assert found["state"] == "succeeded", found["result"]
    assert found["attempts"] == 3
    assert has_read_back(found)


@ONE_DATABASE
async def test_a_link_that_falls_in_the_middle_of_a_write(kit: Kit) -> None:
    await ready(kit)
    tracker = tracker_of(kit, "mingtang-13s")
    line = tap(tracker, "mingtang")
    line.on_change = lambda: cut(kit)
    async with living(kit, tracker):
        found = await done(
            kit,
            "bms_write",
            settings={"cell_ovp_v": 4.22, "cell_uvp_v": 2.8},
            acknowledge_warnings=True,
        )
        line.on_change = lambda: None
        now = await done(kit, "bms_read", what="settings")
    stored = now["result"]["settings"]["settings"]
    assert line.changes
    assert tracker.counters.links >= 2
    if found["state"] == "succeeded":
        assert (stored["cell_ovp_v"], stored["cell_uvp_v"]) == (4.22, 2.8)
        assert has_read_back(found)
    else:
        assert (stored["cell_ovp_v"], stored["cell_uvp_v"]) != (4.22, 2.8)


@ONE_DATABASE
async def test_nobody_answers_after_a_write(kit: Kit) -> None:
    """The tracker takes the bytes, the board falls silent: unknown, and no second attempt."""
    await ready(kit)
    kit.services.commands.crew.timers = replace(QUICK, back_s=1.0)
    tracker = tracker_of(kit, "mingtang-13s")
    line = tap(tracker, "mingtang")

    def hold() -> None:
        line.is_held = True

    line.on_change = hold
    async with living(kit, tracker):
        order = body("bms_control", **CHARGE_OFF)
        assert (await post(kit, order)).status_code == 202
        async with asyncio.timeout(30), kit.client() as client:
            while (await client.get(f"/commands/{order['id']}")).json()["state"] != "unknown":
                await asyncio.sleep(0.05)
        assert len(line.changes) == 1
        line.is_held = False  # now it can be read what became of it
        found = await ended(kit, order["id"])
    assert states(found) == ["queued", "sent", "delivered", "unknown", "succeeded"]
    assert len(line.changes) == 1


@ONE_DATABASE
async def test_a_mute_tracker_passes_bytes_all_the_same(kit: Kit) -> None:
    await ready(kit)
    async with living(kit, tracker_of(kit, "mingtang-13s", faults={"mute": None})):
        read = await done(kit, "bms_read")
        located = await done(kit, "locate", expires_in_s=5)
    assert states(read) == ["queued", "sent", "succeeded"]
    assert located["state"] == "failed"
    assert located["result"]["error"]["key"] == "no_answer"
    assert located["attempts"] > 1


@ONE_DATABASE
async def test_a_dead_line_changes_nothing(kit: Kit) -> None:
    await ready(kit)
    async with living(kit, tracker_of(kit, "mingtang-13s", faults={"no-board": None})):
        found = await done(kit, "bms_control", **CHARGE_OFF)
    assert found["state"] == "failed"
    assert found["attempts"] == 1
    assert {writes(bytes.fromhex(t)[1:], "mingtang") for t in messages(found, "tx", "0x8900")} == {
        False
    }


@ONE_DATABASE
async def test_late_answers_are_answers(kit: Kit) -> None:
    await ready(kit)
    async with living(kit, tracker_of(kit, "mingtang-13s", faults={"late": "0.5"})):
        located = await done(kit, "locate")
        read = await done(kit, "bms_read")
    assert located["state"] == read["state"] == "succeeded"


@ONE_DATABASE
async def test_a_sleeping_tracker_gets_what_is_still_valid_when_it_wakes(kit: Kit) -> None:
    await ready(kit)
    tracker = tracker_of(kit, "mingtang-13s", faults={"sleep": "1.5+4"})
    line = tap(tracker, "mingtang")
    async with living(kit, tracker):
        async with asyncio.timeout(20):
            while not tracker.is_asleep or _is_linked(kit):
                await asyncio.sleep(0.05)
        short = body("bms_control", expires_in_s=1, **CHARGE_OFF)
        long = body("locate", expires_in_s=60)
        for order in (short, long):
            assert (await post(kit, order)).status_code == 202
        expired = await ended(kit, short["id"])
        located = await ended(kit, long["id"])
    assert expired["state"] == "expired"
    assert located["state"] == "succeeded"
    assert line.reached == []


@ONE_DATABASE
async def test_one_at_a_time_and_reads_first(kit: Kit) -> None:
    await ready(kit)
    orders = [
        body("bms_write", settings={"cell_ovp_v": 4.22}),
        body("bms_read", background=True),
        body("bms_read"),
        body("locate"),
    ]
    for order in orders:
        assert (await post(kit, order)).status_code == 202
    async with living(kit, tracker_of(kit, "mingtang-13s")):
        write, poll, read, locate = [await ended(kit, order["id"]) for order in orders]
    assert {each["state"] for each in (write, poll, read, locate)} == {"succeeded"}
    spans = sorted(
        (each["sent"], each["ended"], each["id"]) for each in (write, poll, read, locate)
    )
    assert [span[2] for span in spans] == [each["id"] for each in (read, locate, write, poll)]
    for before, after in pairwise(spans):
        assert before[1] <= after[0]


async def test_a_restart_of_the_server_in_flight(db: str, tmp_path: Path) -> None:
    async with kit_of(db, tmp_path) as kit:
        await ready(kit)
        waiting = body("locate", not_before="2020-01-01T00:00:00Z", expires_in_s=120)
        order = body("bms_control", **CHARGE_OFF)
        tracker = tracker_of(kit, "mingtang-13s")
        line = tap(tracker, "mingtang")
        reached = asyncio.Event()

        def hold() -> None:
            line.is_held = True
            reached.set()

        line.on_change = hold
        config = replace(kit.config, jt808=kit.jt808)
        stack = living(kit, tracker)
        await stack.__aenter__()
        assert (await post(kit, order)).status_code == 202
        async with asyncio.timeout(20):
            await reached.wait()
        kit.services.commands.crew.timers = replace(QUICK, grace_s=0.2)
        assert (await post(kit, waiting)).status_code == 202
    assert len(line.changes) == 1
    line.is_held, line.on_change = False, lambda: None
    try:
        async with standing(config, SystemClock()) as server:
            kit.server = server
            kit.services.commands.crew.timers = QUICK
            found = await ended(kit, order["id"])
            located = await ended(kit, waiting["id"])
    finally:
        await stack.__aexit__(None, None, None)
    assert len(line.changes) == 1
    assert found["attempts"] == 1
    assert states(found)[-2:] == ["unknown", "succeeded"]
    assert located["state"] == "succeeded"


@ONE_DATABASE
@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
async def test_a_storm(kit: Kit, seed: int) -> None:
    """Commands at random while the link falls at random and telegrams are lost."""
    await ready(kit)
    dice = random.Random(seed)
    faults = {"lost": "0.03", "repeat": "0.05", "damage": "0.02"}
    tracker = tracker_of(kit, "mingtang-13s", faults=faults, seed=seed)
    line = tap(tracker, "mingtang")
    made: list[dict[str, Any]] = []

    def anything() -> dict[str, Any]:
        match dice.randrange(4):
            case 0:
                value = dice.choice(["on", "off"])
                return body("bms_control", action="charge", value=value, confirm=True)
            case 1:
                volts = dice.choice([4.2, 4.21, 4.22, 4.23])
                return body("bms_write", settings={"cell_ovp_v": volts}, acknowledge_warnings=True)
            case 2:
                return body("bms_read")
            case _:
                return body("locate")

    async with living(kit, tracker):
        for _ in range(8):
            order = anything()
            answer = await post(kit, order)
            if answer.status_code == 202:
                made.append(order)
            async with kit.services.core.store.write() as tx:  # nobody's minute is full
                earlier = COMMANDS.c.created_ms - 61_000
                await tx.connection.execute(update(COMMANDS).values(created_ms=earlier))
            await asyncio.sleep(dice.uniform(0.1, 1.2))
            if dice.random() < 0.3:
                cut(kit)
        ends = [await ended(kit, order["id"], timeout_s=90) for order in made]
    _check(ends, line)


def _check(ends: list[dict[str, Any]], line: TappedLine) -> None:
    assert any(each["state"] == "succeeded" for each in ends)
    controls = [each for each in ends if each["kind"] == "bms_control"]
    for each in controls:
        assert each["attempts"] <= 1
        sent = [bytes.fromhex(text)[1:] for text in messages(each, "tx", "0x8900")]
        changes = [data for data in sent if writes(data, "mingtang") is not False]
        assert len(changes) == len(set(changes))
    for each in ends:
        if each["kind"] in ("bms_control", "bms_write") and each["state"] == "succeeded":
            wrote = any(
                writes(bytes.fromhex(text)[1:], "mingtang") is not False
                for text in messages(each, "tx", "0x8900")
            )
            assert has_read_back(each) or not wrote
        assert each["state"] != "delivered"
    told = sum(
        writes(bytes.fromhex(text)[1:], "mingtang") is not False
        for each in ends
        for text in messages(each, "tx", "0x8900")
    )
    assert len(line.changes) <= told


@ONE_DATABASE
async def test_what_has_expired_meanwhile_is_not_sent(kit: Kit) -> None:
    await ready(kit)
    tracker = tracker_of(kit, "mingtang-13s")
    line = tap(tracker, "mingtang")
    order = body("bms_control", **CHARGE_OFF)
    assert (await post(kit, order)).status_code == 202
    await change_device(kit, expires_ms=1)
    async with living(kit, tracker):
        found = await ended(kit, order["id"])
    assert found["state"] == "failed"
    assert found["result"]["error"]["key"] == "device_expired"
    assert line.reached == []


@ONE_DATABASE
async def test_a_crash_before_the_write_is_no_write(kit: Kit) -> None:
    """What a crash leaves in flight: a set goes out anew, a momentary command does not."""
    await ready(kit)
    set_, once = body("bms_write", settings={"cell_ovp_v": 4.22}), body("bms_control", **CHARGE_OFF)
    soon = {"not_before": (datetime.now(UTC) + timedelta(hours=1)).isoformat()}
    for order in (set_, once):
        assert (await post(kit, order | soon)).status_code == 202
    async with kit.services.core.store.write() as tx:
        await tx.connection.execute(
            update(COMMANDS).values(state="sent", attempts=1, sent_ms=1, not_before_ms=1)
        )
    for lane, _ in kit.services.commands._lanes.values():
        lane.wake.set()
    tracker = tracker_of(kit, "mingtang-13s")
    line = tap(tracker, "mingtang")
    async with living(kit, tracker):
        written = await ended(kit, set_["id"])
        never = await ended(kit, once["id"])
    assert written["state"] == "succeeded", written["result"]
    assert states(written)[1:3] == ["unknown", "queued"]
    assert never["state"] == "failed"
    assert never["result"]["error"]["key"] == "interrupted"
    assert len(line.changes) == 1


@ONE_DATABASE
async def test_what_nobody_acknowledged_is_unknown_and_not_sent_again(kit: Kit) -> None:
    await ready(kit)
    async with living(kit, tracker_of(kit, faults={"mute": None})) as tracker:
        told = await done(kit, "text", text="hi", confirm=True)
        followed = await done(kit, "track", interval_s=5)
        assert tracker.counters.orders == 2
    for each in (told, followed):
        assert each["state"] == "unknown"
        assert each["attempts"] == 1
        assert each["result"]["error"]["key"] == "no_answer"


@ONE_DATABASE
async def test_what_waits_does_not_outlive_the_rights_of_who_asked(kit: Kit) -> None:
    await ready(kit)
    tracker = tracker_of(kit, "mingtang-13s")
    line = tap(tracker, "mingtang")
    gone, lesser, left = (body("bms_control", **CHARGE_OFF) for _ in range(3))
    for order, who in ((gone, "child-owner"), (lesser, "shop-operator"), (left, "shop-manager")):
        number = SHOP if who != "child-owner" else NUMBERS["child"]
        assert (await post(kit, order, who=who, number=number)).status_code == 202
    async with kit.client("top-owner") as client:
        users = (await client.get(f"/accounts/{kit.accounts['shop']}/users")).json()["items"]
        ids = {each["login"]: each["id"] for each in users}
        for login, change in (
            ("shop-operator", {"role": "viewer"}),
            ("shop-manager", {"is_disabled": True}),
        ):
            changed = await client.patch(f"/users/{ids[login]}", json=change)
            assert changed.status_code == 200, changed.text
        to = {"account_id": kit.accounts["sibling"]}
        moved = await client.post(f"/devices/{NUMBERS['child']}/move", json=to)
        assert moved.status_code == 200
    async with living(kit, tracker):
        for order in (lesser, left):
            found = await ended(kit, order["id"], who="top-owner")
            assert found["state"] == "failed"
            assert found["result"]["error"]["key"] == "asker_may_not"
        allowed = body("bms_control", **CHARGE_OFF)
        assert (await post(kit, allowed, who="shop-owner")).status_code == 202
        assert (await ended(kit, allowed["id"], who="shop-owner"))["state"] == "succeeded"
    assert len(line.changes) == 1
    await change_device(kit, NUMBERS["child"], protocol="mingtang")
    other = tracker_of(kit, "mingtang-13s", number=NUMBERS["child"])
    line = tap(other, "mingtang")
    async with living(kit, other):
        found = await ended(kit, gone["id"], who="sibling-owner")
    assert found["result"]["error"]["key"] == "asker_may_not"
    assert line.reached == []
