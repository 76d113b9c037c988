"""Deletes what has been kept long enough, in slices, so that ingest never waits long.

Each slice is a transaction of its own, found by an index: raw frames and lists by their time,
positions and samples battery by battery. What is freed inside an SQLite file is used again; the
file does not shrink.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Column, ColumnElement, Table, and_, delete, func, select, text, true

from mingtang_desk.server.admin.lock import file_of
from mingtang_desk.server.commands.machine import OPEN
from mingtang_desk.server.core import Core
from mingtang_desk.server.push.outbox import clean_outbox
from mingtang_desk.server.rides.journeys import pruned
from mingtang_desk.server.store.store import Store
from mingtang_desk.server.store.tables.accounts import IDEMPOTENCY, SESSIONS, SPENT
from mingtang_desk.server.store.tables.commands import COMMAND_LOG, COMMANDS
from mingtang_desk.server.store.tables.ingest import BMS_SAMPLES, POSITIONS, RAW_FRAMES
from mingtang_desk.server.store.tables.push import OUTBOX
from mingtang_desk.server.store.tables.rides import ALARMS, STOPS, TRIPS
from mingtang_desk.server.times import now_ms

DAY_MS = 86_400_000
SLICE = 2000
PAUSE_S = 0.02
"""Between two slices, so that others get their turn."""
OUTBOX_DAYS, IDEMPOTENCY_DAYS, TOKEN_DAYS = 1.0, 7.0, 60.0
ALARM_DAYS, COMMAND_DAYS = 730.0, 730.0
"""Alarms that are over, and commands with their log: small beside positions, and wanted for longer.
An alarm or a command that is open stays."""
TRIP_DAYS = 3700.0
"""As far as reports of mileage look back. What was ridden each day is kept for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run of the retention did, or would do.

    Attributes:
        rows: deleted rows by table.
        slices: transactions it took.
        before_bytes, after_bytes: what the rows and indexes occupy; free pages of a file are not
            counted.
        was_tried_only: nothing was deleted.
    """

    rows: Mapping[str, int]
    slices: int
    before_bytes: int
    after_bytes: int
    was_tried_only: bool = False

    def document(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "rows": dict(self.rows),
            "slices": self.slices,
            "used_before_bytes": self.before_bytes,
            "used_after_bytes": self.after_bytes,
            "dry_run": self.was_tried_only,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """A table, the column of its age, how many days it is kept; `by` = a column of the device."""

    table: Table
    age: "Column[int]"
    days: float
    by: "Column[int] | None" = None
    also: ColumnElement[bool] = field(default_factory=true)


class Retention:
    """The service; `run` may be called at any time, beside ingest."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def run(self, *, dry: bool = False) -> Outcome:
        """Delete what is old enough; with `dry` only count it."""
        now = now_ms(self._core.clock)
        before = await used_bytes(self._core.store)
        rows: dict[str, int] = {}
        slices = 0
        for job in _jobs(self._core.config.raw_days, self._core.config.track_days, now):
            cut = now - int(job.days * DAY_MS)
            name = job.table.name
            if dry:
                rows[name] = await self._count(job, cut)
                continue
            rows[name] = 0
            if job.table is POSITIONS and await self._count(job, cut):
                await pruned(self._core.store, cut)
            async for deleted in self._slices(job, cut):
                rows[name] += deleted
                slices += 1
                await asyncio.sleep(PAUSE_S)
        rows[OUTBOX.name] = await self._outbox(now, dry=dry)
        slices += not dry
        after = before if dry else await used_bytes(self._core.store)
        return Outcome(
            rows=rows, slices=slices, before_bytes=before, after_bytes=after, was_tried_only=dry
        )

    async def _count(self, job: _Job, cut: int) -> int:
        query = select(func.count()).select_from(job.table).where(job.age < cut, job.also)
        async with self._core.store.read() as connection:
            return await connection.scalar(query) or 0

    async def _outbox(self, now: int, *, dry: bool) -> int:
        """Clean it as push does, which keeps in mind up to which number there is a gap now."""
        if not dry:
            return await clean_outbox(self._core, OUTBOX_DAYS * 24)
        cut = now - int(OUTBOX_DAYS * DAY_MS)
        query = select(func.count()).where(OUTBOX.c.time_ms < cut)
        async with self._core.store.read() as connection:
            return await connection.scalar(query) or 0

    async def _slices(self, job: _Job, cut: int) -> AsyncIterator[int]:
        if job.by is None:
            async for deleted in self._aged(job, cut, job.also):
                yield deleted
            return
        device = await self._next(job.by, None)
        while device is not None:
            async for deleted in self._aged(job, cut, job.by == device):
                yield deleted
            device = await self._next(job.by, device)

    async def _next(self, by: "Column[int]", after: int | None) -> int | None:
        query = select(func.min(by))
        if after is not None:
            query = query.where(by > after)
        async with self._core.store.read() as connection:
            found: int | None = await connection.scalar(query)
        return found

    async def _aged(self, job: _Job, cut: int, where: ColumnElement[bool]) -> AsyncIterator[int]:
        old = and_(where, job.age < cut)
        last = select(job.age).where(old).order_by(job.age).offset(SLICE - 1).limit(1)
        while True:
            async with self._core.store.read() as connection:
                bound = await connection.scalar(last)
            if bound is None and not await self._is_any(old, job):
                return
            slice_ = old if bound is None else and_(where, job.age <= bound)
            async with self._core.store.write() as tx:
                result = await tx.connection.execute(delete(job.table).where(slice_))
            yield result.rowcount
            if bound is None:
                return

    async def _is_any(self, old: ColumnElement[bool], job: _Job) -> bool:
        async with self._core.store.read() as connection:
            return await connection.scalar(select(job.age).where(old).limit(1)) is not None


