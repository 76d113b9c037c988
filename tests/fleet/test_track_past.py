"""One cursor: the track leads the plot and the cells of its battery through its history."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mingtang_desk.cloud.track_load import load_history
from mingtang_desk.core.errors import CloudError
from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.panels.cells import CellsPanel
from mingtang_desk.ui.panels.plot import PlotPanel
from mingtang_desk.ui.panels.track import TrackPanel
from mingtang_desk.ui.plot.lane import Mark
from tests.fleet.kit import FleetKit, until
from tests.fleet.panels import shown
from tests.fleet.track_kit import NUMBER, choose, ride, samples
from tests.server.kit import NUMBERS

pytestmark = pytest.mark.asyncio
READS = "mingtang_desk.ui.fleet.track_past.load_history"
LEFT = Qt.MouseButton.LeftButton


@dataclass
class Desk:
    kit: FleetKit
    track: TrackPanel
    plot: PlotPanel
    cells: CellsPanel

    async def a_day(self, *, cells: bool = True, told_s: float = 7200) -> datetime:
        """Show a ride of some hours ago, and have live values that are others."""
        kit = self.kit
        if self.track.fleet is None:
            await kit.login()
        now = datetime.now(UTC)
        start, end = await ride(kit, "commute", now - timedelta(hours=2))
        await samples(kit, start, min(end, start + timedelta(seconds=told_s)), every_s=60)
        await samples(kit, now - timedelta(seconds=90), now, every_s=30)
        choose(kit)
        self.track.show_day(start - timedelta(minutes=1), now)
        await until(lambda: self.track.data is not None and bool(self.track.data.track))
        uri = kit.context.chosen.uri(NUMBER)
        await until(lambda: self.plot.session is not None and self.plot.session.uri.text == uri)
        await until(lambda: not cells or bool(self.cells.grid.view.cells))
        return start

    def volts(self) -> tuple[float, ...]:
        return self.cells.grid.view.cells if self.cells.scroll_area.isVisible() else ()


@pytest_asyncio.fixture
async def desk(kit: FleetKit, translations: Translations) -> AsyncIterator[Desk]:
    async with AsyncExitStack() as stack:
        track = await stack.enter_async_context(shown(kit, TrackPanel, height=760))
        plot = await stack.enter_async_context(shown(kit, PlotPanel, width=700))
        cells = await stack.enter_async_context(shown(kit, CellsPanel, width=500))
        yield Desk(kit=kit, track=track, plot=plot, cells=cells)


async def test_until_the_cursor_is_moved_plot_and_cells_are_live(desk: Desk) -> None:
    await desk.a_day()
    assert not desk.plot.of_past.isVisible()
    assert not desk.cells.of_past.isVisible()
    assert not desk.plot.past.on
    assert desk.kit.context.past.uri == ""


async def test_the_cursor_of_the_track_moves_plot_and_cells(desk: Desk) -> None:
    start = await desk.a_day()
    live, t = desk.volts(), start.timestamp() + 3630
    desk.track.player.seek(t)
    assert desk.plot.of_past.isVisible()  # at once, before anything is read
    assert desk.volts() == ()
    assert "Reading" in desk.cells.note.title
    await until(lambda: desk.plot.view.mark_at(Mark.PRESENT) == t)
    await until(lambda: bool(desk.volts()))
    then = tuple(round(3.9 - 60 * 0.001 + i * 0.002, 3) for i in range(13))
    assert desk.volts() == then != live
    assert not desk.cells.grid.view.stale
    local = datetime.fromtimestamp(t).astimezone()
    for panel in (desk.plot, desk.cells):
        assert panel.of_past.title.text == f"As of {local:%Y-%m-%d %H:%M:%S}"
        assert "not live" in panel.of_past.hint.text
    volts = desk.plot.series[0]
    assert volts.key == "pack_v"
    item = next(i for i in desk.plot.legend.items if i.name == volts.name)
    assert item.value == f"{sum(then):.2f}"
    desk.track.player.seek(t + 600)
    await until(lambda: desk.plot.view.mark_at(Mark.PRESENT) == t + 600)
    await until(lambda: desk.volts()[0] == round(3.9 - 70 * 0.001, 3))


async def test_the_cursor_of_the_plot_moves_the_track(desk: Desk) -> None:
    start = await desk.a_day()
    desk.track.player.seek(start.timestamp() + 600)
    await until(lambda: bool(desk.plot.view.lanes) and bool(desk.volts()))
    t = start.timestamp() + 4200
    desk.plot.view.cursed.emit(Mark.PRESENT, t)
    assert desk.track.player.player.t == t
    await until(lambda: desk.plot.view.mark_at(Mark.PRESENT) == t)
    await until(lambda: desk.volts()[0] == round(3.9 - 70 * 0.001, 3))


async def test_live_leads_back_and_stops_the_player(desk: Desk) -> None:
    await desk.a_day()
    live = desk.volts()
    QTest.mouseClick(desk.track.player.play, LEFT)
    await until(lambda: desk.plot.view.mark_at(Mark.PRESENT) is not None)
    QTest.mouseClick(desk.cells.of_past.live, LEFT)
    assert not desk.track.player.player.playing
    assert desk.volts() == live
    for panel in (desk.plot, desk.cells):
        assert not panel.of_past.isVisible()
    assert desk.plot.view.mark_at(Mark.PRESENT) is None
    session = desk.plot.session
    assert session is not None
    assert desk.plot.track is desk.plot.store.track(session)


async def test_where_the_board_told_nothing_no_older_value_stands(desk: Desk) -> None:
    start = await desk.a_day(told_s=1800)
    t = start.timestamp() + 1740 + 299  # the last one counts 300 s
    desk.track.player.seek(t)
    await until(lambda: bool(desk.volts()))
    await until(lambda: all(item.value != "—" for item in desk.plot.legend.items))
    desk.track.player.seek(t + 2)
    await until(lambda: desk.cells.note.title == "No cells at this time")
    assert desk.volts() == ()
    await until(lambda: all(item.value == "—" for item in desk.plot.legend.items))


async def test_another_battery_does_not_follow(desk: Desk) -> None:
    kit = desk.kit
    await kit.login()
    kit.context.chosen.choose(NUMBERS["child"])
    await until(lambda: kit.context.selection.current is not None)
    kit.context.chosen.keep()
    desk.cells.follower.pin(True)
    start = await desk.a_day(cells=False)
    desk.track.player.seek(start.timestamp() + 600)
    await until(lambda: desk.plot.view.mark_at(Mark.PRESENT) is not None)
    assert desk.plot.past.on
    assert not desk.cells.in_past
    assert not desk.cells.of_past.isVisible()
    kit.context.chosen.choose(NUMBERS["child"])  # what was chosen is what the track shows
    await until(lambda: kit.context.selection.current is desk.cells.session)
    await until(lambda: not desk.plot.past.on)
    assert kit.context.past.uri == ""


async def test_logging_out_leaves_nothing_of_the_past(desk: Desk) -> None:
    start = await desk.a_day()
    desk.track.player.seek(start.timestamp() + 600)
    await until(lambda: bool(desk.volts()) and desk.plot.past.on)
    assert desk.kit.context.cloud is not None
    await desk.kit.context.cloud.logout()
    assert desk.kit.context.past.uri == ""
    assert desk.volts() == ()


async def test_a_history_that_cannot_be_read_is_said_and_read_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = await desk.a_day()

    async def broken(*_: object) -> None:
        raise CloudError("cloud_unreachable", server="127.0.0.1", detail="away")

    monkeypatch.setattr(READS, broken)
    desk.track.past._rest.setInterval(50)
    desk.track.player.seek(start.timestamp() + 600)
    await until(lambda: desk.track.error_line.error is not None)
    assert desk.volts() == ()
    monkeypatch.setattr(READS, load_history)
    await until(lambda: bool(desk.volts()))


async def test_a_server_without_history_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def none(*_: object) -> None:
        return None

    start = await desk.a_day()
    monkeypatch.setattr(READS, none)
    desk.track.player.seek(start.timestamp() + 600)
    await until(lambda: desk.cells.note.title == "The server keeps no history of this board.")
    await until(lambda: desk.plot.note.title == "The server keeps no history of this board.")
