"""Web Mercator: degrees to pixels of the whole world at a zoom, and back; the lines of a grid."""

import math
from collections.abc import Sequence
from typing import NamedTuple

TILE = 256
MAX_LAT = 85.0511287798
METRES_ROUND = 40_075_016.686
"""Length of the equator, metres."""

_STEPS = (30.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005)
_GRID_PX = 110


class Place(NamedTuple):
    """A place, WGS-84 degrees."""

    lat: float
    lon: float


class Bounds(NamedTuple):
    """An area, WGS-84 degrees."""

    south: float
    west: float
    north: float
    east: float

    @property
    def centre(self) -> Place:
        """The middle."""
        return Place((self.south + self.north) / 2, (self.west + self.east) / 2)


def world(place: Place, zoom: int) -> tuple[float, float]:
    """Return the pixel of a place in the picture of the whole world, x to the right, y down."""
    size = TILE * 2.0**zoom
    lat = math.radians(max(-MAX_LAT, min(MAX_LAT, place.lat)))
    x = (place.lon + 180.0) / 360.0
    y = (1.0 - math.asinh(math.tan(lat)) / math.pi) / 2.0
    return x * size, y * size


def place_at(x: float, y: float, zoom: int) -> Place:
    """Return the place of a pixel; the inverse of `world`."""
    size = TILE * 2.0**zoom
    lat = math.degrees(math.atan(math.sinh(math.pi * (1.0 - 2.0 * y / size))))
    return Place(lat, x / size * 360.0 - 180.0)


def metres_per_pixel(lat: float, zoom: int) -> float:
    """Return how far a pixel reaches on the ground."""
    return METRES_ROUND * math.cos(math.radians(lat)) / (TILE * 2.0**zoom)


def bounds_of(places: Sequence[Place]) -> Bounds | None:
    """Return the area around places, None for none."""
    if not places:
        return None
    lats, lons = [p.lat for p in places], [p.lon for p in places]
    return Bounds(min(lats), min(lons), max(lats), max(lons))


def zoom_for(bounds: Bounds, width: int, height: int, *, most: int) -> int:
    """Return the deepest zoom at which an area fits into so many pixels."""
    for zoom in range(most, 0, -1):
        left, bottom = world(Place(bounds.south, bounds.west), zoom)
        right, top = world(Place(bounds.north, bounds.east), zoom)
        if right - left <= width and bottom - top <= height:
            return zoom
    return 0


def grid_step(zoom: int) -> float:
    """Return the distance of grid lines in degrees: the smallest that leaves room between them."""
    per_pixel = 360.0 / (TILE * 2.0**zoom)
    fitting = [step for step in _STEPS if step / per_pixel >= _GRID_PX]
    return min(fitting, default=_STEPS[0])


def nice_length(metres: float) -> float:
    """Return 1, 2 or 5 times a power of ten, not longer than `metres`; for the scale."""
    power = 10.0 ** math.floor(math.log10(metres))
    return max(factor * power for factor in (1.0, 2.0, 5.0) if factor * power <= metres)
