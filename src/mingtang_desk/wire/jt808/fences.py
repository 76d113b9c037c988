"""Fences that a terminal watches by itself: circles and polygons."""

from dataclasses import dataclass, replace
from enum import IntFlag
from typing import ClassVar, Self

from mingtang_desk.wire.jt808.message import Form
from mingtang_desk.wire.jt808.octets import (
    TIME_BYTES,
    Reader,
    counted_text,
    number_bytes,
    padded,
)

DEGREE = 1_000_000
type Place = tuple[float, float]
"""Degrees of latitude and longitude, north and east positive."""


class AreaFlag(IntFlag):
    """Bits of an area that say what follows, and where on earth it is."""

    HAS_TIMES = 1 << 0
    HAS_SPEED = 1 << 1
    ALARM_DRIVER_IN = 1 << 2
    ALARM_PLATFORM_IN = 1 << 3
    ALARM_DRIVER_OUT = 1 << 4
    ALARM_PLATFORM_OUT = 1 << 5
    SOUTH = 1 << 6
    WEST = 1 << 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an area says beside its shape; which of it goes over the line, its flags say.

    Attributes:
        start, end: BCD YYMMDDhhmmss, zeros for every day; there with `HAS_TIMES`.
        max_speed_kmh, overspeed_s: there with `HAS_SPEED`.
        night_speed_kmh: likewise, since 2019.
        name: since 2019.
    """

    start: bytes = bytes(TIME_BYTES)
    end: bytes = bytes(TIME_BYTES)
    max_speed_kmh: int = 0
    overspeed_s: int = 0
    night_speed_kmh: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A round area.

    Attributes:
        id: its number.
        flags: see `AreaFlag`.
        centre: its middle.
        radius_m: its radius.
        limits: what else it says.
    """

    id: int
    flags: int
    centre: Place
    radius_m: int
    limits: Limits = Limits()


def _read_place(reader: Reader, flags: int) -> Place:
    lat, lon = reader.number(4), reader.number(4)
    south, west = flags & AreaFlag.SOUTH, flags & AreaFlag.WEST
    return (-lat if south else lat) / DEGREE, (-lon if west else lon) / DEGREE


def _place_bytes(place: Place) -> bytes:
    lat, lon = (round(abs(degrees) * DEGREE) for degrees in place)
    return number_bytes(lat, 4, "latitude") + number_bytes(lon, 4, "longitude")


def _signed(flags: int, places: tuple[Place, ...]) -> int:
    """The flags with the hemisphere of the places.

    Raises:
        ValueError: they lie on both sides of the equator or of Greenwich.
    """
    for axis, bit in enumerate((AreaFlag.SOUTH, AreaFlag.WEST)):
        if any(place[axis] < 0 for place in places):
            if any(place[axis] > 0 for place in places):
                raise ValueError("one area cannot lie in two hemispheres")
            flags |= bit
    return int(flags)


def _read_limits(reader: Reader, flags: int) -> Limits:
    start = end = bytes(TIME_BYTES)
    speed = seconds = 0
    if flags & AreaFlag.HAS_TIMES:
        start, end = reader.take(TIME_BYTES), reader.take(TIME_BYTES)
    if flags & AreaFlag.HAS_SPEED:
        speed, seconds = reader.number(2), reader.number(1)
    return Limits(start=start, end=end, max_speed_kmh=speed, overspeed_s=seconds)


def _with_end(limits: Limits, reader: Reader, flags: int, form: Form) -> Limits:
    """The limits with what 2019 added."""
    if not form.is_2019:
        return limits
    night = reader.number(2) if flags & AreaFlag.HAS_SPEED else 0
    return replace(limits, night_speed_kmh=night, name=reader.text(reader.number(2)))


def _limits_bytes(limits: Limits, flags: int) -> bytes:
    data = b""
    if flags & AreaFlag.HAS_TIMES:
        data += padded(limits.start, TIME_BYTES, "start") + padded(limits.end, TIME_BYTES, "end")
    if flags & AreaFlag.HAS_SPEED:
        data += number_bytes(limits.max_speed_kmh, 2, "speed")
        data += number_bytes(limits.overspeed_s, 1, "overspeed time")
    return data


def _end_bytes(limits: Limits, flags: int, form: Form) -> bytes:
    if not form.is_2019:
        return b""
    has_speed = flags & AreaFlag.HAS_SPEED
    night = number_bytes(limits.night_speed_kmh, 2, "speed at night") if has_speed else b""
    return night + counted_text(limits.name, "name", 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCircles:
    """0x8600: round areas.

    Attributes:
        action: 0 replace, 1 add, 2 change.
        circles: the areas.
    """

    ID: ClassVar[int] = 0x8600
    action: int
    circles: tuple[Circle, ...]

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body."""
        reader = Reader(body)
        action, circles = reader.number(1), []
        for _ in range(reader.number(1)):
            number, flags = reader.number(4), reader.number(2)
            centre, radius_m = _read_place(reader, flags), reader.number(4)
            limits = _with_end(_read_limits(reader, flags), reader, flags, form)
            circles.append(
                Circle(id=number, flags=flags, centre=centre, radius_m=radius_m, limits=limits)
            )
        return cls(action=action, circles=tuple(circles))

    def body(self, form: Form) -> bytes:
        """Encode it."""
        data = number_bytes(self.action, 1, "action")
        data += number_bytes(len(self.circles), 1, "number of areas")
        for area in self.circles:
            flags = _signed(area.flags, (area.centre,))
            data += number_bytes(area.id, 4, "area") + number_bytes(flags, 2, "flags")
            data += _place_bytes(area.centre) + number_bytes(area.radius_m, 4, "radius")
            data += _limits_bytes(area.limits, flags) + _end_bytes(area.limits, flags, form)
        return data


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPolygon:
    """0x8604: one area with corners.

    Attributes:
        id: its number.
        flags: see `AreaFlag`.
        corners: in order.
        limits: what else it says.
    """

    ID: ClassVar[int] = 0x8604
    id: int
    flags: int
    corners: tuple[Place, ...]
    limits: Limits = Limits()

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body."""
        reader = Reader(body)
        number, flags = reader.number(4), reader.number(2)
        limits = _read_limits(reader, flags)
        corners = tuple(_read_place(reader, flags) for _ in range(reader.number(2)))
        limits = _with_end(limits, reader, flags, form)
        return cls(id=number, flags=flags, corners=corners, limits=limits)

    def body(self, form: Form) -> bytes:
        """Encode it."""
        flags = _signed(self.flags, self.corners)
        return (
            number_bytes(self.id, 4, "area")
            + number_bytes(flags, 2, "flags")
            + _limits_bytes(self.limits, flags)
            + number_bytes(len(self.corners), 2, "number of corners")
            + b"".join(map(_place_bytes, self.corners))
            + _end_bytes(self.limits, flags, form)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Delete:
    """Areas to forget.

    Attributes:
        ids: their numbers; none = all.
    """

    ids: tuple[int, ...] = ()

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body."""
        reader = Reader(body)
        return cls(ids=tuple(reader.number(4) for _ in range(reader.number(1))))

    def body(self, form: Form) -> bytes:
        """Encode it."""
        listed = (number_bytes(number, 4, "area") for number in self.ids)
        return number_bytes(len(self.ids), 1, "count") + b"".join(listed)


class DeleteCircles(_Delete):
    """0x8601: forget round areas."""

    __slots__ = ()
    ID: ClassVar[int] = 0x8601


class DeletePolygons(_Delete):
    """0x8605: forget areas with corners."""

    __slots__ = ()
    ID: ClassVar[int] = 0x8605
