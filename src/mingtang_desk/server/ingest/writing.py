"""Rows of a group into the tables, the fast way of each database."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import psycopg

from mingtang_desk.server.ingest.parcel import FrameRow, PositionRow, SampleRow
from mingtang_desk.server.ingest.writing_postgresql import (
    postgresql_rows,
    postgresql_states,
    replacing,
)
from mingtang_desk.server.store.bulk import Bulk
from mingtang_desk.server.store.store import Transaction

POSITION_COLUMNS = (
    "device",
    "time_ms",
    "received_ms",
    "lat",
    "lon",
    "altitude_m",
    "speed_kmh",
    "course_deg",
    "satellites",
    "signal",
    "mileage_m",
    "alarm_bits",
    "status_bits",
    "flags",
    "event",
    "extra",
    "accuracy_m",
)
SAMPLE_COLUMNS = ("device", "time_ms", "received_ms", "soc_pct", "pack_v", "current_a", "body")
FRAME_COLUMNS = (
    "received_ms",
    "device",
    "terminal",
    "link",
    "direction",
    "message_id",
    "data",
    "problem",
)


@dataclass(slots=True, kw_only=True)
class Rows:
    """What a group writes.

    Attributes:
        positions, samples, frames: rows in the order of their columns.
        states: columns of `device_state` by device.
    """

    positions: Sequence[PositionRow]
    samples: Sequence[SampleRow]
    frames: Sequence[FrameRow]
    states: dict[int, dict[str, object]]

    @property
    def tables(self) -> tuple[tuple[str, tuple[str, ...], Sequence[tuple[object, ...]]], ...]:
        """Rows of each table, with its columns."""
        return (
            ("positions", POSITION_COLUMNS, self.positions),
            ("bms_samples", SAMPLE_COLUMNS, self.samples),
            ("raw_frames", FRAME_COLUMNS, self.frames),
        )


def add_rows(bulk: Bulk, rows: Rows) -> None:
    """Put a group into a transaction of SQLite; a row that is there already is left as it is."""
    for table, columns, listed in rows.tables:
        bulk.add(_insert(table, columns), listed)
    for names, values in _by_columns(rows.states):
        bulk.add(_upsert(names), values)


async def write_rows(tx: Transaction, rows: Rows, *, is_sqlite: bool) -> None:
    """Write a group in a transaction that is open; likewise.

    Raises:
        sqlite3.Error, psycopg.Error: what the database says.
    """
    raw = await tx.connection.get_raw_connection()
    driver: Any = raw.driver_connection
    if is_sqlite:
        for table, columns, listed in rows.tables:
            if listed:
                await driver.executemany(_insert(table, columns), listed)
        for names, values in _by_columns(rows.states):
            await driver.executemany(_upsert(names), values)
        return
    try:
        async with driver.cursor() as cursor:
            for table, columns, listed in rows.tables:
                if listed:
                    await postgresql_rows(cursor, table, columns, listed)
            for names, values in _by_columns(rows.states):
                await postgresql_states(cursor, names, values)
    except psycopg.OperationalError:
        await tx.connection.invalidate()
        raise


def is_outage(error: Exception) -> bool:
    """Whether the database cannot be used at all, as against a row that it does not take."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, sqlite3.OperationalError | psycopg.OperationalError | OSError):
            return True
        seen = seen.__cause__
    return False


@cache
def _insert(table: str, columns: tuple[str, ...]) -> str:
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    return statement if table == "raw_frames" else statement + " ON CONFLICT DO NOTHING"


@cache
def _upsert(names: tuple[str, ...]) -> str:
    marks = ", ".join("?" * (len(names) + 1))
    return (
        f"INSERT INTO device_state (device, {', '.join(names)}) VALUES ({marks}) {replacing(names)}"
    )


def _by_columns(
    states: Mapping[int, Mapping[str, object]],
) -> Iterable[tuple[tuple[str, ...], list[tuple[object, ...]]]]:
    """Yield rows that set the same columns together: one statement for each set."""
    found: dict[tuple[str, ...], list[tuple[object, ...]]] = {}
    for device, columns in states.items():
        found.setdefault(tuple(columns), []).append((device, *columns.values()))
    return found.items()
