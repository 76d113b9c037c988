"""One strip of the plot: curves of one or two scales over the common time, and the cursors."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt

from mingtang_desk.ui.plot import scales
from mingtang_desk.ui.plot.axes import TimeAxis, ValueAxis, line
from mingtang_desk.ui.plot.measure import extremes, rows
from mingtang_desk.ui.plot.track import Floats, Times
from mingtang_desk.ui.theme import Theme

_REGION_OPACITY = 0.1
_POINT_PX = 5
_LEAN = 0.6
_ROOM = 0.15


class Mark(StrEnum):
    """A vertical line at a time."""

    CROSS = "cross"
    FIRST = "first"
    SECOND = "second"
    PRESENT = "present"


_TOKENS: dict[Mark, tuple[str, bool]] = {
    Mark.CROSS: ("muted", True),
    Mark.FIRST: ("accent_text", False),
    Mark.SECOND: ("accent_text", False),
    Mark.PRESENT: ("replay", False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A curve to draw; `unit` and `least` (of the axis) as shown on screen.

    With `steps` a value holds until the next one, instead of a line between the two; with `dots`
    there is no line. What is `always` has its place on the axis, whatever the values are, and the
    lower end of it room for its tick.
    """

    key: str
    token: str
    scale: str
    unit: str
    least: float
    steps: bool = False
    dots: bool = False
    dashed: bool = False
    always: tuple[float, float] | None = None


class _Side:
    """The curves of one scale, in a view box with an axis of their own."""

    def __init__(self, box: Any, axis: ValueAxis, lean: float) -> None:
        self.box, self.axis, self._lean = box, axis, lean
        self.items: dict[str, Any] = {}
        self.curves: tuple[Curve, ...] = ()
        self.dots: frozenset[str] = frozenset()
        self.range: scales.Range | None = None
        box.setMouseEnabled(x=False, y=False)
        box.setMenuEnabled(False)
        box.disableAutoRange()
        box.setDefaultPadding(0)

    def show(self, curves: tuple[Curve, ...], theme: Theme) -> None:
        self.curves = curves
        self.dots = frozenset(curve.key for curve in curves if curve.dots)
        for curve in curves:
            item = pg.PlotDataItem(
                pen=_pen(theme, curve),
                symbolSize=_POINT_PX,
                symbolPen=None,
                symbolBrush=theme.color(curve.token),
                connect="finite",
                stepMode="right" if curve.steps else None,
                antialias=False,
                autoDownsample=True,
                downsampleMethod="peak",
                clipToView=True,
                dynamicRangeLimit=None,
            )
            self.items[curve.key] = item
            self.box.addItem(item, ignoreBounds=True)
        self.axis.unit, self.axis.switch = curves[0].unit, curves[0].steps

    def fit(self, data: Mapping[str, tuple[Times, Floats]], begin: float, end: float) -> None:
        """Take the range of what is seen; `self.range` None makes it a tight one."""
        low, high = np.inf, -np.inf
        for curve in self.curves:
            found = data.get(curve.key)
            if found is None:
                continue
            first, last = rows(found[0], begin, end)
            both = extremes(found[1][max(first - 1, 0) : last + 1])
            if both is not None:
                low, high = min(low, both[0]), max(high, both[1])
        if low > high:
            return
        # Off has its place also while all are on.
        always = (0.0, 1.0) if self.curves[0].steps else self.curves[0].always
        if always is not None:
            low, high = min(low, always[0]), max(high, always[1])
            if low == always[0] and not self.curves[0].steps:
                low -= _ROOM * (high - low)
        least = max(curve.least for curve in self.curves)
        wanted = scales.range_for(low, high, least, self.range, lean=self._lean)
        if wanted != self.range:
            self.range = wanted
            self.box.setYRange(*wanted, padding=0)


