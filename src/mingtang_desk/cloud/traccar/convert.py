"""Traccar's devices, positions, events and reports in the models of the desk. Pure."""

import math
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mingtang_desk.cloud.accounts import Remembered
from mingtang_desk.cloud.decode import Json
from mingtang_desk.cloud.models import Account, Battery, BatteryDetails, LatestPlace, Place, Tracker
from mingtang_desk.cloud.models_alarms import Alarm, AlarmDevice
from mingtang_desk.cloud.models_rides import Circle, Fence, Stop, Trip
from mingtang_desk.cloud.traccar.models import Device, Event, Geofence, Position, StopRow, TripRow
from mingtang_desk.cloud.traccar.wkt import area_of
from mingtang_desk.core.clock import iso

KMH_PER_KNOT = 1.852

_EVENTS = {
    "geofenceExit": "fence_exit",
    "geofenceEnter": "fence_enter",
    "deviceOffline": "offline",
}
_ALARMS = {
    "vibration": "vibration",
    "movement": "moved",
    "powerCut": "power_cut",
    "powerOff": "power_cut",
    "lowBattery": "low_capacity",
    "lowPower": "low_supply",
    "sos": "emergency",
    "accident": "collision",
    "tow": "illegal_movement",
    "gpsAntennaCut": "antenna_open",
}
"""Words of Traccar (`Position.ALARM_*`) for what we have a word for."""
_INFO = frozenset(("fence_enter",))
_STATES = frozenset(("online", "offline"))
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def kmh(knots: float | None) -> float | None:
    """Return a speed in km/h."""
    return None if knots is None else knots * KMH_PER_KNOT


def state_of(device: Device) -> str:
    """Return the state of a device; Traccar's `unknown` stays unknown."""
    if device.disabled:
        return "not_enabled"
    return device.status if device.status in _STATES else "unknown"


def battery_of(device: Device, position: Position | None, who: Remembered) -> Battery:
    """Return a row of the list."""
    return Battery(**_row(device, position, who))


def details_of(device: Device, position: Position | None, who: Remembered) -> BatteryDetails:
    """Return everything that is known of a device."""
    attributes: Json = {} if position is None else position.attributes
    version = attributes.get("versionFw")
    return BatteryDetails(
        **_row(device, position, who),
        imei=device.unique_id if _is_imei(device.unique_id) else None,
        sim=device.phone or None,
        note="",
        protocol="",
        firmware=None,
        tracker=Tracker(
            terminal=device.unique_id,
            vendor=None if position is None else position.protocol,
            firmware=version if isinstance(version, str) else None,
            is_linked=device.status == "online",
            is_proven=None,
            interval_s=None,
            ordered_s=None,
        ),
        created=None,
        state_s=None,
        days_to_expiry=None,
    )


def _row(device: Device, position: Position | None, who: Remembered) -> dict[str, Any]:
    attributes: Json = {} if position is None else position.attributes
    is_placed = position is not None and has_place(position)
    return {
        "number": device.unique_id,
        "name": device.name,
        "kind": device.model or device.category or "",
        "account": Account(id="", name=who.account),
        "state": state_of(device),
        "since": None,
        "last_seen": device.last_update,
        "soc_pct": figure(attributes, "batteryLevel"),
        "pack_v": figure(attributes, "power"),
        "lat": position.latitude if position is not None and is_placed else None,
        "lon": position.longitude if position is not None and is_placed else None,
        "position_time": position.fix_time if position is not None and is_placed else None,
        "signal": whole(attributes, "rssi"),
        "open_alarms": 0,
        "enabled": None,
        "expires": None,
    }


def has_place(position: Position) -> bool:
    """Return whether a position is a place: a tracker without a fix says 0, 0."""
    lat, lon = position.latitude, position.longitude
    return (lat, lon) != (0.0, 0.0) and abs(lat) <= 90 and abs(lon) <= 180


def place_of(position: Position) -> Place:
    """Return a report of a tracker; without a fix it has no place."""
    return Place(**_place(position))


def latest_of(number: str, position: Position, now: datetime) -> LatestPlace:
    """Return the last report, with its age."""
    age = max((now - position.fix_time).total_seconds(), 0.0)
    return LatestPlace(**_place(position), number=number, age_s=age)


def _place(position: Position) -> dict[str, Any]:
    attributes = position.attributes
    is_placed = has_place(position)
    alarm = attributes.get("alarm")
    ignition = attributes.get("ignition")
    return {
        "time": position.fix_time,
        "received": position.server_time,
        "lat": position.latitude if is_placed else None,
        "lon": position.longitude if is_placed else None,
        "altitude_m": position.altitude,
        "speed_kmh": kmh(position.speed),
        "course_deg": position.course,
        "satellites": whole(attributes, "sat"),
        "signal": whole(attributes, "rssi"),
        "mileage_m": figure(attributes, "odometer"),
        "accuracy_m": position.accuracy or None,  # 0 = not told
        "acc": ignition if isinstance(ignition, bool) else None,
        "alarms": tuple(alarm_type(each) for each in alarm.split(",")[:20])
        if isinstance(alarm, str)
        else (),
        "status": (),
        "flags": () if position.valid else ("no_fix",),
    }


