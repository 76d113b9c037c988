"""The legend of the fleet in the title line of the map: sign in its colour, word beside it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mingtang_desk.ui.map.fleet_words import LEGEND
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font

_GAP = 10


class FleetLegend(QWidget):
    """Drops the words when there is no room for them; the tooltip has all."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._font = font(Size.SMALL)
        self._metrics = QFontMetrics(self._font)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self._write()

    def sizeHint(self) -> QSize:
        """Room for all of it."""
        return QSize(self._width(words=True), self._metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """The signs alone."""
        return QSize(self._width(words=False), self._metrics.height() + 2)

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw signs, and words where there is room for all."""
        painter = QPainter(self)
        painter.setFont(self._font)
        full = self._width(words=True) <= self.width()
        x, baseline = self.width() - self._width(words=full), self._metrics.ascent() + 1
        for sign, text, token in self._items:
            painter.setPen(self._theme.color(token))
            painter.drawText(x, baseline, sign)
            x += self._metrics.horizontalAdvance(sign + " ")
            if full:
                painter.setPen(self._theme.color("muted"))
                painter.drawText(x, baseline, text)
                x += self._metrics.horizontalAdvance(text)
            x += _GAP

    def _width(self, *, words: bool) -> int:
        advance = self._metrics.horizontalAdvance
        each = (advance(sign + " ") + advance(text) * words + _GAP for sign, text, _ in self._items)
        return sum(each) - _GAP

    def _write(self) -> None:
        self._items = [
            (sign, QCoreApplication.translate("Map", text), token) for sign, text, token in LEGEND
        ]
        text = "   ".join(f"{sign} {word}" for sign, word, _ in self._items)
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()
