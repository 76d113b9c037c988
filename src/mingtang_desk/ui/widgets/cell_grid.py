"""The cell grid: one painted widget, a tile per cell, marks by sign and colour."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mingtang_desk.ui.shown import number
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.cell_paint import Tile, TilePainter

GAP = 8
SMALLEST = QSize(58, 66)
BEST_ASPECT = 0.62
WIDEST_ASPECT = 1.15
TALLEST_ASPECT = 0.42


@dataclass(frozen=True, slots=True, kw_only=True)
class CellsView:
    """What the grid shows.

    Attributes:
        cells: volts, index 0 is cell 1.
        highest, lowest: index or None; outside: indices outside a limit.
        axis: volts at bottom and top of the bars.
    """

    cells: tuple[float, ...] = ()
    balancing: tuple[bool, ...] = ()
    highest: int | None = None
    lowest: int | None = None
    outside: frozenset[int] = frozenset()
    implausible: bool = False
    stale: bool = False
    axis: tuple[float, float] = (2.5, 4.4)


def columns(count: int, width: int, height: int) -> int:
    """Return into how many columns tiles go, so that their proportion stays near the best one."""

    def cost(number_of: int) -> tuple[float, int]:
        rows = -(-count // number_of)
        tile_w = (width - GAP * (number_of - 1)) / number_of
        tile_h = (height - GAP * (rows - 1)) / rows
        if tile_w < SMALLEST.width() or tile_h < SMALLEST.height():
            return (1000.0 + max(SMALLEST.width() - tile_w, 0) * 50 + rows, number_of)
        aspect = tile_w / tile_h
        off = max(aspect / BEST_ASPECT, BEST_ASPECT / aspect)
        return (off + (rows * number_of - count) * 0.1, number_of)

    return min(range(1, count + 1), key=cost) if count else 1


class CellGrid(QWidget):
    """Draws the cells; arrows walk through them, a click or Enter picks one."""

    picked = Signal(int)

    def __init__(self, theme: Theme, describe: Callable[[int], str]) -> None:
        super().__init__()
        self._theme, self._describe = theme, describe
        self._view = CellsView()
        self._tiles: list[QRect] = []
        self._columns = 1
        self._current: int | None = None
        self._painter = TilePainter(theme, self)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    @property
    def view(self) -> CellsView:
        """What is shown now."""
        return self._view

    @property
    def current(self) -> int | None:
        """The cell under the keyboard."""
        return self._current

    def show_cells(self, view: CellsView) -> None:
        """Show other values; the layout is made anew only for another number of cells."""
        if view == self._view:
            return
        counted = len(view.cells) != len(self._view.cells)
        self._view = view
        if counted:
            self._current = None
            self._lay_out()
        self.update()

    def tile(self, index: int) -> QRect:
        """Return where a cell stands."""
        return self._tiles[index]

    def cell_at(self, point: QPointF) -> int | None:
        """Return the cell under a point."""
        place = point.toPoint()
        return next((n for n, tile in enumerate(self._tiles) if tile.contains(place)), None)

    def sizeHint(self) -> QSize:
        """Room for two rows of the sample pack."""
        return QSize(640, 340)

    def minimumSizeHint(self) -> QSize:
        """One tile wide; the panel scrolls when the tiles need more height."""
        return QSize(SMALLEST.width(), SMALLEST.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the tiles out anew."""
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw every tile that has to be drawn."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.color("panel"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view = self._view
        mean = _mean(view.cells)
        self._painter.begin(self._tiles[0].width() if self._tiles else 0, self.devicePixelRatioF())
        for index, (place, volts) in enumerate(zip(self._tiles, view.cells, strict=True)):
            if not event.rect().intersects(place):
                continue
            self._painter.draw(painter, self._tile(index, place, volts, mean))
        if self.hasFocus() and self._current is not None and self._current < len(self._tiles):
            painter.setPen(QPen(self._theme.color("text"), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self._tiles[self._current]).adjusted(-2, -2, 2, 2), 6, 6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by arrows, pick by Enter."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns,
        }
        key = Qt.Key(event.key())
        count = len(self._view.cells)
        if key in steps and count:
            start = -1 if self._current is None else self._current
            wanted = 0 if self._current is None else start + steps[key]
            if 0 <= wanted < count:
                self._current = wanted
                self.setAccessibleDescription(self._describe(wanted))
                self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current is not None:
            self.picked.emit(self._current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the cell under the mouse."""
        found = self.cell_at(event.position())
        if found is not None:
            self._current = found
            self.setAccessibleDescription(self._describe(found))
            self.picked.emit(found)
            self.update()

    def event(self, event: QEvent) -> bool:
        """Say what a cell is under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self.cell_at(QPointF(event.pos()))
            text = "" if found is None else self._describe(found)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def _tile(self, index: int, place: QRect, volts: float, mean: float | None) -> Tile:
        view = self._view
        balancing = index < len(view.balancing) and view.balancing[index]
        note = "" if mean is None else f"{number((volts - mean) * 1000, 0, sign=True)} mV"
        bottom, top = view.axis
        return Tile(
            place=place,
            number=str(index + 1),
            value=number(volts, 3),
            note=note,
            fill=min(max((volts - bottom) / (top - bottom), 0.0), 1.0),
            highest=index == view.highest,
            lowest=index == view.lowest,
            outside=index in view.outside,
            balancing=balancing,
            implausible=view.implausible,
            stale=view.stale,
        )

    def _lay_out(self) -> None:
        count = len(self._view.cells)
        width, height = self.width(), self.height()
        self._tiles = []
        if not count or width < 2:
            self.setMinimumHeight(0)
            return
        self._columns = number_of = columns(count, width, height)
        rows = -(-count // number_of)
        tile_w = (width - GAP * (number_of - 1)) // number_of
        smallest = rows * SMALLEST.height() + (rows - 1) * GAP
        room = max(height, smallest)
        tile_h = (room - GAP * (rows - 1)) // rows
        tile_w = min(tile_w, round(tile_h * WIDEST_ASPECT))
        tile_h = min(tile_h, round(tile_w / TALLEST_ASPECT))
        self._tiles = [
            QRect(
                (index % number_of) * (tile_w + GAP),
                (index // number_of) * (tile_h + GAP),
                tile_w,
                tile_h,
            )
            for index in range(count)
        ]
        self.setMinimumHeight(smallest)


def _mean(cells: Sequence[float]) -> float | None:
    live = [v for v in cells if v > 0.5]
    return sum(live) / len(live) if live else None
