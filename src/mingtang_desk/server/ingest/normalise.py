"""Reports of trackers as readings: one datum, one clock, one set of words for what happened."""

from collections.abc import Mapping
from datetime import timedelta, timezone, tzinfo
from functools import cache

from mingtang_desk.geo.datum import Datum, convert
from mingtang_desk.geo.fix import Cleaning
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.ingest.model import Flag, PositionReading, Source
from mingtang_desk.server.times import ms_of
from mingtang_desk.wire.jt808.items import STANDARD_ITEMS, Item, Value
from mingtang_desk.wire.jt808.position import Alarm, Position, Status
from mingtang_desk.wire.jt808.vendors import VENDORS, Vendor

_CLEANING = Cleaning()
OLDEST_MS = round(_CLEANING.oldest * 1000)
FUTURE_MS = round(_CLEANING.future_s * 1000)
_NO_VALUES: Mapping[str, object] = {}

EVENTS: tuple[tuple[int, str], ...] = (
    (int(Alarm.EMERGENCY), "emergency"),
    (int(Alarm.SUPPLY_CUT), "power_cut"),
    (int(Alarm.STOLEN), "stolen"),
    (int(Alarm.ILLEGAL_IGNITION), "illegal_ignition"),
    (int(Alarm.ILLEGAL_MOVEMENT), "moved"),
    (int(Alarm.COLLISION), "collision"),
    (int(Alarm.ROLLOVER), "rollover"),
    (int(Alarm.LOW_SUPPLY), "low_supply"),
)
"""Alarm bits that are what a report was sent for; of several the first one counts."""
EVENT_BITS = sum(bit for bit, _ in EVENTS)
VIBRATION = "vibration"
CLOCK, NO_FIX = int(Flag.CLOCK), int(Flag.NO_FIX)
ACC_ON, ACC_KNOWN, _ACC_ON = int(Flag.ACC_ON), int(Flag.ACC_KNOWN), int(Status.ACC_ON)
FLAGS: tuple[Flag, ...] = tuple(Flag(value) for value in range(2 * max(Flag)))
"""Every combination: making one anew is slow."""


@cache
def zone_of(minutes: int) -> tzinfo:
    """Return the zone of a tracker's clock, minutes east of UTC."""
    return timezone(timedelta(minutes=minutes))


def event_of(alarms: int) -> str:
    """Return the word for newly raised alarm bits, "" for none that has one."""
    if alarms & EVENT_BITS:
        for bit, word in EVENTS:
            if alarms & bit:
                return word
    return ""


def clock_of(time_ms: int | None, received_ms: int) -> tuple[int, int]:
    """Return a time that can be true: the tracker's, or the server's with a flag."""
    if time_ms is None or not OLDEST_MS <= time_ms <= received_ms + FUTURE_MS:
        return received_ms, CLOCK
    return time_ms, 0


def wgs84(lat: float, lon: float, datum: str) -> tuple[float, float]:
    """Return a place in WGS-84."""
    if datum == Datum.WGS84:
        return lat, lon
    return convert((lat, lon), Datum(datum), Datum.WGS84)


def reading_of(
    device: Device, position: Position, received_ms: int, source: Source = Source.JT808
) -> PositionReading:
    """Return a report of a tracker as a reading.

    Args:
        device: whose.
        position: as it was told; its time was read with the zone of the device.
        received_ms: when it came; where the tracker's clock is impossible, it is also the time.
        source: which way it came.
    """
    vendor = None if device.vendor is None else VENDORS.get(device.vendor)
    values, unnamed = _items(position, vendor)
    told = None if position.time is None else ms_of(position.time)
    time_ms, flags = clock_of(told, received_ms)
    lat: float | None = None
    lon: float | None = None
    if position.has_fix:
        lat, lon = wgs84(position.lat, position.lon, device.datum)
    else:
        flags |= NO_FIX
    flags |= ACC_KNOWN
    if position.status & _ACC_ON:
        flags |= ACC_ON
    mileage = values.pop("mileage_km", None)
    signal, satellites = values.pop("signal", None), values.pop("satellites", None)
    return PositionReading(
        device=device,
        time_ms=time_ms,
        received_ms=received_ms,
        lat=lat,
        lon=lon,
        altitude_m=position.altitude_m,
        speed_kmh=position.speed_kmh,
        course_deg=position.course_deg,
        satellites=satellites if isinstance(satellites, int) else None,
        signal=signal if isinstance(signal, int) else None,
        mileage_m=mileage * 1000 if isinstance(mileage, float) else None,
        alarm_bits=position.alarms,
        status_bits=position.status,
        flags=FLAGS[flags],
        event=VIBRATION if values.get(VIBRATION) is True else "",
        extra=_extra(values, unnamed, position.tail)
        if values or unnamed or position.tail
        else _NO_VALUES,
        source=source,
    )


def _items(position: Position, vendor: Vendor | None) -> tuple[dict[str, Value], dict[str, str]]:
    """Return what additional items say, and the bytes of those that nobody has a name for."""
    if vendor is not None:
        unknown = (item for item in position.items if not _known(item, vendor))
        return position.values(vendor), {f"{item.id:02x}": item.data.hex() for item in unknown}
    values: dict[str, Value] = {}
    unnamed: dict[str, str] = {}
    for item in position.items:  # one pass: nearly every tracker comes this way
        spec, data = STANDARD_ITEMS.get(item.id), item.data
        if spec is None or len(data) not in spec.sizes:
            unnamed[f"{item.id:02x}"] = data.hex()
        elif (value := spec.read(data)) is not None:
            values[spec.key] = value
    return values, unnamed


def _extra(
    values: Mapping[str, Value], unnamed: Mapping[str, str], tail: bytes
) -> Mapping[str, object]:
    """Return what has no column: named values, and the bytes that nobody has a name for."""
    extra: dict[str, object] = dict(values)
    if unnamed:
        extra["items"] = unnamed
    if tail:
        extra["tail"] = tail.hex()
    return extra


def _known(item: Item, vendor: Vendor) -> bool:
    spec = STANDARD_ITEMS.get(item.id) or vendor.specs.get(item.id)
    if spec is not None:
        return len(item.data) in spec.sizes
    return any(nest.id == item.id for nest in vendor.nests)
