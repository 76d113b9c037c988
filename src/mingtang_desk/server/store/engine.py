"""Engines: SQLite with one writer and readers that never wait, or PostgreSQL."""

import sqlite3
from typing import Any

from sqlalchemy import event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

BUSY_S = 5.0
READERS = 8
CACHE_KIB = 16_000
"""Of each reader, taken as it is needed."""
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}


def url_of(text: str) -> URL:
    """Return a database URL with the driver that is used here.

    Raises:
        ValueError: neither SQLite nor PostgreSQL.
    """
    url = make_url(text)
    backend = url.get_backend_name()
    if backend == "postgres":
        backend = "postgresql"
    if backend not in _DRIVERS:
        raise ValueError(f"{backend} is neither sqlite nor postgresql")
    return url.set(drivername=_DRIVERS[backend])


def is_sqlite(url: URL) -> bool:
    """Whether a URL names an SQLite file."""
    return url.get_backend_name() == "sqlite"


def writing_engine(url: URL) -> AsyncEngine:
    """Return the engine of the one writer."""
    if not is_sqlite(url):
        return create_async_engine(url, pool_size=2, max_overflow=0)
    return _sqlite(url, "BEGIN IMMEDIATE", 1, query_only=False)


def reading_engine(url: URL) -> AsyncEngine:
    """Return the engine of the readers."""
    if not is_sqlite(url):
        return create_async_engine(url, pool_size=READERS, max_overflow=READERS)
    return _sqlite(url, "BEGIN", READERS, query_only=True)


def _sqlite(url: URL, begin: str, size: int, *, query_only: bool) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=size,
        max_overflow=0,
        # autocommit: transactions begin where `begin` says, and nowhere else.
        connect_args={"timeout": BUSY_S, "isolation_level": None},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=NORMAL")
        if query_only:
            cursor.execute("PRAGMA query_only=ON")
            # Lists and counts of 100 000 jump about in indices: kept, it takes 2/3 of the time.
            cursor.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        else:
            cursor.execute("PRAGMA journal_mode=WAL")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


SQLITE_VERSION = sqlite3.sqlite_version
