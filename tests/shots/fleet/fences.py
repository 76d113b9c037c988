"""Fences and the way to a battery."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QWidget

from mingtang_desk.cloud.store import FileSecrets
from mingtang_desk.ui.fleet.fence_layer import LAYER
from mingtang_desk.ui.fleet.navigate_dialog import NavigateDialog
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.map.overlays import Area, Shape
from mingtang_desk.ui.panels.fences import FencesPanel
from mingtang_desk.ui.tasks import cancel_all
from tests.fleet.kit import FleetKit, until
from tests.fleet.routing import routing
from tests.server.kit import NUMBERS

SHOP = NUMBERS["shop"]
_WORKDAY = {"weekdays": [1, 2, 3, 4, 5], "from": "20:00", "to": "07:00", "zone_min": 480}
_TOMORROW = (datetime.now(UTC) + timedelta(days=3)).isoweekday()
_ASLEEP = {"weekdays": [_TOMORROW], "from": "08:00", "to": "18:00", "zone_min": 0}
_SQUARE = [[22.50, 114.00], [22.50, 114.01], [22.51, 114.01], [22.51, 114.0]]
_BOW = (Place(22.5, 114.0), Place(22.51, 114.01), Place(22.51, 114.0), Place(22.5, 114.01))


async def scenes(kit: FleetKit) -> AsyncIterator[tuple[str, QWidget]]:
    """Yield every state, narrow and wide."""
    panel = FencesPanel(kit.context)
    panel.resize(360, 560)
    panel.show()
    yield "fences-nobody", panel
    await kit.login()
    await until(lambda: panel.desk.loaded)
    yield "fences-none", panel
    made = [
        {"name": "Workshop yard", "circle": _circle(22.5, 114.0, 200), "devices": [SHOP]},
        {"name": "<b>院子</b> & night", "polygon": _SQUARE, "schedule": _WORKDAY},
        {"name": "City", "circle": _circle(22.5, 114.0, 20_000), "whole_account": True},
        {"name": "Depot", "circle": _circle(22.6, 114.1, 80), "schedule": _ASLEEP},
    ]
    async with kit.server.client("shop-owner") as client:
        ids = [(await client.post("/fences", json=body)).json()["id"] for body in made]
    await _ride(kit)
    kit.context.chosen.number = SHOP
    kit.context.chosen.changed.emit(SHOP)
    await until(lambda: len(panel.desk.fences) == 4 and bool(panel.desk.crossings))
    panel.select(ids[0])
    yield "fences-list", panel
    panel.resize(300, 420)
    yield "fences-list-narrow", panel
    panel.resize(360, 760)
    panel.select(ids[0], edit=True)
    yield "fences-circle", panel
    panel.select(ids[1], edit=True)
    yield "fences-polygon", panel
    panel.resize(300, 760)
    yield "fences-polygon-narrow", panel
    panel.select(ids[3], edit=True)
    yield "fences-small-narrow", panel
    panel.resize(640, 560)
    kit.context.map.edited.emit(LAYER, Area(key=ids[1], corners=_BOW))
    yield "fences-crossing-wide", panel
    panel.revert()
    panel.page.left.emit()
    panel.select(ids[2])
    panel.remove()
    await until(lambda: panel.desk.deleted is not None)
    panel.resize(360, 480)
    panel.drawing.toggle(Shape.POLYGON)
    yield "fences-deleted", panel
    panel.drawing.toggle(Shape.POLYGON)
    await cancel_all(panel)
    panel.stop()
    async for scene in _navigation(kit):
        yield scene
    panel.deleteLater()


async def _navigation(kit: FleetKit) -> AsyncIterator[tuple[str, QWidget]]:
    parent = QWidget()
    secrets = FileSecrets(Path(kit.folder) / "keys.json")
    dialog = NavigateDialog(kit.context, SHOP, parent, secrets)
    dialog.show()
    yield "navigate", dialog
    async with routing() as server:
        kit.context.prefs.set(
            router={"kind": "osrm", "url": server.url}, route_start="22.490000, 113.990000"
        )
        route = dialog.page.route
        route.field.setText("22.490000, 113.990000")
        route.ask.click()
        await until(lambda: bool(route.result.text()))
        yield "navigate-route", dialog
        dialog.resize(300, 760)
        yield "navigate-narrow", dialog
        route.set_up.click()
        dialog.resize(560, 760)
        yield "navigate-router", dialog
    await cancel_all(dialog)
    nowhere = NavigateDialog(kit.context, NUMBERS["child"], parent, secrets)
    nowhere.show()
    yield "navigate-nowhere", nowhere
    nowhere.close()
    dialog.close()
    parent.deleteLater()


def _circle(lat: float, lon: float, radius: float) -> dict[str, float]:
    return {"lat": lat, "lon": lon, "radius_m": radius}


async def _ride(kit: FleetKit) -> None:
    """It stands for a minute, then rides a kilometre to the north."""
    begin = datetime.now(UTC) - timedelta(seconds=272)
    rows = [(10 * n, 22.5, 0.0) for n in range(7)]
    rows += [(70 + 10 * n, 22.5 + 0.0005 * n, 20.0) for n in range(20)]
    messages: list[dict[str, object]] = [
        {
            "type": "position",
            "device": SHOP,
            "time": (begin + timedelta(seconds=after)).isoformat(),
            "lat": lat,
            "lon": 114.0,
            "speed_kmh": speed,
            "satellites": 12,
        }
        for after, lat, speed in rows
    ]
    await kit.uplink(*messages)
