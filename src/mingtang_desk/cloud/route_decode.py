"""What routers answer: OSRM, Valhalla and openrouteservice; and their lines.

Source: the API documents of OSRM 5 (route service, `geometries=polyline6`), Valhalla 3 (`/route`,
shape with six digits) and openrouteservice 8 (`/v2/directions/{profile}/geojson`). Nothing in an
answer is believed before it was looked at.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mingtang_desk.cloud.decode import AnswerError, json_object, plain
from mingtang_desk.geo.distance import Place

MOST_POINTS = 200_000
_CHUNKS = 7
"""Groups of five bits of one number: more than 1800 degrees with six digits need no more."""


class RouterKind(StrEnum):
    """Whose language a router speaks."""

    OSRM = "osrm"
    VALHALLA = "valhalla"
    ORS = "ors"


class Profile(StrEnum):
    """How somebody goes."""

    BICYCLE = "bicycle"
    CAR = "car"
    FOOT = "foot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A way: its points (WGS-84), metres and seconds; None = the router does not say."""

    points: tuple[Place, ...]
    distance_m: float | None
    duration_s: float | None


class NoRouteError(AnswerError):
    """The router understood, and there is no way; the text is what it says."""


def read_route(kind: RouterKind, status: int, body: object) -> Route:
    """Return the way an answer tells.

    Raises:
        NoRouteError: there is none, or the router refused; the text is its own.
        AnswerError: it is no answer of such a router.
    """
    answer = json_object(body, "answer")
    match kind:
        case RouterKind.OSRM:
            return _osrm(status, answer)
        case RouterKind.VALHALLA:
            return _valhalla(status, answer)
        case RouterKind.ORS:
            return _ors(status, answer)


def decode_polyline(text: str, digits: int) -> tuple[Place, ...]:
    """Return the places of an encoded polyline of five or six digits.

    Raises:
        AnswerError: it is none, or leaves the globe.
    """
    points: list[Place] = []
    scale = 10.0**digits
    lat = lon = at = 0
    while at < len(text):
        step, at = _number(text, at)
        lat += step
        step, at = _number(text, at)
        lon += step
        points.append(_place(lat / scale, lon / scale))
        if len(points) > MOST_POINTS:
            raise AnswerError("the line has too many points")
    return tuple(points)


def _number(text: str, at: int) -> tuple[int, int]:
    value = 0
    for group in range(_CHUNKS):
        if at >= len(text):
            raise AnswerError("the line ends in the middle of a number")
        bits = ord(text[at]) - 63
        if not 0 <= bits < 64:
            raise AnswerError("the line has a sign that does not belong there")
        at += 1
        value |= (bits & 31) << (5 * group)
        if bits < 32:
            return (~(value >> 1) if value & 1 else value >> 1), at
    raise AnswerError("the line has a number without an end")


def _osrm(status: int, answer: Mapping[str, object]) -> Route:
    code = answer.get("code")
    if code != "Ok":
        raise _refused(status, answer.get("message") or code)
    first = json_object(_first(answer, "routes"), "routes[0]")
    shape = first.get("geometry")
    if isinstance(shape, str):
        points = decode_polyline(shape, 6)
    else:
        points = _line(shape, "routes[0].geometry")
    return _route(points, _figure(first, "distance"), _figure(first, "duration"))


def _valhalla(status: int, answer: Mapping[str, object]) -> Route:
    if "trip" not in answer:
        raise _refused(status, answer.get("error") or answer.get("status_message"))
    trip = json_object(answer["trip"], "trip")
    legs = trip.get("legs")
    if not isinstance(legs, list) or not legs:
        raise AnswerError("trip has no legs")
    points: list[Place] = []
    for leg in legs:
        shape = json_object(leg, "leg").get("shape")
        if not isinstance(shape, str):
            raise AnswerError("a leg has no shape")
        points += decode_polyline(shape, 6)
    summary = json_object(trip.get("summary"), "trip.summary")
    miles = trip.get("units") in ("miles", "mi")
    length = _figure(summary, "length")
    metres = None if length is None else length * (1609.344 if miles else 1000.0)
    return _route(tuple(points), metres, _figure(summary, "time"))


def _ors(status: int, answer: Mapping[str, object]) -> Route:
    if "error" in answer:
        error = answer["error"]
        raise _refused(status, error.get("message") if isinstance(error, dict) else error)
    if "features" not in answer:
        raise (
            _refused(status, answer.get("message"))
            if status >= 400
            else AnswerError("it has no features")
        )
    first = json_object(_first(answer, "features"), "features[0]")
    points = _line(first.get("geometry"), "features[0].geometry")
    properties = json_object(first.get("properties"), "properties")
    summary = json_object(properties.get("summary"), "properties.summary")
    # A way of no length has an empty summary.
    return _route(points, _figure(summary, "distance"), _figure(summary, "duration"))


def _route(points: tuple[Place, ...], metres: float | None, seconds: float | None) -> Route:
    if len(points) < 2:
        raise AnswerError("the line has no two points")
    return Route(points=points, distance_m=metres, duration_s=seconds)


def _line(shape: object, where: str) -> tuple[Place, ...]:
    line = json_object(shape, where)
    told = line.get("coordinates")
    if line.get("type") != "LineString" or not isinstance(told, list):
        raise AnswerError(f"{where} is no line")
    if len(told) > MOST_POINTS:
        raise AnswerError("the line has too many points")
    points = []
    for each in told:
        if not isinstance(each, list) or len(each) < 2:
            raise AnswerError(f"{where} has a point that is none")
        points.append(_place(_degrees(each[1]), _degrees(each[0])))
    return tuple(points)


def _degrees(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AnswerError("a point is none")
    return float(value)


def _place(lat: float, lon: float) -> Place:
    if not (abs(lat) <= 90.0 and abs(lon) <= 180.0):
        raise AnswerError("the line leaves the globe")
    return lat, lon


def _figure(found: Mapping[str, object], name: str) -> float | None:
    value = found.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AnswerError(f"{name} is no number")
    if not math.isfinite(value) or value < 0:
        raise AnswerError(f"{name} cannot be")
    return float(value)


def _first(found: Mapping[str, object], name: str) -> object:
    values = found.get(name)
    if not isinstance(values, list) or not values:
        raise AnswerError(f"it has no {name}")
    return values[0]


def _refused(status: int, said: object) -> NoRouteError:
    words = plain(said, 160).strip() if isinstance(said, str) else ""
    return NoRouteError(words or f"status {status}")
