"""The nearest town of a position, from open data that ships along (GeoNames, CC BY 4.0)."""

import asyncio
import gzip
from dataclasses import dataclass
from functools import lru_cache

from mingtang_desk.core.assets import resource_path
from mingtang_desk.geo.distance import haversine_m

FAR_M = 100_000.0
"""A town further away says nothing of a place."""
NEAR_M = 2_000.0
"""Nearer than this it is said to be there."""


@dataclass(frozen=True, slots=True)
class Town:
    """A town.

    Attributes:
        lat, lon: WGS-84 degrees.
        name: in Latin letters; chinese: "" where it has none.
        province, country: its province, and the code of its country.
    """

    lat: float
    lon: float
    name: str
    chinese: str
    province: str
    country: str


type Grid = dict[tuple[int, int], list[Town]]


@lru_cache(maxsize=1)
def towns() -> Grid:
    """Read all towns, by whole degrees; takes about 0.1 s the first time."""
    grid: Grid = {}
    with gzip.open(resource_path("places/places.tsv.gz"), "rt", encoding="utf-8") as lines:
        for line in lines:
            lat, lon, name, chinese, province, country = line.rstrip("\n").split("\t")
            town = Town(float(lat), float(lon), name, chinese, province, country)
            grid.setdefault(_cell(town.lat, town.lon), []).append(town)
    return grid


def nearest(lat: float, lon: float) -> tuple[Town, float] | None:
    """Return the nearest town and how far it is in metres; None = none within 100 km."""
    grid = towns()
    row, column = _cell(lat, lon)
    # A degree of longitude gets short to the north: look at more columns there.
    wide = 1 if abs(lat) < 25 else 2 if abs(lat) < 60 else 4
    best: tuple[Town, float] | None = None
    for north in (row - 1, row, row + 1):
        for east in range(column - wide, column + wide + 1):
            for town in grid.get((north, (east + 180) % 360 - 180), ()):
                far = haversine_m(lat, lon, town.lat, town.lon)
                if far <= FAR_M and (best is None or far < best[1]):
                    best = (town, far)
    return best


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return int(lat // 1), int((lon + 180) // 1 % 360) - 180


class Addresses:
    """What people call a place."""

    async def of(self, lat: float, lon: float) -> str | None:
        """Return the nearest town in words, None where there is none.

        As "Longhua 龙华区, Guangdong, CN" within 2 km, else "12 km from …".
        """
        found = await asyncio.to_thread(nearest, lat, lon)
        if found is None:
            return None
        town, metres = found
        name = f"{town.name} {town.chinese}".strip()
        words = ", ".join(each for each in (name, town.province, town.country) if each)
        return words if metres < NEAR_M else f"{metres / 1000:.0f} km from {words}"
