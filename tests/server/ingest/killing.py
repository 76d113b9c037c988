"""Kills a server with SIGKILL under load, again and again, and counts what it had confirmed.

Trackers note each row that was confirmed. Kills are aimed into commits: on SQLite at the moment at
which the log of the database has just been written, which is what a commit does; else at random.
"""

import asyncio
import contextlib
import json
import os
import random
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import insert, select

from mingtang_desk.server.store.store import Store
from mingtang_desk.server.store.tables.accounts import ACCOUNTS
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from mingtang_desk.server.store.tables.ingest import POSITIONS
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.sim.tracker import bodies
from mingtang_desk.sim.tracker.telegram import Unpacker, pack
from tests.server.ingest.rows import START, row_at
from tests.server.ingest.talk import identity

READY_S, LOOK_S = 60.0, 30.0
OUTSTANDING = 20
START_MS = round(START.timestamp() * 1000)


@dataclass(kw_only=True)
class Tally:
    """What happened.

    Attributes:
        kills: servers that were killed; in_commits: those in a write to its log.
        confirmed: rows that trackers were told are stored.
        stored: rows that are there at the end; missing: confirmed rows that are not.
        doubled: rows that are there more than once.
    """

    kills: int = 0
    in_commits: int = 0
    confirmed: int = 0
    stored: int = 0
    missing: int = 0
    doubled: int = 0


@dataclass(kw_only=True)
class Rider:
    """A tracker: numbers its rows by the second, and repeats what was not confirmed."""

    number: str
    next: int = 0
    open: dict[int, int] = field(default_factory=dict)
    confirmed: set[int] = field(default_factory=set)

    async def ride(self, where: tuple[str, int]) -> None:
        """Report until the link is cut."""
        who = identity(self.number)
        unpacker, serial = Unpacker(), 0
        sent: dict[int, int] = {}
        again = sorted(self.open)
        self.open.clear()
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection(*where)
            try:
                while True:
                    while len(sent) < OUTSTANDING:
                        second = again.pop(0) if again else self.next
                        self.next = max(self.next, second + 1)
                        serial = (serial + 1) % 65536
                        sent[serial] = second
                        self.open[second] = serial
                        writer.write(pack(0x0200, bodies.position(row_at(second)), who, serial))
                    data = await reader.read(65536)
                    if not data:
                        break
                    for told in unpacker.feed(data):
                        if told.kind == 0x8001 and told.body[4] == 0:
                            second = sent.pop(int.from_bytes(told.body[:2], "big"))
                            del self.open[second]
                            self.confirmed.add(second)
            finally:
                writer.close()
        for second in again:
            self.open.setdefault(second, 0)


async def fill(db: str, numbers: list[str]) -> dict[str, int]:
    """Enter batteries for trackers that anybody may speak for; return their keys."""
    store = await Store.open(db, SystemClock())
    keys = {}
    async with store.write() as tx:
        await tx.connection.execute(
            insert(ACCOUNTS).values(id="top", path="/top", name="top", created_ms=tx.now_ms)
        )
        for number in numbers:
            pk = await tx.connection.scalar(
                insert(DEVICES)
                .values(
                    number=number,
                    terminal=number,
                    account_id="top",
                    account_path="/top",
                    is_open=True,
                    created_ms=tx.now_ms,
                    enabled_ms=tx.now_ms,
                )
                .returning(DEVICES.c.pk)
            )
            assert pk is not None
            keys[number] = pk
            await tx.connection.execute(insert(DEVICE_STATE).values(device=pk))
    await store.close()
    return keys


async def kill_again_and_again(
    db: str, folder: Path, *, kills: int, trackers: int = 6, seed: int = 1
) -> Tally:
    """Kill a server so many times under load, then compare what is there.

    Args:
        db: URL of an empty database.
        folder: for the server's files.
        kills: how many times.
        trackers: how many report at a time.
        seed: of the moments.
    """
    dice, tally = random.Random(seed), Tally()
    numbers = [f"1390000{n:04d}" for n in range(trackers)]
    keys = await fill(db, numbers)
    riders = [Rider(number=number) for number in numbers]
    path = db.removeprefix("sqlite:///") if db.startswith("sqlite") else None
    for _ in range(kills):
        server, where = await _serve(db, folder)
        riding = [asyncio.create_task(rider.ride(where)) for rider in riders]
        before = sum(len(rider.confirmed) for rider in riders)
        async with asyncio.timeout(LOOK_S):
            while sum(len(rider.confirmed) for rider in riders) == before:
                await asyncio.sleep(0.005)
        await asyncio.sleep(dice.uniform(0.0, 0.4))
        if path is not None and dice.random() < 0.75:
            tally.in_commits += await asyncio.to_thread(_at_write, Path(path + "-wal"), server.pid)
        if server.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(server.pid, signal.SIGKILL)
        tally.kills += 1
        async with asyncio.timeout(LOOK_S):
            await server.wait()
            await asyncio.gather(*riding)
    await _compare(db, keys, riders, tally)
    return tally


def _at_write(log: Path, pid: int) -> int:
    """Kill a process as soon as a file is written; return 1, or 0 where it is not for long."""
    before = None
    for _ in range(1_000_000):
        try:
            found = os.stat(log)
        except OSError:
            continue
        now = found.st_size, found.st_mtime_ns
        if before is not None and now != before:
            os.kill(pid, signal.SIGKILL)
            return 1
        before = now
    return 0


async def _serve(db: str, folder: Path) -> tuple[asyncio.subprocess.Process, tuple[str, int]]:
    words = ["--http", "127.0.0.1:0", "--jt808", "127.0.0.1:0", "--accept-unknown", "--json"]
    server = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "mingtang_desk",
        "cloud",
        "serve",
        "--db",
        db,
        *words,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "MINGTANG_HOME": str(folder)},
    )
    assert server.stdout is not None
    async with asyncio.timeout(READY_S):
        ready = json.loads(await server.stdout.readline())
    host, _, port = ready["jt808"].rpartition(":")
    return server, (host, int(port))


async def _compare(db: str, keys: dict[str, int], riders: list[Rider], tally: Tally) -> None:
    store = await Store.open(db, SystemClock())
    try:
        for rider in riders:
            query = select(POSITIONS.c.time_ms).where(POSITIONS.c.device == keys[rider.number])
            async with store.read() as connection:
                times = list((await connection.execute(query)).scalars())
            there = {(time_ms - START_MS) // 1000 for time_ms in times}
            tally.confirmed += len(rider.confirmed)
            tally.stored += len(times)
            tally.missing += len(rider.confirmed - there)
            tally.doubled += len(times) - len(there)
    finally:
        await store.close()
