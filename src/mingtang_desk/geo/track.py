"""A track as a document: `cloud trips FILE` of CONTRACT.md, in and out."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from mingtang_desk.core.errors import InputFileError
from mingtang_desk.geo.arming import Alarm, ArmSettings, Guard, Watched, step
from mingtang_desk.geo.datum import Datum, convert
from mingtang_desk.geo.fence import Circle, Fence, FenceEvent, FenceSettings, Polygon, Seen
from mingtang_desk.geo.fix import Fix
from mingtang_desk.geo.trips import Journey, TripSettings, journey

_NEEDED = ("unix_s", "lat", "lon")
_OPTIONAL = ("speed_kmh", "course", "valid", "satellites", "hdop", "acc", "event", "received_s")
_DATUMS = {"WGS-84": Datum.WGS84, "GCJ-02": Datum.GCJ02, "BD-09": Datum.BD09}
_ARMS = ("auto", "off")


@dataclass(frozen=True, slots=True)
class Track:
    """Rows of one device, with what to watch.

    Attributes:
        rows: as they arrived, WGS-84.
        area: a fence; None = none.
        arm: whether it arms by itself.
    """

    rows: tuple[Fix, ...]
    area: Circle | Polygon | None = None
    arm: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What the rows of a track tell."""

    journey: Journey
    fence_events: tuple[FenceEvent, ...]
    alarms: tuple[Alarm, ...]

    def document(self) -> dict[str, object]:
        """Return the document of CONTRACT.md; times are Unix seconds."""
        return {
            "trips": [
                {
                    "start": _time(trip.start),
                    "end": _time(trip.end),
                    "distance_m": round(trip.distance_m, 1),
                    "quality": trip.quality,
                    "flags": sorted(flag.value for flag in trip.flags),
                    "split": trip.split.value,
                }
                for trip in self.journey.trips
            ],
            "stops": [
                {"start": _time(stop.start), "end": _time(stop.end)} for stop in self.journey.stops
            ],
            "mileage_m": round(self.journey.mileage_m, 1),
            "fence_events": [
                {"type": event.crossing.value, "time": _time(event.time)}
                for event in self.fence_events
            ],
            "alarms": [
                {"type": alarm.kind.value, "time": _time(alarm.time), "count": alarm.count}
                for alarm in self.alarms
            ],
            "rejected": len(self.journey.cleaned.rejected),
        }


def report(track: Track, settings: TripSettings | None = None) -> Report:
    """Run everything over a track."""
    found = journey(list(track.rows), settings)
    return Report(
        found,
        fence_events(found, track.area) if track.area is not None else (),
        alarms(found, ArmSettings()) if track.arm else (),
    )


def fence_events(
    found: Journey, area: Circle | Polygon, settings: FenceSettings | None = None
) -> tuple[FenceEvent, ...]:
    """Return the crossings of a fence; while it stands the stop's middle counts."""
    fence = Fence(area, settings or FenceSettings())
    events = []
    for fix in found.cleaned.fixes:
        stop = found.stop_at(fix.time)
        lat, lon = stop.place if stop is not None else (fix.lat, fix.lon)
        speed = 0.0 if stop is not None else fix.speed_kmh or 0.0
        seen = Seen(time=fix.time, lat=lat, lon=lon, accuracy_m=fix.accuracy_m, speed_kmh=speed)
        event = fence.step(seen)
        if event is not None:
            events.append(event)
    return tuple(events)


def alarms(found: Journey, settings: ArmSettings, guard: Guard | None = None) -> tuple[Alarm, ...]:
    """Return the alarms of a guarded pack, by time, each with the reports merged into it."""
    guard = guard or Guard()
    located = {fix.time for fix in found.cleaned.fixes}
    extra = [fix for fix in found.cleaned.events if fix.time not in located]
    raised: dict[tuple[str, float], Alarm] = {}
    for fix in sorted((*found.cleaned.fixes, *extra), key=lambda fix: fix.time):
        stop = found.stop_at(fix.time)
        seen = Watched(
            fix=fix,
            located=fix.time in located,
            still_since=None if stop is None else stop.start,
            place=None if stop is None else stop.place,
        )
        result = step(guard, seen, settings)
        guard = result.guard
        raised |= {(alarm.kind.value, alarm.time): alarm for alarm in result.alarms}
    return tuple(sorted(raised.values(), key=lambda alarm: (alarm.time, alarm.kind.value)))


def _time(seconds: float) -> int:
    return round(seconds)


# --- reading


