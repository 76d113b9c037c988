"""How bytes come out of an open serial port: the event loop tells, or a thread waits for them.

POSIX loops tell when there is something to read, which on a fast line saves as much time as the
bytes of a request take. Windows' loops cannot: there one named thread per port waits.
"""

import asyncio
import logging
import os
import select
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

import serial

BY_LOOP = os.name == "posix"
_CHUNK = 4096

_log = logging.getLogger(__name__)


class Reader(Protocol):
    """Reads a port from when it was made until it is stopped or the port is gone."""

    def stop(self) -> None:
        """Read no more; called by the loop's thread."""
        ...

    def join(self, timeout_s: float) -> None:
        """Wait until nobody uses the port any more; called by any thread."""
        ...


type Deliver = Callable[[bytes], None]
type Lost = Callable[[Exception], None]


def start_reader(port: Any, name: str, deliver: Deliver, lost: Lost) -> Reader:
    """Begin to read an open port of pyserial. Both callbacks run in the loop's thread."""
    loop = asyncio.get_running_loop()
    if BY_LOOP:
        with suppress(NotImplementedError):
            return _LoopReader(port, loop, deliver, lost)
    return _ThreadReader(port, name, loop, deliver, lost)


class _LoopReader:
    def __init__(
        self, port: Any, loop: asyncio.AbstractEventLoop, deliver: Deliver, lost: Lost
    ) -> None:
        self._file: int = port.fileno()
        self._loop, self._deliver, self._lost = loop, deliver, lost
        loop.add_reader(self._file, self._read)

    def stop(self) -> None:
        with suppress(RuntimeError):  # the loop is closed
            self._loop.remove_reader(self._file)

    def join(self, timeout_s: float) -> None:
        """Nothing reads but the loop's thread, which has called `stop`."""

    def _read(self) -> None:
        try:
            data = os.read(self._file, _CHUNK)
        except BlockingIOError:
            return
        except OSError as error:
            self._end(error)
            return
        if data:
            self._deliver(data)
        elif select.select([self._file], [], [], 0)[0]:  # something to read, and it is nothing
            self._end(serial.SerialException("the port was taken away"))

    def _end(self, error: Exception) -> None:
        self.stop()
        self._lost(error)


class _ThreadReader:
    def __init__(
        self,
        port: Any,
        name: str,
        loop: asyncio.AbstractEventLoop,
        deliver: Deliver,
        lost: Lost,
    ) -> None:
        self._port, self._name, self._loop = port, name, loop
        self._deliver, self._lost = deliver, lost
        self._stopping = threading.Event()
        self._thread = threading.Thread(  # noqa: TID251 -- the one reader of a serial port
            target=self._read, name=name, daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        with suppress(OSError):
            self._port.cancel_read()

    def join(self, timeout_s: float) -> None:
        self._thread.join(timeout_s)

    def _read(self) -> None:
        """Read until told to stop or the port is gone. Runs in the thread."""
        try:
            while not self._stopping.is_set():
                data = self._port.read(1)
                if data and (more := self._port.in_waiting):
                    data += self._port.read(more)
                if data:
                    self._loop.call_soon_threadsafe(self._deliver, data)
        except (serial.SerialException, OSError) as error:
            with suppress(RuntimeError):  # the loop is closed: nobody is left to tell
                self._loop.call_soon_threadsafe(self._lost, error)
        except RuntimeError:
            _log.debug("%s: the event loop ended before its reader", self._name)
