"""A board on a line: bytes in from whoever is at the other end, paced replies out, time passing."""

import asyncio
import contextlib
import time
from collections.abc import Callable

from mingtang_desk.sim.board import Board
from mingtang_desk.sim.pacer import Pacer

Sink = Callable[[bytes], None]
TICK_S = 0.05


class BoardLink:
    """Carries the bytes of one board; used by the servers and by the port inside the process.

    Args:
        board: the board.
        pace: baud rate whose time the bytes take; None = none.
        clock: monotonic wall clock.
    """

    def __init__(
        self, board: Board, *, pace: int | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._board = board
        self._clock = clock
        self._pacer = Pacer(pace, clock)
        self._requests: asyncio.Queue[tuple[bytes, float, Sink]] = asyncio.Queue()
        self._replies: asyncio.Queue[tuple[float, bytes, Sink]] = asyncio.Queue()

    def feed(self, data: bytes, sink: Sink) -> None:
        """Takes bytes from a client; replies go to `sink`, in pieces where the line is paced."""
        self._requests.put_nowait((data, self._clock(), sink))

    async def run(self) -> None:
        """Runs until the board dies or the task is cancelled."""
        self._board.advance(self._clock())
        tasks = [
            asyncio.create_task(coroutine)
            for coroutine in (self._receive(), self._send(), self._tick())
        ]
        try:
            # The first to end is the one that found the board dead, or that failed.
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            for task in tasks:
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    async def _receive(self) -> None:
        while self._board.alive:
            data, arrived, sink = await self._requests.get()
            complete = await self._pacer.inbound(len(data), arrived)
            for reply in self._board.receive(data, self._clock()):
                due = complete + reply.delay_s + self._pacer.silence_s(reply.silence)
                self._replies.put_nowait((due, reply.data, sink))

    async def _send(self) -> None:
        while True:
            due, data, sink = await self._replies.get()
            await self._pacer.outbound(data, due, sink)

    async def _tick(self) -> None:
        while self._board.alive:
            await asyncio.sleep(TICK_S)
            self._board.advance(self._clock())
