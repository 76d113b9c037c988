"""The panel Mileage, driven as a user does it, against a real server."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mingtang_desk.cloud.fleet import FleetEvent, FleetTopic
from mingtang_desk.cloud.periods import Bucket, page_of, period_of, span_of
from mingtang_desk.core.errors import CloudError, CloudRefusalError
from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.panels.mileage import MileagePanel, zone_name
from mingtang_desk.ui.panels.track import TrackPanel
from mingtang_desk.ui.tasks import cancel_all
from tests.fleet.kit import FleetKit, until
from tests.fleet.test_track_panel import Less
from tests.fleet.track_kit import choose, ride, samples
from tests.server.kit import NUMBERS

pytestmark = pytest.mark.asyncio
LEFT = Qt.MouseButton.LeftButton


@pytest_asyncio.fixture
async def panel(kit: FleetKit, translations: Translations) -> AsyncIterator[MileagePanel]:
    QApplication.setQuitOnLastWindowClosed(False)  # as the program does
    made = MileagePanel(kit.context)
    made.resize(460, 600)
    made.show()
    yield made
    made.stop()
    await cancel_all(made)
    made.hide()
    made.deleteLater()


def is_first(panel: MileagePanel, period: str) -> bool:
    return panel.table.period(0) == period


async def ridden(kit: FleetKit, panel: MileagePanel) -> tuple[datetime, datetime]:
    """Show the month of a ride of yesterday."""
    await kit.login()
    noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    start, end = await ride(kit, "city-ride", noon - timedelta(days=1))
    await samples(kit, start, end, every_s=60)
    choose(kit)
    panel.page = page_of(start.astimezone().date(), Bucket.DAY)
    panel.load()
    await until(lambda: panel.table.rowCount() > 0)
    return start, end


async def test_what_it_says_when_there_is_nothing(kit: FleetKit, panel: MileagePanel) -> None:
    assert panel.note.title == "Not logged in"
    wanted: list[str] = []
    kit.context.chosen.panel_wanted.connect(wanted.append)
    assert panel.note.action.isVisible()
    panel.note.action.click()
    assert wanted == ["account"]
    fleet = await kit.login()
    assert panel.note.title == "No battery chosen"
    assert not panel.note.action.isVisible()
    choose(kit)
    assert panel.note.title == "Reading the mileage…"
    await until(lambda: panel.note.title == "Nothing was ridden")
    assert not panel.save_button.isEnabled()
    whole = fleet.provider
    fleet.provider = Less(whole)
    choose(kit, NUMBERS["child"])
    assert panel.note.title == "This cloud does not count mileage"
    assert not panel.bars.isVisible()


async def test_a_day_with_its_energy_and_the_sum(kit: FleetKit, panel: MileagePanel) -> None:
    start, _ = await ridden(kit, panel)
    day = start.astimezone().date().isoformat()
    assert panel.table.period(0) == day
    texts = [panel.table.item(0, column) for column in range(panel.table.columnCount())]
    words = [item.text() for item in texts if item is not None]
    assert float(words[1]) == pytest.approx(8.4, rel=0.03)
    assert words[2] == "1"
    assert float(words[3]) > 0  # Wh
    bar = next(bar for bar in panel.bars.bars if bar.key == day)
    assert bar.km == pytest.approx(8.4, rel=0.03)
    assert len(panel.bars.bars) == len(page_of(start.astimezone().date(), Bucket.DAY).periods)
    assert panel.sum.text().startswith("8.")
    assert panel.odometer.text() == "The tracker tells no odometer."
    assert (zone_name() or "") in panel.zone.text()


async def test_a_click_on_a_day_shows_its_track(kit: FleetKit, panel: MileagePanel) -> None:
    start, end = await ridden(kit, panel)
    wanted: list[tuple[datetime, datetime]] = []
    kit.context.chosen.day_wanted.connect(lambda a, b: wanted.append((a, b)))
    day = start.astimezone().date().isoformat()
    at = next(n for n, bar in enumerate(panel.bars.bars) if bar.key == day)
    panel.bars.repaint()
    QTest.mouseClick(panel.bars, LEFT, pos=panel.bars.bar_rect(at).center().toPoint())
    assert wanted
    assert wanted[0][0] <= start < end <= wanted[0][1]
    assert wanted[0][1] - wanted[0][0] >= timedelta(hours=23)
    # A panel that is made only now shows that day too.
    track = TrackPanel(kit.context)
    await until(lambda: track.data is not None and bool(track.data.track))
    assert track.data is not None
    assert len(track.data.trips or ()) == 1
    track.stop()
    await cancel_all(track)
    track.deleteLater()


async def test_arrows_walk_and_enter_picks(kit: FleetKit, panel: MileagePanel) -> None:
    start, _ = await ridden(kit, panel)
    wanted: list[object] = []
    kit.context.chosen.day_wanted.connect(lambda a, _: wanted.append(a))
    panel.bars.setFocus()
    QTest.keyClick(panel.bars, Qt.Key.Key_Home)
    for _ in range(start.astimezone().day - 1):
        QTest.keyClick(panel.bars, Qt.Key.Key_Right)
    QTest.keyClick(panel.bars, Qt.Key.Key_Return)
    assert wanted == [span_of(*[start.astimezone().date()] * 2)[0]]


async def test_pages_and_buckets(kit: FleetKit, panel: MileagePanel) -> None:
    start, _ = await ridden(kit, panel)
    this_month = datetime.now(UTC).astimezone().date()
    for bucket, key in (
        (Bucket.WEEK, period_of(start.astimezone().date(), Bucket.WEEK)),
        (Bucket.MONTH, f"{start.astimezone():%Y-%m}"),
        (Bucket.TOTAL, "total"),
    ):
        QTest.mouseClick(panel.buckets[bucket], LEFT)
        await until(partial(is_first, panel, key))
        assert kit.context.prefs.values.mileage_bucket == bucket.value
    assert not panel.before.isVisible()
    QTest.mouseClick(panel.buckets[Bucket.MONTH], LEFT)
    await until(lambda: panel.table.period(0) == f"{start.astimezone():%Y-%m}")
    assert not panel.after.isEnabled()
    panel.pick(panel.table.period(0))
    await until(lambda: panel.table.period(0) == start.astimezone().date().isoformat())
    QTest.mouseClick(panel.before, LEFT)
    assert panel.page.last < this_month.replace(day=1)
    assert panel.after.isEnabled()
    await until(lambda: panel.note.title == "Nothing was ridden")


async def test_a_day_that_was_not_all_watched_has_a_sign(
    kit: FleetKit, panel: MileagePanel
) -> None:
    _, end = await ridden(kit, panel)
    assert all(bar.sure for bar in panel.bars.bars)
    # It turns up elsewhere, and nobody has seen it going there.
    await ride(kit, "dirty", end + timedelta(hours=5))
    panel.load()
    await until(lambda: any(not bar.sure for bar in panel.bars.bars))
    texts = [panel.table.item(row, 5) for row in range(panel.table.rowCount())]
    assert "? not all" in [item.text() for item in texts if item is not None]
    unsure = next(bar for bar in panel.bars.bars if not bar.sure)
    assert "? not all" in unsure.tip


async def test_csv_to_a_file_and_to_the_clipboard(
    kit: FleetKit, panel: MileagePanel, tmp_path: Path
) -> None:
    await ridden(kit, panel)
    panel.ask_save()
    assert panel.dialog is not None
    path = tmp_path / "out.csv"
    panel.dialog.fileSelected.emit(str(path))
    panel.dialog.close()
    await until(lambda: path.exists() and path.stat().st_size > 40)
    (row,) = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
    assert float(row["distance_m"]) == pytest.approx(8400, rel=0.03)
    panel.copy()
    assert QGuiApplication.clipboard().text() == path.read_text(encoding="utf-8")
    panel.save(tmp_path / "no" / "where.csv")
    await until(lambda: panel.error_line.error is not None)


async def test_an_odometer_has_its_proof_in_words(kit: FleetKit, panel: MileagePanel) -> None:
    await kit.login()
    now = datetime.now(UTC)
    await ride(kit, "city-ride", now - timedelta(days=1))
    await kit.report(NUMBERS["shop"], 31.13, 121.1, mileage_m=629_900.0)
    choose(kit)
    panel.page = page_of((now - timedelta(days=1)).astimezone().date(), Bucket.DAY)
    panel.load()
    await until(lambda: "629.9 km" in panel.odometer.text())
    assert "not proven" in panel.odometer.text()


async def test_it_is_read_again_once_the_server_is_there_again(
    kit: FleetKit, panel: MileagePanel
) -> None:
    await ridden(kit, panel)
    fleet = panel.fleet
    assert fleet is not None
    panel.found = None
    panel.show_error(CloudError("cloud_unreachable", server="here", detail="it was away"))
    fleet.tell(FleetEvent(topic=FleetTopic.LINK))
    await until(lambda: panel.found is not None)
    assert panel.error_line.error is None
    panel.found = None
    panel.show_error(CloudRefusalError("cloud_not_found", server="here", detail="gone"))
    fleet.tell(FleetEvent(topic=FleetTopic.LINK))
    await asyncio.sleep(0.3)
    assert panel.found is None  # a no is not asked again by itself
