"""The choice of maps: a menu of the table of sources; what a row asks for is asked here."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.ui.map.map_file import MapFile
from mingtang_desk.ui.map.sources import SOURCES, SourceSpec
from mingtang_desk.ui.map.url_dialog import UrlDialog
from mingtang_desk.ui.prefs import Preferences


class SourceMenu(QMenu):
    """One entry per row, the one in use is ticked; `failed` carries what cannot be used."""

    failed = Signal(object)

    def __init__(self, prefs: Preferences, owner: QWidget) -> None:
        super().__init__(owner)
        self._prefs, self._owner = prefs, owner
        self._group = QActionGroup(self)
        self.entries: dict[str, QAction] = {}
        for spec in SOURCES:
            action = self.entries[spec.key] = QAction(self, checkable=True)
            action.triggered.connect(partial(self._chosen, spec))
            self._group.addAction(action)
            self.addAction(action)
        prefs.changed.connect(self._preferred)
        self._tick()

    def retranslate(self) -> None:
        """Write the entries anew."""
        for spec in SOURCES:
            self.entries[spec.key].setText(QCoreApplication.translate("Map", spec.label))

    def use_file(self, path: str) -> None:
        """Use a map file; one that cannot be read changes nothing."""
        try:
            MapFile(Path(path)).close()
        except MingtangError as error:
            self._tick()
            self.failed.emit(error)
            return
        self._set(map_source="file", map_file=path)

    def use_url(self, template: str) -> None:
        """Use a tile server of the user's own."""
        self._set(map_source="url", map_url=template)

    def _chosen(self, spec: SourceSpec, _checked: bool = False) -> None:
        if spec.asks == "file":
            dialog = QFileDialog(self._owner, self.tr("Open a map file"))
            dialog.setNameFilters([self.tr("Map files (*.mbtiles)"), self.tr("All files (*)")])
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            dialog.fileSelected.connect(self.use_file)
            dialog.finished.connect(self._tick)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()
        elif spec.asks == "url":
            asked = UrlDialog(self._prefs.values.map_url, self._owner)
            asked.taken.connect(self.use_url)
            asked.finished.connect(self._tick)
            asked.finished.connect(asked.deleteLater)
            asked.open()
        else:
            self._set(map_source=spec.key)

    def _set(self, **values: str) -> None:
        self._prefs.keep(self.failed.emit, **values)

    def _preferred(self, names: set[Any]) -> None:
        if "map_source" in names:
            self._tick()

    def _tick(self) -> None:
        """Tick what is in use, whatever was clicked."""
        key = self._prefs.values.map_source
        self.entries.get(key, self.entries[SOURCES[0].key]).setChecked(True)
