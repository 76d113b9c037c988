"""Areas of Traccar: WKT in its own order, latitude before longitude, and a circle WKT lacks."""

import math
import re

from mingtang_desk.cloud.models_rides import Circle

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_CIRCLE = re.compile(
    rf"\s*CIRCLE\s*\(\s*({_NUMBER})\s+({_NUMBER})\s*,\s*({_NUMBER})\s*\)\s*", re.IGNORECASE
)
_POLYGON = re.compile(r"\s*POLYGON\s*\(\s*\(([^()]*)\)\s*\)\s*", re.IGNORECASE)
_PAIR = re.compile(rf"\s*({_NUMBER})\s+({_NUMBER})\s*")

type Corners = tuple[tuple[float, ...], ...]


def area_of(text: str) -> Circle | Corners | None:
    """Return a circle or the corners (lat, lon) of a polygon; None = anything else.

    A polygon with holes is something else: without them it would be another area.
    """
    if found := _CIRCLE.fullmatch(text):
        lat, lon, radius = (float(each) for each in found.groups())
        good = _is_place(lat, lon) and math.isfinite(radius) and radius > 0
        return Circle(lat=lat, lon=lon, radius_m=radius) if good else None
    found = _POLYGON.fullmatch(text)
    if found is None:
        return None
    pairs = [_PAIR.fullmatch(each) for each in found.group(1).split(",")]
    corners = [(float(pair.group(1)), float(pair.group(2))) for pair in pairs if pair is not None]
    if len(corners) != len(pairs) or not all(_is_place(*corner) for corner in corners):
        return None
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    return tuple(corners) if len(corners) >= 3 else None


def circle_text(circle: Circle) -> str:
    """Return a circle as Traccar writes it."""
    return f"CIRCLE ({circle.lat:.7f} {circle.lon:.7f}, {circle.radius_m:.1f})"


def polygon_text(corners: Corners) -> str:
    """Return a polygon as Traccar writes it: the first corner comes again at the end."""
    ring = (*corners, corners[0])
    return "POLYGON ((" + ", ".join(f"{lat:.7f} {lon:.7f}" for lat, lon in ring) + "))"


def _is_place(lat: float, lon: float) -> bool:
    return abs(lat) <= 90 and abs(lon) <= 180
