"""What people make about packs: calibration records, bench checks, repair jobs."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update
from sqlalchemy.dialects.sqlite import insert

from mingtang_desk.history.damage import DamagedRowError
from mingtang_desk.history.devices import device_keys
from mingtang_desk.history.records import DocumentItem, microseconds, moment_of
from mingtang_desk.history.rows import check_seal, pack, seal, unpack_object
from mingtang_desk.history.schema import DOCUMENTS
from mingtang_desk.interfaces.storage import DeskDocument, DeviceKey

type Keys = Mapping[int, DeviceKey]

_SEALED = ("uid", "device", "kind", "made", "changed", "who", "title", "body")


def add_document(
    connection: Connection,
    device: int | None,
    *,
    uid: str,
    kind: str,
    made_us: int,
    who: str,
    title: str,
    body: Mapping[str, object],
) -> int:
    """Keep a new document; return its number."""
    row: dict[str, Any] = {
        "uid": uid,
        "device": device,
        "kind": kind,
        "made": made_us,
        "changed": made_us,
        "who": who,
        "title": title,
        "body": pack(dict(body)),
    }
    statement = insert(DOCUMENTS).values(**row, crc=_seal(row)).returning(DOCUMENTS.c.id)
    return int(connection.execute(statement).scalar_one())


def change_document(
    connection: Connection,
    number: int,
    *,
    changed_us: int,
    who: str,
    title: str,
    body: Mapping[str, object],
) -> bool:
    """Keep a document as it is now; False = there is none of this number."""
    found = connection.execute(select(DOCUMENTS).where(DOCUMENTS.c.id == number)).mappings().first()
    if found is None:
        return False
    # A clock that was set back must not make the new words older than those they replace.
    at = max(changed_us, found["changed"])
    _replace(
        connection, found, {"changed": at, "who": who, "title": title, "body": pack(dict(body))}
    )
    return True


def keep_item(connection: Connection, device: int | None, item: DocumentItem) -> bool:
    """Keep a document of another history; False = it is known, in this state or a newer one."""
    document = item.document
    row: dict[str, Any] = {
        "uid": item.uid,
        "device": device,
        "kind": document.kind,
        "made": microseconds(document.made),
        "changed": microseconds(document.changed),
        "who": document.who,
        "title": document.title,
        "body": pack(dict(document.body)),
    }
    query = select(DOCUMENTS).where(DOCUMENTS.c.uid == item.uid)
    found = connection.execute(query).mappings().first()
    if found is None:
        connection.execute(insert(DOCUMENTS).values(**row, crc=_seal(row)))
        return True
    if found["changed"] >= row["changed"]:
        return False
    _replace(connection, found, {key: row[key] for key in ("changed", "who", "title", "body")})
    return True


def documents(
    connection: Connection,
    *,
    device: int | None = None,
    kind: str | None = None,
    limit: int | None = None,
) -> list[DocumentItem]:
    """Return documents, the last changed first."""
    query = select(DOCUMENTS).order_by(DOCUMENTS.c.changed.desc(), DOCUMENTS.c.id.desc())
    if device is not None:
        query = query.where(DOCUMENTS.c.device == device)
    if kind is not None:
        query = query.where(DOCUMENTS.c.kind == kind)
    if limit is not None:
        query = query.limit(limit)
    keys = device_keys(connection)
    return [document_of(row, keys) for row in connection.execute(query).mappings()]


def document_of(row: RowMapping, keys: Keys) -> DocumentItem:
    """Return the document of a row; DamagedRowError when it is not what was written."""
    what = f"document {row['id']}"
    check_seal(row["crc"], what, *(row[name] for name in _SEALED))
    device = None if row["device"] is None else keys.get(row["device"])
    if device is None and row["device"] is not None:
        raise DamagedRowError(f"{what}: its device {row['device']} is missing")
    document = DeskDocument(
        id=row["id"],
        device=device,
        kind=row["kind"],
        made=moment_of(row["made"]),
        changed=moment_of(row["changed"]),
        who=row["who"],
        title=row["title"],
        body=unpack_object(row["body"], what),
    )
    return DocumentItem(uid=row["uid"], document=document)


def _replace(connection: Connection, found: RowMapping, changes: dict[str, Any]) -> None:
    row = {**found, **changes}
    statement = update(DOCUMENTS).where(DOCUMENTS.c.id == found["id"])
    connection.execute(statement.values(**changes, crc=_seal(row)))


def _seal(row: Mapping[str, Any]) -> int:
    return seal(*(row[name] for name in _SEALED))
