"""A position: 28 bytes that never change, and additional items behind them.

Signs stand in the status, not in the numbers; the place is a fix only where the status says so. A
tail that is no list of items is kept as it came and costs nothing but itself.
"""

import struct
from datetime import datetime, tzinfo
from enum import IntFlag

import msgspec

from mingtang_desk.wire.jt808.items import (
    STANDARD_ITEMS,
    Item,
    Value,
    item_bytes,
    read_items,
    values,
)
from mingtang_desk.wire.jt808.octets import CutShortError, time_bytes, time_of
from mingtang_desk.wire.jt808.vendors import Vendor, vendor_values

_BASE = struct.Struct(">IIIIhHH6s")
BASE_BYTES = _BASE.size
DEGREE = 1_000_000
U32 = 0xFFFFFFFF


class Status(IntFlag):
    """Bits of the status that this project reads."""

    ACC_ON = 1 << 0
    LOCATED = 1 << 1
    SOUTH = 1 << 2
    WEST = 1 << 3
    OUT_OF_SERVICE = 1 << 4
    ENCRYPTED = 1 << 5
    OIL_CUT = 1 << 10
    CIRCUIT_CUT = 1 << 11
    GPS = 1 << 18
    BEIDOU = 1 << 19
    GLONASS = 1 << 20
    GALILEO = 1 << 21


class Alarm(IntFlag):
    """Bits of the alarms, the same since 2011."""

    EMERGENCY = 1 << 0
    OVERSPEED = 1 << 1
    FATIGUE = 1 << 2
    DANGER = 1 << 3
    GNSS_FAULT = 1 << 4
    ANTENNA_OPEN = 1 << 5
    ANTENNA_SHORT = 1 << 6
    LOW_SUPPLY = 1 << 7
    SUPPLY_CUT = 1 << 8
    AREA_CROSSING = 1 << 20
    ROUTE_CROSSING = 1 << 21
    STOLEN = 1 << 26
    ILLEGAL_IGNITION = 1 << 27
    ILLEGAL_MOVEMENT = 1 << 28
    COLLISION = 1 << 29
    ROLLOVER = 1 << 30


_ACC_ON, _LOCATED = int(Status.ACC_ON), int(Status.LOCATED)
# Plain numbers: an enum takes as long as all the rest of a position.


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """A position as it was told.

    Attributes:
        alarms: 32 bits, see `Alarm`; the rest is the vendor's.
        status: 32 bits, see `Status`.
        lat, lon: degrees, north and east positive, whatever the bytes said; see `has_fix`.
        altitude_m: above sea, negative below.
        speed_kmh: over ground.
        course_deg: clockwise from north.
        time: when it was taken, UTC; None where the bytes are no time.
        time_bcd: those bytes.
        items: additional items.
        tail: bytes behind them that are no items.
    """

    alarms: int
    status: int
    lat: float
    lon: float
    altitude_m: int
    speed_kmh: float
    course_deg: int
    time: datetime | None
    time_bcd: bytes
    items: tuple[Item, ...] = ()
    tail: bytes = b""

    @property
    def acc_on(self) -> bool:
        """The ignition is on."""
        return bool(self.status & _ACC_ON)

    @property
    def is_located(self) -> bool:
        """The tracker says that it knows where it is."""
        return bool(self.status & _LOCATED)

    @property
    def has_fix(self) -> bool:
        """It says so, and the place is on earth and not 0, 0."""
        lat, lon = self.lat, self.lon
        on_earth = -90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0
        return bool(self.status & _LOCATED) and on_earth and (lat != 0.0 or lon != 0.0)

    def values(self, vendor: Vendor | None = None) -> dict[str, Value]:
        """What the additional items say, by the standard and by a vendor's tables."""
        found = values(self.items, STANDARD_ITEMS)
        return found | vendor_values(self.items, vendor) if vendor else found


def read_position(body: bytes, zone: tzinfo) -> Position:
    """Decode a position.

    Args:
        body: 28 bytes and what is behind them.
        zone: of the tracker's clock.

    Raises:
        CutShortError: fewer than 28 bytes.
    """
    if len(body) < BASE_BYTES:
        raise CutShortError(f"a position has {BASE_BYTES} bytes, here are {len(body)}")
    alarms, status, lat, lon, altitude, speed, course, bcd = _BASE.unpack_from(body)
    items, tail = read_items(body[BASE_BYTES:])
    return Position(
        alarms=alarms,
        status=status,
        lat=(-lat if status & 4 else lat) / DEGREE,
        lon=(-lon if status & 8 else lon) / DEGREE,
        altitude_m=altitude,
        speed_kmh=speed / 10,
        course_deg=course,
        time=time_of(bcd, zone),
        time_bcd=bcd,
        items=items,
        tail=tail,
    )


def position_bytes(position: Position) -> bytes:
    """Encode a position; the bits for south and west follow the signs.

    Raises:
        ValueError: a value does not fit.
    """
    status = position.status
    status |= Status.SOUTH if position.lat < 0 else 0
    status |= Status.WEST if position.lon < 0 else 0
    try:
        base = _BASE.pack(
            position.alarms,
            status,
            round(abs(position.lat) * DEGREE),
            round(abs(position.lon) * DEGREE),
            position.altitude_m,
            round(position.speed_kmh * 10),
            position.course_deg,
            position.time_bcd,
        )
    except struct.error as error:
        raise ValueError(f"a position does not fit: {error}") from error
    return base + item_bytes(position.items) + position.tail


def bcd_of(when: datetime, zone: tzinfo) -> bytes:
    """`time_bcd` of an aware time, for a tracker whose clock is in a zone."""
    return time_bytes(when, zone)
