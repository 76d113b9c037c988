"""The legend of the cell grid, in the title line: sign in its colour, word beside it."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font

_GAP = 10


class Legend(QWidget):
    """Drops words from the right when there is no room for them; the tooltip has all."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._font = font(Size.SMALL)
        self._metrics = QFontMetrics(self._font)
        self._items: list[tuple[str, str, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self._write()

    def sizeHint(self) -> QSize:
        """Room for all of it."""
        return QSize(sum(self._widths()) + 2, self._metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """Signs alone."""
        return QSize(70, self._metrics.height() + 2)

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
            x -= self._metrics.horizontalAdvance(sign + " ")
            painter.setPen(self._theme.color(token))
            painter.drawText(x, baseline, sign)
            x -= _GAP

    def _widths(self) -> list[int]:
        advance = self._metrics.horizontalAdvance
        return [advance(f"{sign} {text}") + _GAP for sign, text, _ in self._items]

    def _write(self) -> None:
        self._items = [
            ("▲", self.tr("highest"), "high_text"),
            ("▼", self.tr("lowest"), "low_text"),
            ("≈", self.tr("balancing"), "balancing_text"),
            ("!", self.tr("outside limit"), "bad_text"),
        ]
        text = "   ".join(f"{sign} {word}" for sign, word, _ in self._items)
        hatch = self.tr("Hatched grey: old value. ?: implausible value.")
        self.setToolTip(f"{text}\n{hatch}")
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()
