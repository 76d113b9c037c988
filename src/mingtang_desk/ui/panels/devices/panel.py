"""The panel of open devices: list, recents, connect form."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mingtang_desk.core.errors import LockedError, MingtangError
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.found import Tell
from mingtang_desk.session.hub import HubEvent
from mingtang_desk.session.pins import ASKING
from mingtang_desk.ui.fleet.share_lines import ShareLines
from mingtang_desk.ui.link_words import mode_words
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.panels.devices.connect_form import ConnectForm
from mingtang_desk.ui.panels.devices.finder_view import FinderView
from mingtang_desk.ui.panels.devices.pin_line import PinLine
from mingtang_desk.ui.panels.devices.recents import RecentList
from mingtang_desk.ui.panels.devices.row_words import DOTS, row_words
from mingtang_desk.ui.panels.devices.wake_help import WakeHelp
from mingtang_desk.ui.replay import recording_of
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import plain, primary
from mingtang_desk.ui.widgets.device_row import DeviceRow
from mingtang_desk.ui.widgets.scroll import scrolling
from mingtang_desk.ui.widgets.state_note import StateNote

TICK_MS = 500
_END_S = 10.0


class DevicesPanel(Panel):
    """Rows by session; the form takes their place while it is open.

    `room_wanted` tells the window that the panel needs more room, or no more; `roomy` is the last.
    """

    room_wanted = Signal(bool)

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.rows: dict[int, DeviceRow] = {}
        self.roomy = False
        self._attempt: asyncio.Task[Any] | None = None
        self._search: asyncio.Task[Any] | None = None
        self._searched = False
        self._trying = ""
        self.note = StateNote(theme)
        self.form = ConnectForm(context)
        self.form_area = scrolling(self.form)
        self.form_area.hide()
        self.form.wanted.connect(self.connect_to)
        self.form.cancelled.connect(self._cancel)
        self.finder = FinderView(theme)
        self.finder.hide()
        self.finder.wanted.connect(self.connect_found)
        self.finder.stopped.connect(self._leave_finder)
        self.finder.again.connect(self.search)
        self.pin_line = PinLine(theme)
        self.find_button = primary(theme)
        self.find_button.setObjectName("devices-find")
        self.find_button.clicked.connect(self.search)
        self.connect_button = primary(theme) if context.find is None else plain(theme)
        self.connect_button.setObjectName("devices-connect")
        self.connect_button.clicked.connect(self.open_form)
        self.recents = RecentList(theme)
        self.recents.wanted.connect(self.connect_to)
        self.recents.forgotten.connect(self._forget)
        self.wake_help = WakeHelp(context, self, shown=self._woken)
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(self.recents)
        self._column.addStretch(1)
        self.scroll_area = scrolling(holder)
        self.body.addWidget(self.pin_line)
        self.body.addWidget(self.note, 1)
        self.body.addWidget(self.scroll_area, 1)
        self.body.addWidget(self.form_area, 1)
        self.body.addWidget(self.finder, 1)
        self.body.addWidget(self.wake_help.view, 1)
        self.body.addWidget(self.wake_help.line)
        self.share_lines = ShareLines(context)
        self.body.addWidget(self.share_lines)
        self._buttons = QWidget()
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(8)
        buttons.addWidget(self.find_button, 1)
        buttons.addWidget(self.connect_button, 0 if context.find else 1)
        self.find_button.setVisible(context.find is not None)
        self.body.addWidget(self._buttons)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.show_now)
        self._end = context.hub.observe(self._hub_changed)
        context.selection.changed.connect(self.show_now)
        context.prefs.changed.connect(self._preferred)
        self._fill_recents()
        self.start()
        self._tick.start()
        if context.prefs.error is not None:
            self.show_error(context.prefs.error)

    def bind(self, session: DeviceSession | None) -> None:
        """Show the list; this panel has no device of its own."""
        self.show_now()

    def retranslate(self) -> None:
        """Write texts anew."""
        self.find_button.setText(self.tr("Find a battery"))
        self.find_button.setToolTip(
            self.tr("Searches all ports, at every speed, protocol and address; it only reads")
        )
        self.connect_button.setText(self.tr("Connect…"))
        self.scroll_area.setAccessibleName(self.tr("Open devices"))
        self.show_now()

    def stop(self) -> None:
        """Let go of the hub."""
        self._tick.stop()
        self._end()
        self.share_lines.stop()
        super().stop()

    def open_form(self) -> None:
        """Show the connect form."""
        self.form.load_ports()
        self._show_form(True)
        self.form.port.setFocus()

    def show_error(self, error: MingtangError | None) -> None:
        """Show what failed, and where it may mean sleep the way to help; it takes room."""
        super().show_error(error)
        self.wake_help.failed(self._trying, error)
        self.ask_for_room()

    def ask_for_room(self) -> None:
        """Tell how much this panel has to show: form or error, or the list alone."""
        wanted = not self._listed or self.error_line.error is not None
        if wanted != self.roomy:
            self.roomy = wanted
            self.room_wanted.emit(wanted)

    def search(self) -> None:
        """Search batteries everywhere; what is done and found stands in the panel."""
        find = self.context.find
        if find is None or self._search is not None or self._attempt is not None:
            return
        self.finder.begin()
        self.show_finder(True)
        self._searched = False
        self._search = spawn(self, self._find(find), done=self._search_ended, stoppable=True)

    def help_waking(self) -> None:
        """Show the help for the selected device; form and finder make room unless they work."""
        if self._attempt is None and self._search is None:
            self._show_form(False)
            self.show_finder(False)
            self.wake_help.open()

    def connect_found(self, uris: list[str]) -> None:
        """Open what was found; the search ends, so that its ports are free."""
        if self._attempt is None:
            self.finder.set_connecting(True)
            self._attempt = spawn(
                self, self._open_found(uris), done=self._found_opened, stoppable=True
            )

    def connect_to(self, uri: str) -> None:
        """Open an address; what is tried stands in the form, what failed under it."""
        if self._attempt is not None:
            return
        self._show_form(True)
        self._trying = uri
        self.form.set_busy(self.tr("Trying {uri} …").format(uri=uri))
        self._attempt = spawn(self, self._open(uri), done=self._ended, stoppable=True)

    def disconnect_from(self, session: DeviceSession) -> None:
        """Close a device."""
        spawn(self, self.context.hub.close(session))

    async def _open(self, uri: str) -> None:
        session = await self.context.hub.open(uri, ask_pin=self.pin_line.ask)
        self.context.selection.select(session)
        self._show_form(False)
        self.rows[id(session)].setFocus()
        self.context.prefs.remember(uri, session.model.name)

    async def _find(self, find: Callable[[Tell], Awaitable[int]]) -> None:
        try:
            await find(self.finder.take)
            self._searched = True
        finally:
            self._search = None

    def _search_ended(self) -> None:
        self.finder.end(cut=not self._searched)

    async def _open_found(self, uris: list[str]) -> None:
        search = self._search
        if search is not None:
            search.cancel()
            await asyncio.wait({search}, timeout=_END_S)
            self._search_ended()
        for place, uri in enumerate(uris):
            self._trying = uri
            session = await self.context.hub.open(uri, ask_pin=self.pin_line.ask)
            self.context.prefs.remember(uri, session.model.name)
            if place == 0:
                self.context.selection.select(session)
        self.show_finder(False)

    def _found_opened(self) -> None:
        self._attempt = None
        self.finder.set_connecting(False)

    def _leave_finder(self) -> None:
        """Stop what runs; when nothing does go back to the list."""
        running = self._attempt or self._search
        if running is None:
            self.show_finder(False)
            return
        running.cancel()
        if running is self._attempt:
            self._found_opened()
        else:
            self._search_ended()

    @property
    def _listed(self) -> bool:
        """True while the list of devices has the panel."""
        return self._plainly and self.wake_help.view.isHidden()

    @property
    def _plainly(self) -> bool:
        """True while nothing but the list, or help with a device of it, has the panel."""
        return self.form_area.isHidden() and self.finder.isHidden()

    def _woken(self) -> None:
        """The help came or went: it stands in the place of list, form and buttons."""
        helping = not self.wake_help.view.isHidden()
        if helping:
            super().show_error(None)
            self.form_area.hide()
            self.finder.hide()
        self._buttons.setVisible(not helping)
        self.show_now()
        self.ask_for_room()

    def show_finder(self, on: bool) -> None:
        """Show the search in the place of the list, or the list again."""
        changed = self.finder.isHidden() is on
        self.finder.setVisible(on)
        self._buttons.setVisible(not on)
        self.show_now()
        if changed:
            self.ask_for_room()

    def _ended(self) -> None:
        self._attempt = None
        self.form.set_busy("")
        if self.form.isVisible():
            self.form.address.setFocus()

    def _cancel(self) -> None:
        if self._attempt is None:
            self._show_form(False)
            return
        self._attempt.cancel()
        self._ended()

    def _show_form(self, on: bool) -> None:
        changed = self.form_area.isHidden() is on
        self.form_area.setVisible(on)
        self._buttons.setVisible(not on)
        self.show_now()
        if changed:
            self.ask_for_room()

    def _hub_changed(self, event: HubEvent, session: DeviceSession | None) -> None:
        if event in (HubEvent.OPENED, HubEvent.CLOSED):
            self.show_now()

    def _preferred(self, names: set[Any]) -> None:
        if names & {"recents", "names"}:
            self._fill_recents()
            self.show_now()

    def _fill_recents(self) -> None:
        values = self.context.prefs.values
        self.recents.fill(values.recents, values.names)

    def _forget(self, uri: str) -> None:
        try:
            self.context.prefs.forget(uri)
        except MingtangError as error:
            self.show_error(error)

    def show_now(self) -> None:
        """Show what is open, and how it is doing."""
        sessions = self.context.hub.sessions
        known = {id(session) for session in sessions}
        for key in set(self.rows) - known:
            self.rows.pop(key).deleteLater()
        for place, session in enumerate(sessions):
            row = self.rows.get(id(session)) or self._add(session, place)
            row.setChecked(session is self.context.selection.current)
            self._show_row(row, session)
            self._show_loading(session)
        open_uris = {session.uri.text for session in sessions}
        empty = not self.recents.show_without(open_uris) and not sessions
        listed = self._listed
        self.note.setVisible(empty and listed)
        self.scroll_area.setVisible(not empty and listed)
        self.wake_help.look(listed=self._plainly)
        if empty:
            self.note.say(
                self.tr("No device connected"),
                self.tr("Plug the adapter in and connect, or try a simulated pack."),
            )

    def _show_loading(self, session: DeviceSession) -> None:
        """Say in the form how much of a long recording is there."""
        recording = None if self._attempt is None else recording_of(session)
        if recording is not None and session.uri.text == self._trying:
            name = session.uri.target.rsplit("/", 1)[-1]
            share = f"{recording.progress * 100:.0f}"
            self.form.set_busy(self.tr("Loading {name}: {n} %").format(name=name, n=share))

    def _add(self, session: DeviceSession, place: int) -> DeviceRow:
        row = self.rows[id(session)] = DeviceRow(self.context.theme)
        row.clicked.connect(lambda: self._pick(session))
        row.close_button.clicked.connect(lambda: self.disconnect_from(session))
        self._column.insertWidget(place, row)
        return row

    def _pick(self, session: DeviceSession) -> None:
        self.context.selection.select(session)
        self.show_now()
        error = session.model.error
        if isinstance(error, LockedError) and error.key in ASKING and self._attempt is None:
            self._attempt = spawn(
                self, self._ask_pin(session, error), done=self._ended, stoppable=True
            )

    async def _ask_pin(self, session: DeviceSession, error: LockedError) -> None:
        """Ask for the PIN of a device that stays in the list without it."""
        given = await self.pin_line.ask(error)
        if given is not None:
            session.give_pin(given.pin, keep=given.keep)

    def _show_row(self, row: DeviceRow, session: DeviceSession) -> None:
        mode = mode_words(session.model)
        row.show_device(
            session.model.name,
            row_words(session, mode),
            state=DOTS[mode.state],
            colour=self.context.selection.colour(session),
        )
