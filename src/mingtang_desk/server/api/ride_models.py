"""What the routes of rides and arming answer."""

import json
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from mingtang_desk.server.api.ranges import NextCursor
from mingtang_desk.server.rides.history import Mileage
from mingtang_desk.server.rides.watch import Watch
from mingtang_desk.server.times import iso_ms


class ArmIn(BaseModel):
    """How to arm or disarm."""

    model_config = ConfigDict(extra="forbid")
    auto: bool | None = Field(
        None, description="Arm by itself after every ride from now on; null = as it was."
    )


class GuardOut(BaseModel):
    """How far the arming of a battery is.

    `state`: disarmed, arming (until it has been still for three minutes), armed, or alarm. `since`:
    by the tracker's clock. `tracker_armed`: what the tracker says of its own, null = nothing.
    """

    state: Literal["disarmed", "arming", "armed", "alarm"]
    since: str | None
    armed_at: str | None
    auto: bool
    lat: float | None
    lon: float | None
    tracker_armed: bool | None


class TripOut(BaseModel):
    """A trip. `split`: why it ended; `flags`: what makes its distance less sure.

    `energy_wh` left the pack on the way, null where too few samples of its board cover it.
    """

    start: str
    end: str
    duration_s: float
    distance_m: float
    average_kmh: float
    top_kmh: float | None
    quality: Literal["good", "fair", "estimated"]
    flags: list[str]
    split: str
    start_lat: float
    start_lon: float
    end_lat: float
    end_lon: float
    energy_wh: float | None
    wh_per_km: float | None


class TripList(BaseModel):
    """A page of trips, the oldest first."""

    items: list[TripOut]
    next_cursor: NextCursor


class StopOut(BaseModel):
    """A stand, with its middle."""

    start: str
    end: str
    duration_s: float
    lat: float
    lon: float


class StopList(BaseModel):
    """A page of stops, the oldest first."""

    items: list[StopOut]
    next_cursor: NextCursor


class MileageOut(BaseModel):
    """What was ridden in a period: 2026-11-30, 2026-W49, 2026-11 or total.

    `is_sure`: all of it was watched.
    """

    period: str
    distance_m: float
    trips: int
    energy_wh: float | None
    wh_per_km: float | None
    is_sure: bool


class MileageList(BaseModel):
    """Mileage by period.

    `odometer_m`: the tracker's own; `odometer_proven`: it never fell and lies within 5 % of ours
    over the last 50 km.
    """

    items: list[MileageOut]
    odometer_m: float | None
    odometer_proven: bool


class FleetMileage(BaseModel):
    """What one battery of a fleet rode."""

    number: str
    name: str
    days: int
    trips: int
    distance_m: float
    energy_wh: float | None


class FleetMileageList(BaseModel):
    """A page of what a fleet rode, by number; `distance_m`: of all of it."""

    items: list[FleetMileage]
    distance_m: float
    next_cursor: str | None


class FleetTrip(TripOut):
    """A trip of one battery of a fleet."""

    number: str
    name: str


class FleetTripList(BaseModel):
    """A page of the trips of a fleet, the oldest first."""

    items: list[FleetTrip]
    next_cursor: str | None


def guard_out(watch: Watch) -> GuardOut:
    """Return an arming as the API shows it."""
    guard = watch.guard
    armed = guard.state.value in ("armed", "alarm")
    place = guard.anchor if armed else None
    return GuardOut(
        state=guard.state.value,
        since=iso_ms(round(guard.since * 1000)) if guard.since else None,
        armed_at=iso_ms(round(guard.armed_at * 1000)) if armed else None,
        auto=watch.auto,
        lat=None if place is None else place[0],
        lon=None if place is None else place[1],
        tracker_armed=watch.tracker_armed,
    )


def trip_values(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of `trips` as the API shows it."""
    seconds = (row["end_ms"] - row["start_ms"]) / 1000
    metres, energy = row["distance_m"], row["energy_wh"]
    return {
        "start": iso_ms(row["start_ms"]),
        "end": iso_ms(row["end_ms"]),
        "duration_s": seconds,
        "distance_m": round(metres, 1),
        "average_kmh": round(metres / seconds * 3.6, 1) if seconds > 0 else 0.0,
        "top_kmh": row["top_kmh"],
        "quality": row["quality"],
        "flags": json.loads(row["flags"]),
        "split": row["split"],
        "start_lat": row["start_lat"],
        "start_lon": row["start_lon"],
        "end_lat": row["end_lat"],
        "end_lon": row["end_lon"],
        "energy_wh": None if energy is None else round(energy, 2),
        "wh_per_km": None if energy is None or not metres else round(energy / metres * 1000, 2),
    }


def stop_values(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of `stops` as the API shows it."""
    return {
        "start": iso_ms(row["start_ms"]),
        "end": iso_ms(row["end_ms"]),
        "duration_s": (row["end_ms"] - row["start_ms"]) / 1000,
        "lat": row["lat"],
        "lon": row["lon"],
    }


def mileage_out(entry: Mileage) -> MileageOut:
    """Return mileage as the API shows it."""
    per_km = entry.wh_per_km
    return MileageOut(
        period=entry.period,
        distance_m=round(entry.distance_m, 1),
        trips=entry.trips,
        energy_wh=None if entry.energy_wh is None else round(entry.energy_wh, 2),
        wh_per_km=None if per_km is None else round(per_km, 2),
        is_sure=entry.is_sure,
    )
