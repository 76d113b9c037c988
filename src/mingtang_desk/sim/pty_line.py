"""A pseudo terminal under a fixed path: the serial port of a simulated board."""

import asyncio
import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

from mingtang_desk.sim.errors import ListenError

READ_SIZE = 4096


class PtyLine:
    """Master side of a terminal whose slave side is found under `path`.

    The slave stays open here too, so that clients may come and go; closing the line hangs up.

    Raises:
        ListenError: there is no such terminal on this system, or the path is taken by something
            that is not a left-over link.
    """

    def __init__(self, path: str) -> None:
        if sys.platform == "win32":
            raise ListenError(f"pty:{path}", "Windows has no pseudo terminals; use tcp:HOST:PORT")
        import tty  # not on Windows

        self._path = Path(path)
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
                on_bytes(os.read(self._master, READ_SIZE))

        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._master, read)

    def write(self, data: bytes) -> None:
        """Sends to the client; what nobody reads is lost once the terminal is full."""
        with contextlib.suppress(BlockingIOError):
            os.write(self._master, data)

    def close(self) -> None:
        """Hangs up and removes the path, unless another line has taken it over meanwhile."""
        if self._loop is not None:
            self._loop.remove_reader(self._master)
        with contextlib.suppress(OSError):
            if os.readlink(self._path) == self._target:
                self._path.unlink()
        self._close_ends()

    def _close_ends(self) -> None:
        os.close(self._master)
        os.close(self._slave)
