"""Retention deletes what is old, all of it and nothing else, and lets others write meanwhile."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import func, insert, select

from mingtang_desk.server.admin import retention, upkeep
from mingtang_desk.server.admin.retention import DAY_MS, Retention, forecast
from mingtang_desk.server.store.tables.accounts import IDEMPOTENCY, SESSIONS, SPENT, USERS
from mingtang_desk.server.store.tables.commands import COMMAND_LOG, COMMANDS
from mingtang_desk.server.store.tables.ingest import BMS_SAMPLES, POSITIONS, RAW_FRAMES
from mingtang_desk.server.store.tables.push import OUTBOX, OUTBOX_MARK
from mingtang_desk.server.store.tables.rides import ALARMS, STOPS, TRIPS
from mingtang_desk.server.times import now_ms
from tests.server.kit import Kit
from tests.server.rides.tracks import device_of, feed, fixed

pytestmark = pytest.mark.asyncio
OLD, NEW = 500, 50


@pytest.fixture(autouse=True)
def _the_server_keeps_no_house(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own retention begins two seconds after its start, in the middle of a slow test."""
    monkeypatch.setattr(upkeep, "LOOK_S", 86_400.0)


async def _fill(kit: Kit) -> int:
    core = kit.services.core
    now = now_ms(core.clock)
    ages = [200 * DAY_MS + i * 1000 for i in range(OLD)] + [i * 1000 for i in range(NEW)]
    # Many frames of one millisecond: slices may not stop at it.
    frames = [200 * DAY_MS] * OLD + [60_000] * NEW
    async with core.store.write() as tx:
        for pk in list(kit.pks.values())[:2]:
            rows = [{"device": pk, "time_ms": now - age, "received_ms": now - age} for age in ages]
            await tx.connection.execute(insert(POSITIONS), rows)
            await tx.connection.execute(
                insert(BMS_SAMPLES), [{**row, "body": "{}"} for row in rows]
            )
        await tx.connection.execute(
            insert(RAW_FRAMES),
            [
                {
                    "received_ms": now - age,
                    "terminal": "1",
                    "link": 1,
                    "direction": 0,
                    "data": b"\x7e",
                }
                for age in frames
            ],
        )
        await tx.connection.execute(
            insert(OUTBOX),
            [
                {
                    "seq": 10_000 + i,
                    "time_ms": now - age,
                    "kind": "alarm",
                    "account_path": "/a",
                    "body": "{}",
                }
                for i, age in enumerate(ages)
            ],
        )
        await tx.connection.execute(
            insert(IDEMPOTENCY),
            [
                {
                    "user_id": "u",
                    "key": str(i),
                    "route": "r",
                    "body_hash": "",
                    "status": 200,
                    "answer": "",
                    "created_ms": now - age,
                }
                for i, age in enumerate(ages)
            ],
        )
        user = await tx.connection.scalar(select(USERS.c.id).limit(1))
        for name, until in (("old", now - 200 * DAY_MS), ("new", now + DAY_MS)):
            await tx.connection.execute(
                insert(SESSIONS).values(
                    id=name,
                    user_id=user,
                    access_hash=name,
                    access_until_ms=until,
                    refresh_hash=name,
                    refresh_until_ms=until,
                    created_ms=0,
                    used_ms=0,
                    proven_ms=0,
                )
            )
            await tx.connection.execute(
                insert(SPENT).values(hash=name, session_id=name, spent_ms=until - DAY_MS)
            )
    return now


async def _count(kit: Kit, table: object) -> int:
    async with kit.services.core.store.read() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type]


async def test_what_is_old_goes_in_slices(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "SLICE", 100)
    await _fill(kit)
    sessions = await _count(kit, SESSIONS)
    service = Retention(kit.services.core)
    tried = await service.run(dry=True)
    assert tried.was_tried_only
    assert await _count(kit, POSITIONS) == 2 * (OLD + NEW)
    wrote = 0

    async def write_meanwhile() -> None:
        nonlocal wrote
        while True:
            async with kit.services.core.store.write():
                wrote += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(write_meanwhile())
    outcome = await service.run()
    other.cancel()
    assert outcome.rows == tried.rows
    assert outcome.rows["positions"] == outcome.rows["bms_samples"] == 2 * OLD
    assert outcome.rows["raw_frames"] == outcome.rows["outbox"] == OLD
    assert outcome.rows["idempotency"] == OLD
    assert (outcome.rows["spent_refresh_tokens"], outcome.rows["sessions"]) == (1, 1)
    assert outcome.slices >= 2 * 2 * OLD // 100
    # Nobody was kept out: who waits for a slice to end has the database before the next one.
    assert wrote >= outcome.slices - 1
    assert await _count(kit, POSITIONS) == await _count(kit, BMS_SAMPLES) == 2 * NEW
    assert await _count(kit, RAW_FRAMES) == NEW
    assert await _count(kit, SESSIONS) == sessions - 1
    assert sum((await service.run()).rows.values()) == 0
    async with kit.services.core.store.read() as connection:
        floor = await connection.scalar(select(OUTBOX_MARK.c.floor))
    assert floor == 10_000 + OLD - 1  # who asks for less hears of a gap


