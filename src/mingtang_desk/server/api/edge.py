"""What is done with every request before and after the routes see it; plain ASGI.

Bodies are read here, up to a limit, and looked at: what no database can store (the character NUL,
numbers beyond 64 bits, NaN) is refused in one place instead of failing somewhere behind.
"""

import asyncio
import logging
import secrets
import time
import traceback
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from mingtang_desk.server.api.answers import answer
from mingtang_desk.server.api.limits import Limits
from mingtang_desk.server.api.methods import Methods
from mingtang_desk.server.api.strict import refuse_odd_json
from mingtang_desk.server.metrics import Metrics
from mingtang_desk.server.problem import Problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger(__name__)

BODY = 1_000_000
"""Bytes of a body."""
DRAINED = 8_000_000
"""Bytes that are read of a body that is too large, before the connection is closed."""
URL = 16_384
DRAIN_S = 2.0
BODY_S = 30.0
"""So long a body may take to come."""
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_PRIVATE = (b"cache-control", b"no-store")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class Edge:
    """Middleware around all routes.

    Args:
        app: what is inside; methods: of each path.
        limits: how many requests may come; metrics: counts them.
    """

    def __init__(
        self,
        app: "ASGIApp",
        *,
        methods: Methods,
        limits: Limits,
        metrics: Metrics,
    ) -> None:
        self._app = app
        self._methods = methods
        self._limits = limits
        self._metrics = metrics

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Take a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, send)
        began = time.perf_counter()
        try:
            await self._serve(exchange, scope, receive)
        except Problem as problem:
            await exchange.answer(problem)
        except _GoneError:
            pass
        except Exception as error:  # noqa: BLE001 - the last line: told as a 500, kept in the log
            _log.error("request %s failed: %s", exchange.id, where(error))
            await exchange.answer(_internal(exchange.id))
        finally:
            self._count(exchange, scope, time.perf_counter() - began)

    async def _serve(self, exchange: "_Exchange", scope: "Scope", receive: "Receive") -> None:
        headers = dict(scope["headers"])
        authorization = headers.get(b"authorization", b"")
        address = scope["client"][0] if scope.get("client") else ""
        self._limits.arrived(address, authorization)
        _refuse_odd_url(scope)
        if scope["method"] == "OPTIONS":
            await exchange.options(self._methods.of(scope["path"]))
            return
        inner = {**scope, "method": "GET"} if exchange.is_head else scope
        if b"content-length" in headers or b"transfer-encoding" in headers:
            body = await _body(headers, receive)
            refuse_odd_json(headers.get(b"content-type", b""), body)
            receive = _again(body, receive)
        await self._app(inner, receive, exchange.send)
        scope.setdefault("route", inner.get("route"))
        if exchange.status == 401 and authorization:
            self._limits.failed(address)

    def _count(self, exchange: "_Exchange", scope: "Scope", took_s: float) -> None:
        method = scope["method"] if scope["method"] in METHODS else "other"
        self._metrics.count("http_requests_total", method=method, status=str(exchange.status))
        self._metrics.count("http_seconds_total", took_s)
        path = getattr(scope.get("route"), "path", "-")
        _log.debug("%s %s %s %s", exchange.id, method, path, exchange.status)


class _Exchange:
    """One request and its answer."""

    def __init__(self, scope: "Scope", send: "Send") -> None:
        self.id = secrets.token_hex(6)
        self.status = 0
        self.is_head = scope["method"] == "HEAD"
        self._scope = scope
        self._send = send

    async def send(self, message: "Message") -> None:
        """Pass on what the application answers."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            has = {name.lower() for name, _ in message["headers"]}
            own = [*HEADERS, (b"x-request-id", self.id.encode())]
            if b"cache-control" not in has:
                own.append(_PRIVATE)
            message = {**message, "headers": [*message["headers"], *own]}
        elif self.is_head:
            message = {**message, "body": b""}
        await self._send(message)

    async def answer(self, problem: Problem) -> None:
        """Answer with a problem, if nothing was answered yet."""
        if self.status == 0:
            await answer(problem)(self._scope, _nothing, self.send)

    async def options(self, methods: list[str]) -> None:
        """Say which methods there are; nothing of other origins: they are not let in."""
        if not methods:
            raise Problem(404, "not_found", "Not Found")
        allow = (b"allow", ", ".join(methods).encode())
        await self.send({"type": "http.response.start", "status": 204, "headers": [allow]})
        await self.send({"type": "http.response.body", "body": b""})


class _GoneError(Exception):
    """The client hung up before its body had come."""


async def _nothing() -> "Message":
    return {"type": "http.disconnect"}


def where(error: BaseException) -> str:
    """Return type and place of an error, without its text: that may hold what was sent."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{each.filename.rpartition('/')[2]}:{each.lineno} {each.name}" for each in frames]
    causes = "" if error.__cause__ is None else f" from {type(error.__cause__).__name__}"
    return f"{type(error).__name__}{causes} at {' > '.join(places[-12:])}"


def _refuse_odd_url(scope: "Scope") -> None:
    raw = scope.get("raw_path", b"") + b"?" + scope["query_string"]
    if len(raw) > URL:
        raise Problem(414, "url_too_long", f"A URL may have {URL} bytes.")
    decoded = unquote_to_bytes(raw)
    try:
        text = decoded.decode()
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise Problem(400, "invalid_url", "A URL is UTF-8 without the character NUL.")


async def _body(headers: dict[bytes, bytes], receive: "Receive") -> bytes:
    said = headers.get(b"content-length", b"0")
    is_large = said.isdigit() and int(said[:20]) > BODY
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(DRAIN_S if is_large else BODY_S):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise _GoneError
                part = message.get("body", b"")
                size += len(part)
                is_large = is_large or size > BODY
                if is_large:  # a little more is read: who is cut off while it sends hears nothing
                    parts.clear()
                    if size > DRAINED or not message.get("more_body", False):
                        raise _too_large()
                    continue
                parts.append(part)
                if not message.get("more_body", False):
                    return b"".join(parts)
    except TimeoutError as error:
        if is_large:
            raise _too_large() from error
        raise Problem(
            408,
            "body_too_slow",
            "The body did not come in time.",
            headers={"Connection": "close"},
        ) from error


def _too_large() -> Problem:
    return Problem(
        413,
        "too_large",
        f"A body may have {BODY} bytes.",
        extra={"limit_bytes": BODY},
        headers={"Connection": "close"},
    )


def _again(body: bytes, receive: "Receive") -> "Receive":
    """Give a body that was read already, then what comes after it."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def once_more() -> "Message":
        return left.pop() if left else await receive()

    return once_more


def _internal(request_id: str) -> Problem:
    return Problem(
        500,
        "internal",
        "The server has made a mistake; its log names this request by its id.",
        extra={"request_id": request_id},
    )
