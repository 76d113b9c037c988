"""Brings the items of a file into the history, in small transactions: recording goes on meanwhile.

The file is read twice, first to check every line, so that a bad one is refused before anything is
kept. What is there already is left alone: the same file can be imported again, also after a break.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, select

from mingtang_desk.core.clock import iso
from mingtang_desk.device.json import sample_json
from mingtang_desk.device.sample import PackSample
from mingtang_desk.history import logs
from mingtang_desk.history.database import Database
from mingtang_desk.history.devices import DeviceIndex, key_of
from mingtang_desk.history.documents import keep_item
from mingtang_desk.history.import_lines import Item, SampleItem, read_items
from mingtang_desk.history.journal_table import begin_entry, find_entry, finish_entry
from mingtang_desk.history.records import (
    CaptureRecord,
    CountersRecord,
    DocumentItem,
    EventRecord,
    ImportReport,
    SnapshotRecord,
    microseconds,
)
from mingtang_desk.history.sample_table import SampleTable
from mingtang_desk.history.schema import DEVICES
from mingtang_desk.interfaces.storage import DeviceKey, JournalEntry

BATCH = 256

type _Board = tuple[str, str | None]


async def import_file(
    database: Database, devices: DeviceIndex, samples: SampleTable, path: Path
) -> ImportReport:
    """Import a file.

    Raises:
        InputFileError: the file cannot be read or a line is wrong; nothing was imported.
        StorageError: the history cannot be written; what was imported until then stays.
    """
    firsts = await asyncio.to_thread(_survey, path)
    addresses = await database.read(lambda connection: _resolve(connection, samples, firsts))
    importer = _Importer(devices, samples, addresses)
    items = read_items(path)
    while batch := await asyncio.to_thread(_take, items):
        await database.write(partial(importer.keep, batch=batch))
    return importer.report()


def _take(items: Iterator[Item]) -> list[Item]:
    return list(islice(items, BATCH))


def _survey(path: Path) -> dict[_Board, PackSample]:
    """Check every line; return the first sample of each board without an address in the file."""
    firsts: dict[_Board, PackSample] = {}
    for item in read_items(path):
        if isinstance(item, SampleItem) and item.device is None:
            firsts.setdefault((item.sample.protocol, item.sample.device_id), item.sample)
    return firsts


def _resolve(
    connection: Connection, samples: SampleTable, firsts: Mapping[_Board, PackSample]
) -> dict[_Board, DeviceKey]:
    """Return whose samples without address are.

    They belong to the device that already holds the first of them; else, where the board has an id,
    to the first device of that id; else to a device of their own, named for when it begins, not for
    the file, which may be renamed.
    """
    found: dict[_Board, DeviceKey] = {}
    for (protocol, device_id), first in firsts.items():
        query = select(DEVICES).where(
            DEVICES.c.protocol == protocol, DEVICES.c.device_id.is_not_distinct_from(device_id)
        )
        known = connection.execute(query.order_by(DEVICES.c.id)).mappings().all()
        holders = [row for row in known if _holds(connection, samples, row["id"], first)]
        rows = holders or (known if device_id is not None else [])
        found[protocol, device_id] = (
            key_of(rows[0])
            if rows
            else DeviceKey(protocol=protocol, device_id=device_id, uri=f"import:{iso(first.time)}")
        )
    return found


def _holds(connection: Connection, samples: SampleTable, device: int, sample: PackSample) -> bool:
    same = samples.read(connection, device=device, start=sample.time, end=sample.time)
    return any(sample_json(kept) == sample_json(sample) for _, kept in same)


class _Importer:
    """Keeps items and counts what was new; counts grow only with a commit of their own batch."""

    def __init__(
        self, devices: DeviceIndex, samples: SampleTable, addresses: Mapping[_Board, DeviceKey]
    ) -> None:
        self._devices = devices
        self._samples = samples
        self._addresses = addresses
        self._entries: dict[int, int] = {}
        self._seen = 0
        self._new = 0
        self._others = 0

    def report(self) -> ImportReport:
        return ImportReport(samples=self._new, known=self._seen - self._new, others=self._others)

    def keep(self, connection: Connection, batch: Sequence[Item]) -> None:
        rows: list[tuple[int, PackSample]] = []
        for item in batch:
            if isinstance(item, SampleItem):
                sample = item.sample
                device = item.device or self._addresses[sample.protocol, sample.device_id]
                at_us = microseconds(sample.time)
                rows.append((self._devices.ensure(connection, device, at_us), sample))
            else:
                self._others += self._keep_other(connection, item)
        self._seen += len(rows)
        self._new += self._samples.insert(connection, rows)

    def _keep_other(
        self,
        connection: Connection,
        item: (
            EventRecord
            | SnapshotRecord
            | CountersRecord
            | JournalEntry
            | CaptureRecord
            | DocumentItem
        ),
    ) -> bool:
        match item:
            case EventRecord():
                number = self._device(connection, item.device, microseconds(item.time))
                return logs.add_event(connection, number, item.time, item.key, item.values)
            case SnapshotRecord():
                number = self._device(connection, item.device, microseconds(item.reading.time))
                return logs.add_settings(connection, number, item.reading)
            case CountersRecord():
                number = self._device(connection, item.device, microseconds(item.reading.time))
                return logs.add_counters(connection, number, item.reading, item.reason)
            case JournalEntry():
                number = self._device(connection, item.device, microseconds(item.opened))
                return self._keep_entry(connection, number, item)
            case CaptureRecord():
                number = self._device(connection, item.device, microseconds(item.start))
                return logs.add_capture(connection, number, item)
            case DocumentItem():
                made, key = microseconds(item.document.made), item.document.device
                owner = None if key is None else self._device(connection, key, made)
                return keep_item(connection, owner, item)

    def _device(self, connection: Connection, key: DeviceKey, at_us: int) -> int:
        return self._devices.ensure(connection, key, at_us)

    def _keep_entry(self, connection: Connection, device: int, entry: JournalEntry) -> bool:
        known = find_entry(connection, device, entry)
        if known is not None:
            self._entries[entry.id] = known
            return False
        number = begin_entry(
            connection,
            device,
            kind=entry.kind,
            who=entry.who,
            opened_us=microseconds(entry.opened),
            old=entry.old,
            sent=entry.sent,
            undoes=None if entry.undoes is None else self._entries.get(entry.undoes),
            raw=entry.raw,
            imported=True,
        )
        self._entries[entry.id] = number
        if entry.closed is not None:
            finish_entry(
                connection,
                number,
                closed_us=microseconds(entry.closed),
                fields=entry.fields,
                side_effects=entry.side_effects,
            )
        return True
