"""A headline tile: small caption, big figure with a muted unit, one line below."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font
from mingtang_desk.ui.widgets.card import RADIUS

HEIGHT = 82


class Figure(QWidget):
    """Painted; a new figure costs no layout."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown = ("", "", "", "", "text", "muted")
        self._small, self._big = font(Size.SMALL), font(Size.HEADLINE, strong=True)
        self._fallback = font(20, strong=True)
        self._metrics = {
            id(used): QFontMetrics(used) for used in (self._small, self._big, self._fallback)
        }
        self.setFixedHeight(HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """Figure, unit and note."""
        return " ".join(part for part in self._shown[1:4] if part)

    def show_figure(
        self,
        caption: str,
        value: str,
        unit: str = "",
        note: str = "",
        *,
        token: str = "text",
        note_token: str = "muted",
    ) -> None:
        """Show a figure in a colour of the theme."""
        shown = (caption, value, unit, note, token, note_token)
        if shown != self._shown:
            self._shown = shown
            self.setAccessibleName(f"{caption}: {value} {unit} {note}".strip())
            self.setToolTip(note)
            self.update()

    def sizeHint(self) -> QSize:
        """A quarter of the middle of the window."""
        return QSize(160, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Room for "47.18 V"."""
        return QSize(112, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw card and texts."""
        caption, value, unit, note, token, note_token = self._shown
        color = self._theme.color
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("bg"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("line"), 1))
        painter.setBrush(color("panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        width = self.width() - 24
        small = self._metrics[id(self._small)]
        painter.setFont(self._small)
        painter.setPen(color("muted"))
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(QPointF(12, 21), small.elidedText(caption, elide, width))
        painter.setPen(color(note_token))
        painter.drawText(QPointF(12, 70), small.elidedText(note, elide, width))
        unit_width = small.horizontalAdvance(unit) + 6 if unit else 0
        in_font = self._big
        if self._metrics[id(in_font)].horizontalAdvance(value) > width - unit_width:
            in_font = self._fallback
        big = self._metrics[id(in_font)]
        value = big.elidedText(value, elide, width - unit_width)
        painter.setFont(in_font)
        painter.setPen(color(token))
        painter.drawText(QPointF(12, 49), value)
        if unit:
            painter.setFont(self._small)
            painter.setPen(color("muted"))
            painter.drawText(QPointF(12 + big.horizontalAdvance(value) + 6, 49), unit)
