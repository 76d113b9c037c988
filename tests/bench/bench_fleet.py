"""The fleet list of 100 000 batteries: pages, types, searches, counts, by the API's own queries.

The other side is the least any list could do: 100 rows by their primary keys, joined the same way.
A search is also held against what a plain list would do: LIKE over the joined tables.
Both databases; PostgreSQL only where it is installed.
"""

import asyncio
import contextlib
import json
import random
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, insert, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from mingtang_desk.server.config import ServerConfig
from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.directory import Directory
from mingtang_desk.server.devices.fleet import Sort, Type, counts, open_alarms, page, rows_of
from mingtang_desk.server.devices.search import condition_of, read_search
from mingtang_desk.server.ids import new_id, step_of
from mingtang_desk.server.push.hub import Hub
from mingtang_desk.server.store.store import Store
from mingtang_desk.server.store.tables.accounts import ACCOUNTS
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from mingtang_desk.session.clock import SystemClock
from tests.bench.table import Row
from tests.server import postgres

BATTERIES = 100_000
DEALERS, SHOPS = 20, 25
GOAL_MS = 100.0
ROUNDS = 9
DAY_MS = 86_400_000
HERE = json.dumps({"lat": 22.5, "lon": 114.0, "speed_kmh": 12.5, "signal": 23})
SAMPLE = json.dumps({"cell_v": [3.6] * 20, "pad": "x" * 900})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """A filled database."""

    store: Store
    directory: Directory
    top: str
    dealer: str
    shop: str
    now: int


@contextlib.asynccontextmanager
async def filled(url: str, folder: Path) -> AsyncIterator[Fleet]:
    """Fill an empty database: three levels, every type, states with a sample each."""
    clock = SystemClock()
    store = await Store.open(url, clock)
    directory = Directory(
        Core(config=ServerConfig(data=folder, db=url), clock=clock, store=store, hub=Hub())
    )
    now = int(time.time() * 1000)
    top = new_id()
    paths: list[tuple[str, str | None, str]] = [(top, None, step_of(top))]
    for _ in range(DEALERS):
        dealer = new_id()
        paths.append((dealer, top, step_of(top) + step_of(dealer)))
        at = paths[-1]
        for _ in range(SHOPS):
            shop = new_id()
            paths.append((shop, dealer, at[2] + step_of(shop)))
    dice = random.Random(6)
    async with store.write() as tx:
        rows = [
            {"id": id, "parent_id": above, "path": path, "name": f"a{n}", "created_ms": now}
            for n, (id, above, path) in enumerate(paths)
        ]
        await tx.connection.execute(insert(ACCOUNTS), rows)
        for start in range(0, BATTERIES, 5000):
            devices, states = [], []
            for pk in range(start + 1, start + 5001):
                account, _, path = dice.choice(paths)
                devices.append(_device(pk, account, path, dice, now))
                states.append(_state(pk, dice, now))
            await tx.connection.execute(insert(DEVICES), devices)
            await tx.connection.execute(insert(DEVICE_STATE), states)
    if not store.is_sqlite:  # what it does by itself within minutes of such a load
        engine = create_async_engine(store.url, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text("VACUUM ANALYZE"))
        await engine.dispose()
    try:
        yield Fleet(
            store=store,
            directory=directory,
            top=paths[0][2],
            dealer=paths[1][2],
            shop=paths[2][2],
            now=now,
        )
    finally:
        await store.close()


def _device(pk: int, account: str, path: str, dice: random.Random, now: int) -> dict[str, object]:
    kind = dice.random()
    return {
        "pk": pk,
        "number": f"138{pk * 7919 % 100_000_000:08}",
        "terminal": f"138{pk * 7919 % 100_000_000:08}",
        "account_id": account,
        "account_path": path,
        "name": f"电池 {dice.choice(('red', 'blue', 'green'))} {pk}",
        "imei": f"86{dice.randrange(10**13):013}",
        "sim": f"8986{dice.randrange(10**16):016}",
        "created_ms": now,
        "enabled_ms": None if kind < 0.05 else now,
        "expires_ms": now - DAY_MS if kind > 0.99 else now + DAY_MS,
    }


def _state(pk: int, dice: random.Random, now: int) -> dict[str, object]:
    seen = now - dice.randrange(DAY_MS)
    return {
        "device": pk,
        "seen_ms": seen,
        "linked_ms": seen if dice.random() < 0.6 else None,
        "online_until_ms": seen + 120_000,
        "sleep_until_ms": seen + DAY_MS // 2 if dice.random() < 0.5 else None,
        "soc_pct": float(dice.randrange(101)),
        "pack_v": 48.0,
        "lat": 22.5,
        "lon": 114.0,
        "position_ms": seen,
        "position": HERE,
        "bms": SAMPLE,
        "parked": False,
    }


async def shown(connection: AsyncConnection, fleet: Fleet, path: str, **how: object) -> list[int]:
    """A page as the API makes it: keys, rows, alarms."""
    found = await page(connection, path, limit=100, now=fleet.now, **how)  # type: ignore[arg-type]
    rows = await rows_of(connection, found.pks)
    await open_alarms(connection, found.pks)
    return [row.pk for row in rows]


