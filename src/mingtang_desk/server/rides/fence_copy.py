"""A fence as messages to the tracker, which then watches by itself too."""

from mingtang_desk.geo.fence import Circle as RoundArea
from mingtang_desk.server.rides.fences import FenceRow
from mingtang_desk.wire.jt808.fences import AreaFlag, Circle, Limits, SetCircles, SetPolygon

ADD = 1
FLAGS = AreaFlag.ALARM_PLATFORM_IN | AreaFlag.ALARM_PLATFORM_OUT
NAME_BYTES = 60


def messages(fence: FenceRow) -> tuple[SetCircles | SetPolygon, ...]:
    """Return what to send: 0x8600 for a circle, 0x8604 for a polygon.

    Raises:
        ValueError: it lies on both sides of the equator or of Greenwich, which the protocol cannot
            say; known when the message is encoded.
    """
    name = fence.name.encode("gbk", "replace")[:NAME_BYTES].decode("gbk", "ignore")
    limits = Limits(name=name)
    area = fence.area
    if isinstance(area, RoundArea):
        circle = Circle(
            id=fence.serial,
            flags=int(FLAGS),
            centre=(area.lat, area.lon),
            radius_m=round(area.radius_m),
            limits=limits,
        )
        return (SetCircles(action=ADD, circles=(circle,)),)
    return (SetPolygon(id=fence.serial, flags=int(FLAGS), corners=area.corners, limits=limits),)
