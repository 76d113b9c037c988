"""Which stretch of time: today, yesterday, the last seven days, or from and to; local times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QDateTime, QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import QBoxLayout, QDateTimeEdit, QHBoxLayout, QToolButton, QWidget

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, choice, icon_button, label

TODAY, YESTERDAY, WEEK, CUSTOM = range(4)
_NARROW_PX, _LEAST_PX, _WIDE_PX = 340, 152, 560
_FORMAT = "yyyy-MM-dd HH:mm"


def day_start(moment: datetime) -> datetime:
    """Return the beginning of a local day, with the offset that day has."""
    return datetime(moment.year, moment.month, moment.day).astimezone()


class TrackRange(QWidget):
    """`wanted` is emitted when the user chose another stretch, or asks for it again."""

    wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.kind = choice()
        self.start_edit, self.end_edit = QDateTimeEdit(), QDateTimeEdit()
        for edit in (self.start_edit, self.end_edit):
            edit.setCalendarPopup(True)
            edit.setDisplayFormat(_FORMAT)
            edit.setMinimumWidth(_LEAST_PX)
        self.dash = label("muted")
        self.dash.setText("–")
        self.reload: Button = icon_button(theme, "refresh-cw")
        first, self._second = QHBoxLayout(), QWidget()
        first.setSpacing(8)
        first.addWidget(self.kind)
        first.addWidget(self.reload)
        first.addStretch(1)
        self._row = second = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._second)
        second.setContentsMargins(0, 0, 0, 0)
        # Side by side they would hold the panel wider than one over the other needs.
        self._second.setMinimumWidth(_LEAST_PX)
        second.setSpacing(4)
        second.addWidget(self.start_edit)
        second.addWidget(self.dash)
        second.addWidget(self.end_edit)
        second.addStretch(1)
        self._both = outer = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addLayout(first)
        outer.addWidget(self._second)
        outer.addStretch(1)
        self._theme = theme
        theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()
        self._show_kind()
        self.kind.activated.connect(self._chosen)
        self.reload.clicked.connect(self.wanted)
        for edit in (self.start_edit, self.end_edit):
            edit.editingFinished.connect(self._edited)
        self._asked: tuple[datetime, datetime] | None = None
        self._filled: tuple[datetime, datetime] | None = None

    def range(self, now: datetime) -> tuple[datetime, datetime]:
        """Return from and to in UTC; `now`: what time it is. The end is always later."""
        here = now.astimezone()
        today = day_start(here)
        ahead = here + timedelta(minutes=1)
        match self.kind.currentIndex():
            case 0:
                start, end = today, ahead
            case 1:
                start, end = day_start(today - timedelta(hours=12)), today
            case 2:
                start, end = day_start(today - timedelta(days=6, hours=-12)), ahead
            case _:
                start, end = (_moment(edit) for edit in (self.start_edit, self.end_edit))
                start, end = min(start, end), max(start, end)
        self._asked = (
            start.astimezone(UTC),
            max(end, start + timedelta(minutes=1)).astimezone(UTC),
        )
        return self._asked

    @property
    def is_open(self) -> bool:
        """Whether its end is now, whenever that is."""
        return self.kind.currentIndex() in (0, 2)

    def use(self, start: datetime, end: datetime) -> None:
        """Show from and to as somebody else wants them, without asking for it."""
        self.kind.setCurrentIndex(CUSTOM)
        self._fill(start, end)
        self._show_kind()

    def retranslate(self) -> None:
        """Write all texts."""
        at = max(self.kind.currentIndex(), 0)
        texts = (
            self.tr("Today"),
            self.tr("Yesterday"),
            self.tr("Last 7 days"),
            self.tr("From – to"),
        )
        if self.kind.count():
            for n, text in enumerate(texts):
                self.kind.setItemText(n, text)
        else:
            self.kind.addItems(texts)
            self.kind.setCurrentIndex(at)
        self.kind.setAccessibleName(self.tr("Stretch of time"))
        self.kind.setToolTip(self.tr("Which stretch of time, in the time of this machine"))
        self.start_edit.setAccessibleName(self.tr("From"))
        self.end_edit.setAccessibleName(self.tr("To"))
        self.start_edit.setToolTip(self.tr("From, in the time of this machine"))
        self.end_edit.setToolTip(self.tr("To, in the time of this machine"))
        self.reload.name(self.tr("Load the track again"))

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """From and to stand one over the other, under or beside the rest, as there is room."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW_PX
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(way)
        wide = self.width() >= _WIDE_PX
        self._both.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )
        self.dash.setVisible(not narrow)

    def _chosen(self) -> None:
        if self.kind.currentIndex() == CUSTOM and self._asked is not None:
            self._fill(*self._asked)
        self._show_kind()
        self.wanted.emit()

    def _edited(self) -> None:
        """Ask once both are other than they were filled in; leaving a field alone is nothing."""
        span = (_moment(self.start_edit), _moment(self.end_edit))
        if span != self._filled:
            self._filled = span
            self.wanted.emit()

    def _fill(self, start: datetime, end: datetime) -> None:
        for edit, moment in ((self.start_edit, start), (self.end_edit, end)):
            edit.blockSignals(True)
            local = moment.astimezone()
            edit.setDateTime(QDateTime.fromSecsSinceEpoch(int(local.timestamp())))
            edit.blockSignals(False)
        self._filled = (_moment(self.start_edit), _moment(self.end_edit))

    def _dress(self) -> None:
        """Take colours; Sundays are not red, which says that something is outside a limit."""
        words = QTextCharFormat()
        words.setForeground(self._theme.color("muted"))
        for edit in (self.start_edit, self.end_edit):
            for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
                edit.calendarWidget().setWeekdayTextFormat(day, words)
            for name, icon in (("prevmonth", "chevron-left"), ("nextmonth", "chevron-right")):
                button = edit.calendarWidget().findChild(QToolButton, f"qt_calendar_{name}")
                if isinstance(button, QToolButton):
                    button.setIcon(self._theme.icon(icon))

    def _show_kind(self) -> None:
        self._second.setVisible(self.kind.currentIndex() == CUSTOM)


def _moment(edit: QDateTimeEdit) -> datetime:
    return datetime.fromtimestamp(edit.dateTime().toSecsSinceEpoch(), UTC)
