"""One line to one or more boards: a transport, who may talk on it, what is heard on it.

Sessions of boards on the same bus share a line and differ in address and protocol; each has a
`Link` of its own on it. Whoever holds the line talks, in the order of asking, so that no board
starves; the framer in use is that of the holder.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import DeniedReason, LinkDeniedError, TransportError
from mingtang_desk.interfaces.driver import Driver, Frame, FramerCounts
from mingtang_desk.interfaces.transport import Transport
from mingtang_desk.session.health import difference, total
from mingtang_desk.session.listener import Listener
from mingtang_desk.session.passive import Ear
from mingtang_desk.session.timing import Timing, sleep_until, turn_s

if TYPE_CHECKING:
    from mingtang_desk.session.link import Link


class Notice(NamedTuple):
    """Something on the line that is worth an event: its key and values."""

    key: str
    values: Mapping[str, object]


class Sharer(Protocol):
    """A session on a line: what is released is the line, so all of them are."""

    async def release_here(self, to: str = "") -> None:
        """Let go of the line."""
        ...

    def resume_here(self) -> None:
        """Take it back."""
        ...


class Line:
    """A transport and who talks on it.

    Args:
        baud: line speed that time-outs and silences reckon with, None where there is no slow line.
        listen_s: how long a line that was opened is only listened to, 0 = not at all.
        share: another master may be on the line; requests go out in the gaps it leaves.

    Attributes:
        lock: held by whoever talks.
        generation: how often it was opened; a link belongs to one of them.
        links: those that talk on it now, in the order they came.
        sessions: all that are open on it.
        unasked: bytes that came before anything was asked.
        was_open: whether the transport could ever be opened.
        foreign, master: requests of another master since the line was made, and what it asks.
    """

    def __init__(
        self,
        transport: Transport,
        clock: Clock,
        *,
        baud: int | None,
        timing: Timing,
        listen_s: float = 0.0,
        share: bool = False,
    ) -> None:
        self.transport = transport
        self.clock = clock
        self.baud = baud
        self.timing = timing
        self.share = share
        self.lock = asyncio.Lock()
        self.generation = 0
        self.links: dict[Link, None] = {}
        self.sessions: dict[Sharer, None] = {}
        self.unasked = 0
        self.foreign = 0
        self.master = ""
        self.was_open = False
        self.listener: Listener | None = None
        self._listen_s = listen_s
        self._driver: Driver | None = None
        self._master_told = False
        self._notices: list[Notice] = []
        self._past = FramerCounts()
        self._shared_out = FramerCounts()
        self._holder: Link | None = None
        self._talker: Link | None = None
        self._refused: tuple[Link, TransportError, float] | None = None

    @property
    def where(self) -> str:
        """The place in words."""
        return self.transport.where

    @property
    def is_open(self) -> bool:
        """True from `open` until it was closed or cut."""
        return self.listener is not None and self.listener.lost is None

    async def open(self, link: "Link", drivers: Sequence[Driver]) -> None:
        """Open the transport and listen, for the requests of `drivers`; a cut one is closed first.

        When another link failed to open it a moment ago, that stands.

        Raises:
            LinkDeniedError: another master talks on it, and it is not to be shared.
        """
        loop = asyncio.get_running_loop()
        if self._refused is not None:
            by, error, until = self._refused
            if by is not link and loop.time() < until:
                raise error
        await self.close()
        self.unasked, self._master_told = 0, False
        self.generation += 1
        try:
            await self.transport.open()
            self.was_open = True
            first = drivers[0]
            self._driver = first
            self.listener = Listener(self.transport, first.framer(), first.silence_s)
            if self._listen_s > 0:
                await self._only_listen(self.listener, drivers)
            self.listener.overhear = self._overhear
        except TransportError as error:
            self._refused = link, error, loop.time() + self.timing.backoff_s
            await self.close()
            raise
        except BaseException:
            await self.close()
            raise
        self._refused = None

    async def close(self) -> None:
        """Stop listening and close the transport, for all; a second call is harmless."""
        listener, self.listener = self.listener, None
        self.links.clear()
        try:
            await self.transport.close()
        finally:
            if listener is not None:
                self._past = total(self._past, listener.framer.counts)
                await listener.close()

    def join(self, link: "Link") -> None:
        """Let a link talk on the open line."""
        self.links[link] = None
        self._holder = self._holder or link

    async def leave(self, link: "Link") -> None:
        """Let a link go; the last one closes the line."""
        self.links.pop(link, None)
        if not self.links:
            await self.close()

    def take_turn(self, link: "Link") -> None:
        """Count what is heard from now on for this link."""
        self.share_out()
        self._holder = link

    def speak(self, driver: Driver) -> None:
        """Look for the frames of a protocol from now on."""
        listener = self.listener
        if listener is None or driver is self._driver:
            return
        if self._driver is None or driver.framer is not self._driver.framer:
            self._past = total(self._past, listener.framer.counts)
            listener.use(driver.framer())
        listener.silence_s = driver.silence_s
        self._driver = driver

    async def change_over(self, link: "Link") -> None:
        """Keep the silence that boards want when another one of them is talked to.

        Modbus over serial line 1.02: 3.5 characters. A board that hears less takes a reply of its
        neighbour and the request to itself for one frame.
        """
        listener, before, self._talker = self.listener, self._talker, link
        if self.baud is None or listener is None or before is None or before is link:
            return
        await sleep_until(listener.heard_at + turn_s(self.baud))

    def share_out(self) -> None:
        """Give what was counted since the last turn to whoever had it."""
        counts = self._past
        if self.listener is not None:
            counts = total(counts, self.listener.framer.counts)
        if self._holder is not None:
            self._holder.health.heard(difference(counts, self._shared_out))
            self._shared_out = counts

    def take_notices(self) -> tuple[Notice, ...]:
        """Return what was noticed on the line since the last call."""
        taken, self._notices = tuple(self._notices), []
        return taken

    async def _only_listen(self, listener: Listener, drivers: Sequence[Driver]) -> None:
        """Hear who talks on the line before we do."""
        ear = Ear(drivers)
        listener.hear = ear.hear
        await listener.wait(self._listen_s)
        # Whoever talks right now is heard out: half a request tells nothing.
        await listener.quiet(self.timing.quiet_s, self._listen_s)
        listener.hear = None
        ear.end()
        master = ear.master
        if master is not None:
            if not self.share:
                raise LinkDeniedError(
                    "bus_in_use", reason=DeniedReason.BUSY, where=self.where, what=master.words
                )
            self._found_master(master.words, len(master.times))
        elif ear.received:
            self.unasked = ear.received
            values = {"where": self.where, "bytes": ear.received, "frames": ear.frames}
            self._notices.append(Notice("bus_traffic", values))

    def _overhear(self, frame: Frame) -> None:
        """Take a frame that nobody of ours asked for."""
        driver = self._driver
        if driver is None or driver.request_words is None:
            return
        words = driver.request_words(frame)
        if words is not None:
            self._found_master(words, 1)

    def _found_master(self, what: str, times: int) -> None:
        self.foreign += times
        self.master = what
        if not self._master_told:
            self._master_told = True
            self._notices.append(Notice("another_master", {"where": self.where, "master": what}))
