"""Live events of a server: nothing is missed over a broken link, or it is said that it was."""

import asyncio
import json
import random
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidStatus,
    WebSocketException,
)

from mingtang_desk import __version__
from mingtang_desk.cloud.client import CloudClient
from mingtang_desk.cloud.decode import AnswerError, Json, decoded, plain
from mingtang_desk.cloud.http import read_json, unreachable
from mingtang_desk.cloud.problems import error_of
from mingtang_desk.cloud.sockets import Connect, answer_of, closed_words
from mingtang_desk.core.errors import CloudError, CloudRefusalError

SILENCE_S = 50.0
"""A beat comes every 20 s: after two that are missing the link counts as dead."""
OPEN_S, CLOSE_S, SEND_S = 15.0, 3.0, 10.0
FIRST_S, LAST_S = 1.0, 60.0
"""Shortest and longest wait before it is tried again."""
_MOST_BYTES: Final = 4 * 1024 * 1024
"""Of one message."""
_ENDED = 4401
_DOUBLINGS = 6
_MOST_DENIALS = 3
"""So many tokens in a row may be refused: another program may have exchanged one meanwhile."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    seq: int
    t: str
    d: str
    v: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class _Number:
    seq: int


class Stream:
    """Live events as an async iterator that ends only by an error or by whoever reads it.

    Args:
        client: whose login is used.
        topics: see docs/server/push.md.
        since: number of the last event that is known; None = from now on.
        silence_s: so long nothing may be heard.
        waits_s: shortest and longest wait before it is tried again.
        chance: of how long exactly.
    """

    def __init__(
        self,
        client: CloudClient,
        topics: Sequence[str] = ("device:*", "alarm", "command"),
        *,
        since: int | None = None,
        silence_s: float = SILENCE_S,
        waits_s: tuple[float, float] = (FIRST_S, LAST_S),
        chance: random.Random | None = None,
    ) -> None:
        self._client, self._topics = client, tuple(topics)
        self.seq = since
        self._silence_s, self._waits_s = silence_s, waits_s
        self._chance = chance or random.Random()  # spreads reconnects, no secret
        self._failures = 0
        self._refused: str | None = None
        self._denials = 0

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

    def _broken(self, error: CloudError) -> Broken:
        first, last = self._waits_s
        ceiling = min(last, first * 2 ** (1 + min(self._failures, _DOUBLINGS)))
        self._failures += 1
        wait = self._chance.uniform(first, ceiling)
        rest = error.values.get("seconds")
        if error.key == "cloud_too_many" and isinstance(rest, int):
            wait = min(last, max(wait, rest))
        return Broken(error=error, retry_in_s=wait)

    async def _over_one_link(self) -> AsyncGenerator[StreamEvent]:
        server = self._client.http.server
        token = await self._client.login.token(instead_of=self._refused)
        opening = Connect(
            server.stream,
            additional_headers={"Authorization": f"Bearer {token}"},
            user_agent_header=f"mingtang-desk/{__version__}",
            ssl=self._client.http.trust if server.is_encrypted else None,
            proxy=None,
            open_timeout=OPEN_S,
            close_timeout=CLOSE_S,
            ping_interval=None,  # beats of the server say that the link lives
            max_size=_MOST_BYTES,
        )
        try:
            async with opening as socket:
                self._refused, self._denials = None, 0
                await self._subscribe(socket)
                while True:
                    async with asyncio.timeout(self._silence_s):
                        text = await socket.recv()
                    event = self._event(text)
                    if event is not None:
                        yield event
        except TimeoutError as error:
            raise self._lost("nothing was heard in time") from error
        except InvalidStatus as error:
            raise self._status(error, token) from error
        except ConnectionClosed as error:
            if error.rcvd is not None and error.rcvd.code == _ENDED:
                self._refused = token
            raise self._lost(closed_words(error)) from error
        except InvalidHandshake as error:
            raise self._lost(plain(str(error), 120)) from error
        except (OSError, WebSocketException) as error:
            raise unreachable(server, error) from error

    async def _subscribe(self, socket: ClientConnection) -> None:
        order: dict[str, object] = {"op": "sub", "topics": list(self._topics)}
        if self.seq is not None:
            order["since"] = self.seq
        async with asyncio.timeout(SEND_S):
            await socket.send(json.dumps(order))

    def _event(self, text: str | bytes) -> StreamEvent | None:
        try:
            message = read_json(text)
            if not isinstance(message, dict):
                raise AnswerError("a message is no object")
            match message.get("op"):
                case None:
                    return self._change(decoded(_Event, message, "event"))
                case "beat" | "pong":
                    self._told(decoded(_Number, message, "beat").seq)
                case "ready":
                    self._failures = 0
                    self._told(decoded(_Number, message, "ready").seq)
                    return Opened(seq=self.seq or 0)
                case "gap":
                    return self._gap(message)
                case "error":
                    raise self._refusal(message)
        except (ValueError, RecursionError) as error:
            raise CloudError(
                "cloud_answer_invalid",
                server=self._client.http.server.text,
                detail=plain(str(error), 120),
            ) from error
        return None  # newer servers may say more

    def _change(self, event: _Event) -> Change | None:
        if self.seq is not None and event.seq <= self.seq:
            return None  # it was told before
        self.seq = event.seq
        return Change(seq=event.seq, kind=event.t, number=event.d, values=event.v)

    def _told(self, seq: int) -> None:
        self.seq = seq if self.seq is None else max(self.seq, seq)

    def _gap(self, message: Json) -> Gap:
        until = decoded(_Number, {"seq": message.get("from")}, "gap").seq
        since, self.seq = self.seq or 0, until
        return Gap(since=since, until=until)

    def _refusal(self, message: Json) -> CloudRefusalError:
        key, detail = message.get("key"), message.get("detail", message.get("topic"))
        return CloudRefusalError(
            "cloud_refused",
            server=self._client.http.server.text,
            problem=plain(str(key), 60),
            detail=plain(str(detail), 200),
        )

    def _status(self, error: InvalidStatus, token: str) -> CloudError:
        """Return what an answer means that is no link; a refused token is not used again."""
        answer = answer_of(error)
        if answer.status == 401 and self._denials < _MOST_DENIALS:
            self._refused = token
            self._denials += 1
            return self._lost("the token is not taken any more")
        return error_of(self._client.http.server, answer, self._client.login.who.user)

    def _lost(self, detail: str) -> CloudError:
        server = self._client.http.server.text
        return CloudError("cloud_stream_broken", server=server, detail=detail.rstrip("."))
