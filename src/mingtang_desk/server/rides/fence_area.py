"""Shape and hours of a fence: validity and JSON."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from mingtang_desk.geo.fence import Circle, FenceSettings, Polygon
from mingtang_desk.geo.hours import Schedule
from mingtang_desk.geo.sides import crossing_sides

MOST_CORNERS = 200
MOST_RADIUS_M = 100_000.0
_SETTINGS = FenceSettings()
LEAST_RADIUS_M = _SETTINGS.least_radius_m
SMALL_RADIUS_M = _SETTINGS.small_radius_m


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
    if crossing_sides(corners) is not None:
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
