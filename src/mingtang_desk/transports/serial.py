"""Serial ports (UART, RS485 adapters, ptys) through pyserial.

Whatever may block (opening, a write that does not fit, closing) is done by one worker per port, so
that the same code serves Linux and Windows under every event loop. Modem lines and the kernel's
RS485 mode are left alone; adapters that need neither are the rule, and a pty has neither.
"""

import asyncio
import logging
import os
import re
from collections.abc import AsyncIterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import serial

from mingtang_desk.core.errors import LinkLostError, UsageError
from mingtang_desk.transports.echo import EchoFilter
from mingtang_desk.transports.inbox import Inbox
from mingtang_desk.transports.serial_errors import open_error, use_error
from mingtang_desk.transports.serial_reader import Reader, start_reader

DEFAULT_BAUD = 9600
_FRAMING = re.compile(r"([5-8])([NEO])([12])", re.IGNORECASE)
_READ_WAIT_S = 0.5
"""Longest time a reader sleeps: where cancel_read finds no read to cancel, this ends it."""
_WRITE_WAIT_S = 5.0
_CLOSE_WAIT_S = 2.0

_log = logging.getLogger(__name__)

_LATE_S = 2.0


class SerialTransport:
    """Implements `interfaces.transport.Transport` over a serial port.

    Args:
        path: `/dev/ttyUSB0`, `COM5`, a pty.
        baud: bits per second.
        framing: data bits, parity, stop bits, such as `8N1`.
        echo: the adapter gives our own bytes back; they are taken out.
    """

    def __init__(
        self, path: str, *, baud: int = DEFAULT_BAUD, framing: str = "8N1", echo: bool = False
    ) -> None:
        match = _FRAMING.fullmatch(framing)
        if match is None:
            raise UsageError(
                "option_invalid", value=framing, option="bits", allowed="8N1, 8E1, 8O1, 8N2, 7E1, …"
            )
        self._path, self._baud, self._framing = path, baud, match
        self._echo = EchoFilter() if echo else None
        self._port: Any = None
        self._inbox = Inbox()
        self._writer: ThreadPoolExecutor | None = None
        self._reader: Reader | None = None
        self._late: Future[None] | None = None
        self._rest: Future[int | None] | None = None

    @property
    def where(self) -> str:
        """The place in words."""
        return f"{self._path} · {self._baud}"

    @property
    def writable(self) -> bool:
        """A port takes requests."""
        return True

    async def open(self) -> None:
        """Open the port for this program alone and start its reader."""
        if self._port is not None:
            return
        if self._late is not None:  # an open that was cancelled may still hold the port
            await asyncio.wait({asyncio.wrap_future(self._late)}, timeout=_LATE_S)
            self._late = None
        # One worker per port: opening may block for seconds (Bluetooth COM ports), and writes stay
        # in order.
        worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"serial-write {self._path}")
        opening = worker.submit(self._open_port)
        try:
            port = await asyncio.wrap_future(opening)
        except asyncio.CancelledError:
            self._late = worker.submit(_close_late, opening)
            worker.shutdown(wait=False)
            raise
        except (serial.SerialException, OSError, ValueError) as error:
            worker.shutdown(wait=True)
            # Looking for who has it goes through all processes, and for ports through all devices.
            raise await asyncio.to_thread(open_error, error, self._path) from error
        inbox = self._inbox = Inbox()
        self._port, self._writer = port, worker
        self._reader = start_reader(
            port,
            f"serial-read {self._path}",
            lambda data: self._deliver(inbox, data),
            lambda error: self._end(inbox, error),
        )

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield bytes as they come."""
        if self._port is None:
            raise LinkLostError("link_closed", where=self.where)
        async for chunk in self._inbox.chunks():
            yield chunk

    async def write(self, data: bytes) -> None:
        """Send bytes; returns when the system has them."""
        if self._port is None or self._writer is None:
            raise LinkLostError("link_closed", where=self.where)
        if self._echo is not None:
            self._echo.sent(data)
        try:
            if self._rest is None or self._rest.done():  # else it waits its turn
                data = data[_write_at_once(self._port, data) :]
            if data:
                self._rest = self._writer.submit(self._port.write, data)
                await asyncio.wrap_future(self._rest)
        except (serial.SerialException, OSError) as error:
            raise use_error(error, self.where) from error

    async def close(self) -> None:
        """Stop reader and writer, then close the port."""
        port, worker, self._port, self._writer = self._port, self._writer, None, None
        if port is None or worker is None:
            return
        self._inbox.end()
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.stop()
        with suppress(OSError):
            port.cancel_write()
        closing = worker.submit(_close_port, port, reader)
        worker.shutdown(wait=False)
        try:
            async with asyncio.timeout(_CLOSE_WAIT_S):
                await asyncio.shield(asyncio.wrap_future(closing))
        except TimeoutError:
            _log.warning("%s does not let go; it is left to its threads", self._path)
        else:
            worker.shutdown(wait=True)  # its last task is done: this ends in microseconds

    def _open_port(self) -> Any:
        size, parity, stop = self._framing.groups()
        return serial.Serial(
            self._path,
            self._baud,
            bytesize=int(size),
            parity=parity.upper(),
            stopbits=int(stop),
            timeout=_READ_WAIT_S,
            write_timeout=_WRITE_WAIT_S,
            exclusive=True,
        )

    def _deliver(self, inbox: Inbox, data: bytes) -> None:
        inbox.put(data if self._echo is None else self._echo.received(data))

    def _end(self, inbox: Inbox, error: Exception) -> None:
        lost = use_error(error, self.where)
        lost.__cause__ = error
        inbox.end(lost)


def _write_at_once(port: Any, data: bytes) -> int:
    """Return how many bytes the system took without a wait, hardly ever less than all of them.

    The way to the writer and back costs a fast line more than the bytes of a short request. Windows
    has no such write.
    """
    if os.name != "posix":
        return 0
    try:
        return os.write(port.fileno(), data)  # pyserial's descriptors do not block
    except BlockingIOError:
        return 0


def _close_port(port: Any, reader: Reader | None) -> None:
    """Close a port once its reader has left it: a closed descriptor may be somebody else's next."""
    if reader is not None:
        reader.join(_CLOSE_WAIT_S)
    with suppress(OSError):
        port.close()


def _close_late(opening: Future[Any]) -> None:
    """Close a port that was opened after nobody waited for it any more."""
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()
