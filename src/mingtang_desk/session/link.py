"""One half-duplex bus: who may talk, how long to wait, how often to ask.

A procedure holds the bus from its first request to its last. Errors are thrown into it, so that its
`finally` can still send what a board must not be left without.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import LinkLostError, LinkTimeoutError, MingtangError
from mingtang_desk.device.model import LinkStats
from mingtang_desk.interfaces.driver import Driver, Frame, Procedure, Request
from mingtang_desk.interfaces.transport import Transport
from mingtang_desk.session.health import LinkHealth
from mingtang_desk.session.listener import Listener
from mingtang_desk.session.tasks import carry_through
from mingtang_desk.session.timing import Timing


class Link:
    """A transport with requests and replies on it.

    Args:
        baud: line speed that time-outs reckon with, None where there is no slow line.
    """

    def __init__(
        self, transport: Transport, clock: Clock, *, baud: int | None, timing: Timing
    ) -> None:
        self.transport = transport
        self.timing = timing
        self.health = LinkHealth()
        self._clock = clock
        self._baud = baud
        self._lock = asyncio.Lock()
        self._listener: Listener | None = None

    @property
    def where(self) -> str:
        """The place in words."""
        return self.transport.where

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

    async def open(self, driver: Driver) -> None:
        """Open the transport and listen with the framer of `driver`; close a cut one first."""
        await self.close()
        try:
            await self.transport.open()
        except BaseException:
            await self.transport.close()
            raise
        self._listener = Listener(self.transport, driver.framer(), driver.silence_s)

    def use(self, driver: Driver) -> None:
        """Speak another protocol on the open link."""
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

    async def settle(self) -> None:
        """Wait until no late reply can be taken for a new one; no wait when none is owed."""
        if self._listener is not None:
            await self._listener.settle(self.timing.owed_s)

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
            reply = listener.expect(request)
            try:
                await self.transport.write(request.data)
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
        heard_garbage = listener.received > bytes_before and listener.frames == frames_before
        raise LinkTimeoutError(
            "only_garbage" if heard_garbage else "no_answer",
            where=self.where,
            what=request.what,
            tries=tries,
        )

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
