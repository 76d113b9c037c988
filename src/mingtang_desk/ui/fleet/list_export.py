"""The shown batteries as a CSV file."""

import asyncio
import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from mingtang_desk.cloud.models import Battery
from mingtang_desk.core.errors import unwritable
from mingtang_desk.core.spreadsheet import plain_cell

HEAD = (
    *("number", "name", "kind", "state", "soc_pct", "pack_v", "last_seen_utc", "open_alarms"),
    *("account", "enabled_utc", "expires_utc", "lat", "lon", "position_utc"),
)


async def save_rows(path: Path, rows: Sequence[Battery]) -> None:
    """Write batteries, beside the loop.

    Raises:
        StorageError: the file cannot be written.
    """
    await asyncio.to_thread(write_rows, path, rows)


def write_rows(path: Path, rows: Iterable[Battery]) -> None:
    """Write batteries, a line each; names are never taken for formulas.

    Raises:
        StorageError: the file cannot be written.
    """
    try:
        # With a mark at its start spreadsheets take it for UTF-8.
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEAD)
            writer.writerows([plain_cell(cell) for cell in _cells(row)] for row in rows)
    except OSError as error:
        raise unwritable(path, error) from error


def _cells(row: Battery) -> tuple[object, ...]:
    return (
        *(row.number, row.name, row.kind, row.state, row.soc_pct, row.pack_v, _utc(row.last_seen)),
        *(row.open_alarms, row.account.name, _utc(row.enabled), _utc(row.expires)),
        *(row.lat, row.lon, _utc(row.position_time)),
    )


def _utc(moment: datetime | None) -> str:
    if moment is None:
        return ""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
