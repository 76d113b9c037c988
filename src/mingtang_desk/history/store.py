"""The history as the desk sees it: journal and sample store of `interfaces`, queries, observers.

    store = await HistoryStore.open(path, clock)
    await store.store_sample(device, sample)
    await store.close()

Every call raises `StorageError` when the file cannot be read or written.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection

from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import StorageError
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.device.settings import SettingsReading, SettingValue
from mingtang_desk.device.transaction import FieldResult
from mingtang_desk.history import documents, journal_table, logs
from mingtang_desk.history.database import BUSY_S, Database
from mingtang_desk.history.devices import DeviceIndex, find_device, numbers_at
from mingtang_desk.history.importer import import_file
from mingtang_desk.history.queries import Queries
from mingtang_desk.history.records import (
    Backlog,
    CaptureRecord,
    ImportReport,
    Topic,
    microseconds,
)
from mingtang_desk.history.sample_queue import CAPACITY, INTERVAL_S, SampleQueue
from mingtang_desk.history.sample_table import SampleTable
from mingtang_desk.interfaces.storage import DeviceKey, JournalEntry

type Observer = Callable[[Topic], None]


class HistoryStore(Queries):
    """Implements `Journal` and `SampleStore`; made by `open`, belongs to one loop."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        interval_s: float = INTERVAL_S,
        capacity: int = CAPACITY,
    ) -> None:
        super().__init__(database, SampleTable(), clock)
        self._devices = DeviceIndex()
        database.rolled_back += [self._devices.forget, self._samples.forget]
        self._observers: list[Observer] = []
        self._queue = SampleQueue(
            self._commit_samples,
            lambda: self._changed(Topic.BACKLOG),
            interval_s=interval_s,
            capacity=capacity,
        )

    @classmethod
    async def open(
        cls,
        path: Path,
        clock: Clock,
        *,
        busy_s: float = BUSY_S,
        interval_s: float = INTERVAL_S,
        capacity: int = CAPACITY,
    ) -> "HistoryStore":
        """Open a history; make it, and the folder it is in, where there is none.

        Args:
            path: the file.
            clock: for the times the caller does not give.
            busy_s: how long to wait while another program holds the file.
            interval_s: how long a sample of `put_sample` may wait for others.
            capacity: how many such samples may wait.

        Raises:
            StorageError: the file is damaged, newer, not a history, locked or not writable; it was
                left as it is.
        """
        database = Database(path, busy_s=busy_s)
        await database.start()
        return cls(database, clock, interval_s=interval_s, capacity=capacity)

    async def close(self) -> None:
        """Commit what waits and close the file; a second call does nothing."""
        await self._queue.close()
        await self._database.close()

    def observe(self, callback: Observer) -> Callable[[], None]:
        """Call back on the loop's thread after each change; return what ends that.

        Samples are not told: they come from the device itself.
        """
        self._observers.append(callback)

        def unsubscribe() -> None:
            if callback in self._observers:
                self._observers.remove(callback)

        return unsubscribe

    @property
    def backlog(self) -> Backlog:
        """How recording is doing: waiting, stored, dropped, and why the last commit failed."""
        return self._queue.backlog

    # -- Journal -----------------------------------------------------------------------------------

    async def begin(
        self,
        device: DeviceKey,
        *,
        kind: str,
        who: str,
        old: Mapping[str, SettingValue],
        sent: Mapping[str, SettingValue],
        undoes: int | None = None,
    ) -> int:
        """Open an entry, on disk before this returns; return its number.

        Raises:
            StorageError: `journal_failed`; the caller must not send.
        """
        opened_us = microseconds(self._clock.now())

        def job(connection: Connection) -> int:
            number = self._devices.ensure(connection, device, opened_us)
            return journal_table.begin_entry(
                connection,
                number,
                kind=kind,
                who=who,
                opened_us=opened_us,
                old=old,
                sent=sent,
                undoes=undoes,
            )

        try:
            entry = await self._database.write(job, durable=True)
        except StorageError as error:
            raise StorageError("journal_failed", detail=error.message.rstrip(".")) from error
        self._changed(Topic.JOURNAL)
        return entry

    async def finish(
        self, entry: int, fields: Mapping[str, FieldResult], side_effects: tuple[str, ...]
    ) -> None:
        """Close an entry with how each field ended; what was sent and is missing ended unknown."""
        closed_us = microseconds(self._clock.now())
        await self._database.write(
            lambda connection: journal_table.finish_entry(
                connection, entry, closed_us=closed_us, fields=fields, side_effects=side_effects
            ),
            durable=True,
        )
        self._changed(Topic.JOURNAL)

    async def last_undoable(self, device: DeviceKey) -> JournalEntry | None:
        """Return the newest settings entry of this very device that may be in effect, or None.

        What gave the device the id that it has now stands under its former one.
        """

        def job(connection: Connection) -> JournalEntry | None:
            number = find_device(connection, device)
            own = None if number is None else journal_table.last_undoable(connection, number)
            return own or _renaming_of(connection, device)

        return await self._database.read(job)

    # -- SampleStore -------------------------------------------------------------------------------

    async def store_sample(self, device: DeviceKey, sample: PackSample) -> None:
        """Keep one sample; returns when it is committed."""
        await self._queue.store(device, sample)

    def put_sample(self, device: DeviceKey, sample: PackSample) -> None:
        """Keep one sample within a second; returns at once. `backlog` counts what is lost."""
        self._queue.put(device, sample)

    async def store_settings(self, device: DeviceKey, reading: SettingsReading) -> None:
        """Keep a snapshot of settings."""
        await self._keep(
            Topic.SETTINGS,
            device,
            reading.time,
            lambda connection, number: logs.add_settings(connection, number, reading),
        )

    async def store_counters(
        self, device: DeviceKey, counters: CounterReading, reason: str
    ) -> None:
        """Keep counters and why they were read."""
        await self._keep(
            Topic.COUNTERS,
            device,
            counters.time,
            lambda connection, number: logs.add_counters(connection, number, counters, reason),
        )

    async def store_event(
        self, device: DeviceKey, time: datetime, key: str, values: Mapping[str, object]
    ) -> None:
        """Keep an event."""
        await self._keep(
            Topic.EVENTS,
            device,
            time,
            lambda connection, number: logs.add_event(connection, number, time, key, values),
        )

    # -- Documents --------------------------------------------------------------------------------

    async def add_document(
        self,
        device: DeviceKey | None,
        *,
        kind: str,
        who: str,
        title: str,
        body: Mapping[str, object],
    ) -> int:
        """Keep a new document, on disk before this returns; return its number."""
        made_us = microseconds(self._clock.now())

        def job(connection: Connection) -> int:
            number = None if device is None else self._devices.ensure(connection, device, made_us)
            return documents.add_document(
                connection,
                number,
                uid=uuid4().hex,
                kind=kind,
                made_us=made_us,
                who=who,
                title=title,
                body=body,
            )

        number = await self._database.write(job, durable=True)
        self._changed(Topic.DOCUMENTS)
        return number

    async def change_document(
        self, number: int, *, who: str, title: str, body: Mapping[str, object]
    ) -> None:
        """Keep a document as it is now, on disk before this returns.

        Raises:
            StorageError: there is none of this number, or it could not be kept.
        """
        changed_us = microseconds(self._clock.now())
        known = await self._database.write(
            lambda connection: documents.change_document(
                connection, number, changed_us=changed_us, who=who, title=title, body=body
            ),
            durable=True,
        )
        if not known:
            raise StorageError("document_unknown", number=number)
        self._changed(Topic.DOCUMENTS)

    # -- beyond the seams --------------------------------------------------------------------------

    async def store_capture(self, capture: CaptureRecord) -> None:
        """Keep where a capture lies; one of the same path is brought up to date."""
        await self._keep(
            Topic.CAPTURES,
            capture.device,
            capture.start,
            lambda connection, number: logs.add_capture(connection, number, capture),
        )

    async def import_file(self, path: Path) -> ImportReport:
        """Take in an export of a history, or samples as `watch` prints them; nothing is doubled.

        Raises:
            InputFileError: the file cannot be read or a line is wrong; nothing was imported.
        """
        try:
            return await import_file(self._database, self._devices, self._samples, path)
        finally:
            self._changed(Topic.IMPORTED)

    async def _commit_samples(self, batch: Sequence[tuple[DeviceKey, PackSample]]) -> int:
        def job(connection: Connection) -> int:
            rows = [
                (self._devices.ensure(connection, device, microseconds(sample.time)), sample)
                for device, sample in batch
            ]
            return self._samples.insert(connection, rows)

        return await self._database.write(job)

    async def _keep(
        self,
        topic: Topic,
        device: DeviceKey,
        time: datetime,
        add: Callable[[Connection, int], bool],
    ) -> None:
        at_us = microseconds(time)
        await self._database.write(lambda c: add(c, self._devices.ensure(c, device, at_us)))
        self._changed(topic)

    def _changed(self, topic: Topic) -> None:
        for callback in tuple(self._observers):
            callback(topic)


def _renaming_of(connection: Connection, device: DeviceKey) -> JournalEntry | None:
    """Return the newest entry that may be in effect and gave the device at this place its id."""
    if not device.device_id:
        return None
    found = [
        entry
        for number in numbers_at(connection, device)
        if (entry := journal_table.last_undoable(connection, number)) is not None
        and any(device.device_id in (field.sent, field.read) for field in entry.fields.values())
    ]
    return max(found, key=lambda entry: entry.id, default=None)
