from datetime import time

import pytest

from mingtang_desk.geo.fence import Circle, Polygon
from mingtang_desk.server.rides.fence_area import (
    Schedule,
    area_of,
    crosses_itself,
    schedule_json,
    schedule_of,
    shape_json,
    warnings,
    why_not,
)
from mingtang_desk.server.rides.fence_copy import messages
from mingtang_desk.server.rides.fences import FenceRow
from mingtang_desk.wire.jt808.codec import decode, encode
from mingtang_desk.wire.jt808.fences import SetCircles, SetPolygon
from mingtang_desk.wire.jt808.framing import Jt808Framer
from mingtang_desk.wire.jt808.header import Terminal

SQUARE = ((22.49, 113.99), (22.49, 114.01), (22.51, 114.01), (22.51, 113.99))
HOUR_MS = 3_600_000
TERMINALS = (
    Terminal(bytes.fromhex("013800000002")),
    Terminal(bytes.fromhex("00000000013800000002"), 1),
)
MONDAY_MS = 1_796_601_600_000
"""Monday, 2026-12-07, 00:00 UTC."""


@pytest.mark.parametrize(
    ("corners", "crosses"),
    [
        (SQUARE, False),
        (SQUARE[::-1], False),
        ((SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]), True),
        ((*SQUARE, (22.50, 114.00)), False),
        ((*SQUARE, (22.50, 114.02)), True),
        (((0.0, 179.99), (0.0, -179.99), (0.02, -179.99), (0.02, 179.99)), False),
        (((0.0, 179.99), (0.02, -179.99), (0.0, -179.99), (0.02, 179.99)), True),
        (((0.0, 0.0), (0.0, 0.1), (0.0, 0.05)), True),  # it goes back over itself
    ],
)
def test_crossing_sides(corners: tuple[tuple[float, float], ...], crosses: bool) -> None:
    assert crosses_itself(corners) is crosses


def test_small_shapes() -> None:
    assert why_not(Circle(22.5, 114.0, 49.9)) is not None
    assert why_not(Circle(22.5, 114.0, 50.0)) is None
    assert warnings(Circle(22.5, 114.0, 99.0))
    assert not warnings(Circle(22.5, 114.0, 100.0))
    tiny = tuple((22.5 + (a - 22.5) / 100, 114 + (b - 114) / 100) for a, b in SQUARE)
    assert why_not(Polygon(tiny)) is not None


@pytest.mark.parametrize("area", [Circle(22.5, 114.0, 200.0), Polygon(SQUARE)])
def test_shapes_come_back(area: Circle | Polygon) -> None:
    assert area_of(shape_json(area)) == area


def test_hours() -> None:
    office = Schedule(weekdays=frozenset({1}), begin=time(8), end=time(18), zone_min=0)
    assert schedule_of(schedule_json(office)) == office
    hours = [h for h in range(48) if office.holds(MONDAY_MS + h * HOUR_MS, 480)]
    assert hours == list(range(8, 18))
    night = Schedule(weekdays=frozenset({1}), begin=time(22), end=time(6))
    hours = [h for h in range(48) if night.holds(MONDAY_MS + h * HOUR_MS, 0)]
    assert hours == list(range(22, 30))
    there = [h for h in range(48) if night.holds(MONDAY_MS + h * HOUR_MS, 480)]
    assert there == list(range(14, 22))
    always = Schedule(weekdays=frozenset(range(1, 8)), begin=time(0), end=time(0))
    assert all(always.holds(MONDAY_MS + h * HOUR_MS, 480) for h in range(200))


@pytest.mark.parametrize("area", [Circle(-33.9, 151.2, 200.4), Polygon(SQUARE)])
@pytest.mark.parametrize("terminal", TERMINALS)
def test_the_copy_for_a_tracker(area: Circle | Polygon, terminal: Terminal) -> None:
    fence = FenceRow(
        id="x",
        serial=7,
        account_path="/a",
        name="仓库" * 40,
        area=area,
        schedule=None,
        is_everyones=False,
        devices=frozenset(),
        created_ms=0,
    )
    (message,) = messages(fence)
    framer = Jt808Framer()
    (packet,) = [p for data in encode(message, terminal, 1) for p in framer.feed(data)]
    back = decode(packet)
    if isinstance(area, Circle):
        assert isinstance(back, SetCircles)
        (circle,) = back.circles
        assert (circle.id, circle.centre, circle.radius_m) == (7, (-33.9, 151.2), 200)
    else:
        assert isinstance(back, SetPolygon)
        assert (back.id, back.corners) == (7, SQUARE)
