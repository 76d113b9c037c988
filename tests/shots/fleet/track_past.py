"""Pictures of plot and cells led by the cursor of a track."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mingtang_desk.ui.dock import CardDock
from mingtang_desk.ui.panels import PANELS
from mingtang_desk.ui.panels.cells import CellsPanel
from mingtang_desk.ui.panels.plot import PlotPanel
from mingtang_desk.ui.panels.track import TrackPanel
from mingtang_desk.ui.tasks import cancel_all
from tests.fleet.kit import FleetKit, until
from tests.fleet.track_kit import NUMBER, ride, samples
from tests.shots.fleet.track import docked


async def scenes(kit: FleetKit) -> AsyncIterator[tuple[str, QWidget]]:
    """Track, plot and cells beside each other: live, in the past, where nothing was told."""
    await kit.login()
    now = datetime.now(UTC)
    start, _ = await ride(kit, "commute", now - timedelta(hours=2))
    await samples(kit, start, start + timedelta(minutes=90), every_s=60)
    await samples(kit, now - timedelta(seconds=90), now, every_s=30)
    window, track = docked(kit, "track", TrackPanel)
    made = []
    for key in ("plot", "cells"):
        dock = CardDock(next(spec for spec in PANELS if spec.key == key), kit.context, window)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        made.append(dock.fill())
    plot, cells = made
    assert isinstance(plot, PlotPanel)
    assert isinstance(cells, CellsPanel)
    window.resize(1280, 800)
    kit.context.chosen.choose(NUMBER)
    track.show_day(start, now)
    await until(lambda: track.data is not None and bool(track.data.track))
    await until(lambda: bool(cells.grid.view.cells) and bool(plot.view.lanes))
    yield "past-live", window
    track.player.seek(start.timestamp() + 3600)
    await until(lambda: bool(cells.grid.view.cells) and cells.scroll_area.isVisible())
    yield "past-cursor", window
    window.resize(800, 640)
    yield "past-narrow", window
    window.resize(1280, 800)
    track.player.seek(start.timestamp() + 6300)
    yield "past-nothing", window
    for panel in (track, plot, cells):
        panel.stop()
        await cancel_all(panel)
    window.hide()
