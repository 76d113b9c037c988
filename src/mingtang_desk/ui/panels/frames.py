"""Frames: every byte of a link as frames in words, to filter, copy, record, and for engineers send.

Rows are kept for each device that was looked at, so that a look at another one loses none.
"""

import asyncio
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget

from mingtang_desk.core.errors import MingtangError, UnsupportedError
from mingtang_desk.device.model import Topic
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.hub import HubEvent
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.frames import copying
from mingtang_desk.ui.frames.console import WAIT_S, SendConsole
from mingtang_desk.ui.frames.decode import Teller
from mingtang_desk.ui.frames.filters import FilterLine
from mingtang_desk.ui.frames.model import Filter
from mingtang_desk.ui.frames.page import FramesPage
from mingtang_desk.ui.frames.recording import RecordingLine
from mingtang_desk.ui.frames.source import FileSource, Source, source_of
from mingtang_desk.ui.link_words import no_device_words, state_words
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.remote_words import is_remote
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import icon_button, label, plain
from mingtang_desk.ui.widgets.elided import ElidedText
from mingtang_desk.ui.widgets.scroll import GivesWay, reveal
from mingtang_desk.ui.widgets.state_note import StateNote

INTERVAL_MS = 100
_TICKS_PER_LOOK = 5
_CONSOLE_PX = 96


