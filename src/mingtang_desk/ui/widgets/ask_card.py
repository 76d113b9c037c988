"""The frame of a card that asks a second time: what it says stands above Cancel and the press."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, plain
from mingtang_desk.ui.widgets.layouts import button_row

_BAR_PX = 3


class AskCard(QWidget):
    """`cancelled` comes from the button and from Esc. Whoever derives lays out the rest.

    Args:
        theme: colours.
        go: the second press.
        bar: colour token of the bar at the left.
    """

    cancelled = Signal()

    def __init__(self, theme: Theme, go: Button, *, bar: str = "warn") -> None:
        super().__init__()
        self._theme, self._bar = theme, bar
        self.cancel, self.go = plain(theme), go
        self.cancel.clicked.connect(self.cancelled)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(15, 12, 12, 12)
        self.column.setSpacing(8)

    def add_foot(self) -> None:
        """Put the two buttons below what is there by now."""
        self.column.addLayout(button_row(self.cancel, self.go))

    def retranslate(self) -> None:
        """Write every text in the present language."""

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc cancels."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground with a bar in the colour of care at its left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("raised"))
        painter.fillRect(0, 0, _BAR_PX, self.height(), self._theme.color(self._bar))
