"""A fence while it is edited: what it is made of, what is wrong with it, what is sent.

The server checks all of this too; here it is said before anything is sent, with the corner.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import lru_cache

from mingtang_desk.cloud.models_rides import Circle, Fence, Schedule
from mingtang_desk.geo import fence as shapes
from mingtang_desk.geo.distance import Place
from mingtang_desk.geo.hours import Schedule as Hours
from mingtang_desk.geo.sides import crossing_sides

LEAST_RADIUS_M, MOST_RADIUS_M = 50.0, 100_000.0
SMALL_RADIUS_M = 100.0
LEAST_CORNERS, MOST_CORNERS = 3, 200
MOST_DEVICES = 1000
MOST_NAME = 100
_NUMBER = re.compile(r"[0-9A-Za-z._-]{1,64}")
_BETWEEN = re.compile(r"[\s,;，；、|]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a draft.

    Attributes:
        key: name, name_long, place, radius, corners_few, corners_many, corner_twice, crossing,
            narrow, hours, weekdays, devices_many, device_odd.
        corners: indexes of the corners it is about.
        values: for the words.
    """

    key: str
    corners: tuple[int, ...] = ()
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FenceDraft:
    """A fence as somebody wants it; one of `circle` and `polygon`; see `models_rides.Fence`."""

    name: str
    circle: Circle | None = None
    polygon: tuple[Place, ...] | None = None
    devices: tuple[str, ...] = ()
    whole_account: bool = False
    account_id: str | None = None
    schedule: Schedule | None = None

    @property
    def area(self) -> shapes.Circle | shapes.Polygon | None:
        """The shape as `geo` counts with it, None = it has none yet."""
        return area_of(self.circle, self.polygon)

    def body(self) -> dict[str, object]:
        """Return it as the server takes it (FenceIn of docs/openapi.json)."""
        circle, hours = self.circle, self.schedule
        return {
            "name": self.name.strip(),
            "circle": None
            if circle is None
            else {"lat": circle.lat, "lon": circle.lon, "radius_m": circle.radius_m},
            "polygon": None if self.polygon is None else [list(each) for each in self.polygon],
            "datum": "wgs84",
            "account_id": self.account_id,
            "whole_account": self.whole_account,
            "devices": [] if self.whole_account else list(self.devices),
            "schedule": None
            if hours is None
            else {
                "from": hours.from_,
                "to": hours.to,
                "weekdays": list(hours.weekdays),
                "zone_min": hours.zone_min,
            },
        }

    def faults(self) -> tuple[Fault, ...]:
        """Return what is wrong with it, () = it can be sent."""
        found: list[Fault] = []
        if not self.name.strip():
            found.append(_fault("name"))
        elif len(self.name.strip()) > MOST_NAME:
            found.append(_fault("name_long", most=MOST_NAME))
        found += self._of_shape()
        if self.schedule is not None:
            if hours_of(self.schedule) is None:
                found.append(_fault("hours"))
            if not self.schedule.weekdays:
                found.append(_fault("weekdays"))
        if not self.whole_account:
            if len(self.devices) > MOST_DEVICES:
                found.append(_fault("devices_many", most=MOST_DEVICES))
            odd = next((each for each in self.devices if not _NUMBER.fullmatch(each)), None)
            if odd is not None:
                found.append(_fault("device_odd", number=odd[:40]))
        return tuple(found)

    def _of_shape(self) -> list[Fault]:
        if self.circle is not None:
            circle = self.circle
            if not (abs(circle.lat) <= 90.0 and abs(circle.lon) <= 180.0):
                return [_fault("place")]
            if not LEAST_RADIUS_M <= circle.radius_m <= MOST_RADIUS_M:
                return [
                    _fault("radius", least=f"{LEAST_RADIUS_M:g}", most=f"{MOST_RADIUS_M / 1000:g}")
                ]
            return []
        corners = self.polygon or ()
        if len(corners) < LEAST_CORNERS:
            return [_fault("corners_few", least=LEAST_CORNERS)]
        if len(corners) > MOST_CORNERS:
            return [_fault("corners_many", most=MOST_CORNERS)]
        twice = next((n for n, each in enumerate(corners) if each in corners[:n]), None)
        if twice is not None:
            first = corners.index(corners[twice])
            return [_fault("corner_twice", first, twice, a=first + 1, b=twice + 1)]
        crossing = crossing_sides(corners)
        if crossing is not None:
            one, two = crossing
            return [_fault("crossing", one, two, a=one + 1, b=two + 1)]
        if shapes.Polygon(corners).size_m < LEAST_RADIUS_M:
            return [_fault("narrow", least=f"{2 * LEAST_RADIUS_M:g}")]
        return []


def draft_of(fence: Fence) -> FenceDraft:
    """Return a fence as it can be changed."""
    return FenceDraft(
        name=fence.name,
        circle=fence.circle,
        polygon=None if fence.polygon is None else places_of(fence.polygon),
        devices=fence.devices,
        whole_account=fence.whole_account,
        account_id=fence.account_id,
        schedule=fence.schedule,
    )


def places_of(corners: tuple[tuple[float, ...], ...]) -> tuple[Place, ...]:
    """Return corners as pairs; what a server tells otherwise is left out."""
    return tuple((each[0], each[1]) for each in corners if len(each) == 2)


def area_of(
    circle: Circle | None, polygon: tuple[Place, ...] | None
) -> shapes.Circle | shapes.Polygon | None:
    """Return a shape as `geo` counts with it."""
    if circle is not None:
        return shapes.Circle(circle.lat, circle.lon, circle.radius_m)
    return shapes.Polygon(polygon) if polygon is not None and len(polygon) > 2 else None


def with_shape(draft: FenceDraft, other: FenceDraft) -> FenceDraft:
    """Return a draft with the shape of another one."""
    return replace(draft, circle=other.circle, polygon=other.polygon)


@lru_cache(1024)
def hours_of(schedule: Schedule) -> Hours | None:
    """Return hours as `geo` counts with them, None = they are none."""
    try:
        begin, end = time.fromisoformat(schedule.from_), time.fromisoformat(schedule.to)
    except ValueError:
        return None
    return Hours(
        weekdays=frozenset(schedule.weekdays), begin=begin, end=end, zone_min=schedule.zone_min
    )


def watches(schedule: Schedule | None, now: datetime, zone_min: int | None) -> bool | None:
    """Return whether a fence watches at a moment, None = nobody knows the zone of the battery."""
    if schedule is None:
        return True
    hours = hours_of(schedule)
    if hours is None:
        return None
    zone = zone_min if schedule.zone_min is None else schedule.zone_min
    return None if zone is None else hours.holds(round(now.timestamp() * 1000), zone)


def numbers_in(text: str) -> tuple[str, ...]:
    """Return the numbers in a pasted list, each once, in its order."""
    return tuple(dict.fromkeys(each for each in _BETWEEN.split(text) if each))


def _fault(key: str, *corners: int, **values: object) -> Fault:
    return Fault(
        key=key, corners=corners, values={name: str(each) for name, each in values.items()}
    )
