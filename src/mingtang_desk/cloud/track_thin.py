"""Which points of a track are worth drawing on a map: as few as cannot be told from all."""

import math
from collections.abc import Sequence
from typing import Protocol

MOST_PLACES = 4000
"""Of a track together; more cannot be told apart and would be slow to draw."""
_STEPS_M = (2.0, 5.0, 10.0, 25.0, 60.0, 150.0, 400.0, 1000.0)
_METRES = 111_195.0


class Placed(Protocol):
    """Something with a place."""

    @property
    def lat(self) -> float:
        """Degrees north."""
        ...

    @property
    def lon(self) -> float:
        """Degrees east."""
        ...


def thinned(
    parts: Sequence[tuple[Sequence[Placed], int]],
) -> tuple[tuple[list[int], int], ...]:
    """Return which points of each stretch are drawn; a number behind it is that of its first."""
    found: list[tuple[list[int], int]] = []
    for metres in _STEPS_M:
        found = [(_far_apart(points, metres), first) for points, first in parts]
        if sum(len(kept) for kept, _ in found) <= MOST_PLACES:
            return tuple(found)
    every = -(-sum(len(kept) for kept, _ in found) // MOST_PLACES)
    return tuple(([*kept[:-1:every], kept[-1]], first) for kept, first in found)


def _far_apart(points: Sequence[Placed], metres: float) -> list[int]:
    """Return points that are so far from the one before, with the first and the last."""
    kept, last = [0], points[0]
    limit, east = (metres / _METRES) ** 2, math.cos(math.radians(points[0].lat)) ** 2
    for n, point in enumerate(points):
        north, side = point.lat - last.lat, point.lon - last.lon
        if north * north + side * side * east >= limit:
            kept.append(n)
            last = point
    if len(points) > 1 and kept[-1] != len(points) - 1:
        kept.append(len(points) - 1)
    return kept
