"""The card: a panel with a hairline and round corners, its title line on top.

A dock is made of two parts, title and body; each draws its half of one frame.
"""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label

RADIUS = 6.0
_BEYOND = 20.0


class CardPart(QFrame):
    """Draws the frame of a card, whole, or open at one end."""

    def __init__(self, theme: Theme, *, top: bool = True, bottom: bool = True) -> None:
        super().__init__()
        self._card_theme, self._top, self._bottom = theme, top, bottom
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and hairline."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._card_theme.color("line"), 1))
        painter.setBrush(self._card_theme.color("panel"))
        frame = QRectF(self.rect()).adjusted(
            0.5,
            0.5 if self._top else -_BEYOND,
            -0.5,
            -0.5 if self._bottom else _BEYOND,
        )
        painter.drawRoundedRect(frame, RADIUS, RADIUS)


class Card(CardPart):
    """A whole card with a title, widgets at the right of it, and a body to fill."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.title: QLabel = label("title")
        self.title_row = QHBoxLayout()
        self.title_row.setSpacing(8)
        self.title_row.addWidget(self.title)
        self.title_row.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 8, 12, 12)
        outer.setSpacing(8)
        outer.addLayout(self.title_row)
        outer.addLayout(self.body, 1)

    def add_to_title(self, widget: QWidget) -> None:
        """Put a widget at the right end of the title line."""
        self.title_row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
