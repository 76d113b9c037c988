"""Looks at a history file before it is opened, so that a file that is refused is not touched.

Opening a database in WAL mode writes: files beside it, and on closing the log goes into the
database. So the file is first read as bytes, then opened as immutable where no log lies beside it,
and else with the checkpoint on closing switched off.
"""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from mingtang_desk.core.errors import StorageError
from mingtang_desk.history.failures import storage_errors
from mingtang_desk.history.schema import APPLICATION_ID, REVISIONS

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
FULL_CHECK_BYTES = 64 * 2**20
"""Up to this size every page is looked at on opening; beyond it all but the samples."""


def wal_of(path: Path) -> Path:
    """Return where SQLite keeps the log of a database."""
    return path.with_name(path.name + "-wal")


def look_uri(path: Path) -> str:
    """Return the address that reads a file without a trace: immutable, if it has no log."""
    mode = "mode=rw" if wal_of(path).exists() else "mode=ro&immutable=1"
    return f"{path.absolute().as_uri()}?{mode}"


def inspect(path: Path, *, busy_s: float, everything: bool = False) -> str | None:
    """Return the schema revision of a file; None = there is no history in it yet.

    Args:
        path: the file; it need not exist.
        busy_s: how long to wait for another program.
        everything: check every page however large the file is.

    Raises:
        StorageError: the file is damaged, not ours, newer, locked or unreadable; not changed.
    """
    with storage_errors(path, writing=False):
        if not path.exists() or not _bytes_look_right(path):
            return None
        uri = look_uri(path)
        try:
            return _inspect_through(uri, path, busy_s, everything)
        except (sqlite3.Error, StorageError):
            if look_uri(path) == uri:
                raise
        # Another program opened it in the meantime: what was read may have been half written.
        return _inspect_through(look_uri(path), path, busy_s, everything)


def _bytes_look_right(path: Path) -> bool:
    """Return False for an empty file, which is as good as none."""
    size = path.stat().st_size
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    log = wal_of(path).stat().st_size if wal_of(path).exists() else 0
    if not size and not log:
        return False
    if not header.startswith(_MAGIC):
        begin = header[:16].hex(" ") or "nothing"
        raise _corrupt(path, f"not an SQLite database, it begins with {begin}")
    if len(header) < _HEADER_BYTES:
        raise _corrupt(path, f"it ends at byte {size}, inside its header")
    page_size = int.from_bytes(header[16:18], "big")
    page_size = 65536 if page_size == 1 else page_size
    if page_size < 512 or page_size & (page_size - 1):
        raise _corrupt(path, f"impossible page size {page_size} at byte 16")
    count_is_valid = header[24:28] == header[92:96]
    expected = int.from_bytes(header[28:32], "big") * page_size
    if not log and count_is_valid and size < expected:
        raise _corrupt(path, f"it ends at byte {size} of {expected}")
    return True


def _inspect_through(uri: str, path: Path, busy_s: float, everything: bool) -> str | None:
    shared = path.with_name(path.name + "-shm")
    was_there = shared.exists()
    try:
        return _inspect_connected(uri, path, busy_s, everything)
    except (sqlite3.Error, StorageError):
        if not was_there:
            with suppress(OSError):
                shared.unlink()
        raise


def _inspect_connected(uri: str, path: Path, busy_s: float, everything: bool) -> str | None:
    connection = sqlite3.connect(uri, uri=True, timeout=busy_s, isolation_level=None)
    with closing(connection):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, True)
        connection.execute("PRAGMA query_only=ON")
        query = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        try:
            tables = [str(row[0]) for row in connection.execute(query)]
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
                raise
            raise _corrupt(path, f"page 1, the list of its tables: {error}") from error
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        if not tables and application in (0, APPLICATION_ID):
            return None
        if application != APPLICATION_ID or "alembic_version" not in tables:
            names = ", ".join(tables[:5]) or "none"
            raise _corrupt(path, f"a database of another program (tables: {names})")
        revision = _revision(connection, path)
        _check_pages(connection, path, tables, everything)
        return revision


def _revision(connection: sqlite3.Connection, path: Path) -> str:
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None:
        raise _corrupt(path, "its table alembic_version is empty")
    if row[0] not in REVISIONS:
        detail = f"schema {row[0]}, known up to {REVISIONS[-1]}"
        raise StorageError("history_newer", path=path, detail=detail)
    return str(row[0])


def _check_pages(
    connection: sqlite3.Connection, path: Path, tables: list[str], everything: bool
) -> None:
    if everything or path.stat().st_size <= FULL_CHECK_BYTES:
        found = _quick_check(connection, "3")
        # A page that cannot be made sense of at all ends the check with no place: look by table.
        wrong = found if found is not None else _by_table(connection, tables)
    else:
        wrong = _by_table(connection, [name for name in tables if name != "samples"])
    if wrong:
        raise _corrupt(path, " ".join("; ".join(wrong[:3]).split()))


def _by_table(connection: sqlite3.Connection, tables: list[str]) -> list[str]:
    wrong: list[str] = []
    for name in tables:
        found = _quick_check(connection, f'"{name}"')
        if found is None:
            wrong.append(f"a page of table {name} is not what it should be")
        elif found:
            wrong.append(f"table {name}: {found[0]}")
    return wrong


def _quick_check(connection: sqlite3.Connection, what: str) -> list[str] | None:
    """Return what is wrong; None when SQLite gave up before it could say."""
    try:
        rows = connection.execute(f"PRAGMA quick_check({what})").fetchall()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        return None
    return [str(row[0]) for row in rows if row[0] != "ok"]


def _corrupt(path: Path, detail: str) -> StorageError:
    return StorageError("history_corrupt", path=path, detail=detail)
