"""Trips, stops and mileage: made again for every day that got rows, late ones too.

A row marks a stretch of time of its battery. A task goes over the marks, away from the loop and
after ingest; an answer about a battery that is marked is made current first. What has been worked
through is a number of a row, so that nothing is forgotten over a restart.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from mingtang_desk.geo.rerun import rerun_window
from mingtang_desk.geo.trips import Stop
from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.directory import Directory
from mingtang_desk.server.rides.day import Span, made_of, rows_of, samples_of
from mingtang_desk.server.rides.day_store import put
from mingtang_desk.server.store.store import Store, Transaction
from mingtang_desk.server.store.tables.devices import DEVICES
from mingtang_desk.server.store.tables.ingest import POSITIONS
from mingtang_desk.server.store.tables.rides import RULE_STATE, STOPS

_log = logging.getLogger(__name__)
EVERY_S = 30.0
SETTLED_S = 10.0
"""A mark counts as worked through if it is older: rows may still be on their way to the table."""
REST = 4.0
"""The task rests four times as long as it worked: most of the time is left to ingest."""
BATCH = 20
"""Batteries between two looks at whether to stop."""
MOST_DAYS = 400
"""Of one stretch; rows further back are of a wrong clock."""
MOST_AT_ONCE = 8
"""Days that an answer waits for."""
DAY_MS = 86_400_000
MARGIN_MS = 5 * DAY_MS
"""Days so near to where the tracks end are not run again: some of their rows are gone already."""
RULE = "journeys"
PRUNED_RULE = "pruned"
"""Up to when tracks were deleted."""


@dataclass(slots=True)
class Mark:
    """From when until when rows came, and when the last of them did (monotonic seconds)."""

    first_ms: int
    last_ms: int
    at: float


@dataclass(slots=True)
class Journeys:
    """The trips of all batteries."""

    core: Core
    directory: Directory
    _marks: dict[int, Mark] = field(default_factory=dict)
    _task: asyncio.Task[None] | None = None
    _locks: dict[int, asyncio.Lock] = field(default_factory=dict)

    def mark(self, pk: int, time_ms: int) -> None:
        """Note that a row of a battery came."""
        at = self.core.clock.monotonic()
        mark = self._marks.get(pk)
        if mark is None:
            self._marks[pk] = Mark(time_ms, time_ms, at)
            return
        mark.at = at
        if time_ms > mark.last_ms:
            mark.last_ms = time_ms
        elif time_ms < mark.first_ms:
            mark.first_ms = time_ms

    def forget(self, pk: int) -> None:
        """Forget a battery that was removed."""
        self._marks.pop(pk, None)

    async def start(self) -> None:
        """Take up what was left, and begin."""
        await self._take_up()
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def current(self, pk: int) -> None:
        """Make what is known of a battery current, unless that is a matter of weeks."""
        mark = self._marks.get(pk)
        if mark is not None and mark.last_ms - mark.first_ms <= MOST_AT_ONCE * DAY_MS:
            await self._one(pk)

    async def nearly_current(self) -> None:
        """Work through the marks where they are few; else the task soon will."""
        if len(self._marks) <= BATCH:
            await self.all_current()

    async def all_current(self, *, rest: float = 0.0) -> None:
        """Work through every mark; after each rest for so many times as long as it took."""
        async with self.core.store.read() as connection:
            done = (await connection.execute(select(func.max(POSITIONS.c.id)))).scalar()
        for n, pk in enumerate(list(self._marks)):
            began = self.core.clock.monotonic()
            try:
                await self._one(pk)
            except Exception:  # noqa: BLE001 - one battery does not keep the others waiting
                _log.exception("the trips of battery %d could not be worked out", pk)
            if rest:
                await asyncio.sleep(rest * (self.core.clock.monotonic() - began))
            elif n % BATCH == BATCH - 1:
                await asyncio.sleep(0)
        if not self._marks and done is not None:
            await self._note(done)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                await self.all_current(rest=REST)
            except Exception:  # noqa: BLE001 - the next round is tried all the same
                _log.exception("trips could not be worked through")

    async def _take_up(self) -> None:
        """Mark what came after the last row that was worked through."""
        state = RULE_STATE.c
        async with self.core.store.read() as connection:
            body = await connection.scalar(
                select(state.body).where(state.device == 0, state.rule == RULE)
            )
            done = 0 if body is None else json.loads(body)["position"]
            table = POSITIONS.c
            query = (
                select(table.device, func.min(table.time_ms), func.max(table.time_ms))
                .where(table.id > done)
                .group_by(table.device)
            )
            rows = (await connection.execute(query)).all()
        for pk, first, last in rows:
            self._marks[pk] = Mark(first, last, 0.0)

    async def _note(self, done: int) -> None:
        async with self.core.store.write() as tx:
            await put_state(tx, RULE, {"position": done}, is_sqlite=self.core.store.is_sqlite)

    async def _one(self, pk: int) -> None:
        async with self._locks.setdefault(pk, asyncio.Lock()):
            mark = self._marks.get(pk)
            if mark is None:
                return
            first, last, at = mark.first_ms, mark.last_ms, mark.at
            began = self.core.clock.monotonic()
            oldest = max(last - MOST_DAYS * DAY_MS, await self._pruned() + MARGIN_MS)
            if last >= oldest:  # else there is nothing left to make trips from
                await self._again(pk, max(first, oldest), last)
            if (mark.first_ms, mark.last_ms, mark.at) == (first, last, at) and (
                began - at >= SETTLED_S
            ):
                self._marks.pop(pk, None)
        self._locks.pop(pk, None)

    async def _pruned(self) -> int:
        """Return up to when tracks were deleted, 0 = never."""
        state = RULE_STATE.c
        query = select(state.body).where(state.device == 0, state.rule == PRUNED_RULE)
        async with self.core.store.read() as connection:
            body = await connection.scalar(query)
        return 0 if body is None else int(json.loads(body)["before_ms"])

    async def _again(self, pk: int, first_ms: int, last_ms: int) -> None:
        """Make the trips of a stretch again."""
        device = self.directory.by_pk(pk)
        if device is None:
            return
        zone = timezone(timedelta(minutes=device.zone_min))
        span = await self._span(pk, first_ms, last_ms, zone)
        async with self.core.store.read() as connection:
            rows = await rows_of(connection, pk, span)
            samples = await samples_of(connection, pk, span)
        day = await asyncio.to_thread(made_of, rows, samples, span, device.zone_min)
        async with self.core.store.write() as tx:
            query = select(DEVICES.c.pk).where(DEVICES.c.pk == pk)
            if await tx.connection.scalar(query) is not None:  # else it was removed meanwhile
                await put(tx, pk, span, day)

    async def _span(self, pk: int, first_ms: int, last_ms: int, zone: timezone) -> Span:
        """Return what has to be made again, and the stop that began before it."""
        table = STOPS.c
        near = (
            select(STOPS)
            .where(
                table.device == pk,
                table.end_ms >= first_ms - 3 * DAY_MS,
                table.start_ms <= last_ms + 3 * DAY_MS,
            )
            .order_by(table.start_ms)
        )
        async with self.core.store.read() as connection:
            known = (await connection.execute(near)).all()
        stops = [Stop(r.start_ms / 1000, r.end_ms / 1000, (r.lat, r.lon)) for r in known]
        window = rerun_window([first_ms / 1000, last_ms / 1000], stops, zone)
        assert window is not None
        midnight = datetime.fromtimestamp(first_ms / 1000, zone).replace(
            hour=0, minute=0, second=0, microsecond=0
        )
        least = (midnight - timedelta(days=1)).astimezone(UTC).timestamp()
        start, end = window
        stood = next((s for s in stops if start < s.start + 1 <= least <= s.end), None)
        if stood is not None:  # it has stood for days: not all of that again
            start = least
        last_day = datetime.fromtimestamp(last_ms / 1000, zone).date()
        if datetime.fromtimestamp(end - 1, zone).date() == last_day:
            end += 86_400  # no stop is known to end it: a ride over midnight stays whole
        return Span(start_ms=round(start * 1000), end_ms=round(end * 1000), stood=stood)


async def pruned(store: Store, before_ms: int) -> None:
    """Note that tracks from before a time are deleted: their trips are not to be made again."""
    async with store.write() as tx:
        await put_state(tx, PRUNED_RULE, {"before_ms": before_ms}, is_sqlite=store.is_sqlite)


async def put_state(
    tx: Transaction, rule: str, value: Mapping[str, object], *, is_sqlite: bool
) -> None:
    """Store what a rule remembers of everybody."""
    body = json.dumps(value)
    insert = sqlite_insert if is_sqlite else postgresql_insert
    await tx.connection.execute(
        insert(RULE_STATE)
        .values(device=0, rule=rule, body=body)
        .on_conflict_do_update(index_elements=["device", "rule"], set_={"body": body})
    )
