"""Rows of a group into PostgreSQL: arrays in one statement, or COPY where there are many.

Measured against executemany of psycopg (tests/bench/bench_ingest.py): arrays need one way to the
server and back, leave out what is there already, and are faster at every size; COPY is faster than
arrays from some hundred rows on, but one row that is there already spoils it: it is then done again
through a table of its own.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

import psycopg
from sqlalchemy.dialects import postgresql

from mingtang_desk.server.store.schema import METADATA

COPY_FROM: Final = 400
"""Rows from which COPY is faster, of tables where a row may be there already."""
FRAMES_COPY_FROM: Final = 16
"""Rows from which it is where nothing is unique."""
type Cursor = "psycopg.AsyncCursor[Any]"


async def postgresql_rows(
    cursor: Cursor,
    table: str,
    columns: tuple[str, ...],
    rows: Sequence[tuple[object, ...]],
) -> None:
    """Write rows of one table; those that are there already are left as they are.

    Raises:
        psycopg.Error: what the database says.
    """
    listed = ", ".join(columns)
    if table == "raw_frames" and len(rows) >= FRAMES_COPY_FROM:
        await _copy(cursor, table, listed, rows)
    elif len(rows) < COPY_FROM:
        await cursor.execute(
            _arrays(table, columns, "ON CONFLICT DO NOTHING"), _transposed(table, columns, rows)
        )
    else:
        try:
            async with cursor.connection.transaction():  # a savepoint
                await _copy(cursor, table, listed, rows)
        except psycopg.errors.UniqueViolation:
            await cursor.execute(_staging(table, listed))
            await _copy(cursor, f"staged_{table}", listed, rows)
            await cursor.execute(_unstage(table, listed))


async def postgresql_states(
    cursor: Cursor, names: tuple[str, ...], rows: Sequence[tuple[object, ...]]
) -> None:
    """Set columns of `device_state`, the key of the device first in each row.

    Raises:
        psycopg.Error: what the database says.
    """
    columns = ("device", *names)
    statement = _arrays("device_state", columns, replacing(names))
    await cursor.execute(statement, _transposed("device_state", columns, rows))


def replacing(names: tuple[str, ...]) -> str:
    """Return the end of an INSERT into `device_state` that sets columns of a row that is there."""
    return f"ON CONFLICT (device) DO UPDATE SET {', '.join(f'{n} = excluded.{n}' for n in names)}"


async def _copy(
    cursor: Cursor, table: str, listed: str, rows: Iterable[tuple[object, ...]]
) -> None:
    async with cursor.copy(f"COPY {table} ({listed}) FROM STDIN".encode()) as copy:
        for row in rows:
            await copy.write_row(row)


@cache
def _types(table: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    return tuple(METADATA.tables[table].c[name].type.compile(dialect) for name in columns)


@cache
def _arrays(table: str, columns: tuple[str, ...], ending: str) -> bytes:
    listed = ", ".join(columns)
    arrays = ", ".join(f"%b::{kind.partition(' COLLATE')[0]}[]" for kind in _types(table, columns))
    return f"INSERT INTO {table} ({listed}) SELECT * FROM unnest({arrays}) {ending}".encode()


def _transposed(
    table: str, columns: tuple[str, ...], rows: Sequence[tuple[object, ...]]
) -> list[list[Any]]:
    """Return a list for each column; an array holds numbers of one kind alone."""
    found: list[list[Any]] = [list(column) for column in zip(*rows, strict=True)]
    for index, kind in enumerate(_types(table, columns)):
        if kind == "FLOAT":
            found[index] = [None if value is None else float(value) for value in found[index]]
    return found


@cache
def _staging(table: str, listed: str) -> bytes:
    return (
        f"CREATE TEMPORARY TABLE IF NOT EXISTS staged_{table} ON COMMIT DELETE ROWS AS"
        f" SELECT {listed} FROM {table} WITH NO DATA"
    ).encode()


@cache
def _unstage(table: str, listed: str) -> bytes:
    return (
        f"INSERT INTO {table} ({listed}) SELECT {listed} FROM staged_{table} ON CONFLICT DO NOTHING"
    ).encode()
