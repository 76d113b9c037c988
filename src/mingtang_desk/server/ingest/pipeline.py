"""From a message to the tables and to those who listen: one literal list of handlers.

Each handler takes one parcel and only computes. Parcels that came while the last group was being
written are written together: one transaction, then listeners are told, then senders. Nobody waits
for a group to fill.
"""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from sqlalchemy import select

from mingtang_desk.core.errors import StorageError
from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.presence import Seen
from mingtang_desk.server.devices.watch import PresenceWatch, presence_event
from mingtang_desk.server.ingest.handlers import (
    Context,
    decode,
    filter_,
    normalise,
    publish,
    rules,
    state,
    store,
)
from mingtang_desk.server.ingest.latest import latest_of
from mingtang_desk.server.ingest.model import ContactReading, Reading
from mingtang_desk.server.ingest.parcel import FrameRow, Parcel
from mingtang_desk.server.ingest.shown import shown_of
from mingtang_desk.server.ingest.writing import Rows, add_rows, is_outage, write_rows
from mingtang_desk.server.push.events import Event, Kind
from mingtang_desk.server.rides.change import QuickChange, are_quick
from mingtang_desk.server.rides.rides import Rides
from mingtang_desk.server.store.tables.devices import DEVICE_STATE

_log = logging.getLogger(__name__)
GROUP = 1000
"""Parcels that are written in one transaction, at most."""
FRAMES_S = 0.2
"""How long raw frames wait for a group to go with."""
TURNS = 2
"""Turns of the loop before a group is taken: all that has come by then goes along. Each commit has
its price, and without them a group of the same load is less than half as large.
"""
KEPT_FRAMES = 50_000
"""Raw frames that wait, at most: they are for people, and give way where the disk is too slow."""
TURN_S = 1.0
END_S = 10.0
"""How long the end waits for what is on its way."""
_SEQUENCES = {Kind.POSITION: "position_seq", Kind.BMS: "bms_seq"}


type Handler = Callable[[Context, Parcel], None]

HANDLERS: tuple[Handler, ...] = (decode, normalise, filter_, state, rules, store, publish)