def read_track(document: object) -> Track:
    """Return the track of a document.

    Raises:
        InputFileError: something in it is not what it should be; `where` says which part.
    """
    if not isinstance(document, Mapping):
        raise _bad("the file", "an object with columns and rows is needed")
    columns = document.get("columns")
    if not _is_list(columns) or not all(isinstance(name, str) for name in columns):
        raise _bad("columns", "a list of names is needed")
    columns = [str(name) for name in columns]
    names = [name.removesuffix("?") for name in columns]
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise _bad("columns", f"{missing[0]} is missing")
    unknown = [name for name in names if name not in (*_NEEDED, *_OPTIONAL)]
    if unknown or len(set(names)) != len(names):
        raise _bad("columns", f"{unknown[0]} is unknown" if unknown else "a name is there twice")
    datum = document.get("datum", "WGS-84")
    if not isinstance(datum, str) or datum not in _DATUMS:
        raise _bad("datum", f"one of {', '.join(_DATUMS)} is needed")
    rows = document.get("rows")
    if not _is_list(rows):
        raise _bad("rows", "a list of rows is needed")
    arm = document.get("arm")
    if arm is not None and arm not in _ARMS:
        raise _bad("arm", f"one of {', '.join(_ARMS)} is needed")
    least = sum(not name.endswith("?") for name in columns)
    fixes = tuple(
        _fix(row, names, least, f"row {number}", _DATUMS[datum])
        for number, row in enumerate(rows, 1)
    )
    return Track(fixes, _area(document.get("geofence")), arm == "auto")


def _fix(row: object, names: list[str], least: int, where: str, datum: Datum) -> Fix:
    if not _is_list(row) or not least <= len(row) <= len(names):
        raise _bad(where, f"a list of {least} to {len(names)} values is needed")
    cells = dict(zip(names, row, strict=False))
    time = _number(cells, "unix_s", where)
    if time is None:
        raise _bad(f"{where}, unix_s", "a number is needed")
    lat, lon = _number(cells, "lat", where), _number(cells, "lon", where)
    located = lat is not None and lon is not None
    place = convert((lat or 0.0, lon or 0.0), datum, Datum.WGS84)
    event = cells.get("event")
    if event is not None and not isinstance(event, str):
        raise _bad(f"{where}, event", "a word is needed")
    satellites = _number(cells, "satellites", where)
    acc, valid = _number(cells, "acc", where), _number(cells, "valid", where)
    return Fix(
        time=time,
        lat=place[0],
        lon=place[1],
        speed_kmh=_number(cells, "speed_kmh", where),
        course=_number(cells, "course", where),
        valid=located and valid != 0,
        satellites=None if satellites is None else int(satellites),
        hdop=_number(cells, "hdop", where),
        acc=None if acc is None else acc != 0,
        event=event or "",
        received=_number(cells, "received_s", where),
    )


def _area(value: object) -> Circle | Polygon | None:
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise _bad("geofence", "an object with lat, lon and radius_m is needed")
    corners = value.get("polygon")
    if corners is not None:
        if not _is_list(corners) or len(corners) < 3:
            raise _bad("geofence, polygon", "at least three corners are needed")
        return Polygon(tuple(_corner(c, f"geofence, corner {n}") for n, c in enumerate(corners, 1)))
    lat, lon, radius = (_number(value, name, "geofence") for name in ("lat", "lon", "radius_m"))
    if lat is None or lon is None or radius is None:
        raise _bad("geofence", "lat, lon and radius_m are needed")
    if radius < FenceSettings().least_radius_m:
        raise _bad("geofence, radius_m", f"at least {FenceSettings().least_radius_m:g} m is needed")
    return Circle(lat, lon, radius)


def _corner(value: object, where: str) -> tuple[float, float]:
    if not _is_list(value) or len(value) != 2:
        raise _bad(where, "latitude and longitude are needed")
    cells = {"lat": value[0], "lon": value[1]}
    lat, lon = _number(cells, "lat", where), _number(cells, "lon", where)
    if lat is None or lon is None:
        raise _bad(where, "latitude and longitude are needed")
    return lat, lon


def _number(cells: Mapping[str, object], name: str, where: str) -> float | None:
    value = cells.get(name)
    if value is None:
        return None
    if not isinstance(value, int | float) or abs(value) > 1e12 or math.isnan(value):
        raise _bad(f"{where}, {name}", "a number is needed")
    return float(value)


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _bad(where: str, detail: str) -> InputFileError:
    return InputFileError("track_invalid", where=where, detail=detail)
