"""The time of a track: small plots over a slider with marks; one cursor through all of it."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mingtang_desk.cloud.playback import Playback
from mingtang_desk.ui.fleet.track_words import UNITS, VALUES, clock, table_word, value_text
from mingtang_desk.ui.plot.times import step_for, tick_text, ticks
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font
from mingtang_desk.ui.widgets.tips import plain_tip
from mingtang_desk.ui.workspaces import LOW_PX

LANE, BAR, AXIS, MARGIN, HEAD = 38, 34, 18, 8, 15
LOW_LANE = 27
"""In a low window, so that slider and three lanes are in sight together."""
MIDDLE = 19
"""The slider's line, from the top of its stripe; over it P, under it alarms."""
KNOB = 6.0
NEAR_PX = 5.0
_CURVES = {"speed_kmh": "curve_1", "soc_pct": "curve_3", "current_a": "curve_2"}
_LINE_MOST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMark:
    """A moment that is marked under the slider: an alarm. `severe`: drawn larger."""

    t: float
    text: str
    severe: bool = False


class TrackTimeline(QWidget):
    """`wanted` carries the time that was clicked or that the cursor is dragged to."""

    wanted = Signal(float)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._track = Playback()
        self._t = 0.0
        self._lanes: tuple[str, ...] = ()
        self._marks: tuple[TimeMark, ...] = ()
        self._times: list[float] = []
        self._ground: QPixmap | None = None
        self._lane = LANE
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.redraw)

    @property
    def lanes(self) -> tuple[str, ...]:
        """What is plotted."""
        return self._lanes

    @property
    def marks(self) -> tuple[TimeMark, ...]:
        """What is marked beside the stops."""
        return self._marks

    def show_track(self, track: Playback, marks: Sequence[TimeMark]) -> None:
        """Take another track; plotted is what is known anywhere on it."""
        self._track = track
        self._marks = tuple(sorted(marks, key=lambda mark: mark.t))
        self._times = [mark.t for mark in self._marks]
        self._lanes = tuple(name for name in _CURVES if track and track.extent(name) is not None)
        self._t = track.start
        self.updateGeometry()
        self.redraw()

    def show_time(self, t: float) -> None:
        """Put the cursor somewhere; only its two stripes are painted anew."""
        before, now = self._x(self._t), self._x(t)
        self._t = t
        if abs(before - now) >= 0.2:
            for x in (before, now):
                self.update(round(x) - 10, 0, 20, self.height())

    def redraw(self) -> None:
        """Paint everything anew: another track, theme or language."""
        self._ground = None
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its lanes."""
        return QSize(400, len(self._lanes) * self._lane + BAR + AXIS)

    def minimumSizeHint(self) -> QSize:
        """Still good to click on."""
        return QSize(160, self.sizeHint().height())

    def x_of(self, t: float) -> float:
        """Return where a time is, pixels."""
        return self._x(t)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there; to a mark that is near, exactly."""
        if event.button() is Qt.MouseButton.LeftButton and self._track:
            x = event.position().x()
            near = self._near(x)
            self.wanted.emit(near[0].t if near else self._at(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the cursor."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._track:
            self.wanted.emit(self._at(event.position().x()))

    def event(self, event: QEvent) -> bool:
        """Say what lies under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), plain_tip(self.tip_at(event.pos().x())), self)
            return True
        return super().event(event)

    def tip_at(self, x: float) -> str:
        """Return time and values there, and what happened near it."""
        if not self._track:
            return ""
        t = self._at(x)
        at = self._track.index(t)
        lines = [clock(t, dated=True)]
        lines += [
            f"{table_word(VALUES, name)} {value_text(name, self._track.column(name)[at])}"
            for name in self._lanes
        ]
        lines += [f"{clock(mark.t)} {mark.text}" for mark in self._near(x)[:_LINE_MOST]]
        return "\n".join(lines)

    def showEvent(self, event: QShowEvent) -> None:
        """Look how high the window is."""
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Every pixel column is another stretch of time now."""
        super().resizeEvent(event)
        self._ground = None
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Put the cursor over the picture of the rest."""
        if self._ground is None:
            self._ground = self._draw()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._ground)
        if not self._track:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = self._x(self._t), self._bar() + MIDDLE
        painter.setPen(QPen(self._theme.color("text"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(x, 0.0, x, self._bar()))
        painter.setPen(QPen(self._theme.color("panel"), 2))
        painter.setBrush(self._theme.color("accent"))
        painter.drawEllipse(QPointF(x, middle), KNOB, KNOB)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x, middle), KNOB + 2.5, KNOB + 2.5)

    def _draw(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        made = QPixmap(QSize(round(self.width() * ratio), round(self.height() * ratio)))
        made.setDevicePixelRatio(ratio)
        made.fill(self._theme.color("panel"))
        if not self._track:
            return made
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for n, name in enumerate(self._lanes):
            self._draw_lane(painter, name, QRectF(0, n * self._lane, self.width(), self._lane))
        self._draw_bar(painter)
        self._draw_axis(painter)
        painter.end()
        return made

    def _draw_lane(self, painter: QPainter, name: str, area: QRectF) -> None:
        extent = self._track.extent(name)
        if extent is None:
            return
        low, high = min(extent.low, 0.0), max(extent.high, 0.0)
        high = max(high, 100.0) if name == "soc_pct" else max(high, low + 1.0)
        plot = area.adjusted(MARGIN, HEAD, -MARGIN, -3)
        painter.setPen(QPen(self._theme.color("line"), 1))
        zero = plot.bottom() - (0.0 - low) / (high - low) * plot.height()
        painter.drawLine(QLineF(plot.left(), round(zero) + 0.5, plot.right(), round(zero) + 0.5))
        small = font(Size.DRAWING)
        painter.setFont(small)
        painter.setPen(self._theme.color(_CURVES[name]))
        head = QRectF(plot.left(), area.top(), plot.width(), HEAD)
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft, table_word(VALUES, name))
        painter.setPen(self._theme.color("muted"))
        words = f"{low:.0f} … {high:.0f} {UNITS[name]}".replace("-", "−")
        painter.drawText(head, Qt.AlignmentFlag.AlignRight, words)
        painter.setPen(QPen(self._theme.color(_CURVES[name]), 1.4))
        for run in self._runs(name, plot, low, high):
            if len(run) == 1:
                painter.drawPoint(run[0])
            else:
                painter.drawPolyline(QPolygonF(run))

    def _runs(self, name: str, plot: QRectF, low: float, high: float) -> list[list[QPointF]]:
        """Return lines of the least and the most of each pixel; broken where nothing is known."""
        times, runs, run = self._track.times, list[list[QPointF]](), list[QPointF]()
        column, extent = self._track.column(name), self._track.extent(name)
        whole = extent is not None and extent.whole
        seconds = max(self._track.end - self._track.start, 1e-9)
        scale = plot.height() / (high - low)
        at, last = 0, -math.inf
        breaks = [x for x, _ in self._track.gaps]
        gap = 0
        for pixel in range(round(plot.width()) + 1):
            until = self._track.start + (pixel + 1) / plot.width() * seconds
            end = bisect_left(times, until, at)
            if end == at:
                continue
            while gap < len(breaks) and breaks[gap] < times[at]:
                if breaks[gap] >= last and run:
                    runs.append(run)
                    run = []
                gap += 1
            values: Sequence[float] = column[at:end]
            if not whole:
                values = [value for value in values if value == value]
            if values:
                x = plot.left() + pixel
                least, most = min(values), max(values)
                run.append(QPointF(x, plot.bottom() - (most - low) * scale))
                if most > least:
                    run.append(QPointF(x, plot.bottom() - (least - low) * scale))
            elif run:
                runs.append(run)
                run = []
            last, at = times[end - 1], end
        return [*runs, run] if run else runs

    def _draw_bar(self, painter: QPainter) -> None:
        middle = self._bar() + MIDDLE
        whole = QRectF(MARGIN, middle - 2, self.width() - 2 * MARGIN, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        painter.drawRoundedRect(whole, 2, 2)
        for stand in self._track.stands:
            left, right = self._x(stand.start), self._x(stand.end)
            if right - left < 0.5:
                continue
            painter.fillRect(QRectF(left, middle - 3, right - left, 6), self._theme.color("hatch"))
        for start, end in self._track.gaps:
            left, right = self._x(start), self._x(end)
            if right - left < 1.5:
                continue
            painter.fillRect(QRectF(left, middle - 3, right - left, 6), self._theme.color("panel"))
            painter.setPen(QPen(self._theme.color("muted"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QLineF(left, middle, right, middle))
        self._draw_stops(painter, middle)
        self._draw_marks(painter, middle)

    def _draw_stops(self, painter: QPainter, middle: float) -> None:
        """Write P over stops, where there is room for it."""
        small = font(Size.DRAWING, strong=True)
        painter.setFont(small)
        painter.setPen(self._theme.color("muted"))
        width, reached = QFontMetricsF(small).horizontalAdvance("P"), -math.inf
        for stand in self._track.stands:
            x = (self._x(stand.start) + self._x(stand.end)) / 2
            if x - reached >= width + 3:
                reached = x
                box = QRectF(x - 8, middle - 16, 16, 13)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "P")

    def _draw_marks(self, painter: QPainter, middle: float) -> None:
        drawn: set[tuple[int, bool]] = set()
        painter.setPen(Qt.PenStyle.NoPen)
        for mark in self._marks:
            x = self._x(mark.t)
            if (round(x), mark.severe) in drawn:  # a hundred in one pixel are one
                continue
            drawn.add((round(x), mark.severe))
            size = 5.0 if mark.severe else 3.5
            painter.setBrush(self._theme.color("bad" if mark.severe else "warn"))
            top = middle + 4
            corners = (QPointF(x, top), QPointF(x + size, top + 8), QPointF(x - size, top + 8))
            painter.drawPolygon(QPolygonF(list(corners)))

    def _draw_axis(self, painter: QPainter) -> None:
        begin, end = self._track.start, self._track.end
        room = self.width() - 2 * MARGIN
        step = step_for(end - begin, room * 0.8)
        small = font(Size.DRAWING)
        painter.setFont(small)
        painter.setPen(self._theme.color("muted"))
        metrics, reached = QFontMetricsF(small), -math.inf
        for tick in ticks(begin, end, step):
            text = tick_text(tick, step, end - begin)
            width = metrics.horizontalAdvance(text)
            x = min(max(self._x(tick) - width / 2, 0.0), self.width() - width)
            if x > reached + 6:
                reached = x + width
                place = QRectF(x, self._bar() + BAR, width + 2, AXIS)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _fit(self) -> None:
        lane = LOW_LANE if self.window().height() < LOW_PX else LANE
        if lane != self._lane:
            self._lane = lane
            self.updateGeometry()
            self.redraw()

    def _bar(self) -> float:
        return float(len(self._lanes) * self._lane)

    def _room(self) -> float:
        return max(self.width() - 2.0 * MARGIN, 1.0)

    def _x(self, t: float) -> float:
        seconds = self._track.end - self._track.start
        share = (t - self._track.start) / seconds if seconds > 0 else 0.0
        return MARGIN + self._room() * min(max(share, 0.0), 1.0)

    def _at(self, x: float) -> float:
        share = min(max((x - MARGIN) / self._room(), 0.0), 1.0)
        return self._track.start + share * (self._track.end - self._track.start)

    def _near(self, x: float) -> list[TimeMark]:
        """Return marks that lie near, the nearest first."""
        t = self._at(x)
        reach = NEAR_PX / self._room() * (self._track.end - self._track.start)
        first, last = bisect_left(self._times, t - reach), bisect_left(self._times, t + reach)
        return sorted(self._marks[first:last], key=lambda mark: abs(mark.t - t))
