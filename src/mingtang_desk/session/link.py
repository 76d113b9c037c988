"""One half-duplex bus: who may talk, how long to wait, how often to ask.

A procedure holds the bus from its first request to its last. Errors are thrown into it, so that its
`finally` can still send what a board must not be left without.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import (
    DeniedReason,
    LinkDeniedError,
    LinkLostError,
    LinkTimeoutError,
    MingtangError,
    TransportError,
)
from mingtang_desk.device.model import LinkStats
from mingtang_desk.interfaces.ble import Narrowing
from mingtang_desk.interfaces.driver import Driver, Frame, Procedure, Request
from mingtang_desk.interfaces.transport import Transport
from mingtang_desk.session.health import LinkHealth
from mingtang_desk.session.listener import Listener
from mingtang_desk.session.passive import Ear
from mingtang_desk.session.tasks import carry_through
from mingtang_desk.session.timing import Timing
from mingtang_desk.transports.tap import TappedTransport


class Notice(NamedTuple):
    """Something on the line that is worth an event: its key and values."""

    key: str
    values: Mapping[str, object]


class Link:
    """A transport with requests and replies on it.

    Args:
        baud: line speed that time-outs reckon with, None where there is no slow line.
        listen_s: how long a link that was opened is only listened to, 0 = not at all.
        share: another master may be on the line; requests go out in the gaps it leaves.
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
        self.timing = timing
        self.health = LinkHealth()
        self._clock = clock
        self._baud = baud
        self._listen_s, self._share = listen_s, share
        self._notices: list[Notice] = []
        self._driver: Driver | None = None
        self._unasked = 0
        self._master_told = False
        self._lock = asyncio.Lock()
        self._listener: Listener | None = None

    @property
    def where(self) -> str:
        """The place in words."""
        return self.transport.where

    @property
    def device(self) -> Narrowing | None:
        """What the transport knows of the device at the other end, None for a plain line."""
        inner = self.transport
        if isinstance(inner, TappedTransport):
            inner = inner.inner
        return inner if isinstance(inner, Narrowing) else None

    @property
    def is_open(self) -> bool:
        """True from `open` until it was closed or cut."""
        return self._listener is not None and self._listener.lost is None

    @property
    def busy(self) -> bool:
        """True while somebody holds the bus."""
        return self._lock.locked()

    @property
    def stats(self) -> LinkStats:
        """All counters now."""
        framer = None if self._listener is None else self._listener.framer
        return self.health.stats(framer, self._clock.monotonic())

    @asynccontextmanager
    async def hold(self) -> AsyncIterator["Bus"]:
        """Keep the bus for several procedures in a row."""
        async with self._lock:
            yield Bus(self)

    async def run[T](self, procedure: Procedure[T]) -> T:
        """Hold the bus for one procedure."""
        async with self._lock:
            return await self.drive(procedure)

    def take_notices(self) -> tuple[Notice, ...]:
        """Return what was noticed on the line since the last call."""
        taken, self._notices = tuple(self._notices), []
        return taken

    async def open(self, driver: Driver, *others: Driver) -> None:
        """Open the transport and listen with the framer of `driver`; close a cut one first.

        Where it may be a bus, nothing is sent before it was listened to, for the requests of
        `driver` and of the `others` that may be spoken on it.

        Raises:
            LinkDeniedError: another master talks on it, and it is not to be shared.
        """
        await self.close()
        self._unasked, self._master_told = 0, False
        try:
            await self.transport.open()
            self._driver = driver
            listener = Listener(self.transport, driver.framer(), driver.silence_s)
            self._listener = listener
            if self._listen_s > 0:
                await self._only_listen(listener, (driver, *others))
            listener.overhear = self._overhear
        except BaseException:
            await self.close()
            raise

    def use(self, driver: Driver) -> None:
        """Speak another protocol on the open link."""
        self._driver = driver
        self._open().use(driver.framer(), driver.silence_s, self.health)

    async def close(self) -> None:
        """Stop listening and close the transport; a second call is harmless."""
        listener, self._listener = self._listener, None
        try:
            await self.transport.close()
        finally:
            if listener is not None:
                self.health.retire(listener.framer)
                await listener.close()

    async def drive[T](self, procedure: Procedure[T]) -> T:
        """Send what a procedure asks for until it returns. The caller holds the bus."""
        try:
            request = next(procedure)
            while True:
                try:
                    frame = await self._ask(request)
                except MingtangError as error:
                    request = procedure.throw(error)
                except asyncio.CancelledError as error:
                    await self._clean_up(procedure, error)
                    raise
                else:
                    request = procedure.send(frame)
        except StopIteration as stop:
            result: T = stop.value
            return result

    async def exchange(self, data: bytes, *, wait_s: float) -> list[Frame]:
        """Send bytes as they are, once; return the frames heard until the line is quiet again.

        The caller holds the bus. Waits `wait_s` seconds for the first frame; none is no error.

        Raises:
            TransportError: the link was cut.
        """
        listener = self._open()
        heard: list[Frame] = []
        woken = asyncio.Event()
        over = False

        def take(frame: Frame) -> bool:
            if not over:
                heard.append(frame)
                woken.set()
            return over

        request = Request(data=data, what="raw bytes", answers=take, repeatable=False)
        if self._share and not await listener.gap(self.timing.gap_s, wait_s):
            raise LinkTimeoutError("bus_never_quiet", where=self.where, what=request.what)
        ended = listener.expect(request)
        ended.add_done_callback(lambda _: woken.set())
        try:
            await self.transport.write(data)
            with suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await woken.wait()
            await listener.quiet(self.timing.quiet_s, wait_s)
        except LinkLostError as error:
            listener.end(error)
            raise
        finally:
            over = True
            # What comes late is known to be late, and is no reply to the next poll.
            listener.forget(request, 0.0 if heard else self.timing.owed_s)
            lost = ended.exception() if ended.done() else None
            ended.cancel()
        if isinstance(lost, TransportError):
            raise lost
        return heard

    async def settle(self) -> None:
        """Wait until no late reply can be taken for a new one; no wait when none is owed."""
        if self._listener is not None:
            await self._listener.settle(self.timing.owed_s)

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
            if not self._share:
                raise LinkDeniedError(
                    "bus_in_use", reason=DeniedReason.BUSY, where=self.where, what=master.words
                )
            self._found_master(master.words, len(master.times))
        elif ear.received:
            self._unasked = ear.received
            values = {"where": self.where, "bytes": ear.received, "frames": ear.frames}
            self._notices.append(Notice("bus_traffic", values))

    def _overhear(self, frame: Frame) -> None:
        """Take a frame that nobody of ours asked for."""
        driver = self._driver
        if driver is None or driver.request_words is None:
            return
        words = driver.request_words(frame)
        if words is not None:
            self._found_master(f"{words} ({driver.label})", 1)

    def _found_master(self, what: str, times: int) -> None:
        self.health.foreign += times
        self.health.master = what
        if not self._master_told:
            self._master_told = True
            self._notices.append(Notice("another_master", {"where": self.where, "master": what}))

    async def _clean_up[T](self, procedure: Procedure[T], error: asyncio.CancelledError) -> None:
        """Throw a cancellation into a procedure and send what it still has to send."""

        async def rest() -> None:
            # The procedure ends by throwing the cancellation back; other ends are no news either.
            with suppress(StopIteration, asyncio.CancelledError, MingtangError, TimeoutError):
                if self._listener is not None:
                    await self._listener.quiet(self.timing.quiet_s, self.timing.reply_s)
                async with asyncio.timeout(self.timing.cleanup_s):
                    request = procedure.throw(error)
                    while True:
                        try:
                            frame = await self._ask(request)
                        except MingtangError as problem:
                            request = procedure.throw(problem)
                        else:
                            request = procedure.send(frame)

        await carry_through(rest(), grace_s=self.timing.cleanup_s)

    async def _ask(self, request: Request) -> Frame:
        """Send a request, again if it may be, and return its reply."""
        timing = self.timing
        tries = timing.tries if request.repeatable else 1
        patience = timing.reply(
            size=request.reply_bytes + len(request.data), baud=self._baud, writes=request.writes
        )
        listener = self._open()
        bytes_before, frames_before = listener.received, listener.frames
        for attempt in range(tries):
            if attempt:
                self.health.retried += 1
                await listener.quiet(timing.quiet_s, patience)
            if self._share and not await listener.gap(timing.gap_s, patience):
                raise LinkTimeoutError("bus_never_quiet", where=self.where, what=request.what)
            reply = listener.expect(request)
            try:
                await self._send(request)
                sent = self._clock.monotonic()
                async with asyncio.timeout(patience):
                    frame = await reply
            except LinkTimeoutError:
                raise
            except TimeoutError:
                self.health.timeouts += 1
                listener.forget(request, timing.owed_s)
                continue
            except LinkLostError as error:
                listener.end(error)
                raise
            except asyncio.CancelledError:
                listener.forget(request, timing.owed_s)
                raise
            finally:
                if reply.done() and not reply.cancelled():
                    reply.exception()  # seen, also when it was the write that failed
            self.health.answered(self._clock.monotonic() - sent)
            return frame
        values = {"where": self.where, "what": request.what, "tries": tries}
        if listener.received == bytes_before or listener.frames != frames_before:
            raise LinkTimeoutError("no_answer", **values)
        if self._unasked:
            raise LinkTimeoutError("garbage_unasked", unasked=self._unasked, **values)
        raise LinkTimeoutError("only_garbage", **values)

    async def _send(self, request: Request) -> None:
        if request.secret and isinstance(self.transport, TappedTransport):
            await self.transport.write_unseen(request.data)
        else:
            await self.transport.write(request.data)

    def _open(self) -> Listener:
        if self._listener is None:
            raise LinkLostError("link_closed", where=self.where)
        return self._listener


class Bus:
    """A link whose bus is held: procedures run one after the other with nobody in between."""

    def __init__(self, link: Link) -> None:
        self.link = link

    async def run[T](self, procedure: Procedure[T]) -> T:
        """Run one procedure."""
        return await self.link.drive(procedure)
