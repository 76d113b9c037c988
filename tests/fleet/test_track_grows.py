"""A track that reaches now grows while its battery rides; playing it is not disturbed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mingtang_desk.cloud.track_grow import grown_track
from mingtang_desk.core.clock import iso
from mingtang_desk.core.errors import CloudError
from mingtang_desk.ui.fleet.track_layer import CURSOR, KEY
from mingtang_desk.ui.fleet.track_range import CUSTOM
from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.panels.track import TrackPanel
from tests.fleet.kit import FleetKit, until
from tests.fleet.panels import shown
from tests.fleet.track_kit import NUMBER, choose, power_cut, ride, samples

pytestmark = pytest.mark.asyncio
READS = "mingtang_desk.ui.fleet.track_growth.grown_track"


@pytest_asyncio.fixture
async def panel(kit: FleetKit, translations: Translations) -> AsyncIterator[TrackPanel]:
    async with shown(kit, TrackPanel, height=760) as made:
        made.growth._soon.setInterval(20)
        yield made


async def a_ride(kit: FleetKit, panel: TrackPanel, end: timedelta = timedelta(hours=1)) -> int:
    """Show a ride that ended some minutes ago, in a stretch that goes on; return its points."""
    await kit.login()
    now = datetime.now(UTC)
    start, _ = await ride(kit, "city-ride", now - timedelta(minutes=10))
    choose(kit)
    panel.show_day(start - timedelta(minutes=1), now + end)
    await until(lambda: panel.data is not None and bool(panel.data.track))
    return count(panel)


def count(panel: TrackPanel) -> int:
    return 0 if panel.data is None else len(panel.data.track.points)


async def there(kit: FleetKit, panel: TrackPanel, n: int = 1) -> datetime:
    """Let the battery be a little further; return when."""
    now = datetime.now(UTC).replace(microsecond=0)
    points = () if panel.data is None else panel.data.track.points
    lat, lon = (points[-1].lat, points[-1].lon) if points else (31.2, 121.4)
    await kit.report(NUMBER, lat + 0.0001, lon, speed_kmh=20.0 + n, time=iso(now))
    return now


async def after_a_second() -> None:
    """Reports of one second are one."""
    began = datetime.now(UTC)
    await until(lambda: datetime.now(UTC) > began + timedelta(seconds=1.1))


async def test_a_report_is_put_behind_what_is_known(kit: FleetKit, panel: TrackPanel) -> None:
    before = await a_ride(kit, panel)
    panel.player.seek(panel.player.track.start + 60)
    t = panel.player.player.t
    when = await there(kit, panel)
    await until(lambda: count(panel) == before + 1)
    data = panel.data
    assert data is not None
    assert data.track.end == when.timestamp()
    assert data.track.points[-1].speed_kmh == 21.0
    assert data.track.left_out.doubled == 0
    assert panel.player.player.t == t == panel.player.timeline._t  # elsewhere it stays
    assert panel.player.track is data.track
    layer = kit.context.map.layers[KEY]
    end = next(mark for mark in layer.marks if mark.key == "end")
    assert end.place.lat == pytest.approx(data.track.points[-1].lat)

    await after_a_second()
    await there(kit, panel, 2)
    await until(lambda: panel.player.track.points[-1].speed_kmh == 22.0)


async def test_a_cursor_at_the_end_goes_along(kit: FleetKit, panel: TrackPanel) -> None:
    await a_ride(kit, panel)
    QTest.keyClick(panel.player.timeline, Qt.Key.Key_End)
    kit.context.past.leave()
    when = await there(kit, panel)
    await until(lambda: panel.player.player.t == when.timestamp())
    marks, last = kit.context.map.layers[KEY].marks, panel.player.track.points[-1]
    assert next(mark for mark in marks if mark.key == CURSOR).place.lat == pytest.approx(last.lat)
    assert panel.player.values["speed_kmh"].text() == "21.0 km/h"
    assert kit.context.past.uri == ""  # nobody moved it: live stays live


async def test_playing_goes_on(kit: FleetKit, panel: TrackPanel) -> None:
    before = await a_ride(kit, panel)
    panel.player.toggle()
    player = panel.player.player
    await there(kit, panel)
    await until(lambda: count(panel) == before + 1)
    assert panel.player.player is player
    assert player.playing
    t = player.t
    await until(lambda: player.t > t)
    assert player.t < panel.player.track.end


async def test_samples_alarms_and_rides_come_too(kit: FleetKit, panel: TrackPanel) -> None:
    await a_ride(kit, panel)
    data = panel.data
    assert data is not None
    assert not data.track.samples
    now = datetime.now(UTC)
    await samples(kit, now - timedelta(seconds=2), now, every_s=1)
    await until(lambda: panel.data is not None and bool(panel.data.track.samples))
    await power_cut(kit, datetime.now(UTC), 31.2, 121.4)
    await until(lambda: any("Power cut" in mark.text for mark in panel.player.timeline.marks))
    assert panel.data is not None
    assert panel.data.trips is not None
    assert len({trip.start for trip in panel.data.trips}) == len(panel.data.trips) >= 1


async def test_the_first_report_of_a_day_begins_a_track(kit: FleetKit, panel: TrackPanel) -> None:
    await kit.login()
    choose(kit)
    await until(lambda: panel.data is not None and panel._loading is None)
    assert count(panel) == 0
    assert panel.range.is_open
    await there(kit, panel)
    await until(lambda: count(panel) == 1)
    assert panel.scroll_area.isVisible()


async def test_yesterday_and_a_file_do_not_grow(
    kit: FleetKit, panel: TrackPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await a_ride(kit, panel, end=-timedelta(minutes=5))
    assert panel.range.kind.currentIndex() == CUSTOM
    asked: list[object] = []

    async def noted(*args: Any, **more: Any) -> object:
        asked.append(await grown_track(*args, **more))
        return asked[-1]

    monkeypatch.setattr(READS, noted)
    await there(kit, panel)
    await until(lambda: bool(asked))
    assert asked == [None]
    assert count(panel) == before


async def test_what_could_not_be_read_comes_with_the_next_report(
    kit: FleetKit, panel: TrackPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await a_ride(kit, panel)
    failed: list[bool] = []

    async def broken(*_: object, **__: object) -> None:
        failed.append(True)
        raise CloudError("cloud_unreachable", server="127.0.0.1", detail="away")

    monkeypatch.setattr(READS, broken)
    await there(kit, panel, 1)
    await until(lambda: bool(failed))
    assert panel.error_line.error is None
    monkeypatch.setattr(READS, grown_track)
    await after_a_second()
    await there(kit, panel, 2)
    await until(lambda: count(panel) == before + 2)
