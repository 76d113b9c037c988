"""What rules remember follows the tables: failed commits, restarts, removed and moved batteries."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

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


@asynccontextmanager
async def poisoned(kit: Kit) -> AsyncIterator[None]:
    """Let the database refuse every new alarm, as it would a row that it cannot take."""
    is_sqlite = kit.services.core.store.is_sqlite
    for statement in _TRIGGERS[is_sqlite]:
        await said(kit, statement)
    yield
    await said(kit, "DROP TRIGGER poison" + ("" if is_sqlite else " ON alarms"))


_TRIGGERS: Mapping[bool, Sequence[str]] = {
    True: (
        "CREATE TRIGGER poison BEFORE INSERT ON alarms BEGIN SELECT RAISE(ABORT, 'poison'); END",
    ),
    False: (
        "CREATE FUNCTION poison() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'poison'"
        " USING ERRCODE = 'check_violation'; END $$ LANGUAGE plpgsql",
        "CREATE TRIGGER poison BEFORE INSERT ON alarms FOR EACH ROW EXECUTE FUNCTION poison()",
    ),
}


async def said(kit: Kit, statement: str) -> None:
    async with kit.services.core.store.write() as tx:
        await tx.connection.exec_driver_sql(statement)


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
    async with poisoned(kit):
        with pytest.raises(StorageError):
            await feed(kit, [shaken])
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
        async with poisoned(kit):
            results = await asyncio.gather(  # a parcel each, written as one group
                kit.services.ingest.take(rows),
                kit.services.ingest.take([fixed(bad, now + 180, alarm_bits=CUT)]),
                return_exceptions=True,
            )
            assert [type(each) for each in results] == [type(None), StorageError]
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
