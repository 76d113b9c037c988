"""Live events of our server: nothing is missed over a broken link, or it is said that it was."""

import asyncio
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidStatus,
    WebSocketException,
)

from mingtang_desk.cloud.client import CloudClient
from mingtang_desk.cloud.decode import Json, decoded, plain
from mingtang_desk.cloud.problems import error_of
from mingtang_desk.cloud.sockets import Connect, answer_of, closed_words, connecting
from mingtang_desk.cloud.stream import FIRST_S, LAST_S, Change, Gap, LiveStream, Opened, StreamEvent
from mingtang_desk.core.errors import CloudError, CloudRefusalError

SILENCE_S = 50.0
"""A beat comes every 20 s: after two that are missing the link counts as dead."""
SEND_S = 10.0
_MOST_BYTES: Final = 4 * 1024 * 1024
"""Of one message."""
_ENDED = 4401
_MOST_DENIALS = 3
"""So many tokens in a row may be refused: another program may have exchanged one meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    seq: int
    t: str
    d: str
    v: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class _Number:
    seq: int


class Stream(LiveStream):
    """Live events of our server.

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
        super().__init__(client.http, silence_s=silence_s, waits_s=waits_s, chance=chance)
        self._client, self._topics = client, tuple(topics)
        self.seq = since
        self._token = ""
        self._refused: str | None = None
        self._denials = 0

    async def _opening(self) -> Connect:
        self._token = await self._client.login.token(instead_of=self._refused)
        return connecting(
            self._http,
            self._http.server.stream,
            {"Authorization": f"Bearer {self._token}"},
            most_bytes=_MOST_BYTES,
            ping_s=None,  # beats of the server say that the link lives
        )

    async def _begin(self, socket: ClientConnection) -> Iterable[StreamEvent]:
        self._refused, self._denials = None, 0
        order: dict[str, object] = {"op": "sub", "topics": list(self._topics)}
        if self.seq is not None:
            order["since"] = self.seq
        async with asyncio.timeout(SEND_S):
            await socket.send(json.dumps(order))
        return ()  # `ready` comes from the server

    def _understood(self, message: Json) -> Iterable[StreamEvent]:
        match message.get("op"):
            case None:
                event = decoded(_Event, message, "event")
                if self.seq is None or event.seq > self.seq:  # else it was told before
                    self.seq = event.seq
                    yield Change(seq=event.seq, kind=event.t, number=event.d, values=event.v)
            case "beat" | "pong":
                self._told(decoded(_Number, message, "beat").seq)
            case "ready":
                self._failures = 0
                self._told(decoded(_Number, message, "ready").seq)
                yield Opened(seq=self.seq or 0)
            case "gap":
                until = decoded(_Number, {"seq": message.get("from")}, "gap").seq
                since, self.seq = self.seq or 0, until
                yield Gap(since=since, until=until)
            case "error":
                raise self._refusal(message)
            case _:
                pass  # newer servers may say more

    def _told(self, seq: int) -> None:
        self.seq = seq if self.seq is None else max(self.seq, seq)

    def _refusal(self, message: Json) -> CloudRefusalError:
        key, detail = message.get("key"), message.get("detail", message.get("topic"))
        return CloudRefusalError(
            "cloud_refused",
            server=self._http.server.text,
            problem=plain(str(key), 60),
            detail=plain(str(detail), 200),
        )

    def _why(self, error: OSError | WebSocketException) -> CloudError:
        if isinstance(error, InvalidStatus):
            return self._status(error)
        if isinstance(error, ConnectionClosed):
            if error.rcvd is not None and error.rcvd.code == _ENDED:
                self._refused = self._token
            return self._lost(closed_words(error))
        if isinstance(error, InvalidHandshake):
            return self._lost(plain(str(error), 120))
        return super()._why(error)

    def _status(self, error: InvalidStatus) -> CloudError:
        """Return what an answer means that is no link; a refused token is not used again."""
        answer = answer_of(error)
        if answer.status == 401 and self._denials < _MOST_DENIALS:
            self._refused = self._token
            self._denials += 1
            return self._lost("the token is not taken any more")
        return error_of(self._http.server, answer, self._client.login.who.user)
