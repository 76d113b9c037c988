"""What Traccar tells, as far as it is used here: speeds in knots, lengths in metres."""

from dataclasses import dataclass, field
from datetime import datetime

from mingtang_desk.cloud.decode import Json, called


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Who is logged in."""

    id: int
    name: str
    email: str
    readonly: bool = False
    administrator: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device. `status`: online, offline or unknown."""

    id: int
    name: str
    unique_id: str = field(metadata=called("uniqueId"))
    status: str = "unknown"
    disabled: bool = False
    last_update: datetime | None = field(default=None, metadata=called("lastUpdate"))
    position_id: int | None = field(default=None, metadata=called("positionId"))
    phone: str | None = None
    model: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A position. `speed` in knots, `accuracy` in metres; `valid`: the tracker had a fix."""

    id: int
    device_id: int = field(metadata=called("deviceId"))
    fix_time: datetime = field(metadata=called("fixTime"))
    server_time: datetime = field(metadata=called("serverTime"))
    valid: bool
    latitude: float
    longitude: float
    altitude: float | None = None
    accuracy: float | None = None
    speed: float | None = None
    course: float | None = None
    protocol: str | None = None
    address: str | None = None
    attributes: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened; an alarm has its kind in `attributes`."""

    id: int
    type: str
    event_time: datetime = field(metadata=called("eventTime"))
    device_id: int = field(metadata=called("deviceId"))
    position_id: int | None = field(default=None, metadata=called("positionId"))
    geofence_id: int | None = field(default=None, metadata=called("geofenceId"))
    attributes: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Geofence:
    """A fence; `area` is WKT with latitude first."""

    id: int
    name: str
    area: str
    attributes: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TripRow:
    """A row of the report of trips; speeds in knots."""

    start: datetime = field(metadata=called("startTime"))
    end: datetime = field(metadata=called("endTime"))
    start_lat: float = field(metadata=called("startLat"))
    start_lon: float = field(metadata=called("startLon"))
    end_lat: float = field(metadata=called("endLat"))
    end_lon: float = field(metadata=called("endLon"))
    distance: float
    average_speed: float = field(metadata=called("averageSpeed"))
    max_speed: float | None = field(default=None, metadata=called("maxSpeed"))


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRow:
    """A row of the report of stops."""

    start: datetime = field(metadata=called("startTime"))
    end: datetime = field(metadata=called("endTime"))
    lat: float
    lon: float