async def by_key(connection: AsyncConnection) -> list[int]:
    """The least a list could do."""
    joined = DEVICES.join(DEVICE_STATE, DEVICE_STATE.c.device == DEVICES.c.pk).join(
        ACCOUNTS, ACCOUNTS.c.id == DEVICES.c.account_id
    )
    query = select(DEVICES, DEVICE_STATE.c.seen_ms, ACCOUNTS.c.name.label("account"))
    rows = await connection.execute(
        query.select_from(joined).where(DEVICES.c.pk.in_(range(500, 600)))
    )
    return [row.pk for row in rows]


async def by_like(connection: AsyncConnection, part: str) -> list[int]:
    """What a list without a column for searches does."""
    columns = (DEVICES.c.number, DEVICES.c.imei, DEVICES.c.sim, DEVICES.c.name)
    query = (
        select(DEVICES, DEVICE_STATE)
        .join(DEVICE_STATE, DEVICE_STATE.c.device == DEVICES.c.pk)
        .where(or_(*(func.lower(column).like(f"%{part}%") for column in columns)))
        .order_by(DEVICES.c.number)
        .limit(100)
    )
    return [row.pk for row in await connection.execute(query)]


type Call = Callable[[AsyncConnection], Awaitable[object]]


async def timed(fleet: Fleet, ours: Call, theirs: Call) -> tuple[float, float]:
    """Medians of both sides in ms, in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    async with fleet.store.read() as connection:
        for _ in range(ROUNDS):
            for call, side in zip((ours, theirs), times, strict=True):
                began = time.perf_counter()
                await call(connection)
                side.append((time.perf_counter() - began) * 1e3)
    return statistics.median(times[0]), statistics.median(times[1])


def cases(fleet: Fleet) -> Iterator[tuple[str, Call]]:
    """What people ask."""

    def searching(q: str, ending: str = "", kind: Type = Type.ALL) -> Call:
        search = read_search(q, ending)
        how = {"conditions": condition_of(search, fleet.directory), "is_narrow": search.is_narrow}
        return lambda c: shown(c, fleet, fleet.top, kind=kind, **how)

    yield "page", lambda c: shown(c, fleet, fleet.top)
    for kind in Type:
        if kind is not Type.ALL:
            yield f"page of {kind}", searching("", kind=kind)
    yield "page of a dealer", lambda c: shown(c, fleet, fleet.dealer)
    yield "expired of a shop", lambda c: shown(c, fleet, fleet.shop, kind=Type.EXPIRED)
    yield "page by last seen", lambda c: shown(c, fleet, fleet.top, sort=Sort.SEEN_DOWN)
    yield "page by name", lambda c: shown(c, fleet, fleet.top, sort=Sort.NAME)
    yield "part, rare", searching("98765")
    yield "part, nowhere", searching("no such battery")
    yield "part, offline", searching("red", kind=Type.OFFLINE)
    yield "last digits", searching("", "7919")
    yield "counts of all", lambda c: counts(c, fleet.top, fleet.now)
    yield "counts of a dealer", lambda c: counts(c, fleet.dealer, fleet.now)


async def measure(name: str, url: str, folder: Path) -> list[Row]:
    """All cases on one database."""
    rows = []
    async with filled(url, folder) as fleet:
        async with fleet.store.read() as connection:
            found = await searching_alike(connection, fleet)
            assert found[0] == found[1]
            assert found[0]
        for what, call in cases(fleet):
            ours, theirs = await timed(fleet, call, by_key)
            rows.append(_row(f"fleet of 100 000, {what}, {name}", ours, theirs, GOAL_MS))
        conditions = condition_of(read_search("98765"), fleet.directory)
        ours, theirs = await timed(
            fleet,
            lambda c: shown(c, fleet, fleet.top, conditions=conditions),
            lambda c: by_like(c, "98765"),
        )
        note = "the other side: LIKE over four columns of the join"
        ratio = f"{theirs / ours:.1f} x faster"
        rows.append(
            Row(
                name=f"fleet search against LIKE, {name}",
                ours=ours,
                theirs=theirs,
                ratio=ratio,
                unit="ms",
                note=note,
            )
        )
    return rows


async def searching_alike(connection: AsyncConnection, fleet: Fleet) -> tuple[list[int], list[int]]:
    """Both ways of searching."""
    conditions = condition_of(read_search("98765"), fleet.directory)
    ours = await shown(connection, fleet, fleet.top, conditions=conditions)
    return ours, await by_like(connection, "98765")


def _row(name: str, ours: float, theirs: float, goal: float) -> Row:
    return Row(
        name=name,
        ours=ours,
        theirs=theirs,
        ratio=f"{ours / theirs:.1f} x the time of 100 rows by primary key",
        unit="ms",
        goal=f"under {goal:g} ms",
        met=ours < goal,
        note="the other side: 100 rows by primary key, joined the same way",
    )


def run() -> list[Row]:
    """Both databases."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "fleet.sqlite"
        rows += asyncio.run(measure("SQLite", f"sqlite:///{file}", Path(folder)))
        if postgres.why_not() is None:
            with postgres.cluster() as cluster, cluster.database() as url:
                rows += asyncio.run(measure("PostgreSQL", url, Path(folder)))
    return rows
