"""Requests and replies of one session on its line: how long to wait, how often to ask.

A procedure holds the line from its first request to its last. Errors are thrown into it, so that
its `finally` can still send what a board must not be left without.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from mingtang_desk.core.errors import (
    LinkLostError,
    LinkTimeoutError,
    MingtangError,
    TransportError,
)
from mingtang_desk.device.model import LinkStats
from mingtang_desk.interfaces.ble import Audible, Narrowing
from mingtang_desk.interfaces.driver import Driver, Frame, Procedure, Request
from mingtang_desk.interfaces.transport import Transport
from mingtang_desk.session.health import LinkHealth
from mingtang_desk.session.line import Line, Notice
from mingtang_desk.session.listener import ANY_REPLY, Listener
from mingtang_desk.session.tasks import carry_through
from mingtang_desk.transports.tap import TappedTransport

_BRIEF_TRIES = 2
_PATIENT_TIMES = 4.0
"""A board that has answered before is given up after so many times its slowest answer."""


class Link:
    """What one session asks on a line, and how it fares; other links may be on the same line.

    Attributes:
        line: the line.
        answered_at: when a request was last answered, in the loop's time.
    """

    def __init__(self, line: Line) -> None:
        self.line = line
        self.timing = line.timing
        self.health = LinkHealth()
        self.answered_at = -1e9
        self._driver: Driver | None = None
        self._generation = 0
        self._holds = 0
        self._asking = False
        self._missed = False
        self._slowest_s: float | None = None
        self._held_s = 0.0
        self._patient = False

    @property
    def where(self) -> str:
        """The place in words."""
        return self.line.where

    @property
    def device(self) -> Narrowing | None:
        """What the transport knows of the device at the other end, None for a plain line."""
        inner = self._inner
        return inner if isinstance(inner, Narrowing) else None

    @property
    def signal_dbm(self) -> int | None:
        """How loud the other end was when it was found last, None for a wire."""
        inner = self._inner
        return inner.signal if isinstance(inner, Audible) else None

    @property
    def _inner(self) -> Transport:
        inner = self.line.transport
        return inner.inner if isinstance(inner, TappedTransport) else inner

    @property
    def is_open(self) -> bool:
        """True from `open` until it was closed here, or the line was cut or closed for all."""
        line = self.line
        return line.is_open and self in line.links and self._generation == line.generation

    @property
    def busy(self) -> bool:
        """True while this session holds the line."""
        return self._holds > 0

    @property
    def stats(self) -> LinkStats:
        """All counters now."""
        line = self.line
        line.share_out()
        now = line.clock.monotonic()
        return self.health.stats(now, foreign=line.foreign, master=line.master)

    @property
    def is_silent_among_others(self) -> bool:
        """True when this board did not answer while another one on the line did."""
        others = (link for link in self.line.links if link is not self)
        return self._missed and any(link.answered_at > self.answered_at for link in others)

    @asynccontextmanager
    async def hold(self) -> AsyncIterator["Bus"]:
        """Keep the line for several procedures in a row."""
        loop = asyncio.get_running_loop()
        async with self.line.lock:
            began = loop.time()
            self._holds += 1
            self.line.take_turn(self)
            if self._driver is not None and self.is_open:
                self.line.speak(self._driver)
            try:
                yield Bus(self)
            finally:
                self._holds -= 1
                self._held_s = loop.time() - began

    @contextmanager
    def patiently(self) -> Iterator[None]:
        """Ask more often than usual meanwhile, as long as the board answers at all."""
        before, self._patient = self._patient, True
        try:
            yield
        finally:
            self._patient = before

    async def run[T](self, procedure: Procedure[T]) -> T:
        """Hold the line for one procedure."""
        async with self.hold():
            return await self.drive(procedure)

    def take_notices(self) -> tuple[Notice, ...]:
        """Return what was noticed on the line since the last call of any link."""
        return self.line.take_notices()

    async def open(self, driver: Driver, *others: Driver) -> None:
        """Open the line, or talk on it where another session has it open.

        Where it may be a bus, nothing is sent before it was listened to, for the requests of
        `driver` and of the `others` that may be spoken on it.

        Raises:
            LinkDeniedError: another master talks on it, and it is not to be shared.
        """
        line = self.line
        if not line.is_open or not line.links.keys() - {self}:
            await line.open(self, (driver, *others))
        self._generation = line.generation
        line.join(self)
        self.use(driver)

    def use(self, driver: Driver) -> None:
        """Speak another protocol on the open line."""
        self._open()
        self._driver = driver
        self.line.speak(driver)

    async def close(self) -> None:
        """Talk no more on the line, which is closed with its last link; twice is harmless."""
        listener = self.line.listener
        if self._asking and listener is not None and self.line.links.keys() - {self}:
            listener.interrupt(LinkLostError("link_closed", where=self.where))
        await self.line.leave(self)

    async def give_up(self) -> None:
        """Close after long silence; where no board answers the whole line, to open it anew."""
        if self.is_silent_among_others or not self.is_open:
            await self.line.leave(self)
        else:
            await self.line.close()

    def pause_s(self, backoff_s: float) -> float:
        """Return how long to leave the line alone after a failure that would pause `backoff_s`."""
        if not self.is_silent_among_others:
            return backoff_s
        timing = self.timing
        return max(backoff_s, min(self._held_s * timing.yield_times, timing.yield_max_s))

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

        request = Request(
            data=data, what="raw bytes", answers=take, repeatable=False, alike=ANY_REPLY
        )
        await listener.settle(self.timing.owed_s)
        if self.line.share and not await listener.gap(self.timing.gap_s, wait_s):
            raise LinkTimeoutError("bus_never_quiet", where=self.where, what=request.what)
        ended = listener.expect(request)
        ended.add_done_callback(lambda _: woken.set())
        try:
            await self.line.transport.write(data)
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
        if self.line.listener is not None:
            await self.line.listener.settle(self.timing.owed_s)

    async def _clean_up[T](self, procedure: Procedure[T], error: asyncio.CancelledError) -> None:
        """Throw a cancellation into a procedure and send what it still has to send."""

        async def rest() -> None:
            # The procedure ends by throwing the cancellation back; other ends are no news either.
            with suppress(StopIteration, asyncio.CancelledError, MingtangError, TimeoutError):
                if self.line.listener is not None:
                    await self.line.listener.quiet(self.timing.quiet_s, self.timing.reply_s)
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
        tries, patience = self._patience(request)
        listener = self._open()
        await listener.settle(timing.owed_s, request)
        bytes_before, frames_before = listener.received, listener.frames
        for attempt in range(tries):
            if attempt:
                self.health.retried += 1
                await listener.quiet(timing.quiet_s, patience)
            await self.line.change_over(self)
            if self.line.share and not await listener.gap(timing.gap_s, patience):
                raise LinkTimeoutError("bus_never_quiet", where=self.where, what=request.what)
            frame = await self._try(listener, request, patience)
            if frame is None:
                continue
            if listener.repeated and _ask_again(request, attempt, tries):
                listener.forget(request, timing.quiet_s)
                continue
            return frame
        self._missed = True
        values = {"where": self.where, "what": request.what, "tries": tries}
        if listener.received == bytes_before or listener.frames != frames_before:
            raise LinkTimeoutError("no_answer", **values)
        if self.line.unasked:
            raise LinkTimeoutError("garbage_unasked", unasked=self.line.unasked, **values)
        raise LinkTimeoutError("only_garbage", **values)

    async def _try(self, listener: Listener, request: Request, patience: float) -> Frame | None:
        """Send a request once; None when nobody answered."""
        clock, owed_s = self.line.clock, self.timing.owed_s
        reply = listener.expect(request)
        self._asking = True
        try:
            await self._send(request)
            sent = clock.monotonic()
            async with asyncio.timeout(patience):
                frame = await reply
        except LinkTimeoutError:
            raise
        except TimeoutError:
            self.health.timeouts += 1
            listener.forget(request, owed_s)
            return None
        except LinkLostError as error:
            if self in self.line.links:
                listener.end(error)
            else:  # this session was closed, the line goes on
                listener.forget(request, owed_s)
            raise
        except asyncio.CancelledError:
            listener.forget(request, owed_s)
            raise
        finally:
            self._asking = False
            if reply.done() and not reply.cancelled():
                reply.exception()  # seen, also when it was the write that failed
        latency_s = clock.monotonic() - sent
        self.health.answered(latency_s)
        self._slowest_s = max(self._slowest_s or 0.0, latency_s)
        self.answered_at, self._missed = asyncio.get_running_loop().time(), False
        return frame

    def _patience(self, request: Request) -> tuple[int, float]:
        """Return how often to ask and how long to wait each time.

        Neighbours do not wait long for a board that is known to be silent.
        """
        timing = self.timing
        tries = timing.write_tries if self._patient and not self._missed else timing.tries
        once = not request.repeatable or (request.writes and not timing.repeat_writes)
        tries = 1 if once else tries
        size = request.reply_bytes + len(request.data)
        patience = timing.reply(size=size, baud=self.line.baud, writes=request.writes)
        if self.is_silent_among_others and not request.writes:
            known = self._slowest_s
            brief = timing.reply_s if known is None else _PATIENT_TIMES * known
            patience = min(patience, max(timing.brief_s, brief))
            tries = min(tries, _BRIEF_TRIES)
        return tries, patience

    async def _send(self, request: Request) -> None:
        transport = self.line.transport
        if request.secret and isinstance(transport, TappedTransport):
            await transport.write_unseen(request.data)
        else:
            await transport.write(request.data)

    def _open(self) -> Listener:
        listener = self.line.listener
        if listener is None or self not in self.line.links:
            raise LinkLostError("link_closed", where=self.where)
        return listener


def _ask_again(request: Request, attempt: int, tries: int) -> bool:
    """Return whether a repeated reply is to be proven: it may be the one before it once more."""
    return attempt == 0 and tries > 1 and not request.writes and request.alike is not None


class Bus:
    """A link whose line is held: procedures run one after the other with nobody in between."""

    def __init__(self, link: Link) -> None:
        self.link = link

    async def run[T](self, procedure: Procedure[T]) -> T:
        """Run one procedure."""
        return await self.link.drive(procedure)
