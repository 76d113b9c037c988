"""Arming: by hand and by itself, over restarts, with late rows, and from a tracker on a socket."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from mingtang_desk.server.push.events import Event, Kind
from mingtang_desk.server.store.tables.devices import DEVICES
from mingtang_desk.sim.tracker.factory import make_tracker
from mingtang_desk.sim.tracker.link import run
from tests.server.kit import NUMBERS, Kit, kit_of
from tests.server.rides.tracks import device_of, feed, fixed, seconds

pytestmark = pytest.mark.asyncio
NUMBER = NUMBERS["shop"]


async def stood(kit: Kit, now: float, minutes: int = 5) -> None:
    """Rows of a battery that has stood since some minutes before `now`."""
    device = device_of(kit)
    await feed(kit, [fixed(device, now - 60 * minutes + 10 * n) for n in range(6 * minutes)])


async def test_what_has_stood_for_long_is_armed_at_once(kit: Kit) -> None:
    now = time.time()
    async with kit.client("shop-operator") as client:
        assert (await client.get(f"/devices/{NUMBER}/guard")).json()["state"] == "disarmed"
        armed = await client.put(f"/devices/{NUMBER}/arm")
        assert armed.json()["state"] == "arming"
        await feed(kit, [fixed(device_of(kit), now + 10 * n) for n in range(1, 22)])
        guard = (await client.get(f"/devices/{NUMBER}/guard")).json()
    assert guard["state"] == "armed"
    assert 180 <= seconds(guard["armed_at"]) - now < 195
    assert guard["lat"] == pytest.approx(22.5)
    assert guard["tracker_armed"] is None


async def test_a_viewer_does_not_arm(kit: Kit) -> None:
    async with kit.client("shop-viewer") as client:
        assert (await client.put(f"/devices/{NUMBER}/arm")).status_code == 403
    async with kit.client("sibling-owner") as client:
        assert (await client.put(f"/devices/{NUMBER}/arm")).status_code == 404
        assert (await client.get(f"/devices/{NUMBER}/guard")).status_code == 404


async def test_it_stays_armed_over_a_restart(db: str, tmp_path: Path) -> None:
    now = time.time()
    async with kit_of(db, tmp_path) as kit:
        device = device_of(kit)
        await kit.services.rides.arm(device)
        await feed(kit, [fixed(device, now + 10 * n) for n in range(1, 22)])
        before = kit.services.rides.guard_of(device).guard
        await feed(kit, [fixed(device, now + 230, event="vibration")])
        assert before.state == "armed"
        tokens = kit.tokens
        again = kit.config
    from mingtang_desk.server.run import standing
    from mingtang_desk.session.clock import SystemClock

    async with standing(again, SystemClock()) as server:
        kit = Kit(server=server, config=again, clock=SystemClock(), tokens=tokens)
        device = device_of(kit)
        assert kit.services.rides.guard_of(device).guard.armed_at == before.armed_at
        # The same row again, one within the minute, and one that makes another alarm.
        await feed(
            kit, [fixed(device, now + after, event="vibration") for after in (230, 250, 310)]
        )
        async with kit.client() as client:
            alarms = (await client.get("/alarms", params={"type": "vibration"})).json()["items"]
            await client.put(f"/devices/{NUMBER}/disarm")
            over = (await client.get("/alarms", params={"type": "vibration"})).json()["items"]
    assert [(round(seconds(a["time"]) - now), a["count"]) for a in alarms] == [(310, 1), (230, 2)]
    assert [each["alarm_number"] for each in alarms] == [2, 1]
    assert {each["state"] for each in over} == {"cleared"}


async def test_late_vibrations_are_judged_by_when_they_were(kit: Kit) -> None:
    now, device = time.time(), device_of(kit)
    await kit.services.rides.disarm(device, auto=True)
    rows = [fixed(device, now + 10 * n) for n in range(1, 200)]
    await feed(kit, rows, batch=200)
    guard = kit.services.rides.guard_of(device).guard
    assert guard.state == "armed"
    received = round((now + 2000) * 1000)
    late = [
        fixed(device, guard.armed_at - 100.5, event="vibration", received_ms=received),
        fixed(device, guard.armed_at + 100.5, event="vibration", received_ms=received),
        fixed(device, guard.armed_at + 130.5, event="vibration", received_ms=received),
        fixed(device, guard.armed_at + 130.5, event="vibration", received_ms=received),
        fixed(device, now + 1900.5, event="vibration", received_ms=received),
    ]
    await feed(kit, late)
    async with kit.client() as client:
        alarms = (await client.get("/alarms")).json()["items"]
    told = sorted((round(seconds(a["time"]) - now, 1), a["is_historic"]) for a in alarms)
    armed = guard.armed_at - now
    assert told == [(pytest.approx(armed + 100.5, abs=0.2), True), (1900.5, False)]
    assert sorted(a["count"] for a in alarms) == [1, 2]  # one came twice, two were of one burst
    assert not [a for a in alarms if seconds(a["time"]) < guard.armed_at]
    assert {a["state"] for a in alarms} == {"cleared"}


async def test_a_stolen_battery_is_moved(kit: Kit) -> None:
    now, device = time.time(), device_of(kit)
    await kit.services.rides.disarm(device, auto=True)
    await feed(kit, [fixed(device, now + 10 * n) for n in range(1, 30)])
    away = [
        fixed(device, now + 300 + 10 * n, lat=22.5 + 0.0005 * n, speed_kmh=20.0) for n in range(9)
    ]
    await feed(kit, away)
    async with kit.client() as client:
        (moved,) = (await client.get("/alarms", params={"type": "moved"})).json()["items"]
        shown = (await client.get(f"/alarms/{moved['id']}")).json()
    assert moved["severity"] == "critical"
    assert moved["value"] > moved["threshold"] == 100
    assert moved["unit"] == "m"
    assert "CN" in shown["address"]


async def test_a_simulated_vibration_reaches_a_listener(kit: Kit, tmp_path: Path) -> None:
    """A tracker on a real socket: it stands, is armed, and is shaken."""
    device = device_of(kit)
    now = datetime.now(UTC).replace(microsecond=0)
    begin = now + timedelta(seconds=2)
    track = tmp_path / "track.json"
    columns = (
        '["unix_s", "lat", "lon", "speed_kmh", "course", "valid", "satellites", "acc", "event?"]'
    )
    rows: list[list[object]] = [
        [int(begin.timestamp()) + 10 * n, 22.5, 114.0, 0.0, 0, 1, 12, 0] for n in range(40)
    ]
    rows[30].append("vibration")
    track.write_text('{"columns": ' + columns + ', "rows": ' + str(rows).replace("'", '"') + "}")
    async with kit.services.core.store.write() as tx:
        await tx.connection.execute(
            update(DEVICES).where(DEVICES.c.pk == device.pk).values(vendor="eb-nested")
        )
    await kit.services.directory.refresh(device.pk)
    await kit.services.rides.disarm(device, auto=True)
    heard: asyncio.Queue[tuple[Event, float]] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def listen(events: object) -> None:
        for event in events:  # type: ignore[attr-defined]
            if event.kind is Kind.ALARM:
                heard.put_nowait((event, loop.time()))

    kit.services.core.hub.listen(listen)
    host, port = kit.jt808
    tracker = make_tracker(
        NUMBER, host, port, now=begin, track=str(track), start=begin, every_s=10, speed=100
    )
    stop = asyncio.Event()
    task = asyncio.create_task(run(tracker, host, port, on_ready=lambda: None, stop=stop))
    try:
        async with asyncio.timeout(15):
            event, _ = await heard.get()
    finally:
        stop.set()
        await task
    assert event.value["type"] == "vibration"
    assert event.number == NUMBER
    assert seconds(str(event.value["time"])) == begin.timestamp() + 300
