"""One server for one database: two would number events twice and answer from old memories.

On SQLite the lock is an exclusive transaction on a small file beside the database: the system
takes it away with the process, whatever became of that, on every platform. On PostgreSQL it is an
advisory lock of a connection that is kept for it.
"""

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from mingtang_desk.core.errors import ServerRefusalError, StorageError
from mingtang_desk.server.store.engine import is_sqlite, url_of

LOCK_KEY = 0x4D54_434C
"""Of the advisory lock; any number will do as long as it stays."""
PATIENCE_S = 0.5
"""For somebody who only looks whether a server runs."""
TRIES, PAUSE_S = 10, 0.3
"""A killed server's connection lives on in PostgreSQL for a moment."""


@asynccontextmanager
async def only_server(url: str) -> AsyncIterator[None]:
    """Be the one server of a database.

    Raises:
        ServerRefusalError: another one runs.
        StorageError: the database cannot be used.
    """
    made = parsed(url)
    if is_sqlite(made):
        with _file_lock(made):
            yield
    else:
        async with _advisory_lock(made):
            yield


def parsed(url: str) -> URL:
    """Return an address of a database.

    Raises:
        StorageError: it is none, or of a kind that is not used here.
    """
    try:
        return url_of(url)
    except (ValueError, SQLAlchemyError) as error:
        raise StorageError("database_unusable", detail=str(error)) from error


def file_of(url: URL) -> Path | None:
    """Return the file of an SQLite database, None = it is in memory or no SQLite."""
    if not is_sqlite(url) or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


def lock_file(database: Path) -> Path:
    """Return the file that is locked for a database file."""
    return database.with_name(database.name + ".lock")


def is_served(database: Path) -> bool:
    """Whether a server runs on an SQLite file at this moment."""
    lock = lock_file(database)
    if not lock.exists():
        return False
    try:
        with contextlib.closing(_connect(lock, 0.0)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return True
    return False


def _connect(lock: Path, patience_s: float) -> sqlite3.Connection:
    return sqlite3.connect(lock, timeout=patience_s, isolation_level=None)


@contextlib.contextmanager
def _file_lock(url: URL) -> Iterator[None]:
    database = file_of(url)
    if database is None:
        yield
        return
    lock, holder = lock_file(database), database.with_name(database.name + ".pid")
    try:
        connection = _connect(lock, PATIENCE_S)
    except sqlite3.OperationalError as error:
        raise StorageError("database_unusable", detail=f"{lock}: {error}") from error
    with contextlib.closing(connection):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise ServerRefusalError("server_runs", where=database, who=_who(holder)) from error
        except sqlite3.DatabaseError as error:
            raise StorageError("database_unusable", detail=f"{lock}: {error}") from error
        holder.write_text(f"{os.getpid()}\n", "ascii")
        try:
            yield
        finally:
            holder.unlink(missing_ok=True)


def _who(holder: Path) -> str:
    try:
        number = int(holder.read_text("ascii"))
    except (OSError, ValueError):
        return "another process"
    return f"process {number}"


@asynccontextmanager
async def _advisory_lock(url: URL) -> AsyncIterator[None]:
    import psycopg

    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        async with asyncio.timeout(30):
            connection = await psycopg.AsyncConnection.connect(address, autocommit=True)
    except (psycopg.Error, TimeoutError, OSError) as error:
        detail = str(error).strip().splitlines()[0] if str(error).strip() else "no answer"
        raise StorageError("database_unusable", detail=detail) from error
    try:
        for attempt in range(TRIES):
            row = await (
                await connection.execute("SELECT pg_try_advisory_lock(%s)", (LOCK_KEY,))
            ).fetchone()
            if row is not None and row[0]:
                break
            if attempt == TRIES - 1:
                where = f"{url.host or 'local'}/{url.database}"
                raise ServerRefusalError("server_runs", where=where, who="another process")
            await asyncio.sleep(PAUSE_S)
        yield
    finally:
        await connection.close()
