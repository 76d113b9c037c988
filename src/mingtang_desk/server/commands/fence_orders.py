"""Fences that a tracker watches by itself: copied to it, and taken off it again.

JT/T 808 of 2013 cannot read areas back: the tracker's acknowledgement is the evidence, and without
one the command stays unknown. A copy does not follow later changes of the fence.
"""

from collections.abc import Mapping
from dataclasses import replace

from mingtang_desk.geo.datum import Datum, convert
from mingtang_desk.geo.fence import Circle, Polygon
from mingtang_desk.server.commands.flight import Flight, Outcome, must_be_taken
from mingtang_desk.server.commands.orders import FenceCopy, FenceDelete
from mingtang_desk.server.commands.tracker_orders import Carry
from mingtang_desk.server.rides.fence_copy import messages
from mingtang_desk.server.rides.fences import FenceRow, fence_for
from mingtang_desk.wire.jt808.fences import DeleteCircles, DeletePolygons
from mingtang_desk.wire.jt808.message import Form, Message


async def fence_copy(flight: Flight) -> Outcome:
    """0x8600 for a circle, 0x8604 for a polygon, in the datum of the tracker."""
    order = flight.command.order
    assert isinstance(order, FenceCopy)
    async with flight.core.store.read() as connection:
        fence = await fence_for(connection, order.fence, flight.device)
    if fence is None:
        return _failed("not_found", "There is no such fence of this battery.")
    (message,) = messages(_in(fence, Datum(flight.device.datum)))
    try:
        message.body(Form(is_2019=flight.link().terminal.is_2019))
    except ValueError:
        return _failed("fence_invalid", "A tracker cannot be told of such an area.")
    evidence = await _told(flight, message)
    return Outcome(good=True, result={**evidence, "tracker_id": fence.serial})


async def fence_delete(flight: Flight) -> Outcome:
    """0x8601 or 0x8605."""
    order = flight.command.order
    assert isinstance(order, FenceDelete)
    kind = DeleteCircles if order.shape == "circle" else DeletePolygons
    return Outcome(good=True, result=await _told(flight, kind(ids=(order.tracker_id,))))


async def _told(flight: Flight, message: Message) -> dict[str, object]:
    flight.touched = True
    reply = await flight.ask(message)
    must_be_taken(reply, flight.device.number)
    return {"evidence": "acknowledged"}


def _in(fence: FenceRow, datum: Datum) -> FenceRow:
    area = fence.area
    if isinstance(area, Circle):
        place = convert((area.lat, area.lon), Datum.WGS84, datum)
        return replace(fence, area=Circle(*place, area.radius_m))
    corners = tuple(convert(each, Datum.WGS84, datum) for each in area.corners)
    return replace(fence, area=Polygon(corners))


def _failed(key: str, words: str) -> Outcome:
    return Outcome(good=False, result={"error": {"key": key, "message": words}})


FENCE_ORDERS: Mapping[str, Carry] = {"fence_copy": fence_copy, "fence_delete": fence_delete}
