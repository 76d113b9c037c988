"""Mileage (MISSION A8): how far a battery went by day, week, month, and in all."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimeZone
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from mingtang_desk.cloud.fleet import Fleet, FleetEvent
from mingtang_desk.cloud.models_rides import Mileage, MileageList
from mingtang_desk.cloud.parts_rides import RidesPart
from mingtang_desk.cloud.periods import Bucket, Page, beside, days_of, page_of, span_of
from mingtang_desk.core.errors import MingtangError, StorageError
from mingtang_desk.ui.ask_file import ask_where
from mingtang_desk.ui.fleet.battery_note import say_logged_out
from mingtang_desk.ui.fleet.mileage_bars import Bar, MileageBars
from mingtang_desk.ui.fleet.mileage_table import MileageTable, csv_of, period_word, watched_word
from mingtang_desk.ui.fleet.panel import FleetPanel, is_back
from mingtang_desk.ui.fleet.track_words import distance
from mingtang_desk.ui.shown import NOT_REPORTED
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import Button, icon_button, label
from mingtang_desk.ui.widgets.state_note import StateNote


class MileagePanel(FleetPanel):
    """Bars and table of the chosen battery.

    Attributes:
        page: the stretch that is shown; found: what the server told of it.
        bars, table: the same in two forms.
    """

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.found: MileageList | None = None
        self.dialog: QFileDialog | None = None
        self._loading: asyncio.Task[Any] | None = None
        self.page = page_of(_today(), _bucket(context.prefs.values.mileage_bucket))
        self.save_button = icon_button(theme, "download")
        self._menu = QMenu(self)
        self._save, self._copy = self._menu.addAction(""), self._menu.addAction("")
        self._save.triggered.connect(self.ask_save)
        self._copy.triggered.connect(self.copy)
        self.save_button.setMenu(self._menu)
        self.header = [self.save_button]
        self.buckets = {bucket: Button(theme, "segment") for bucket in Bucket}
        for bucket, button in self.buckets.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, chosen=bucket: self.use_bucket(chosen))
        self.before = icon_button(theme, "chevron-left")
        self.after = icon_button(theme, "chevron-right")
        self.before.clicked.connect(lambda: self.turn(-1))
        self.after.clicked.connect(lambda: self.turn(1))
        self.when = label("strong")
        self.sum = label()
        self.odometer = label("muted", wrap=True)
        self.zone = label("muted", wrap=True)
        self.bars = MileageBars(theme)
        self.bars.picked.connect(self.pick)
        self.table = MileageTable()
        self.table.cellActivated.connect(lambda row, _: self.pick(self.table.period(row)))
        self.table.cellDoubleClicked.connect(lambda row, _: self.pick(self.table.period(row)))
        self.note = StateNote(theme, "route")
        self.note.action.clicked.connect(self._act)
        self._arrange()
        self.start()

    def bind_fleet(self, fleet: Fleet | None) -> None:
        """Nothing of another login stays."""
        self.found = None

    def bind_battery(self, number: str) -> None:
        """Show another battery."""
        self.found = None
        self.load()

    def heard(self, event: FleetEvent) -> bool:
        """Read again what the server could not be asked for, once it is there again."""
        return event.topic.value == "link" and is_back(self.fleet, self.error_line.error)

    def fresh(self) -> None:
        """Read again."""
        self.load()

    def use_bucket(self, bucket: Bucket) -> None:
        """Count by day, week, month or all, around today."""
        self.page = page_of(_today(), bucket)
        self.context.prefs.keep(self.show_error, mileage_bucket=bucket.value)
        self.load()

    def turn(self, steps: int) -> None:
        """Go to the page after or before."""
        self.page = beside(self.page, steps)
        self.load()

    def pick(self, period: str) -> None:
        """Show the track of a day or week; of a month its days."""
        days = days_of(period)
        if days is None:
            return
        if self.page.bucket is Bucket.MONTH:
            self.page = page_of(days[0], Bucket.DAY)
            self.load()
            return
        self.context.chosen.want_day(*span_of(*days))

    def load(self) -> None:
        """Ask for the mileage of the page."""
        if self._loading is not None:
            self._loading.cancel()
            self._loading = None
        fleet = self.fleet
        rides = None if fleet is None else fleet.provider.rides
        if rides is not None and self.number:
            work = self._load(rides, self.number, self.page)
            self._loading = spawn(self, work, done=self._ended, stoppable=True)
        self._show()

    def ask_save(self) -> None:
        """Let a place be chosen for the table."""
        self.dialog = ask_where(
            self,
            heading=self.tr("Save mileage"),
            kinds=self.tr("Table (*.csv)"),
            suffix="csv",
            name=f"mileage {self.number} {self.page.first:%Y-%m-%d}",
            then=self.save,
            folder=self.context.prefs.values.folder,
        )

    def save(self, path: Path) -> None:
        """Write the table."""
        if self.found is not None:
            spawn(self, _written(path, csv_of(self.found.items)))

    def copy(self) -> None:
        """Copy the table."""
        if self.found is not None:
            QGuiApplication.clipboard().setText(csv_of(self.found.items))

    def show_error(self, error: MingtangError | None) -> None:
        """Show what failed; a note that there is nothing would contradict it."""
        super().show_error(error)
        self._show()

    def retranslate(self) -> None:
        """Write all texts."""
        words = {
            Bucket.DAY: self.tr("Days"),
            Bucket.WEEK: self.tr("Weeks"),
            Bucket.MONTH: self.tr("Months"),
            Bucket.TOTAL: self.tr("Total"),
        }
        for bucket, button in self.buckets.items():
            button.setText(words[bucket])
        self.before.name(self.tr("Earlier"))
        self.after.name(self.tr("Later"))
        self.save_button.name(self.tr("Save or copy the table"))
        self._save.setText(self.tr("Save as CSV…"))
        self._copy.setText(self.tr("Copy as CSV"))
        self.bars.setAccessibleName(self.tr("Mileage by period; Enter opens the track of a day"))
        self.table.setAccessibleName(self.tr("Mileage by period"))
        self._show()

    def _arrange(self) -> None:
        top, line = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(0)
        for button in self.buckets.values():
            top.addWidget(button)
        top.addStretch(1)
        line.setSpacing(4)
        line.addWidget(self.before)
        line.addWidget(self.when)
        line.addWidget(self.after)
        line.addStretch(1)
        line.addWidget(self.sum)
        self._top, self._content = QWidget(), QWidget()
        head = QVBoxLayout(self._top)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addLayout(top)
        head.addLayout(line)
        head.addStretch(1)
        inner = QVBoxLayout(self._content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.bars, 3)
        inner.addWidget(self.table, 2)
        inner.addWidget(self.odometer)
        inner.addWidget(self.zone)
        self.body.addWidget(self._top)
        self.body.addWidget(self._content, 1)
        self.body.addWidget(self.note, 1)

    async def _load(self, rides: RidesPart, number: str, page: Page) -> None:
        start, end = span_of(page.first, page.last)
        found = await rides.mileage(number, start, end, page.bucket.value, zone_name())
        if number == self.number and page == self.page:
            self.found = found
            self._show()

    def _ended(self) -> None:
        if self._loading is None or self._loading.done():
            self._loading = None
        self._show()

    def _show(self) -> None:
        fleet, found = self.fleet, self.found
        can = fleet is not None and fleet.provider.rides is not None
        self._top.setVisible(can and bool(self.number))
        for bucket, button in self.buckets.items():
            button.setChecked(bucket is self.page.bucket)
        self.when.setText(_page_word(self.page))
        turns = self.page.bucket is not Bucket.TOTAL
        self.before.setVisible(turns)
        self.after.setVisible(turns)
        self.when.setVisible(turns)
        self.after.setEnabled(self.page.last < _today())
        full = found is not None and any(item.trips or item.distance_m for item in found.items)
        self._content.setVisible(full)
        self.sum.setVisible(full)
        self.save_button.setEnabled(full)
        self.note.setVisible(not full and self.error_line.error is None)
        self.note.action.hide()
        if found is not None and full:
            self._fill(found)
        else:
            self._say(can=can)

    def _say(self, *, can: bool) -> None:
        if self._loading is not None:
            self.note.say(self.tr("Reading the mileage…"))
        elif self.fleet is None:
            say_logged_out(self.note, has_client=self.context.cloud is not None)
        elif not can:
            self.note.say(self.tr("This cloud does not count mileage"))
        elif not self.number:
            self.note.say(
                self.tr("No battery chosen"), self.tr("Choose one in the list or on the map.")
            )
        elif self.found is not None:
            self.note.say(self.tr("Nothing was ridden"), self.tr("Go to an earlier page."))
        else:
            self.note.say(self.tr("No mileage read yet"))
            self.note.action.setText(self.tr("Read the mileage"))
            self.note.action.show()

    def _act(self) -> None:
        """Do what the button of the note says."""
        if self.fleet is None:
            self.context.chosen.panel_wanted.emit("account")
        else:
            self.load()

    def _fill(self, found: MileageList) -> None:
        known = {item.period: item for item in found.items}
        names = list(dict.fromkeys((*self.page.periods, *known)))
        self.bars.show_bars([self._bar(name, known.get(name)) for name in names])
        self.table.show_items(found.items)
        metres = sum(item.distance_m for item in found.items)
        trips = self.tr("%n trip(s)", "", sum(item.trips for item in found.items))
        self.sum.setText(f"{distance(metres)} · {trips}")
        self.odometer.setText(self._odometer(found))
        zone = zone_name()
        self.zone.setText(
            self.tr("Days of the zone of the battery.")
            if zone is None
            else self.tr("Days of the zone of this machine, {zone}.").format(zone=zone)
        )

    def _bar(self, name: str, item: Mileage | None) -> Bar:
        short = name[-2:] if self.page.bucket is not Bucket.TOTAL else period_word(name)
        if item is None:
            nothing = self.tr("nothing known")
            return Bar(key=name, label=short, tip=f"{period_word(name)}\n{nothing}", km=None)
        lines = [
            period_word(name),
            distance(item.distance_m),
            self.tr("%n trip(s)", "", item.trips),
            NOT_REPORTED if item.wh_per_km is None else f"{item.wh_per_km:.1f} Wh/km",
            self.tr("Watched: {how}").format(how=watched_word(item)),
        ]
        tip = "\n".join(lines)
        km = item.distance_m / 1000
        return Bar(key=name, label=short, tip=tip, km=km, sure=item.is_sure)

    def _odometer(self, found: MileageList) -> str:
        if found.odometer_m is None:
            return self.tr("The tracker tells no odometer.")
        words = (
            self.tr("Odometer of the tracker: {km} km, proven by its tracks.")
            if found.odometer_proven
            else self.tr("? Odometer of the tracker: {km} km, not proven: take it with care.")
        )
        return words.format(km=f"{found.odometer_m / 1000:.1f}")


def zone_name() -> str | None:
    """Return the IANA name of the zone of this machine, None where the system has none."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    return name if name and ":" not in name and name.isascii() else None


def _page_word(page: Page) -> str:
    match page.bucket:
        case Bucket.DAY:
            return f"{page.first:%Y-%m}"
        case Bucket.MONTH:
            return f"{page.first:%Y}"
        case _:
            return f"{page.first:%Y-%m-%d} – {page.last:%m-%d}"


def _bucket(text: str) -> Bucket:
    return Bucket(text) if text in Bucket else Bucket.DAY


def _today() -> date:
    return datetime.now().astimezone().date()


async def _written(path: Path, text: str) -> None:
    try:
        await asyncio.to_thread(path.write_text, text, encoding="utf-8", newline="")
    except OSError as error:
        raise StorageError(
            "file_unwritable", path=path, detail=error.strerror or str(error)
        ) from error
