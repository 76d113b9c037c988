"""The shown series as a CSV file: UTC time, then a column per curve, gaps as empty fields."""

import asyncio
import csv
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from mingtang_desk.core.errors import unwritable
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.ask_file import ask_where
from mingtang_desk.ui.plot.measure import rows
from mingtang_desk.ui.plot.quantities import Group, Quantity
from mingtang_desk.ui.plot.series import Series
from mingtang_desk.ui.prefs import Preferences

_TITLE = QT_TRANSLATE_NOOP("Plot", "Save the shown values")
_FILTER = QT_TRANSLATE_NOOP("Plot", "Comma-separated values (*.csv)")


def ask_file(
    owner: QWidget, folder: str, chosen: Callable[[Path], None], *, name: str = "plot"
) -> QFileDialog:
    """Open a dialog for the file; `chosen` gets it, nothing waits."""
    translate = QCoreApplication.translate
    return ask_where(
        owner,
        heading=translate("Plot", _TITLE),
        kinds=translate("Plot", _FILTER),
        suffix="csv",
        name=name,
        then=chosen,
        folder=folder,
    )


async def save_shown(
    path: Path, series: Sequence[Series], span: tuple[float, float], prefs: Preferences
) -> None:
    """Write the samples of a span of time, beside the loop, and remember the folder.

    Raises:
        StorageError: the file cannot be written.
    """
    await asyncio.to_thread(write_csv, path, series, *span)
    prefs.set(folder=str(path.parent))


def write_csv(path: Path, series: Sequence[Series], begin: float, end: float) -> None:
    """Write the samples from `begin` to `end`, seconds since 1970.

    Raises:
        StorageError: the file cannot be written.
    """
    times = series[0].times
    first, last = rows(times, begin, end)
    try:
        # With a mark at its start spreadsheets take it for UTF-8.
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(
                ["time_utc", *(f"{s.name} [{s.unit}]" if s.unit else s.name for s in series)]
            )
            for row in range(first, last):
                values = [_text(s.of, float(s.values[row])) for s in series]
                if any(values):
                    time = datetime.fromtimestamp(float(times[row]), UTC).replace(tzinfo=None)
                    writer.writerow([f"{time.isoformat(timespec='milliseconds')}Z", *values])
    except OSError as error:
        raise unwritable(path, error) from error


def _text(of: Quantity, value: float) -> str:
    """Return a number a program can read; one digit more than on screen, for a mean of many."""
    if value != value:
        return ""
    return f"{value:.7g}" if of.group is Group.EXTRAS else f"{value:.{of.decimals + 1}f}"