def _jobs(raw_days: float, track_days: float, now: int) -> Sequence[_Job]:
    in_use = select(SPENT.c.session_id).where(SPENT.c.spent_ms >= now - int(TOKEN_DAYS * DAY_MS))
    return (
        _Job(table=RAW_FRAMES, age=RAW_FRAMES.c.received_ms, days=raw_days),
        _Job(table=POSITIONS, age=POSITIONS.c.time_ms, days=track_days, by=POSITIONS.c.device),
        _Job(
            table=BMS_SAMPLES, age=BMS_SAMPLES.c.time_ms, days=track_days, by=BMS_SAMPLES.c.device
        ),
        _Job(table=ALARMS, age=ALARMS.c.cleared_ms, days=ALARM_DAYS),
        _Job(table=COMMAND_LOG, age=COMMAND_LOG.c.time_ms, days=COMMAND_DAYS),
        _Job(
            table=COMMANDS,
            age=COMMANDS.c.created_ms,
            days=COMMAND_DAYS,
            also=COMMANDS.c.state.not_in([each.value for each in OPEN]),
        ),
        _Job(table=TRIPS, age=TRIPS.c.end_ms, days=TRIP_DAYS, by=TRIPS.c.device),
        _Job(table=STOPS, age=STOPS.c.end_ms, days=TRIP_DAYS, by=STOPS.c.device),
        _Job(table=IDEMPOTENCY, age=IDEMPOTENCY.c.created_ms, days=IDEMPOTENCY_DAYS),
        _Job(table=SPENT, age=SPENT.c.spent_ms, days=TOKEN_DAYS),
        _Job(
            table=SESSIONS,
            age=SESSIONS.c.refresh_until_ms,
            days=TOKEN_DAYS,
            also=SESSIONS.c.id.not_in(in_use),
        ),
    )


async def used_bytes(store: Store) -> int:
    """Return what the database occupies, without the free pages of a file."""
    async with store.read() as connection:
        if not store.is_sqlite:
            query = "SELECT pg_database_size(current_database())"
            return int(await connection.scalar(text(query)) or 0)
        pages = int(await connection.scalar(text("PRAGMA page_count")) or 0)
        free = int(await connection.scalar(text("PRAGMA freelist_count")) or 0)
        size = int(await connection.scalar(text("PRAGMA page_size")) or 0)
    return (pages - free) * size


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """When the disk is full.

    Attributes:
        used_bytes: of the database.
        free_bytes: on its disk, pages that are free inside the file too; None = unknown.
        growth_bytes_day: as the share of rows of the last seven days tells; None = too few rows.
        days_left: at that growth; None = not known, or it does not grow.
    """

    used_bytes: int
    free_bytes: int | None
    growth_bytes_day: float | None
    days_left: float | None


FEWEST_ROWS = 1000
"""Under so many rows in a week there is nothing to be reckoned from."""


async def forecast(core: Core) -> Forecast:
    """Say how long the disk lasts.

    What a week brought is reckoned from its share of all rows, for what grows is rows. Retention
    stops the growth once as many rows go as come.
    """
    now = now_ms(core.clock)
    used = await used_bytes(core.store)
    total = recent = 0
    async with core.store.read() as connection:
        for table in (POSITIONS, BMS_SAMPLES, RAW_FRAMES):
            age = table.c.received_ms
            row = (
                await connection.execute(
                    select(func.count(), func.count().filter(age >= now - 7 * DAY_MS)).select_from(
                        table
                    )
                )
            ).one()
            total, recent = total + row[0], recent + row[1]
    file = file_of(core.store.url)
    free = None if file is None else shutil.disk_usage(file.parent).free
    if recent < FEWEST_ROWS:
        return Forecast(used_bytes=used, free_bytes=free, growth_bytes_day=None, days_left=None)
    growth = used * recent / total / 7
    days = None if free is None else free / growth
    return Forecast(used_bytes=used, free_bytes=free, growth_bytes_day=growth, days_left=days)
