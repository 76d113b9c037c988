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

import msgspec
from sqlalchemy import select, update

from mingtang_desk.core.errors import StorageError
from mingtang_desk.device.json import sample_json
from mingtang_desk.server.core import Core
from mingtang_desk.server.ingest.boards import driver_of, sample_of
from mingtang_desk.server.ingest.contact import Seen, after
from mingtang_desk.server.ingest.latest import Latest, latest_of
from mingtang_desk.server.ingest.model import (
    BmsReading,
    ContactReading,
    PositionReading,
    Reading,
    SettingsReading,
)
from mingtang_desk.server.ingest.normalise import reading_of
from mingtang_desk.server.ingest.parcel import BoardFrames, FrameRow, Parcel, ToldPosition
from mingtang_desk.server.ingest.shown import shown_of
from mingtang_desk.server.ingest.writing import Rows, add_rows, is_outage, write_rows
from mingtang_desk.server.push.events import Event, Kind
from mingtang_desk.server.rides.rides import Rides
from mingtang_desk.server.store.tables.devices import DEVICE_STATE

_log = logging.getLogger(__name__)
GROUP = 1000
"""Parcels that are written in one transaction, at most."""
FRAMES_S = 0.2
"""How long raw frames wait for a group to go with."""
KEPT_FRAMES = 50_000
"""Raw frames that wait, at most: they are for people, and give way where the disk is too slow."""
TURN_S = 1.0
END_S = 10.0
"""How long the end waits for what is on its way."""
_encode = msgspec.json.Encoder().encode
_SEQUENCES = {Kind.POSITION: "position_seq", Kind.BMS: "bms_seq"}


class Context:
    """What handlers look things up in.

    Attributes:
        rides: the rules.
        latest: what is stored of each battery; fresh: the same with what is on its way.
    """

    def __init__(self, rides: Rides) -> None:
        self.rides = rides
        self.latest: dict[int, Latest] = {}
        self.fresh: dict[int, Latest] = {}

    def of(self, pk: int) -> Latest:
        """Return what is known of a battery, with what is on its way; a handler may change it."""
        fresh = self.fresh.get(pk)
        if fresh is None:
            known = self.latest.get(pk)
            fresh = self.fresh[pk] = Latest() if known is None else known.copy()
        return fresh


def decode(context: Context, parcel: Parcel) -> None:
    """Frames of boards become samples."""
    for told in parcel.told:
        if isinstance(told, BoardFrames):
            sample = sample_of(driver_of(told.protocol), told.frames, told.heard)
            if sample is not None:
                parcel.readings.append(
                    BmsReading(
                        device=told.device,
                        time_ms=told.received_ms,
                        received_ms=told.received_ms,
                        sample=sample,
                        source=told.source,
                    )
                )


def normalise(context: Context, parcel: Parcel) -> None:
    """Positions become readings: WGS-84, a time that can be true, one set of words."""
    came_before = len(parcel.told) - 1
    for told in parcel.told:
        if isinstance(told, ToldPosition):
            received = told.received_ms - came_before  # several without a clock stay apart
            parcel.readings.append(reading_of(told.device, told.position, received, told.source))
        came_before -= 1


def filter_(context: Context, parcel: Parcel) -> None:
    """Positions get their flags; none is dropped."""
    for index, reading in enumerate(parcel.readings):
        if isinstance(reading, PositionReading):
            parcel.readings[index] = context.of(reading.device.pk).judge(reading)


def state(context: Context, parcel: Parcel) -> None:
    """What `device_state` says afterwards; an older row never replaces a newer one."""
    for reading in parcel.readings:
        pk = reading.device.pk
        known = context.of(pk)
        before, known.seen = known.seen, after(known.seen, reading)
        parcel.seen[pk] = known.seen
        match reading:
            case PositionReading():
                if reading.lat is not None and known.time_ms == reading.time_ms:
                    parcel.shown[pk, Kind.POSITION] = reading
            case BmsReading():
                if known.bms_ms is None or reading.time_ms >= known.bms_ms:
                    known.bms_ms = reading.time_ms
                    parcel.shown[pk, Kind.BMS] = reading
            case ContactReading():
                was_linked = before.linked_ms is not None
                if was_linked != (known.seen.linked_ms is not None) or reading.sleeping:
                    parcel.shown[pk, Kind.PRESENCE] = reading
            case SettingsReading():
                parcel.shown[pk, Kind.STATE] = reading


def rules(context: Context, parcel: Parcel) -> None:
    """What alarms, fences, arming and trips make of it; one that fails takes nothing along."""
    for reading in parcel.readings:
        try:
            parcel.changes += context.rides.judge(reading)
        except Exception:  # noqa: BLE001 - a rule that fails takes nothing along
            _log.exception("a rule failed on a reading of device %d", reading.device.pk)


def store(context: Context, parcel: Parcel) -> None:
    """Rows for the tables."""
    for reading in parcel.readings:
        match reading:
            case PositionReading():
                parcel.positions.append(_position_row(reading))
            case BmsReading(sample=sample):
                parcel.samples.append(
                    (
                        reading.device.pk,
                        reading.time_ms,
                        reading.received_ms,
                        sample.soc_pct,
                        sample.pack_v,
                        sample.current_a,
                        _encode(sample_json(sample)).decode(),
                    )
                )


def publish(context: Context, parcel: Parcel) -> None:
    """What listeners are told after the commit: of each battery and kind the latest."""
    for (pk, kind), reading in parcel.shown.items():
        parcel.events[pk, kind] = reading


type Handler = Callable[[Context, Parcel], None]

HANDLERS: tuple[Handler, ...] = (decode, normalise, filter_, state, rules, store, publish)


class Pipeline:
    """What is done with everything that comes in."""

    def __init__(self, core: Core, rides: Rides) -> None:
        self._core = core
        self._context = Context(rides)
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
        columns = DEVICE_STATE.c
        async with self._core.store.write() as tx:
            await tx.connection.execute(
                update(DEVICE_STATE).where(columns.linked_ms.is_not(None)).values(linked_ms=None)
            )
        query = select(*(c for c in columns if c.name not in ("position", "bms", "settings")))
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
        for parcel in group:
            try:
                for handler in HANDLERS:
                    handler(self._context, parcel)
            except Exception as error:  # noqa: BLE001 - nor does a message
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

    async def _one_by_one(self, group: list[Parcel], frames: list[FrameRow]) -> None:
        """Write what a group could not: one bad row takes none of the others along."""
        for parcel in (*group, *(Parcel(frames=(frame,)) for frame in frames)):
            try:
                await self._write([parcel], [])
            except Exception as error:  # noqa: BLE001 - likewise
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
        if store.is_sqlite and not any(parcel.changes for parcel in group):
            async with store.bulk() as bulk:
                self._show(shown, rows, bulk.emit)
                add_rows(bulk, rows)
            return
        async with store.write() as tx:
            self._show(shown, rows, tx.emit)
            for parcel in group:
                for change in parcel.changes:
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
            value, columns = shown_of(reading)
            device = reading.device
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


def _position_row(reading: PositionReading) -> tuple[object, ...]:
    return (
        reading.device.pk,
        reading.time_ms,
        reading.received_ms,
        reading.lat,
        reading.lon,
        reading.altitude_m,
        reading.speed_kmh,
        reading.course_deg,
        reading.satellites,
        reading.signal,
        reading.mileage_m,
        reading.alarm_bits,
        reading.status_bits,
        int(reading.flags),
        reading.event,
        _encode(reading.extra).decode() if reading.extra else None,
    )
