"""One socket: what waits for it, what it catches up on, and when it is hung up.

Live events are written straight to the socket, all of a commit at once. While the socket is full,
they wait: of positions and the like the latest of each battery, of alarms and commands all. A newer
one takes its place at the end, so that numbers only rise.
"""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.push.events import Event
from mingtang_desk.server.push.frames import op_frame, text_frame
from mingtang_desk.server.push.resume import Resume
from mingtang_desk.server.push.topics import NOTHING, Topics
from mingtang_desk.server.push.wire import WireProtocol

TOO_SLOW = 4008
NOT_AUTHENTICATED = 4401


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one listener may take of the server.

    Attributes:
        sockets: of one user, and as many long polls.
        waiting, waiting_bytes: of messages for a socket that does not take them.
        drain_s: how long a socket may take nothing while it catches up.
        beat_s: between two heartbeats; tokens are looked at then, too.
        outbox_h: hours that alarms and commands can be asked for again.
        clean_s: between two cleanings of the outbox.
        poll_s: the longest a long poll waits.
        page: events that are read from the database at once.
    """

    sockets: int = 5
    waiting: int = 1000
    waiting_bytes: int = 1_000_000
    drain_s: float = 30.0
    beat_s: float = 20.0
    outbox_h: float = 24.0
    clean_s: float = 600.0
    poll_s: float = 25.0
    page: int = 500


class Viewer:
    """A listener on a WebSocket.

    Attributes:
        who: whose it is; secret: hash of the API token it came with, None = another way.
        since_ms: when it came.
        top: path of the account it may see; topics: what it hears.
    """

    def __init__(
        self,
        who: Principal,
        secret: str | None,
        since_ms: int,
        wire: WireProtocol,
        limits: Limits,
        resume: Resume,
    ) -> None:
        self.who = who
        self.secret = secret
        self.since_ms = since_ms
        self.top = who.account_path
        self.topics: Topics = NOTHING
        self._wire = wire
        self._limits = limits
        self._resume = resume
        self._waiting: OrderedDict[object, bytes] = OrderedDict()
        self._bytes = 0
        self._is_catching_up = False
        self._has_overflowed = False
        self._drained = asyncio.Event()
        wire.drained = self._on_drained

    @property
    def is_open(self) -> bool:
        """Whether it can still be told anything."""
        return self._wire.is_open

    def put(self, event: Event, body: bytes, frame: bytes) -> None:
        """Take an event."""
        self._put(event.seq if event.is_kept else (event.kind, event.device), frame)

    def say(self, key: object, frame: bytes) -> None:
        """Tell something that is no event, behind what waits; the latest of each key."""
        self._put(key, frame)
        self.flush()

    def flush(self) -> None:
        """Write what waits, if the socket takes it."""
        waiting = self._waiting
        if not waiting:
            return
        if self._is_catching_up or self._wire.is_paused:
            if len(waiting) > self._limits.waiting or self._bytes > self._limits.waiting_bytes:
                self._too_much()
            return
        self._wire.write_frames(b"".join(waiting.values()))
        self._clear()

    def hang_up(self, code: int, reason: str) -> None:
        """Close."""
        self._clear()
        self._wire.hang_up(code, reason)

    async def settled(self) -> None:
        """Return with nothing waiting.

        Raises:
            TimeoutError: the socket takes nothing.
        """
        self.flush()
        while self._waiting and self.is_open:
            await self._room()
            self.flush()

    async def catch_up(self, topics: Topics, since: int | None) -> None:
        """Tell what happened since a number, then go on live; nothing missing, nothing twice.

        The caller has just entered the viewer into the index, with nothing waiting and without
        waiting for anything since: whatever is committed from here on is put. If that is more than
        may wait, it is thrown away and read from the database in another round.

        Raises:
            TimeoutError: the socket takes nothing, or the database does not answer.
        """
        self._is_catching_up, self._has_overflowed = True, False
        mark = self._resume.seq
        try:
            if since is not None and since > mark:  # a backup was restored: numbers begin lower
                self._gap(since, mark)
                since = mark
            has_gap = False
            while since is not None and self.is_open:
                if since >= mark:
                    if not self._has_overflowed:
                        break
                    self._clear()
                    self._has_overflowed = False
                    topics, mark = self.topics, self._resume.seq
                first, top = since, self.top
                page, since = await self._resume.page(top, topics, first, mark, self._limits.page)
                if top != self.top:  # what was read is not for these eyes any more
                    since = first
                    continue
                # Asked after the page was read: what is cleaned away meanwhile counts as missing.
                if not has_gap and first < (floor := await self._resume.floor(topics)):
                    self._gap(first, min(floor, mark))
                    has_gap = True
                self._wire.write_frames(b"".join(text_frame(one.body) for one in page))
                await self._room()
            self._wire.write_frames(op_frame("ready", seq=mark))
        finally:
            self._is_catching_up = False
        self.flush()

    def _gap(self, since: int, start: int) -> None:
        self._wire.write_frames(op_frame("gap", since=since, **{"from": start}))

    def _put(self, key: object, frame: bytes) -> None:
        before = self._waiting.pop(key, None)
        if before is not None:
            self._bytes -= len(before)
        self._waiting[key] = frame
        self._bytes += len(frame)

    def _too_much(self) -> None:
        if self._is_catching_up:
            self._clear()
            self._has_overflowed = True
        else:
            self.hang_up(TOO_SLOW, "reads too slowly; resume with since")

    def _clear(self) -> None:
        self._waiting.clear()
        self._bytes = 0

    def _on_drained(self) -> None:
        self._drained.set()
        self.flush()

    async def _room(self) -> None:
        """Return when the socket takes bytes.

        Raises:
            TimeoutError: it does not.
        """
        while self._wire.is_paused and self.is_open:
            self._drained.clear()
            async with asyncio.timeout(self._limits.drain_s):
                await self._drained.wait()
