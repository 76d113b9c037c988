"""Places of no earth, and old ones: what a server may tell and a map may not believe."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mingtang_desk.ui.map.fleet_look import Live, card_of_battery
from mingtang_desk.ui.map.fleet_points import FleetPoints
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.map.overlays import Area, Layer, Mark
from mingtang_desk.ui.theme import Theme
from tests.fleet.kit import FleetKit, desk_of, until
from tests.fleet.map_kit import hand_of
from tests.server.kit import NUMBERS

pytestmark = pytest.mark.asyncio
HERE = Place(22.5, 114.0)


@pytest.mark.parametrize("odd", [Place(1e308, 1e308), Place(91.0, 500.0), Place(1e18, -1e18)])
async def test_a_place_of_no_earth_breaks_no_map(theme: Theme, tmp_path: Path, odd: Place) -> None:
    async with desk_of(theme, tmp_path) as (_, _, context), hand_of(context, "painter") as hand:
        await hand.look(HERE, 10)
        mark = Mark(key="m", place=odd, icon="triangle-alert", label="x")
        wide = Area(key="a", centre=odd, radius_m=1e308, selected=True, editable=True)
        sides = Area(key="b", corners=(odd, HERE, Place(22.0, 113.0)))
        context.map.put("odd", Layer(marks=(mark,), areas=(wide, sides)))
        context.map.look_at([odd])
        await asyncio.sleep(0.1)
        assert hand.scene.camera.centre == HERE
        context.map.look_at([odd, Place(22.6, 114.1)])
        await asyncio.sleep(0.1)
        assert hand.scene.camera.centre == pytest.approx(Place(22.6, 114.1), abs=0.01)
        hand.panel.grab()


async def test_a_card_tells_no_speed_of_long_ago(kit: FleetKit) -> None:
    fleet = await kit.login()
    number = NUMBERS["shop"]
    await kit.report(number, 22.5, 114.0, speed_kmh=32.0)
    await until(lambda: (row := fleet.table.get(number)) is not None and row.lat is not None)
    row = fleet.table.get(number)
    assert row is not None
    points = FleetPoints()
    points.replace([row])
    spot, live = points.gather_one(number), Live(speed_kmh=32.0)
    times = {None: True, fleet.now(): False, fleet.now() - timedelta(hours=3): True}
    for when, is_old in times.items():
        then = replace(row, position_time=when)
        card = card_of_battery(fleet, then, spot, live=live, address="")
        assert card.stale is is_old
        assert any("32" in value for _, value in card.rows) is not is_old
