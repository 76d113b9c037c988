"""The panel of open devices: list, recents, connect form."""

import asyncio
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.hub import HubEvent
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.link_words import mode_words, short_where
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.panels.devices.connect_form import ConnectForm, RecentRow
from mingtang_desk.ui.replay import recording_of
from mingtang_desk.ui.shown import age, number
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import label, primary
from mingtang_desk.ui.widgets.device_row import DeviceRow
from mingtang_desk.ui.widgets.scroll import scrolling
from mingtang_desk.ui.widgets.state_note import StateNote

TICK_MS = 500
RECENTS_SHOWN = 4
_DOTS = {"ok": "ok", "accent": "ok", "replay": "replay", "warn": "warn", "muted": "muted"}


class DevicesPanel(Panel):
    """Rows by session; the form takes their place while it is open.

    `room_wanted` tells the window that the panel needs more room, or no more; `roomy` is the last.
    """

    room_wanted = Signal(bool)

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.rows: dict[int, DeviceRow] = {}
        self.recents: list[RecentRow] = []
        self.roomy = False
        self._attempt: asyncio.Task[Any] | None = None
        self._trying = ""
        self.note = StateNote(theme)
        self.form = ConnectForm(context)
        self.form_area = scrolling(self.form)
        self.form_area.hide()
        self.form.wanted.connect(self.connect_to)
        self.form.cancelled.connect(self._cancel)
        self.connect_button = primary(theme)
        self.connect_button.setObjectName("devices-connect")
        self.connect_button.clicked.connect(self.open_form)
        self._recent_title = label("muted")
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._recent_column = QVBoxLayout()
        self._recent_column.setSpacing(0)
        self._column.addWidget(self._recent_title)
        self._column.addLayout(self._recent_column)
        self._column.addStretch(1)
        self.scroll_area = scrolling(holder)
        self.body.addWidget(self.note, 1)
        self.body.addWidget(self.scroll_area, 1)
        self.body.addWidget(self.form_area, 1)
        self.body.addWidget(self.connect_button)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._show)
        self._end = context.hub.observe(self._hub_changed)
        context.selection.changed.connect(self._show)
        context.prefs.changed.connect(self._preferred)
        self._fill_recents()
        self.start()
        self._tick.start()
        if context.prefs.error is not None:
            self.show_error(context.prefs.error)

    def bind(self, session: DeviceSession | None) -> None:
        """Show the list; this panel has no device of its own."""
        self._show()

    def retranslate(self) -> None:
        """Write texts anew."""
        self.connect_button.setText(self.tr("Connect…"))
        self._recent_title.setText(self.tr("Recent"))
        self.scroll_area.setAccessibleName(self.tr("Open devices"))
        self._show()

    def stop(self) -> None:
        """Let go of the hub."""
        self._tick.stop()
        self._end()
        super().stop()

    def open_form(self) -> None:
        """Show the connect form."""
        self.form.load_ports()
        self._show_form(True)
        self.form.port.setFocus()

    def show_error(self, error: MingtangError | None) -> None:
        """Show what failed; it takes room."""
        super().show_error(error)
        self.ask_for_room()

    def ask_for_room(self) -> None:
        """Tell how much this panel has to show: form or error, or the list alone."""
        wanted = not self.form_area.isHidden() or self.error_line.error is not None
        if wanted != self.roomy:
            self.roomy = wanted
            self.room_wanted.emit(wanted)

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
        session = await self.context.hub.open(uri)
        self.context.selection.select(session)
        self._show_form(False)
        self.rows[id(session)].setFocus()
        self.context.prefs.remember(uri, session.model.name)

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
        self.connect_button.setVisible(not on)
        self._show()
        if changed:
            self.ask_for_room()

    def _hub_changed(self, event: HubEvent, session: DeviceSession | None) -> None:
        if event in (HubEvent.OPENED, HubEvent.CLOSED):
            self._show()

    def _preferred(self, names: set[Any]) -> None:
        if names & {"recents", "names"}:
            self._fill_recents()
            self._show()

    def _fill_recents(self) -> None:
        for old in self.recents:
            old.deleteLater()
        context = self.context
        values = context.prefs.values
        self.recents = [
            RecentRow(self.context.theme, uri, values.names.get(uri, uri))
            for uri in values.recents[:RECENTS_SHOWN]
        ]
        for row in self.recents:
            self._recent_column.addWidget(row)
            row.open_button.clicked.connect(lambda _=False, uri=row.uri: self.connect_to(uri))
            row.forget_button.clicked.connect(lambda _=False, uri=row.uri: self._forget(uri))

    def _forget(self, uri: str) -> None:
        try:
            self.context.prefs.forget(uri)
        except MingtangError as error:
            self.show_error(error)

    def _show(self) -> None:
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
        for recent in self.recents:
            recent.setVisible(recent.uri not in open_uris)
        shown = [recent for recent in self.recents if recent.uri not in open_uris]
        self._recent_title.setVisible(bool(shown))
        empty = not sessions and not shown
        listed = self.form_area.isHidden()
        self.note.setVisible(empty and listed)
        self.scroll_area.setVisible(not empty and listed)
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
        self._show()

    def _show_row(self, row: DeviceRow, session: DeviceSession) -> None:
        model = session.model
        mode = mode_words(model)
        parts = [short_where(session.uri)]
        sample = model.sample
        if model.phase is LinkPhase.LIVE and sample is not None and not model.stale:
            if sample.pack_v is not None:
                parts.append(f"{number(sample.pack_v, 2)} V")
            if sample.soc_pct is not None:
                parts.append(f"{number(sample.soc_pct, 0)} %")
        elif model.error is not None:
            parts = [error_words(model.error).message]
        else:
            parts.append(mode.text.lower())
            if model.age_s is not None:
                parts.append(age(model.age_s))
        row.show_device(
            model.name,
            " · ".join(parts),
            state=_DOTS[mode.state],
            colour=self.context.selection.colour(session),
        )
