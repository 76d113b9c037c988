"""The list of alarms: loads as it is scrolled, hears new ones, looks for addresses in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QListView

from mingtang_desk.cloud.alarm_events import alarm_of, changed, news_of
from mingtang_desk.cloud.models_alarms import Alarm
from mingtang_desk.core.errors import CloudRefusalError, MingtangError
from mingtang_desk.ui.fleet.alarm_delegate import AlarmDelegate
from mingtang_desk.ui.fleet.alarm_model import AlarmModel, Wanted
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.theme import Theme

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet, FleetEvent

_LOOK_MS = 300
_MOST_EMPTY = 20
"""Pages in a row without a row to be seen, where all are members of a storm."""
_MOST_MEMBERS = 1000


class AlarmList(QListView):
    """Rows of a fleet.

    Signals: `opened(id)` one is to be shown; `acknowledge()` the chosen ones are to be;
    `loaded()` a page came; `failed(error)` none came.
    """

    opened = Signal(str)
    acknowledge = Signal()
    loaded = Signal()
    failed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.book = AlarmModel()
        self.drawn = AlarmDelegate(theme)
        self.setModel(self.book)
        self.setItemDelegate(self.drawn)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self._fleet: Fleet | None = None
        self.wanted = Wanted(state="open")
        self._cursor: str | None = None
        self._round = 0
        self.loading = False
        self._tried: set[str] = set()
        self._looking = False
        self._meanwhile: list[FleetEvent] = []
        self.book.more_wanted.connect(self._more)
        self.clicked.connect(self._clicked)
        self._look = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._look.timeout.connect(self._find_addresses)
        self.verticalScrollBar().valueChanged.connect(lambda: self._look.start())

    @property
    def chosen(self) -> tuple[Alarm, ...]:
        """The alarms that are selected."""
        rows = self.book.rows
        indices = sorted(index.row() for index in self.selectedIndexes())
        return tuple(rows[at].alarm for at in indices if at < len(rows))

    def load(self, fleet: Fleet | None, wanted: Wanted) -> None:
        """Show other alarms, from the newest on."""
        self._fleet, self.wanted = fleet, wanted
        self._round += 1
        self._cursor = None
        self._tried.clear()
        self._meanwhile.clear()
        self.book.has_more = False
        if fleet is None or fleet.provider.alarms is None:
            self.loading = False
            self.book.show(())
            self.loaded.emit()
            return
        self.loading = True
        spawn(self, self._load(fleet, self._round, first=True))

    def take(self, event: FleetEvent) -> None:
        """Take an event of an alarm: its row changes, comes or leaves as it is wanted."""
        fleet, news = self._fleet, news_of(event.values)
        if fleet is None or news is None:
            return
        if self.loading:
            self._meanwhile.append(event)  # the page that comes may be older than it
        known = self.book.get(news.id)
        if known is not None:
            self.mark(changed(known, news))
            return
        alarm = alarm_of(news, event.number, fleet.table.get(event.number), fleet.now())
        if not self.loading and self.wanted.takes(alarm) and self._reaches(alarm):
            self.book.put(alarm)
            self._look.start()
            self.loaded.emit()

    def mark(self, alarm: Alarm) -> None:
        """Show an alarm as the server just told it; where it is not wanted any more, it leaves."""
        if not self.book.change(alarm.id, lambda _: alarm) or self.wanted.keeps(alarm):
            return
        self._drop(alarm.id)
        if not self.book.rows:
            self._more()
        self.loaded.emit()

    def _drop(self, alarm_id: str) -> None:
        """Take a row away; what else is selected stays so, and nothing is selected instead."""
        chosen = [alarm.id for alarm in self.chosen if alarm.id != alarm_id]
        marks = self.selectionModel()
        self.book.drop(alarm_id)
        if [alarm.id for alarm in self.chosen] == chosen:
            return
        marks.clearSelection()
        for at, row in enumerate(self.book.rows):
            if row.alarm.id in chosen:
                marks.select(self.book.index(at), QItemSelectionModel.SelectionFlag.Select)

    def _reaches(self, alarm: Alarm) -> bool:
        """Return whether the list goes back so far; an older one comes with its page."""
        rows = self.book.rows
        return not self.book.has_more or (bool(rows) and alarm.time >= rows[-1].alarm.time)

    def choose(self, alarm_id: str) -> None:
        """Select one, where it is in the list."""
        for at, row in enumerate(self.book.rows):
            if row.alarm.id == alarm_id:
                flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
                self.selectionModel().setCurrentIndex(self.book.index(at), flag)
                self.scrollTo(self.book.index(at))

    def show_error(self, error: MingtangError | None) -> None:
        """Hand on what failed; an address that did not come ends no page that is still coming."""
        if error is not None:
            self.failed.emit(error)

    def stop(self) -> None:
        """Ask for nothing any more."""
        self._look.stop()
        self._round += 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Del acknowledges, right and left unfold and fold a storm."""
        at = self.currentIndex().row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(at)
        elif event.key() == Qt.Key.Key_Delete:
            self.acknowledge.emit()
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left) and self._is_storm(at):
            if self.book.rows[at].open_storm is (event.key() == Qt.Key.Key_Left):
                self._fold(at)
        else:
            super().keyPressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        """Open what was clicked, unless more is being selected."""
        if QApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier:
            self._open(index.row())

    def _open(self, at: int) -> None:
        if 0 <= at < len(self.book.rows) and len(self.selectedIndexes()) <= 1:
            if self._is_storm(at):
                self._fold(at)
            else:
                self.opened.emit(self.book.rows[at].alarm.id)

    def _is_storm(self, at: int) -> bool:
        rows = self.book.rows
        return 0 <= at < len(rows) and rows[at].alarm.type == "storm"

    def _fold(self, at: int) -> None:
        row, fleet = self.book.rows[at], self._fleet
        if row.open_storm:
            self.book.fold(row.alarm.id, None)
        elif fleet is not None:
            spawn(self, self._unfold(fleet, row.alarm.id, self._round))

    async def _unfold(self, fleet: Fleet, storm: str, asked: int) -> None:
        part, members, cursor = fleet.provider.alarms, list[Alarm](), None
        assert part is not None
        while len(members) < _MOST_MEMBERS:
            page = await part.page(storm=storm, cursor=cursor)
            members += page.items
            if page.next_cursor is None or page.next_cursor == cursor:
                break
            cursor = page.next_cursor
        if asked == self._round:
            self.book.fold(storm, members)

    def _more(self) -> None:
        fleet = self._fleet
        if fleet is not None and not self.loading and self._cursor is not None:
            self.loading = True
            spawn(self, self._load(fleet, self._round))

    async def _load(self, fleet: Fleet, asked: int, *, first: bool = False) -> None:
        """Load pages until one has a row to be seen."""
        for _ in range(_MOST_EMPTY):
            try:
                items, cursor = await self._page(fleet)
            except MingtangError:
                if asked != self._round:
                    return
                self.loading = False
                self._meanwhile.clear()
                raise
            if asked != self._round:
                return
            if first:
                self.book.show(items)
                first = False
                new = len(items)
            else:
                new = self.book.append(items)
            goes_on = cursor is not None and cursor != self._cursor
            self._cursor = cursor if goes_on else None
            self.book.has_more = goes_on
            if new or not goes_on:
                break
        self.loading = False
        heard, self._meanwhile = self._meanwhile, []
        for event in heard:
            self.take(event)
        self._look.start()
        self.loaded.emit()

    async def _page(self, fleet: Fleet) -> tuple[Sequence[Alarm], str | None]:
        part, wanted = fleet.provider.alarms, self.wanted
        assert part is not None
        page = await part.page(
            state=wanted.state or None,
            number=wanted.number or None,
            query=wanted.query or None,
            kind=wanted.kind or None,
            severity=wanted.severity or None,
            cursor=self._cursor,
        )
        items = [each for each in page.items if wanted.is_flat or each.storm is None]
        return items, page.next_cursor

    def _find_addresses(self) -> None:
        """Ask for addresses of rows in sight, one after another: the server keeps them."""
        fleet = self._fleet
        if fleet is not None and not self._looking and self.isVisible():
            self._looking = True
            spawn(self, self._addresses(fleet, self._round))

    async def _addresses(self, fleet: Fleet, asked: int) -> None:
        part = fleet.provider.alarms
        assert part is not None
        try:
            while asked == self._round:
                alarm = self._without_address()
                if alarm is None:
                    return
                self._tried.add(alarm.id)
                try:
                    self.mark(await part.one(alarm.id))
                except CloudRefusalError:
                    continue  # it went meanwhile, or to another account
        finally:
            self._looking = False

    def _without_address(self) -> Alarm | None:
        """Return the first row in sight whose address nobody asked for yet."""
        view = self.viewport().rect()
        top = max(self.indexAt(view.topLeft()).row(), 0)
        low = self.indexAt(view.bottomLeft()).row()
        rows = self.book.rows[top : low + 1 if low >= 0 else len(self.book.rows)]
        return next(
            (
                row.alarm
                for row in rows
                if not row.alarm.address
                and row.alarm.lat is not None
                and row.alarm.id not in self._tried
            ),
            None,
        )
