"""What a row of each kind costs on disk, on both databases, and what a connected tracker costs.

Rows are written into the server's own tables, with their indexes, as ingest leaves them: positions
of a ride with extra items, samples of a simulated board, frames as they crossed the line. The
figures are what docs/server-sizing.md reckons with.
"""

import asyncio
import contextlib
import json
import os
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, text

from mingtang_desk.device.json import sample_json
from mingtang_desk.server.demo import plan
from mingtang_desk.server.demo.packs import Packs
from mingtang_desk.server.store.store import Store
from mingtang_desk.server.store.tables.ingest import BMS_SAMPLES, POSITIONS, RAW_FRAMES
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.sim.tracker.bodies import position
from mingtang_desk.sim.tracker.telegram import Identity, pack
from tests.bench.table import Row
from tests.integration.simulators import environment
from tests.server import postgres

DEVICES, ROWS = 200, 60_000
BATCH = 2000
CONNECTIONS = 1000
EVERY = timedelta(seconds=30)
START = datetime(2026, 11, 26, tzinfo=UTC)


def _positions() -> Iterator[dict[str, Any]]:
    lives = [each.life for each in plan.batteries(6)]
    for i in range(ROWS):
        device, step = i % DEVICES, i // DEVICES
        row = lives[device % len(lives)].row(START + step * EVERY)
        time_ms = int(row.when.timestamp() * 1000)
        yield {
            "device": device,
            "time_ms": time_ms,
            "received_ms": time_ms + 700,
            "lat": round(row.lat, 6),
            "lon": round(row.lon, 6),
            "altitude_m": float(row.altitude_m),
            "speed_kmh": round(row.speed_kmh, 1),
            "course_deg": round(row.course_deg),
            "satellites": row.satellites,
            "signal": 26,
            "mileage_m": round(row.mileage_m, -2),
            "alarm_bits": 0,
            "status_bits": 786435,
            "flags": 96,
            "event": "",
        }


