"""A port to a simulated board inside the process: no file, no socket, the same timing."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable

from mingtang_desk.sim.board import Board
from mingtang_desk.sim.link import BoardLink


class SimPort:
    """Bytes to and from a board.

    Args:
        board: the board; it lives on while the port is open.
        pace: baud rate whose time bytes take; None = no time.
        clock: monotonic wall clock.
    """

    def __init__(
        self,
        board: Board,
        *,
        pace: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._board = board
        self._pace = pace
        self._clock = clock
        self._link: BoardLink | None = None
        self._task: asyncio.Task[None] | None = None
        self._received: asyncio.Queue[bytes | None] = asyncio.Queue()

    @property
    def is_open(self) -> bool:
        """True from `open` to `close`, or until the board dies."""
        return self._task is not None and not self._task.done()

    def open(self) -> None:
        """Connects; needs a running event loop. Opening an open port changes nothing."""
        if self.is_open:
            return
        self._received = asyncio.Queue()
        self._link = BoardLink(self._board, pace=self._pace, clock=self._clock)
        self._task = asyncio.get_running_loop().create_task(self._run(self._link, self._received))

    async def _run(self, link: BoardLink, received: asyncio.Queue[bytes | None]) -> None:
        try:
            await link.run()
        finally:
            received.put_nowait(None)

    async def write(self, data: bytes) -> None:
        """Sends bytes to the board.

        Raises:
            ConnectionError: the port is not open, or the board has died.
        """
        if self._link is None or not self.is_open:
            raise ConnectionError("the simulated port is not open")
        self._link.feed(data, self._received.put_nowait)

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """Bytes from the board as they come; ends when the port is closed or the board dies.

        A port that was never opened has none.
        """
        if self._link is None:
            return
        received = self._received
        while (chunk := await received.get()) is not None:
            yield chunk
        received.put_nowait(None)  # a second reader ends too

    def close(self) -> None:
        """Disconnects; closing a closed port changes nothing."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def wait_closed(self) -> None:
        """Returns when nothing of the port runs any more."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
