"""The drawn plot: lanes over one time, cursors, mouse. What it shows is told by the panel."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)

from mingtang_desk.ui.plot.lane import Curve, Lane, Mark
from mingtang_desk.ui.plot.mouse import TimeMouse
from mingtang_desk.ui.plot.track import Floats, Times
from mingtang_desk.ui.theme import Theme

SHORTEST_S, LONGEST_S = 0.01, 40 * 365 * 86_400.0
_STEPS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}

type Data = Mapping[str, tuple[Times, Floats]]


def lanes_for(curves: Sequence[Curve], *, stacked: bool) -> list[tuple[tuple[Curve, ...], ...]]:
    """Return the scales of each lane, in the order of the curves: two a lane, or one if stacked."""
    by_scale: dict[str, list[Curve]] = {}
    for curve in curves:
        by_scale.setdefault(curve.scale, []).append(curve)
    groups = [tuple(group) for group in by_scale.values()]
    size = 1 if stacked else 2
    return [tuple(groups[n : n + size]) for n in range(0, len(groups), size)]


class PlotView(pg.GraphicsLayoutWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Lanes, cursors and the time they show.

    Signals:
        ranged: the time shown was moved by hand. cursed: a cursor was moved by hand (Mark, time).
        hovered: where the mouse is, seconds since 1970, or None.
        stepped: an arrow key, so many samples, while `steps`. pause_wanted: Space, while `pauses`.
        home_wanted: a double click. menu_wanted: a right click, at a global place.

    Attributes:
        span: the time shown. steps, pauses: whether those keys are for the plot.
    """

    ranged = Signal(float, float)
    cursed = Signal(object, float)
    hovered = Signal(object)
    stepped = Signal(int)
    pause_wanted = Signal()
    home_wanted = Signal()
    menu_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.lanes: list[Lane] = []
        self.span = (0.0, 60.0)
        self.steps = self.pauses = False
        self._data: Data = {}
        self._marks: dict[Mark, float | None] = {}
        self._mouse = TimeMouse(self)
        self.setFrameShape(pg.QtWidgets.QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.ci.layout.setContentsMargins(0, 0, 0, 0)
        self.ci.layout.setSpacing(0)
        self.setMinimumSize(80, 60)
        theme.changed.connect(self.dress)
        self.dress()

    def set_curves(self, curves: Sequence[Curve], *, stacked: bool) -> None:
        """Draw other curves; their values come by `set_data`."""
        for lane in self.lanes:
            lane.remove()
        self.ci.clear()
        groups = lanes_for(curves, stacked=stacked)
        right = any(len(group) > 1 for group in groups)
        self.lanes = [
            Lane(self._theme, group, last=place == len(groups) - 1, right=right)
            for place, group in enumerate(groups)
        ]
        for row, lane in enumerate(self.lanes):
            self.ci.addItem(lane.plot, row, 0)
            lane.place()
            lane.set_range(*self.span)
            self._mark(lane)

    def set_data(self, data: Data) -> None:
        """Draw other values."""
        self._data = data
        for lane in self.lanes:
            lane.set_data(data)
        self.fit()

    def set_range(self, begin: float, end: float) -> None:
        """Show another time."""
        span = min(max(end - begin, SHORTEST_S), LONGEST_S)
        middle = (begin + end) / 2
        self.span = (middle - span / 2, middle + span / 2)
        for lane in self.lanes:
            lane.set_range(*self.span)
        self.fit()

    def fit(self, *, tight: bool = False) -> None:
        """Take the ranges of values that are seen; with `tight` at once."""
        for lane in self.lanes:
            lane.fit(self._data, *self.span, tight=tight)

    def set_mark(self, mark: Mark, when: float | None) -> None:
        """Put a cursor to a time, or hide it."""
        if self._marks.get(mark) != when:
            self._marks[mark] = when
            for lane in self.lanes:
                self._mark(lane, mark)

    def mark_at(self, mark: Mark) -> float | None:
        """Return where a cursor stands, None while it is hidden."""
        return self._marks.get(mark)

    def plot_area(self) -> QRectF:
        """Return the place between the axes, over all lanes, in pixels of this widget."""
        area = QRectF()
        for lane in self.lanes:
            area = area.united(self.mapFromScene(lane.box.sceneBoundingRect()).boundingRect())
        return area

    def time_at(self, x: float) -> float:
        """Return the time under a pixel."""
        area = self.plot_area()
        begin, end = self.span
        return begin + (x - area.left()) / max(area.width(), 1.0) * (end - begin)

    def pixel_of(self, when: float) -> float:
        """Return the pixel of a time."""
        area = self.plot_area()
        begin, end = self.span
        return area.left() + (when - begin) / (end - begin) * area.width()

    def dress(self) -> None:
        """Take the colours of the theme."""
        self.setBackground(self._theme.color("panel"))
        for lane in self.lanes:
            lane.dress()

    def event(self, event: QEvent) -> bool:
        """Keep the arrows from everybody else while they step the crosshair."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self.steps
            and event.key() in _STEPS
        ):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step the crosshair, stop the view; every other key is for somebody else."""
        step = _STEPS.get(event.key())
        if step is not None and self.steps:
            self.stepped.emit(step)
        elif event.key() == Qt.Key.Key_Space and self.pauses:
            self.pause_wanted.emit()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move the time, or a cursor."""
        self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move it, or the crosshair."""
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End of moving."""
        self._mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go home."""
        self.home_wanted.emit()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom the time around the mouse."""
        self._mouse.wheel(event)

    def leaveEvent(self, event: Any) -> None:
        """The mouse is nowhere."""
        super().leaveEvent(event)
        self.hovered.emit(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show who has the keyboard."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show who has the keyboard."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw, and a dotted frame while it has the keyboard."""
        super().paintEvent(event)
        box = self._mouse.box
        focused = self.hasFocus() and bool(self.lanes)
        if not focused and box is None:
            return
        painter = QPainter(self.viewport())
        if focused:
            painter.setPen(QPen(self._theme.color("hatch"), 1, Qt.PenStyle.DotLine))
            painter.drawRect(self.plot_area().adjusted(0, 0, -1, -1))
        if box is not None:
            area = self.plot_area()
            painter.setOpacity(0.2)
            place = QRectF(QPointF(box[0], area.top()), QPointF(box[1], area.bottom()))
            painter.fillRect(place.normalized(), self._theme.color("accent"))

    def _mark(self, lane: Lane, only: Mark | None = None) -> None:
        for mark in Mark if only is None else (only,):
            lane.mark(mark, self._marks.get(mark))
        if only is None or only in (Mark.FIRST, Mark.SECOND):
            lane.shade(self._marks.get(Mark.FIRST), self._marks.get(Mark.SECOND))
