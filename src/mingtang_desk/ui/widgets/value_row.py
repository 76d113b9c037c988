"""A label at the left, a value with its unit at the right: the row of the status panel."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font

HEIGHT = 21
_GAP = 12


class ValueRow(QWidget):
    """Painted, of fixed height: a new value costs no layout."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown = ("", "", "", "text")
        self._label_font, self._value_font = font(Size.SMALL), font(Size.TEXT)
        self._label_metrics = QFontMetrics(self._label_font)
        self._value_metrics = QFontMetrics(self._value_font)
        self.setFixedHeight(HEIGHT)
        # Filled by itself: a new value repaints this row and nothing under it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """The value as it is shown."""
        return f"{self._shown[1]} {self._shown[2]}".strip()

    @property
    def caption(self) -> str:
        """The label."""
        return self._shown[0]

    def show_value(self, caption: str, value: str, unit: str, token: str) -> None:
        """Show a value in a colour of the theme."""
        if (caption, value, unit, token) == self._shown:
            return
        self._shown = (caption, value, unit, token)
        self.setAccessibleName(f"{caption}: {value} {unit}".rstrip())
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for most rows."""
        return QSize(260, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Gives way."""
        return QSize(120, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw label, value and unit; the value keeps its room, the label gives way first."""
        caption, value, unit, token = self._shown
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("panel"))
        tail = f" {unit}" if unit else ""
        tail_width = self._label_metrics.horizontalAdvance(tail)
        room = self.width() - tail_width
        most = max(room - _GAP - 60, room * 6 // 10)
        value_font, metrics = self._value_font, self._value_metrics
        if metrics.horizontalAdvance(value) > most:
            # A code of 24 characters is worth smaller letters before it is cut.
            value_font, metrics = self._label_font, self._label_metrics
            value = metrics.elidedText(value, Qt.TextElideMode.ElideMiddle, most)
        value_width = metrics.horizontalAdvance(value)
        baseline = (HEIGHT + self._value_metrics.ascent() - self._value_metrics.descent()) // 2
        painter.setFont(self._label_font)
        painter.setPen(self._theme.color("muted"))
        caption = self._label_metrics.elidedText(
            caption, Qt.TextElideMode.ElideRight, room - value_width - _GAP
        )
        painter.drawText(0, baseline, caption)
        if tail:
            painter.drawText(self.width() - tail_width, baseline, tail)
        painter.setFont(value_font)
        painter.setPen(self._theme.color(token))
        painter.drawText(room - value_width, baseline, value)
