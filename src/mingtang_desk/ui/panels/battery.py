"""Details of the chosen battery (MISSION A9), its guard (A10, A11), and the way to all else."""

from __future__ import annotations

from contextlib import aclosing
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mingtang_desk.cloud.decode import AnswerError, Json, moment
from mingtang_desk.core.errors import CloudError
from mingtang_desk.ui.fleet.battery_detail_rows import DetailRows
from mingtang_desk.ui.fleet.battery_edit import BatteryEdit
from mingtang_desk.ui.fleet.battery_guard import GuardCard
from mingtang_desk.ui.fleet.battery_rows import Clocks, clock_rows, detail_rows
from mingtang_desk.ui.fleet.battery_ways import BatteryWays
from mingtang_desk.ui.fleet.battery_words import contact_word
from mingtang_desk.ui.fleet.command_words import result_lines, state_words
from mingtang_desk.ui.fleet.link_banner import LinkBanner
from mingtang_desk.ui.fleet.panel import FleetPanel
from mingtang_desk.ui.fleet.rights import lacks_right
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import Button, Chip, label, rule
from mingtang_desk.ui.widgets.elided import ElidedText
from mingtang_desk.ui.widgets.scroll import reveal, scrolling
from mingtang_desk.ui.widgets.state_note import StateNote

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet, FleetEvent
    from mingtang_desk.cloud.models import BatteryDetails, Command
    from mingtang_desk.cloud.models_rides import Guard

_TICK_MS = 1000
_LOOK_TICKS = 5
"""While it counts down at zero the guard is read again every so many seconds."""
_LOCATED_S = 120.0
_FILLS = {"online": "ok", "sleeping": "accent", "offline": "warn", "expired": "bad"}


