"""The raw bytes of journal entries: one row for each of before, after and sent, as hexadecimal."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, RowMapping, select
from sqlalchemy.dialects.sqlite import insert

from mingtang_desk.device.transaction import NO_RAW, RawBytes
from mingtang_desk.history.damage import DamagedRowError
from mingtang_desk.history.failures import InvalidDocumentError
from mingtang_desk.history.rows import check_seal, pack, seal, unpack
from mingtang_desk.history.schema import JOURNAL_RAW

_PARTS = ("before", "after", "sent")


def keep_raw(connection: Connection, entry: int, raw: RawBytes) -> None:
    """Keep what there is; a part that is kept anew takes the place of the former one."""
    for part, body in raw_body(raw).items():
        row = {"entry": entry, "part": part, "body": pack(body)}
        row["crc"] = seal(*row.values())
        made = insert(JOURNAL_RAW).values(row)
        changed = {"body": made.excluded.body, "crc": made.excluded.crc}
        connection.execute(made.on_conflict_do_update(["entry", "part"], set_=changed))


def raw_rows(connection: Connection, entries: Sequence[int]) -> dict[int, list[RowMapping]]:
    """Return the rows of entries, by number of the entry."""
    found: dict[int, list[RowMapping]] = {}
    # SQLite takes a bounded number of values in one statement.
    for begin in range(0, len(entries), 500):
        part = entries[begin : begin + 500]
        query = select(JOURNAL_RAW).where(JOURNAL_RAW.c.entry.in_(part))
        for row in connection.execute(query).mappings():
            found.setdefault(row["entry"], []).append(row)
    return found


def raw_of(rows: Iterable[RowMapping], what: str) -> RawBytes:
    """Return the bytes of the rows of one entry.

    Raises:
        DamagedRowError: they are not what was written.
    """
    body: dict[str, object] = {}
    for row in rows:
        *sealed, crc = row.values()
        check_seal(crc, f"{what}, bytes {row['part']}", *sealed)
        body[row["part"]] = unpack(row["body"], what)
    try:
        return parse_raw(body)
    except InvalidDocumentError as error:
        raise DamagedRowError(f"{what}: {error}") from error


def raw_body(raw: RawBytes) -> dict[str, object]:
    """Return the JSON of raw bytes; what there is none of is left out."""
    body: dict[str, object] = {
        "before": {name: data.hex() for name, data in raw.before.items()},
        "after": {name: data.hex() for name, data in raw.after.items()},
        "sent": [data.hex() for data in raw.sent],
    }
    return {part: value for part, value in body.items() if value}


def parse_raw(body: object) -> RawBytes:
    """Return raw bytes from their JSON.

    Raises:
        InvalidDocumentError: it is none.
    """
    if not body:
        return NO_RAW
    if not isinstance(body, Mapping) or not set(body) <= set(_PARTS):
        raise InvalidDocumentError("raw bytes are before, after and sent")
    sent = body.get("sent", [])
    if not isinstance(sent, list):
        raise InvalidDocumentError("sent bytes are no list")
    return RawBytes(
        before=_registers(body.get("before", {})),
        after=_registers(body.get("after", {})),
        sent=tuple(_bytes(data) for data in sent),
    )


def _registers(value: object) -> dict[str, bytes]:
    if not isinstance(value, Mapping):
        raise InvalidDocumentError("raw bytes are no registers")
    return {str(name): _bytes(data) for name, data in value.items()}


def _bytes(value: object) -> bytes:
    try:
        return bytes.fromhex(str(value))
    except ValueError as error:
        raise InvalidDocumentError(f"{value!r} is no row of hexadecimal bytes") from error
