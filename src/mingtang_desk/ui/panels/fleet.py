"""Fleet (MISSION E1 to E4): all batteries of a login, by type, account and search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mingtang_desk.ui.fleet.actions import battery_menu
from mingtang_desk.ui.fleet.list_contents import ListContents
from mingtang_desk.ui.fleet.list_finding import ListFinding
from mingtang_desk.ui.fleet.list_lines import FootLine, NoteLine
from mingtang_desk.ui.fleet.list_link import LinkBanner
from mingtang_desk.ui.fleet.list_menu import list_menu
from mingtang_desk.ui.fleet.list_saving import ListSaving
from mingtang_desk.ui.fleet.list_search import SearchBar
from mingtang_desk.ui.fleet.list_split import ListSplit
from mingtang_desk.ui.fleet.list_states import say_empty, say_nobody
from mingtang_desk.ui.fleet.list_tabs import TypeTabs
from mingtang_desk.ui.fleet.list_tree import AccountTree
from mingtang_desk.ui.fleet.list_view import FleetTableView
from mingtang_desk.ui.fleet.panel import FleetPanel
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import icon_button
from mingtang_desk.ui.widgets.state_note import StateNote

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet, FleetEvent

_AGES_MS = 5_000


class FleetListPanel(FleetPanel):
    """The list with its types, accounts and search."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        theme = context.theme
        self._has_tree = False
        self.tree_button = icon_button(theme, "users")
        self.tree_button.setCheckable(True)
        self.tree_button.clicked.connect(self._want_tree)
        self.menu_button = icon_button(theme, "ellipsis-vertical")
        self.menu_button.clicked.connect(self._open_menu)
        self.header += [self.tree_button, self.menu_button]
        self.search = SearchBar(theme, self.show_error)
        self.tabs = TypeTabs(theme)
        self.banner = LinkBanner(theme)
        self.banner.action.clicked.connect(self._act)
        self.note_line = NoteLine()
        self.tree = AccountTree(theme, self.show_error)
        self.view = FleetTableView(theme, context.prefs, self.show_error)
        self.foot = FootLine(self.view)
        self.notice = StateNote(theme, "battery-charging")
        self.notice.action.clicked.connect(self._act)
        self.contents = ListContents(self, self.view)
        self.finding = ListFinding(self, self.contents, self.view)
        self.saving = ListSaving(self, self.view)
        self._put_together()
        self._ages = QTimer(self, interval=_AGES_MS)
        self._ages.timeout.connect(self._grow_older)
        self._connect()
        self.start()

    def bind_fleet(self, fleet: Fleet | None) -> None:
        """Show the batteries of another login."""
        self.note_line.say("")
        self.contents.bind(fleet)
        self.tree.show_fleet(fleet)
        if fleet is not None and fleet.is_live:
            self.tree.refresh()
        self.fresh()

    def bind_battery(self, number: str) -> None:
        """Mark the battery that all panels show."""
        self.view.painter.chosen = number
        self.view.viewport().update()
        if number and self.view.current() != number:
            self.view.go_to(number)

    def heard(self, event: FleetEvent) -> bool:
        """Note what changed."""
        from mingtang_desk.cloud.fleet import FleetTopic

        match event.topic:
            case FleetTopic.LIST:
                self.contents.renew()
            case FleetTopic.ROWS:
                self.contents.touch(event.number)
            case FleetTopic.LINK:
                fleet = self.fleet
                if self.tree.is_due and fleet is not None and fleet.is_live:
                    self.tree.refresh()
            case _:
                return False
        return True

    def fresh(self) -> None:
        """Show what changed."""
        self.banner.show_fleet(self.fleet)
        self.view.painter.is_old = self.banner.is_old
        self.contents.show_changes()
        self._show_state()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        for part in (self.search, self.tabs, self.tree):
            part.retranslate()
        self.view.setAccessibleName(self.tr("Batteries"))
        self.tree_button.name(self.tr("Accounts beside the list"))
        self.menu_button.name(self.tr("Columns, order, export"))
        self.view.viewport().update()
        self.fresh()

    def stop(self) -> None:
        """Let go of fleet and camera."""
        super().stop()
        self._ages.stop()
        self.search.stop()
        self.contents.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Ages grow only in sight."""
        super().showEvent(event)
        self._ages.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The accounts stand beside the list where there is room, else over it."""
        super().resizeEvent(event)
        self._split.fit(self.width(), self.height())

    def choose(self, number: str) -> None:
        """Show a battery in all panels, and look whether it is still in this fleet."""
        self.context.chosen.choose(number)
        fleet = self.fleet
        if fleet is not None and fleet.is_live:
            spawn(self, self._look(fleet, number))

    def open(self, number: str) -> None:
        """Choose a battery and bring up the map; the keyboard stays here."""
        self.choose(number)
        had = self.focusWidget()
        self.context.chosen.panel_wanted.emit("map")
        if had is not None:
            had.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_together(self) -> None:
        pages = self._pages = QStackedWidget()
        pages.addWidget(self.view)
        pages.addWidget(self.notice)
        self._split = ListSplit(self.tree, pages)
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.search, self.tabs, self.banner, self.note_line):
            column.addWidget(part)
        column.addWidget(self._split, 1)
        column.addWidget(self.foot)
        self.nobody = StateNote(self.context.theme, "user")
        self.nobody.action.clicked.connect(self._act)
        self.body.addWidget(self._inside, 1)
        self.body.addWidget(self.nobody, 1)
        self._share()

    def _connect(self) -> None:
        self.search.changed.connect(self._searched)
        self.search.sent.connect(self.finding.send)
        self.search.scanned.connect(self.finding.scan)
        self.finding.found.connect(self.open)
        self.finding.scanned.connect(self._bring_in)
        self.finding.unknown.connect(self._say_unknown)
        self.saving.saved.connect(self._say_saved)
        self.search.nothing_read.connect(
            lambda: self.note_line.say(self.tr("There is no bar code in this picture."))
        )
        for widget in (self.view, self.tree.tree, *self.tabs.buttons.values(), self):
            self.search.listen(widget)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.tabs.picked.connect(self.contents.pick_type)
        self.tree.picked.connect(lambda id, _: self.contents.pick_account(id))
        self.tree.known.connect(self._tree_known)
        self.contents.shown.connect(self._show_state)
        self.view.chosen.connect(self.choose)
        self.view.opened.connect(self.open)
        self.view.sort_wanted.connect(self._sort)
        self.view.selectionModel().selectionChanged.connect(self._show_foot)
        self.view.rows.modelReset.connect(self._show_foot)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._context_menu)
        self.view.show_sort(self.context.prefs.values.fleet_sort)

    async def _look(self, fleet: Fleet, number: str) -> None:
        if not await fleet.look(number):
            self.note_line.say(
                self.tr("{number} is no longer in this fleet.").format(number=number)
            )

    def _searched(self, text: str) -> None:
        """List what is found; once all are listed again, what is chosen is in sight among them."""
        self.contents.search(text)
        if not text:
            self.view.reveal(self.number or self.view.current())

    def _bring_in(self, number: str) -> None:
        self.tabs.pick("all")
        self.search.write(number)
        self.view.go_to(number)
        self.open(number)

    def _say_unknown(self, code: str) -> None:
        text = self.tr("No single battery of this fleet has the code {code}.")
        self.note_line.say(text.format(code=code[:80]))

    def _say_saved(self, count: int) -> None:
        self.note_line.say(self.tr("%n batteries saved.", "", count))

    def _sort(self, text: str) -> None:
        self.context.prefs.keep(self.show_error, fleet_sort=text)
        self.view.show_sort(text)
        self.contents.renew()
        self.contents.show_changes(at_once=True)

    def _show_state(self) -> None:
        """Show the list, or why there is none."""
        fleet = self.fleet
        self._inside.setVisible(fleet is not None)
        self.nobody.setVisible(fleet is None)
        if fleet is None:
            say_nobody(self.nobody, has_client=self.context.cloud is not None)
            return
        self.tabs.show_counts(self.contents.counts)
        has_rows = bool(self.view.rows.numbers)
        self._pages.setCurrentWidget(self.view if has_rows else self.notice)
        self.search.setEnabled(len(fleet.table) > 0)
        if not has_rows:
            say_empty(self.notice, fleet)
        self.note_line.say_missing(self.contents.missing)
        self._show_foot()

    def _act(self) -> None:
        """Do what the button of a state says."""
        from mingtang_desk.cloud.fleet import FleetPhase

        fleet = self.fleet
        if fleet is None or fleet.phase is FleetPhase.ENDED:
            self.context.chosen.panel_wanted.emit("account")
        elif self.sender() is self.notice.action and len(fleet.table):
            self._show_all()
        else:
            fleet.retry()

    def _show_all(self) -> None:
        self.tabs.pick("all")
        self.tree.pick_top()
        self.search.write("")

    def _show_foot(self) -> None:
        fleet = self.fleet
        if fleet is not None:
            self.foot.show_counts(len(fleet.table))

    def _grow_older(self) -> None:
        if self.isVisible():
            self.banner.show_fleet(self.fleet)
            self.view.viewport().update()

    def _tree_known(self, there_are_some: bool) -> None:
        self._has_tree = there_are_some
        self._share()

    def _want_tree(self) -> None:
        self.context.prefs.keep(self.show_error, fleet_tree=self.tree_button.isChecked())
        self._share()

    def _share(self) -> None:
        is_wanted = self.context.prefs.values.fleet_tree
        self.tree_button.setChecked(is_wanted)
        self.tree_button.setVisible(self._has_tree)
        self._split.show_tree(self._has_tree and is_wanted, self.width(), self.height())

    def _open_menu(self) -> None:
        fleet = self.fleet
        menu = list_menu(
            self,
            self.view,
            self.context.prefs.values.fleet_sort,
            sort=self._sort,
            save=self.saving.ask,
            again=None if fleet is None else fleet.retry,
        )
        menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))

    def _context_menu(self, at: QPoint) -> None:
        numbers = self.view.selected()
        if numbers:
            menu = battery_menu(self.context, numbers, self.view)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self.view.viewport().mapToGlobal(at))
