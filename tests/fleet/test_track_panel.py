"""The panel Track, driven as a user does it, against a real server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mingtang_desk.cloud import track_load
from mingtang_desk.cloud.track_thin import MOST_PLACES
from mingtang_desk.ui.fleet.track_layer import CURSOR, KEY
from mingtang_desk.ui.fleet.track_range import CUSTOM
from mingtang_desk.ui.fleet.track_timeline import TimeMark
from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.map.overlays import Layer, Mark
from mingtang_desk.ui.panels.track import TrackPanel
from mingtang_desk.ui.tasks import cancel_all
from tests.fleet.kit import FleetKit, until
from tests.fleet.track_kit import NUMBER, choose, power_cut, ride, samples
from tests.server.kit import NUMBERS

pytestmark = pytest.mark.asyncio
LEFT = Qt.MouseButton.LeftButton


@pytest_asyncio.fixture
async def panel(kit: FleetKit, translations: Translations) -> AsyncIterator[TrackPanel]:
    QApplication.setQuitOnLastWindowClosed(False)  # as the program does
    made = TrackPanel(kit.context)
    made.resize(420, 760)
    made.show()
    yield made
    made.stop()
    await cancel_all(made)
    made.hide()
    made.deleteLater()


@dataclass
class Less:
    """A cloud that can do less than ours."""

    whole: Any
    rides: None = None
    alarms: None = None
    boards: None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole, name)


def number_of(panel: TrackPanel) -> str:
    return "" if panel.data is None else panel.data.number


def is_written(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 500


def playing(panel: TrackPanel) -> bool:
    return panel.player.player.playing


def shown(panel: TrackPanel) -> Layer:
    return panel.context.map.layers[KEY]


def cursor(panel: TrackPanel) -> Mark:
    return next(mark for mark in shown(panel).marks if mark.key == CURSOR)


async def a_day(kit: FleetKit, panel: TrackPanel, name: str = "commute") -> datetime:
    """Show a ride of this morning; return when it began."""
    await kit.login()
    now = datetime.now(UTC)
    start, end = await ride(kit, name, now - timedelta(hours=1))
    await samples(kit, start, end, every_s=120)
    choose(kit)
    panel.show_day(start - timedelta(minutes=1), now)
    await until(lambda: panel.data is not None and bool(panel.data.track))
    await until(lambda: KEY in kit.context.map.layers)
    return start


async def test_without_login_battery_or_reports_it_says_what_to_do(
    kit: FleetKit, panel: TrackPanel
) -> None:
    assert panel.note.title == "Not logged in"
    assert not panel.range.isVisible()
    wanted: list[str] = []
    kit.context.chosen.panel_wanted.connect(wanted.append)
    assert panel.note.action.isVisible()
    panel.note.action.click()
    assert wanted == ["account"]
    await kit.login()
    assert panel.note.title == "No battery chosen"
    assert not panel.note.action.isVisible()
    choose(kit)
    assert panel.note.title == "Reading the track…"
    assert panel.busy.isVisible()
    await until(lambda: panel.data is not None)
    assert panel.note.title == "Nothing was reported in this stretch of time"
    assert not panel.busy.isVisible()
    assert KEY not in kit.context.map.layers
    assert not panel.files.save_button.isEnabled()


async def test_a_day_with_trips_stops_alarms_and_the_board(
    kit: FleetKit, panel: TrackPanel
) -> None:
    start = await a_day(kit, panel)
    data = panel.data
    assert data is not None
    assert data.trips is not None
    assert len(data.trips) == 3
    assert panel.player.timeline.lanes == ("speed_kmh", "soc_pct", "current_a")
    heads = [row.head for row in panel.rides.model.rows]
    assert len(heads) == len(data.trips) + len(data.stops or ())
    trip = next(row for row in panel.rides.model.rows if row.is_trip)
    assert "km" in trip.right
    assert "it stopped" in trip.sub
    assert any(word in trip.sub for word in ("good", "fair", "estimated"))
    layer = shown(panel)
    assert any(line.colours for line in layer.lines)
    assert sum(mark.label == "P" for mark in layer.marks) == len(data.stops or ())
    assert cursor(panel).place.lat == pytest.approx(data.track.points[0].lat)
    await power_cut(kit, start + timedelta(minutes=80), 31.0, 121.0)
    panel.range.reload.click()
    before = panel.data
    await until(lambda: panel.data is not before)
    await until(lambda: any(mark.icon == "triangle-alert" for mark in shown(panel).marks))
    assert any("Power cut" in mark.text for mark in panel.player.timeline.marks)


async def test_play_pause_speed_and_keys(kit: FleetKit, panel: TrackPanel) -> None:
    await a_day(kit, panel)
    player = panel.player
    panel.activateWindow()
    player.timeline.setFocus()
    moved: list[Mark] = []
    kit.context.map.moved.connect(lambda key, mark: moved.append(mark))
    QTest.keyClick(player.timeline, Qt.Key.Key_Home)
    assert player.player.t == player.track.start
    QTest.keyClick(player.timeline, Qt.Key.Key_Right)
    QTest.keyClick(player.timeline, Qt.Key.Key_Right)
    assert player.player.t == player.track.times[2]
    QTest.keyClick(player.timeline, Qt.Key.Key_Left)
    assert player.player.t == player.track.times[1]
    QTest.keyClick(player.timeline, Qt.Key.Key_Plus)
    assert player.player.speed == 16.0
    assert kit.context.prefs.values.track_speed == 16.0
    QTest.keyClick(player.timeline, Qt.Key.Key_Minus)
    QTest.keyClick(player.timeline, Qt.Key.Key_Minus)
    assert player.speed.currentText() == "4×"
    before = player.player.t
    QTest.keyClick(player.timeline, Qt.Key.Key_Space)
    assert playing(panel)
    await until(lambda: player.player.t > before)
    QTest.keyClick(player.timeline, Qt.Key.Key_Space)
    assert not playing(panel)
    assert moved[-1].key == CURSOR
    assert moved[-1] == cursor(panel)
    QTest.keyClick(player.timeline, Qt.Key.Key_End)
    assert player.player.t == player.track.end


async def test_stops_are_waited_in_or_skipped(kit: FleetKit, panel: TrackPanel) -> None:
    await a_day(kit, panel)
    player = panel.player
    stand = player.track.stands[0]
    player.seek(stand.start + 1)
    assert player.state.text.startswith("stands for")
    assert player.values["course"].text() == "—"
    assert player.skip.isChecked()
    QTest.mouseClick(player.play, LEFT)
    await until(lambda: player.player.t >= stand.end)
    QTest.mouseClick(player.play, LEFT)
    player.skip.click()
    player.seek(stand.start + 1)
    QTest.mouseClick(player.play, LEFT)
    await until(lambda: player.player.t > stand.start + 1)
    assert player.player.t < stand.end
    assert not kit.context.prefs.values.track_skip


async def test_a_click_on_a_trip_the_timeline_or_the_map_goes_there(
    kit: FleetKit, panel: TrackPanel
) -> None:
    await a_day(kit, panel)
    looked: list[object] = []
    kit.context.map.look.connect(looked.append)
    at = next(n for n, row in enumerate(panel.rides.model.rows) if row.is_trip)
    row = panel.rides.model.rows[at]
    listed = panel.rides.list
    listed.scrollTo(panel.rides.model.index(at))
    place: QRect = listed.visualRect(panel.rides.model.index(at))
    QTest.mouseClick(listed.viewport(), LEFT, pos=place.center())
    assert panel.player.player.t == row.start
    assert looked
    timeline = panel.player.timeline
    middle = timeline.rect().center()
    QTest.mouseClick(timeline, LEFT, pos=middle)
    half = (panel.player.track.start + panel.player.track.end) / 2
    assert panel.player.player.t == pytest.approx(half, abs=120)
    QTest.mousePress(timeline, LEFT, pos=middle)
    QTest.mouseMove(timeline, QPoint(timeline.width() - 1, middle.y()))
    assert panel.player.player.t == panel.player.track.end
    QTest.mouseRelease(timeline, LEFT)
    kit.context.map.clicked.emit(KEY, "stop:0")
    assert panel.player.player.t == panel.player.track.stands[0].start
    assert panel.rides.list.currentIndex().isValid()
    kit.context.map.clicked.emit("other", "stop:1")
    assert panel.player.player.t == panel.player.track.stands[0].start


async def test_colours_with_a_legend_and_grey_where_the_board_said_nothing(
    kit: FleetKit, panel: TrackPanel
) -> None:
    await kit.login()
    now = datetime.now(UTC)
    start, end = await ride(kit, "city-ride", now - timedelta(hours=1))
    half = start + (end - start) / 2
    await samples(kit, start, half, every_s=120)
    choose(kit)
    panel.show_day(start, now)
    await until(lambda: KEY in kit.context.map.layers)
    by_speed = shown(panel)
    panel.colour.setCurrentIndex(panel.colour.findData("soc_pct"))
    panel.colour.activated.emit(panel.colour.currentIndex())
    await until(lambda: shown(panel).lines != by_speed.lines)
    colours = [colour for line in shown(panel).lines for colour in line.colours]
    assert "muted" in colours
    assert len(set(colours) - {"muted"}) >= 1
    assert "%" in panel.legend.accessibleName()
    assert kit.context.prefs.values.track_colour == "soc_pct"
    panel.player.seek(panel.player.track.end)
    assert panel.player.values["soc_pct"].text() == "—"
    panel.player.seek(half.timestamp() - 60)
    assert panel.player.values["soc_pct"].text().endswith(" %")


async def test_the_cells_at_the_cursor(kit: FleetKit, panel: TrackPanel) -> None:
    await a_day(kit, panel)
    panel.resize(420, 1400)
    assert panel.cells_button.isVisible()
    panel.cells_button.click()
    await until(lambda: panel.cells.grid.isVisible())
    first = panel.cells.grid.view.cells
    assert len(first) == 13
    assert panel.cells.grid.view.highest == 12
    panel.player.seek(panel.player.track.start + 7200)
    await until(lambda: panel.cells.grid.view.cells != first)


async def test_a_cloud_without_trips_alarms_and_boards(kit: FleetKit, panel: TrackPanel) -> None:
    fleet = await kit.login()
    now = datetime.now(UTC)
    await ride(kit, "city-ride", now - timedelta(hours=1))
    fleet.provider = Less(fleet.provider)
    choose(kit)
    panel.show_day(now - timedelta(hours=20), now)
    await until(lambda: KEY in kit.context.map.layers)
    assert panel.rides.note.text() == "This cloud does not tell trips and stops."
    assert not panel.rides.list.isVisible()
    assert not panel.cells_button.isVisible()
    assert "no SOC, no current" in panel.remarks.text()
    assert panel.player.timeline.lanes == ("speed_kmh",)
    panel.player.toggle()
    assert playing(panel)


async def test_what_is_not_on_the_line_is_counted(kit: FleetKit, panel: TrackPanel) -> None:
    await a_day(kit, panel, "dirty")
    assert panel.data is not None
    left = panel.data.track.left_out
    assert left.no_fix > 0
    assert "left out" in panel.remarks.text()
    assert all(point.lat for point in panel.data.track.points)


async def test_longer_than_a_month_is_asked_in_pieces(kit: FleetKit, panel: TrackPanel) -> None:
    await kit.login()
    now = datetime.now(UTC)
    rides = [await ride(kit, "city-ride", now - timedelta(days=days)) for days in (70, 35, 1)]
    choose(kit)
    panel.range.use(now - timedelta(days=90), now)
    panel.load()
    await until(lambda: panel.data is not None and bool(panel.data.track))
    assert panel.data is not None
    times = [datetime.fromtimestamp(t, UTC) for t in panel.data.track.times]
    for start, end in rides:
        assert sum(start <= t <= end for t in times) > 190
    assert panel.range.kind.currentIndex() == CUSTOM


async def test_cancel_keeps_what_was_shown(kit: FleetKit, panel: TrackPanel) -> None:
    await a_day(kit, panel)
    before = panel.data
    panel.range.reload.click()
    assert panel.busy.isVisible()
    QTest.mouseClick(panel.busy.cancel, LEFT)
    await asyncio.sleep(0.05)
    assert not panel.busy.isVisible()
    assert panel.data is before


async def test_another_battery_takes_the_track_away(kit: FleetKit, panel: TrackPanel) -> None:
    await a_day(kit, panel)
    choose(kit, NUMBERS["child"])
    assert KEY not in kit.context.map.layers
    await until(lambda: number_of(panel) == NUMBERS["child"])
    await kit.cloud.logout()
    await until(lambda: panel.note.title == "Not logged in")


async def test_an_error_of_the_server_is_shown_with_its_reason(
    kit: FleetKit, panel: TrackPanel
) -> None:
    await kit.login("child-viewer")
    choose(kit, NUMBERS["shop"])  # of somebody else
    await until(lambda: panel.error_line.error is not None)
    assert panel.error_line.error is not None
    assert panel.error_line.error.key == "cloud_not_found"
    assert not panel.note.isVisible()
    assert not panel.busy.isVisible()


async def test_a_file_plays_without_a_login_and_bad_ones_say_why(
    kit: FleetKit, panel: TrackPanel, tmp_path: Path
) -> None:
    rows = "".join(
        f'<trkpt lat="{22 + n / 1000}" lon="114"><time>2026-11-20T08:{n:02d}:00</time></trkpt>'
        for n in range(50)
    )
    path = tmp_path / "a <b>ride.gpx"
    path.write_text(f"<gpx><trk><trkseg>{rows}</trkseg></trk></gpx>", encoding="utf-8")
    panel.files.ask_open()
    assert panel.files.dialog is not None
    panel.files.dialog.fileSelected.emit(str(path))
    panel.files.dialog.close()
    await until(lambda: panel.data is not None and KEY in kit.context.map.layers)
    assert panel.title.text == "a <b>ride.gpx"
    assert "taken as UTC" in panel.remarks.text()
    assert not panel.rides.isVisible()
    panel.player.toggle()
    assert playing(panel)
    before = panel.data
    bad = tmp_path / "bad.kml"
    bad.write_text('<!DOCTYPE kml [<!ENTITY a "b">]><kml>&a;</kml>', encoding="utf-8")
    panel.open_file(bad)
    await until(lambda: panel.error_line.error is not None)
    assert panel.data is before
    await kit.login()
    assert panel.data is before
    QTest.mouseClick(panel.close_file, LEFT)
    assert panel.note.title == "No battery chosen"


async def test_a_line_without_times_is_on_the_map(
    kit: FleetKit, panel: TrackPanel, tmp_path: Path
) -> None:
    path = tmp_path / "line.kml"
    places = "114,22 114.1,22.1 114.2,22.2"
    path.write_text(
        f"<kml><LineString><coordinates>{places}</coordinates></LineString></kml>",
        encoding="utf-8",
    )
    panel.open_file(path)
    await until(lambda: KEY in kit.context.map.layers)
    assert panel.note.title == "This file has no times"
    (line,) = shown(panel).lines
    assert line.dashed
    assert len(line.points) == 3


async def test_save_in_each_form_and_copy(kit: FleetKit, panel: TrackPanel, tmp_path: Path) -> None:
    await a_day(kit, panel, "city-ride")
    for kind, sign in (("gpx", "<trkpt"), ("kml", "<gx:coord>"), ("csv", "soc_pct")):
        panel.files.ask_save()
        assert panel.files.dialog is not None
        path = tmp_path / f"out.{kind}"
        panel.files.dialog.fileSelected.emit(str(path))
        panel.files.dialog.close()
        await until(partial(is_written, path))
        assert sign in path.read_text(encoding="utf-8")
    panel.files.save(tmp_path / "no" / "where.gpx")
    await until(lambda: panel.error_line.error is not None)
    panel.files.copy()
    await until(lambda: "soc_pct" in QGuiApplication.clipboard().text())


async def test_many_points_are_few_on_the_map(
    kit: FleetKit, panel: TrackPanel, tmp_path: Path
) -> None:
    rows = "".join(
        f'<trkpt lat="{22 + n / 20000:.6f}" lon="{114 + (n % 7) / 500:.6f}">'
        f"<time>{datetime.fromtimestamp(1.79e9 + n, UTC):%Y-%m-%dT%H:%M:%SZ}</time></trkpt>"
        for n in range(20_000)
    )
    path = tmp_path / "long.gpx"
    path.write_text(f"<gpx><trk><trkseg>{rows}</trkseg></trk></gpx>", encoding="utf-8")
    panel.open_file(path)
    await until(lambda: KEY in kit.context.map.layers)
    assert len(panel.player.track.points) == 20_000
    assert sum(len(line.points) for line in shown(panel).lines) <= MOST_PLACES + 10


async def test_it_can_be_shown_in_another_language_theme_and_width(
    kit: FleetKit, panel: TrackPanel, translations: Translations
) -> None:
    await a_day(kit, panel)
    translations.use("zh_CN")
    kit.context.theme.changed.emit()
    for width in (300, 1000, 420):
        panel.resize(width, 500)
        await asyncio.sleep(0.02)
        assert panel.player.timeline.width() <= width
    assert panel.cells_button.text() == "单体"
    translations.use("en")
    await until(lambda: panel.cells_button.text() == "Cells")


async def test_two_days_of_one_number_are_asked_of_the_right_zone(
    kit: FleetKit, panel: TrackPanel
) -> None:
    await kit.login()
    choose(kit)
    now = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    for kind, days in ((0, 0), (1, 1), (2, 6)):
        panel.range.kind.setCurrentIndex(kind)
        start, end = panel.range.range(now)
        here = start.astimezone()
        assert (here.hour, here.minute) == (0, 0)
        assert here.date() == now.astimezone().date() - timedelta(days=days)
        assert start < end
        assert start.tzinfo is UTC
    assert kit.context.chosen.number == NUMBER


async def test_words_of_a_server_are_never_markup(kit: FleetKit, panel: TrackPanel) -> None:
    await a_day(kit, panel)
    assert panel.data is not None
    evil = '<img src="x"><script>alert(1)</script>'
    trips = tuple(
        replace(trip, quality=evil, split=evil, flags=(evil,)) for trip in panel.data.trips or ()
    )
    panel.rides.show_rides(trips, ())
    index = panel.rides.model.index(0)
    tip = str(index.data(Qt.ItemDataRole.ToolTipRole))
    assert "<img" not in tip
    assert "&lt;img" in tip
    row = panel.rides.model.rows[0]
    assert evil in row.sub
    assert evil in row.details
    mark = TimeMark(t=panel.player.track.start, text=evil)
    panel.player.timeline.show_track(panel.player.track, [mark])
    assert evil in panel.player.timeline.tip_at(panel.player.timeline.x_of(mark.t))
    assert panel.player.values["flags"].textFormat() is Qt.TextFormat.PlainText


async def test_a_server_that_never_ends_is_stopped(
    kit: FleetKit, panel: TrackPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(track_load, "MOST_POINTS", 100)
    await kit.login()
    now = datetime.now(UTC)
    await ride(kit, "city-ride", now - timedelta(hours=1))
    choose(kit)
    panel.show_day(now - timedelta(hours=20), now)
    await until(lambda: panel.error_line.error is not None)
    assert panel.error_line.error is not None
    assert panel.error_line.error.key == "cloud_answer_invalid"
