"""The receiving half of a link: bytes become frames, and each goes to whoever waits for it."""

import asyncio
import copy
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from mingtang_desk.core.errors import LinkLostError, TransportError
from mingtang_desk.interfaces.driver import Frame, Framer, Request
from mingtang_desk.interfaces.transport import Transport

ANY_REPLY = object()
"""`Request.alike` of bytes whose replies may be anything."""

_TURN_S, _TURN_BYTES, _REST_S = 0.003, 8192, 0.003
"""Work on what was received before everybody else has a turn, and how long that is.

No board says so much at once: eight kilobytes are 0.7 s of a line at 115200 baud.
"""
_FORGET_S = 0.05
"""A line that was quiet for so long has a new turn."""


@dataclass(slots=True)
class _Turn:
    """What was done for one line since everybody else had a turn."""

    since: float = 0.0
    spent: float = 0.0
    taken: int = 0

    def is_over(self, began: float, now: float, size: int) -> bool:
        """Take a chunk that was worked on from `began` to `now`; the next one begins a new turn."""
        if began - self.since > _FORGET_S:
            self.spent, self.taken = 0.0, 0
        self.since = now
        self.spent += now - began
        self.taken += size
        if self.spent <= _TURN_S and self.taken <= _TURN_BYTES:
            return False
        self.spent, self.taken = 0.0, 0
        return True


@dataclass(slots=True)
class _Owed:
    """A reply that did not come in time and may still come."""

    request: Request
    until: float


