"""WGS-84, GCJ-02 and BD-09, forward and back.

GCJ-02 moves a place of mainland China by 100 to 700 m, as public code has reproduced it since 2010;
BD-09 moves that once more. Elsewhere all three are the same. Positions are stored in WGS-84 only:
this is for maps and for rows of trackers that were set up otherwise.

Source: the published formula (Krasovsky 1940 ellipsoid), checked against the vectors of
googollee/eviltransform (MIT) and of prcoords (CC0), tests/unit/geo/datum-dev.json: within 0.05 m.
"""

import math
from collections.abc import Callable
from enum import StrEnum

from mingtang_desk.geo.distance import Place
from mingtang_desk.geo.mainland import in_mainland

KRASOVSKY_A = 6378245.0
"""Semi-major axis, metres."""
KRASOVSKY_EE = 0.00669342162296594323
"""Eccentricity squared."""
_BD_PI = math.pi * 3000.0 / 180.0
_BD_LAT, _BD_LON = 0.006, 0.0065
_ROUNDS = 12
"""Rounds of the inverse; each gains two to three decimal places."""
_STEP = 1e-11


class Datum(StrEnum):
    """What a pair of degrees is measured in."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


type Region = Callable[[float, float], bool]


def everywhere(_lat: float, _lon: float) -> bool:
    """The bare formula, for a tool that shifts outside China too."""
    return True


def convert(place: Place, source: Datum, target: Datum, region: Region = in_mainland) -> Place:
    """Return a place in another datum.

    Args:
        place: latitude and longitude in degrees.
        source: what they are in.
        target: what they shall be in.
        region: where the shift holds, asked with WGS-84 degrees.

    Within a kilometre of the region's edge the inverse is ambiguous, since one side is shifted and
    the other is not: there the shifted answer is taken.
    """
    if source is target:
        return place
    wgs = place if source is Datum.WGS84 else _to_wgs(place, source, region)
    if target is Datum.WGS84 or not region(*wgs):
        return wgs
    return _FORWARD[target](wgs)


def _to_wgs(place: Place, source: Datum, region: Region) -> Place:
    found = _inverse(_FORWARD[source], place)
    return place if not region(*found) and not region(*place) else found


def _inverse(forward: Callable[[Place], Place], place: Place) -> Place:
    """Undo a small shift: take off what it adds at the guess until nothing changes."""
    lat, lon = place
    for _ in range(_ROUNDS):
        there = forward((lat, lon))
        dlat, dlon = there[0] - place[0], there[1] - place[1]
        # Far from China the bare formula has no inverse: it shall not run away there.
        lat = min(place[0] + 1.0, max(place[0] - 1.0, lat - dlat))
        lon = min(place[1] + 1.0, max(place[1] - 1.0, lon - dlon))
        if abs(dlat) + abs(dlon) < _STEP:
            break
    return lat, lon


def _wgs_to_gcj(place: Place) -> Place:
    lat, lon = place
    x, y = lon - 105.0, lat - 35.0
    root = 0.1 * math.sqrt(abs(x))
    waves = 20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 2.0 * root
    north += 2.0 / 3.0 * (waves + _waves(y, 20.0, 40.0))
    north += 2.0 / 3.0 * (160.0 * math.sin(y * math.pi / 12) + 320.0 * math.sin(y * math.pi / 30))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + root
    east += 2.0 / 3.0 * (waves + _waves(x, 20.0, 40.0))
    east += 2.0 / 3.0 * (150.0 * math.sin(x * math.pi / 12) + 300.0 * math.sin(x * math.pi / 30))
    phi = math.radians(lat)
    magic = 1.0 - KRASOVSKY_EE * math.sin(phi) ** 2
    meridian = KRASOVSKY_A * (1.0 - KRASOVSKY_EE) / magic**1.5
    parallel = KRASOVSKY_A / math.sqrt(magic) * math.cos(phi)
    return lat + math.degrees(north / meridian), lon + math.degrees(east / max(parallel, 1.0))


def _waves(value: float, first: float, second: float) -> float:
    return first * math.sin(value * math.pi) + second * math.sin(value / 3.0 * math.pi)


def _gcj_to_bd(place: Place) -> Place:
    lat, lon = place
    radius = math.hypot(lon, lat) + 0.00002 * math.sin(lat * _BD_PI)
    angle = math.atan2(lat, lon) + 0.000003 * math.cos(lon * _BD_PI)
    return radius * math.sin(angle) + _BD_LAT, radius * math.cos(angle) + _BD_LON


def _wgs_to_bd(place: Place) -> Place:
    return _gcj_to_bd(_wgs_to_gcj(place))


_FORWARD: dict[Datum, Callable[[Place], Place]] = {
    Datum.GCJ02: _wgs_to_gcj,
    Datum.BD09: _wgs_to_bd,
}
