"""Whether a place is drawn with the Chinese shift: mainland China, by its outline.

A box is wrong by thousands of kilometres (Seoul, Hanoi, Ulaanbaatar are in it). The outline is
good to about one kilometre. The sea within 20 km counts as mainland, for bridges, ferries and
islands too small for the outline, unless a border or Hong Kong, Macau or Taiwan is nearer.
"""

import math
from dataclasses import dataclass
from functools import cache

from mingtang_desk.geo.outline import ALPHABET, APART, MAINLAND, STEP_DEG

SEA_DEG = 20.0 / 111.2
"""How far out the sea counts: 20 km."""
ISLES = ((26.17, 119.95), (25.97, 119.95), (26.37, 120.50), (24.99, 119.45))
"""Matsu (three groups) and Wuqiu, too small for the outline and within 20 km of the coast."""
_ISLE_DEG = 0.1
_BOX = (17.5, 54.5, 73.0, 136.0)
_BAND = 0.25


@dataclass(frozen=True, slots=True)
class _Edge:
    lat1: float
    lon1: float
    lat2: float
    lon2: float
    coast: bool


@dataclass(frozen=True, slots=True)
class _Outline:
    """Edges by bands of latitude, so that a place meets a few dozen of them."""

    inside: dict[int, list[_Edge]]
    apart: dict[int, list[_Edge]]


def in_mainland(lat: float, lon: float) -> bool:
    """Return whether mainland China's maps shift this place (WGS-84 degrees)."""
    south, north, west, east = _BOX
    if not (south <= lat <= north and west <= lon <= east):
        return False
    if any(math.hypot(lat - isle[0], lon - isle[1]) < _ISLE_DEG for isle in ISLES):
        return False
    outline = _outline()
    band = math.floor(lat / _BAND)
    if _crossed(outline.apart.get(band, []), lat, lon):
        return False
    return _crossed(outline.inside.get(band, []), lat, lon) or _at_sea(outline, band, lat, lon)


def _crossed(edges: list[_Edge], lat: float, lon: float) -> bool:
    """Ray casting to the east."""
    inside = False
    for e in edges:
        if (e.lat1 > lat) != (e.lat2 > lat):
            inside ^= lon < e.lon1 + (lat - e.lat1) * (e.lon2 - e.lon1) / (e.lat2 - e.lat1)
    return inside


def _at_sea(outline: _Outline, band: int, lat: float, lon: float) -> bool:
    """Whether the nearest edge is a coast of the mainland within 20 km."""
    k = math.cos(math.radians(lat))
    nearest, coast = SEA_DEG, False
    for row in (band - 1, band, band + 1):
        for table, ours in ((outline.inside, True), (outline.apart, False)):
            for edge in table.get(row, []):
                away = _away(edge, lat, lon, k)
                if away < nearest:
                    nearest, coast = away, ours and edge.coast
    return coast


def _away(e: _Edge, lat: float, lon: float, k: float) -> float:
    px, py = (lon - e.lon1) * k, lat - e.lat1
    bx, by = (e.lon2 - e.lon1) * k, e.lat2 - e.lat1
    t = max(0.0, min(1.0, (px * bx + py * by) / (bx * bx + by * by)))
    return math.hypot(px - t * bx, py - t * by)


@cache
def _outline() -> _Outline:
    return _Outline(_banded(MAINLAND), _banded(APART))


def _banded(rings: tuple[str, ...]) -> dict[int, list[_Edge]]:
    table: dict[int, list[_Edge]] = {}
    for ring in rings:
        for edge in _edges(ring):
            low, high = sorted((edge.lat1, edge.lat2))
            for band in range(math.floor(low / _BAND), math.floor(high / _BAND) + 1):
                table.setdefault(band, []).append(edge)
    return table


def _edges(ring: str) -> list[_Edge]:
    """Read a ring: where it starts, then runs: steps (negative: a border), and each step."""
    numbers = iter(_numbers(ring))
    x, y = next(numbers), next(numbers)
    edges = []
    for run in numbers:
        for _ in range(abs(run)):
            nx, ny = x + next(numbers), y + next(numbers)
            edges.append(
                _Edge(y * STEP_DEG, x * STEP_DEG, ny * STEP_DEG, nx * STEP_DEG, coast=run > 0)
            )
            x, y = nx, ny
    return edges


def _numbers(text: str) -> list[int]:
    """Five bits a character, low ones first, bit six on all but the last; the sign is bit 0."""
    found, value, shift = [], 0, 0
    for character in text:
        bits = ALPHABET.index(character)
        value |= (bits & 31) << shift
        shift += 5
        if bits < 32:
            found.append(-((value + 1) >> 1) if value & 1 else value >> 1)
            value = shift = 0
    return found
