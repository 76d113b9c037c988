"""The file dialogs of these pages, and files that are dropped; no dialog waits in a nested loop."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.ui.prefs import Preferences

SUFFIXES = (".json", ".fig")


class FileDialogs(QObject):
    """Asks for files, beginning in the folder of the last one.

    Attributes:
        dialog: the one that was opened last.
    """

    def __init__(
        self,
        prefs: Preferences,
        owner: QWidget,
        show_error: Callable[[MingtangError | None], None],
    ) -> None:
        super().__init__(owner)
        self._prefs, self._owner, self._show_error = prefs, owner, show_error
        self.dialog: QFileDialog | None = None

    def open_settings(self, chosen: Callable[[Path], None]) -> None:
        """Ask for a settings file to read."""
        dialog = self._made(self.tr("Open settings"), chosen)
        dialog.setNameFilters([self.tr("Settings files (*.json *.fig)"), self.tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.open()

    def save_settings(self, name: str, chosen: Callable[[Path], None]) -> None:
        """Ask where to save settings."""
        dialog = self._made(self.tr("Save settings"), chosen)
        dialog.setNameFilter(self.tr("Settings files (*.json)"))
        self._open_to_save(dialog, name)

    def save_report(self, chosen: Callable[[Path], None]) -> None:
        """Ask where to save a report; the ending says as what."""
        dialog = self._made(self.tr("Save the report"), chosen)
        dialog.setNameFilters(
            [self.tr("Table (*.csv)"), self.tr("Text (*.txt)"), self.tr("JSON (*.json)")]
        )
        dialog.filterSelected.connect(
            lambda text: dialog.setDefaultSuffix(text.rpartition(".")[2].rstrip(")"))
        )
        self._open_to_save(dialog, "report.csv")

    def _made(self, title: str, chosen: Callable[[Path], None]) -> QFileDialog:
        dialog = self.dialog = QFileDialog(self._owner, title)
        folder = self._prefs.values.folder
        if folder and Path(folder).is_dir():
            dialog.setDirectory(folder)

        def picked(text: str) -> None:
            try:
                self._prefs.set(folder=str(Path(text).parent))
            except MingtangError as error:
                self._show_error(error)
            chosen(Path(text))

        dialog.fileSelected.connect(picked)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def _open_to_save(self, dialog: QFileDialog, name: str) -> None:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(name).suffix[1:])
        dialog.selectFile(name)
        dialog.open()


class SettingsDrop(QObject):
    """Takes settings files that are dropped on a widget."""

    def __init__(self, widget: QWidget, wanted: Callable[[Path], None]) -> None:
        super().__init__(widget)
        self._wanted = wanted
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept files that are named like settings; give on the first that is dropped."""
        if isinstance(event, QDropEvent) and event.type() in (
            QEvent.Type.DragEnter,
            QEvent.Type.DragMove,
            QEvent.Type.Drop,
        ):
            urls = event.mimeData().urls()
            paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
            paths = [path for path in paths if path.suffix.lower() in SUFFIXES]
            if not paths:
                return False
            event.acceptProposedAction()
            if event.type() == QEvent.Type.Drop:
                self._wanted(paths[0])
            return True
        return super().eventFilter(watched, event)
