"""Axes in the look of the desk: few ticks, muted words, a hairline grid, no frame."""

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt

from mingtang_desk.ui.plot import scales, times
from mingtang_desk.ui.shown import word
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font

WIDTH = 54
HEIGHT = 22
_HALF_LINE = 7.0
_HALF_TIME = 26.0


class _Axis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis without a line of its own; `dress` gives it the colours."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.setStyle(
            tickLength=0,
            tickFont=font(Size.DRAWING),
            tickTextOffset=8,
            autoExpandTextSpace=False,
            hideOverlappingLabels=False,
        )
        self.enableAutoSIPrefix(False)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def dress(self, theme: Theme, token: str = "muted", *, grid: bool = False) -> None:
        """Take colours; with `grid` its ticks run through the plot."""
        self.setPen(pg.mkPen(None))
        self.setTextPen(pg.mkPen(theme.color(token)))
        self.setTickPen(pg.mkPen(theme.color("line"), width=1))
        self.setGrid(255 if grid else False)


class ValueAxis(_Axis):
    """Values of one scale; the topmost tick says the unit. That of a switch says on and off."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.unit = ""
        self.switch = False
        self.setWidth(WIDTH)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Return round values."""
        if self.switch:
            return [(1.0, [0.0, 1.0])]
        step, values = scales.ticks(low, high, size)
        # Words that would be cut at an end are not drawn, and the unit would be lost with them.
        edge = (high - low) * _HALF_LINE / max(size, 1.0)
        return [(step, [v for v in values if low + edge <= v <= high - edge])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Return them in words."""
        if self.switch:
            return [word("on" if value else "off") for value in values]
        return scales.tick_texts(list(values), spacing, self.unit)


class TimeAxis(_Axis):
    """Local time under the lowest lane."""

    def __init__(self) -> None:
        super().__init__("bottom")
        self._span = 0.0
        self.setHeight(HEIGHT)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Return round local times."""
        self._span = high - low
        step = times.step_for(self._span, size)
        # Words that would be cut at the right end are not drawn; at the left there is room.
        edge = self._span * _HALF_TIME / max(size, 1.0)
        return [(step, [t for t in times.ticks(low, high, step) if t <= high - edge])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Return them in words."""
        return [times.tick_text(value, spacing, self._span) for value in values]


def line(theme: Theme, token: str, *, dashed: bool = False) -> Any:
    """Return a pen one pixel wide: wider ones are three times as slow."""
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    return pg.mkPen(theme.color(token), width=1, style=style)
