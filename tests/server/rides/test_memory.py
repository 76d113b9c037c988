"""What rules remember follows the tables: failed commits, restarts, removed and moved batteries."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select

from mingtang_desk.core.errors import StorageError
from mingtang_desk.geo.arming import ArmState
from mingtang_desk.server.run import standing
from mingtang_desk.server.store.schema import METADATA
from mingtang_desk.server.store.tables.devices import DEVICES
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.wire.jt808.position import Alarm as Bit
from tests.server.kit import NUMBERS, Kit, kit_of
from tests.server.rides.test_alarms import listed, sample
from tests.server.rides.tracks import device_of, feed, fixed

pytestmark = pytest.mark.asyncio
NUMBER = NUMBERS["shop"]
CUT = int(Bit.SUPPLY_CUT)
DAMP = int(Bit.LOW_SUPPLY)


class Refused(Exception):
    """What a database says of a row that it does not take."""


class Poison:
    """Refuses statements with a word in them, while it is on."""

    def __init__(self, kit: Kit, word: str) -> None:
        self.word, self.is_on, self.hits = word, True, 0
        engine = kit.services.core.store._writer.sync_engine
        event.listen(engine, "before_cursor_execute", self._look)

    def _look(self, _c: Any, _k: Any, statement: str, values: Any, _x: Any, _m: bool) -> None:
        if self.is_on and self.word in f"{statement} {values}":
            self.hits += 1
            raise Refused


async def armed(kit: Kit, account: str, now: float) -> None:
    device = device_of(kit, account)
    await kit.services.rides.arm(device)
    await feed(kit, [fixed(device, now + 10 * n) for n in range(1, 22)])
    assert kit.services.rides.guard_of(device).guard.state is ArmState.ARMED


async def test_what_was_not_stored_is_not_remembered(kit: Kit) -> None:
    """An alarm that the database refuses is raised again by the next row, and so on disk."""
    now, rides = time.time(), kit.services.rides
    await armed(kit, "shop", now)
    shaken = fixed(device_of(kit), now + 230, event="vibration")
    poison = Poison(kit, "INSERT INTO alarms")
    with pytest.raises(StorageError):
        await feed(kit, [shaken])
    assert poison.hits >= 2  # the group, then the one
    poison.is_on = False
    assert await listed(kit) == []
    await feed(kit, [shaken])  # the tracker sends again what nobody acknowledged
    (alarm,) = await listed(kit)
    assert (alarm["type"], alarm["count"]) == ("vibration", 1)
    assert rides.guard_of(device_of(kit)).guard.state is ArmState.ALARM
    assert rides.stale == set()


async def test_one_bad_row_takes_nobody_elses_memory_along(db: str, tmp_path: Path) -> None:
    now = time.time()
    async with kit_of(db, tmp_path) as kit:
        for account in ("shop", "child"):
            await kit.services.rides.arm(device_of(kit, account))
            stood = [fixed(device_of(kit, account), now + 10 * n) for n in range(1, 18)]
            await feed(kit, stood)
        good, bad = device_of(kit), device_of(kit, "child")
        rows = [fixed(good, now + 10 * n) for n in range(18, 22)]
        poison = Poison(kit, "INSERT INTO alarms")
        results = await asyncio.gather(  # a parcel each, written as one group
            kit.services.ingest.take(rows),
            kit.services.ingest.take([fixed(bad, now + 180, alarm_bits=CUT)]),
            return_exceptions=True,
        )
        assert [type(each) for each in results] == [type(None), StorageError]
        poison.is_on = False
        await feed(kit, [fixed(bad, now + 190)])
        config = kit.config
    async with standing(config, SystemClock()) as server:
        guard = server.services.rides.guard_of(good).guard
        assert guard.state is ArmState.ARMED


async def test_what_has_to_last_survives_a_restart(db: str, tmp_path: Path) -> None:
    now = time.time()
    async with kit_of(db, tmp_path) as kit:
        await feed(kit, [fixed(device_of(kit), now, alarm_bits=DAMP)])
        assert await listed(kit) == []
        config, tokens = kit.config, kit.tokens
    async with standing(config, SystemClock()) as server:
        kit = Kit(server=server, config=config, clock=SystemClock(), tokens=tokens)
        await feed(kit, [fixed(device_of(kit), now + 70, alarm_bits=DAMP)])
        (alarm,) = await listed(kit)
    assert alarm["type"] == "low_supply"


async def test_a_removed_battery_leaves_nothing(kit: Kit) -> None:
    """Nor does the next one that gets its key find anything."""
    now, rides = time.time(), kit.services.rides
    device = device_of(kit, "child")
    await armed(kit, "child", now)
    await feed(kit, [fixed(device, now + 220, event="vibration", alarm_bits=CUT | DAMP)])
    await feed(kit, [sample(kit, now + 230, "child", protections=("pack_ov",))])
    here = {"lat": 22.5, "lon": 114.0, "radius_m": 200}
    body = {"name": "yard", "circle": here, "devices": [device.number]}
    async with kit.client("child-owner") as client:
        fence = (await client.post("/fences", json=body)).json()
        await client.put(f"/devices/{device.number}/alarm-settings", json={"types": {}})
    async with kit.client("top-owner") as client:
        asked = {"confirm": device.number}
        gone = await client.delete(f"/devices/{device.number}", params=asked)
        assert gone.status_code == 204, gone.text
        assert (await client.get(f"/fences/{fence['id']}")).json()["devices"] == []
        assert (await client.get("/alarms")).json()["items"] == []
    async with kit.services.core.store.read() as connection:
        for table in METADATA.tables.values():
            if "device" in table.c and table.name not in ("outbox",):
                query = select(func.count()).select_from(table)
                count = await connection.scalar(query.where(table.c.device == device.pk))
                assert count == 0, table.name
    assert rides.watches.get(device.pk) is None
    assert rides.alarms.open_of(device.pk) == {}


async def test_a_moved_battery_takes_its_alarms_along(kit: Kit) -> None:
    """Who has it now sees and ends them; fences of who had it are for it no more."""
    now, device = time.time(), device_of(kit)
    await feed(kit, [fixed(device, now, alarm_bits=CUT)])
    circle = {"lat": 22.5, "lon": 114.0, "radius_m": 200}
    async with kit.client() as client:
        await client.post(
            "/fences", json={"name": "a", "circle": circle, "devices": [device.number]}
        )
    assert len(kit.services.rides.fences.of(device)) == 1
    async with kit.client("top-owner") as client:
        target = {"account_id": kit.accounts["sibling"]}
        moved = await client.post(f"/devices/{device.number}/move", json=target)
        assert moved.status_code == 200, moved.text
    assert await listed(kit) == []
    (alarm,) = await listed(kit, "sibling-owner")
    async with kit.client("sibling-operator") as client:
        assert (await client.post(f"/alarms/{alarm['id']}/ack")).status_code == 200
    device = device_of(kit)
    assert kit.services.rides.fences.of(device) == ()
    await feed(kit, [fixed(device, now + 10)])
    (alarm,) = await listed(kit, "sibling-owner")
    assert alarm["state"] == "cleared"
    async with kit.services.core.store.read() as connection:
        assert await connection.scalar(select(DEVICES.c.account_path)) is not None
