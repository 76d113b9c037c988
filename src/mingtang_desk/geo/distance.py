"""Distances on the sphere and a flat plane around a point."""

import math

EARTH_M = 6371008.8
"""Mean radius of the Earth in metres (IUGG); against the ellipsoid at most 0.5 % off."""
M_PER_DEG = math.radians(EARTH_M)

type Place = tuple[float, float]
"""Latitude and longitude in degrees."""


def haversine_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance in metres; the date line is no edge."""
    a, b = math.radians(lat1), math.radians(lat2)
    dlat, dlon = (b - a) / 2, math.radians(lon2 - lon1) / 2
    h = math.sin(dlat) ** 2 + math.cos(a) * math.cos(b) * math.sin(dlon) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(min(1.0, max(0.0, h))))


def lon_difference(lon: float, origin: float) -> float:
    """Return lon - origin in degrees, -180 to 180, the short way over the date line."""
    return (lon - origin + 180.0) % 360.0 - 180.0


def plane(lat: float, lon: float, origin: Place) -> tuple[float, float]:
    """Return metres east and north of an origin; good to 0.1 % within 50 km."""
    east = lon_difference(lon, origin[1]) * M_PER_DEG * math.cos(math.radians(origin[0]))
    return east, (lat - origin[0]) * M_PER_DEG


def middle(places: list[Place]) -> Place:
    """Return the medians of latitude and longitude: a far jump does not move it.

    Args:
        places: at least one, all on one side of the Earth.
    """
    origin = 0.0
    lats = sorted([lat for lat, _ in places])
    lons = sorted([lon for _, lon in places])
    if lons[-1] - lons[0] > 180.0:
        origin = places[0][1]
        lons = sorted([lon_difference(lon, origin) for lon in lons])
    half, odd = divmod(len(places), 2)
    if odd:
        return lats[half], origin + lons[half]
    return (lats[half - 1] + lats[half]) / 2, origin + (lons[half - 1] + lons[half]) / 2
