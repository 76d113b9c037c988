"""Statistics (MISSION D4): how often each protection has fired, and what changed since."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.counters import COUNTERS
from mingtang_desk.device.model import Topic
from mingtang_desk.device.sample import CounterReading
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.ui.forms.link_words import why_not
from mingtang_desk.ui.link_words import no_device_words
from mingtang_desk.ui.panel import Panel, words
from mingtang_desk.ui.shown import NOT_REPORTED
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import label, plain, set_look
from mingtang_desk.ui.widgets.state_note import StateNote


class StatsPanel(Panel):
    """Counters of one board."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        self._last: dict[str, CounterReading] = {}
        self._before: dict[str, CounterReading] = {}
        self._reading: set[str] = set()
        self.names: dict[str, QLabel] = {}
        self.counts: dict[str, QLabel] = {}
        self.deltas: dict[str, QLabel] = {}
        self.notice = StateNote(context.theme, "list")
        self.notice.action.clicked.connect(self.read)
        self.read_at = label("muted")
        self.header.append(self.read_at)
        self.since = label("muted", wrap=True)
        self.reason = label("warn", wrap=True)
        self.read_button = plain(context.theme)
        self.read_button.clicked.connect(self.read)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.notice)
        self.stack.addWidget(self._table_page())
        self.body.addWidget(self.stack, 1)
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

    def bind(self, session: DeviceSession | None) -> None:
        """Show another device."""
        self._take()
        self._show()

    def refresh(self, topics: frozenset[Topic]) -> None:
        """Show new counters."""
        if topics - {Topic.SAMPLE, Topic.SETTINGS}:
            self._take()
            self._show()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        for spec in COUNTERS:
            self.names[spec.key].setText(words("Counter", spec.label))
        self.read_button.setText(self.tr("Read"))
        self.read_button.setToolTip(self.tr("Read the counters from the board (F5)"))
        self._show()

    def _table_page(self) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 4, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        right = Qt.AlignmentFlag.AlignRight
        for row, spec in enumerate(COUNTERS):
            self.names[spec.key] = label("muted", wrap=True)
            self.counts[spec.key] = label()
            self.deltas[spec.key] = label("warn")
            for column, table in enumerate((self.names, self.deltas, self.counts)):
                widget = table[spec.key]
                if column:
                    grid.addWidget(widget, row, column, right)
                else:
                    grid.addWidget(widget, row, column)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(len(COUNTERS), 1)
        inner, page = QWidget(), QWidget()
        inner.setLayout(grid)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.since, 1)
        foot.addWidget(self.read_button)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.reason)
        layout.addLayout(foot)
        return page

    def _take(self) -> None:
        """Remember the former reading when the figures changed."""
        model = self.model
        if model is None or model.counters is None:
            return
        last = self._last.get(model.uri)
        if last is not None and last.values != model.counters.values:
            self._before[model.uri] = last
        self._last[model.uri] = model.counters

    def _read_ended(self, uri: str) -> None:
        self._reading.discard(uri)
        self._show()

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
        self.reason.setText(why)
        self.reason.setVisible(bool(why))
        self.read_button.setEnabled(not reading and not why)
        self._show_counts(model.counters, self._before.get(model.uri))

    def _show_counts(self, now: CounterReading, before: CounterReading | None) -> None:
        at = now.time.astimezone().strftime("%H:%M:%S")
        self.read_at.setText(self.tr("read at {time}").format(time=at))
        for spec in COUNTERS:
            count = now.values.get(spec.key)
            name = words("Counter", spec.label)
            if spec.key in now.derived:
                name = self.tr("{name} (computed)").format(name=name)
            self.names[spec.key].setText(name)
            figure = NOT_REPORTED if count is None else str(count)
            self.counts[spec.key].setText(figure)
            set_look(self.counts[spec.key], "strong" if count else "muted")
            delta = _delta(count, before.values.get(spec.key) if before else None)
            self.deltas[spec.key].setText(delta)
            self.names[spec.key].setAccessibleName(f"{name}: {figure} {delta}".strip())
            shown = count is not None or spec.key in now.values
            for table in (self.names, self.counts, self.deltas):
                table[spec.key].setVisible(shown)
        if before is None:
            self.since.setText("")
            return
        then = before.time.astimezone().strftime("%H:%M:%S")
        self.since.setText(self.tr("Differences since {time}").format(time=then))


def _delta(now: int | None, before: int | None) -> str:
    if now is None or before is None or now == before:
        return ""
    return f"+{now - before}" if now > before else f"−{before - now}"
