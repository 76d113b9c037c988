"""Live events of a server, whichever it is: a link that breaks is told and opened again.

`LiveStream` opens links, waits and tries again; what a server says is understood by `own_stream.py`
and `traccar/stream.py`.
"""

import asyncio
import random
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from dataclasses import dataclass

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import WebSocketException

from mingtang_desk.cloud.decode import AnswerError, Json, plain
from mingtang_desk.cloud.http import Http, read_json, unreachable
from mingtang_desk.cloud.sockets import Connect
from mingtang_desk.core.errors import CloudError, CloudRefusalError

FIRST_S, LAST_S = 1.0, 60.0
"""Shortest and longest wait before it is tried again."""
_DOUBLINGS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The link stands, and everything up to `seq` was told."""

    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """The link broke; it is tried again after so many seconds."""

    error: CloudError
    retry_in_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Events between two numbers cannot be told any more: read the lists again."""

    since: int
    until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something happened.

    Attributes:
        seq: its number, only rising.
        kind: pos, bms, state, presence, alarm or command; newer servers may know more.
        number: of the battery, "" where it is of none.
        values: what there is to know.
    """

    seq: int
    kind: str
    number: str
    values: Json


type StreamEvent = Opened | Broken | Gap | Change


class LiveStream(ABC):
    """Live events as an async iterator that ends only by an error or by whoever reads it.

    Args:
        http: of the login in use.
        silence_s: so long nothing may be heard.
        waits_s: shortest and longest wait before it is tried again.
        chance: of how long exactly.
    """

    def __init__(
        self,
        http: Http,
        *,
        silence_s: float,
        waits_s: tuple[float, float] = (FIRST_S, LAST_S),
        chance: random.Random | None = None,
    ) -> None:
        self._http = http
        self._silence_s, self._waits_s = silence_s, waits_s
        self._chance = chance or random.Random()  # spreads reconnects, no secret
        self._failures = 0

    async def events(self) -> AsyncGenerator[StreamEvent]:
        """Yield what happens; a link that breaks is told and opened again.

        Close it (`contextlib.aclosing`) to end the link at once.

        Raises:
            CloudRefusalError: the login has ended, or a topic or the stream itself is refused.
        """
        while True:
            try:
                async with aclosing(self._over_one_link()) as link:
                    async for event in link:
                        yield event
            except CloudRefusalError as error:
                if error.key != "cloud_too_many":
                    raise
                broken = self._broken(error)
            except CloudError as error:
                broken = self._broken(error)
            yield broken
            await asyncio.sleep(broken.retry_in_s)

    @abstractmethod
    async def _opening(self) -> Connect:
        """Return a link that is to be opened (`sockets.connecting`), with what the login needs.

        Raises:
            CloudRefusalError: the login has ended.
            CloudError: it could not be made ready.
        """

    @abstractmethod
    async def _begin(self, socket: ClientConnection) -> Iterable[StreamEvent]:
        """Say what has to be said over a link that has just opened; return what is to be told."""

    @abstractmethod
    def _understood(self, message: Json) -> Iterable[StreamEvent]:
        """Return what a message tells.

        Raises:
            CloudRefusalError: it is a refusal.
            ValueError: it is no message of this kind of server.
        """

    def _why(self, error: OSError | WebSocketException) -> CloudError:
        """Return what is told of a link that failed."""
        if isinstance(error, TimeoutError):
            return self._lost("nothing was heard in time")
        return unreachable(self._http.server, error)

    def _lost(self, detail: str) -> CloudError:
        server = self._http.server.text
        return CloudError("cloud_stream_broken", server=server, detail=detail.rstrip("."))

    async def _over_one_link(self) -> AsyncGenerator[StreamEvent]:
        opening = await self._opening()
        try:
            async with opening as socket:
                for event in await self._begin(socket):
                    yield event
                while True:
                    async with asyncio.timeout(self._silence_s):
                        text = await socket.recv()
                    for event in self._said(text):
                        yield event
        except (OSError, WebSocketException) as error:  # a TimeoutError is one of the first
            raise self._why(error) from error

    def _said(self, text: str | bytes) -> Iterable[StreamEvent]:
        try:
            message = read_json(text)
            if not isinstance(message, dict):
                raise AnswerError("a message is no object")
            yield from self._understood(message)
        except (ValueError, RecursionError) as error:
            raise CloudError(
                "cloud_answer_invalid",
                server=self._http.server.text,
                detail=plain(str(error), 120),
            ) from error

    def _broken(self, error: CloudError) -> Broken:
        first, last = self._waits_s
        ceiling = min(last, first * 2 ** (1 + min(self._failures, _DOUBLINGS)))
        self._failures += 1
        wait = self._chance.uniform(first, ceiling)
        rest = error.values.get("seconds")
        if error.key == "cloud_too_many" and isinstance(rest, int):
            wait = min(last, max(wait, rest))
        return Broken(error=error, retry_in_s=wait)
