"""Fences copied to a simulated tracker, and taken off it again."""

from typing import Any

import pytest

from mingtang_desk.geo.datum import Datum, convert
from mingtang_desk.sim.tracker.machine import SimTracker
from mingtang_desk.sim.tracker.orders import Orders
from mingtang_desk.wire.jt808.fences import SetCircles, SetPolygon
from mingtang_desk.wire.jt808.message import Form
from tests.server.commanding import (
    ONE_DATABASE,
    QUICK,
    change_device,
    done,
    living,
    messages,
    states,
    tracker_of,
)
from tests.server.kit import NUMBERS, Kit

pytestmark = pytest.mark.asyncio
PLACE = (22.5, 114.0)
CIRCLE: dict[str, Any] = {"circle": {"lat": 22.5, "lon": 114.0, "radius_m": 200}}
CORNERS = [[22.5, 114.0], [22.51, 114.0], [22.51, 114.01]]


async def made(kit: Kit, account: str = "shop", **shape: Any) -> dict[str, Any]:
    body = {"name": "yard 院子", "devices": [NUMBERS[account]], **shape}
    async with kit.client(f"{account}-operator") as client:
        answer = await client.post("/fences", json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def areas(tracker: SimTracker) -> dict[tuple[str, int], bytes]:
    """What the tracker has."""
    orders = getattr(tracker.on_order, "__self__", None)
    assert isinstance(orders, Orders)
    return orders.areas


@pytest.mark.parametrize("edition", [2013, 2019])
async def test_a_circle_and_a_polygon_go_and_come_off(kit: Kit, edition: int) -> None:
    form = Form(is_2019=edition == 2019)
    await change_device(kit, datum="gcj02")
    circle, polygon = await made(kit, **CIRCLE), await made(kit, polygon=CORNERS)
    async with living(kit, tracker_of(kit, edition=edition)) as tracker:
        found = await done(kit, "fence_copy", fence=circle["id"])
        assert (found["state"], states(found)[-2:]) == ("succeeded", ["delivered", "succeeded"])
        number = circle["tracker_id"]
        assert found["result"] == {"evidence": "acknowledged", "tracker_id": number}
        (told,) = SetCircles.read(areas(tracker)["circle", number], form).circles
        wanted = convert(PLACE, Datum.WGS84, Datum.GCJ02)  # the tracker counts in it
        assert told.centre == pytest.approx(wanted, abs=2e-6)
        assert told.radius_m == 200
        assert told.limits.name == ("yard 院子" if form.is_2019 else "")
        found = await done(kit, "fence_copy", fence=polygon["id"])
        area = SetPolygon.read(areas(tracker)["polygon", polygon["tracker_id"]], form)
        assert len(area.corners) == 3
        assert len(messages(found, "tx", "0x8604")) == 1
        for fence, shape in ((circle, "circle"), (polygon, "polygon")):
            given = {"tracker_id": fence["tracker_id"], "shape": shape}
            found = await done(kit, "fence_delete", **given)
            assert found["state"] == "succeeded"
        assert areas(tracker) == {}


@ONE_DATABASE
async def test_what_is_not_copied(kit: Kit) -> None:
    """A fence of somebody else, one of another battery, one across the equator."""
    async with kit.client("top-operator") as client:
        body = {"name": "top", "devices": [NUMBERS["top"]], **CIRCLE}
        foreign = (await client.post("/fences", json=body)).json()["id"]
    other = (await made(kit, "child", **CIRCLE))["id"]
    across = await made(kit, polygon=[[-0.01, 114.0], [0.01, 114.0], [0.01, 114.02]])
    async with living(kit, tracker_of(kit)) as tracker:
        for fence, key in (
            (foreign, "not_found"),
            (other, "not_found"),
            (across["id"], "fence_invalid"),
        ):
            found = await done(kit, "fence_copy", fence=fence)
            assert (found["state"], found["result"]["error"]["key"]) == ("failed", key)
        assert areas(tracker) == {}


@ONE_DATABASE
async def test_without_an_acknowledgement_nobody_knows(kit: Kit) -> None:
    """There is no reading back: it is not called a success, nor a failure."""
    kit.services.commands.crew.timers = QUICK
    fence = await made(kit, **CIRCLE)
    tracker = tracker_of(kit)
    async with living(kit, tracker):
        order = tracker.on_order
        tracker.on_order = lambda *_: None
        found = await done(kit, "fence_copy", fence=fence["id"])
        tracker.on_order = order
    assert found["state"] == "unknown"
