"""The map of the fleet: far, near, with a card, a list, layers, drawing; painter and page."""

from __future__ import annotations

import asyncio
import math
import os
from collections.abc import AsyncIterator

from PySide6.QtWidgets import QWidget

from mingtang_desk.ui.dock import CardDock
from mingtang_desk.ui.map.backend import VARIABLE
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.map.overlays import Area, Layer, Line, Mark, Shape
from mingtang_desk.ui.map.view import Camera
from mingtang_desk.ui.panels import PANELS
from mingtang_desk.ui.panels.map import MapPanel
from tests.fleet.kit import FleetKit, until
from tests.fleet.map_kit import CENTRE, populate, scatter
from tests.ui.building import app


async def scenes(kit: FleetKit) -> AsyncIterator[tuple[str, QWidget]]:
    """Each view in turn."""
    app().setQuitOnLastWindowClosed(False)
    numbers = await populate(kit, 300)
    await scatter(kit, numbers)
    await kit.login()
    for view in ("painter", "page"):
        os.environ[VARIABLE] = "painter" if view == "painter" else ""
        async for scene in _of_view(kit, view, numbers):
            yield scene


async def _of_view(
    kit: FleetKit, view: str, numbers: list[str]
) -> AsyncIterator[tuple[str, QWidget]]:
    spec = next(spec for spec in PANELS if spec.key == "map")
    window = QWidget()
    dock = CardDock(spec, kit.context, window)
    dock.resize(900, 600)
    panel = dock.fill()
    assert isinstance(panel, MapPanel)
    dock.seen = True
    panel.show()
    dock.show()
    window.resize(900, 600)
    window.show()
    await until(lambda: len(panel.scene.fleet) >= 300)
    if view == "page":
        await until(lambda: panel.stack.currentWidget() is panel.web, 25)
    scene = panel.scene
    scene.set_following(False)
    scene.go(Camera(Place(*CENTRE), 11))
    await asyncio.sleep(0.5)
    yield f"map-{view}-far", dock
    scene.go(Camera(Place(*CENTRE), 14))
    await asyncio.sleep(0.5)
    yield f"map-{view}-near", dock
    chosen = next(number for number in numbers if scene.fleet.place(number) is not None)
    scene.fleet.open(chosen)
    scene.set_following(True)
    await asyncio.sleep(1.0)
    yield f"map-{view}-card", dock
    dock.resize(300, 420)
    await asyncio.sleep(0.5)
    yield f"map-{view}-narrow", dock
    dock.resize(900, 600)
    scene.fleet.close_card()
    scene.set_following(False)
    scene.go(Camera(Place(22.54, 114.05), 14))
    layer(kit)
    await asyncio.sleep(0.8)
    yield f"map-{view}-layers", dock
    kit.context.map.draw(Shape.POLYGON)
    for lat, lon in ((22.54, 114.03), (22.555, 114.045), (22.545, 114.06)):
        scene.sketch.press(Place(lat, lon))
        scene.sketch.release(Place(lat, lon))
    scene.sketch.move(Place(22.53, 114.05))
    await asyncio.sleep(0.5)
    yield f"map-{view}-drawing", dock
    kit.context.map.draw(None)
    kit.context.map.remove("track")
    panel.stop()
    dock.hide()
    window.close()
    await asyncio.sleep(0.1)


def layer(kit: FleetKit) -> None:
    """A coloured ride with marks, and three fences."""
    points = [Place(22.53 + 0.012 * math.sin(at / 60), 114.03 + at / 20_000) for at in range(800)]
    colours = ["ok" if at < 300 else "warn" if at < 600 else "bad" for at in range(799)]
    kit.context.map.put(
        "track",
        Layer(
            lines=[
                Line(points=points, colours=colours, width=4),
                Line(points=[points[0], Place(22.56, 114.04)], dashed=True),
            ],
            marks=[
                Mark(key="stop", place=points[200], icon="pause", title="12 min", label="12 min"),
                Mark(
                    key="alarm",
                    place=points[500],
                    icon="triangle-alert",
                    colour="bad",
                    title="Alarm",
                ),
                Mark(key="cursor", place=points[400], course_deg=70.0, colour="accent"),
            ],
            areas=[
                Area(
                    key="a",
                    centre=Place(22.553, 114.062),
                    radius_m=700,
                    selected=True,
                    editable=True,
                    title="Depot",
                ),
                Area(
                    key="b",
                    corners=[Place(22.525, 114.055), Place(22.535, 114.07), Place(22.52, 114.075)],
                    colour="warn",
                    editable=True,
                ),
                Area(
                    key="c", centre=Place(22.55, 114.03), radius_m=500, colour="muted", dashed=True
                ),
            ],
        ),
    )
