"""How a recording is opened: chosen in a dialog, or dropped on the window."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.prefs import Preferences

SUFFIX = ".jsonl"
_TITLE = QT_TRANSLATE_NOOP("Replay", "Open a recording")
_RECORDINGS = QT_TRANSLATE_NOOP("Replay", "Recordings (*.jsonl)")
_ALL = QT_TRANSLATE_NOOP("Replay", "All files (*)")


def replay_uri(path: Path) -> str:
    """Return the address of a recording."""
    return f"replay://{quote(path.absolute().as_posix(), safe='/:')}"


def ask_for_recording(
    owner: QWidget, prefs: Preferences, wanted: Callable[[str], None]
) -> QFileDialog:
    """Ask for a file, and call `wanted` with its address; the dialog is open when this returns."""
    dialog = QFileDialog(owner, _tr(_TITLE))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([_tr(_RECORDINGS), _tr(_ALL)])
    folder = Path(prefs.values.folder)
    if prefs.values.folder and folder.is_dir():
        dialog.setDirectory(str(folder))

    def chosen(name: str) -> None:
        path = Path(name)
        with suppress(MingtangError):  # it opens all the same; the next setting says what is wrong
            prefs.set(folder=str(path.parent))
        wanted(replay_uri(path))

    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


class RecordingDrop(QObject):
    """Takes recordings that are dropped on a window."""

    def __init__(self, window: QWidget, wanted: Callable[[str], None]) -> None:
        super().__init__(window)
        self._wanted = wanted
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept files that may be recordings; open the ones that are dropped."""
        if isinstance(event, QDropEvent) and event.type() in (
            QEvent.Type.DragEnter,
            QEvent.Type.DragMove,
            QEvent.Type.Drop,
        ):
            paths = dropped_recordings(event.mimeData())
            if not paths:
                return False
            event.acceptProposedAction()
            if event.type() == QEvent.Type.Drop:
                self._wanted(replay_uri(paths[0]))
            return True
        return super().eventFilter(watched, event)


def dropped_recordings(data: QMimeData) -> list[Path]:
    """Return the files of a drag that are named like recordings."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() == SUFFIX]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Replay", text)
