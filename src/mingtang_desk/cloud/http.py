"""One request over HTTP: every wait ends, every answer has a limit, every failure is ours.

Redirects are not followed and the proxies of the environment are not asked: requests go where the
user said and nowhere else.
"""

import asyncio
import json
import math
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import NoReturn, Self

import httpx

from mingtang_desk import __version__
from mingtang_desk.cloud.address import ServerAddress
from mingtang_desk.cloud.decode import plain
from mingtang_desk.core.errors import CloudError

PROBLEM = "application/problem+json"
MOST_BYTES = 32 * 1024 * 1024
CONNECT_S, REQUEST_S = 10.0, 30.0
_MOST_DIGITS = 20
"""Of a whole number, with its sign: as many as 64 bits have."""
_BESIDE_BYTES = 1 << 20
"""Longer JSON is read beside the loop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back.

    Attributes:
        status: of HTTP.
        body: the JSON, None where there is none.
        is_problem: it says that it is a problem as our servers tell them.
        retry_after_s: so long the server wants to be left alone.
    """

    status: int
    body: object
    is_problem: bool = False
    retry_after_s: int | None = None


class Http:
    """Speaks with one server; used in `async with`.

    Args:
        server: which one.
        request_s: the longest wait for a whole answer.
        trust: whose certificates are believed; None = those this machine believes.
        base: where its paths begin, None = at our own API.
    """

    def __init__(
        self,
        server: ServerAddress,
        *,
        request_s: float = REQUEST_S,
        trust: ssl.SSLContext | None = None,
        base: str | None = None,
    ) -> None:
        self.server = server
        self._base = base
        self.request_s = request_s
        self.trust = trust
        if server.is_encrypted and trust is None:
            self.trust = ssl.create_default_context()
        self._client = httpx.AsyncClient(
            verify=self.trust or False,  # without TLS there is nothing to verify
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(request_s, connect=min(CONNECT_S, request_s)),
            limits=httpx.Limits(max_connections=8, keepalive_expiry=20.0),
            headers={
                "Accept": "application/json",
                "Accept-Encoding": "identity",  # what is packed may be larger than it looks
                "User-Agent": f"mingtang-desk/{__version__}",
            },
        )
        self._is_closed = False
        self._waits: dict[asyncio.Timeout, asyncio.Future[None]] = {}

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # One that connects now would be left open by the client, with nobody to close it.
        self._is_closed = True
        for wait in self._waits:
            if not wait.expired():
                wait.reschedule(asyncio.get_running_loop().time())
        try:
            if self._waits:
                await asyncio.wait(self._waits.values(), timeout=CONNECT_S)
        finally:
            # Cancelled in between, the client would leave the other connections open.
            closing = asyncio.ensure_future(self._client.__aexit__(kind, error, trace))
            try:
                await asyncio.shield(closing)
            except asyncio.CancelledError:
                await asyncio.wait([closing], timeout=CONNECT_S)
                raise

    async def send(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        params: Mapping[str, str | list[str]] | None = None,
        body: object = None,
        form: Mapping[str, str] | None = None,
        is_text: bool = False,
    ) -> Answer:
        """Ask once; `form` instead of `body` sends a form, `is_text` takes plain text too.

        Raises:
            CloudError: nobody is there, in time, or what came is no answer.
        """
        if self._is_closed:
            raise self._closed_here()
        request = self._client.build_request(
            method,
            self.base + path,
            params=params,
            json=body,
            data=form,
            headers={} if token is None else {"Authorization": f"Bearer {token}"},
        )
        try:
            async with self._waiting():
                response = await self._client.send(request, stream=True)
                try:
                    data = await self._data_of(response)
                finally:
                    await response.aclose()
        except (TimeoutError, httpx.TimeoutException) as error:
            if self._is_closed:
                raise self._closed_here() from error
            raise CloudError(
                "cloud_timeout", server=self.server.text, seconds=f"{self.request_s:g}"
            ) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            raise unreachable(self.server, error) from error
        return await self._answer(response, data, is_text=is_text)

    @asynccontextmanager
    async def _waiting(self) -> AsyncIterator[None]:
        """Wait no longer than a request may, nor than the client is there."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self.request_s) as wait:
                self._waits[wait] = done
                yield
        finally:
            self._waits.pop(wait, None)
            done.set_result(None)

    def _closed_here(self) -> CloudError:
        """Return what is told of a request while somebody logged out or in anew."""
        detail = "the login was closed here"
        return CloudError("cloud_unreachable", server=self.server.text, detail=detail)

    async def _data_of(self, response: httpx.Response) -> bytes:
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            self.invalid("it is packed, which was not asked for")
        data = bytearray()
        async for chunk in response.aiter_raw():
            data += chunk
            if len(data) > MOST_BYTES:
                self.invalid(f"more than {MOST_BYTES >> 20} MB")
        return bytes(data)

    async def _answer(self, response: httpx.Response, data: bytes, *, is_text: bool) -> Answer:
        status = response.status_code
        if 300 <= status < 400:
            self.invalid(f"it sends us elsewhere (status {status}), which is not followed")
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        is_problem = kind == PROBLEM
        body: object = None
        if data and (is_problem or kind == "application/json"):
            body = await self._json(data)
        elif is_text and kind == "text/plain":
            body = data.decode("utf-8", "replace")
        elif data and status < 300:
            self.invalid(f"no JSON but {plain(kind, 40) or 'something without a type'}")
        after = response.headers.get("retry-after", "")
        wait = int(after) if after.isascii() and after.isdecimal() and len(after) < 7 else None
        return Answer(status=status, body=body, is_problem=is_problem, retry_after_s=wait)

    async def _json(self, data: bytes) -> object:
        try:
            if len(data) > _BESIDE_BYTES:
                return await asyncio.to_thread(read_json, data)
            return read_json(data)
        except (ValueError, RecursionError) as error:
            raise CloudError(
                "cloud_answer_invalid", server=self.server.text, detail="its JSON is damaged"
            ) from error

    @property
    def base(self) -> str:
        """Where its paths begin."""
        return self.server.api if self._base is None else self._base

    @property
    def cookie(self) -> str:
        """The cookies that the server has given, as a header."""
        return "; ".join(f"{name}={value}" for name, value in self._client.cookies.items())

    def invalid(self, detail: str) -> NoReturn:
        """Say that an answer is none.

        Raises:
            CloudError: always.
        """
        raise CloudError("cloud_answer_invalid", server=self.server.text, detail=detail)


def read_json(data: bytes | str) -> object:
    """Return what a text of JSON says.

    Raises:
        ValueError: it is none; NaN, infinity and what no computer counts with are none.
        RecursionError: it is nested without end.
    """
    found: object = json.loads(
        data, parse_constant=_no_number, parse_float=_fraction, parse_int=_whole
    )
    return found


def _fraction(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _no_number(text)


def _whole(text: str) -> int:
    return int(text) if len(text) <= _MOST_DIGITS else _no_number(text)


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word[:40]} is no number")


def unreachable(server: ServerAddress, error: BaseException) -> CloudError:
    """Return what is told of a connection that failed: no proof of who it is, or nobody there."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            detail = plain(cause.verify_message or "its certificate is not known", 120)
            return CloudError("cloud_tls", server=server.text, detail=detail)
        if isinstance(cause, ssl.SSLError):
            detail = plain(cause.reason or "no TLS", 120)
            return CloudError("cloud_tls", server=server.text, detail=detail)
        cause = cause.__cause__ or cause.__context__
    detail = plain(str(error) or type(error).__name__, 120).rstrip(".")
    return CloudError("cloud_unreachable", server=server.text, detail=detail)
