"""The history, opened behind the window's first paint: its libraries take longer to load than Qt.

Whoever asks before it is open waits; what cannot be opened gives its reason to everybody who asks,
so that nothing can be written to a device without a journal.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mingtang_desk.core.errors import MingtangError, StorageError

if TYPE_CHECKING:
    from mingtang_desk.core.clock import Clock
    from mingtang_desk.device.sample import CounterReading, PackSample
    from mingtang_desk.device.settings import SettingsReading, SettingValue
    from mingtang_desk.device.transaction import FieldResult, RawBytes
    from mingtang_desk.history.records import CountersRecord, EventRecord, SnapshotRecord
    from mingtang_desk.history.store import HistoryStore
    from mingtang_desk.interfaces.storage import DeskDocument, DeviceKey, JournalEntry

_WAIT_S = 30.0
_EARLY_SAMPLES = 1000


def _load() -> type[HistoryStore]:
    from mingtang_desk.history.store import HistoryStore

    return HistoryStore


def _bytes(raw: RawBytes | None) -> RawBytes:
    from mingtang_desk.device.transaction import NO_RAW

    return NO_RAW if raw is None else raw


class LateHistory:
    """Implements `Journal`, `SampleStore`, `Documents` and the queries of the journal panel."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path, self._clock = path, clock
        self._store: HistoryStore | None = None
        self._error: StorageError | None = None
        self._settled = asyncio.Event()
        self._early: deque[tuple[DeviceKey, PackSample]] = deque(maxlen=_EARLY_SAMPLES)
        self._observers: list[Callable[..., None]] = []

    async def open(self) -> None:
        """Load the libraries and open the file; a refusal is kept for those who ask."""
        try:
            store_type = await asyncio.to_thread(_load)
            self._store = await store_type.open(self._path, self._clock)
        except StorageError as error:
            self._error = error
        else:
            self._store.observe(self._tell)
            while self._early:
                self._store.put_sample(*self._early.popleft())
        finally:
            self._settled.set()
        self._tell("open")

    async def close(self) -> None:
        """Commit what waits and close the file."""
        if self._store is not None:
            await self._store.close()

    async def _ready(self) -> HistoryStore:
        try:
            async with asyncio.timeout(_WAIT_S):
                await self._settled.wait()
        except TimeoutError as error:
            raise StorageError("history_busy", path=self._path) from error
        if self._store is None:
            refusal: MingtangError | None = self._error
            if refusal is None:
                raise StorageError("history_busy", path=self._path)
            raise StorageError(refusal.key, **refusal.values)
        return self._store

    def observe(self, callback: Callable[..., None]) -> Callable[[], None]:
        """Call back with a topic after each change; return what ends that."""
        self._observers.append(callback)

        def end() -> None:
            if callback in self._observers:
                self._observers.remove(callback)

        return end

    def _tell(self, topic: object) -> None:
        for callback in tuple(self._observers):
            callback(topic)

    async def begin(
        self,
        device: DeviceKey,
        *,
        kind: str,
        who: str,
        old: Mapping[str, SettingValue],
        sent: Mapping[str, SettingValue],
        undoes: int | None = None,
        raw: RawBytes | None = None,
    ) -> int:
        """Open a journal entry, durable."""
        store = await self._ready()
        return await store.begin(
            device, kind=kind, who=who, old=old, sent=sent, undoes=undoes, raw=_bytes(raw)
        )

    async def finish(
        self,
        entry: int,
        fields: Mapping[str, FieldResult],
        side_effects: tuple[str, ...],
        raw: RawBytes | None = None,
    ) -> None:
        """Close a journal entry, durable."""
        await (await self._ready()).finish(entry, fields, side_effects, _bytes(raw))

    async def settle(
        self, entry: int, fields: Mapping[str, FieldResult], raw: RawBytes | None = None
    ) -> None:
        """Say how the unknown fields of a journal entry ended, durable."""
        await (await self._ready()).settle(entry, fields, _bytes(raw))

    async def unsettled(self, device: DeviceKey) -> JournalEntry | None:
        """Return the newest write of a device if its end is unknown."""
        return await (await self._ready()).unsettled(device)

    async def last_undoable(self, device: DeviceKey) -> JournalEntry | None:
        """Return the entry that the next undo would take back."""
        return await (await self._ready()).last_undoable(device)

    async def store_sample(self, device: DeviceKey, sample: PackSample) -> None:
        """Keep one sample; returns when it is committed."""
        await (await self._ready()).store_sample(device, sample)

    def put_sample(self, device: DeviceKey, sample: PackSample) -> None:
        """Keep one sample soon; before the file is open it waits here."""
        if self._store is not None:
            self._store.put_sample(device, sample)
        elif self._error is None:
            self._early.append((device, sample))

    async def store_settings(self, device: DeviceKey, reading: SettingsReading) -> None:
        """Keep a snapshot of settings."""
        await (await self._ready()).store_settings(device, reading)

    async def store_counters(
        self, device: DeviceKey, counters: CounterReading, reason: str
    ) -> None:
        """Keep counters."""
        await (await self._ready()).store_counters(device, counters, reason)

    async def store_event(
        self, device: DeviceKey, time: datetime, key: str, values: Mapping[str, object]
    ) -> None:
        """Keep an event."""
        await (await self._ready()).store_event(device, time, key, values)

    async def journal_entries(
        self, device: DeviceKey | None = None, *, limit: int | None = None
    ) -> list[JournalEntry]:
        """Return what was written, newest first."""
        return await (await self._ready()).journal_entries(device, limit=limit)

    async def counters(
        self, device: DeviceKey, *, limit: int | None = None
    ) -> list[CountersRecord]:
        """Return counters of a device, newest first."""
        return await (await self._ready()).counters(device, limit=limit)

    async def snapshots(
        self,
        device: DeviceKey | None = None,
        *,
        end: datetime | None = None,
        limit: int | None = None,
    ) -> list[SnapshotRecord]:
        """Return snapshots of settings up to a moment, newest first."""
        return await (await self._ready()).snapshots(device, end=end, limit=limit)

    async def events(
        self, device: DeviceKey | None = None, *, limit: int | None = None
    ) -> list[EventRecord]:
        """Return events, newest first."""
        return await (await self._ready()).events(device, limit=limit)

    async def add_document(
        self,
        device: DeviceKey | None,
        *,
        kind: str,
        who: str,
        title: str,
        body: Mapping[str, object],
    ) -> int:
        """Keep a new document, durable."""
        store = await self._ready()
        return await store.add_document(device, kind=kind, who=who, title=title, body=body)

    async def change_document(
        self, number: int, *, who: str, title: str, body: Mapping[str, object]
    ) -> None:
        """Keep a document as it is now, durable."""
        store = await self._ready()
        await store.change_document(number, who=who, title=title, body=body)

    async def documents(
        self, device: DeviceKey | None = None, *, kind: str | None = None, limit: int | None = None
    ) -> list[DeskDocument]:
        """Return documents, the last changed first."""
        return await (await self._ready()).documents(device, kind=kind, limit=limit)