class FramesPanel(Panel):
    """The frames of one device, or of a captured file."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        theme = context.theme
        self._sources: dict[DeviceSession, Source] = {}
        self.file: FileSource | None = None
        self._ticks = 0
        self.filters = FilterLine(theme)
        self.page = FramesPage(theme, self.filters)
        self.rows, self.details = self.page.rows, self.page.details
        self.table, self.fields = self.page.table, self.page.fields
        self.notice = StateNote(theme, "list")
        self.counts = label("muted")
        self.header.append(self.counts)
        self.recording = RecordingLine(context.hub, theme)
        self.engineer = plain(theme, "triangle-alert")
        self.engineer.setCheckable(True)
        self.console = SendConsole(context.hub, theme)
        self.file_name = ElidedText(theme, token="replay", middle=True)
        self.file_play = plain(theme, "play")
        self.file_close = icon_button(theme, "x")
        self._lay_out()
        self._connect()
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self._end_hub = context.hub.observe(self._hub_changed)
        self.start()

    @property
    def source(self) -> Source | None:
        """What is shown: the file if one is open, else the device."""
        if self.file is not None:
            return self.file
        return None if self.session is None else self._sources.get(self.session)

    def tick(self) -> None:
        """Take what came in; ten times a second at most."""
        for each in self._sources.values():
            each.tick()
        self._ticks += 1
        if not self.isVisible():
            return
        source = self.source
        if source is not None and source.driver is not self.rows.teller.driver:
            self._show_source()
        if self.filters.pause.isChecked():
            self.filters.show_paused(self.rows.missed())
        else:
            self._sync()
        if self._ticks % _TICKS_PER_LOOK == 0:
            self.recording.show_state()

    def open_file(self, path: Path) -> None:
        """Show the frames of a captured file."""
        spawn(self, self._load(path))

    def close_file(self) -> None:
        """Go back to the device."""
        self.file = None
        self._show_source()

    def play_file(self) -> None:
        """Open the file as a device that plays."""
        if self.file is not None:
            uri = f"replay://{quote(str(self.file.path))}"
            self.close_file()
            spawn(self, self._play(uri))

    def copy(self, how: str = "hex") -> None:
        """Put the selected rows, or all that are shown, into the clipboard."""
        lines = self.page.selected() or self.rows.lines
        driver = self.rows.teller.driver
        match how:
            case "capture":
                text = copying.as_capture(lines)
            case "command":
                text = copying.as_command(lines, driver.key if driver else "")
            case _:
                text = copying.as_hex(lines)
        QGuiApplication.clipboard().setText(text)

    def bind(self, session: DeviceSession | None) -> None:
        """Show the rows of another device."""
        if session is not None and session not in self._sources:
            self._sources[session] = source_of(self.context.hub, session)
        self.recording.show_session(session)
        can_send = session is None or not is_remote(session.uri)
        self.engineer.setChecked(can_send and self.engineer.isChecked())
        self.engineer.setEnabled(can_send)
        self._show_source()

    def refresh(self, topics: frozenset[Topic]) -> None:
        """The link decides what can be sent; the board what things are called."""
        if Topic.IDENTITY in topics:
            self._show_source()
        if topics & {Topic.IDENTITY, Topic.LINK}:
            self.console.show_state()
            self._show_state()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.engineer.setText(self.tr("Engineer"))
        self.engineer.setToolTip(
            self.tr("Shows a line that sends any bytes to the board; off at every start")
        )
        self.file_play.setText(self.tr("Play"))
        self.file_play.setToolTip(self.tr("Open the file as a device that plays"))
        self.file_close.name(self.tr("Close the file, back to the device"))
        self.table.setAccessibleName(self.tr("Frames, newest last"))
        self.fields.setAccessibleName(self.tr("Fields of the selected frame"))
        self.recording.show_state()
        self.page.retranslate()
        self._show_state()

    def stop(self) -> None:
        """Let go of every device."""
        self._timer.stop()
        self._end_hub()
        for source in self._sources.values():
            source.close()
        self._sources.clear()
        super().stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand in two lines where the panel is narrow."""
        super().resizeEvent(event)
        self.filters.fit(self.width())
        self.recording.fit(self.width())

    def _lay_out(self) -> None:
        banner = QHBoxLayout()
        banner.setSpacing(8)
        banner.addWidget(self.file_name, 1)
        banner.addWidget(self.file_play)
        banner.addWidget(self.file_close)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.notice)
        self.stack.addWidget(self.page)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.recording, 1)
        foot.addWidget(self.engineer)
        self.console_area = GivesWay(self.console, least=_CONSOLE_PX)
        self.console_area.hide()
        self.body.addLayout(banner)
        self.body.addWidget(self.filters)
        self.body.addWidget(self.stack, 1)
        self.body.addLayout(foot)
        self.body.addWidget(self.console_area)

    def _connect(self) -> None:
        filters = self.filters
        filters.changed.connect(self._filter)
        filters.clear.clicked.connect(self._clear)
        filters.pause.toggled.connect(self.tick)
        filters.pause.toggled.connect(lambda: filters.show_paused(self.rows.missed()))
        for action, how in (
            (filters.copy_hex, "hex"),
            (filters.copy_capture, "capture"),
            (filters.copy_command, "command"),
        ):
            action.triggered.connect(lambda _=False, how=how: self.copy(how))
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.copy)
        self.recording.failed.connect(self.show_error)
        self.recording.file_wanted.connect(self._choose_file)
        self.engineer.toggled.connect(self.console_area.setVisible)
        self.console.told.connect(lambda part: reveal(self.console_area, part))
        self.console.wanted.connect(self._send)
        self.file_play.clicked.connect(self.play_file)
        self.file_close.clicked.connect(self.close_file)

    def _sync(self) -> None:
        self.page.sync()
        self._show_state()

    def _show_source(self) -> None:
        source, model = self.source, self.model
        specs = model.settings_specs if model is not None and self.file is None else None
        options = None if self.session is None else self.session.uri.options
        teller = Teller(None if source is None else source.driver, specs or None, options)
        teller.temperature = self.context.prefs.values.temperature
        self.page.show_source(source, teller)
        live = self.session if self.file is None else None
        self.console.show_session(live, teller)
        self._show_state()

    def _show_state(self) -> None:
        source, session = self.source, self.session
        is_file = self.file is not None
        for widget in (self.file_name, self.file_play, self.file_close):
            widget.setVisible(is_file)
        if self.file is not None:
            self.file_name.set_text(self.tr("File {name}").format(name=self.file.path.name))
        log = None if source is None else source.log
        self.counts.setVisible(log is not None)
        if log is not None:
            text = self.tr("{good} frames · {bad} bad · {ignored} bytes ignored")
            self.counts.setText(text.format(good=log.good, bad=log.bad, ignored=log.ignored))
        self.stack.setCurrentIndex(1 if self.rows.lines else 0)
        if self.rows.lines:
            return
        if source is not None and source.lines:
            self.notice.say(self.tr("No row passes the filter"))
        elif is_file:
            self.notice.say(self.tr("Nothing is in this file"))
        elif session is None:
            self.notice.say(*no_device_words())
        else:
            quiet = (self.tr("Nothing has crossed this link yet"), "")
            remote = is_remote(session.uri)
            bytes_words = error_words(UnsupportedError("cloud_no_bytes"))
            said = bytes_words if remote else state_words(session.model, session.uri)
            self.notice.say(*(said or quiet))

    def _filter(self, wanted: Filter) -> None:
        self.page.filter(wanted)
        self._show_state()

    def _clear(self) -> None:
        if self.source is not None:
            self.source.clear()
        self._sync()

    def _hub_changed(self, event: HubEvent, session: DeviceSession | None) -> None:
        if event is HubEvent.CLOSED and session is not None:
            source = self._sources.pop(session, None)
            if source is not None:
                source.close()
        if event is HubEvent.CAPTURE:
            self.recording.show_state()
        if event is HubEvent.WRITING:
            self.console.show_state()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Open a captured file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Captures (*.jsonl)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.open_file(Path(name)))
        dialog.open()

    async def _load(self, path: Path) -> None:
        self.file = await asyncio.to_thread(FileSource, path)
        self._show_source()

    async def _play(self, uri: str) -> None:
        self.context.selection.select(await self.context.hub.open(uri))

    def _send(self, data: bytes) -> None:
        if self.session is not None:
            spawn(self, self._exchange(self.session, data))

    async def _exchange(self, session: DeviceSession, data: bytes) -> None:
        try:
            reply = await self.context.hub.send_raw(session, data, wait_s=WAIT_S)
        except MingtangError as error:
            self.console.failed(session, error)
            raise
        except asyncio.CancelledError:
            self.console.failed(session, None)
            raise
        self.console.sent(session, reply)
