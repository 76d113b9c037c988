"""Which workspace is in use, where its docks stand, and what the user made of each of the three."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMainWindow

from mingtang_desk.ui.dock import CardDock
from mingtang_desk.ui.layout import arrange, restore, saved, size_docks
from mingtang_desk.ui.prefs import Preferences
from mingtang_desk.ui.workspaces import LOW_PX, Workspace, workspace


class Arrangement(QObject):
    """The docks of one window; `changed` is emitted after another workspace came up."""

    changed = Signal()

    def __init__(
        self, window: QMainWindow, docks: Mapping[str, CardDock], prefs: Preferences
    ) -> None:
        super().__init__(window)
        self._window, self._docks, self._prefs = window, docks, prefs
        self.current: Workspace = workspace(prefs.values.workspace)
        self._placed = False
        self._sized = False
        arrange(window, docks, self.current)

    def switch(self, key: str) -> None:
        """Bring up another workspace as it was left."""
        if key == self.current.key:
            return
        kept = self.kept()
        self.current = workspace(key)
        self._bring(kept.get(key, ""))
        self.changed.emit()
        self._prefs.set(workspace=key, layouts=kept)

    def reset(self) -> None:
        """Put the docks of the present workspace where they were at first; the others stay."""
        self._bring("")
        self.keep()

    def keep(self) -> None:
        """Write the layout of the present workspace into the preferences."""
        self._prefs.set(layouts=self.kept())

    def restore(self) -> None:
        """Take size and layout of the last time, before the window is shown."""
        values = self._prefs.values
        try:
            geometry = b64decode(values.geometry, validate=True)
        except (Base64Error, ValueError):
            geometry = b""
        if geometry:
            self._window.restoreGeometry(geometry)
        self._placed = restore(self._window, self._docks, values.layouts.get(self.current.key, ""))

    def geometry(self) -> str:
        """Return size and place of the window as a text for the preferences."""
        return b64encode(bytes(self._window.saveGeometry().data())).decode("ascii")

    def shown(self) -> bool:
        """Size the docks once there is a window to divide; False when that was done before.

        What the user left needs no sizes.
        """
        if self._sized:
            return False
        self._sized = True
        if not self._placed:
            if self._window.height() < LOW_PX:
                arrange(self._window, self._docks, self.current)
            self._size()
        return True

    def kept(self) -> dict[str, str]:
        """Return the layouts to keep, that of the present workspace as it is now."""
        layouts = dict(self._prefs.values.layouts)
        if self._sized:
            layouts[self.current.key] = saved(self._window, self._docks)
        return layouts

    def _bring(self, layout: str) -> None:
        self._window.setUpdatesEnabled(False)
        try:
            if not restore(self._window, self._docks, layout):
                arrange(self._window, self._docks, self.current)
                self._size()
        finally:
            self._window.setUpdatesEnabled(True)

    def _size(self) -> None:
        """Twice: the first time minimum sizes of what is not laid out yet are in the way."""
        size_docks(self._window, self._docks, self.current)
        QTimer.singleShot(0, self, lambda: size_docks(self._window, self._docks, self.current))
