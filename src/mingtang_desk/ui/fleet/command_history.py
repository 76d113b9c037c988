"""The fate of every command of a battery: list, steps of the chosen one, cancel, ask again."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from mingtang_desk.cloud.models import Command, CommandStep
from mingtang_desk.core.errors import MingtangError
from mingtang_desk.ui.fleet.battery_words import time_words
from mingtang_desk.ui.fleet.command_model import CommandDelegate, CommandModel
from mingtang_desk.ui.fleet.command_words import (
    SIGNS,
    command_title,
    instruction_of,
    result_lines,
    state_words,
)
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, plain
from mingtang_desk.ui.widgets.layouts import button_row
from mingtang_desk.ui.widgets.scroll import GivesWay
from mingtang_desk.ui.widgets.state_note import StateNote

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet, FleetEvent

_LEAST_PX = 60
_MESSAGES = ("tx", "rx")
_MOST_MESSAGES = 6


class CommandHistory(QWidget):
    """Commands of one battery.

    Signals: `again(command)` it is to be asked once more; `changed()` a fate changed;
    `failed(error)` the server could not be asked.
    """

    again = Signal(object)
    changed = Signal()
    failed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._fleet: Fleet | None = None
        self._number = ""
        self._round = 0
        self._cursor: str | None = None
        self._wanted: set[str] = set()
        self._asking = False
        self._steps: tuple[str, tuple[CommandStep, ...]] = ("", ())
        self._refusal = ""
        self.loading = False
        self.degrees = "c"
        self.book = CommandModel()
        self.drawn = CommandDelegate(theme)
        self.list = QListView()
        self.list.setModel(self.book)
        self.list.setItemDelegate(self.drawn)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.selectionModel().currentChanged.connect(self._chosen)
        self.book.more_wanted.connect(self._more)
        self.note = StateNote(theme, "send")
        self.title = label("strong", wrap=True)
        self.result, self.story = label(wrap=True), label("muted", wrap=True)
        for text in (self.result, self.story):
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.cancel_button, self.again_button = plain(theme, "x"), plain(theme, "repeat")
        self.cancel_button.clicked.connect(self.cancel)
        self.again_button.clicked.connect(self._again)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 4, 4, 0)
        column.setSpacing(4)
        for text in (self.title, self.result, self.story):
            column.addWidget(text)
        self.details = GivesWay(inner, least=_LEAST_PX)
        self.details.setMaximumHeight(220)
        buttons = button_row(self.cancel_button, self.again_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.note, 1)
        layout.addWidget(self.details)
        layout.addLayout(buttons)
        self.retranslate()

    @property
    def current(self) -> Command | None:
        """The chosen command."""
        at = self.list.currentIndex().row()
        return self.book.rows[at] if 0 <= at < len(self.book.rows) else None

    def refuse(self, refusal: str) -> None:
        """Say why none may be taken back or asked again, "" = they may."""
        if refusal != self._refusal:
            self._refusal = refusal
            self._show()

    def load(self, fleet: Fleet | None, number: str) -> None:
        """Show the commands of another battery."""
        self._fleet, self._number = fleet, number
        self._round += 1
        self._cursor = None
        self._wanted.clear()
        self._asking = False
        self._steps = ("", ())
        self.book.has_more = False
        self.book.show(())
        self.loading = fleet is not None and fleet.provider.commands is not None and bool(number)
        if fleet is not None and self.loading:
            spawn(self, self._load(fleet, self._round))
        self._show()

    def put(self, command: Command) -> None:
        """Take a command that was just asked, and choose it."""
        self.book.put(command)
        at = next(n for n, row in enumerate(self.book.rows) if row.id == command.id)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.list.selectionModel().setCurrentIndex(self.book.index(at), flag)
        self._show()

    def take(self, event: FleetEvent) -> None:
        """Take an event of a command."""
        values, fleet = event.values, self._fleet
        if values is None or fleet is None or event.number != self._number:
            return
        command_id = values.get("id")
        if not isinstance(command_id, str):
            return
        whole = self.book.take(values)
        current = self.current
        if whole or (current is not None and current.id == command_id):
            self._wanted.add(command_id)
            if not self._asking:
                self._asking = True
                spawn(self, self._fetch(fleet, self._round))
        self._show()
        self.changed.emit()

    def cancel(self) -> None:
        """Take the chosen command back, while it waits."""
        command, fleet = self.current, self._fleet
        if command is not None and fleet is not None and command.state == "queued":
            spawn(self, self._cancel(fleet, command))

    def show_error(self, error: MingtangError | None) -> None:
        """Hand on what failed."""
        if error is not None:
            self.loading = False
            self.failed.emit(error)
            self._show()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.list.setAccessibleName(self.tr("Commands to this battery, newest first"))
        self.cancel_button.setText(self.tr("Cancel"))
        self.again_button.setText(self.tr("Ask again"))
        self.list.viewport().update()
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    async def _load(self, fleet: Fleet, asked: int) -> None:
        commands = fleet.provider.commands
        assert commands is not None
        page = await commands.of(self._number, self._cursor)
        if asked != self._round:
            return
        self.book.append(page.items)
        goes_on = page.next_cursor is not None and page.next_cursor != self._cursor
        self._cursor = page.next_cursor if goes_on else None
        self.book.has_more = goes_on
        self.loading = False
        self._show()
        self.changed.emit()

    def _more(self) -> None:
        fleet = self._fleet
        if fleet is not None and not self.loading and self._cursor is not None:
            self.loading = True
            spawn(self, self._load(fleet, self._round))

    async def _fetch(self, fleet: Fleet, asked: int) -> None:
        """Ask for what events do not tell, one command after another."""
        commands = fleet.provider.commands
        assert commands is not None
        try:
            while self._wanted and asked == self._round:
                command_id = self._wanted.pop()
                command = await commands.one(command_id)
                if asked != self._round:
                    return
                self.book.put(command)
                self._show()
                self.changed.emit()
                if self.current is not None and self.current.id == command_id:
                    await self._read_steps(fleet, command_id)
        finally:
            if asked == self._round:
                self._asking = False

    async def _read_steps(self, fleet: Fleet, command_id: str) -> None:
        commands = fleet.provider.commands
        assert commands is not None
        found = await commands.steps(command_id)
        known, before = self._steps
        if known != command_id or len(found) >= len(before):  # an older answer may come later
            self._steps = (command_id, found)
        self._show()

    async def _cancel(self, fleet: Fleet, command: Command) -> None:
        commands = fleet.provider.commands
        assert commands is not None
        self.book.put(await commands.cancel(command.id))
        self._show()
        self.changed.emit()

    def _chosen(self) -> None:
        command, fleet = self.current, self._fleet
        if command is not None and fleet is not None and self._steps[0] != command.id:
            spawn(self, self._read_steps(fleet, command.id))
        self._show()

    def _again(self) -> None:
        if self.current is not None:
            self.again.emit(self.current)

    def _show(self) -> None:
        rows, command = len(self.book.rows), self.current
        self.list.setVisible(bool(rows))
        self.note.setVisible(not rows)
        if self.loading:
            self.note.say(self.tr("Reading the commands…"))
        else:
            self.note.say(
                self.tr("Nothing was asked of it yet"),
                self.tr("What is asked is listed here, with every step of its fate."),
            )
        if self._fleet is not None:
            self.drawn.today = self._fleet.now().astimezone().date()
        self.details.setVisible(command is not None)
        waits = command is not None and command.state == "queued"
        self.cancel_button.setVisible(waits)
        self.cancel_button.setEnabled(not self._refusal)
        self.cancel_button.setToolTip(self._refusal or self.tr("Take it back while it waits"))
        over = command is not None and command.is_over and instruction_of(command) is not None
        self.again_button.setVisible(over)
        self.again_button.setEnabled(not self._refusal)
        self.again_button.setToolTip(self._refusal or self.tr("Ask the same once more"))
        if command is not None:
            state = state_words(command.state, settling=command.is_settling)
            self.title.setText(f"{command_title(command)}: {state}")
            lines = result_lines(command, self.degrees)
            self.result.setText("\n".join(lines))
            self.result.setVisible(bool(lines))
            self.story.setText("\n".join(self._story(command)))

    def _story(self, command: Command) -> list[str]:
        """Return the steps of a command, a line each."""
        known, steps = self._steps
        if known != command.id or not steps:
            lines = [self._step_line(command.created, "queued")]
            times = (("sent", command.sent), ("delivered", command.delivered))
            lines += [self._step_line(time, state) for state, time in times if time is not None]
            if command.ended is not None:
                lines.append(self._step_line(command.ended, command.state))
        else:
            lines = self._folded(steps)
        if command.state == "queued":
            text = self.tr("It is sent until {time}, or not at all.")
            lines.append(text.format(time=time_words(command.expires, self.drawn.today)))
        return lines

    def _folded(self, steps: tuple[CommandStep, ...]) -> list[str]:
        """Return a line for each step; of a long conversation only how it began and ended."""
        lines = list[str]()
        for is_message, some in groupby(steps, key=lambda step: step.what in _MESSAGES):
            told = [line for step in some if (line := self._line_of(step))]
            if is_message and len(told) > _MOST_MESSAGES:
                left = self.tr("… {n} more messages").format(n=len(told) - 3)
                told = [*told[:2], f"    {left}", told[-1]]
            lines += told
        return lines

    def _line_of(self, step: CommandStep) -> str:
        state, message = step.body.get("state"), step.body.get("message_id")
        if step.what == "state" and isinstance(state, str):
            attempts = step.body.get("attempts")
            line = self._step_line(step.time, state)
            again = isinstance(attempts, int) and attempts > 1 and state == "sent"
            return f"{line} ×{attempts}" if again else line
        if step.what in _MESSAGES and isinstance(message, str):
            text = self.tr("message {id} to the tracker")
            if step.what == "rx":
                text = self.tr("message {id} from the tracker")
            time = time_words(step.time, self.drawn.today)
            return f"{time}    {text.format(id=message)}"
        return ""

    def _step_line(self, time: datetime, state: str) -> str:
        told = time_words(time, self.drawn.today)
        return f"{told}  {SIGNS.get(state, '')} {state_words(state)}"
