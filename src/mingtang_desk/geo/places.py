"""Places as people write them: "22.5431, 114.0579"."""

import re
import unicodedata

from mingtang_desk.geo.distance import Place

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)"
_PLACE = re.compile(rf"({_NUMBER})\s*[,;\s]\s*({_NUMBER})")


def read_place(text: str) -> Place | None:
    """Return latitude and longitude in degrees, None = it is no place.

    Wide digits and commas of a Chinese keyboard and a printed minus are taken too.
    """
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").replace("、", ",").strip(" ()[]°")
    found = _PLACE.fullmatch(plain.replace("°", ""))
    if found is None:
        return None
    lat, lon = float(found[1]), float(found[2])
    return (lat, lon) if abs(lat) <= 90.0 and abs(lon) <= 180.0 else None


def write_place(place: Place) -> str:
    """Return a place with six decimals, 0.1 m, as `read_place` takes it."""
    return f"{place[0]:.6f}, {place[1]:.6f}"


def is_nowhere(lat: float | None, lon: float | None) -> bool:
    """Return whether a position is none: not told, off the globe, or (0, 0) of a cold tracker."""
    if lat is None or lon is None:
        return True
    if not (abs(lat) <= 90.0 and abs(lon) <= 180.0):  # and what is no number
        return True
    return abs(lat) < 1e-4 and abs(lon) < 1e-4