class BatteryPanel(FleetPanel):
    """One battery."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.details: BatteryDetails | None = None
        self.guard: Guard | None = None
        self.place, self.board = Clocks(), Clocks()
        self._located: Command | None = None
        self._reading_guard = False
        self._ticks = 0
        self._missed = False
        self.note = StateNote(theme, "battery-charging")
        self.note.action.clicked.connect(
            lambda: context.chosen.panel_wanted.emit("fleet" if self.fleet else "account")
        )
        self.name = ElidedText(theme, strong=True)
        self.chip = Chip(theme)
        self.guard_card = GuardCard(theme)
        self.guard_card.arm.connect(partial(self.set_guard, armed=True))
        self.guard_card.disarm.connect(partial(self.set_guard, armed=False))
        self.guard_card.auto.connect(self._set_auto)
        self.ways = BatteryWays(context)
        self.ways.locate.connect(self.locate)
        self.located = label("muted", wrap=True)
        self.clocks, self.rows = DetailRows(), DetailRows()
        self.edit_button = Button(theme, "link")
        self.edit_button.clicked.connect(self.begin_edit)
        self.edit = BatteryEdit(theme)
        self.edit.hide()
        self.edit.left.connect(self._end_edit)
        self.edit.saved.connect(self._save)
        self.page = self._page()
        self.banner = LinkBanner(theme)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.note, 1)
        self.body.addWidget(self.page, 1)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._grow_older)
        self._tick.start()
        self.start()

    def set_guard(self, *, armed: bool) -> None:
        """Arm or disarm."""
        fleet = self.fleet
        if fleet is not None and fleet.provider.guard is not None and self.number:
            spawn(self, self._set_guard(fleet, self.number, armed=armed))

    def locate(self) -> None:
        """Ask the tracker where it is now."""
        fleet = self.fleet
        if fleet is not None and fleet.provider.commands is not None and self.number:
            self.ways.locate_button.setEnabled(False)
            spawn(self, self._locate(fleet, self.number), done=self._show)

    def begin_edit(self) -> None:
        """Let name, type and note be changed."""
        if self.details is not None:
            self.edit.show()
            self.edit_button.hide()
            self.edit.begin(self.details)
            reveal(self._scroll, self.edit)

    def bind_battery(self, number: str) -> None:
        """Show another battery."""
        self.show_error(None)
        self.details, self.guard = None, None
        self.place, self.board = Clocks(), Clocks()
        self._located = None
        self._end_edit()
        fleet = self.fleet
        if fleet is not None and number:
            spawn(self, self._read(fleet, number))
        self._show()

    def heard(self, event: FleetEvent) -> bool:
        """Take what is told of this battery."""
        from mingtang_desk.cloud.fleet import FleetTopic

        if event.topic in (FleetTopic.LIST, FleetTopic.LINK):
            self._missed = self._missed or (event.topic is FleetTopic.LIST and self.is_up)
            return True
        if event.number != self.number or not self.number:
            return False
        if event.topic is FleetTopic.PLACE:
            self.place = _clocks_of(event.values) or self.place
        elif event.topic is FleetTopic.SAMPLE:
            self.board = _clocks_of(event.values) or self.board
        return True

    def fresh(self) -> None:
        """Show what was told; look at the guard again, and at what no event tells."""
        fleet, number = self.fleet, self.number
        if fleet is not None and number:
            row, known = fleet.table.get(number), self.details
            if self._missed:
                spawn(self, self._read(fleet, number))
            elif row is not None and (known is None or known.state != row.state):
                spawn(self, self._read_details(fleet, number))
            self._look_at_guard(fleet, number)
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

    async def _read(self, fleet: Fleet, number: str) -> None:
        await self._read_details(fleet, number)
        self._look_at_guard(fleet, number)
        place = board = Clocks()
        try:
            latest = await fleet.provider.places.latest(number)
            place = Clocks(measured=latest.time, received=latest.received)
        except CloudError as error:
            if error.key != "cloud_not_known_yet":
                raise
        if fleet.provider.boards is not None:
            try:
                told = await fleet.provider.boards.sample(number)
                board = Clocks(measured=told.measured, received=told.received)
            except CloudError as error:
                if error.key != "cloud_not_known_yet":
                    raise
        if number == self.number and fleet is self.fleet:
            self.place = self.place if self.place.received else place
            self.board = self.board if self.board.received else board
            self._show()

    async def _read_details(self, fleet: Fleet, number: str) -> None:
        details = await fleet.provider.batteries.one(number)
        if number == self.number and fleet is self.fleet:
            self.details = details
            self._show()

    def _look_at_guard(self, fleet: Fleet, number: str) -> None:
        if fleet.provider.guard is not None and not self._reading_guard:
            self._reading_guard = True
            spawn(self, self._read_guard(fleet, number))

    async def _read_guard(self, fleet: Fleet, number: str) -> None:
        part = fleet.provider.guard
        assert part is not None
        try:
            guard = await part.of(number)
        finally:
            self._reading_guard = False
        self._took(fleet, number, guard)

    async def _set_guard(
        self, fleet: Fleet, number: str, *, armed: bool, auto: bool | None = None
    ) -> None:
        part = fleet.provider.guard
        assert part is not None
        set_ = part.arm if armed else part.disarm
        self._took(fleet, number, await set_(number, auto=auto))

    def _took(self, fleet: Fleet, number: str, guard: Guard) -> None:
        if number == self.number and fleet is self.fleet:
            self.guard = guard
            self._show()

    def _set_auto(self, on: bool) -> None:
        fleet, guard = self.fleet, self.guard
        if fleet is not None and guard is not None:
            armed = guard.state != "disarmed"
            spawn(self, self._set_guard(fleet, self.number, armed=armed, auto=on))

    async def _locate(self, fleet: Fleet, number: str) -> None:
        commands = fleet.provider.commands
        assert commands is not None
        asked = await commands.ask(number, {"kind": "locate"})
        async with aclosing(commands.fate(asked, within_s=_LOCATED_S)) as steps:
            async for command in steps:
                if number != self.number or fleet is not self.fleet:
                    return
                self._located = command
                self._show()

    def _save(self, body: dict[str, object]) -> None:
        fleet = self.fleet
        if fleet is not None and fleet.provider.edits is not None:
            spawn(self, self._change(fleet, self.number, body))

    async def _change(self, fleet: Fleet, number: str, body: dict[str, object]) -> None:
        edits = fleet.provider.edits
        assert edits is not None
        details = await edits.change(number, body)
        fleet.take(details)
        if number == self.number and fleet is self.fleet:
            self.details = details
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
            self._look_at_guard(fleet, self.number)
        self._show_times(fleet.now())
        self.banner.show_fleet(fleet)

    def _show(self) -> None:
        fleet, number = self.fleet, self.number
        self.banner.show_fleet(fleet)
        there = fleet is not None and bool(number)
        self.page.setVisible(there)
        self.note.setVisible(not there)
        if fleet is None:
            self.note.say(
                self.tr("Not logged in"), self.tr("Log in to a cloud in the panel Account.")
            )
            self.note.action.setText(self.tr("Log in…"))
            self.note.action.setVisible(self.context.cloud is not None)
        elif not number:
            self.note.say(
                self.tr("No battery is chosen"), self.tr("Choose one in the list or on the map.")
            )
            self.note.action.hide()
        else:
            self._show_battery(fleet, number)

    def _show_battery(self, fleet: Fleet, number: str) -> None:
        row = fleet.table.get(number)
        known = self.details or row
        name = "" if known is None else known.name
        self.name.set_text(f"{number} {name}".strip())
        state = "" if row is None else row.state
        self.chip.setVisible(bool(state))
        self.chip.show_state(contact_word(state), _FILLS.get(state, "muted"))
        provider = fleet.provider
        busy = self._located is not None and not self._located.is_over
        self.ways.show_for(fleet, number, busy=busy)
        self._show_located()
        for part in (self._rule, self.guard_card):
            part.setVisible(provider.guard is not None)
        self.edit_button.setVisible(provider.edits is not None and self.edit.isHidden())
        may_edit = fleet.can("devices")
        self.edit_button.setEnabled(may_edit and self.details is not None)
        why = lacks_right(fleet, self.tr("Your role may not change this."))
        self.edit_button.setToolTip("" if may_edit else why)
        self._show_times(fleet.now())

    def _show_times(self, now: datetime) -> None:
        refusal = ""
        if self.fleet is not None and not self.fleet.can("arm"):
            refusal = lacks_right(self.fleet, self.tr("Your role may not arm or disarm."))
        self.guard_card.show_guard(self.guard, now, refusal=refusal)
        self.clocks.show_rows(clock_rows(self.place, self.board, now))
        self.rows.setVisible(self.details is not None)
        if self.details is not None:
            self.rows.show_rows(detail_rows(self.details, now))

    def _show_located(self) -> None:
        command = self._located
        self.located.setVisible(command is not None)
        if command is not None:
            lines = result_lines(command)
            words = [state_words(command.state, settling=command.is_settling), *lines]
            self.located.setText(self.tr("Locate: {words}").format(words=", ".join(words)))


def _clocks_of(values: Json | None) -> Clocks | None:
    """Return the times of an event, None where it has none that are any."""
    if values is None:
        return None
    measured, received = values.get("time"), values.get("received")
    try:
        return Clocks(
            measured=None if measured is None else moment(measured, "time"),
            received=None if received is None else moment(received, "received"),
        )
    except AnswerError:
        return None
