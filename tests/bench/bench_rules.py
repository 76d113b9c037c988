"""What all rules cost ingest: positions a second through the pipeline, with and without them.

Both sides store the same rows in SQLite in groups of 200, in one process, in turn; times are those
of the processor, in all threads. Without rules, `judge` answers that nothing changes. The fleet has
1000 batteries; none is guarded or fenced on the first row of the table. On the second a tenth is:
every ten judged seconds one more of these sets out on a ride, and one leaves its fence and alarms.
"""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from msgspec.structs import replace
from sqlalchemy import insert

from mingtang_desk.geo.fence import Circle
from mingtang_desk.server.ingest.model import Flag, PositionReading, Reading
from mingtang_desk.server.rides.change import Change
from mingtang_desk.server.rides.fences import FenceWish
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from tests.bench.table import Row
from tests.server.kit import Kit, kit_of

BATTERIES, ROUNDS, GROUP, EVERY = 1000, 9, 200, 10
GOAL = 0.8
WARM_UP, STEPS = 21, 3


def nothing(_: Reading) -> list[Change]:
    """Judge nothing."""
    return []


async def fleet(kit: Kit) -> list[PositionReading]:
    """Make batteries, and a row of each."""
    shop = {"account_id": kit.accounts["shop"], "account_path": kit.paths["shop"]}
    pks = []
    async with kit.services.core.store.write() as tx:
        for n in range(BATTERIES):
            values = {"number": f"7{n:06}", "created_ms": 0, "enabled_ms": 0, **shop}
            made = insert(DEVICES).values(values).returning(DEVICES.c.pk)
            pks.append((await tx.connection.execute(made)).scalar_one())
        await tx.connection.execute(insert(DEVICE_STATE), [{"device": pk} for pk in pks])
    await kit.services.directory.refresh(*pks)
    found = [kit.services.directory.by_pk(pk) for pk in pks]
    now = round(time.time() * 1000)
    return [
        PositionReading(
            device=device,
            time_ms=now,
            received_ms=now,
            lat=22.5,
            lon=114.0,
            speed_kmh=15.0,
            satellites=12,
            flags=Flag.ACC_KNOWN,
        )
        for device in found
        if device is not None
    ]


async def watch(kit: Kit, rows: list[PositionReading]) -> None:
    """Guard and fence every tenth."""
    who = await kit.services.accounts.authenticate(
        {"authorization": f"Bearer {kit.tokens['shop-owner']}"}
    )
    chosen = [row.device for row in rows[::EVERY]]
    wish = FenceWish(
        account_path=kit.paths["shop"],
        name="yard",
        area=Circle(22.5, 114.0, 500.0),
        schedule=None,
        is_everyones=False,
        devices=frozenset(device.pk for device in chosen),
    )
    await kit.services.rides.fences.add(wish, who)
    for device in chosen:
        await kit.services.rides.disarm(device, auto=True)


def row_at(row: PositionReading, n: int, step: int) -> PositionReading:
    """The row of a battery after some steps of ten seconds; each sets out at a time of its own."""
    ridden = max(0, step - WARM_UP + 12 - 2 * (n // EVERY))
    return replace(
        row,
        time_ms=row.time_ms + 10_000 * step,
        received_ms=row.received_ms + 10_000 * step,
        lat=22.5 + 0.0004 * ridden,
        speed_kmh=15.0 if ridden else 0.0,
    )


async def rate(kit: Kit, rows: list[PositionReading]) -> float:
    """Return positions a second."""
    begin = time.process_time()
    for n in range(0, len(rows), GROUP):
        await kit.services.ingest.take(rows[n : n + GROUP])
    return len(rows) / (time.process_time() - begin)


async def measure(*, watched: bool) -> tuple[list[float], list[float], float]:
    """Return rates with and without rules, and microseconds of one `judge`."""
    with tempfile.TemporaryDirectory() as folder:
        db = f"sqlite:///{folder}/cloud.sqlite"
        async with kit_of(db, Path(folder), jt808=None) as kit:
            rows = await fleet(kit)
            if watched:
                await watch(kit, rows)
            rides = kit.services.rides
            judge = rides.judge
            given: list[PositionReading] = []
            sides: tuple[list[float], list[float]] = ([], [])
            for step in range(WARM_UP):  # what everybody does once at first is not measured
                await rate(kit, [row_at(row, n, step) for n, row in enumerate(rows)])
            step = WARM_UP // STEPS
            for _ in range(ROUNDS):
                for side, call in zip(sides, (judge, nothing), strict=True):
                    step += 1
                    given = []
                    for at in range(STEPS * step, STEPS * (step + 1)):
                        given += [row_at(row, n, at) for n, row in enumerate(rows)]
                    rides.judge = call  # type: ignore[method-assign,assignment]
                    side.append(await rate(kit, given))
            begin = time.process_time()
            for row in given:
                judge(replace(row, time_ms=row.time_ms + 1_000_000))
            each = (time.process_time() - begin) / len(given) * 1e6
            return *sides, each


def run() -> list[Row]:
    """Measure both fleets."""
    found = []
    for watched, name in ((False, "nothing watched"), (True, "a tenth guarded and fenced")):
        ours, theirs, each = asyncio.run(measure(watched=watched))
        ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
        found.append(
            Row(
                name=f"ingest with all rules, {name}",
                ours=statistics.median(ours),
                theirs=statistics.median(theirs),
                ratio=f"{ratio:.2f} x the rate without rules",
                unit="rows/s",
                goal=f"at least {GOAL:g} x",
                met=ratio >= GOAL,
                note=f"{BATTERIES} batteries, groups of {GROUP}, SQLite; one row is judged in "
                f"{each:.1f} µs",
            )
        )
    return found
