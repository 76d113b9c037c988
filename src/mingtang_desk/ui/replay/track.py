"""The track of a recording: a line with the cursor, marks where something happened, gaps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mingtang_desk.ui.replay.words import event_line, offset
from mingtang_desk.ui.theme import Theme

if TYPE_CHECKING:
    from mingtang_desk.session.replay_events import ReplayEvent

MARGIN = 8
KNOB = 6.0
NEAR_PX = 5
_LISTED = 6
_TOKENS = {"protection": "bad", "fault": "bad", "alarm": "warn"}
"""Colours of marks; what only changed has that of the recording."""


class Track(QWidget):
    """`wanted` carries the time that was clicked, or that the cursor is dragged to."""

    wanted = Signal(float)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._duration = self._position = 0.0
        self._share: float | None = None
        self._events: tuple[ReplayEvent, ...] = ()
        self._times: list[float] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def show_recording(self, duration_s: float, events: Sequence[ReplayEvent]) -> None:
        """Take another recording."""
        self._duration, self._events = duration_s, tuple(events)
        self._times = [event.t for event in events]
        self.update()

    def show_position(self, t: float) -> None:
        """Put the cursor somewhere; painted anew only where it moves by a part of a pixel."""
        if abs(self._x(t) - self._x(self._position)) >= 0.2 or t in (0.0, self._duration):
            self._position = t
            self.update()

    def show_loading(self, share: float | None) -> None:
        """Show how much is loaded instead, 0 to 1; None = all of it is."""
        if share != self._share:
            self._share = share
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(400, 28)

    def minimumSizeHint(self) -> QSize:
        """Still good to click on."""
        return QSize(120, 28)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there; to a mark that is near, exactly."""
        if event.button() is Qt.MouseButton.LeftButton and self._duration > 0.0:
            near = self._near(event.position().x())
            self.wanted.emit(near[0].t if near else self._t(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the cursor."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._duration > 0.0:
            self.wanted.emit(self._t(event.position().x()))

    def event(self, event: QEvent) -> bool:
        """Say what lies under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos().x()), self)
            return True
        return super().event(event)

    def tip_at(self, x: float) -> str:
        """Return the time there, and what happened near it."""
        if self._duration <= 0.0:
            return ""
        near = self._near(x)
        if not near:
            return offset(self._t(x))
        lines = [f"{offset(event.t)}  {event_line(event)}" for event in near[:_LISTED]]
        return "\n".join([*lines, "…"] if len(near) > _LISTED else lines)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw line, gaps, marks, cursor."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        whole = QRectF(MARGIN, middle - 2, self.width() - 2 * MARGIN, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("line"))
        painter.drawRoundedRect(whole, 2, 2)
        done = self._share if self._share is not None else self._done()
        colour = self._theme.color("replay" if self.isEnabled() else "muted")
        painter.setBrush(colour)
        painter.drawRoundedRect(
            QRectF(whole.left(), whole.top(), whole.width() * done, whole.height()), 2, 2
        )
        if self._share is not None or self._duration <= 0.0:
            return
        self._draw_marks(painter, whole)
        painter.setPen(QPen(self._theme.color("panel"), 2))
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(self._x(self._position), middle), KNOB, KNOB)

    def _draw_marks(self, painter: QPainter, whole: QRectF) -> None:
        drawn: set[tuple[int, str]] = set()
        for event in self._events:
            left = self._x(event.t)
            if event.seconds:
                gap = QRectF(
                    left, whole.top() - 1, max(self._x(event.t + event.seconds) - left, 2), 6
                )
                painter.fillRect(gap, self._theme.color("panel"))
                painter.setPen(QPen(self._theme.color("hatch"), 1, Qt.PenStyle.DotLine))
                middle = whole.center().y()
                painter.drawLine(QPointF(gap.left(), middle), QPointF(gap.right(), middle))
                continue
            token = _TOKENS.get(event.kind.value, "replay")
            if (round(left), token) in drawn:  # a hundred in one pixel are one
                continue
            drawn.add((round(left), token))
            # Came: above the line; went, and what is neither: below it, so that shape tells too.
            came = token != "replay" and bool(event.new)
            top = whole.top() - 8 if came else whole.bottom() + 2
            painter.fillRect(QRectF(left - 1, top, 2, 6), self._theme.color(token))

    def _done(self) -> float:
        return min(self._position / self._duration, 1.0) if self._duration > 0.0 else 0.0

    def _room(self) -> float:
        return max(self.width() - 2 * MARGIN, 1)

    def _x(self, t: float) -> float:
        share = t / self._duration if self._duration > 0.0 else 0.0
        return MARGIN + self._room() * min(max(share, 0.0), 1.0)

    def _t(self, x: float) -> float:
        return min(max((x - MARGIN) / self._room(), 0.0), 1.0) * self._duration

    def _near(self, x: float) -> list[ReplayEvent]:
        """Return the events that lie near, the nearest first."""
        reach = NEAR_PX / self._room() * self._duration
        t = self._t(x)
        first = bisect_left(self._times, t - reach)
        last = bisect_left(self._times, t + reach)
        return sorted(self._events[first:last], key=lambda event: abs(event.t - t))
