"""The cell grid: one painted widget, a tile per cell, marks by sign and colour."""

from collections.abc import Callable, Collection, Sequence
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

from mingtang_desk.device.plausibility import DEAD_V
from mingtang_desk.ui.cell_layout import FREE, CellLayout, Place
from mingtang_desk.ui.shown import number
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import KEEPS_ARROWS
from mingtang_desk.ui.widgets.cell_paint import RADIUS, Tile, TilePainter
from mingtang_desk.ui.widgets.cell_places import SMALLEST, Tiles, lay_out


@dataclass(frozen=True, slots=True, kw_only=True)
class CellsView:
    """What the grid shows.

    Attributes:
        cells: volts, index 0 is cell 1.
        highest, lowest: index or None; outside: indices outside a limit; implausible: indices of
            those that cannot be true.
        axis: volts at bottom and top of the bars.
        layout: how they lie.
    """

    cells: tuple[float, ...] = ()
    balancing: tuple[bool, ...] = ()
    highest: int | None = None
    lowest: int | None = None
    outside: frozenset[int] = frozenset()
    implausible: frozenset[int] = frozenset()
    stale: bool = False
    axis: tuple[float, float] = (2.5, 4.3)
    layout: CellLayout = FREE


class CellGrid(QWidget):
    """Draws the cells; arrows walk through them, a click or Enter picks one."""

    picked = Signal(int)

    def __init__(self, theme: Theme, describe: Callable[[int], str]) -> None:
        super().__init__()
        self._theme, self._describe = theme, describe
        self._view = CellsView()
        self._laid = Tiles([], [], [], QSize())
        self._order: list[int] = []
        self._current: int | None = None
        self._painter = TilePainter(theme, self)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(KEEPS_ARROWS, True)
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
        """Show other values; tiles move only for another number of cells or another layout."""
        if view == self._view:
            return
        before, self._view = self._view, view
        if len(view.cells) != len(before.cells):
            self._current = None
            self._lay_out()
        elif view.layout != before.layout:
            self._lay_out()
        self.update()

    def tile(self, index: int) -> QRect:
        """Return where a cell stands."""
        return self._laid.tiles[index]

    def place(self, index: int) -> Place:
        """Return column, row and module of a cell."""
        return self._laid.places[index]

    @property
    def modules(self) -> list[QRect]:
        """The outlines of modules, empty where there is one only."""
        return self._laid.modules

    def cell_at(self, point: QPointF) -> int | None:
        """Return the cell under a point."""
        place = point.toPoint()
        return next((n for n, tile in enumerate(self._laid.tiles) if tile.contains(place)), None)

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
        mean = _mean(view.cells, view.implausible)
        tiles = self._laid.tiles
        self._outlines(painter, event.rect())
        self._painter.begin(tiles[0].width() if tiles else 0, self.devicePixelRatioF())
        for index, (place, volts) in enumerate(zip(tiles, view.cells, strict=True)):
            if not event.rect().intersects(place):
                continue
            self._painter.draw(painter, self._tile(index, place, volts, mean))
        if self.hasFocus() and self._current is not None and self._current < len(tiles):
            painter.setPen(QPen(self._theme.color("text"), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(tiles[self._current]).adjusted(-2, -2, 2, 2), 6, 6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by arrows, pick by Enter."""
        key = Qt.Key(event.key())
        if key in _ARROWS and self._view.cells:
            wanted = self._neighbour(_ARROWS[key])
            if wanted is not None:
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

    def _neighbour(self, step: tuple[int, int]) -> int | None:
        """Return the cell beside the present one, as they lie; left and right go on in rows."""
        if self._current is None:
            return self._order[0]
        across, down = step
        if across:
            at = self._order.index(self._current) + across
            return self._order[at] if 0 <= at < len(self._order) else None
        places = self._laid.places
        here = places[self._current]
        goal = (here.column, here.row + down)
        return next((n for n, place in enumerate(places) if place[:2] == goal), None)

    def _outlines(self, painter: QPainter, dirty: QRect) -> None:
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for outline in self._laid.modules:
            if dirty.intersects(outline):
                inside = QRectF(outline).adjusted(0.5, 0.5, -0.5, -0.5)
                painter.drawRoundedRect(inside, RADIUS + 2, RADIUS + 2)

    def _tile(self, index: int, place: QRect, volts: float, mean: float | None) -> Tile:
        view = self._view
        balancing = index < len(view.balancing) and view.balancing[index]
        note = "" if mean is None else f"{number((volts - mean) * 1000, 0, sign=True)} mV"
        bottom, top = view.axis
        return Tile(
            place=place,
            number=str(index + 1),
            parallel=view.layout.parallel,
            value=number(volts, 3),
            note=note,
            fill=min(max((volts - bottom) / (top - bottom), 0.0), 1.0),
            highest=index == view.highest,
            lowest=index == view.lowest,
            outside=index in view.outside,
            balancing=balancing,
            implausible=index in view.implausible,
            stale=view.stale,
        )

    def _lay_out(self) -> None:
        view = self._view
        self._laid = laid = lay_out(view.layout, len(view.cells), self.width(), self.height())
        places = laid.places
        self._order = sorted(range(len(places)), key=lambda n: (places[n].row, places[n].column))
        self.setMinimumSize(laid.smallest)


_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


def _mean(cells: Sequence[float], without: Collection[int]) -> float | None:
    live = [v for n, v in enumerate(cells) if v > DEAD_V and n not in without]
    return sum(live) / len(live) if live else None
