"""Links that let a phone or a browser lead somebody to a battery.

Places go in as WGS-84 and leave as each map counts: maps of mainland China are shifted (GCJ-02),
elsewhere nothing is. Names are data: they are percent-encoded and never end a link early.

Source: AMap URI API (uri.amap.com/navigation, amapuri://openFeature), Google Maps URLs, Apple Map
Links, Baidu Maps URI API, RFC 5870 (geo:), as documented by each in 2026.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import quote

from mingtang_desk.cloud.decode import plain
from mingtang_desk.cloud.models import Battery
from mingtang_desk.geo.datum import Datum, convert
from mingtang_desk.geo.distance import Place
from mingtang_desk.geo.places import is_nowhere

SOURCE = "mingtang-desk"
OLD = timedelta(hours=1)
"""A position older than this may be far from where the battery is now."""
_NAME = 60


class MapApp(StrEnum):
    """Who leads the way."""

    AMAP = "amap"
    AMAP_APP = "amap_app"
    GOOGLE = "google"
    APPLE = "apple"
    BAIDU = "baidu"
    OSM = "osm"
    GEO = "geo"


IN_BROWSER = frozenset((MapApp.AMAP, MapApp.GOOGLE, MapApp.APPLE, MapApp.OSM))
"""Whose links a browser opens; the others need the app on a phone."""


class NoWay(StrEnum):
    """Why nobody can be led to a battery."""

    UNKNOWN = "unknown"
    NO_POSITION = "no_position"
    ZERO = "zero"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where to: WGS-84, how it is called, when it was there (UTC, None = not told)."""

    lat: float
    lon: float
    name: str
    time: datetime | None = None

    @property
    def place(self) -> Place:
        """Latitude and longitude."""
        return self.lat, self.lon

    def age(self, now: datetime) -> timedelta | None:
        """Return how old the position is."""
        return None if self.time is None else max(now - self.time, timedelta())


def target_of(battery: Battery | None) -> Target | NoWay:
    """Return where a battery is, or why that cannot be said."""
    if battery is None:
        return NoWay.UNKNOWN
    if battery.lat is None or battery.lon is None:
        return NoWay.NO_POSITION
    if is_nowhere(battery.lat, battery.lon):
        return NoWay.ZERO
    return Target(
        lat=battery.lat,
        lon=battery.lon,
        name=battery.name or battery.number,
        time=battery.position_time,
    )


def link(app: MapApp, target: Target) -> str:
    """Return the link that opens the way to a place."""
    lat, lon = target.place
    name = _encoded(target.name)
    shifted = convert(target.place, Datum.WGS84, Datum.GCJ02)
    match app:
        case MapApp.AMAP:
            to = f"{_degrees(shifted[1])},{_degrees(shifted[0])},{name}"  # longitude first
            return (
                f"https://uri.amap.com/navigation?to={to}&mode=ride&coordinate=gaode"
                f"&src={SOURCE}&callnative=1"
            )
        case MapApp.AMAP_APP:
            # dev=0: the place is GCJ-02 already
            return (
                "amapuri://openFeature?featureName=OnRideNavi&rideType=elebike"
                f"&sourceApplication={SOURCE}&lat={_degrees(shifted[0])}"
                f"&lon={_degrees(shifted[1])}&dev=0"
            )
        case MapApp.GOOGLE:
            # Google's map of mainland China is shifted, and takes shifted places there.
            return (
                "https://www.google.com/maps/dir/?api=1"
                f"&destination={_degrees(shifted[0])},{_degrees(shifted[1])}&travelmode=bicycling"
            )
        case MapApp.APPLE:
            # Its map of mainland China is AMap's.
            place = f"{_degrees(shifted[0])},{_degrees(shifted[1])}"
            return f"https://maps.apple.com/?daddr={place}"
        case MapApp.BAIDU:
            there = quote(f"latlng:{_degrees(lat)},{_degrees(lon)}|name:", safe=":,") + name
            return (
                f"bdapp://map/direction?destination={there}&coord_type=wgs84&mode=riding"
                f"&src={SOURCE}"
            )
        case MapApp.OSM:
            return f"https://www.openstreetmap.org/directions?to={_degrees(lat)},{_degrees(lon)}"
        case MapApp.GEO:
            place = f"{_degrees(lat)},{_degrees(lon)}"
            return f"geo:{place}?q={place}({name})"


def _degrees(value: float) -> str:
    text = f"{value:.6f}"
    return "0.000000" if text == "-0.000000" else text


def _encoded(name: str) -> str:
    """Return a name for a link: no control characters, no brackets that end it, not endless."""
    return quote(plain(name, _NAME).replace("|", "/").strip(), safe="")
