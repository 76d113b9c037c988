"""A card over the window: search, help, a line to type. No dialog, nothing waits for it.

Esc or a click beside it closes it, and the keyboard goes back to where it was.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.card import CardPart

_MARGIN = 24
_TOP_PX = 64
_SHADE = 0.6


class Overlay(QWidget):
    """Covers its window; fill `body`, give `wanted` a size, then `open`.

    Attributes:
        card: what is seen of it; body: its layout.
        shade: take the window around the card back.
    """

    def __init__(self, theme: Theme, window: QWidget, *, shade: bool = True) -> None:
        super().__init__(window)
        self._theme, self._window, self._shade = theme, window, shade
        self._before: QWidget | None = None
        self._near: QRect | None = None
        self.wanted = QSize(560, 420)
        self.card = CardPart(theme)
        self.card.setParent(self)
        self.body = QVBoxLayout(self.card)
        self.body.setContentsMargins(12, 12, 12, 12)
        self.body.setSpacing(8)
        window.installEventFilter(self)
        self.hide()

    def open(self, near: QRect | None = None) -> None:
        """Show it, high in the middle, or beside a place of the window."""
        if self.isHidden():
            self._before = QApplication.focusWidget()
        self._near = near
        self._cover()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def resize_card(self, wanted: QSize) -> None:
        """Give the card another size; the window may be too small for it."""
        self.wanted = wanted
        if self.isVisible():
            self._cover()

    def leave(self) -> None:
        """Hide it and give the keyboard back."""
        if self.isHidden():
            return
        self.hide()
        before, self._before = self._before, None
        try:
            if before is not None and before.isVisible():
                before.setFocus(Qt.FocusReason.PopupFocusReason)
        except RuntimeError:  # it went while this was open
            return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window also after it changed its size."""
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self._cover()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves, and no other key reaches the window below."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Leave after a click beside the card."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.leave()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Take the window below back."""
        if self._shade:
            painter = QPainter(self)
            painter.setOpacity(_SHADE)
            painter.fillRect(self.rect(), self._theme.color("bg"))

    def _cover(self) -> None:
        room = self._window.rect()
        self.setGeometry(room)
        width = min(self.wanted.width(), room.width() - 2 * _MARGIN)
        height = min(self.wanted.height(), room.height() - _TOP_PX - _MARGIN)
        self.card.setGeometry(QRect(self._corner(QSize(width, height)), QSize(width, height)))

    def _corner(self, size: QSize) -> QPoint:
        room, near = self.rect(), self._near
        if near is None:
            return QPoint((room.width() - size.width()) // 2, _TOP_PX)
        x = max(8, min(near.right() - size.width() + 1, room.width() - size.width() - 8))
        below = near.bottom() + 6
        above = near.top() - 6 - size.height()
        fits = below + size.height() <= room.height() - 8
        return QPoint(x, below if fits else max(above, 8))
