"""The hours of a fence: always, or days of the week from and to, in a zone."""

from datetime import datetime

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QTimeEdit, QVBoxLayout, QWidget

from mingtang_desk.cloud.models_rides import Schedule
from mingtang_desk.ui.fleet.fence_words import DAYS, say
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, choice, label

_WORKDAYS = (1, 2, 3, 4, 5)
_ZONES = tuple(range(-720, 841, 60))
_ODD_ZONES = (-570, -210, 210, 270, 330, 345, 390, 525, 570, 630, 765)
_SHOWN = "HH:mm"


class ScheduleEdit(QWidget):
    """`changed` carries the schedule, None = always."""

    changed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._schedule: Schedule | None = None
        self._filling = False
        self.when, self.zone = choice(), choice()
        self.when.addItems(["", ""])
        self._zones: list[int | None] = [None, *sorted((*_ZONES, *_ODD_ZONES))]
        for _ in self._zones:
            self.zone.addItem("")
        self.zone.setSizeAdjustPolicy(
            self.zone.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.zone.setMinimumContentsLength(8)
        self.days = [Button(theme, "segment") for _ in DAYS]
        for day in self.days:
            day.setCheckable(True)
            day.setStyleSheet("padding: 0 1px; min-width: 30px;")
            day.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            day.toggled.connect(self._typed)
        self.begin, self.end = QTimeEdit(), QTimeEdit()
        for field in (self.begin, self.end):
            field.setDisplayFormat(_SHOWN)
            field.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            field.timeChanged.connect(self._typed)
        self.dash = label("muted")
        self.dash.setText("–")
        self.hint = label("muted", wrap=True)
        self.when.currentIndexChanged.connect(self._typed)
        self.zone.currentIndexChanged.connect(self._typed)
        self._more = QWidget()
        more = QVBoxLayout(self._more)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(8)
        self._grid = QGridLayout()
        self._grid.setSpacing(1)
        for n, day in enumerate(self.days):
            self._grid.addWidget(day, 0, n)
        more.addLayout(self._grid)
        times = QHBoxLayout()
        times.setSpacing(8)
        for widget in (self.begin, self.dash, self.end):
            times.addWidget(widget)
        times.setStretch(0, 1)
        times.setStretch(2, 1)
        more.addLayout(times)
        more.addWidget(self.zone)
        more.addWidget(self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.when)
        column.addWidget(self._more)
        self._more.hide()

    def show_schedule(self, schedule: Schedule | None) -> None:
        """Show other hours."""
        if schedule == self._schedule:
            return
        self._schedule, self._filling = schedule, True
        self.when.setCurrentIndex(0 if schedule is None else 1)
        if schedule is not None:
            for n, day in enumerate(self.days):
                day.setChecked(n + 1 in schedule.weekdays)
            self.begin.setTime(QTime.fromString(schedule.from_, _SHOWN))
            self.end.setTime(QTime.fromString(schedule.to, _SHOWN))
            if schedule.zone_min not in self._zones:
                self._zones.append(schedule.zone_min)
                self.zone.addItem(_zone_words(schedule.zone_min))
            self.zone.setCurrentIndex(self._zones.index(schedule.zone_min))
        self._filling = False
        self._look()

    def retranslate(self) -> None:
        """Write all texts."""
        for n, text in enumerate((self.tr("Always"), self.tr("At certain hours"))):
            self.when.setItemText(n, text)
        for n, zone in enumerate(self._zones):
            text = self.tr("Zone of the battery") if zone is None else _zone_words(zone)
            self.zone.setItemText(n, text)
        for day, text in zip(self.days, DAYS, strict=True):
            day.setText(say(text))
        self.when.setAccessibleName(self.tr("When it watches"))
        self.begin.setAccessibleName(self.tr("From"))
        self.end.setAccessibleName(self.tr("To"))
        self.zone.setAccessibleName(self.tr("Zone of the hours"))
        self._look()

    def _typed(self) -> None:
        if self._filling:
            return
        self._schedule = self._read()
        if self.when.currentIndex() == 1 and not any(day.isChecked() for day in self.days):
            self._begin_with_usual()
        self._look()
        self.changed.emit(self._schedule)

    def _begin_with_usual(self) -> None:
        """Somebody who wants hours gets some that make sense, unless days were taken off."""
        if not self._more.isHidden():
            return
        self._filling = True
        for n, day in enumerate(self.days):
            day.setChecked(n + 1 in _WORKDAYS)
        self.begin.setTime(QTime(20, 0))
        self.end.setTime(QTime(7, 0))
        offset = datetime.now().astimezone().utcoffset()
        here = None if offset is None else round(offset.total_seconds() / 60)
        self.zone.setCurrentIndex(self._zones.index(here) if here in self._zones else 0)
        self._filling = False
        self._schedule = self._read()

    def _read(self) -> Schedule | None:
        if self.when.currentIndex() == 0:
            return None
        return Schedule(
            from_=self.begin.time().toString(_SHOWN),
            to=self.end.time().toString(_SHOWN),
            weekdays=tuple(n + 1 for n, day in enumerate(self.days) if day.isChecked()),
            zone_min=self._zones[max(self.zone.currentIndex(), 0)],
        )

    def _look(self) -> None:
        schedule = self._schedule
        self._more.setVisible(schedule is not None)
        if schedule is None:
            return
        if schedule.from_ == schedule.to:
            self.hint.setText(self.tr("All day: beginning and end are the same."))
        elif schedule.from_ > schedule.to:
            self.hint.setText(self.tr("Over midnight: it ends on the next day."))
        else:
            self.hint.setText("")
        self.hint.setVisible(bool(self.hint.text()))


def _zone_words(minutes: int | None) -> str:
    if minutes is None:
        return "—"
    sign, left = "−" if minutes < 0 else "+", abs(minutes)
    return f"UTC{sign}{left // 60}" + (f":{left % 60:02}" if left % 60 else "")
