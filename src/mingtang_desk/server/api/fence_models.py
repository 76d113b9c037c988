"""What the routes of fences take and answer."""

from collections.abc import Sequence
from datetime import time
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from mingtang_desk.geo.fence import Circle
from mingtang_desk.geo.hours import Schedule
from mingtang_desk.server.api.alarm_models import Clock
from mingtang_desk.server.api.ranges import NextCursor
from mingtang_desk.server.rides.fence_area import (
    LEAST_RADIUS_M,
    MOST_CORNERS,
    MOST_RADIUS_M,
    warnings,
)
from mingtang_desk.server.rides.fences import MOST_DEVICES, FenceRow
from mingtang_desk.server.times import iso_ms

Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Radius = Annotated[float, Field(ge=LEAST_RADIUS_M, le=MOST_RADIUS_M, allow_inf_nan=False)]
Name = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$"
    ),
]
BatteryNumber = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z._-]{1,64}$")]
Weekday = Annotated[int, Field(ge=1, le=7)]


class CircleModel(BaseModel):
    """A circle, degrees and metres."""

    model_config = ConfigDict(extra="forbid")
    lat: Lat
    lon: Lon
    radius_m: Radius


class ScheduleModel(BaseModel):
    """When a fence watches.

    `weekdays`: 1 = Monday to 7 = Sunday, on which the hours begin. An end before the beginning is
    on the next day; both equal is all day. `zone_min`: minutes east of UTC, null = the battery's.
    """

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    weekdays: Annotated[list[Weekday], Field(min_length=1, max_length=7)]
    begin: Clock = Field(alias="from")
    end: Clock = Field(alias="to")
    zone_min: Annotated[int, Field(ge=-840, le=840)] | None = None

    def value(self) -> Schedule:
        """Return it as the rules take it."""
        return Schedule(
            weekdays=frozenset(self.weekdays),
            begin=time.fromisoformat(self.begin),
            end=time.fromisoformat(self.end),
            zone_min=self.zone_min,
        )


class FenceIn(BaseModel):
    """A fence as it is wanted: `circle` or `polygon` ([latitude, longitude] of each corner).

    `datum` is that of the coordinates given; WGS-84 is stored. `account_id`: whose it is, null =
    the asker's, or as it was. `whole_account`: for every battery of that account and below.
    """

    model_config = ConfigDict(extra="forbid")
    name: Name
    circle: CircleModel | None = None
    polygon: (
        Annotated[list[tuple[Lat, Lon]], Field(min_length=3, max_length=MOST_CORNERS)] | None
    ) = None
    datum: Literal["wgs84", "gcj02", "bd09"] = "wgs84"
    account_id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}$")] | None = None
    whole_account: bool = False
    devices: Annotated[list[BatteryNumber], Field(max_length=MOST_DEVICES)] = Field(
        default_factory=list
    )
    schedule: ScheduleModel | None = None


class FenceHere(BaseModel):
    """A circle around a parked battery."""

    model_config = ConfigDict(extra="forbid")
    radius_m: Radius
    name: Name | None = None


class FenceOut(BaseModel):
    """A fence, WGS-84.

    `tracker_id`: its number where it is copied to a tracker. `warnings`: what somebody should think
    of, in words.
    """

    id: str
    tracker_id: int
    name: str
    circle: CircleModel | None
    polygon: list[tuple[float, float]] | None
    account_id: str | None
    whole_account: bool
    devices: list[str]
    schedule: ScheduleModel | None
    created: str | None
    warnings: list[str]


class FenceList(BaseModel):
    """A page of fences."""

    items: list[FenceOut]
    next_cursor: NextCursor


def fence_out(row: FenceRow, account: str | None, numbers: Sequence[str]) -> FenceOut:
    """Return a fence as the API shows it."""
    area, when = row.area, row.schedule
    circle = polygon = schedule = None
    if isinstance(area, Circle):
        circle = CircleModel(lat=area.lat, lon=area.lon, radius_m=area.radius_m)
    else:
        polygon = list(area.corners)
    if when is not None:
        schedule = ScheduleModel(
            weekdays=sorted(when.weekdays),
            zone_min=when.zone_min,
            **{"from": when.begin.isoformat("minutes"), "to": when.end.isoformat("minutes")},
        )
    return FenceOut(
        id=row.id,
        tracker_id=row.serial,
        name=row.name,
        circle=circle,
        polygon=polygon,
        account_id=account,
        whole_account=row.is_everyones,
        devices=list(numbers),
        schedule=schedule,
        created=iso_ms(row.created_ms),
        warnings=warnings(area),
    )
