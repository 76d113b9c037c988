"""Asks the router that the user set up for a way: one request on a click, nothing by itself.

The key goes out in a header and nowhere else; redirects are not followed, proxies of the
environment not asked, answers are capped.
"""

import asyncio
import ipaddress
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

from mingtang_desk import __version__
from mingtang_desk.cloud.address import is_loopback
from mingtang_desk.cloud.decode import AnswerError, plain
from mingtang_desk.cloud.http import read_json
from mingtang_desk.cloud.route_decode import NoRouteError, Profile, Route, RouterKind, read_route
from mingtang_desk.core.errors import CloudError, UsageError
from mingtang_desk.geo.distance import Place

MOST_BYTES = 8 * 1024 * 1024
ASK_S = 30.0
_CONNECT_S = 10.0

_PROFILES: Mapping[RouterKind, Mapping[Profile, str]] = {
    RouterKind.OSRM: {Profile.BICYCLE: "bike", Profile.CAR: "driving", Profile.FOOT: "foot"},
    RouterKind.VALHALLA: {
        Profile.BICYCLE: "bicycle",
        Profile.CAR: "auto",
        Profile.FOOT: "pedestrian",
    },
    RouterKind.ORS: {
        Profile.BICYCLE: "cycling-electric",
        Profile.CAR: "driving-car",
        Profile.FOOT: "foot-walking",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Router:
    """A router somebody set up.

    Attributes:
        url: `http(s)://host[:port][/path]`, as `router_url` returns it.
        key: "" = it needs none; sent as `Authorization`.
    """

    kind: RouterKind
    url: str
    key: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """The host, for words."""
        return urlsplit(self.url).netloc


def router_url(text: str, *, key: str = "") -> str:
    """Return the address of a router as it is kept.

    Raises:
        UsageError: it is none, or a key would go out without encryption.
    """
    typed = text.strip()
    try:
        parts = urlsplit(typed)
        host, _ = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise UsageError("router_address_invalid", url=plain(typed, 80), detail=error) from error
    wrong = ""
    if parts.scheme not in ("http", "https"):
        wrong = "it begins neither with https:// nor with http://"
    elif not host or any(not sign.isprintable() or sign.isspace() for sign in typed):
        wrong = "it names no host"
    elif parts.username is not None or parts.password is not None:
        raise UsageError("router_address_invalid", url=host, detail="names and passwords stay out")
    elif parts.query or parts.fragment:
        wrong = "nothing may stand behind the path: a key has a field of its own"
    elif key and parts.scheme == "http" and not is_loopback(host) and not _is_near(host):
        wrong = "the key would be sent without encryption"
    if wrong:
        raise UsageError("router_address_invalid", url=plain(typed, 80), detail=wrong)
    return typed.rstrip("/")


async def ask_route(
    router: Router, start: Place, end: Place, profile: Profile, *, ask_s: float = ASK_S
) -> Route:
    """Return the way from one place to another, WGS-84. Cancelling it ends the request.

    Raises:
        UsageError: the address or the key cannot be sent.
        CloudError: nobody answers, there is no way, or what came is no answer.
    """
    url = router_url(router.url, key=router.key)
    if not router.key.isascii() or not router.key.isprintable() or router.key.strip() != router.key:
        raise UsageError("router_key_invalid")
    request = _request(router.kind, url, start, end, profile)
    if router.key:
        request.headers["Authorization"] = router.key
    try:
        async with asyncio.timeout(ask_s):
            status, data = await _sent(router, request, ask_s)
    except (TimeoutError, httpx.TimeoutException) as error:
        raise CloudError("router_timeout", router=router.name, seconds=f"{ask_s:g}") from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
        raise CloudError(
            "router_unreachable", router=router.name, detail=_failure(error)
        ) from error
    if status in (401, 403):
        raise CloudError("router_key_refused", router=router.name, status=status)
    if status == 429:
        raise CloudError("router_too_many", router=router.name)
    return await _read(router, status, data)


def _request(
    kind: RouterKind, url: str, start: Place, end: Place, profile: Profile
) -> httpx.Request:
    how = _PROFILES[kind][profile]
    (lat1, lon1), (lat2, lon2) = start, end
    headers = {
        "Accept": "application/json, application/geo+json",
        "Accept-Encoding": "identity",  # what is packed may be larger than it looks
        "User-Agent": f"mingtang-desk/{__version__}",
    }
    match kind:
        case RouterKind.OSRM:
            way = f"{lon1:.6f},{lat1:.6f};{lon2:.6f},{lat2:.6f}"
            params = {"overview": "full", "geometries": "polyline6", "steps": "false"}
            return httpx.Request(
                "GET", f"{url}/route/v1/{how}/{way}", params=params, headers=headers
            )
        case RouterKind.VALHALLA:
            body = {
                "locations": [{"lat": lat1, "lon": lon1}, {"lat": lat2, "lon": lon2}],
                "costing": how,
                "units": "kilometers",
                "directions_type": "none",
            }
            return httpx.Request("POST", f"{url}/route", json=body, headers=headers)
        case RouterKind.ORS:
            coordinates = {"coordinates": [[lon1, lat1], [lon2, lat2]], "instructions": False}
            path = f"{url}/v2/directions/{how}/geojson"
            return httpx.Request("POST", path, json=coordinates, headers=headers)


async def _sent(router: Router, request: httpx.Request, ask_s: float) -> tuple[int, bytes]:
    verify: ssl.SSLContext | bool = False  # without TLS there is nothing to verify
    if request.url.scheme == "https":
        verify = await asyncio.to_thread(ssl.create_default_context)
    async with httpx.AsyncClient(
        verify=verify,
        trust_env=False,
        follow_redirects=False,
        timeout=httpx.Timeout(ask_s, connect=min(_CONNECT_S, ask_s)),
    ) as client:
        response = await client.send(request, stream=True)
        try:
            if 300 <= response.status_code < 400:
                raise _invalid(router, "it sends us elsewhere, which is not followed")
            if response.headers.get("content-encoding", "identity").lower() != "identity":
                raise _invalid(router, "it is packed, which was not asked for")
            return response.status_code, await _capped(router, response)
        finally:
            await response.aclose()


async def _capped(router: Router, response: httpx.Response) -> bytes:
    data = bytearray()
    try:
        async for chunk in response.aiter_raw():
            data += chunk
            if len(data) > MOST_BYTES:
                # Left in the middle, the generators of httpx would be closed by nobody on the loop
                # of the window: their connection is taken away, and they end by themselves.
                await response.aclose()
    except httpx.HTTPError:
        if len(data) <= MOST_BYTES:
            raise
    if len(data) > MOST_BYTES:
        raise _invalid(router, f"more than {MOST_BYTES >> 20} MB")
    return bytes(data)


async def _read(router: Router, status: int, data: bytes) -> Route:
    try:
        # A way across a country is megabytes of digits.
        return await asyncio.to_thread(_decoded, router.kind, status, data)
    except NoRouteError as error:
        raise CloudError("router_no_way", router=router.name, detail=str(error)) from error
    except AnswerError as error:
        raise _invalid(router, plain(str(error), 120)) from error
    except (ValueError, RecursionError) as error:
        if status >= 400:
            raise CloudError(
                "router_no_way", router=router.name, detail=f"status {status}"
            ) from error
        raise _invalid(router, "its JSON is damaged") from error


def _decoded(kind: RouterKind, status: int, data: bytes) -> Route:
    return read_route(kind, status, read_json(data))


def _invalid(router: Router, detail: str) -> CloudError:
    return CloudError("router_answer_invalid", router=router.name, detail=detail)


def _failure(error: BaseException) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return plain(cause.verify_message or "its certificate is not known", 120)
        cause = cause.__cause__ or cause.__context__
    return plain(str(error) or type(error).__name__, 120).rstrip(".")


def _is_near(host: str) -> bool:
    """Return whether a host is an address inside a building, by its number alone."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False
