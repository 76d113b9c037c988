"""Fewer points that draw the same line: Douglas and Peucker, on a flat plane around the first."""

import math
from collections.abc import Sequence

from mingtang_desk.geo.distance import Place, plane


def simplified(places: Sequence[Place], tolerance_m: float) -> list[int]:
    """Return the places that are needed, by index, rising.

    Args:
        places: degrees, in order of travel.
        tolerance_m: how far a place that is left out may be from the line that is drawn.
    """
    if len(places) < 3:
        return list(range(len(places)))
    flat = [plane(lat, lon, places[0]) for lat, lon in places]
    kept = {0, len(places) - 1}
    spans = [(0, len(places) - 1)]
    while spans:
        first, last = spans.pop()
        farthest, distance = 0, tolerance_m
        for index in range(first + 1, last):
            away = _distance(flat[index], flat[first], flat[last])
            if away > distance:
                farthest, distance = index, away
        if farthest:
            kept.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return sorted(kept)


def _distance(point: Place, start: Place, end: Place) -> float:
    """Return metres from a point to a line between two others."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = 0.0 if not length else max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / length))
    return math.hypot(x - x1 - along * dx, y - y1 - along * dy)
