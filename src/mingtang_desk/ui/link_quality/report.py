"""The quality of a link as text for the clipboard, and its points as a CSV file."""

import asyncio
import csv
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from mingtang_desk.core.clock import iso
from mingtang_desk.core.errors import unwritable
from mingtang_desk.device.link_quality import LinkPoint
from mingtang_desk.ui.link_quality.figures import LinkFigure
from mingtang_desk.ui.link_quality.words import VerdictWords

_NAMES = [f.name for f in fields(LinkPoint) if f.name not in ("time", "phase")]


def as_text(heading: str, words: VerdictWords, figures: Sequence[LinkFigure]) -> str:
    """Return what the panel says, a line each."""
    lines = [heading, words.title, words.hint, *(figure.text for figure in figures)]
    return "\n".join(line for line in lines if line)


async def save_points(path: Path, points: Sequence[LinkPoint]) -> None:
    """Write all points beside the loop.

    Raises:
        StorageError: the file cannot be written.
    """
    await asyncio.to_thread(write_points, path, points)


def write_points(path: Path, points: Sequence[LinkPoint]) -> None:
    """Write a row a point: UTC time, phase, counts; empty = not known.

    Raises:
        StorageError: the file cannot be written.
    """
    try:
        # With a mark at its start spreadsheets take it for UTF-8.
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["time_utc", "phase", *_NAMES, "error_pct"])
            for point in points:
                values = [getattr(point, name) for name in _NAMES]
                row = [*map(_text, values), _text(point.error_pct)]
                writer.writerow([iso(point.time), point.phase.value, *row])
    except OSError as error:
        raise unwritable(path, error) from error


def _text(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"
