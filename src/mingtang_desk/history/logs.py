"""Events, snapshots of settings, counters, captures: what is kept beside samples and journal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, Table, func, select
from sqlalchemy.dialects.sqlite import insert

from mingtang_desk.device.sample import CounterReading
from mingtang_desk.device.settings import SettingsReading
from mingtang_desk.history.damage import DamagedRowError
from mingtang_desk.history.devices import device_keys
from mingtang_desk.history.reading_io import (
    counters_body,
    parse_counters,
    parse_settings,
    settings_body,
)
from mingtang_desk.history.records import (
    CaptureRecord,
    CountersRecord,
    EventRecord,
    SnapshotRecord,
    microseconds,
    moment_of,
)
from mingtang_desk.history.rows import check_seal, pack, seal, unpack_object
from mingtang_desk.history.schema import CAPTURES, COUNTERS, EVENTS, SNAPSHOTS
from mingtang_desk.interfaces.storage import DeviceKey

type Keys = Mapping[int, DeviceKey]


def add_event(
    connection: Connection, device: int, time: datetime, key: str, values: Mapping[str, object]
) -> bool:
    """Keep an event; False = it was there already, word for word."""
    return _add(connection, EVENTS, device, time, pack(dict(values)), key=key)


def add_settings(connection: Connection, device: int, reading: SettingsReading) -> bool:
    """Keep a snapshot of settings; False = it was there already."""
    return _add(connection, SNAPSHOTS, device, reading.time, pack(settings_body(reading)))


def add_counters(connection: Connection, device: int, reading: CounterReading, reason: str) -> bool:
    """Keep counters; False = they were there already."""
    body = pack(counters_body(reading))
    return _add(connection, COUNTERS, device, reading.time, body, reason=reason)


def add_capture(connection: Connection, device: int, capture: CaptureRecord) -> bool:
    """Keep where a capture lies; one known by its path is brought up to date."""
    row = {
        "path": capture.path,
        "device": device,
        "start": microseconds(capture.start),
        "end": microseconds(capture.end),
        "bytes": capture.bytes,
    }
    known = select(func.count()).where(CAPTURES.c.path == capture.path)
    is_new = not connection.execute(known).scalar_one()
    statement = insert(CAPTURES).values(row)
    statement = statement.on_conflict_do_update(index_elements=[CAPTURES.c.path], set_=row)
    connection.execute(statement)
    return is_new


def events(
    connection: Connection,
    *,
    device: int | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
    limit: int | None = None,
) -> list[EventRecord]:
    """Return events, newest first; both ends of the range are inclusive."""
    keys = device_keys(connection)
    rows = connection.execute(_query(EVENTS, device, start, end, limit)).mappings()
    return [event_of(row, keys) for row in rows]


def snapshots(
    connection: Connection,
    *,
    device: int | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
    limit: int | None = None,
) -> list[SnapshotRecord]:
    """Return snapshots of settings, newest first; both ends of the range are inclusive."""
    keys = device_keys(connection)
    rows = connection.execute(_query(SNAPSHOTS, device, start, end, limit)).mappings()
    return [snapshot_of(row, keys) for row in rows]


def counters(
    connection: Connection,
    *,
    device: int | None = None,
    reason: str | None = None,
    limit: int | None = None,
) -> list[CountersRecord]:
    """Return counters, newest first; `reason` picks those read for it."""
    keys = device_keys(connection)
    query = _query(COUNTERS, device, None, None, limit)
    if reason is not None:
        query = query.where(COUNTERS.c.reason == reason)
    return [counters_of(row, keys) for row in connection.execute(query).mappings()]


def event_of(row: RowMapping, keys: Keys) -> EventRecord:
    """Return the event of a row; DamagedRowError when it is not what was written."""
    what = f"event {row['id']}"
    values = _body(row, what, row["key"])
    device = _device(keys, row, what)
    return EventRecord(device=device, time=moment_of(row["at"]), key=row["key"], values=values)


def snapshot_of(row: RowMapping, keys: Keys) -> SnapshotRecord:
    """Return the snapshot of a row; DamagedRowError when it is not what was written."""
    what = f"settings snapshot {row['id']}"
    body = _body(row, what)
    try:
        reading = parse_settings(body, moment_of(row["at"]))
    except ValueError as error:
        raise DamagedRowError(f"{what}: {error}") from error
    return SnapshotRecord(device=_device(keys, row, what), reading=reading)


def counters_of(row: RowMapping, keys: Keys) -> CountersRecord:
    """Return the counters of a row; DamagedRowError when it is not what was written."""
    what = f"counters {row['id']}"
    body = _body(row, what, row["reason"])
    try:
        reading = parse_counters(body, moment_of(row["at"]))
    except ValueError as error:
        raise DamagedRowError(f"{what}: {error}") from error
    device = _device(keys, row, what)
    return CountersRecord(device=device, reading=reading, reason=row["reason"])


def captures(connection: Connection, *, device: int | None = None) -> list[CaptureRecord]:
    """Return captures, newest first."""
    query = select(CAPTURES).order_by(CAPTURES.c.start.desc(), CAPTURES.c.id.desc())
    if device is not None:
        query = query.where(CAPTURES.c.device == device)
    keys = device_keys(connection)
    return [
        CaptureRecord(
            device=_device(keys, row, f"capture {row['id']}"),
            path=row["path"],
            start=moment_of(row["start"]),
            end=moment_of(row["end"]),
            bytes=row["bytes"],
        )
        for row in connection.execute(query).mappings()
    ]


def count_events(connection: Connection) -> int:
    """Return how many events there are."""
    return int(connection.execute(select(func.count()).select_from(EVENTS)).scalar_one())


def _add(
    connection: Connection, table: Table, device: int, time: datetime, body: str, **words: str
) -> bool:
    at = microseconds(time)
    crc = seal(device, at, body, *words.values())
    row: dict[str, Any] = {"device": device, "at": at, "body": body, "crc": crc, **words}
    statement = insert(table).on_conflict_do_nothing().returning(table.c.id)
    return connection.execute(statement, row).first() is not None


def _body(row: RowMapping, what: str, *words: str) -> dict[str, object]:
    check_seal(row["crc"], what, row["device"], row["at"], row["body"], *words)
    return unpack_object(row["body"], what)


def _device(keys: Keys, row: RowMapping, what: str) -> DeviceKey:
    key = keys.get(row["device"])
    if key is None:
        raise DamagedRowError(f"{what}: its device {row['device']} is missing")
    return key


def _query(
    table: Table,
    device: int | None,
    start: datetime | None,
    end: datetime | None,
    limit: int | None,
) -> Select[Any]:
    query = select(table).order_by(table.c.at.desc(), table.c.id.desc())
    if device is not None:
        query = query.where(table.c.device == device)
    if start is not None:
        query = query.where(table.c.at >= microseconds(start))
    if end is not None:
        query = query.where(table.c.at <= microseconds(end))
    return query if limit is None else query.limit(limit)
