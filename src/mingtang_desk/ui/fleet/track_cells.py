"""The cells at the cursor of a track: read an hour at a time, when somebody looks at them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mingtang_desk.cloud.samples import NEAR_S, Samples
from mingtang_desk.cloud.track_load import load_cells, utc
from mingtang_desk.core.errors import MingtangError
from mingtang_desk.ui.cell_limits import axis, marks
from mingtang_desk.ui.shown import number
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label
from mingtang_desk.ui.widgets.cell_grid import CellGrid, CellsView

if TYPE_CHECKING:
    from mingtang_desk.cloud.parts import BoardsPart

HOUR_S = 3600.0
MOST_HOURS = 48
_SETTLE_MS = 150
_HEIGHT = 152
"""Two rows of tiles; more cells get more rows."""


class TrackCells(QWidget):
    """The grid, or one line that says why there is none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._boards: BoardsPart | None = None
        self._number, self._t, self._cells = "", 0.0, tuple[float, ...]()
        self._hours: dict[int, Samples] = {}
        self._asked: set[int] = set()
        self._lacks = False
        self.note = label("muted", wrap=True)
        self.grid = CellGrid(theme, self._describe)
        self.grid.setMaximumHeight(_HEIGHT)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        outer.addWidget(self.note)
        outer.addWidget(self.grid)
        self._soon = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._soon.timeout.connect(self._ask)

    def use(self, boards: BoardsPart | None, number_: str) -> None:
        """Show another battery; None = its board has no history here."""
        self._boards, self._number = boards, number_
        self._hours.clear()
        self._asked.clear()
        self._lacks = False
        self._cells = ()
        self._show()

    def grow(self, since: float) -> None:
        """Read again what was read before there was more after `since`."""
        for hour in [each for each in self._hours if (each + 1) * HOUR_S > since]:
            del self._hours[hour]

    def show_time(self, t: float) -> None:
        """Show the cells at a time; nothing is read while nobody sees them."""
        self._t = t
        if not self.isVisible() or self._boards is None:
            return
        if not self._known() and not self._soon.isActive():
            self._soon.start()
        self._show()

    def show_error(self, error: MingtangError | None) -> None:
        """Say why they could not be read."""
        if error is not None:
            self.note.setText(error.message)
            self.note.show()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()

    def _known(self) -> bool:
        return int(self._t // HOUR_S) in self._hours

    def _ask(self) -> None:
        hour = int(self._t // HOUR_S)
        if self._boards is None or hour in self._hours or hour in self._asked:
            return
        self._asked.add(hour)
        spawn(self, self._load(self._boards, self._number, hour))

    async def _load(self, boards: BoardsPart, number_: str, hour: int) -> None:
        start = utc(hour * HOUR_S - NEAR_S)
        end = utc((hour + 1) * HOUR_S) + timedelta(milliseconds=1)
        try:
            found = await load_cells(boards, number_, start, end)
        finally:
            self._asked.discard(hour)
        if number_ != self._number:
            return
        self._lacks = found is None
        while len(self._hours) >= MOST_HOURS:
            del self._hours[next(iter(self._hours))]
        self._hours[hour] = found or Samples()
        self._show()

    def _show(self) -> None:
        samples = self._hours.get(int(self._t // HOUR_S))
        cells = None if samples is None else samples.cells_at(self._t)
        if cells is not None or samples is not None:
            self._cells = cells or ()
        self.grid.setVisible(bool(self._cells))
        self.note.setVisible(not self._cells)
        if self._boards is None or self._lacks:
            self.note.setText(self.tr("The server keeps no history of this board."))
        elif samples is None:
            self.note.setText(self.tr("Reading the cells…"))
        else:
            self.note.setText(self.tr("No sample of the board in the five minutes before."))
        if self._cells:
            high, low, _ = marks(self._cells, None)
            self.grid.show_cells(
                CellsView(
                    cells=self._cells,
                    balancing=(False,) * len(self._cells),
                    highest=high,
                    lowest=low,
                    axis=axis(self._cells, None, zoomed=True),
                )
            )
            self.grid.setMaximumHeight(max(_HEIGHT, self.grid.minimumHeight()))

    def _describe(self, index: int) -> str:
        text = self.tr("Cell {n}: {volts} V")
        return text.format(n=index + 1, volts=number(self._cells[index], 3))