async def test_days_are_as_configured(kit: Kit) -> None:
    await _fill(kit)
    core = kit.services.core
    longer = replace(core, config=replace(core.config, raw_days=300.0, track_days=300.0))
    outcome = await Retention(longer).run()
    assert outcome.rows["positions"] == outcome.rows["raw_frames"] == 0
    assert outcome.rows["outbox"] == OLD


async def test_the_forecast_needs_rows_to_reckon_from(
    kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = await forecast(kit.services.core)
    assert seen.used_bytes > 0
    assert seen.growth_bytes_day is None
    await _fill(kit)
    monkeypatch.setattr(retention, "FEWEST_ROWS", 100)
    seen = await forecast(kit.services.core)
    rows = 2 * 2 * (OLD + NEW) + OLD + NEW
    share = (2 * 2 * NEW + NEW) / rows / 7
    assert seen.growth_bytes_day == pytest.approx(seen.used_bytes * share)


def _alarm(n: int, raised_ms: int, cleared_ms: int | None) -> dict[str, object]:
    same = dict.fromkeys(("raised_ms", "received_ms", "last_ms"), raised_ms)
    named = {"id": f"a{n}", "number": n + 1, "account_path": "/a", "kind": "short"}
    return {**named, **same, "severity": "info", "cleared_ms": cleared_ms}


def _command(n: int, created_ms: int, state: str) -> dict[str, object]:
    words = dict.fromkeys(("kind", "class", "body", "body_hash", "created_by"), "x")
    times = dict.fromkeys(("created_ms", "not_before_ms", "expires_ms"), created_ms)
    return {**words, **times, "id": f"c{n}", "device": 1, "account_path": "/a", "state": state}


async def test_alarms_commands_and_trips_go_later_and_open_ones_never(kit: Kit) -> None:
    core = kit.services.core
    now = now_ms(core.clock)
    old, recent, ancient = now - 800 * DAY_MS, now - 700 * DAY_MS, now - 3800 * DAY_MS
    async with core.store.write() as tx:
        await tx.connection.execute(
            insert(ALARMS), [_alarm(0, old, old), _alarm(1, old, None), _alarm(2, old, recent)]
        )
        await tx.connection.execute(
            insert(COMMANDS),
            [
                _command(0, old, "succeeded"),
                _command(1, old, "delivered"),
                _command(2, recent, "failed"),
            ],
        )
        for n, moment in enumerate((old, recent)):
            await tx.connection.execute(
                insert(COMMAND_LOG).values(command=f"c{2 * n}", time_ms=moment, what="", body="")
            )
        for moment in (ancient, old):
            await tx.connection.execute(
                insert(STOPS).values(device=1, start_ms=moment, end_ms=moment, lat=0.0, lon=0.0)
            )
    rows = (await Retention(core).run()).rows
    names = ("alarms", "commands", "command_log", "stops", "trips")
    assert [rows[name] for name in names] == [1, 1, 1, 1, 0]
    async with core.store.read() as connection:
        assert set((await connection.execute(select(ALARMS.c.id))).scalars()) == {"a1", "a2"}
        assert set((await connection.execute(select(COMMANDS.c.id))).scalars()) == {"c1", "c2"}


async def test_a_late_row_does_not_take_trips_whose_tracks_are_gone(kit: Kit) -> None:
    core, device = kit.services.core, device_of(kit)
    then = now_ms(core.clock) / 1000 - 120 * 86_400
    rows = [
        fixed(device, then + 10 * n, lat=22.5 + 0.0005 * max(0, min(n - 30, 60)), speed_kmh=20.0)
        for n in range(150)
    ]
    await feed(kit, rows, batch=1000)
    await kit.services.rides.journeys.all_current()
    trips = await _count(kit, TRIPS)
    assert trips == 1
    assert (await Retention(core).run()).rows["positions"] == len(rows)
    await feed(kit, [fixed(device, then + 5000, received_ms=now_ms(core.clock))])
    await kit.services.rides.journeys.current(device.pk)
    assert await _count(kit, TRIPS) == trips
