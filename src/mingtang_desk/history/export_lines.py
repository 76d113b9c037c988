"""A history as JSON lines: a header, the devices, then everything kept about them.

    {"format": "mingtang-history/1", ...}
    {"type": "device", "id": 1, "protocol": "jbd", "device_id": null, "uri": "sim://jbd-13s", ...}
    {"type": "sample", "device": 1, "sample": {...}}
    {"type": "end", "lines": 812}

A sample is the JSON every command prints, with its times in full. The last line tells a whole file
from one that was cut.
"""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection

from mingtang_desk.core.errors import StorageError
from mingtang_desk.history import documents, logs
from mingtang_desk.history.devices import all_devices
from mingtang_desk.history.failures import storage_errors
from mingtang_desk.history.journal_table import all_entries
from mingtang_desk.history.reading_io import counters_body, settings_body
from mingtang_desk.history.sample_io import exact_json
from mingtang_desk.history.sample_table import SampleTable
from mingtang_desk.history.schema import REVISIONS
from mingtang_desk.interfaces.storage import DeviceKey, JournalEntry

FORMAT = "mingtang-history/1"


def export_to(
    connection: Connection, samples: SampleTable, out: Path, *, history: Path, now: datetime
) -> int:
    """Write everything to a file; it appears whole or not at all. Return the number of lines.

    Raises:
        StorageError: the file cannot be written, or it is the history itself.
    """
    with storage_errors(out, writing=True):
        if out.exists() and out.samefile(history):
            raise StorageError("file_unwritable", path=out, detail="it is the history itself")
        out.parent.mkdir(parents=True, exist_ok=True)
        part = out.with_name(f"{out.name}.{uuid4().hex}.part")
        try:
            with part.open("x", encoding="utf-8", newline="\n") as file:
                count = 0
                for document in _documents(connection, samples, now):
                    file.write(json.dumps(document, ensure_ascii=False) + "\n")
                    count += 1
                file.write(json.dumps({"type": "end", "lines": count + 1}) + "\n")
                file.flush()
                os.fsync(file.fileno())
            part.replace(out)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise
    return count + 1


def full_time(moment: datetime) -> str:
    """Return an aware time with its microseconds."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _documents(
    connection: Connection, samples: SampleTable, now: datetime
) -> Iterator[dict[str, object]]:
    yield {"format": FORMAT, "exported": full_time(now), "schema": REVISIONS[-1]}
    numbers: dict[tuple[str, str | None, str], int] = {}
    for device in all_devices(connection):
        key = device.key
        numbers[_triple(key)] = device.id
        yield {
            "type": "device",
            "id": device.id,
            "protocol": key.protocol,
            "device_id": key.device_id,
            "uri": key.uri,
            "name": key.name,
            "first_seen": full_time(device.first_seen),
            "last_seen": full_time(device.last_seen),
        }
    for number, sample in samples.read(connection):
        yield {"type": "sample", "device": number, "sample": exact_json(sample)}
    for event in reversed(logs.events(connection)):
        yield {
            "type": "event",
            "device": numbers[_triple(event.device)],
            "time": full_time(event.time),
            "key": event.key,
            "values": dict(event.values),
        }
    for snapshot in reversed(logs.snapshots(connection)):
        yield {
            "type": "settings",
            "device": numbers[_triple(snapshot.device)],
            "time": full_time(snapshot.reading.time),
            **settings_body(snapshot.reading),
        }
    for counted in reversed(logs.counters(connection)):
        yield {
            "type": "counters",
            "device": numbers[_triple(counted.device)],
            "time": full_time(counted.reading.time),
            "reason": counted.reason,
            **counters_body(counted.reading),
        }
    for entry in all_entries(connection):
        yield _journal(entry, numbers[_triple(entry.device)])
    for capture in reversed(logs.captures(connection)):
        yield {
            "type": "capture",
            "device": numbers[_triple(capture.device)],
            "path": capture.path,
            "from": full_time(capture.start),
            "to": full_time(capture.end),
            "bytes": capture.bytes,
        }
    for item in reversed(documents.documents(connection)):
        document = item.document
        yield {
            "type": "document",
            "device": None if document.device is None else numbers[_triple(document.device)],
            "uid": item.uid,
            "kind": document.kind,
            "made": full_time(document.made),
            "changed": full_time(document.changed),
            "who": document.who,
            "title": document.title,
            "body": dict(document.body),
        }


def _journal(entry: JournalEntry, device: int) -> dict[str, object]:
    fields = {
        key: {"old": field.old, "sent": field.sent, "read": field.read, "state": field.state.value}
        for key, field in entry.fields.items()
    }
    return {
        "type": "journal",
        "device": device,
        "id": entry.id,
        "kind": entry.kind,
        "who": entry.who,
        "opened": full_time(entry.opened),
        "closed": None if entry.closed is None else full_time(entry.closed),
        "sent": dict(entry.sent),
        "old": dict(entry.old),
        "fields": fields,
        "side_effects": list(entry.side_effects),
        "undoes": entry.undoes,
    }


def _triple(key: DeviceKey) -> tuple[str, str | None, str]:
    return key.protocol, key.device_id, key.uri
