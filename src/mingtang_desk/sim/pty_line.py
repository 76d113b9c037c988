"""A pseudo terminal under a fixed path: the serial port of a simulated board.

A terminal carries every byte at any speed. A line that is told its speed looks up which one the
client has set, and where that is another, both hear what a receiver at the wrong speed hears.
"""

import asyncio
import contextlib
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

from mingtang_desk.sim.errors import ListenError

READ_SIZE = 4096
BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600)


class PtyLine:
    """Master side of a terminal whose slave side is found under `path`.

    The slave stays open here too, so that clients may come and go; closing the line hangs up.

    Args:
        path: where the client finds it.
        baud: speed of the board; None = any speed will do.
        seed: of what bytes at the wrong speed turn into.

    Raises:
        ListenError: there is no such terminal on this system, or the path is taken by something
            that is not a left-over link.
    """

    def __init__(self, path: str, *, baud: int | None = None, seed: int = 0) -> None:
        if sys.platform == "win32":
            raise ListenError(f"pty:{path}", "Windows has no pseudo terminals; use tcp:HOST:PORT")
        import tty  # not on Windows

        self._path = Path(path)
        self._baud = baud
        self._rng = random.Random(seed)
        self._master, self._slave = os.openpty()
        try:
            tty.setraw(self._slave)
            os.set_blocking(self._master, False)
            self._target = os.ttyname(self._slave)
            self._link()
        except BaseException:
            self._close_ends()
            raise
        self._loop: asyncio.AbstractEventLoop | None = None

    def _link(self) -> None:
        try:
            if self._path.is_symlink():
                self._path.unlink()
            self._path.symlink_to(self._target)
        except OSError as error:
            raise ListenError(f"pty:{self._path}", str(error)) from error

    def start(self, on_bytes: Callable[[bytes], None]) -> None:
        """Hands over everything that clients write."""

        def read() -> None:
            with contextlib.suppress(BlockingIOError):
                on_bytes(self._as_heard(os.read(self._master, READ_SIZE), to_board=True))

        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._master, read)

    def write(self, data: bytes) -> None:
        """Sends to the client; what nobody reads is lost once the terminal is full."""
        with contextlib.suppress(BlockingIOError):
            os.write(self._master, self._as_heard(data, to_board=False))

    def close(self) -> None:
        """Hangs up and removes the path, unless another line has taken it over meanwhile."""
        if self._loop is not None:
            self._loop.remove_reader(self._master)
        with contextlib.suppress(OSError):
            if os.readlink(self._path) == self._target:
                self._path.unlink()
        self._close_ends()

    @property
    def client_baud(self) -> int | None:
        """The speed the client has set, None where it is none that has a name."""
        import termios  # not on Windows

        speed = termios.tcgetattr(self._slave)[5]
        for baud in BAUDS:
            if getattr(termios, f"B{baud}", None) == speed:
                return baud
        return None

    def _as_heard(self, data: bytes, *, to_board: bool) -> bytes:
        """What a receiver makes of bytes that were sent at the speed of the other side.

        A slow byte looks like several fast ones, several fast bytes like a slow one; edges fall
        where no bit begins.
        """
        board, client = self._baud, self.client_baud if self._baud else None
        if board is None or client == board or not data:
            return data
        sent, heard = (client, board) if to_board else (board, client)
        ratio = (heard or board) / (sent or board)
        count = max(1, min(round(len(data) * ratio), READ_SIZE))
        return bytes(self._rng.randrange(256) for _ in range(count))

    def _close_ends(self) -> None:
        os.close(self._master)
        os.close(self._slave)
