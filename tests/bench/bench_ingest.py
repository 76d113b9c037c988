"""What comes in: JT/T 808 beside our own HTTP endpoint and an ORM endpoint, a fleet, and kills.

The server runs in a process of its own on one core, the load (and PostgreSQL) on the other. Senders
wait for each answer before they send the next message: one message a write, one row a message.
"""

import asyncio
import contextlib
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from mingtang_desk.server.ingest.writing import POSITION_COLUMNS
from mingtang_desk.server.ingest.writing_postgresql import postgresql_rows
from tests.bench.ingest_load import (
    Fleet,
    Rate,
    closed_loop,
    is_response,
    is_telegram,
    requests,
    telegrams,
)
from tests.bench.table import Row
from tests.server import postgres
from tests.server.ingest.killing import Tally, kill_again_and_again

ROUNDS, SECONDS = 5, 1.0
"""Short rounds in turn: on a busy machine their median says more than one long round."""
FLEET, FLEET_PER_S, FLEET_S = 5000, 3333.0, 5.0
KILLS = 10
"""The suite kills more often (`tests/server/ingest/test_kill.py`)."""
READY_S = 90.0
HTTP_GOAL, ORM_GOAL, PUSH_GOAL_MS = 2.5, 10.0, 500.0


@dataclass(kw_only=True)
class Peer:
    """A server of this bench; `told` is what it measured, once it has ended."""

    ready: dict[str, Any]
    pid: int
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def cpu_s(self) -> float:
        """Processor seconds it has used; what a busy machine does not change much."""
        words = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def http(self) -> tuple[str, int]:
        """Where it takes requests."""
        host, _, port = self.ready["http"].removeprefix("http://").rpartition(":")
        return host, int(port)

    @property
    def jt808(self) -> tuple[str, int]:
        """Where it takes trackers."""
        host, port = self.ready["jt808"]
        return host, port


@contextlib.asynccontextmanager
async def peer(kind: str, db: str, folder: Path, fleet: int = 0) -> AsyncIterator[Peer]:
    """Start a server, and end it in good order."""
    words = ["-m", "tests.bench.ingest_peers", kind, str(folder), db, str(fleet)]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *words,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 26,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(READY_S):
            made = Peer(ready=json.loads(await process.stdout.readline()), pid=process.pid)
        yield made
        process.stdin.close()
        async with asyncio.timeout(READY_S):
            made.told = json.loads(await process.stdout.readline())
            await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@dataclass(frozen=True, slots=True)
class Round:
    """What a way reached in one round, and microseconds of the processor for each message."""

    rate: Rate
    cpu_us: float


@dataclass(slots=True)
class Rates:
    """What each way reached, round by round."""

    jt808: list[Round] = field(default_factory=list)
    http: list[Round] = field(default_factory=list)
    orm: list[Round] = field(default_factory=list)


async def one_round(
    server: Peer,
    where: tuple[str, int],
    make: Callable[[int], Iterator[bytes]],
    is_whole: Callable[[bytes], bool],
) -> Round:
    """Load a server for a while."""
    before = server.cpu_s
    rate = await closed_loop(where, make, is_whole, seconds=SECONDS)
    return Round(rate, (server.cpu_s - before) / max(rate.answered, 1) * 1e6)


async def rates(db: str, orm_db: str, folder: Path) -> Rates:
    """Let all three take turns, so that a busy machine is busy for all."""
    found = Rates()
    async with peer("ours", db, folder) as ours, peer("orm", orm_db, folder) as orm:
        await closed_loop(ours.jt808, telegrams(0), is_telegram, seconds=0.5)
        for turn in range(1, ROUNDS + 1):
            first = turn * 100_000
            jt808 = telegrams(first)
            found.jt808.append(await one_round(ours, ours.jt808, jt808, is_telegram))
            for side, server in ((found.http, ours), (found.orm, orm)):
                url, token = server.ready["http"], server.ready["token"]
                made = requests(url, token, first + 50_000)
                side.append(await one_round(server, server.http, made, is_response))
    return found


def _compared(name: str, ours: Sequence[Round], theirs: Sequence[Round], goal: float | None) -> Row:
    pairs = sorted(a.rate.per_s / b.rate.per_s for a, b in zip(ours, theirs, strict=True))
    mine, other = (statistics.median(each.rate.per_s for each in side) for side in (ours, theirs))
    ratio = statistics.median(pairs)  # of neighbours in time: what disturbs one disturbs both
    p99 = statistics.median(each.rate.p99_ms for each in ours)
    cpu, their_cpu = (statistics.median(each.cpu_us for each in side) for side in (ours, theirs))
    return Row(
        name=name,
        ours=mine,
        theirs=other,
        ratio=f"{ratio:.1f} x as many ({pairs[0]:.1f} to {pairs[-1]:.1f}); "
        f"{their_cpu / cpu:.1f} x as many on a core that does nothing else",
        unit="messages/s",
        goal="" if goal is None else f"at least {goal:g} x",
        met=None if goal is None else ratio >= goal,
        note=f"16 senders, one message a write; p99 of ours {p99:.1f} ms; processor "
        f"{cpu:.0f} µs a message against {their_cpu:.0f}",
    )


