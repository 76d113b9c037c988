"""A device-day of ten-second positions, read from the tables, run again and stored: SQLite.

Beside it the algorithm alone, on rows in memory. The goal is the time of the whole. Both are time
of the processor, in all threads: that of one core. And how soon a desk hears of a vibration.
"""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from sqlalchemy import insert

from mingtang_desk.server.ingest.model import Flag
from mingtang_desk.server.rides.day import Span, made_of, rows_of
from mingtang_desk.server.store.tables.ingest import POSITIONS
from tests.bench.bench_geo import day
from tests.bench.table import Row
from tests.server.kit import NUMBERS, Kit, kit_of
from tests.server.rides.shaken import shaken

ROUNDS = 7
GOAL_MS = 200.0
SHAKEN, HEARD_MS = 10, 2000.0


async def filled(kit: Kit) -> tuple[int, int, int]:
    """Store the rows of a day; return the battery and the first and last time."""
    track, _ = day()
    pk = kit.pks[NUMBERS["shop"]]
    rows = [
        {
            "device": pk,
            "time_ms": round(fix.time * 1000),
            "received_ms": round(fix.time * 1000),
            "lat": fix.lat,
            "lon": fix.lon,
            "speed_kmh": fix.speed_kmh,
            "course_deg": fix.course,
            "satellites": fix.satellites,
            "flags": int(Flag.ACC_KNOWN | (Flag.ACC_ON if fix.acc else Flag(0))),
        }
        for fix in track.rows
    ]
    async with kit.services.core.store.write() as tx:
        await tx.connection.execute(insert(POSITIONS), rows)
    times = [round(fix.time * 1000) for fix in track.rows]
    return pk, times[0], times[-1]


async def measure() -> tuple[list[float], list[float], int]:
    """Return milliseconds of the whole and of the algorithm, and how many rows there are."""
    whole, alone = [], []
    with tempfile.TemporaryDirectory() as folder:
        db = f"sqlite:///{folder}/cloud.sqlite"
        async with kit_of(db, Path(folder), jt808=None) as kit:
            pk, first, last = await filled(kit)
            journeys = kit.services.rides.journeys
            span = Span(start_ms=first, end_ms=last)
            async with kit.services.core.store.read() as connection:
                rows = await rows_of(connection, pk, span)
            for _ in range(ROUNDS):
                journeys.mark(pk, first)
                journeys.mark(pk, last)
                begin = time.process_time()
                await journeys.current(pk)
                middle = time.process_time()
                found = made_of(rows, [], span, 480)
                assert len(found.trips) == 4
                whole.append((middle - begin) * 1e3)
                alone.append((time.process_time() - middle) * 1e3)
    return whole, alone, len(rows)


async def vibrations() -> list[float]:
    """Return milliseconds from each vibration's leaving the tracker to a desk's hearing of it."""
    with tempfile.TemporaryDirectory() as folder:
        async with kit_of(f"sqlite:///{folder}/cloud.sqlite", Path(folder)) as kit:
            return [each * 1e3 for each in await shaken(kit, Path(folder), SHAKEN)]


def run() -> list[Row]:
    """Measure both."""
    whole, alone, count = asyncio.run(measure())
    heard = sorted(asyncio.run(vibrations()))
    ours, theirs = statistics.median(whole), statistics.median(alone)
    return [
        Row(
            name="a device-day read, run again and stored by the server",
            ours=ours,
            theirs=theirs,
            ratio=f"{ours / theirs:.2f} x the algorithm alone",
            unit="ms",
            goal=f"under {GOAL_MS:g} ms",
            met=ours < GOAL_MS,
            note=f"{count} rows every 10 s, 4 trips, SQLite",
        ),
        Row(
            name="a vibration, from the tracker's socket to a desk on a WebSocket",
            ours=statistics.median(heard),
            theirs=heard[-1],
            ratio=f"slowest {heard[-1]:.1f} ms",
            unit="ms",
            goal=f"under {HEARD_MS:g} ms",
            met=heard[-1] < HEARD_MS,
            note=f"{SHAKEN} alarms, one battery, SQLite; beside it the slowest",
        ),
    ]
