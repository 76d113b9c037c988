"""What panels put on the map, and what is drawn and dragged there: the same in both views."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from mingtang_desk.geo.datum import Datum
from mingtang_desk.geo.distance import haversine_m
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.map.overlays import Area, Layer, Line, Mark, Shape
from mingtang_desk.ui.theme import Theme
from tests.fleet.kit import desk_of, until
from tests.fleet.map_kit import PAGE_MARKS, Hand, hand_of

pytestmark = [pytest.mark.asyncio, *PAGE_MARKS]
HERE = Place(22.54, 114.05)
ZOOM = 15


@pytest_asyncio.fixture(params=["painter", "page"])
async def hand(request: pytest.FixtureRequest, theme: Theme, tmp_path: Path) -> AsyncIterator[Hand]:
    async with (
        desk_of(theme, tmp_path) as (_, _, context),
        hand_of(context, request.param) as made,
    ):
        await made.look(HERE, ZOOM)
        yield made


def near(one: Place | None, other: Place, metres: float = 15.0) -> bool:
    return one is not None and haversine_m(*one, *other) < metres


def by(north: float, east: float) -> Place:
    """A place some thousandths of a degree away."""
    return Place(HERE.lat + north / 1000, HERE.lon + east / 1000)


async def test_a_mark_and_an_area_tell_that_they_were_clicked(hand: Hand) -> None:
    desk = hand.panel.context.map
    heard: list[tuple[str, str]] = []
    desk.clicked.connect(lambda layer, key: heard.append((layer, key)))
    desk.put(
        "alarms",
        Layer(
            marks=[Mark(key="m", place=by(3, 0), icon="triangle-alert", title="<b>x</b>")],
            areas=[
                Area(key="big", centre=HERE, radius_m=600),
                Area(key="small", corners=[by(-1, -1), by(-1, 1), by(1, 1), by(1, -1)]),
            ],
        ),
    )
    await hand.settle()
    await hand.click(by(3, 0))
    await until(lambda: heard == [("alarms", "m")])
    await hand.click(by(-3, 0))
    await until(lambda: heard[1:] == [("alarms", "big")])
    await hand.click(by(0, 0))
    await until(lambda: heard[2:] == [("alarms", "small")])
    desk.remove("alarms")
    await hand.settle()
    await hand.click(by(3, 0))
    assert len(heard) == 3


async def test_a_circle_is_drawn_by_a_drag_or_by_two_clicks(hand: Hand) -> None:
    desk = hand.panel.context.map
    drawn: list[Area] = []
    desk.drawn.connect(drawn.append)
    before = hand.scene.camera
    desk.draw(Shape.CIRCLE)
    assert hand.panel.hint.isVisible()
    await hand.settle()
    await hand.drag(HERE, by(0, 4))
    await until(lambda: len(drawn) == 1)
    assert near(drawn[0].centre, HERE)
    assert drawn[0].radius_m == pytest.approx(haversine_m(*HERE, *by(0, 4)), abs=15)
    assert desk.drawing is None
    assert not hand.panel.hint.isVisible()
    desk.draw(Shape.CIRCLE)
    await hand.settle()
    await hand.click(by(1, 1))
    assert len(drawn) == 1
    await hand.click(by(1, 3))
    await until(lambda: len(drawn) == 2)
    assert near(drawn[1].centre, by(1, 1))
    assert drawn[1].radius_m == pytest.approx(haversine_m(*by(1, 1), *by(1, 3)), abs=15)
    # The map itself was not moved by it.
    assert near(hand.scene.camera.centre, before.centre, 3)


async def test_a_polygon_ends_by_a_double_click_or_enter(hand: Hand) -> None:
    desk = hand.panel.context.map
    drawn: list[Area] = []
    desk.drawn.connect(drawn.append)
    desk.draw(Shape.POLYGON)
    await hand.settle()
    for corner in (by(2, -3), by(2, 3)):
        await hand.click(corner)
    await hand.click(by(-2, 0), double=True)
    await until(lambda: len(drawn) == 1)
    wanted = (by(2, -3), by(2, 3), by(-2, 0))
    assert all(near(a, b) for a, b in zip(drawn[0].corners, wanted, strict=True))
    assert len(drawn[0].corners) == 3
    desk.draw(Shape.POLYGON)
    await hand.settle()
    for corner in (by(2, -3), by(2, 3), by(0, 0), by(-2, 0)):
        await hand.click(corner)
    await hand.key(Qt.Key.Key_Backspace)
    await hand.key(Qt.Key.Key_Return)
    await until(lambda: len(drawn) == 2)
    assert len(drawn[1].corners) == 3
    assert near(drawn[1].corners[2], by(0, 0))


async def test_escape_gives_up_and_a_place_is_one_click(hand: Hand) -> None:
    desk = hand.panel.context.map
    drawn: list[Area] = []
    desk.drawn.connect(drawn.append)
    desk.draw(Shape.POLYGON)
    await hand.settle()
    await hand.click(by(1, 1))
    await hand.key(Qt.Key.Key_Escape)
    await until(lambda: desk.drawing is None)
    assert drawn == []
    desk.draw(Shape.PLACE)
    await hand.settle()
    await hand.click(by(1, 2))
    await until(lambda: len(drawn) == 1)
    assert near(drawn[0].centre, by(1, 2))
    assert drawn[0].radius_m == 0


async def test_centre_rim_corners_and_middles_are_dragged(hand: Hand) -> None:
    desk = hand.panel.context.map
    edited: list[tuple[str, Area]] = []
    desk.edited.connect(lambda layer, area: edited.append((layer, area)))
    circle = Area(key="c", centre=by(2, -4), radius_m=200, editable=True)
    corners = (by(0, 0), by(0, 4), by(-3, 4), by(-3, 0))
    desk.put("fences", Layer(areas=[circle, Area(key="p", corners=corners, editable=True)]))
    await hand.settle()
    rim = next(each.place for each in hand.scene.sketch.shown.handles if each.key.endswith("\nrim"))
    await hand.drag(rim, by(2, 0))
    await until(lambda: len(edited) == 1)
    assert edited[0][0] == "fences"
    assert edited[0][1].radius_m == pytest.approx(haversine_m(*by(2, -4), *by(2, 0)), abs=20)
    await hand.drag(by(2, -4), by(3, -4))
    await until(lambda: len(edited) == 2)
    assert near(edited[1][1].centre, by(3, -4))
    assert edited[1][1].radius_m == edited[0][1].radius_m
    await hand.drag(corners[1], by(1, 5))
    await until(lambda: len(edited) == 3)
    assert near(edited[2][1].corners[1], by(1, 5))
    assert edited[2][1].corners[2:] == corners[2:]
    await hand.drag(by(-3, 2), by(-4, 2))
    await until(lambda: len(edited) == 4)
    assert len(edited[3][1].corners) == 5
    assert near(edited[3][1].corners[3], by(-4, 2))
    # What was dragged stays until the panel puts its layer anew.
    assert hand.scene.sketch.areas("fences")[1] == edited[3][1]
    desk.put("fences", Layer(areas=[circle]))
    assert hand.scene.sketch.areas("fences") == (circle,)


async def test_delete_takes_a_corner_away_but_never_the_third(hand: Hand) -> None:
    desk = hand.panel.context.map
    edited: list[Area] = []
    desk.edited.connect(lambda _, area: edited.append(area))
    corners = (by(2, -2), by(2, 2), by(-2, 2), by(-2, -2))
    desk.put("fences", Layer(areas=[Area(key="p", corners=corners, editable=True)]))
    await hand.settle()
    await hand.click(corners[0])
    await until(lambda: any(each.chosen for each in hand.scene.sketch.shown.handles))
    await hand.key(Qt.Key.Key_Delete)
    await until(lambda: len(edited) == 1)
    assert edited[0].corners == corners[1:]
    await hand.click(corners[1])
    await hand.key(Qt.Key.Key_Delete)
    assert len(edited) == 1


async def test_a_mark_moves_and_look_brings_an_area_into_sight(hand: Hand) -> None:
    desk = hand.panel.context.map
    heard: list[str] = []
    desk.clicked.connect(lambda layer, key: heard.append(key))
    cursor = Mark(key="cursor", place=HERE, course_deg=10.0)
    desk.put("track", Layer(lines=[Line(points=[HERE, by(0, 9)])], marks=[cursor]))
    for step in range(1, 31):
        desk.move("track", Mark(key="cursor", place=by(0, step / 10), course_deg=step))
    await hand.settle()
    await hand.click(by(0, 3))
    await until(lambda: heard == ["cursor"])
    await hand.click(HERE)
    assert heard == ["cursor"]
    far = [Place(23.1, 113.2), Place(23.2, 113.4)]
    desk.look_at(far)
    await until(lambda: near(hand.scene.camera.centre, Place(23.15, 113.3), 500))
    assert not hand.scene.following


async def test_a_line_is_seen_in_its_colours(hand: Hand) -> None:
    desk = hand.panel.context.map
    points = [by(0, east / 10) for east in range(-40, 41)]
    colours = ["#ff00ff" if at < 40 else "#00ff00" for at in range(80)]
    desk.put("track", Layer(lines=[Line(points=points, colours=colours, width=8)]))
    await hand.settle()
    if hand.is_page:
        found = await hand.ask(
            "(() => { const c = document.querySelector('.leaflet-lines-pane canvas');"
            " const at = p => { const q = map_desk.latLngToContainerPoint(p);"
            " const o = map_desk.layerPointToContainerPoint(L.DomUtil.getPosition(c));"
            " return [...c.getContext('2d').getImageData(q.x - o.x, q.y - o.y, 1, 1).data]; };"
            f" return at([{HERE.lat}, {by(0, -2).lon}])"
            f".concat(at([{HERE.lat}, {by(0, 2).lon}])).join(); }})()"
        )
        assert found == "255,0,255,255,0,255,0,255"
        return
    image = hand.panel.painter.grab().toImage()
    assert image.pixelColor(await hand.at(by(0, -2))) == QColor("#ff00ff")
    assert image.pixelColor(await hand.at(by(0, 2))) == QColor("#00ff00")


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
async def test_on_a_map_in_another_datum_places_are_those_of_wgs84(
    hand: Hand, datum: Datum
) -> None:
    desk = hand.panel.context.map
    drawn: list[Area] = []
    desk.drawn.connect(drawn.append)
    hand.scene.set_tiles(replace(hand.scene.tiles, file=None, datum=datum))
    await hand.look(HERE, ZOOM)
    # Drawn some hundred metres away from where WGS-84 would be ...
    there = hand.scene.shift.out(HERE)
    assert haversine_m(*there, *HERE) > 100
    mark = Mark(key="m", place=by(1, 1))
    heard: list[str] = []
    desk.clicked.connect(lambda _, key: heard.append(key))
    desk.put("x", Layer(marks=[mark], areas=[]))
    await hand.settle()
    await hand.click(by(1, 1))
    await until(lambda: heard == ["m"])
    # ... and what is drawn by hand comes back in WGS-84.
    desk.draw(Shape.PLACE)
    await hand.settle()
    await hand.click(by(-1, 2))
    await until(lambda: len(drawn) == 1)
    assert near(drawn[0].centre, by(-1, 2), 6)
    if hand.is_page:
        lat = await hand.ask("map_desk.getCenter().lat")
        lon = await hand.ask("map_desk.getCenter().lng")
        assert near(Place(lat, lon), there, 12)
