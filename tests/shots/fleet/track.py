"""Pictures of the panels Track and Mileage."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from mingtang_desk.ui.dock import CardDock
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.panels import PANELS
from mingtang_desk.ui.panels.mileage import MileagePanel
from mingtang_desk.ui.panels.track import TrackPanel
from mingtang_desk.ui.tasks import cancel_all
from tests.fleet.kit import FleetKit, until
from tests.fleet.track_kit import NUMBER, power_cut, ride, samples


def docked[P: Panel](kit: FleetKit, key: str, kind: type[P]) -> tuple[QMainWindow, P]:
    """Return a panel in its dock, in a window."""
    QApplication.setQuitOnLastWindowClosed(False)
    window = QMainWindow()
    spec = next(spec for spec in PANELS if spec.key == key)
    dock = CardDock(spec, kit.context, window)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    panel = dock.fill()
    assert isinstance(panel, kind)
    window.show()
    return window, panel


async def scenes(kit: FleetKit) -> AsyncIterator[tuple[str, QWidget]]:
    """Nobody, nothing chosen, nothing ridden, a day with everything, narrow and wide, a file."""
    window, panel = docked(kit, "track", TrackPanel)
    window.resize(396, 760)
    yield "track-nobody", window
    await kit.login()
    yield "track-none-chosen", window
    kit.context.chosen.choose(NUMBER)
    await until(lambda: panel.data is not None)
    yield "track-empty", window
    now = datetime.now(UTC)
    await ride(kit, "commute", now - timedelta(hours=30))
    start, end = await ride(kit, "dirty", now - timedelta(hours=20))
    await samples(kit, start, end)
    start, end = await ride(kit, "commute", now - timedelta(hours=2))
    await samples(kit, start, end)
    await power_cut(kit, end - timedelta(minutes=90), 31.14, 121.11)
    panel.show_day(start, now)
    await until(lambda: panel.data is not None and bool(panel.data.track))
    panel.player.seek(start.timestamp() + 2500)
    yield "track-day", window
    window.resize(300, 720)
    yield "track-narrow", window
    window.resize(1000, 620)
    panel.cells_button.click()
    panel.colour.setCurrentIndex(1)
    panel.colour.activated.emit(1)
    await until(lambda: panel.cells.grid.isVisible())
    yield "track-wide-cells", window
    window.resize(300, 900)
    yield "track-narrow-cells", window
    window.resize(1000, 620)
    yield "track-calendar", panel.range.start_edit.calendarWidget()
    panel.range.kind.setCurrentIndex(2)
    panel.range.kind.activated.emit(2)
    await until(lambda: panel.data is not None and len(panel.data.trips or ()) > 3)
    yield "track-week", window
    panel.busy.begin(known=True)
    panel.busy.tell(0.4, 12_345)
    yield "track-loading", window
    panel.busy.hide()
    path = kit.folder / "ride.gpx"
    panel.files.save(path)
    await until(lambda: path.exists() and path.stat().st_size > 1000)
    panel.open_file(Path(path))
    await until(lambda: panel.data is not None and not panel.data.number)
    window.resize(380, 720)
    yield "track-file", window
    bad = kit.folder / "bad.gpx"
    bad.write_text('<gpx><trk><trkseg>\n<trkpt lat="x" lon="1"/>', encoding="utf-8")
    panel.open_file(bad)
    await until(lambda: panel.error_line.error is not None)
    yield "track-bad-file", window
    below, mileage = docked(kit, "mileage", MileagePanel)
    below.resize(436, 600)
    await until(lambda: mileage.note.isHidden())
    yield "mileage-days", below
    below.resize(300, 560)
    yield "mileage-narrow", below
    below.resize(1000, 420)
    yield "mileage-wide", below
    for made in (panel, mileage):
        made.stop()
        await cancel_all(made)
    for each in (window, below):
        each.hide()
