"""Fakes over mocks: a clock that stands still, a scripted line, a journal and a store in memory."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from mingtang_desk.core.errors import LinkLostError, StorageError
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.device.settings import SettingsReading, SettingValue
from mingtang_desk.device.transaction import (
    INTERRUPTED,
    NO_RAW,
    FieldResult,
    FieldState,
    RawBytes,
)
from mingtang_desk.interfaces.storage import LEFT, RESUME, WRITES, DeviceKey, JournalEntry
from mingtang_desk.session.timing import Timing
from mingtang_desk.transports.inbox import Inbox

FAST = Timing(
    reply_s=0.05,
    network_s=0.05,
    write_s=0.05,
    quiet_s=0.005,
    owed_s=0.3,
    cleanup_s=1.0,
    grace_s=5.0,
    read_back_s=2.0,
    confirm_s=0.5,
    restart_s=1.0,
    tick_s=0.2,
    listen_s=0.0,
    gap_s=0.03,
    backoff_s=0.02,
    backoff_max_s=0.1,
)
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


class FakeClock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return self.seconds


class FakeTransport:
    """A line whose far end is a function: bytes sent -> chunks that come back."""

    def __init__(self, answer: Callable[[bytes], Sequence[bytes]] = lambda _: ()) -> None:
        self.answer = answer
        self.written: list[bytes] = []
        self.opened = 0
        self.refuse_open: Exception | None = None
        self._inbox: Inbox | None = None

    @property
    def where(self) -> str:
        return "fake"

    @property
    def writable(self) -> bool:
        return True

    async def open(self) -> None:
        await asyncio.sleep(0)
        if self.refuse_open is not None:
            raise self.refuse_open
        self.opened += 1
        self._inbox = Inbox()

    async def chunks(self) -> AsyncIterator[bytes]:
        if self._inbox is None:
            raise LinkLostError("link_closed", where=self.where)
        async for chunk in self._inbox.chunks():
            yield chunk

    async def write(self, data: bytes) -> None:
        if self._inbox is None:
            raise LinkLostError("link_closed", where=self.where)
        self.written.append(data)
        for chunk in self.answer(data):
            self._inbox.put(chunk)

    async def close(self) -> None:
        if self._inbox is not None:
            self._inbox.end()
            self._inbox = None

    def push(self, chunk: bytes) -> None:
        assert self._inbox is not None
        self._inbox.put(chunk)

    def cut(self) -> None:
        assert self._inbox is not None
        self._inbox.end(LinkLostError("link_lost", where=self.where))


@dataclass
class FakeJournal:
    """Keeps entries in memory; `broken` refuses to begin, `broken_end` to finish."""

    entries: list[JournalEntry] = field(default_factory=list)
    broken: bool = False
    broken_end: bool = False
    on_begin: Callable[[], None] = lambda: None

    async def begin(
        self,
        device: DeviceKey,
        *,
        kind: str,
        who: str,
        old: Mapping[str, SettingValue],
        sent: Mapping[str, SettingValue],
        undoes: int | None = None,
        raw: RawBytes = NO_RAW,
    ) -> int:
        await asyncio.sleep(0)
        if self.broken:
            raise StorageError("journal_failed", detail="the disk is full")
        self.on_begin()
        self.entries.append(
            JournalEntry(
                id=len(self.entries) + 1,
                device=device,
                kind=kind,
                who=who,
                opened=NOW,
                closed=None,
                sent=dict(sent),
                old=dict(old),
                fields={},
                undoes=undoes,
                raw=raw,
            )
        )
        return len(self.entries)

    async def finish(
        self,
        entry: int,
        fields: Mapping[str, FieldResult],
        side_effects: tuple[str, ...],
        raw: RawBytes = NO_RAW,
    ) -> None:
        await asyncio.sleep(0)
        if self.broken_end:
            raise StorageError("journal_not_closed", detail="the disk is full")
        old = self.entries[entry - 1]
        self.entries[entry - 1] = replace(
            old,
            closed=NOW,
            fields=dict(fields),
            side_effects=side_effects,
            raw=replace(old.raw, after=raw.after, sent=raw.sent),
        )

    async def settle(
        self, entry: int, fields: Mapping[str, FieldResult], raw: RawBytes = NO_RAW
    ) -> None:
        await asyncio.sleep(0)
        old = self.entries[entry - 1]
        said = {k: f for k, f in old.fields.items() if f.state is not FieldState.UNKNOWN}
        effects = dict.fromkeys((*old.side_effects, INTERRUPTED))
        self.entries[entry - 1] = replace(
            old, closed=NOW, fields={**fields, **said}, side_effects=tuple(effects)
        )

    async def unsettled(self, device: DeviceKey) -> JournalEntry | None:
        writes = [entry for entry in self.entries if entry.kind in (*WRITES, LEFT)]
        if not writes:
            return None
        newest = writes[-1]
        states = {field.state for field in newest.fields.values()}
        marked = INTERRUPTED in newest.side_effects and states != {FieldState.APPLIED}
        unknown = newest.closed is None or FieldState.UNKNOWN in states
        return newest if newest.kind == LEFT or marked or unknown else None

    async def last_undoable(self, device: DeviceKey) -> JournalEntry | None:
        undone = {entry.undoes for entry in self.entries if entry.kind != LEFT}
        for entry in reversed(self.entries):
            if entry.kind in ("settings", RESUME) and entry.id not in undone:
                return entry
        return None

    @property
    def states(self) -> dict[str, str]:
        """The states of the last entry, by key."""
        return {key: result.state.value for key, result in self.entries[-1].fields.items()}


@dataclass
class FakeStore:
    samples: list[PackSample] = field(default_factory=list)
    settings: list[SettingsReading] = field(default_factory=list)
    counters: list[tuple[str, CounterReading]] = field(default_factory=list)
    events: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    async def store_sample(self, device: DeviceKey, sample: PackSample) -> None:
        self.samples.append(sample)

    def put_sample(self, device: DeviceKey, sample: PackSample) -> None:
        self.samples.append(sample)

    async def store_settings(self, device: DeviceKey, reading: SettingsReading) -> None:
        self.settings.append(reading)

    async def store_counters(
        self, device: DeviceKey, counters: CounterReading, reason: str
    ) -> None:
        self.counters.append((reason, counters))

    async def store_event(
        self, device: DeviceKey, time: datetime, key: str, values: Mapping[str, object]
    ) -> None:
        await asyncio.sleep(0)
        self.events.append((key, dict(values)))
