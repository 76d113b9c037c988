"""The choice of maps: a menu of the table of sources; what a row asks for is asked here."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.geo.datum import Datum
from mingtang_desk.ui.map.keys import MapKeys
from mingtang_desk.ui.map.map_file import open_map_file
from mingtang_desk.ui.map.sources import SOURCES, SourceSpec
from mingtang_desk.ui.map.tile_net import TileNet
from mingtang_desk.ui.map.url_dialog import DATUMS, Asked, UrlDialog
from mingtang_desk.ui.prefs import Preferences
from mingtang_desk.ui.tasks import spawn


class SourceMenu(QMenu):
    """One entry per row, the one in use is ticked; `failed` carries what cannot be used.

    Below them the datum of a map of one's own. `key_given` after a key was taken.
    """

    failed = Signal(object)
    key_given = Signal()

    def __init__(self, prefs: Preferences, keys: MapKeys, net: TileNet, owner: QWidget) -> None:
        super().__init__(owner)
        self._prefs, self._keys, self._net, self._owner = prefs, keys, net, owner
        self._group = QActionGroup(self)
        self.entries: dict[str, QAction] = {}
        for spec in SOURCES:
            action = self.entries[spec.key] = QAction(self, checkable=True)
            action.triggered.connect(partial(self._chosen, spec))
            self._group.addAction(action)
            self.addAction(action)
        self.addSeparator()
        self.datum_menu = self.addMenu("")
        self._datum_group = QActionGroup(self)
        self.datums: dict[Datum, QAction] = {}
        for datum in DATUMS:
            action = self.datums[datum] = self.datum_menu.addAction("")
            action.setCheckable(True)
            action.triggered.connect(partial(self._datum_chosen, datum))
            self._datum_group.addAction(action)
        self.addSeparator()
        self.emptied = self.addAction("")
        self.emptied.triggered.connect(net.clear)
        self.aboutToShow.connect(self._count_kept)
        prefs.changed.connect(self._preferred)
        self._tick()

    def retranslate(self) -> None:
        """Write the entries anew."""
        for spec in SOURCES:
            self.entries[spec.key].setText(QCoreApplication.translate("Map", spec.label))
        self.datum_menu.setTitle(self.tr("Datum of the map"))
        for datum, text in DATUMS.items():
            self.datums[datum].setText(QCoreApplication.translate("Map", text))

        self.emptied.setText(self.tr("Delete the kept tiles"))

    def use_file(self, path: str) -> None:
        """Use a map file; one that cannot be read changes nothing."""
        try:
            open_map_file(Path(path)).close()
        except MingtangError as error:
            self._tick()
            self.failed.emit(error)
            return
        self._set(map_source="file", map_file=path)

    def use_url(self, asked: Asked) -> None:
        """Use a tile server of the user's own."""
        self._take_key("url", asked.key)
        self._set(
            map_source="url",
            map_url=asked.url,
            map_datum=asked.datum.value,
            map_attribution=asked.attribution,
        )
        self.key_given.emit()

    def use_key(self, spec: SourceSpec, asked: Asked) -> None:
        """Use a row with a key of the user's own."""
        self._take_key(spec.key, asked.key)
        self._set(map_source=spec.key)
        self.key_given.emit()

    def _chosen(self, spec: SourceSpec, _checked: bool = False) -> None:
        if spec.asks == "file":
            dialog = QFileDialog(self._owner, self.tr("Open a map file"))
            dialog.setNameFilters(
                [self.tr("Map files (*.mbtiles *.pmtiles)"), self.tr("All files (*)")]
            )
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            dialog.fileSelected.connect(self.use_file)
            dialog.finished.connect(self._tick)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()
        elif spec.asks:
            known = spec.key in self._keys.known
            asked = UrlDialog(spec, self._prefs.values, self._owner, known_key=known)
            asked.taken.connect(self.use_url if spec.asks == "url" else partial(self.use_key, spec))
            asked.finished.connect(self._tick)
            asked.finished.connect(asked.deleteLater)
            asked.open()
        else:
            self._set(map_source=spec.key)

    def _take_key(self, source: str, key: str) -> None:
        if key:
            self._keys.take(source, key)
            spawn(self, self._keys.keep(source))

    def _datum_chosen(self, datum: Datum, _checked: bool = False) -> None:
        self._set(map_datum=datum.value)

    def _set(self, **values: str) -> None:
        self._prefs.keep(self.failed.emit, **values)

    def _preferred(self, names: set[Any]) -> None:
        if names & {"map_source", "map_datum"}:
            self._tick()

    def _count_kept(self) -> None:
        kept = self._net.kept_bytes
        text = self.tr("Delete the kept tiles ({size} MB)")
        self.emptied.setText(text.format(size=f"{kept / 1e6:.1f}"))
        self.emptied.setEnabled(kept > 0)

    def _tick(self) -> None:
        """Tick what is in use, whatever was clicked."""
        key = self._prefs.values.map_source
        self.entries.get(key, self.entries[SOURCES[0].key]).setChecked(True)
        own = key in ("file", "url")
        self.datum_menu.setEnabled(own)
        wanted = self._prefs.values.map_datum if own else Datum.WGS84.value
        for datum, action in self.datums.items():
            action.setChecked(datum.value == wanted)
