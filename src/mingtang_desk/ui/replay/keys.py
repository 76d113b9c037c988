"""Keys of a recording, in the whole window, unless what has the keyboard needs them itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from mingtang_desk.ui.widgets.basics import KEEPS_ARROWS

_TYPED_INTO = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox)
_ARROWS = ("Left", "Right", "Home", "End")


class ReplayKeys(QObject):
    """Shortcuts of one window, or of one panel; on while there is a recording to play."""

    def __init__(
        self,
        owner: QWidget,
        actions: Mapping[str, Callable[[], None]],
        *,
        context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
    ) -> None:
        super().__init__(owner)
        self._on = False
        self._shortcuts: dict[str, QShortcut] = {}
        for keys, action in actions.items():
            made = QShortcut(QKeySequence(keys), owner)
            made.setContext(context)
            made.activated.connect(action)
            # Of two that hear the same key, a panel's is for whoever works in that panel.
            if context is not Qt.ShortcutContext.WindowShortcut:
                made.activatedAmbiguously.connect(action)
            made.setEnabled(False)
            self._shortcuts[keys] = made
        self._app = QApplication.instance()
        if isinstance(self._app, QApplication):
            self._app.focusChanged.connect(self._look)

    def set_on(self, on: bool) -> None:
        """Listen, or leave the keys to others."""
        self._on = on
        self._look(None, QApplication.focusWidget())

    def stop(self) -> None:
        """Listen no more."""
        self.set_on(False)
        if isinstance(self._app, QApplication):
            self._app.focusChanged.disconnect(self._look)
            self._app = None

    def _look(self, _: QWidget | None, now: QWidget | None) -> None:
        for keys, shortcut in self._shortcuts.items():
            shortcut.setEnabled(self._on and not _needs(now, keys))


def _needs(widget: QWidget | None, keys: str) -> bool:
    """Return whether the widget that has the keyboard does something with a key itself."""
    if keys in _ARROWS and _walks(widget):
        return True
    if isinstance(widget, _TYPED_INTO):
        return True
    if isinstance(widget, QAbstractButton):
        return keys == "Space"
    return False


def _walks(widget: QWidget | None) -> bool:
    """Return whether arrows go about in a widget, or in one it is a part of: cells, map, plot."""
    while widget is not None:
        if isinstance(widget, (QTabBar, QAbstractItemView)) or widget.property(KEEPS_ARROWS):
            return True
        widget = widget.parentWidget()
    return False