class Pipeline:
    """What is done with everything that comes in."""

    def __init__(self, core: Core, rides: Rides, watch: PresenceWatch) -> None:
        self._core = core
        self._context = Context(rides, watch)
        self._parcels: deque[Parcel] = deque()
        self._frames: deque[FrameRow] = deque(maxlen=KEPT_FRAMES)
        self._came = asyncio.Event()
        self._turn = asyncio.Event()
        self._ending = False
        self._task: asyncio.Task[None] | None = None
        self.committed: list[Callable[[], None]] = []
        """Called after each group."""
        self.groups = self.stored = 0
        """Groups that were committed, and parcels in them."""

    @property
    def waiting(self) -> int:
        """Parcels that are not being written yet."""
        return len(self._parcels)

    async def start(self) -> None:
        """Read what is remembered of each battery, and begin to write."""
        names = ("device", "position_ms", "lat", "lon", "bms_ms", "seen_ms")
        query = select(*(DEVICE_STATE.c[name] for name in names))
        async with self._core.store.read() as connection:
            for row in await connection.execute(query):
                self._context.latest[row.device] = latest_of(row._mapping)  # type: ignore[arg-type]
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Store what is on its way."""
        self._ending = True
        self._came.set()
        if self._task is not None:
            try:
                async with asyncio.timeout(END_S):
                    await self._task
            except TimeoutError:
                _log.error("the end of ingest took too long; what was not stored was not confirmed")

    def keep(self, frame: FrameRow) -> None:
        """Store a raw frame with the next group, or soon."""
        self._frames.append(frame)
        if not self._came.is_set() and len(self._frames) == 1:
            self._came.set()

    def submit(self, parcel: Parcel) -> None:
        """Put a parcel on its way; its `done` is called after the commit."""
        self._parcels.append(parcel)
        self._came.set()

    async def turn(self) -> None:
        """Wait until the next group is done, or a second where nothing moves."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(TURN_S):
                await self._turn.wait()

    async def take(self, readings: Sequence[Reading]) -> None:
        """Store readings and what the rules say of them; return when that is committed.

        Raises:
            StorageError: they could not be stored.
        """
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.submit(Parcel(readings=list(readings), done=partial(_settle, done)))
        await done

    async def _run(self) -> None:
        while True:
            if not self._parcels:
                if self._ending and not self._frames:
                    return
                await self._wait()
            for _ in range(TURNS):
                await asyncio.sleep(0)
            parcels = self._parcels
            group = [parcels.popleft() for _ in range(min(GROUP, len(parcels)))]
            frames = list(self._frames)
            self._frames.clear()
            self._came.clear()
            if group or frames:
                await self._group(group, frames)
                self._turn.set()
                self._turn = asyncio.Event()
                for callback in self.committed:
                    callback()

    async def _wait(self) -> None:
        """Wait for a parcel; for raw frames alone there is some time."""
        while not self._parcels and not self._ending:
            try:
                async with asyncio.timeout(FRAMES_S if self._frames else None):
                    await self._came.wait()
            except TimeoutError:
                return
            if not self._parcels:
                self._came.clear()

    async def _group(self, group: list[Parcel], frames: list[FrameRow]) -> None:
        good: list[Parcel] = []
        try:
            await self._refresh()
        except Exception as error:  # noqa: BLE001 - nothing is judged by what is not stored
            _log.error("rules cannot read what they remember: %s", type(error).__name__)
            for parcel in group:
                self._fail(parcel, error)
            self._frames.extendleft(reversed(frames[: KEPT_FRAMES - len(self._frames)]))
            return
        for parcel in group:
            try:
                for handler in HANDLERS:
                    handler(self._context, parcel)
            except Exception as error:  # noqa: BLE001 - one message takes no other along
                _log.exception("a message could not be handled")
                self._fail(parcel, error)
            else:
                good.append(parcel)
        try:
            await self._write(good, frames)
        except Exception as error:  # noqa: BLE001 - senders hear of it by silence
            if is_outage(error):
                _log.error("the database does not take what comes in: %s", type(error).__name__)
                self._frames.extendleft(reversed(frames[: KEPT_FRAMES - len(self._frames)]))
                for parcel in good:
                    self._fail(parcel, error)
            else:
                await self._one_by_one(good, frames)
            return
        self._succeed(good)

    async def _refresh(self) -> None:
        """Let rules forget what they judged and a failed commit did not keep."""
        rides = self._context.rides
        if rides.stale:
            await rides.reload(rides.stale)

    async def _one_by_one(self, group: list[Parcel], frames: list[FrameRow]) -> None:
        """Write what a group could not: one bad row takes none of the others along."""
        for parcel in (*group, *(Parcel(frames=(frame,)) for frame in frames)):
            try:
                await self._write([parcel], [])
            except Exception as error:  # noqa: BLE001 - a bad row takes no other along
                _log.error("a message could not be stored: %s", type(error).__name__)
                self._fail(parcel, error)
            else:
                self._succeed([parcel])

    async def _write(self, group: list[Parcel], frames: list[FrameRow]) -> None:
        """Write a group in one transaction and tell listeners."""
        seen: dict[int, Seen] = {}
        shown: dict[tuple[int, Kind], Reading] = {}
        for parcel in group:
            seen |= parcel.seen
            shown |= parcel.events
        rows = Rows(
            positions=[row for parcel in group for row in parcel.positions],
            samples=[row for parcel in group for row in parcel.samples],
            frames=[*(row for parcel in group for row in parcel.frames), *frames],
            states={pk: each.columns() for pk, each in seen.items()},
        )
        store = self._core.store
        changes = [change for parcel in group for change in parcel.changes]
        if store.is_sqlite and are_quick(changes):
            async with store.bulk() as bulk:
                self._show(shown, rows, bulk.emit)
                for change in changes:
                    assert isinstance(change, QuickChange)
                    change.add(bulk)
                add_rows(bulk, rows)
            return
        async with store.write() as tx:
            self._show(shown, rows, tx.emit)
            for change in changes:
                await change.write(tx)
            await write_rows(tx, rows, is_sqlite=store.is_sqlite)

    def _show(
        self,
        shown: Mapping[tuple[int, Kind], Reading],
        rows: Rows,
        emit: Callable[[Event], int],
    ) -> None:
        """Put the latest into the columns of `device_state`, with the numbers of their events."""
        for (pk, kind), reading in shown.items():
            device = reading.device
            if kind is Kind.PRESENCE:
                seen = self._context.watch.of(pk)
                number = emit(presence_event(device, seen, reading.received_ms))
                rows.states[pk]["state_seq"] = number
                continue
            assert not isinstance(reading, ContactReading)
            value, columns = shown_of(reading)
            number = emit(
                Event(
                    kind=kind,
                    device=pk,
                    number=device.number,
                    account_path=device.account_path,
                    value=value,
                )
            )
            columns[_SEQUENCES.get(kind, "state_seq")] = number
            rows.states[pk].update(columns)

    def _succeed(self, group: list[Parcel]) -> None:
        context = self._context
        context.latest.update(context.fresh)
        context.fresh.clear()
        self.groups += 1
        self.stored += len(group)
        for parcel in group:
            _tell(parcel, None)

    def _fail(self, parcel: Parcel, error: Exception) -> None:
        for reading in parcel.readings:
            self._context.fresh.pop(reading.device.pk, None)
            self._context.rides.stale.add(reading.device.pk)
        _tell(parcel, error)


def _tell(parcel: Parcel, error: Exception | None) -> None:
    if parcel.done is not None:
        try:
            parcel.done(error)
        except Exception:  # noqa: BLE001 - the others are told all the same
            _log.exception("an acknowledgement failed")


def _settle(done: "asyncio.Future[None]", error: Exception | None) -> None:
    if done.done():
        return
    if error is None:
        done.set_result(None)
    else:
        failure = StorageError("database_unusable", detail=type(error).__name__)
        failure.__cause__ = error
        done.set_exception(failure)