def alarm_type(word: str) -> str:
    """Return our word for an alarm of Traccar, or its own in our spelling."""
    word = word.strip()
    return _ALARMS.get(word) or "x_traccar_" + _WORD.sub("_", word[:60]).lower()


def event_type(event: Event) -> str:
    """Return our word for an event, "" = it is no alarm (a device came, moves, …)."""
    if event.type == "alarm":
        word = event.attributes.get("alarm")
        return alarm_type(word) if isinstance(word, str) and word else ""
    return _EVENTS.get(event.type, "")


def severity_of(event: Event) -> str:
    """Return how bad an event is: coming back into a fence is no warning."""
    return "info" if event_type(event) in _INFO else "warning"


def alarm_of(
    event: Event, device: Device, position: Position | None, fences: Mapping[int, str]
) -> Alarm:
    """Return an event as an alarm: Traccar knows no end and no acknowledgement of one."""
    kind = event_type(event)
    is_placed = position is not None and has_place(position)
    return Alarm(
        id=str(event.id),
        alarm_number=event.id,
        type=kind,
        source=None,
        severity=severity_of(event),
        state="raised",
        time=event.event_time,
        received=event.event_time,
        last=event.event_time,
        count=1,
        cleared=None,
        acknowledged=None,
        acknowledged_by=None,
        device=AlarmDevice(
            number=device.unique_id,
            name=device.name,
            communication=state_of(device),
            kind=device.model or "",
            imei=device.unique_id if _is_imei(device.unique_id) else None,
        ),
        lat=position.latitude if position is not None and is_placed else None,
        lon=position.longitude if position is not None and is_placed else None,
        value=None,
        threshold=None,
        unit=None,
        is_historic=False,
        address=None if position is None else position.address,
        fence=None if event.geofence_id is None else fences.get(event.geofence_id),
        position_time=position.fix_time if position is not None and is_placed else None,
    )


def alarm_summary(event: Event) -> Json:
    """Return what those who listen are told of an event, as our stream tells it."""
    moment = iso(event.event_time)
    return {
        "id": str(event.id),
        "alarm_number": event.id,
        "type": event_type(event),
        "source": None,
        "severity": severity_of(event),
        "state": "raised",
        "time": moment,
        "count": 1,
        "value": None,
        "threshold": None,
        "is_historic": False,
        "is_quiet": False,
        "cleared": None,
    }


def place_values(position: Position) -> Json:
    """Return what those who listen are told of a position, as our stream tells it."""
    place = _place(position)
    return {
        name: iso(value)
        if isinstance(value, datetime)
        else list(value)
        if isinstance(value, tuple)
        else value
        for name, value in place.items()
    }


def trip_of(row: TripRow) -> Trip:
    """Return a ride; its length in time is from its ends, for versions differ in the unit of it."""
    seconds = max((row.end - row.start).total_seconds(), 0.0)
    return Trip(
        start=row.start,
        end=row.end,
        start_lat=row.start_lat,
        start_lon=row.start_lon,
        end_lat=row.end_lat,
        end_lon=row.end_lon,
        distance_m=row.distance,
        duration_s=seconds,
        average_kmh=row.average_speed * KMH_PER_KNOT,
        top_kmh=kmh(row.max_speed),
        quality="fair",
        split="",
        flags=(),
        energy_wh=None,
        wh_per_km=None,
    )


def stop_of(row: StopRow) -> Stop:
    """Return a stop."""
    seconds = max((row.end - row.start).total_seconds(), 0.0)
    return Stop(start=row.start, end=row.end, lat=row.lat, lon=row.lon, duration_s=seconds)


def fence_of(row: Geofence, devices: tuple[str, ...]) -> Fence | None:
    """Return a fence; None = a line, or an area that is none of ours."""
    area = area_of(row.area)
    if area is None:
        return None
    return Fence(
        id=str(row.id),
        name=row.name,
        circle=area if isinstance(area, Circle) else None,
        polygon=None if isinstance(area, Circle) else area,
        devices=devices,
        whole_account=False,
        account_id=None,
        schedule=None,
        tracker_id=0,
        warnings=(),
        created=None,
    )


def figure(attributes: Json, name: str) -> float | None:
    """Return a number of the attributes, None where it is none."""
    value = attributes.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None


def whole(attributes: Json, name: str) -> int | None:
    """Return a whole number of the attributes, None where it is none."""
    value = figure(attributes, name)
    return int(value) if value is not None and value == int(value) else None


def _is_imei(text: str) -> bool:
    return len(text) == 15 and text.isascii() and text.isdecimal()