def _samples() -> Iterator[dict[str, Any]]:
    packs, batteries = Packs(), plan.batteries(6)
    for i in range(ROWS // 4):
        device, step = i % DEVICES, i // DEVICES
        when = START + step * EVERY
        sample = packs.sample(batteries[device % len(batteries)], when)
        time_ms = int(when.timestamp() * 1000)
        yield {
            "device": device,
            "time_ms": time_ms,
            "received_ms": time_ms + 700,
            "soc_pct": sample.soc_pct,
            "pack_v": sample.pack_v,
            "current_a": sample.current_a,
            "body": json.dumps(sample_json(sample), separators=(",", ":")),
        }


def _frames() -> Iterator[dict[str, Any]]:
    rng = random.Random(6)
    lives = [each.life for each in plan.batteries(6)]
    for i in range(ROWS):
        device, step = i % DEVICES, i // DEVICES
        number = f"138{device:08d}"
        body = position(lives[device % len(lives)].row(START + step * EVERY))
        data = pack(0x0200, body, Identity(number.zfill(12), None), i & 0xFFFF)
        yield {
            "received_ms": int((START + step * EVERY).timestamp() * 1000) + rng.randrange(900),
            "device": device,
            "terminal": number,
            "link": device,
            "direction": 0,
            "message_id": 0x0200,
            "data": data,
        }


KINDS: tuple[tuple[Table, str], ...] = (
    (POSITIONS, "a position"),
    (BMS_SAMPLES, "a BMS sample"),
    (RAW_FRAMES, "a raw frame"),
)
MAKERS = {POSITIONS.name: _positions, BMS_SAMPLES.name: _samples, RAW_FRAMES.name: _frames}


async def _bytes_per_row(url: str, file: Path | None) -> dict[str, tuple[float, float]]:
    """Bytes and microseconds for each row of each table."""
    store = await Store.open(url, SystemClock())
    found = {}
    try:
        for table, _ in KINDS:
            rows = list(MAKERS[table.name]())
            before = await _size(store, table, file)
            began = time.perf_counter()
            for at in range(0, len(rows), BATCH):
                async with store.write() as tx:
                    await tx.connection.execute(insert(table), rows[at : at + BATCH])
            spent = time.perf_counter() - began
            grown = await _size(store, table, file) - before
            found[table.name] = (grown / len(rows), spent / len(rows) * 1e6)
    finally:
        await store.close()
    return found


async def _size(store: Store, table: Table, file: Path | None) -> int:
    if file is not None:
        with contextlib.closing(sqlite3.connect(file)) as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            return int(pages * connection.execute("PRAGMA page_size").fetchone()[0])
    async with store.write() as tx:
        size = await tx.connection.scalar(
            text("SELECT pg_total_relation_size(CAST(:name AS regclass))"), {"name": table.name}
        )
    assert size is not None
    return int(size)


def _on_both() -> Sequence[Mapping[str, tuple[float, float]]]:
    if (reason := postgres.why_not()) is not None:
        raise OSError(reason)
    folder = Path(tempfile.mkdtemp(prefix="mt-size-"))
    try:
        file = folder / "cloud.sqlite"
        ours = asyncio.run(_bytes_per_row(f"sqlite:///{file}", file))
        with postgres.cluster() as cluster, cluster.database() as url:
            theirs = asyncio.run(_bytes_per_row(url, None))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return ours, theirs


def _memory_kib(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise OSError("this system does not tell the memory of a process")


def _kib_per_connection() -> tuple[float, float]:
    """KiB that a tracker costs the server which reports once and stays, and an idle socket."""
    folder = Path(tempfile.mkdtemp(prefix="mt-links-"))
    places = ("--http", "127.0.0.1:0", "--jt808", "127.0.0.1:0", "--accept-unknown")
    process = subprocess.Popen(
        [sys.executable, "-m", "mingtang_desk", "cloud", "serve", *places],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment(folder),
    )
    links: list[socket.socket] = []
    lives = [each.life for each in plan.batteries(6)]
    try:
        assert process.stdout is not None
        host, _, port = json.loads(process.stdout.readline())["jt808"].rpartition(":")
        figures = []
        for speaks in (True, False):
            before = _memory_kib(process.pid)
            for i in range(CONNECTIONS):
                link = socket.create_connection((host, int(port)), timeout=15)
                links.append(link)
                if speaks:
                    number = f"139{i:08d}"
                    identity = Identity(number.zfill(12), None)
                    row = lives[i % len(lives)].row(START)
                    link.sendall(pack(0x0200, position(row), identity, 1))
            time.sleep(2.0)
            figures.append((_memory_kib(process.pid) - before) / CONNECTIONS)
    finally:
        for link in links:
            link.close()
        process.terminate()
        process.wait(30)
        if process.stdout is not None:
            process.stdout.close()
        shutil.rmtree(folder, ignore_errors=True)
    return figures[0], figures[1]


def run() -> list[Row]:
    """Fill both databases, then connect."""
    ours, theirs = _on_both()
    rows = [
        Row(
            name=f"{what} on disk, with indexes: SQLite, PostgreSQL",
            ours=ours[table.name][0],
            theirs=theirs[table.name][0],
            ratio=f"{theirs[table.name][0] / ours[table.name][0]:.2f} x as large on PostgreSQL",
            unit="bytes",
            note=f"{BATCH} rows a transaction, {ours[table.name][1]:.0f} and "
            f"{theirs[table.name][1]:.0f} µs a row by executemany",
        )
        for table, what in KINDS
    ]
    if os.name == "posix" and Path("/proc/self/status").exists():
        speaking, idle = _kib_per_connection()
        rows.append(
            Row(
                name="memory of a connection: a tracker that reports, an idle socket",
                ours=speaking,
                theirs=idle,
                ratio=f"{speaking / max(idle, 0.1):.1f} x an idle socket",
                unit="KiB",
                note=f"{CONNECTIONS} sockets each, growth of the server's resident set",
            )
        )
    return rows
