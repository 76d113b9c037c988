"""The legend of the cell grid, in the title line: sign in its colour, word beside it."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font

_GAP = 10
_USUAL = 4
"""Signs that always stand in it."""
_HATCH, _SWATCH = "▨", 11
"""Stands for the hatch, which is drawn: fonts have no such sign. Side of it, px."""


class Legend(QWidget):
    """Drops the words when there is no room for them; the tooltip has all.

    Signs of what is wrong stand in it only while something is: see `tell`.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._font = font(Size.SMALL)
        self._metrics = QFontMetrics(self._font)
        self._items: list[tuple[str, str, str]] = []
        self._told = (False, False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self._write()

    @property
    def signs(self) -> str:
        """The signs that stand in it now."""
        return "".join(sign for sign, _, _ in self._items)

    def tell(self, *, implausible: bool, stale: bool) -> None:
        """Explain `?` and the hatch too, while a tile has them."""
        if self._told != (implausible, stale):
            self._told = (implausible, stale)
            self._write()

    def sizeHint(self) -> QSize:
        """Room for all of it."""
        return QSize(sum(self._widths()) + 2, self._metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """The usual signs alone."""
        signs = [self._sign_width(sign) + _GAP for sign, _, _ in self._items[:_USUAL]]
        return QSize(sum(signs) - _GAP, self._metrics.height() + 2)

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw signs and as many words as there is room for."""
        painter = QPainter(self)
        painter.setFont(self._font)
        full = sum(self._widths()) <= self.width()
        x = self.width()
        baseline = self._metrics.ascent() + 1
        for sign, text, token in reversed(self._items):
            if full:
                x -= self._metrics.horizontalAdvance(text)
                painter.setPen(self._theme.color("muted"))
                painter.drawText(x, baseline, text)
            x -= self._sign_width(sign)
            if x < 0:
                return  # half a sign says nothing; the tooltip has all
            painter.setPen(self._theme.color(token))
            if sign == _HATCH:
                _draw_hatch(painter, QPoint(x, baseline))
            else:
                painter.drawText(x, baseline, sign)
            x -= _GAP

    def _widths(self) -> list[int]:
        advance = self._metrics.horizontalAdvance
        return [self._sign_width(sign) + advance(text) + _GAP for sign, text, _ in self._items]

    def _sign_width(self, sign: str) -> int:
        return _SWATCH + 5 if sign == _HATCH else self._metrics.horizontalAdvance(sign + " ")

    def _write(self) -> None:
        self._items = [
            ("▲", self.tr("highest"), "high_text"),
            ("▼", self.tr("lowest"), "low_text"),
            ("≈", self.tr("balancing"), "balancing_text"),
            ("!", self.tr("outside limit"), "bad_text"),
        ]
        implausible, stale = self._told
        if implausible:
            self._items.append(("?", self.tr("implausible"), "warn_text"))
        if stale:
            self._items.append((_HATCH, self.tr("old"), "muted"))
        text = "   ".join(f"{sign} {word}" for sign, word, _ in self._items)
        hatch = self.tr("Hatched grey: old value. ?: implausible value.")
        self.setToolTip(f"{text}\n{hatch}")
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()


def _draw_hatch(painter: QPainter, foot: QPoint) -> None:
    """Draw the square of the hatch, `foot` is its lower left corner."""
    for off in range(4 - _SWATCH, _SWATCH, 4):
        start = QPoint(max(off, 0), -max(-off, 0))
        end = QPoint(min(_SWATCH, _SWATCH + off), -min(_SWATCH, _SWATCH - off))
        painter.drawLine(foot + start, foot + end)
    painter.drawRect(QRect(foot.x(), foot.y() - _SWATCH, _SWATCH, _SWATCH))
