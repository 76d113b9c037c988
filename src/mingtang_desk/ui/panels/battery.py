"""Details of the chosen battery (MISSION A9), its guard (A10, A11), and the way to all else."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mingtang_desk.ui.fleet.battery_detail_rows import DetailRows
from mingtang_desk.ui.fleet.battery_edit import BatteryEdit
from mingtang_desk.ui.fleet.battery_facts import BatteryFacts
from mingtang_desk.ui.fleet.battery_guard import GuardCard
from mingtang_desk.ui.fleet.battery_note import say_logged_out, say_none_chosen
from mingtang_desk.ui.fleet.battery_rows import clock_rows, detail_rows
from mingtang_desk.ui.fleet.battery_ways import BatteryWays
from mingtang_desk.ui.fleet.battery_words import contact_word
from mingtang_desk.ui.fleet.command_words import result_lines, state_words
from mingtang_desk.ui.fleet.link_banner import LinkBanner
from mingtang_desk.ui.fleet.panel import FleetPanel
from mingtang_desk.ui.fleet.rights import lacks_right
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.widgets.basics import Button, Chip, label, rule
from mingtang_desk.ui.widgets.elided import ElidedText
from mingtang_desk.ui.widgets.scroll import reveal, scrolling
from mingtang_desk.ui.widgets.state_note import StateNote

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet, FleetEvent

_TICK_MS = 1000
_LOOK_TICKS = 5
"""While it counts down at zero the guard is read again every so many seconds."""
_FILLS = {"online": "ok", "sleeping": "accent", "offline": "warn", "expired": "bad"}


class BatteryPanel(FleetPanel):
    """One battery."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.facts = BatteryFacts(self)
        self.facts.changed.connect(self._show)
        self.facts.saved.connect(self._saved)
        self._ticks = 0
        self._missed = False
        self.note = StateNote(theme, "battery-charging")
        self.note.action.clicked.connect(
            lambda: context.chosen.panel_wanted.emit("fleet" if self.fleet else "account")
        )
        self.name = ElidedText(theme, strong=True)
        self.chip = Chip(theme)
        self.guard_card = GuardCard(theme)
        self.guard_card.arm.connect(partial(self.facts.set_guard, armed=True))
        self.guard_card.disarm.connect(partial(self.facts.set_guard, armed=False))
        self.guard_card.auto.connect(self.facts.set_auto)
        self.ways = BatteryWays(context)
        self.ways.locate.connect(self.locate)
        self.located = label("muted", wrap=True)
        self.clocks, self.rows = DetailRows(), DetailRows()
        self.edit_button = Button(theme, "link")
        self.edit_button.clicked.connect(self.begin_edit)
        self.edit = BatteryEdit(theme)
        self.edit.hide()
        self.edit.left.connect(self._end_edit)
        self.edit.saved.connect(self.facts.change)
        self.page = self._page()
        self.banner = LinkBanner(theme)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.note, 1)
        self.body.addWidget(self.page, 1)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._grow_older)
        self._tick.start()
        self.start()

    def locate(self) -> None:
        """Ask the tracker where it is now."""
        if self.facts.locate():
            self.ways.locate_button.setEnabled(False)

    def begin_edit(self) -> None:
        """Let name, type and note be changed."""
        details = self.facts.details
        if details is not None:
            self.edit.show()
            self.edit_button.hide()
            self.edit.begin(details)
            reveal(self._scroll, self.edit)

    def bind_battery(self, number: str) -> None:
        """Show another battery."""
        self.show_error(None)
        self._end_edit()
        self.facts.bind(self.fleet, number)
        self._show()

    def heard(self, event: FleetEvent) -> bool:
        """Take what is told of this battery."""
        from mingtang_desk.cloud.fleet import FleetTopic

        if event.topic in (FleetTopic.LIST, FleetTopic.LINK):
            self._missed = self._missed or (event.topic is FleetTopic.LIST and self.is_up)
            return True
        if event.number != self.number or not self.number:
            return False
        self.facts.take(event)
        return True

    def fresh(self) -> None:
        """Show what was told; look at the guard again, and at what no event tells."""
        fleet, number = self.fleet, self.number
        if fleet is not None and number:
            row, known = fleet.table.get(number), self.facts.details
            if self._missed:
                self.facts.renew()
            elif row is not None and (known is None or known.state != row.state):
                self.facts.renew_details()
            self.facts.renew_guard()
        self._missed = False
        self._show()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.edit_button.setText(self.tr("Change name, type and note…"))
        self._show()

    def stop(self) -> None:
        """Let go of fleet and timers."""
        self._tick.stop()
        super().stop()

    def _page(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.name, 1)
        head.addWidget(self.chip)
        column.addLayout(head)
        column.addWidget(self.ways)
        column.addWidget(self.located)
        self._rule = rule()
        column.addWidget(self._rule)
        column.addWidget(self.guard_card)
        column.addWidget(rule())
        column.addWidget(self.clocks)
        column.addWidget(rule())
        column.addWidget(self.rows)
        column.addWidget(self.edit_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.edit)
        column.addStretch(1)
        self._scroll = scrolling(inner)
        return self._scroll

    def _saved(self) -> None:
        self._end_edit()
        self._show()

    def _end_edit(self) -> None:
        self.edit.hide()
        self.edit_button.show()

    def _grow_older(self) -> None:
        """Ages and the countdown go on."""
        fleet = self.fleet
        if fleet is None or not self.number or not self.isVisible():
            return
        self._ticks += 1
        if self.guard_card.left_s == 0 and self._ticks % _LOOK_TICKS == 0:
            self.facts.renew_guard()
        self._show_times(fleet.now())
        self.banner.show_fleet(fleet)

    def _show(self) -> None:
        fleet, number = self.fleet, self.number
        self.banner.show_fleet(fleet)
        there = fleet is not None and bool(number)
        self.page.setVisible(there)
        self.note.setVisible(not there)
        if fleet is None:
            say_logged_out(self.note, has_client=self.context.cloud is not None)
        elif not number:
            say_none_chosen(self.note)
        else:
            self._show_battery(fleet, number)

    def _show_battery(self, fleet: Fleet, number: str) -> None:
        row = fleet.table.get(number)
        known = self.facts.details or row
        name = "" if known is None else known.name
        self.name.set_text(f"{number} {name}".strip())
        state = "" if row is None else row.state
        self.chip.setVisible(bool(state))
        self.chip.show_state(contact_word(state), _FILLS.get(state, "muted"))
        provider = fleet.provider
        self.ways.show_for(fleet, number, busy=self.facts.is_locating)
        self._show_located()
        for part in (self._rule, self.guard_card):
            part.setVisible(provider.guard is not None)
        self.edit_button.setVisible(provider.edits is not None and self.edit.isHidden())
        may_edit = fleet.can("devices")
        self.edit_button.setEnabled(may_edit and self.facts.details is not None)
        why = lacks_right(fleet, self.tr("Your role may not change this."))
        self.edit_button.setToolTip("" if may_edit else why)
        self._show_times(fleet.now())

    def _show_times(self, now: datetime) -> None:
        refusal = ""
        if self.fleet is not None and not self.fleet.can("arm"):
            refusal = lacks_right(self.fleet, self.tr("Your role may not arm or disarm."))
        facts = self.facts
        self.guard_card.show_guard(facts.guard, now, refusal=refusal)
        self.clocks.show_rows(clock_rows(facts.place, facts.board, now))
        self.rows.setVisible(facts.details is not None)
        if facts.details is not None:
            self.rows.show_rows(detail_rows(facts.details, now))

    def _show_located(self) -> None:
        command = self.facts.located
        self.located.setVisible(command is not None)
        if command is not None:
            lines = result_lines(command)
            words = [state_words(command.state, settling=command.is_settling), *lines]
            self.located.setText(self.tr("Locate: {words}").format(words=", ".join(words)))
