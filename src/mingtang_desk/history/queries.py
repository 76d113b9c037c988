"""What can be asked of a history. An answer is one state of the file; none waits."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from mingtang_desk.core.clock import Clock
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.history import documents, journal_table, logs
from mingtang_desk.history.database import Database
from mingtang_desk.history.devices import all_devices, find_device
from mingtang_desk.history.export_lines import export_to
from mingtang_desk.history.preflight import wal_of
from mingtang_desk.history.records import (
    CaptureRecord,
    DeviceRecord,
    EventRecord,
    HistoryStat,
    SnapshotRecord,
    Verification,
)
from mingtang_desk.history.sample_table import SampleTable, key_of
from mingtang_desk.history.verify import verify_file
from mingtang_desk.interfaces.storage import DeskDocument, DeviceKey, JournalEntry

_PAGE = 2000


class Queries:
    """The reading half of `HistoryStore`. A device the history does not know has simply nothing."""

    def __init__(self, database: Database, samples: SampleTable, clock: Clock) -> None:
        self._database = database
        self._samples = samples
        self._clock = clock

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    async def devices(self) -> list[DeviceRecord]:
        """Return every device, the first known one first."""
        return await self._database.read(all_devices)

    async def samples(
        self,
        device: DeviceKey,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        limit: int | None = None,
        newest: bool = False,
    ) -> list[PackSample]:
        """Return samples of a device in order of time.

        Args:
            device: whose.
            start: from here, inclusive, to the millisecond.
            end: up to here, inclusive, to the millisecond.
            limit: at most so many of the range: its first, or with `newest` its last.
            newest: see `limit`.
        """

        def job(connection: Connection, number: int) -> list[PackSample]:
            found = self._samples.read(
                connection, device=number, start=start, end=end, limit=limit, newest=newest
            )
            samples = [sample for _, sample in found]
            return samples[::-1] if newest else samples

        return await self._of_device(device, job, [])

    async def iter_samples(
        self, device: DeviceKey, *, start: datetime | None = None, end: datetime | None = None
    ) -> AsyncIterator[PackSample]:
        """Yield samples of a device in order of time, a page at a time, however many there are."""
        after: tuple[int, int] | None = None

        def job(connection: Connection, number: int) -> list[tuple[int, PackSample]]:
            found = self._samples.read(
                connection, device=number, start=start, end=end, after=after, limit=_PAGE
            )
            return list(found)

        while True:
            page: list[tuple[int, PackSample]] = await self._of_device(device, job, [])
            for _, sample in page:
                yield sample
            if len(page) < _PAGE:
                return
            after = key_of(*page[-1])

    async def events(
        self,
        device: DeviceKey | None = None,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        limit: int | None = None,
    ) -> list[EventRecord]:
        """Return events of one device or of all, newest first; both ends are inclusive."""
        return await self._of_any(
            device,
            lambda connection, number: logs.events(
                connection, device=number, start=start, end=end, limit=limit
            ),
        )

    async def snapshots(
        self,
        device: DeviceKey | None = None,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        limit: int | None = None,
    ) -> list[SnapshotRecord]:
        """Return snapshots of settings, newest first; both ends are inclusive."""
        return await self._of_any(
            device,
            lambda connection, number: logs.snapshots(
                connection, device=number, start=start, end=end, limit=limit
            ),
        )

    async def journal_entries(
        self, device: DeviceKey | None = None, *, limit: int | None = None
    ) -> list[JournalEntry]:
        """Return what was written, newest first; imported entries after those made here."""
        return await self._of_any(
            device,
            lambda connection, number: journal_table.entries(
                connection, device=number, limit=limit
            ),
        )

    async def last_counters(
        self, device: DeviceKey, *, reason: str | None = None
    ) -> CounterReading | None:
        """Return the newest counters of a device, of those read for a reason if one is given."""

        def job(connection: Connection, number: int) -> CounterReading | None:
            found = logs.counters(connection, device=number, reason=reason, limit=1)
            return found[0].reading if found else None

        return await self._of_device(device, job, None)

    async def captures(self, device: DeviceKey | None = None) -> list[CaptureRecord]:
        """Return captures, newest first."""
        return await self._of_any(
            device, lambda connection, number: logs.captures(connection, device=number)
        )

    async def documents(
        self, device: DeviceKey | None = None, *, kind: str | None = None, limit: int | None = None
    ) -> list[DeskDocument]:
        """Return documents of one device or of all, the last changed first."""
        found = await self._of_any(
            device,
            lambda connection, number: documents.documents(
                connection, device=number, kind=kind, limit=limit
            ),
        )
        return [item.document for item in found]

    async def stat(self) -> HistoryStat:
        """Return how much there is. Counts every sample: seconds, in a file of years."""

        def job(connection: Connection) -> HistoryStat:
            samples, start, end = self._samples.count(connection)
            log = wal_of(self.path)
            return HistoryStat(
                devices=len(all_devices(connection)),
                samples=samples,
                events=logs.count_events(connection),
                start=start,
                end=end,
                bytes=sum(file.stat().st_size for file in (self.path, log) if file.exists()),
            )

        return await self._database.read(job)

    async def verify(self) -> Verification:
        """Check every page, reference and row; nothing is changed."""
        return await asyncio.to_thread(verify_file, self.path)

    async def export(self, out: Path) -> int:
        """Write everything to a file of JSON lines, whole or not at all; return how many lines.

        Raises:
            StorageError: the file cannot be written, or it is the history itself.
        """
        now = self._clock.now()
        return await self._database.read(
            lambda connection: export_to(connection, self._samples, out, history=self.path, now=now)
        )

    async def _of_device[T](
        self, device: DeviceKey, job: Callable[[Connection, int], T], nothing: T
    ) -> T:
        def found(connection: Connection) -> T:
            number = find_device(connection, device)
            return nothing if number is None else job(connection, number)

        return await self._database.read(found)

    async def _of_any[T](
        self, device: DeviceKey | None, job: Callable[[Connection, int | None], list[T]]
    ) -> list[T]:
        if device is not None:
            return await self._of_device(device, job, [])
        return await self._database.read(lambda connection: job(connection, None))
