"""Tracks from and to files: dialogs that nothing waits for, work beside the window."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from mingtang_desk.cloud.playback import Playback
from mingtang_desk.cloud.track_export import csv_text, gpx_text, kml_text
from mingtang_desk.cloud.track_files import read_track
from mingtang_desk.cloud.track_load import PLOTTED, TrackData, utc
from mingtang_desk.core.errors import MingtangError, StorageError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.ask_file import ask_where
from mingtang_desk.ui.fleet.track_words import tr
from mingtang_desk.ui.plot.times import local
from mingtang_desk.ui.prefs import Preferences

_OPEN = QT_TRANSLATE_NOOP("Track", "Open a track")
_SAVE = QT_TRANSLATE_NOOP("Track", "Save the track")
_TRACKS = QT_TRANSLATE_NOOP("Track", "Tracks (*.gpx *.kml)")
_ALL = QT_TRANSLATE_NOOP("Track", "All files (*)")
_GPX = QT_TRANSLATE_NOOP("Track", "GPX with times (*.gpx)")
_KML = QT_TRANSLATE_NOOP("Track", "KML with times (*.kml)")
_CSV = QT_TRANSLATE_NOOP("Track", "Table (*.csv)")
_ZONE = QT_TRANSLATE_NOOP("Track", "Its times have no zone; they are taken as UTC.")
_UNTIMED = QT_TRANSLATE_NOOP("Track", "Lines without times are shown on the map, not played.")
_LEFT = QT_TRANSLATE_NOOP("Track", "Left out: {untimed} points without a time, {doubled} doubled.")


async def read_file(path: Path) -> TrackData:
    """Read a track; being cancelled stops the work beside the window too.

    Raises:
        InputFileError: it is none.
    """
    stopped = asyncio.Event()
    try:
        found = await asyncio.to_thread(read_track, path, stopped.is_set)
    finally:
        stopped.set()
    track = Playback() if found is None else found.track
    notes: list[str] = []
    if found is not None and found.zoneless:
        notes.append(tr(_ZONE))
    if found is not None and found.lines:
        notes.append(tr(_UNTIMED))
    if found is not None and (found.untimed or found.doubled):
        notes.append(tr(_LEFT).format(untimed=found.untimed, doubled=found.doubled))
    start, end = (utc(track.start), utc(track.end)) if track else (_never(), _never())
    await asyncio.to_thread(track.prepare, PLOTTED)
    return TrackData(
        number="",
        title=path.name,
        start=start,
        end=end,
        track=track,
        lines=() if found is None else found.lines,
        notes=tuple(notes),
    )


def ask_open(owner: QWidget, prefs: Preferences, then: Callable[[Path], object]) -> QFileDialog:
    """Ask for a file to read."""
    dialog = QFileDialog(owner, tr(_OPEN))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([tr(_TRACKS), tr(_ALL)])
    folder = prefs.values.folder
    if folder and Path(folder).is_dir():
        dialog.setDirectory(folder)

    def chosen(name: str) -> None:
        path = Path(name)
        with suppress(MingtangError):  # it opens all the same; the next setting says what is wrong
            prefs.set(folder=str(path.parent))
        then(path)

    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def ask_save(
    owner: QWidget, prefs: Preferences, data: TrackData, then: Callable[[Path], object]
) -> QFileDialog:
    """Ask where to write; the ending says in which form."""
    day = f"{local(data.track.start):%Y-%m-%d}" if data.track else ""
    return ask_where(
        owner,
        heading=tr(_SAVE),
        kinds=[tr(_GPX), tr(_KML), tr(_CSV)],
        suffix="gpx",
        name=f"track {Path(data.title).stem} {day}",
        then=then,
        folder=prefs.values.folder,
    )


async def write_file(path: Path, data: TrackData) -> None:
    """Write a track in the form that its ending says: .kml, .csv, anything else is GPX.

    Raises:
        StorageError: it cannot be written.
    """
    await asyncio.to_thread(_write, path, data)


async def copy_csv(data: TrackData) -> None:
    """Put the points into the clipboard as a table."""
    QGuiApplication.clipboard().setText(await asyncio.to_thread(csv_text, data.track))


def _write(path: Path, data: TrackData) -> None:
    kind = path.suffix.lower()
    if kind == ".csv":
        text = csv_text(data.track)
    else:
        text = kml_text(data) if kind == ".kml" else gpx_text(data)
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise StorageError(
            "file_unwritable", path=path, detail=error.strerror or str(error)
        ) from error


def _never() -> datetime:
    return datetime.fromtimestamp(0, UTC)
