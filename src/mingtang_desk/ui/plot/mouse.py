"""What the mouse does in the plot: drag moves time or a cursor, Shift+drag and wheel zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from mingtang_desk.ui.plot.lane import Mark

if TYPE_CHECKING:
    from mingtang_desk.ui.plot.view import PlotView

GRIP_PX = 6.0
_CLICK_PX = 3.0
_ZOOM = 1.25
_NOTCH = 120.0
_MOVABLE = (Mark.PRESENT, Mark.FIRST, Mark.SECOND)


class TimeMouse:
    """Reads mouse events of a view; moves nothing but the time shown and the cursors.

    Attributes:
        box: pixels from where to where a span to zoom into is being drawn, None while none is.
    """

    def __init__(self, view: PlotView) -> None:
        self._view = view
        self._from: float | None = None
        self._range = (0.0, 1.0)
        self._grip: Mark | None = None
        self._moved = False
        self.box: tuple[float, float] | None = None

    def press(self, event: QMouseEvent) -> None:
        """Begin: a cursor under the mouse is taken, else the time."""
        view, x = self._view, event.position().x()
        event.accept()
        if event.button() is Qt.MouseButton.RightButton:
            view.menu_wanted.emit(event.globalPosition().toPoint())
            return
        if event.button() is not Qt.MouseButton.LeftButton or not view.lanes:
            return
        self._from, self._range, self._moved = x, view.span, False
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.box = (x, x)
        else:
            self._grip = self._cursor_at(x)

    def move(self, event: QMouseEvent) -> None:
        """Go on, or only look."""
        view, x = self._view, event.position().x()
        event.accept()
        if self._from is None:
            view.hovered.emit(view.time_at(x) if view.lanes else None)
            self._show_shape(x)
            return
        self._moved = self._moved or abs(x - self._from) > _CLICK_PX
        if self.box is not None:
            self.box = (self._from, x)
            view.viewport().update()
        elif self._grip is not None:
            view.cursed.emit(self._grip, view.time_at(x))
        elif self._moved:
            begin, end = self._range
            shift = (self._from - x) / max(view.plot_area().width(), 1.0) * (end - begin)
            view.set_range(begin + shift, end + shift)
            view.ranged.emit(*view.span)

    def release(self, event: QMouseEvent) -> None:
        """End; where nothing moved, the cursor of a recording jumps to the mouse."""
        view, x = self._view, event.position().x()
        event.accept()
        if self._from is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        box, self.box = self.box, None
        if box is not None:
            view.viewport().update()
            if self._moved:
                view.set_range(*sorted((view.time_at(box[0]), view.time_at(box[1]))))
                view.ranged.emit(*view.span)
        elif not self._moved and self._grip is None and view.mark_at(Mark.PRESENT) is not None:
            view.cursed.emit(Mark.PRESENT, view.time_at(x))
        self._from = self._grip = None
        self._show_shape(x)

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom around the mouse; sideways it moves the time."""
        view = self._view
        turn, side = event.angleDelta().y() / _NOTCH, event.angleDelta().x() / _NOTCH
        event.accept()
        if not view.lanes:
            return
        begin, end = view.span
        if turn:
            here, factor = view.time_at(event.position().x()), _ZOOM**-turn
            view.set_range(here - (here - begin) * factor, here + (end - here) * factor)
        else:
            shift = -side * (end - begin) / 10
            view.set_range(begin + shift, end + shift)
        view.ranged.emit(*view.span)

    def _cursor_at(self, x: float) -> Mark | None:
        found = [
            (abs(self._view.pixel_of(when) - x), mark)
            for mark in _MOVABLE
            if (when := self._view.mark_at(mark)) is not None
        ]
        nearest = min(found, key=lambda each: each[0], default=None)
        return nearest[1] if nearest is not None and nearest[0] <= GRIP_PX else None

    def _show_shape(self, x: float) -> None:
        over = self._view.lanes and self._cursor_at(x) is not None
        shape = Qt.CursorShape.SizeHorCursor if over else Qt.CursorShape.ArrowCursor
        self._view.viewport().setCursor(shape)
