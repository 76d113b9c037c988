"""Status: every value of one snapshot with its age and quality."""

from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QVBoxLayout, QWidget

from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.model import Topic
from mingtang_desk.device.sample import PackSample
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.ui.board_clock import CLOCK_WARN_S, clock_offset, clock_words
from mingtang_desk.ui.link_words import no_device_words, state_words
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.remote_words import clocks
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.status_rows import Row, rows
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import icon_button, label, set_look
from mingtang_desk.ui.widgets.scroll import scrolling
from mingtang_desk.ui.widgets.state_note import AgeBanner, StateNote
from mingtang_desk.ui.widgets.value_row import ValueRow


class StatusPanel(Panel):
    """Rows that come and go with what the board reports."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.clock = label("muted")
        self.read = icon_button(theme, "refresh-cw")
        self.read.setObjectName("status-read")
        self.read.clicked.connect(self.read_now)
        self.header = [self.clock, self.read]
        self.banner = AgeBanner(theme)
        self.note = StateNote(theme)
        self.rows: dict[str, ValueRow] = {}
        self._order: tuple[str, ...] = ()
        self._found: dict[str, Row] = {}
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self.scroll_area = scrolling(holder)
        self.clocks = label("muted", wrap=True)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.clocks)
        self.body.addWidget(self.scroll_area, 1)
        self.body.addWidget(self.note, 1)
        context.prefs.changed.connect(self._preferred)
        self.start()

    def bind(self, session: DeviceSession | None) -> None:
        """Show another device."""
        self.read.setEnabled(session is not None)
        self._show()

    def refresh(self, topics: frozenset[Topic]) -> None:
        """Show new values or the age of old ones."""
        if topics & {Topic.SAMPLE, Topic.LINK, Topic.IDENTITY}:
            self._show()

    def retranslate(self) -> None:
        """Write texts anew."""
        self.read.name(self.tr("Read now (F5)"))
        self.scroll_area.setAccessibleName(self.tr("Values of the board"))
        self._show()

    def read_now(self) -> None:
        """Read one sample now."""
        if self.session is not None:
            spawn(self, self.session.read_sample(), stoppable=True)

    def _preferred(self, names: set[Any]) -> None:
        if "temperature" in names:
            self._show()

    def _show(self) -> None:
        session = self.session
        state = no_device_words() if session is None else state_words(session.model, session.uri)
        model = self.model
        found = [] if model is None else rows(model, self.context.prefs.values.temperature)
        if self.lacks(Capability.STATUS):
            self.note.say(self.tr("This board reports no status."))
            found = []
        elif state is not None and not found:
            self.note.say(state.title, state.hint)
        stale = state is not None and bool(found)
        self.banner.say(*(state if state is not None and stale else ("", "")))
        self.note.setVisible(not found)
        self.scroll_area.setVisible(bool(found))
        sample = None if model is None else model.sample
        told = [] if model is None or model.remote is None else clocks(model.remote)
        self.clocks.setText(" · ".join(told))
        self.clocks.setVisible(bool(told and found))
        self._show_clock(sample)
        self._fill(found)

    def _show_clock(self, sample: PackSample | None) -> None:
        """Write the board's clock in the title line, in the colour of a warning when far off."""
        off = None if sample is None else clock_offset(sample)
        if sample is None or sample.device_time is None or off is None:
            self.clock.setText("")
            return
        self.clock.setText(sample.device_time.strftime("%H:%M:%S"))
        self.clock.setToolTip("\n".join((self.tr("Clock of the board"), clock_words(sample))))
        late = abs(off) > CLOCK_WARN_S and self.model is not None and not self.model.stale
        set_look(self.clock, "warn" if late else "muted")

    def _fill(self, found: list[Row]) -> None:
        order = tuple(row.key for row in found)
        if order != self._order:
            self._arrange(order)
        for row in found:
            widget = self.rows[row.key]
            widget.show_value(row.label, row.value, row.unit, row.token)
            self._found[row.key] = row

    def _arrange(self, order: tuple[str, ...]) -> None:
        for key in set(self.rows) - set(order):
            self.rows.pop(key).deleteLater()
        for place, key in enumerate(order):
            if key not in self.rows:
                self.rows[key] = _TipRow(self.context, self._found, key)
            self._column.insertWidget(place, self.rows[key])
        self._order = order


class _TipRow(ValueRow):
    """Makes its tooltip when it is wanted, not at every sample."""

    def __init__(self, context: PanelContext, found: dict[str, Row], key: str) -> None:
        super().__init__(context.theme)
        self._found, self._key = found, key
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # for F1; Tab would stop at every value

    def help_text(self) -> str:
        """Return what F1 says of the value."""
        row = self._found.get(self._key)
        return "" if row is None else "\n".join(filter(None, (row.label, row.tip)))

    def event(self, event: QEvent) -> bool:
        """Say where the value comes from."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = self._found.get(self._key)
            QToolTip.showText(event.globalPos(), "" if row is None else row.tip, self)
            return True
        return super().event(event)
