"""The view of the list: columns or two lines by its width; keeps selection and place."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.ui.fleet.list_columns import COLUMNS, KEYS, USUAL, title_of
from mingtang_desk.ui.fleet.list_delegate import NARROW_PX, WIDE_PX, FleetDelegate
from mingtang_desk.ui.fleet.list_model import NARROW, FleetModel
from mingtang_desk.ui.prefs import Preferences
from mingtang_desk.ui.theme import Theme

WIDE_FROM_PX = 440
_LEAST_NAME_PX = 96
_LEAST_PX = 40
_SETTLE_MS = 400


class FleetTableView(QTableView):
    """Rows of a fleet.

    Signals: `chosen(number)` by click or Enter; `opened(number)` by double click or Enter, to see
    it on the map; `sort_wanted(text)`, a column with "-" for the other way round.
    """

    chosen = Signal(str)
    opened = Signal(str)
    sort_wanted = Signal(str)

    def __init__(
        self, theme: Theme, prefs: Preferences, say: Callable[[MingtangError], object]
    ) -> None:
        super().__init__()
        self._say = say
        self._widths: dict[str, str] = {}
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._keep_widths)
        self.rows = FleetModel(self)
        self.painter = FleetDelegate(theme, self.rows)
        self._prefs = prefs
        self._is_narrow: bool | None = None
        self._is_sizing = False
        self.setModel(self.rows)
        self.setItemDelegate(self.painter)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(WIDE_PX)
        self.head: QHeaderView = self.horizontalHeader()
        self.head.setHighlightSections(False)
        self.head.setSectionsClickable(True)
        self.head.setSortIndicatorShown(True)
        self.head.setMinimumSectionSize(_LEAST_PX)
        self.head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.head.customContextMenuRequested.connect(self._ask_columns)
        self.head.sectionClicked.connect(self._head_clicked)
        self.head.sectionResized.connect(self._dragged)
        self.show_columns()

    @property
    def is_narrow(self) -> bool:
        """Whether each battery has two lines instead of columns."""
        return bool(self._is_narrow)

    @property
    def columns(self) -> tuple[str, ...]:
        """Keys of the columns of a wide panel."""
        kept = tuple(key for key in KEYS if key in self._prefs.values.fleet_columns)
        return kept or USUAL

    def selected(self) -> list[str]:
        """Return the numbers of the selected batteries, in order."""
        numbers, found = self.rows.numbers, set[int]()
        for part in self.selectionModel().selection().toList():
            found.update(range(part.top(), part.bottom() + 1))
        return [numbers[row] for row in sorted(found) if row < len(numbers)]

    def selected_count(self) -> int:
        """Return how many batteries are selected."""
        found = set[int]()
        parts = self.selectionModel().selection().toList()
        if len(parts) == 1:
            return parts[0].height()
        for part in parts:
            found.update(range(part.top(), part.bottom() + 1))
        return len(found)

    def seen_rows(self) -> tuple[int, int]:
        """Return the first and the last row in sight, (0, -1) = none."""
        if not self.rows.numbers:
            return 0, -1
        first = max(self.rowAt(0), 0)
        last = self.rowAt(self.viewport().height() - 1)
        return first, last if last >= 0 else len(self.rows.numbers) - 1

    def list_numbers(self, numbers: Sequence[str]) -> None:
        """List other batteries; selection, current row and place stay with theirs."""
        if numbers == self.rows.numbers:
            first, last = self.seen_rows()
            self.rows.touch(first, last)
            return
        selected, current = self.selected(), self.current()
        bar = self.verticalScrollBar()
        top, _ = self.seen_rows()
        anchor = self.rows.numbers[top] if bar.value() > 0 and self.rows.numbers else ""
        beyond = bar.value() - top * self._row_px()
        self.rows.list_numbers(numbers)
        self._select(selected, current)
        place = self.rows.place_of(anchor) if anchor else -1
        if place >= 0:
            self.updateGeometries()
            bar.setValue(place * self._row_px() + beyond)

    def current(self) -> str:
        """Return the number of the row with the keyboard, "" = none."""
        at = self.currentIndex()
        return self.rows.numbers[at.row()] if at.isValid() else ""

    def go_to(self, number: str) -> bool:
        """Select a battery and bring it into sight; return whether it is listed."""
        place = self.rows.place_of(number)
        if place < 0:
            return False
        index = self.rows.index(place, self._first_column())
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def reveal(self, number: str) -> None:
        """Bring a battery into sight; where several are selected they stay so."""
        if not self.current():
            self.go_to(number)
        elif (place := self.rows.place_of(number)) >= 0:
            self.scrollTo(self.rows.index(place, self._first_column()))

    def show_sort(self, text: str) -> None:
        """Show in the head what is sorted by."""
        key = text.removeprefix("-")
        if key in KEYS:
            down = Qt.SortOrder.DescendingOrder if text.startswith("-") else _UP
            self.head.setSortIndicator(KEYS.index(key), down)

    def show_columns(self) -> None:
        """Show the columns that are wanted, or two lines where there is no room for any."""
        is_narrow = self.width() < WIDE_FROM_PX
        self._is_narrow = is_narrow
        self._is_sizing = True
        wanted, widths = self.columns, self._prefs.values.fleet_widths
        for at, column in enumerate(COLUMNS):
            self.setColumnHidden(at, is_narrow or column.key not in wanted)
            text = widths.get(column.key, "")
            width = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
            self.setColumnWidth(at, max(width or column.width, _LEAST_PX))
        self.setColumnHidden(NARROW, not is_narrow)
        self.head.setVisible(not is_narrow)
        self.verticalHeader().setDefaultSectionSize(self._row_px())
        self._is_sizing = False
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change between columns and two lines."""
        super().resizeEvent(event)
        if (self.width() < WIDE_FROM_PX) is not self._is_narrow:
            current = self.current()
            self.show_columns()
            if current:
                self.go_to(current)
        else:
            self._fill()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A plain click chooses."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.button() is not Qt.MouseButton.LeftButton or not is_plain or not index.isValid():
            return
        if len(self.selected()) == 1:
            self.chosen.emit(self.rows.numbers[index.row()])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open it on the map."""
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self.opened.emit(self.rows.numbers[index.row()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row with the keyboard; copying takes the numbers of the selected."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText("\n".join(self.selected()))
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            number = self.current()
            if number:
                self.opened.emit(number)
            event.accept()
            return
        super().keyPressEvent(event)

    def fill_columns_menu(self, menu: QMenu) -> None:
        """Put a line for each column into a menu."""
        shown = self.columns
        for column in COLUMNS:
            action = menu.addAction(title_of(column))
            action.setCheckable(True)
            action.setChecked(column.key in shown)
            action.setEnabled(column.key != "number")
            action.setData(column.key)
            action.toggled.connect(
                lambda is_on, key=column.key: self._want_column(key, is_on=is_on)
            )

    def _want_column(self, key: str, *, is_on: bool) -> None:
        wanted = {*self.columns, key} if is_on else {*self.columns} - {key}
        columns = tuple(each for each in KEYS if each in wanted)
        self._prefs.keep(self._say, fleet_columns=columns)
        self.show_columns()

    def _first_column(self) -> int:
        return NARROW if self._is_narrow else 0

    def _row_px(self) -> int:
        return NARROW_PX if self._is_narrow else WIDE_PX

    def _select(self, numbers: Sequence[str], current: str) -> None:
        model, last_column = self.selectionModel(), NARROW
        rows = sorted(place for place in map(self.rows.place_of, numbers) if place >= 0)
        selection = QItemSelection()
        for first, last in _runs(rows):
            selection.select(self.rows.index(first, 0), self.rows.index(last, last_column))
        place = self.rows.place_of(current) if current else -1
        if place >= 0:
            index = self.rows.index(place, self._first_column())
            model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        if rows:
            model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _head_clicked(self, section: int) -> None:
        if section >= NARROW:
            return
        is_same = self.head.sortIndicatorSection() == section
        # The head has turned its arrow by now.
        down = self.head.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        self.sort_wanted.emit(("-" if is_same and down else "") + KEYS[section])

    def _dragged(self, section: int, _: int, width: int) -> None:
        if self._is_sizing or self._is_narrow or section >= NARROW:
            return
        self._widths[KEYS[section]] = str(width)
        self._settle.start()

    def _keep_widths(self) -> None:
        widths = {**self._prefs.values.fleet_widths, **self._widths}
        self._widths = {}
        self._prefs.keep(self._say, fleet_widths=widths)

    def _fill(self) -> None:
        """Give what is left of the width to the names, or to the two lines."""
        self._is_sizing = True
        width = self.viewport().width()
        if self._is_narrow:
            self.setColumnWidth(NARROW, width)
        elif "name" in self.columns and "name" not in {
            **self._prefs.values.fleet_widths,
            **self._widths,
        }:
            at = KEYS.index("name")
            others = sum(self.columnWidth(KEYS.index(key)) for key in self.columns if key != "name")
            self.setColumnWidth(at, max(width - others, _LEAST_NAME_PX))
        self._is_sizing = False

    def _ask_columns(self, at: QPoint) -> None:
        menu = QMenu(self)
        self.fill_columns_menu(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.head.mapToGlobal(at))

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Move by rows; left and right scroll."""
        found = super().moveCursor(action, modifiers)
        return self.rows.index(found.row(), self._first_column()) if found.isValid() else found


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Return stretches of rows that follow each other."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found


_UP = Qt.SortOrder.AscendingOrder
