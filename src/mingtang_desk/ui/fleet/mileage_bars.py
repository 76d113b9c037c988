"""Bars of mileage, one a period; a question mark and a hatch say that not all was watched."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font
from mingtang_desk.ui.widgets.basics import KEEPS_ARROWS
from mingtang_desk.ui.widgets.tips import plain_tip

_LEFT, _TOP, _FOOT, _RIGHT = 40, 18, 20, 8
_LINES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One period.

    Attributes:
        key: its name. label: under it, short. tip: all of it in words.
        km: how far, None = nothing is known of it.
        sure: all of it was watched.
    """

    key: str
    label: str
    tip: str
    km: float | None
    sure: bool = True


class MileageBars(QWidget):
    """`picked` carries the key of a bar that was clicked, or chosen by Enter."""

    picked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.bars: tuple[Bar, ...] = ()
        self.current: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(KEEPS_ARROWS, True)
        self.setMinimumHeight(120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show others."""
        self.bars = tuple(bars)
        self.current = None
        self.update()

    def sizeHint(self) -> QSize:
        """Room for a month."""
        return QSize(420, 180)

    def bar_rect(self, n: int) -> QRectF:
        """Return the column a bar stands in."""
        area = self._area()
        width = area.width() / max(len(self.bars), 1)
        return QRectF(area.left() + n * width, area.top(), width, area.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Home and End jump, Enter picks."""
        last = len(self.bars) - 1
        at = last if self.current is None else self.current
        match event.key():
            case Qt.Key.Key_Left:
                self._walk(at - 1 if self.current is not None else at)
            case Qt.Key.Key_Right:
                self._walk(at + 1)
            case Qt.Key.Key_Home:
                self._walk(0)
            case Qt.Key.Key_End:
                self._walk(last)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.current is not None:
                self.picked.emit(self.bars[self.current].key)
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick what was clicked."""
        n = self._at(event.position())
        if n is not None and event.button() is Qt.MouseButton.LeftButton:
            self._walk(n)
            self.picked.emit(self.bars[n].key)

    def event(self, event: QEvent) -> bool:
        """Say what lies under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            n = self._at(QPointF(event.pos()))
            tip = "" if n is None else plain_tip(self.bars[n].tip)
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw axis and bars."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = font(Size.DRAWING)
        painter.setFont(small)
        area = self._area()
        step = _step(max((bar.km or 0.0 for bar in self.bars), default=0.0))
        top = step * _LINES
        for n in range(_LINES + 1):
            y = round(area.bottom() - n * area.height() / _LINES) + 0.5
            painter.setPen(QPen(self._theme.color("line"), 1))
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
            painter.setPen(self._theme.color("muted"))
            text = f"{n * step:g}" if n < _LINES else f"{n * step:g} km"
            box = QRectF(0, y - 8, _LEFT - 6, 16)
            if n == _LINES:
                box = QRectF(0, y - 17, _LEFT + 20, 16)
                painter.drawText(box, Qt.AlignmentFlag.AlignLeft, text)
            else:
                painter.drawText(
                    box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text
                )
        self._draw_bars(painter, area, top)
        self._draw_labels(painter, QFontMetricsF(small))

    def _draw_bars(self, painter: QPainter, area: QRectF, top: float) -> None:
        for n, bar in enumerate(self.bars):
            column = self.bar_rect(n)
            if n == self.current:
                painter.fillRect(column, self._theme.color("raised"))
                if self.hasFocus():
                    painter.setPen(QPen(self._theme.color("accent"), 1))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRect(column.adjusted(0.5, 0.5, -0.5, -0.5))
            if bar.km is None:
                continue
            gap = min(column.width() * 0.15, 8.0)
            width = min(column.width() - 2 * gap, 48.0)
            height = bar.km / top * area.height()
            body = QRectF(column.center().x() - width / 2, area.bottom() - height, width, height)
            painter.fillRect(body, self._theme.color("accent"))
            if not bar.sure:
                self._draw_unsure(painter, body)

    def _draw_unsure(self, painter: QPainter, body: QRectF) -> None:
        painter.save()
        painter.setClipRect(body)
        painter.setPen(QPen(self._theme.color("panel"), 1.5))
        x = body.left() - body.height()
        while x < body.right():
            painter.drawLine(QLineF(x, body.bottom(), x + body.height(), body.top()))
            x += 6.0
        painter.restore()
        painter.setPen(self._theme.color("warn_text"))
        sign = QRectF(body.center().x() - 8, body.top() - 15, 16, 14)
        painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, "?")

    def _draw_labels(self, painter: QPainter, metrics: QFontMetricsF) -> None:
        painter.setPen(self._theme.color("muted"))
        reached = -math.inf
        for n, bar in enumerate(self.bars):
            width = metrics.horizontalAdvance(bar.label)
            column = self.bar_rect(n)
            left = column.center().x() - width / 2
            if left > reached + 4:
                reached = left + width
                box = QRectF(left - 1, column.bottom() + 3, width + 2, _FOOT - 4)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, bar.label)

    def _walk(self, n: int) -> None:
        if self.bars:
            self.current = min(max(n, 0), len(self.bars) - 1)
            self.setAccessibleDescription(self.bars[self.current].tip)
            self.update()

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_FOOT)

    def _at(self, point: QPointF) -> int | None:
        return next((n for n in range(len(self.bars)) if self.bar_rect(n).contains(point)), None)


def _step(most: float) -> float:
    """Return kilometres between two lines, so that the highest bar fits under the last."""
    wanted = max(most / _LINES, 0.25)
    power = 10.0 ** math.floor(math.log10(wanted))
    steps = [factor * power for factor in (1.0, 2.0, 2.5, 5.0, 10.0)]
    return next(step for step in steps if step >= wanted * 0.999)