async def fleet(db: str, folder: Path) -> Row:
    """Connect a fleet and let it report; a row's wait ends where listeners hear of it."""
    made = Fleet()
    async with peer("ours", db, folder, FLEET) as ours:
        await made.connect(ours.jt808, FLEET)
        await made.report(FLEET_PER_S, FLEET_S)
    waits = ours.told["waits_ms"]
    assert made.answers == made.sent
    assert made.lost == 0
    p50, p99 = waits[len(waits) // 2], waits[int(len(waits) * 0.99)]
    return Row(
        name=f"{FLEET} trackers connected, {FLEET_PER_S:.0f} messages/s: socket to live push, p99",
        ours=p99,
        theirs=p50,
        ratio=f"p50 {p50:.0f} ms, p99 {p99:.0f} ms",
        unit="ms",
        goal=f"under {PUSH_GOAL_MS:g} ms",
        met=p99 < PUSH_GOAL_MS,
        note=f"{made.sent} sent, as many confirmed, {ours.told['groups']} groups, "
        f"processor {ours.told['cpu_s'] / made.sent * 1e6:.0f} µs a message with the connecting; "
        "other column: p50",
    )


async def copy_rows(url: str, size: int) -> Row:
    """Write positions in groups as the server does, and by executemany."""

    def group(turn: int, device: int) -> list[tuple[object, ...]]:
        tail = (22.5, 114.0, 12.0, 30.0, 91.0, 11, 26, 1000.0, 0, 3, 96, "", None)
        return [(device, turn * size + n, 1, *tail) for n in range(size)]

    columns = ", ".join(POSITION_COLUMNS)
    marks = ", ".join(["%s"] * len(POSITION_COLUMNS))
    insert = f"INSERT INTO positions ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING".encode()
    took: dict[str, list[float]] = {"ours": [], "theirs": []}
    rounds = max(8, 8000 // size)
    async with await psycopg.AsyncConnection.connect(url) as connection:
        for turn in range(rounds):
            for device, side in enumerate(took):
                rows = group(turn, device)
                began = time.perf_counter()
                async with connection.cursor() as cursor:
                    if side == "ours":
                        await postgresql_rows(cursor, "positions", POSITION_COLUMNS, rows)
                    else:
                        await cursor.executemany(insert, rows)
                await connection.commit()
                took[side].append(time.perf_counter() - began)
    ours, theirs = (size / statistics.median(took[side]) for side in took)
    return Row(
        name=f"PostgreSQL, groups of {size}: arrays or COPY against executemany",
        ours=ours,
        theirs=theirs,
        ratio=f"{ours / theirs:.1f} x as many",
        unit="rows/s",
        note="psycopg on both sides; unique index on device, time, event",
    )


def _killed(name: str, tally: Tally) -> Row:
    return Row(
        name=f"{name}: server killed by SIGKILL {tally.kills} times under load",
        ours=tally.missing,
        theirs=tally.doubled,
        ratio=f"{tally.missing} of {tally.confirmed} confirmed rows lost, {tally.doubled} doubled",
        unit="rows",
        goal="none lost, none doubled",
        met=not tally.missing and not tally.doubled,
        note=f"{tally.in_commits} kills in a write to the log; {tally.stored} rows there",
    )


@contextlib.contextmanager
def databases() -> Iterator[postgres.Cluster | None]:
    """Start a PostgreSQL where there is one."""
    if postgres.why_not() is not None:
        yield None
        return
    with postgres.cluster() as cluster:
        yield cluster


async def measure(folder: Path, cluster: postgres.Cluster | None) -> list[Row]:
    """Measure everything."""
    names = iter(range(100))

    def file() -> tuple[str, Path]:
        place = folder / str(next(names))
        place.mkdir()
        return f"sqlite:///{place / 'cloud.sqlite'}", place

    rows: list[Row] = []
    (db, place), (orm_db, _) = file(), file()
    found = await rates(db, orm_db, place)
    rows.append(_compared("SQLite: JT/T 808 against our HTTP", found.jt808, found.http, HTTP_GOAL))
    rows.append(_compared("SQLite: JT/T 808 against an ORM", found.jt808, found.orm, ORM_GOAL))
    rows.append(_compared("SQLite: our HTTP against an ORM", found.http, found.orm, None))
    rows.append(await fleet(*file()))
    if cluster is not None:
        with cluster.database() as ours, cluster.database() as orm:
            found = await rates(ours, orm, file()[1])
            jt808, http = found.jt808, found.http
            rows.append(_compared("PostgreSQL: JT/T 808 against our HTTP", jt808, http, None))
            rows.append(_compared("PostgreSQL: JT/T 808 against an ORM", jt808, found.orm, None))
            rows += [await copy_rows(ours, size) for size in (16, 64, 1000)]
    db, place = file()
    rows.append(_killed("SQLite", await kill_again_and_again(db, place, kills=KILLS)))
    if cluster is not None:
        with cluster.database() as url:
            tally = await kill_again_and_again(url, file()[1], kills=KILLS // 2)
            rows.append(_killed("PostgreSQL", tally))
    return rows


def run() -> list[Row]:
    """Measure on the other core than the servers."""
    before = os.sched_getaffinity(0)
    if len(before) > 1:
        os.sched_setaffinity(0, {max(before)})
    try:
        with tempfile.TemporaryDirectory() as folder, databases() as cluster:
            return asyncio.run(measure(Path(folder), cluster))
    finally:
        os.sched_setaffinity(0, before)
