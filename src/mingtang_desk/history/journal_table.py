"""The journal: what was written to devices. A row is there before the first byte leaves."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from mingtang_desk.core.errors import StorageError
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.device.transaction import (
    INTERRUPTED,
    NO_RAW,
    FieldResult,
    FieldState,
    RawBytes,
)
from mingtang_desk.history.damage import DamagedRowError
from mingtang_desk.history.devices import device_keys
from mingtang_desk.history.journal_raw import keep_raw, raw_of, raw_rows
from mingtang_desk.history.records import microseconds, moment_of
from mingtang_desk.history.rows import check_seal, pack, scalars, seal, unpack, unpack_object
from mingtang_desk.history.schema import JOURNAL, JOURNAL_FIELDS
from mingtang_desk.interfaces.storage import DeviceKey, JournalEntry


def begin_entry(
    connection: Connection,
    device: int,
    *,
    kind: str,
    who: str,
    opened_us: int,
    old: Mapping[str, SettingValue],
    sent: Mapping[str, SettingValue],
    undoes: int | None,
    raw: RawBytes = NO_RAW,
    imported: bool = False,
) -> int:
    """Open an entry and return its number."""
    row: dict[str, Any] = {
        "device": device,
        "kind": kind,
        "who": who,
        "opened": opened_us,
        "sent": pack(dict(sent)),
        "old": pack(dict(old)),
        "undoes": undoes,
        "imported": imported,
    }
    row["crc"] = _seal(row)
    made = insert(JOURNAL).values(row).returning(JOURNAL.c.id)
    entry = int(connection.execute(made).scalar_one())
    keep_raw(connection, entry, raw)
    return entry


def finish_entry(
    connection: Connection,
    entry: int,
    *,
    closed_us: int,
    fields: Mapping[str, FieldResult],
    side_effects: Sequence[str],
    raw: RawBytes = NO_RAW,
) -> None:
    """Close an entry; a field that was sent and is not in `fields` ended unknown.

    Raises:
        StorageError: there is no such open entry.
    """
    row = connection.execute(select(JOURNAL).where(JOURNAL.c.id == entry)).mappings().first()
    if row is None or row["closed"] is not None:
        detail = f"there is no open entry {entry}"
        raise StorageError("journal_not_closed", detail=detail)
    results = _unknown(row) | dict(fields)
    rows = [
        _field_row(entry, position, key, field)
        for position, (key, field) in enumerate(results.items())
    ]
    if rows:
        connection.execute(insert(JOURNAL_FIELDS), rows)
    closing = update(JOURNAL).where(JOURNAL.c.id == entry)
    connection.execute(closing.values(closed=closed_us, side_effects=pack(list(side_effects))))
    keep_raw(connection, entry, raw)


def settle_entry(
    connection: Connection,
    entry: int,
    *,
    closed_us: int,
    fields: Mapping[str, FieldResult],
    raw: RawBytes = NO_RAW,
) -> None:
    """Say how the fields ended of which that is unknown; an open entry is closed.

    What was said of a field before stays as it is.

    Raises:
        StorageError: there is no such entry.
    """
    row = connection.execute(select(JOURNAL).where(JOURNAL.c.id == entry)).mappings().first()
    if row is None or row["closed"] is None:
        effects = (INTERRUPTED,)
        finish_entry(
            connection, entry, closed_us=closed_us, fields=fields, side_effects=effects, raw=raw
        )
        return
    known = unpack(row["side_effects"] or "[]", f"journal entry {entry}")
    if isinstance(known, list) and INTERRUPTED not in known:
        marked = update(JOURNAL).where(JOURNAL.c.id == entry)
        connection.execute(marked.values(side_effects=pack([*known, INTERRUPTED])))
    for old in fields_of(connection, [entry]).get(entry, []):
        field = fields.get(old["key"])
        if field is None or old["state"] != FieldState.UNKNOWN.value:
            continue
        table, position = JOURNAL_FIELDS.c, old["position"]
        where = (table.entry == entry, table.position == position)
        connection.execute(delete(JOURNAL_FIELDS).where(*where))
        new = _field_row(entry, position, old["key"], field)
        connection.execute(insert(JOURNAL_FIELDS).values(new))
    keep_raw(connection, entry, raw)


def entries(
    connection: Connection, *, device: int | None = None, limit: int | None = None
) -> list[JournalEntry]:
    """Return entries, newest first."""
    query = select(JOURNAL).order_by(JOURNAL.c.imported, JOURNAL.c.id.desc())
    if device is not None:
        query = query.where(JOURNAL.c.device == device)
    return load_entries(connection, query if limit is None else query.limit(limit))


def all_entries(connection: Connection) -> list[JournalEntry]:
    """Return every entry, in the order they were opened here."""
    return load_entries(connection, select(JOURNAL).order_by(JOURNAL.c.id))


def find_entry(connection: Connection, device: int, entry: JournalEntry) -> int | None:
    """Return the number of an entry that says the same, None when there is none."""
    query = select(JOURNAL.c.id).where(
        JOURNAL.c.device == device,
        JOURNAL.c.opened == microseconds(entry.opened),
        JOURNAL.c.kind == entry.kind,
        JOURNAL.c.who == entry.who,
        JOURNAL.c.sent == pack(dict(entry.sent)),
    )
    number = connection.execute(query.order_by(JOURNAL.c.id)).scalars().first()
    return None if number is None else int(number)


def load_entries(connection: Connection, query: Select[Any]) -> list[JournalEntry]:
    """Return the entries of a query of `JOURNAL`."""
    rows = connection.execute(query).mappings().all()
    keys = device_keys(connection) if rows else {}
    numbers = [row["id"] for row in rows]
    fields, raw = fields_of(connection, numbers), raw_rows(connection, numbers)
    return [entry_of(row, keys, fields.get(row["id"], []), raw.get(row["id"], [])) for row in rows]


def fields_of(connection: Connection, numbers: Sequence[int]) -> dict[int, list[RowMapping]]:
    """Return the rows of the fields of entries, by number of the entry."""
    found: dict[int, list[RowMapping]] = {}
    # SQLite takes a bounded number of values in one statement.
    for begin in range(0, len(numbers), 500):
        part = numbers[begin : begin + 500]
        query = select(JOURNAL_FIELDS).where(JOURNAL_FIELDS.c.entry.in_(part))
        query = query.order_by(JOURNAL_FIELDS.c.entry, JOURNAL_FIELDS.c.position)
        for row in connection.execute(query).mappings():
            found.setdefault(row["entry"], []).append(row)
    return found


def entry_of(
    row: RowMapping,
    keys: Mapping[int, DeviceKey],
    rows: Iterable[RowMapping],
    raw: Iterable[RowMapping] = (),
) -> JournalEntry:
    """Return the entry of a row, of the rows of its fields and of those of its bytes.

    Raises:
        DamagedRowError: it is not what was written, or was closed without the end of a field.
    """
    what = f"journal entry {row['id']}"
    check_seal(row["crc"], what, *_sealed(row))
    if row["device"] not in keys:
        raise DamagedRowError(f"{what}: its device {row['device']} is missing")
    side_effects = unpack(row["side_effects"] or "[]", what)
    if not isinstance(side_effects, list):
        raise DamagedRowError(f"{what}: its side effects are no list")
    unfinished = row["closed"] is None
    sent = scalars(unpack_object(row["sent"], what), what)
    fields = _unknown(row) if unfinished else _results(rows, what)
    missing = [key for key in sent if key not in fields]
    if missing:
        raise DamagedRowError(f"{what}: no result of {', '.join(missing)}")
    return JournalEntry(
        id=row["id"],
        device=keys[row["device"]],
        kind=row["kind"],
        who=row["who"],
        opened=moment_of(row["opened"]),
        closed=None if unfinished else moment_of(row["closed"]),
        sent=sent,
        old=scalars(unpack_object(row["old"], what), what),
        fields=fields,
        side_effects=tuple(str(effect) for effect in side_effects),
        undoes=row["undoes"],
        raw=raw_of(raw, what),
    )


def _field_row(entry: int, position: int, key: str, field: FieldResult) -> dict[str, object]:
    row: dict[str, object] = {
        "entry": entry,
        "position": position,
        "key": key,
        "old": pack(field.old),
        "sent": pack(field.sent),
        "read": pack(field.read),
        "state": field.state.value,
    }
    return row | {"crc": seal(*row.values())}


def _results(rows: Iterable[RowMapping], what: str) -> dict[str, FieldResult]:
    results: dict[str, FieldResult] = {}
    for row in rows:
        place = f"{what}, {row['key']}"
        *sealed, crc = row.values()
        check_seal(crc, place, *sealed)
        values = {name: unpack(row[name], place) for name in ("old", "sent", "read")}
        known = scalars({name: v for name, v in values.items() if v is not None}, place)
        if "sent" not in known or row["state"] not in set(FieldState):
            raise DamagedRowError(f"{place}: not the result of a write")
        results[row["key"]] = FieldResult(
            old=known.get("old"),
            sent=known["sent"],
            read=known.get("read"),
            state=FieldState(row["state"]),
        )
    return results


def _unknown(row: RowMapping) -> dict[str, FieldResult]:
    """Return the fields of an entry that was never closed: whether they arrived, nobody knows."""
    what = f"journal entry {row['id']}"
    old = scalars(unpack_object(row["old"], what), what)
    return {
        key: FieldResult(old=old.get(key), sent=sent, read=None, state=FieldState.UNKNOWN)
        for key, sent in scalars(unpack_object(row["sent"], what), what).items()
    }


def _sealed(row: Mapping[str, Any] | RowMapping) -> list[object]:
    return [row[name] for name in ("device", "kind", "who", "opened", "sent", "old")]


def _seal(row: Mapping[str, Any]) -> int:
    return seal(*_sealed(row))