class Lane:
    """A left axis with its curves, and a right one when there is a second scale."""

    def __init__(
        self, theme: Theme, scales_of: tuple[tuple[Curve, ...], ...], *, last: bool, right: bool
    ) -> None:
        self._theme = theme
        self._axis = TimeAxis()
        self.plot: Any = pg.PlotItem(
            axisItems={
                "left": ValueAxis("left"),
                "right": ValueAxis("right"),
                "bottom": self._axis,
            },
            enableMenu=False,
        )
        self.plot.hideButtons()
        for name in ("left", "right", "bottom"):
            # The grid belongs to the axis, and must not run over the curves.
            self.plot.getAxis(name).setZValue(-1)
        self.plot.showAxis("right", right)
        self.plot.showAxis("bottom", last)
        # Half a line of words above the topmost tick, or it would be cut.
        self.plot.setContentsMargins(0, 7, 0, 0 if last else 3)
        self.box: Any = self.plot.getViewBox()
        several = len(scales_of) > 1
        self.sides = [_Side(self.box, self.plot.getAxis("left"), _LEAN if several else 0.5)]
        if several:
            other = pg.ViewBox(enableMenu=False)
            self.sides.append(_Side(other, self.plot.getAxis("right"), 1 - _LEAN))
            self.plot.getAxis("right").linkToView(other)
            self.box.sigResized.connect(self._resized)
        for side, curves in zip(self.sides, scales_of, strict=True):
            side.show(curves, theme)
        self.marks: dict[Mark, Any] = {}
        self.region: Any = pg.LinearRegionItem(movable=False, brush=theme.color("accent"))
        self.region.setOpacity(_REGION_OPACITY)
        self.region.setZValue(-10)
        for edge in self.region.lines:
            edge.setVisible(False)
        self.region.hide()
        self.box.addItem(self.region, ignoreBounds=True)
        for mark in Mark:
            made = self.marks[mark] = pg.InfiniteLine(angle=90, movable=False)
            made.setZValue(20)
            made.hide()
            self.box.addItem(made, ignoreBounds=True)
        self.dress()

    def place(self) -> None:
        """Put the second view box over the first; call it once the lane is in a scene."""
        for side in self.sides[1:]:
            self.plot.scene().addItem(side.box)
            side.box.setZValue(self.box.zValue() + 1)
            side.box.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._resized()

    def remove(self) -> None:
        """Take it out of the scene."""
        for side in self.sides[1:]:
            scene = side.box.scene()
            if scene is not None:
                scene.removeItem(side.box)

    def dress(self) -> None:
        """Take the colours of the theme."""
        theme = self._theme
        self._axis.dress(theme)
        # An axis of one curve has the colour of the curve, so that one sees what belongs to it.
        for place, name in enumerate(("left", "right")):
            curves = self.sides[place].curves if place < len(self.sides) else ()
            token = curves[0].token if len(curves) == 1 else "muted"
            self.plot.getAxis(name).dress(theme, token, grid=place == 0)
            if not curves:
                self.plot.getAxis(name).setStyle(showValues=False)
        for side in self.sides:
            for curve in side.curves:
                side.items[curve.key].setPen(_pen(theme, curve))
                side.items[curve.key].setSymbolBrush(theme.color(curve.token))
        for mark, (token, dashed) in _TOKENS.items():
            self.marks[mark].setPen(line(theme, token, dashed=dashed))
        self.region.setBrush(theme.color("accent"))

    def set_data(self, data: Mapping[str, tuple[Times, Floats]]) -> None:
        """Draw other values."""
        for side in self.sides:
            for key, item in side.items.items():
                found = data.get(key)
                # Values that are all unknown have no extent: pyqtgraph warns of them as dots.
                if found is None or not np.isfinite(found[1]).any():
                    item.clear()
                else:
                    # A single sample is no line.
                    dots = found[0].size == 1 or key in side.dots
                    item.setData(*found, symbol="o" if dots else None)

    def set_range(self, begin: float, end: float) -> None:
        """Show another time."""
        for side in self.sides:
            side.box.setXRange(begin, end, padding=0)

    def fit(
        self, data: Mapping[str, tuple[Times, Floats]], begin: float, end: float, *, tight: bool
    ) -> None:
        """Take the range of values of what is seen."""
        for side in self.sides:
            if tight:
                side.range = None
            side.fit(data, begin, end)

    def mark(self, mark: Mark, when: float | None) -> None:
        """Put a cursor to a time, or hide it."""
        made = self.marks[mark]
        if when is not None:
            made.setValue(when)
        made.setVisible(when is not None)

    def shade(self, begin: float | None, end: float | None) -> None:
        """Shade a time, or none."""
        if begin is not None and end is not None:
            self.region.setRegion((begin, end))
        self.region.setVisible(begin is not None and end is not None)

    def _resized(self) -> None:
        place: QRectF = self.box.sceneBoundingRect()
        for side in self.sides[1:]:
            side.box.setGeometry(place)


def _pen(theme: Theme, curve: Curve) -> Any:
    return pg.mkPen(None) if curve.dots else line(theme, curve.token, dashed=curve.dashed)
