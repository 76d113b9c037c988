"""Journal: every write and event the history knows, newest first, and undo of the last write."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mingtang_desk.core.errors import DeviceError, MingtangError
from mingtang_desk.device.model import Topic
from mingtang_desk.interfaces.storage import DeviceKey
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.hub import HubEvent
from mingtang_desk.ui.forms.journal_model import JournalDelegate, JournalModel
from mingtang_desk.ui.forms.journal_rows import (
    JournalRow,
    JournalSource,
    last_undoable,
    rows_of,
)
from mingtang_desk.ui.forms.link_words import why_not
from mingtang_desk.ui.forms.review import ReviewPage, Stage
from mingtang_desk.ui.forms.writing import find_undo, run_write
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import choice, icon_button, label
from mingtang_desk.ui.widgets.state_note import StateNote

LIMIT = 300
WRITING = timedelta(seconds=60)
"""An entry opened since is still being written; an older one that never closed was interrupted."""
_SETTLE_MS = 150
_LOOK_AGAIN_MS = 5000


class JournalPanel(Panel):
    """Lines of the history with filters, details, copy and undo."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        self._source = context.history if isinstance(context.history, JournalSource) else None
        self._rows: list[JournalRow] = []
        self.model_of_rows = JournalModel()
        self._delegate = JournalDelegate(context.theme)
        self.notice = StateNote(context.theme, "history")
        self.list = QListView()
        self.list.setModel(self.model_of_rows)
        self.list.setItemDelegate(self._delegate)
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.selectionModel().currentChanged.connect(self._show_details)
        self.details = label("muted", wrap=True)
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.whose, self.kind = choice(), choice()
        self.copy_button = icon_button(context.theme, "copy")
        self.copy_button.clicked.connect(self.copy)
        self.undo_button = icon_button(context.theme, "undo-2")
        self.undo_button.clicked.connect(self.undo_last)
        self.review: ReviewPage | None = None
        self.stack = QStackedWidget()
        self.stack.addWidget(self._list_page())
        self.body.addWidget(self.stack, 1)
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._timer.timeout.connect(self.reload)
        self._since = datetime.now(UTC)
        self._later = QTimer(self, singleShot=True, interval=_LOOK_AGAIN_MS)
        self._later.timeout.connect(self.reload)
        self._end_history: Callable[[], None] = lambda: None
        if self._source is not None:
            self._end_history = self._source.observe(self._history_changed)
        self._end_hub = context.hub.observe(self._hub_changed)
        context.prefs.changed.connect(self._preferred)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.copy)
        self.start()

    def reload(self) -> None:
        """Ask the history again."""
        if self._source is None:
            return
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return
        spawn(self, self._load(self._source))

    def copy(self) -> None:
        """Put the selected line with its details into the clipboard, or all lines."""
        row = self._current()
        text = "\n".join(each.line for each in self.model_of_rows.rows)
        QGuiApplication.clipboard().setText("\n".join(row.details) if row is not None else text)

    def undo_last(self) -> None:
        """Show what undoing the last write of the device would do."""
        session = self.session
        if session is not None and self.review is None:
            spawn(self, self._ask_undo(session))

    def show_error(self, error: MingtangError | None) -> None:
        """Show what failed; a note that nothing happened yet would contradict it."""
        super().show_error(error)
        self._show()

    def bind(self, session: DeviceSession | None) -> None:
        """Show the lines of another device."""
        if self.review is not None and self.review.stage is not Stage.WRITING:
            self._left()
        self.reload()
        self._show()

    def refresh(self, topics: frozenset[Topic]) -> None:
        """Names of settings come with the board; the link decides what can be undone."""
        if Topic.IDENTITY in topics:
            self.reload()
        if topics & {Topic.IDENTITY, Topic.LINK}:
            self._show()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        for box, texts in (
            (self.whose, (self.tr("This device"), self.tr("All devices"))),
            (self.kind, (self.tr("Everything"), self.tr("Writes"), self.tr("Events"))),
        ):
            at = max(0, box.currentIndex())
            box.blockSignals(True)
            box.clear()
            box.addItems(texts)
            box.setCurrentIndex(at)
            box.blockSignals(False)
        self.whose.setAccessibleName(self.tr("Lines of which devices"))
        self.kind.setAccessibleName(self.tr("Which lines"))
        self.copy_button.name(self.tr("Copy the selected line, or all"))
        self.undo_button.name(self.tr("Undo the last write…"))
        self.list.setAccessibleName(self.tr("Writes and events, newest first"))
        self.reload()
        self._show()

    def stop(self) -> None:
        """Let go of history, hub and device."""
        self._timer.stop()
        self._later.stop()
        self._end_history()
        self._end_hub()
        super().stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break long lines anew."""
        super().resizeEvent(event)
        self.list.scheduleDelayedItemsLayout()

    def _list_page(self) -> QWidget:
        page = QWidget()
        top = QHBoxLayout()
        top.setSpacing(8)
        for box in (self.whose, self.kind):
            box.setMinimumContentsLength(6)
            box.currentIndexChanged.connect(self._show)
            top.addWidget(box)
        top.addStretch(1)
        tools = QHBoxLayout()
        tools.setSpacing(0)
        tools.addWidget(self.undo_button)
        tools.addWidget(self.copy_button)
        top.addLayout(tools)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.notice, 1)
        layout.addStretch(0)
        layout.addWidget(self.details)
        return page

    async def _load(self, source: JournalSource) -> None:
        entries = await source.journal_entries(limit=LIMIT)
        events = await source.events(limit=LIMIT)
        model = self.model
        specs = model.settings_specs if model is not None else {}
        now = model.clock.now() if model is not None else datetime.now(UTC)
        writing = max(self._since, now - WRITING)
        degrees = self.context.prefs.values.temperature
        found = rows_of(entries, events, specs, writing_since=writing, degrees=degrees)
        self._rows = found[:LIMIT]
        if any(row.writing for row in self._rows):
            self._later.start()
        self._delegate.today = now.astimezone().date()
        self._show()

    async def _ask_undo(self, session: DeviceSession) -> None:
        plan = await find_undo(session, self._source, self.context.prefs.values.temperature)
        if plan is None:
            raise DeviceError("undo_nothing", device=session.model.name)
        page = self.review = ReviewPage(self.context.hub, self.context.theme)
        page.confirmed.connect(lambda: self._confirmed(session, page))
        page.left.connect(self._left)
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.ask(plan, session.model.settings_specs)
        self._show()

    def _confirmed(self, session: DeviceSession, page: ReviewPage) -> None:
        task = spawn(self, run_write(self.context.hub, session, page))
        page.stopped.connect(task.cancel)

    def _left(self) -> None:
        if self.review is not None:
            self.stack.removeWidget(self.review)
            self.review.deleteLater()
            self.review = None
        self.reload()

    def _preferred(self, names: set[str]) -> None:
        if "temperature" in names:
            self.reload()

    def _history_changed(self, topic: str) -> None:
        if topic in ("open", "journal", "events", "imported") and not self._timer.isActive():
            self._timer.start()

    def _hub_changed(self, event: HubEvent, _: DeviceSession | None) -> None:
        if event is HubEvent.WRITING:
            self._show()

    def _key(self) -> DeviceKey | None:
        if self.session is None or self._source is None:
            return None
        return self.session.key

    def _current(self) -> JournalRow | None:
        at = self.list.currentIndex()
        return self.model_of_rows.rows[at.row()] if at.isValid() else None

    def _show(self) -> None:
        key, model = self._key(), self.model
        rows = self._rows
        if self.whose.currentIndex() == 0 and key is not None:
            rows = [row for row in rows if row.device.uri == key.uri]
        kind = self.kind.currentIndex()
        rows = [row for row in rows if kind == 0 or (row.entry is not None) is (kind == 1)]
        self.model_of_rows.show_rows(rows)
        self.list.setVisible(bool(rows))
        self.notice.setVisible(not rows and self.error_line.error is None)
        if self._source is None:
            self.notice.say(self.tr("No history is kept"))
        else:
            self.notice.say(
                self.tr("Nothing here yet"),
                self.tr("Every write and every event is listed here as soon as it happens."),
            )
        undoable = key is not None and last_undoable(self._rows, key) is not None
        self.undo_button.setVisible(undoable)
        free = model is not None and not why_not(model)
        self.undo_button.setEnabled(free)
        if self.review is not None:
            self.review.set_usable(free and self.context.hub.writing_unlocked)
        self.copy_button.setEnabled(bool(rows))
        self._show_details()

    def _show_details(self) -> None:
        row = self._current()
        self.details.setText("" if row is None else "\n".join(row.details))
        self.details.setVisible(row is not None)
