"""Instructions to a battery over the cloud (MISSION A4), each with its visible fate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mingtang_desk.cloud.models import BatteryDetails, Command
from mingtang_desk.core.errors import MingtangError
from mingtang_desk.ui.fleet.battery_note import say_logged_out, say_none_chosen
from mingtang_desk.ui.fleet.command_card import CommandCard
from mingtang_desk.ui.fleet.command_history import CommandHistory
from mingtang_desk.ui.fleet.command_list import CommandList
from mingtang_desk.ui.fleet.command_refusals import lacks, refusal_words, why_not
from mingtang_desk.ui.fleet.command_row import CommandRow
from mingtang_desk.ui.fleet.command_table import WAITS_S, Class, Instruction
from mingtang_desk.ui.fleet.command_words import instruction_of
from mingtang_desk.ui.fleet.link_banner import LinkBanner
from mingtang_desk.ui.fleet.panel import FleetPanel
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import Button, label
from mingtang_desk.ui.widgets.state_note import StateNote

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet, FleetEvent


class InstructionsPanel(FleetPanel):
    """What can be asked of the chosen battery, and what became of it."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.details: BatteryDetails | None = None
        self._busy: set[str] = set()
        self.list = CommandList(theme)
        self.list.wanted.connect(self.ask)
        self.list.accepted.connect(self._spawn_send)
        self.note = StateNote(theme, "send")
        self.note.action.clicked.connect(
            lambda: context.chosen.panel_wanted.emit("fleet" if self.fleet else "account")
        )
        self.whose = label("muted")
        self.header.append(self.whose)
        self.banner = LinkBanner(theme)
        self._wanted = ""
        self._missed = False
        self.pages: QStackedWidget = QStackedWidget()
        self.list_tab, self.fate_tab = Button(theme, "tab"), Button(theme, "tab")
        for at, tab in enumerate((self.list_tab, self.fate_tab)):
            tab.setCheckable(True)
            tab.setAutoExclusive(True)
            tab.clicked.connect(lambda _=False, at=at: self.pages.setCurrentIndex(at))
        self.list_tab.setChecked(True)
        self.history = CommandHistory(theme)
        self.history.changed.connect(self._show_rows)
        self.history.failed.connect(self.show_error)
        self.history.again.connect(self._again)
        self.pages.addWidget(self.list)
        self.pages.addWidget(self.history)
        self.page = QWidget()
        tabs = QHBoxLayout()
        tabs.setSpacing(0)
        tabs.addWidget(self.list_tab, 1)
        tabs.addWidget(self.fate_tab, 1)
        layout = QVBoxLayout(self.page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(tabs)
        layout.addWidget(self.pages, 1)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.note, 1)
        self.body.addWidget(self.page, 1)
        context.chosen.instruction_wanted.connect(self._want)
        self.start()

    @property
    def rows(self) -> dict[str, CommandRow]:
        """The instructions by their keys."""
        return self.list.rows

    @property
    def card(self) -> CommandCard | None:
        """What is asked before an instruction goes out, None = nothing."""
        return self.list.card

    def ask(self, row: Instruction) -> None:
        """Ask something: at once what only reads, everything else after a card."""
        self.list.close_card()
        if row.kind is Class.READ:
            self._spawn_send(row, dict(row.order), "")
            return
        fleet = self.fleet
        profile = None if fleet is None else fleet.profile
        owner = profile is not None and profile.role == "owner"
        self._show_page(0)
        self.list.open_card(row, self.number, may_override=owner and row.stands)

    def bind_battery(self, number: str) -> None:
        """Show another battery; a question about the former one is withdrawn."""
        self.list.close_card()
        self.show_error(None)
        self.details = None
        self._busy.clear()
        fleet = self.fleet
        self._wanted = ""
        self.history.load(fleet, number)
        if fleet is not None and number:
            spawn(self, self._read_details(fleet, number))
        self._show()

    def heard(self, event: FleetEvent) -> bool:
        """Take the fate of a command; look again at the link when it changed."""
        from mingtang_desk.cloud.fleet import FleetTopic

        if event.topic is FleetTopic.COMMAND:
            self.history.take(event)
            return False
        if event.topic is FleetTopic.LIST:
            # Read anew after a gap: fates may have been missed with it.
            self._missed = self._missed or self.is_up
        if event.topic in (FleetTopic.LIST, FleetTopic.LINK):
            return True
        return event.topic is FleetTopic.ROWS and event.number == self.number

    def fresh(self) -> None:
        """Look whether the tracker is connected, where the state changed."""
        fleet, number = self.fleet, self.number
        if self._missed:
            self._missed = False
            self.history.load(fleet, number)
        row = None if fleet is None else fleet.table.get(number)
        known = self.details
        if fleet is not None and row is not None and (known is None or known.state != row.state):
            spawn(self, self._read_details(fleet, number))
        self._show()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.list_tab.setText(self.tr("Instructions"))
        self.fate_tab.setText(self.tr("Fate"))
        self.list.retranslate()
        self._show()

    def show_error(self, error: MingtangError | None) -> None:
        """Show what failed, in the card where there is one."""
        card = self.card
        if card is not None and error is not None and not card.isEnabled():
            card.show_refusal(lambda: refusal_words(error))
            return
        super().show_error(error)

    def _want(self, key: str) -> None:
        """Ask what is wanted elsewhere, as soon as it is known whether it can be."""
        if key in self.rows:
            self._wanted = key
            if self.details is not None:
                self._ask_wanted()

    def _ask_wanted(self) -> None:
        key, self._wanted = self._wanted, ""
        if not key:
            return
        self._show_page(0)
        self.list.reveal(key)
        row = self.rows[key]
        if not self._refusal(row.row):
            self.ask(row.row)

    def _show_page(self, at: int) -> None:
        self.pages.setCurrentIndex(at)
        (self.list_tab, self.fate_tab)[at].setChecked(True)

    def _again(self, command: Command) -> None:
        row = instruction_of(command)
        if row is None or self._refusal(row):
            return
        self.ask(row)
        if self.card is not None:
            for name, entry in self.card.entries.items():
                entry.setText(str(command.body.get(name, "")))

    def _spawn_send(self, row: Instruction, order: dict[str, object], password: str) -> None:
        fleet, number = self.fleet, self.number
        if fleet is None or not number or row.key in self._busy:
            return
        self._busy.add(row.key)
        if self.card is not None:
            self.card.set_busy(True)
        self._show_rows()
        spawn(
            self,
            self._send(fleet, number, order, password if row.typed else None),
            done=lambda: self._sent(row),
        )

    def _sent(self, row: Instruction) -> None:
        self._busy.discard(row.key)
        self._show_rows()

    async def _send(
        self, fleet: Fleet, number: str, order: dict[str, object], password: str | None
    ) -> None:
        commands, me = fleet.provider.commands, fleet.provider.me
        assert commands is not None
        if password is not None:
            assert me is not None
            await me.prove(password)
        command = await commands.ask(number, order)
        if number == self.number and fleet is self.fleet:
            self.list.close_card()
            self.history.put(command)
            self._show_page(1)
            self.history.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self._show_rows()

    async def _read_details(self, fleet: Fleet, number: str) -> None:
        details = await fleet.provider.batteries.one(number)
        if number == self.number and fleet is self.fleet:
            self.details = details
            self._show()
            self._ask_wanted()

    def _show(self) -> None:
        fleet, number = self.fleet, self.number
        self.banner.show_fleet(fleet)
        there = fleet is not None and fleet.provider.commands is not None and bool(number)
        self.page.setVisible(there)
        self.note.setVisible(not there)
        self.note.action.hide()
        if fleet is None:
            say_logged_out(self.note, has_client=self.context.cloud is not None)
        elif fleet.provider.commands is None:
            self.note.say(self.tr("This cloud takes no instructions"))
        elif not number:
            say_none_chosen(self.note)
        self.whose.setText(number if there else "")
        self.history.degrees = self.context.prefs.values.temperature
        if there:
            self._show_rows()

    def _show_rows(self) -> None:
        details = self.details
        self.history.refuse(lacks(self.fleet, "command_set"))
        away = details is not None and not details.tracker.is_linked
        self.list.link_note.setVisible(away)
        if away:
            self.list.link_note.setText(
                self.tr(
                    "The tracker is not connected. What reads waits {read} s for it, what sets "
                    "{set} min; what happens once is not offered."
                ).format(read=WAITS_S[Class.READ], set=WAITS_S[Class.SET] // 60)
            )
        for row in self.rows.values():
            row.set_usable(self._refusal(row.row))
            last = (each for each in self.history.book.rows if instruction_of(each) is row.row)
            row.show_last(next(last, None))
        waiting = sum(not each.is_over for each in self.history.book.rows)
        self.fate_tab.setText(
            self.tr("Fate ({n})").format(n=waiting) if waiting else self.tr("Fate")
        )

    def _refusal(self, row: Instruction) -> str:
        is_busy = row.key in self._busy
        return why_not(row, self.fleet, self.number, self.details, is_busy=is_busy)
