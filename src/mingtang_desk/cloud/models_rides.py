"""What a server tells of rides, fences and arming. Times are UTC, `None` = not known."""

from dataclasses import dataclass, field
from datetime import datetime

from mingtang_desk.cloud.decode import called


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """A ride. `quality`: good, fair, estimated; `split`: why it ended; energy is what was used."""

    start: datetime
    end: datetime
    start_lat: float
    start_lon: float
    end_lat: float
    end_lon: float
    distance_m: float
    duration_s: float
    average_kmh: float
    top_kmh: float | None
    quality: str
    split: str
    flags: tuple[str, ...]
    energy_wh: float | None
    wh_per_km: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TripPage:
    """A page of trips, oldest first; `next_cursor` leads to the next one."""

    items: tuple[Trip, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Where it stood."""

    start: datetime
    end: datetime
    lat: float
    lon: float
    duration_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPage:
    """A page of stops, oldest first; `next_cursor` leads to the next one."""

    items: tuple[Stop, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mileage:
    """What was ridden in a period ("2026-11-22", "2026-W47", "2026-11", "total")."""

    period: str
    distance_m: float
    trips: int
    is_sure: bool
    energy_wh: float | None
    wh_per_km: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MileageList:
    """Mileage by period; `odometer_m`: what the tracker counted, and whether that was proven."""

    items: tuple[Mileage, ...]
    odometer_m: float | None
    odometer_proven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A circle, WGS-84."""

    lat: float
    lon: float
    radius_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a fence counts: local HH:MM on days of the week, 1 = Monday to 7 = Sunday.

    `zone_min`: minutes east of UTC, None = that of each battery (docs/server/rides.md).
    """

    from_: str = field(metadata=called("from"))
    to: str
    weekdays: tuple[int, ...]
    zone_min: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """A fence: one of `circle` and `polygon` (corners lat, lon), for batteries or an account."""

    id: str
    name: str
    circle: Circle | None
    polygon: tuple[tuple[float, ...], ...] | None
    devices: tuple[str, ...]
    whole_account: bool
    account_id: str | None
    schedule: Schedule | None
    tracker_id: int
    warnings: tuple[str, ...]
    created: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FencePage:
    """A page of fences; `next_cursor` leads to the next one."""

    items: tuple[Fence, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """How far the arming is. `state`: disarmed, arming, armed, alarm; `since`: it stands still.

    Attributes:
        auto: it arms after every ride.
        tracker_armed: what the tracker says of its own arming; None = it does not say.
    """

    state: str
    auto: bool
    since: datetime | None
    armed_at: datetime | None
    lat: float | None
    lon: float | None
    tracker_armed: bool | None
