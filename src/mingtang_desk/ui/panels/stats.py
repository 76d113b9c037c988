"""Statistics (MISSION D4): how often each protection has fired, and since the last visit."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.controls import CONTROLS, Action
from mingtang_desk.device.model import Topic
from mingtang_desk.device.sample import CounterReading
from mingtang_desk.device.visits import SinceVisit, since_visit
from mingtang_desk.history.records import CountersRecord
from mingtang_desk.interfaces.storage import DeviceKey
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.hub import HubEvent
from mingtang_desk.ui.forms.confirm import ConfirmCard
from mingtang_desk.ui.forms.link_words import why_not
from mingtang_desk.ui.link_words import no_device_words
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.stats import CounterTable, cleared_words, since_words
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import label, plain
from mingtang_desk.ui.widgets.lock_line import LockLine
from mingtang_desk.ui.widgets.state_note import StateNote

_READINGS = 500
"""So many of a device are looked through for the last visit; a poll reads none."""
_BESIDE_CARD_PX = 160
"""So much is left for the table, its foot and the lock line."""


@runtime_checkable
class KnowsCounters(Protocol):
    """The part of a history that tells former counters."""

    async def counters(
        self, device: DeviceKey, *, limit: int | None = None
    ) -> Sequence[CountersRecord]:
        """Return counters of a device, newest first."""
        ...


class StatsPanel(Panel):
    """Counters of one board."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        self._since: dict[str, SinceVisit | None] = {}
        self._seen: dict[str, list[CounterReading]] = {}
        self._reading: set[str] = set()
        self.table = CounterTable()
        self.notice = StateNote(context.theme, "list")
        self.notice.action.clicked.connect(self.read)
        self.read_at = label("muted")
        self.header.append(self.read_at)
        self.since = label("muted", wrap=True)
        self.cleared = label("warn", wrap=True)
        self.reason = label("warn", wrap=True)
        self.lock = LockLine(context.hub, context.theme)
        self.read_button, self.clear_button = plain(context.theme), plain(context.theme)
        self.read_button.clicked.connect(self.read)
        self.clear_button.clicked.connect(self.ask_clear)
        spec = next(row for row in CONTROLS if row.action is Action.CLEAR_COUNTERS)
        self.card = ConfirmCard(context.theme, spec, None)
        self.card.hide()
        self.card.cancelled.connect(self._put_card_away)
        self.card.accepted.connect(self._clear)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.notice)
        self.stack.addWidget(self._table_page())
        self.body.addWidget(self.stack, 1)
        self._end_hub = context.hub.observe(self._hub_changed)
        self.start()

    def read(self) -> None:
        """Read the counters of the board."""
        session = self.session
        if session is None or session.model.uri in self._reading or why_not(session.model):
            return
        uri = session.model.uri
        self._reading.add(uri)
        self._show()
        spawn(self, session.read_counters(), done=lambda: self._read_ended(uri))

    def ask_clear(self) -> None:
        """Show what clearing does, and wait for the second press."""
        self.card.show()
        self.card.cancel.setFocus()
        self._show()

    def bind(self, session: DeviceSession | None) -> None:
        """Show another device."""
        self._put_card_away()
        self._look_back()

    def refresh(self, topics: frozenset[Topic]) -> None:
        """Show new counters."""
        if topics & {Topic.COUNTERS, Topic.IDENTITY}:
            self._look_back()
        if topics - {Topic.SAMPLE, Topic.SETTINGS}:
            self._show()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.read_button.setText(self.tr("Read"))
        self.read_button.setToolTip(self.tr("Read the counters from the board (F5)"))
        self.clear_button.setText(self.tr("Clear…"))
        self.clear_button.setToolTip(
            self.tr("Set the board's counters to zero; the history keeps the figures")
        )
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low dock the question stands alone."""
        super().resizeEvent(event)
        self._make_room()

    def stop(self) -> None:
        """Let go of device and hub."""
        self._end_hub()
        super().stop()

    def _table_page(self) -> QWidget:
        page = QWidget()
        self._scroll = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table)
        column.addWidget(self.cleared)
        column.addStretch(1)
        scroll.setWidget(inner)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.since, 1)
        foot.addWidget(self.clear_button)
        foot.addWidget(self.read_button)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(scroll, 1)
        for widget in (self.reason, self.lock, self.card):
            layout.addWidget(widget)
        layout.addLayout(foot)
        return page

    def _make_room(self) -> None:
        """Put the table away where it leaves the question no room."""
        needed = self.card.heightForWidth(self.stack.width()) + _BESIDE_CARD_PX
        self._scroll.setVisible(self.card.isHidden() or self.stack.height() >= needed)

    def _look_back(self) -> None:
        """Find out what was counted when this board was here last."""
        session, history = self.session, self.context.history
        if session is None or session.model.counters is None:
            self._show()
            return
        now, seen = session.model.counters, self._seen.setdefault(session.model.uri, [])
        if not seen or seen[-1].time < now.time:
            seen.append(now)
            del seen[:-_READINGS]
        self._compare(session, seen)
        if isinstance(history, KnowsCounters):
            spawn(self, self._find(session, history))

    async def _find(self, session: DeviceSession, history: KnowsCounters) -> None:
        kept = await history.counters(session.key, limit=_READINGS)
        seen = self._seen.get(session.model.uri, [])
        if seen:
            former = [each.reading for each in reversed(kept) if each.reading.time < seen[-1].time]
            self._compare(session, [*former, seen[-1]])

    def _compare(self, session: DeviceSession, readings: Sequence[CounterReading]) -> None:
        model = session.model
        self._since[model.uri] = since_visit(readings, model.opened)
        if session is self.session:
            self._show()

    def _clear(self) -> None:
        session = self.session
        if session is not None:
            self.show_error(None)
            self._put_card_away()
            spawn(self, self._clear_now(session))

    async def _clear_now(self, session: DeviceSession) -> None:
        try:
            await self.context.hub.control(session, Action.CLEAR_COUNTERS)
        except MingtangError as error:
            if session is self.session:
                self.show_error(error)
        self._look_back()

    def _put_card_away(self) -> None:
        self.card.hide()
        self._show()

    def _read_ended(self, uri: str) -> None:
        self._reading.discard(uri)
        self._show()

    def _hub_changed(self, event: HubEvent, session: DeviceSession | None) -> None:
        if event is HubEvent.WRITING:
            self._show()
        elif event is HubEvent.CLOSED and session is not None:
            self._since.pop(session.model.uri, None)
            self._seen.pop(session.model.uri, None)

    def _show(self) -> None:
        model = self.model
        self.read_at.setVisible(model is not None and model.counters is not None)
        self.notice.action.hide()
        self.stack.setCurrentIndex(0)
        if model is None:
            self.notice.say(*no_device_words())
            return
        if self.lacks(Capability.COUNTERS):
            self.notice.say(
                self.tr("This board does not count its protections."), self.lack_reason()
            )
            return
        why, reading = why_not(model), model.uri in self._reading
        if model.counters is None:
            asked = self.tr("The counters have not been read yet.")
            self.notice.say(self.tr("Reading the counters…") if reading else asked, why)
            self.notice.action.setText(self.tr("Read"))
            self.notice.action.setVisible(True)
            self.notice.action.setEnabled(not reading and not why)
            return
        self.stack.setCurrentIndex(1)
        at = model.counters.time.astimezone().strftime("%H:%M:%S")
        self.read_at.setText(self.tr("read at {time}").format(time=at))
        since = self._since.get(model.uri)
        self.table.show_counters(model.counters, since)
        self.since.setText("" if since is None else since_words(since, model.clock.now()))
        told = "" if since is None else cleared_words(since)
        self.cleared.setText(told)
        self.cleared.setVisible(bool(told))
        self.reason.setText(why)
        self.reason.setVisible(bool(why))
        self.read_button.setEnabled(not reading and not why)
        asking = not self.card.isHidden()
        self._make_room()
        self.clear_button.setVisible(Capability.CLEAR_COUNTERS in model.capabilities)
        self.clear_button.setEnabled(not why and not asking)
        self.lock.want(asking and not why)
        self.card.set_usable(not why and self.context.hub.writing_unlocked)