class Listener:
    """Reads a transport for as long as it is open.

    Attributes:
        lost: why the link ended, None while it lives.
        received: bytes since it was made; frames: good frames since it was made.
        heard_at: when the last byte came, in the loop's time.
        silence_s: gap after which good frames behind an unfinished one are looked for.
        hear: gets every chunk with its time, if set.
        overhear: gets every frame that is neither a reply to us nor our own echo, if set.
        repeated: the last reply is, byte for byte, the one before it, to another request. Adapters
            that give a frame twice do that, and boards with two equal values.
    """

    def __init__(self, transport: Transport, framer: Framer, silence_s: float) -> None:
        self.framer = framer
        self.lost: TransportError | None = None
        self.received = 0
        self.frames = 0
        self.hear: Callable[[bytes, float], None] | None = None
        self.overhear: Callable[[Frame], None] | None = None
        self.repeated = False
        self._transport = transport
        self.silence_s = silence_s
        self._loop = asyncio.get_running_loop()
        self.heard_at = self._loop.time()
        self._strange = -1e9
        self._echo = b""
        self._watch: asyncio.TimerHandle | None = None
        self._waiting: tuple[Request, asyncio.Future[Frame]] | None = None
        self._bad_before = 0
        self._answered = b"", b""
        self._owed: list[_Owed] = []
        self._paid = asyncio.Event()
        self._task = self._loop.create_task(self._read(), name=f"listen {transport.where}")

    def use(self, framer: Framer) -> None:
        """Take another framer from now on; dialects of one protocol share what is still owed."""
        if type(framer) is not type(self.framer):
            self._owed.clear()
        self.framer = framer

    def interrupt(self, error: TransportError) -> None:
        """Let nobody wait any longer for the reply that is due; the line goes on."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting[1].done():
            waiting[1].set_exception(error)

    def expect(self, request: Request) -> asyncio.Future[Frame]:
        """Return the future of the reply; what came before it counts no more.

        It ends with a TimeoutError at once when a damaged frame came, then nothing more.

        Raises:
            TransportError: why the link has ended.
        """
        if self.lost is not None:
            raise _again(self.lost)
        self._take(self.framer.flush())
        reply: asyncio.Future[Frame] = self._loop.create_future()
        self._waiting = request, reply
        self._echo = request.data
        self._bad_before = self.framer.counts.bad
        return reply

    def forget(self, request: Request, owed_s: float) -> None:
        """Wait no longer; a reply that comes within `owed_s` after all is known to be late."""
        self._waiting = None
        self._strange = self.heard_at
        self._owed.append(_Owed(request, self._loop.time() + owed_s))

    def ask_no_more(self) -> None:
        """Wait no longer; what comes after all is overheard."""
        self._waiting = None
        self._strange = self.heard_at

    async def quiet(self, gap_s: float, at_most_s: float) -> None:
        """Return when the line has been silent for `gap_s`, or after `at_most_s`."""
        deadline = self._loop.time() + at_most_s
        while self.lost is None:
            now = self._loop.time()
            wait = min(self.heard_at + gap_s, deadline) - now
            if wait <= 0:
                return
            await asyncio.sleep(wait)

    async def gap(self, gap_s: float, at_most_s: float) -> bool:
        """Wait until nobody but us has talked for `gap_s`; False when that took too long."""
        deadline = self._loop.time() + at_most_s
        while self.lost is None:
            now = self._loop.time()
            wait = self._strange + gap_s - now
            if wait <= 0:
                return True
            if now + wait > deadline:
                return False
            await asyncio.sleep(wait)
        return True

    async def wait(self, seconds: float) -> None:
        """Only listen.

        Raises:
            TransportError: why the link has ended meanwhile.
        """
        await asyncio.wait({self._task}, timeout=seconds)
        if self.lost is not None:
            raise _again(self.lost)

    async def settle(self, at_most_s: float, request: Request | None = None) -> None:
        """Return when no late reply can come any more, or after `at_most_s`.

        With a `request`, replies that cannot be taken for its own are not waited for.
        """
        deadline = self._loop.time() + at_most_s
        while self.lost is None and (unpaid := self._unpaid(request)):
            wait = min(deadline, *(owed.until for owed in unpaid)) - self._loop.time()
            if wait <= 0:
                return
            self._paid.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._paid.wait()

    async def close(self) -> None:
        """Stop reading."""
        if self._watch is not None:
            self._watch.cancel()
        self._task.cancel()
        await asyncio.wait({self._task})

    def _unpaid(self, request: Request | None = None) -> list[_Owed]:
        now = self._loop.time()
        self._owed = [owed for owed in self._owed if owed.until > now]
        return [
            owed for owed in self._owed if request is None or _may_be_taken(owed.request, request)
        ]

    def _is_ours(self, request: Request, frame: Frame) -> bool:
        """Return whether a frame answers a request; a refusal may be meant for an earlier one."""
        if not request.answers(frame):
            return False
        return not frame.status or not any(
            owed.request.data != request.data and owed.request.answers(frame)
            for owed in self._unpaid()
        )

    async def _read(self) -> None:
        where = self._transport.where
        try:
            turn = _Turn()
            async for chunk in self._transport.chunks():
                self.received += len(chunk)
                self.heard_at = self._loop.time()
                if self._waiting is None:
                    self._strange = self.heard_at
                if self.hear is not None:
                    self.hear(chunk, self.heard_at)
                if self._watch is None:
                    self._watch = self._loop.call_later(self.silence_s, self._silence)
                self._take(self.framer.feed(chunk))
                if turn.is_over(self.heard_at, self._loop.time(), len(chunk)):
                    # Whoever floods us is read when there is time, and the network holds it back.
                    await asyncio.sleep(_REST_S)
            self.end(LinkLostError("link_closed", where=where))
        except TransportError as error:
            self.end(error)

    def _silence(self) -> None:
        """Look behind an unfinished frame when nothing more came; one timer, not one per chunk."""
        left = self.heard_at + self.silence_s - self._loop.time()
        if left > 0:
            self._watch = self._loop.call_later(left, self._silence)
        else:
            self._watch = None
            self._take(hidden_frames(self.framer))
            if self._waiting is not None and self.framer.counts.bad > self._bad_before:
                _, reply = self._waiting
                self._waiting = None
                if not reply.done():
                    reply.set_exception(TimeoutError())

    def _take(self, frames: list[Frame]) -> None:
        for frame in frames:
            self.frames += 1
            waiting = self._waiting
            if waiting is not None and self._is_ours(waiting[0], frame):
                self._waiting = None
                asked, answer = self._answered
                self.repeated = frame.raw == answer and waiting[0].data != asked
                self._answered = waiting[0].data, frame.raw
                if not waiting[1].done():
                    waiting[1].set_result(frame)
                continue
            if waiting is not None and frame.raw == self._echo:
                self._echo = b""  # an adapter that gives our own bytes back, once
                continue
            self._strange = self.heard_at
            late = next((owed for owed in self._unpaid() if owed.request.answers(frame)), None)
            if late is not None:
                self._owed.remove(late)
                self._paid.set()
            elif self.overhear is not None:
                self.overhear(frame)

    def end(self, error: TransportError) -> None:
        """Take the link for ended; the first reason counts."""
        if self.lost is not None:
            return
        self.lost = error
        self._paid.set()
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting[1].done():
            waiting[1].set_exception(_again(error))


def hidden_frames(framer: Framer) -> list[Frame]:
    """Return the good frames behind a start that never became one, after a silence.

    Where there are none, what is unfinished stays: the rest of a reply may come late.
    """
    return framer.flush() if copy.deepcopy(framer).flush() else []


def _may_be_taken(owed: Request, request: Request) -> bool:
    """Return whether a late reply to one request looks like the reply to another one."""
    if owed.data == request.data or request.alike is None:
        return False
    return owed.alike in (request.alike, ANY_REPLY)


def _again(error: TransportError) -> TransportError:
    """Return the same error anew: an exception raised twice grows its traceback for ever."""
    if isinstance(error, LinkLostError):
        fresh = LinkLostError(error.key, **error.values)
        fresh.__cause__ = error.__cause__
        return fresh
    return error
