from datetime import time

import pytest

from mingtang_desk.geo.fence import Circle, Polygon
from mingtang_desk.geo.hours import Schedule
from mingtang_desk.server.rides.fence_area import (
    area_of,
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
TERMINALS = (
    Terminal(bytes.fromhex("013800000002")),
    Terminal(bytes.fromhex("00000000013800000002"), 1),
)


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


def test_hours_come_back() -> None:
    office = Schedule(weekdays=frozenset({1}), begin=time(8), end=time(18), zone_min=0)
    assert schedule_of(schedule_json(office)) == office


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
