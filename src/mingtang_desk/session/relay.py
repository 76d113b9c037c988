"""Bytes of somebody far away for a board of this desk, in turn with its own polling.

Each request is one turn on the line, as a poll is. A protocol may want a mode for reading settings:
from the request that opens it to the one that leaves it the line is kept, so that nothing of ours
comes in between; whoever does not leave it in time is put out, and so is who only reads when
somebody at the bench wants to work. What writes is journalled before the first byte leaves.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass

from mingtang_desk.core.errors import DeniedReason, LinkDeniedError, MingtangError
from mingtang_desk.interfaces.driver import Driver, ModeStep
from mingtang_desk.session.board import Board
from mingtang_desk.session.raw import transact
from mingtang_desk.session.tasks import carry_through

PATIENCE_S = 5.0
"""So long a request may wait for the line; whoever sent it has given it up after that."""
MODE_IDLE_S, MODE_S = 2.0, 25.0
"""Longest pause inside of a mode, and longest time in it."""
WAITING = 4
"""Requests that may wait."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A request that is to be passed on, and has been judged.

    Attributes:
        data: its bytes; writes: they change the board; step: into or out of a mode.
        who: in whose name, for the journal.
        why_not: tells why a write may not go out, asked when its turn has come: leave may have
            ended while it waited. None = it may.
    """

    data: bytes
    writes: bool = False
    step: ModeStep | None = None
    who: str = ""
    why_not: Callable[[], MingtangError | None] = lambda: None


@dataclass(frozen=True, slots=True)
class _Job:
    request: Passed
    until: float
    reply: asyncio.Future[bytes]


class Relay:
    """Passes requests on, one at a time; `run` in a task of its own, cancelling it ends it.

    Args:
        board: the board.
        work: marks what `close` of the session has to wait for; raises where it is not open.
        at_work: how much is marked now.
    """

    def __init__(
        self,
        board: Board,
        work: Callable[[], AbstractAsyncContextManager[None]],
        at_work: Callable[[], int],
    ) -> None:
        self._board, self._work, self._at_work = board, work, at_work
        self._jobs: asyncio.Queue[_Job] = asyncio.Queue(WAITING)
        self._own = 0

    @property
    def driver(self) -> Driver | None:
        """The driver of the board that answered, None before one did."""
        return self._board.driver if self._board.known else None

    @property
    def address(self) -> int | None:
        """The address of the board on its bus, None where there is none or no board answered."""
        board = self._board
        if not board.known or not board.driver.addressed:
            return None
        asking = board.session.identify()
        try:
            return next(asking).data[0]
        finally:
            asking.close()

    async def pass_on(self, request: Passed) -> bytes:
        """Send a request; return the checked frames that came, one behind the other.

        Raises:
            LinkDeniedError: `bench_busy`, the line was not free in time; `bench_too_fast`, too many
                wait.
            TransportError, ProtocolError, StorageError: as it came.
        """
        loop = asyncio.get_running_loop()
        job = _Job(request, loop.time() + PATIENCE_S, loop.create_future())
        try:
            self._jobs.put_nowait(job)
        except asyncio.QueueFull as error:
            raise self._denied("bench_too_fast") from error
        return await job.reply

    async def run(self) -> None:
        """Work until this is cancelled; a write that has begun ends first."""
        job: _Job | None = None
        try:
            while True:
                job = await self._jobs.get()
                await self._turn(job)
        finally:
            while job is not None:
                if not job.reply.done():
                    job.reply.set_exception(self._denied("bench_ended"))
                job = None if self._jobs.empty() else self._jobs.get_nowait()

    async def _turn(self, job: _Job) -> None:
        loop = asyncio.get_running_loop()
        try:
            async with self._work():
                self._own += 1
                try:
                    await self._held(job, loop)
                finally:
                    self._own -= 1
        except MingtangError as error:
            if not job.reply.done():
                job.reply.set_exception(error)

    async def _held(self, job: _Job, loop: asyncio.AbstractEventLoop) -> None:
        """Take the line in time and do a request, or all of a mode."""
        hold = self._board.hold(same_board=True)
        try:
            async with asyncio.timeout_at(job.until):
                await hold.__aenter__()
        except TimeoutError as error:
            raise self._denied("bench_busy") from error
        try:
            if job.reply.cancelled():
                return
            await self._do(job)
            if job.request.step is ModeStep.OPEN:
                await self._mode(loop)
        finally:
            await hold.__aexit__(None, None, None)

    async def _mode(self, loop: asyncio.AbstractEventLoop) -> None:
        """Keep the line while a mode is open; leave it where nobody else does."""
        until, wrote, left = loop.time() + MODE_S, False, False
        try:
            while not left and loop.time() < until:
                if self._at_work() > self._own and not wrote:
                    return  # somebody at the bench comes first
                try:
                    async with asyncio.timeout(MODE_IDLE_S):
                        job = await self._jobs.get()
                except TimeoutError:
                    return
                await self._do(job)
                wrote |= job.request.writes
                left = job.request.step is ModeStep.CLOSE
        finally:
            if not left:
                await carry_through(self._leave(), grace_s=self._board.link.timing.cleanup_s)

    async def _leave(self) -> None:
        data = self._board.driver.mode_close
        if data and self._board.link.is_open:
            with suppress(MingtangError):
                await self._board.link.exchange(data, wait_s=self._board.link.timing.reply_s)

    async def _do(self, job: _Job) -> None:
        """Send one request; what becomes of it goes to whoever asked."""
        board, request = self._board, job.request
        timing = board.link.timing
        if job.reply.done():
            return  # nobody waits for it any more
        try:
            if request.writes:
                if (refusal := request.why_not()) is not None:
                    raise refusal
                reply = await carry_through(
                    transact(board, request.data, request.who, timing.write_s),
                    grace_s=timing.grace_s,
                )
                frames = reply.frames
            else:
                frames = tuple(await board.link.exchange(request.data, wait_s=timing.write_s))
        except MingtangError as error:
            _log.info("%s: not passed on: %s", board.key.uri, error)
            if not job.reply.done():
                job.reply.set_exception(error)
            return
        if not job.reply.done():
            job.reply.set_result(b"".join(frame.raw for frame in frames))

    def _denied(self, key: str) -> LinkDeniedError:
        return LinkDeniedError(key, reason=DeniedReason.BUSY, where=self._board.link.where)
