"""How far each cell is from where it began, over the time of a check; on screen and on paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from mingtang_desk.ui.shown import number
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.theme import on_paper
from mingtang_desk.ui.theme.type import Size, font

_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 58.0, 8.0, 20.0
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
_LEAST_MV = 4.0

type Colours = Callable[[str], QColor]


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What is drawn.

    Attributes:
        times_s: of the readings. volts: shape (n_times, n_cells), None = no believable value.
        total_s: length of the axis, at least.
        base: which reading all are measured from: the last one at rest.
        marked: number of the cell that stands out, None = the one that is farthest away.
    """

    times_s: Sequence[float]
    volts: Sequence[Sequence[float | None]]
    total_s: float = 360.0
    base: int = 0
    marked: int | None = None

    def millivolts(self) -> list[list[tuple[float, float]]]:
        """Return time and distance from the first value, for each cell."""
        count = max((len(row) for row in self.volts), default=0)
        start = self.times_s[0] if self.times_s else 0.0
        found = []
        for i in range(count):
            seen = [
                (t - start, v)
                for t, row in zip(self.times_s, self.volts, strict=True)
                if i < len(row) and (v := row[i]) is not None
            ]
            row = self.volts[self.base] if self.base < len(self.volts) else ()
            base = row[i] if i < len(row) else None
            zero = base if base is not None or not seen else seen[0][1]
            found.append([(t, (v - (zero or 0.0)) * 1000) for t, v in seen])
        return found


def draw(painter: QPainter, place: QRectF, traces: Traces, colour: Colours, cell_word: str) -> None:
    """Draw axes and curves; `cell_word` has {n} for the number of the cell that stands out."""
    curves = traces.millivolts()
    values = [mv for curve in curves for _, mv in curve] or [0.0]
    low, high = min(*values, -_LEAST_MV) * 1.08, max(*values, _LEAST_MV) * 1.08
    longest = max([traces.total_s, 1.0, *(curve[-1][0] for curve in curves if curve)])
    inner = place.adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)

    def at(t: float, mv: float) -> QPointF:
        x = inner.left() + t / longest * inner.width()
        return QPointF(x, inner.top() + (high - mv) / (high - low) * inner.height())

    small = font(Size.DRAWING)
    painter.setFont(small)
    metrics = QFontMetricsF(small)
    step = next((s for s in _STEPS if (high - low) / s <= inner.height() / 24), _STEPS[-1])
    tick = -(-low // step) * step
    while tick <= high:
        y = at(0, tick).y()
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(QPointF(inner.left(), y), QPointF(inner.right(), y))
        painter.setPen(colour("muted"))
        side = QRectF(place.left(), y - 8, _LEFT - 6, 16)
        told = number(tick, 0) + (" mV" if tick == 0 else "")
        painter.drawText(side, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, told)
        tick += step
    room = max(inner.width() / 52, 1.0)
    seconds = next((s for s in (60, 120, 180, 300, 600) if longest / s <= room), 1200)
    for minute in range(0, int(longest) + 1, seconds):
        x = at(minute, 0).x()
        foot = QRectF(x - 30, inner.bottom() + 3, 60, 16)
        painter.setPen(colour("muted"))
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, f"{minute} s")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    worst = traces.marked
    if worst is None and any(curves):
        worst = 1 + max(
            range(len(curves)), key=lambda i: max((abs(mv) for _, mv in curves[i]), default=0.0)
        )
    others = [i for i in range(len(curves)) if i + 1 != worst]
    for i in (*others, *([worst - 1] if worst and worst <= len(curves) else [])):
        is_worst = i + 1 == worst
        painter.setPen(QPen(colour("warn_text" if is_worst else "hatch"), 2 if is_worst else 1))
        painter.drawPolyline(QPolygonF([at(t, mv) for t, mv in curves[i]]))
        if is_worst and curves[i]:
            name = cell_word.format(n=worst)
            end = at(*curves[i][-1])
            wide = metrics.horizontalAdvance(name)
            painter.drawText(
                QPointF(min(end.x() + 5, place.right() - wide), end.y() + 4),
                name,
            )


def last_rest(amps: Sequence[float | None]) -> int:
    """Return the index of the last reading before a load."""
    highest = max((abs(a) for a in amps if a is not None), default=0.0)
    for i, a in enumerate(amps):
        if a is not None and abs(a) > highest / 2:
            return max(i - 1, 0)
    return 0


class SagChart(QWidget):
    """The curves of one check."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._traces = Traces(times_s=(), volts=())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(96)
        theme.changed.connect(self.update)

    @property
    def traces(self) -> Traces:
        """What it shows."""
        return self._traces

    def show_traces(self, traces: Traces) -> None:
        """Show these curves."""
        self._traces = traces
        self.update()

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(420, 180)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw."""
        painter = QPainter(self)
        draw(painter, QRectF(self.rect()), self._traces, self._theme.color, self.tr("cell {n}"))


def picture(traces: Traces, width: int, height: int, cell_word: str) -> QImage:
    """Return the curves for paper, in the light colours, four times as fine as on screen."""
    made = QImage(width * 4, height * 4, QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.white)
    painter = QPainter(made)
    painter.scale(4, 4)
    draw(
        painter,
        QRectF(0, 0, width, height),
        traces,
        on_paper,
        cell_word,
    )
    painter.end()
    return made
