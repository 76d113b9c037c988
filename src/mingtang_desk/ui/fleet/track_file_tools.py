"""The buttons of a track for files: open one, save as GPX, KML or CSV, copy."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMenu

from mingtang_desk.cloud.track_load import TrackData
from mingtang_desk.ui.fleet.track_file_io import ask_open, ask_save, copy_csv, write_file
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import icon_button


class TrackFileTools(QObject):
    """`opened` carries the file that was chosen.

    Attributes:
        data: what can be saved, None = nothing.
        dialog: the one that was opened last.
    """

    opened = Signal(object)

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        self._panel, self._prefs = panel, panel.context.prefs
        self.data: TrackData | None = None
        self.dialog: QFileDialog | None = None
        self.open_button = icon_button(panel.context.theme, "folder-open")
        self.open_button.clicked.connect(self.ask_open)
        self.save_button = icon_button(panel.context.theme, "download")
        menu = QMenu(self.save_button)
        self._save, self._copy = menu.addAction(""), menu.addAction("")
        self._save.triggered.connect(self.ask_save)
        self._copy.triggered.connect(self.copy)
        self.save_button.setMenu(menu)

    def show_data(self, data: TrackData | None) -> None:
        """Offer another track to be saved."""
        self.data = data if data is not None and data.track else None
        self.save_button.setEnabled(self.data is not None)

    def ask_open(self) -> None:
        """Let a file be chosen."""
        self.dialog = ask_open(self._panel, self._prefs, self.opened.emit)

    def ask_save(self) -> None:
        """Let a place be chosen for the track."""
        if self.data is not None:
            self.dialog = ask_save(self._panel, self._prefs, self.data, self.save)

    def save(self, path: Path) -> None:
        """Write the track into a file."""
        if self.data is not None:
            spawn(self._panel, write_file(path, self.data))

    def copy(self) -> None:
        """Copy the points as a table."""
        if self.data is not None:
            spawn(self._panel, copy_csv(self.data))

    def retranslate(self) -> None:
        """Write all texts."""
        self.open_button.name(self.tr("Open a GPX or KML file"))
        self.save_button.name(self.tr("Save or copy the track"))
        self._save.setText(self.tr("Save as GPX, KML or CSV…"))
        self._copy.setText(self.tr("Copy as CSV"))
