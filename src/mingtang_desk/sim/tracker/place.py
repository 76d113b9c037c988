"""The tracker of a pack as its board reports it: SIM card, satellites, place."""

from collections.abc import Mapping
from dataclasses import dataclass

SIM_CODES: Mapping[str, int | None] = {
    "ok": 0,
    "missing": 1,
    "locked": 2,
    "no_network": 3,
    "unknown": None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A place, WGS-84.

    Attributes:
        lat: degrees north.
        lon: degrees east.
        speed_kmh: over ground.
        course_deg: clockwise from north; None while it stands.
    """

    lat: float
    lon: float
    speed_kmh: float = 0.0
    course_deg: float | None = None


@dataclass(slots=True, kw_only=True)
class Tracker:
    """What it tells; None = the board does not know.

    Attributes:
        sim: code of `SIM_CODES`.
        signal: strength on the vendor's scale.
        satellites: that it uses.
        is_located: it knows where it is.
        position: where; None while it is not located.
    """

    sim: int | None = None
    signal: int | None = None
    satellites: int | None = None
    is_located: bool | None = None
    position: Position | None = None
