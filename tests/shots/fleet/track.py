"""Pictures of the panels Track and Mileage."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QWidget

from mingtang_desk.ui.panels.mileage import MileagePanel
from mingtang_desk.ui.panels.track import TrackPanel
from mingtang_desk.ui.tasks import cancel_all
from tests.fleet.kit import FleetKit, until
from tests.fleet.track_kit import NUMBER, power_cut, ride, samples


async def scenes(kit: FleetKit) -> AsyncIterator[tuple[str, QWidget]]:
    """Nobody, nothing chosen, nothing ridden, a day with everything, narrow and wide, a file."""
    panel = TrackPanel(kit.context)
    panel.resize(380, 720)
    panel.show()
    yield "track-nobody", panel
    await kit.login()
    yield "track-none-chosen", panel
    kit.context.chosen.choose(NUMBER)
    await until(lambda: panel.data is not None)
    yield "track-empty", panel
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
    yield "track-day", panel
    panel.resize(300, 720)
    yield "track-narrow", panel
    panel.resize(1000, 520)
    panel.cells_button.click()
    panel.colour.setCurrentIndex(1)
    panel.colour.activated.emit(1)
    await until(lambda: panel.cells.grid.isVisible())
    yield "track-wide-cells", panel
    panel.range.kind.setCurrentIndex(2)
    panel.range.kind.activated.emit(2)
    await until(lambda: panel.data is not None and len(panel.data.trips or ()) > 3)
    yield "track-week", panel
    path = kit.folder / "ride.gpx"
    panel.save(path)
    await until(lambda: path.exists() and path.stat().st_size > 1000)
    panel.open_file(Path(path))
    await until(lambda: panel.data is not None and not panel.data.number)
    panel.resize(380, 720)
    yield "track-file", panel
    bad = kit.folder / "bad.gpx"
    bad.write_text('<gpx><trk><trkseg>\n<trkpt lat="x" lon="1"/>', encoding="utf-8")
    panel.open_file(bad)
    await until(lambda: panel.error_line.error is not None)
    yield "track-bad-file", panel
    mileage = MileagePanel(kit.context)
    mileage.resize(420, 560)
    mileage.show()
    await until(lambda: mileage.note.isHidden())
    yield "mileage-days", mileage
    mileage.resize(300, 560)
    yield "mileage-narrow", mileage
    mileage.resize(1000, 420)
    yield "mileage-wide", mileage
    for made in (panel, mileage):
        made.stop()
        await cancel_all(made)
        made.close()
