"""The legend of the plot, in its title line: colour, name, value at the cursor or now."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font

_GAP, _SWATCH, _MOST_PX = 11, 10, 520


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendItem:
    """One curve; `note` is what the tooltip says instead of a value."""

    token: str
    name: str
    value: str
    unit: str = ""
    note: str = ""


class PlotLegend(QWidget):
    """As many curves as there is room for; the tooltip has all. `resized`: it needs other room."""

    resized = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._font = font(Size.SMALL)
        self._metrics = QFontMetrics(self._font)
        self._items: tuple[LegendItem, ...] = ()
        self._held: list[int] = []
        self._muted = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def items(self) -> tuple[LegendItem, ...]:
        """What is shown."""
        return self._items

    def show_items(self, items: tuple[LegendItem, ...], *, muted: bool) -> None:
        """Show curves; `muted` while their values are old."""
        if (items, muted) == (self._items, self._muted):
            return
        renamed = [i.name for i in items] != [i.name for i in self._items]
        self._items, self._muted = items, muted
        widths = [self._width(item) for item in items]
        if renamed or any(w > h for w, h in zip(widths, self._held, strict=True)):
            # Widths only grow while the curves are the same: digits must not push the title about.
            self._held = widths
            self.resized.emit()
        text = "\n".join(f"{i.name}: {i.note or i.value} {i.unit}".rstrip() for i in items)
        self.setToolTip(text)
        self.setAccessibleName(text.replace("\n", ", "))
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all of it, up to what a title line can give."""
        return QSize(min(sum(self._held), _MOST_PX) + 2, self._metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """A colour or two."""
        return QSize(24, self._metrics.height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw against the right end: all of it, else names alone, else as many as fit."""
        if not self._items:
            return
        painter = QPainter(self)
        painter.setFont(self._font)
        widths, full = self._held, True
        if sum(widths) > self.width():
            widths, full = [self._width(item, full=False) for item in self._items], False
        count = self._fitting(widths)
        left_over = len(widths) - count
        x = self.width() - sum(widths[:count]) - (self._more() if left_over else 0)
        baseline, middle = self._metrics.ascent() + 1, self._metrics.height() // 2 + 1
        colour = self._theme.color
        for item, width in zip(self._items[:count], widths, strict=False):
            painter.setPen(QPen(colour(item.token), 2))
            painter.drawLine(x + _GAP, middle, x + _GAP + _SWATCH, middle)
            at = x + _GAP + _SWATCH + 5
            words = [(item.name, "muted")]
            if full:
                words += [(item.value, "muted" if self._muted else "text"), (item.unit, "muted")]
            for word, token in words:
                painter.setPen(colour(token))
                painter.drawText(at, baseline, word)
                at += self._metrics.horizontalAdvance(word + " ")
            x += width
        if left_over:
            painter.setPen(colour("muted"))
            painter.drawText(x + _GAP, baseline, f"+{left_over}")

    def _fitting(self, widths: list[int]) -> int:
        """Return how many there is room for, and for the number of the others."""
        if sum(widths) <= self.width():
            return len(widths)
        count = len(widths) - 1
        while count and sum(widths[:count]) + self._more() > self.width():
            count -= 1
        return count

    def _more(self) -> int:
        return self._metrics.horizontalAdvance("+12") + _GAP

    def _width(self, item: LegendItem, *, full: bool = True) -> int:
        words = (item.name, item.value, item.unit) if full else (item.name,)
        # Word by word, as they are drawn: together they may be a pixel narrower.
        advance = sum(self._metrics.horizontalAdvance(word + " ") for word in words if word)
        return _GAP + _SWATCH + 5 + advance
