"""Services that know addresses: how each is asked and what it answers.

| | asked | datum |
| --- | --- | --- |
| nominatim | GET /reverse?format=jsonv2 | WGS-84 |
| amap | GET /v3/geocode/regeo | GCJ-02 |
| tianditu | GET /geocoder?type=geocode | CGCS2000, which is WGS-84 within a decimetre |
"""

import contextlib
import json
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode

from mingtang_desk.geo.datum import Datum, convert
from mingtang_desk.server.rides.webhook import WebhookError, connection_to

TIMEOUT_S = 5.0
MOST_BYTES = 65_536
LONGEST = 300
URLS: Mapping[str, str] = {
    "nominatim": "https://nominatim.openstreetmap.org",
    "amap": "https://restapi.amap.com",
    "tianditu": "https://api.tianditu.gov.cn",
}
"""Where each is asked unless told otherwise."""


class GeocodeError(Exception):
    """There is no address.

    Attributes:
        key: why ("not_reached", "address_refused", "answer_403", "answer_unusable", "refused",
            "nothing_there").
    """

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class Geocoder:
    """A service as the admin set it.

    Attributes:
        provider: "nominatim", "amap" or "tianditu".
        url: without a path of its own in most cases.
        key: secret; "" = none.
        language: what Nominatim is asked to answer in.
        allow_private: its host may lie in the own network.
    """

    provider: str
    url: str
    key: str = field(default="", repr=False)
    language: str = "en"
    allow_private: bool = False

    def request(self, lat: float, lon: float) -> str:
        """Return the URL that asks for an address; it holds the key, so it is never logged."""
        path, values = _ASKED[self.provider](self, lat, lon)
        return f"{self.url.rstrip('/')}{path}?{urlencode(values)}"

    def text_of(self, document: object) -> str:
        """Return the address in an answer.

        Raises:
            GeocodeError: there is none.
        """
        if not isinstance(document, dict):
            raise GeocodeError("answer_unusable")
        text = _ANSWERED[self.provider](document)
        if not isinstance(text, str):
            raise GeocodeError("nothing_there")
        clean = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        if not clean:
            raise GeocodeError("nothing_there")
        return clean[:LONGEST]


def _ask_nominatim(one: Geocoder, lat: float, lon: float) -> tuple[str, dict[str, str]]:
    values = {"format": "jsonv2", "lat": f"{lat:.6f}", "lon": f"{lon:.6f}", "zoom": "18"}
    values["accept-language"] = one.language
    return "/reverse", values | ({"key": one.key} if one.key else {})


def _ask_amap(one: Geocoder, lat: float, lon: float) -> tuple[str, dict[str, str]]:
    lat, lon = convert((lat, lon), Datum.WGS84, Datum.GCJ02)
    values = {"key": one.key, "location": f"{lon:.6f},{lat:.6f}", "output": "JSON"}
    return "/v3/geocode/regeo", values


def _ask_tianditu(one: Geocoder, lat: float, lon: float) -> tuple[str, dict[str, str]]:
    asked = f"{{'lon':{lon:.6f},'lat':{lat:.6f},'ver':1}}"
    return "/geocoder", {"postStr": asked, "type": "geocode", "tk": one.key}


def _nominatim(document: Mapping[str, Any]) -> object:
    if "error" in document:
        raise GeocodeError("nothing_there")
    return document.get("display_name")


def _amap(document: Mapping[str, Any]) -> object:
    if document.get("status") != "1":
        raise GeocodeError("refused")
    inner = document.get("regeocode")
    return inner.get("formatted_address") if isinstance(inner, dict) else None


def _tianditu(document: Mapping[str, Any]) -> object:
    if document.get("status") != "0":
        raise GeocodeError("refused")
    inner = document.get("result")
    return inner.get("formatted_address") if isinstance(inner, dict) else None


_ASKED: Mapping[str, Callable[[Geocoder, float, float], tuple[str, dict[str, str]]]] = {
    "nominatim": _ask_nominatim,
    "amap": _ask_amap,
    "tianditu": _ask_tianditu,
}
_ANSWERED: Mapping[str, Callable[[Mapping[str, Any]], object]] = {
    "nominatim": _nominatim,
    "amap": _amap,
    "tianditu": _tianditu,
}


class Question:
    """One request, in a thread; `give_up` ends it from outside."""

    def __init__(self, geocoder: Geocoder, lat: float, lon: float) -> None:
        self._geocoder = geocoder
        self._place = (lat, lon)
        self._connection: HTTPConnection | None = None
        self._is_over = False

    def ask(self) -> str:
        """Return the address; blocks for five seconds at most once the name is resolved.

        Raises:
            GeocodeError: there is none.
        """
        one = self._geocoder
        try:
            connection, path = connection_to(
                one.request(*self._place), allow_private=one.allow_private, timeout_s=TIMEOUT_S
            )
        except WebhookError as error:
            raise GeocodeError(error.key) from None  # the URL holds the key
        self._connection = connection
        try:
            status, body = self._talk(connection, path)
        except (OSError, HTTPException, ValueError, AttributeError):
            raise GeocodeError("not_reached") from None
        finally:
            connection.close()
        if status != 200:
            raise GeocodeError(f"answer_{status}")
        try:
            document = json.loads(body)
        except (ValueError, RecursionError):
            raise GeocodeError("answer_unusable") from None
        return one.text_of(document)

    def _talk(self, connection: HTTPConnection, path: str) -> tuple[int, bytes]:
        end = time.monotonic() + TIMEOUT_S
        headers = {"User-Agent": "mingtang-cloud", "Accept": "application/json"}
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = b""
        while chunk := answer.read1(8192):
            body += chunk
            if len(body) > MOST_BYTES or time.monotonic() > end or self._is_over:
                raise OSError
        return answer.status, body

    def give_up(self) -> None:
        """End it: what blocks on the socket fails."""
        self._is_over = True
        plain = None if self._connection is None else self._connection.sock
        if plain is not None:
            with contextlib.suppress(OSError):
                plain.shutdown(socket.SHUT_RDWR)
