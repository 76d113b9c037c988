"""Shape and hours of a fence: validity, JSON, and whether it watches now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from mingtang_desk.geo.distance import Place, plane
from mingtang_desk.geo.fence import Circle, FenceSettings, Polygon

MOST_CORNERS = 200
MOST_RADIUS_M = 100_000.0
_SETTINGS = FenceSettings()
LEAST_RADIUS_M = _SETTINGS.least_radius_m
SMALL_RADIUS_M = _SETTINGS.small_radius_m


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a fence watches.

    Attributes:
        weekdays: 1 = Monday to 7 = Sunday, on which the hours begin.
        begin, end: local times; the end before the beginning = over midnight; equal = all day.
        zone_min: minutes east of UTC; None = the battery's.
    """

    weekdays: frozenset[int]
    begin: time
    end: time
    zone_min: int | None = None

    def holds(self, ms: int, zone_min: int) -> bool:
        """Whether it watches at a moment; `zone_min` is the battery's."""
        zone = zone_min if self.zone_min is None else self.zone_min
        moment = datetime.fromtimestamp(ms / 1000, UTC) + timedelta(minutes=zone)
        today, now = moment.isoweekday(), moment.time()
        if self.begin < self.end:
            return today in self.weekdays and self.begin <= now < self.end
        yesterday = (today - 2) % 7 + 1
        return (today in self.weekdays and now >= self.begin) or (
            yesterday in self.weekdays and now < self.end
        )


def shape_json(area: Circle | Polygon) -> dict[str, Any]:
    """Return a shape as it is stored."""
    if isinstance(area, Circle):
        return {"circle": [area.lat, area.lon, area.radius_m]}
    return {"polygon": [list(corner) for corner in area.corners]}


def area_of(told: Mapping[str, Any]) -> Circle | Polygon:
    """Return the shape of its JSON."""
    if "circle" in told:
        return Circle(*told["circle"])
    return Polygon(tuple((lat, lon) for lat, lon in told["polygon"]))


def schedule_json(schedule: Schedule) -> dict[str, Any]:
    """Return a schedule as it is stored."""
    return {
        "weekdays": sorted(schedule.weekdays),
        "begin": schedule.begin.isoformat("minutes"),
        "end": schedule.end.isoformat("minutes"),
        "zone_min": schedule.zone_min,
    }


def schedule_of(told: Mapping[str, Any]) -> Schedule:
    """Return the schedule of its JSON."""
    return Schedule(
        weekdays=frozenset(told["weekdays"]),
        begin=time.fromisoformat(told["begin"]),
        end=time.fromisoformat(told["end"]),
        zone_min=told["zone_min"],
    )


def why_not(area: Circle | Polygon) -> str | None:
    """Return what is wrong with a shape, None = nothing."""
    if isinstance(area, Circle):
        if area.radius_m < LEAST_RADIUS_M:
            return f"radius_m has to be at least {LEAST_RADIUS_M:g}."
        return None
    corners = area.corners
    if len(set(corners)) != len(corners):
        return "Two corners lie on the same place."
    if crosses_itself(corners):
        return "The sides of the polygon cross each other."
    if area.size_m < LEAST_RADIUS_M:
        return f"The polygon has to be at least {2 * LEAST_RADIUS_M:g} m wide and high."
    return None


def warnings(area: Circle | Polygon) -> list[str]:
    """Return what somebody should think of, in words."""
    if area.size_m < SMALL_RADIUS_M:
        return [
            f"Fences under {SMALL_RADIUS_M:g} m of radius may miss crossings or tell them late: "
            "positions between houses are off by as much."
        ]
    return []


def crosses_itself(corners: Sequence[Place]) -> bool:
    """Whether two sides that are no neighbours meet."""
    points = [plane(lat, lon, corners[0]) for lat, lon in corners]
    sides = list(zip(points, points[1:] + points[:1], strict=True))
    for i, one in enumerate(sides):
        for j in range(i + 1, len(sides)):
            neighbours = j == i + 1 or (i == 0 and j == len(sides) - 1)
            if neighbours:
                if _folds_back(one, sides[j]) or _folds_back(sides[j], one):
                    return True
            elif _meet(*one, *sides[j]):
                return True
    return False


type _Point = tuple[float, float]


def _turn(a: _Point, b: _Point, c: _Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _on(a: _Point, b: _Point, c: _Point) -> bool:
    """Whether c, on the line through a and b, lies between them."""
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])


def _meet(a: _Point, b: _Point, c: _Point, d: _Point) -> bool:
    one, two, three, four = _turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)
    if (one > 0) != (two > 0) and (three > 0) != (four > 0) and 0 not in (one, two, three, four):
        return True
    touching = ((one, a, b, c), (two, a, b, d), (three, c, d, a), (four, c, d, b))
    return any(turn == 0 and _on(p, q, r) for turn, p, q, r in touching)


def _folds_back(one: tuple[_Point, _Point], two: tuple[_Point, _Point]) -> bool:
    """Whether a side goes back over the one before it."""
    (a, b), (c, d) = one, two
    if b != c or _turn(a, b, d) != 0:
        return False
    return (b[0] - a[0]) * (d[0] - c[0]) + (b[1] - a[1]) * (d[1] - c[1]) < 0
