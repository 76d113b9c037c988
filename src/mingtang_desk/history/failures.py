"""Turns what SQLite, SQLAlchemy and the file system raise into our own errors, with the place."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from mingtang_desk.core.errors import StorageError
from mingtang_desk.history.damage import DamagedRowError

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_DAMAGED = {
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_ERROR,  # "no such table": the schema is not what its revision says
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_SCHEMA,
}
_PLAIN_DAMAGED = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.InternalError)


class InvalidDocumentError(ValueError):
    """A JSON document does not describe what it should; the text says where."""


@contextmanager
def storage_errors(path: Path, *, writing: bool) -> Iterator[None]:
    """Raise `StorageError` for anything the storage below may raise."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, sqlite3.Warning, OSError, DamagedRowError) as error:
        raise translate(error, path, writing=writing) from error


def translate(error: Exception, path: Path, *, writing: bool) -> StorageError:
    """Return our error for one of theirs."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    if isinstance(error, PoolTimeoutError):
        return StorageError("history_busy", path=path)
    if isinstance(error, DamagedRowError):
        return StorageError("history_corrupt", path=path, detail=str(error))
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        primary = None if code is None else code & 0xFF
        if primary in _BUSY:
            return StorageError("history_busy", path=path)
        if primary in _DAMAGED or (primary is None and isinstance(cause, _PLAIN_DAMAGED)):
            return StorageError("history_corrupt", path=path, detail=str(cause))
    detail = (cause.strerror if isinstance(cause, OSError) else None) or str(cause)
    return StorageError(
        "file_unwritable" if writing else "file_unreadable", path=path, detail=detail
    )
