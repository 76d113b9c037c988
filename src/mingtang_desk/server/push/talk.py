"""What a client says on its socket, and what is answered."""

import asyncio
import logging
from typing import Annotated, Literal

import msgspec
from sqlalchemy.exc import SQLAlchemyError

from mingtang_desk.server.push.frames import op_frame
from mingtang_desk.server.push.streams import Streams
from mingtang_desk.server.push.topics import TopicError
from mingtang_desk.server.push.viewer import TOO_SLOW, Viewer

_log = logging.getLogger(__name__)

MALFORMED = 4400
FAILED = 1011
STRIKES = 3
"""So many messages that are none end the connection."""
LONGEST = 48 * 1024
"""Bytes of a message; the WebSocket itself refuses more than 64 KiB (1009)."""
PACE_S = 0.02
"""Between two messages of a client; what comes faster waits in its own socket."""
_NUMBER = Annotated[int, msgspec.Meta(ge=0, le=(1 << 63) - 1)]
_DETAILS = {
    "not_found": "There is no such battery or account; nothing has changed.",
    "invalid_topic": "Topics are device:*, device:<number>, account:<id>, alarm and command.",
    "too_many_topics": "That is more than one connection may listen to; nothing has changed.",
}


class Say(msgspec.Struct, kw_only=True):
    """A message of a client.

    Attributes:
        op: what to do.
        topics: of what; an `unsub` without any means all.
        since: number of the last event the client has; absent = from now on.
    """

    op: Literal["sub", "unsub", "ping"]
    topics: list[str] | None = None
    since: _NUMBER | None = None


class Talk:
    """The client's side of one socket."""

    def __init__(self, streams: Streams, viewer: Viewer) -> None:
        self._streams = streams
        self._viewer = viewer
        self._strikes = 0
        self._decode = msgspec.json.Decoder(Say).decode

    async def take(self, text: str | None, binary: bytes | None) -> None:
        """Carry out a message; return when that is done."""
        if text is None:
            self._strike("binary", "Messages are texts with JSON in them.")
        elif len(text) > LONGEST:
            self._strike("too_big", f"A message may have {LONGEST} bytes.")
        else:
            try:
                said = self._decode(text)
            except (msgspec.DecodeError, UnicodeError, RecursionError):
                self._strike(
                    "malformed",
                    'Say {"op":"sub","topics":[...],"since":number}, {"op":"unsub"} or '
                    '{"op":"ping"}.',
                )
            else:
                await self._do(said)
        await asyncio.sleep(PACE_S)

    async def _do(self, said: Say) -> None:
        try:
            match said.op:
                case "sub" if not said.topics:
                    self._strike("malformed", "Name topics.")
                case "sub":
                    assert said.topics is not None
                    await self._streams.subscribe(self._viewer, said.topics, said.since)
                case "unsub":
                    await self._streams.unsubscribe(self._viewer, said.topics)
                case "ping":
                    self._streams.pong(self._viewer)
        except TopicError as error:
            self._error(error.key, _DETAILS[error.key], topic=error.topic)
        except TimeoutError:
            self._viewer.hang_up(TOO_SLOW, "reads too slowly; resume with since")
        except SQLAlchemyError as error:
            _log.error("a listener could not catch up: %s", type(error).__name__)
            self._viewer.hang_up(FAILED, "the database does not answer; resume with since")

    def _strike(self, key: str, detail: str) -> None:
        self._strikes += 1
        self._error(key, detail)
        if self._strikes >= STRIKES:
            self._viewer.hang_up(MALFORMED, "messages that are none")

    def _error(self, key: str, detail: str, **members: str) -> None:
        self._viewer.say(object(), op_frame("error", key=key, detail=detail, **members))
