"""A headline tile: small caption, big figure with a muted unit, one line below."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font
from mingtang_desk.ui.widgets.card import RADIUS

HEIGHT = 82
BIG_HEIGHT = 136
SLIM_HEIGHT = 40
_SPARE = 2
"""Elided text is measured by fractions of a pixel, an advance by whole ones."""


class Figure(QWidget):
    """Painted; a new figure costs no layout."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown = ("", "", "", "", "text", "muted")
        self._big = self._slim = False
        self._take_fonts()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_big(self, big: bool) -> None:
        """Draw it for a reader two metres away, or as it was."""
        if big is not self._big:
            self._big = big
            self._take_fonts()
            self.update()

    def set_slim(self, slim: bool) -> None:
        """Draw it in one line, without its note, or as it was."""
        if slim is not self._slim:
            self._slim = slim
            self._take_fonts()
            self.update()

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
        return QSize(160, self.maximumHeight())

    def minimumSizeHint(self) -> QSize:
        """Room for "47.18 V"."""
        return QSize(112, self.maximumHeight())

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
        if self._slim:
            self._paint_slim(painter)
            return
        width = self.width() - 24
        height = self.height()
        small = self._small_metrics
        painter.setFont(self._small)
        painter.setPen(color("muted"))
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(QPointF(12, 9 + small.ascent()), small.elidedText(caption, elide, width))
        painter.setPen(color(note_token))
        painter.drawText(QPointF(12, height - 12), small.elidedText(note, elide, width))
        unit_width = small.horizontalAdvance(unit) + 6 if unit else 0
        in_font, big = next(
            (
                pair
                for pair in self._sizes
                if pair[1].horizontalAdvance(value) + _SPARE <= width - unit_width
            ),
            self._sizes[-1],
        )
        value = big.elidedText(value, elide, width - unit_width)
        line = height * 49 / HEIGHT if not self._big else height * 0.62
        painter.setFont(in_font)
        painter.setPen(color(token))
        painter.drawText(QPointF(12, line), value)
        if unit:
            painter.setFont(self._small)
            painter.setPen(color("muted"))
            painter.drawText(QPointF(12 + big.horizontalAdvance(value) + 6, line), unit)

    def _paint_slim(self, painter: QPainter) -> None:
        """Caption to the left, figure and unit to the right."""
        caption, value, unit, _, token, _ = self._shown
        right, line = self.width() - 10.0, self.height() / 2 + 6
        small = self._small_metrics
        for text, in_font, metrics, colour in (
            (unit, self._small, small, "muted"),
            (value, *self._sizes[0], token),
            (caption, self._small, small, "muted"),
        ):
            width = metrics.horizontalAdvance(text) + _SPARE
            room = max(right - 10.0, 0.0)
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room))
            width = min(width, int(room))
            painter.setFont(in_font)
            painter.setPen(self._theme.color(colour))
            at = 10.0 if text == caption else right - width
            painter.drawText(QPointF(at, line), text)
            right -= width + (6 if width > _SPARE else 0)

    def _take_fonts(self) -> None:
        self._small = font(Size.CELL if self._big else Size.SMALL)
        self._small_metrics = QFontMetrics(self._small)
        sizes: tuple[int, ...]
        sizes = (52, 40, 30, 20) if self._big else (Size.HEADLINE, 20, Size.CELL, 14)
        if self._slim:
            sizes = (Size.CELL,)
        fonts = [font(size, strong=True) for size in sizes]
        self._sizes = [(each, QFontMetrics(each)) for each in fonts]
        self.setFixedHeight(SLIM_HEIGHT if self._slim else BIG_HEIGHT if self._big else HEIGHT)
