"""TCP-to-RS485 converters and simulators: raw bytes over a socket."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress

from mingtang_desk.core.errors import (
    LinkLostError,
    LinkNotFoundError,
    LinkTimeoutError,
    TransportError,
    UsageError,
)
from mingtang_desk.transports.echo import EchoFilter

CONNECT_S = 5.0
_CLOSE_S = 1.0
_WRITE_S = 5.0
_CHUNK = 4096


def host_and_port(target: str) -> tuple[str, int]:
    """Split `host:port`; an IPv6 address stands in brackets.

    Raises:
        UsageError: it is not that.
    """
    host, _, port = target.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        detail = "tcp needs host:port, the port between 1 and 65535"
        raise UsageError("uri_invalid", uri=f"tcp://{target}", detail=detail)
    return host, int(port)


class TcpTransport:
    """Implements `interfaces.transport.Transport` over a TCP connection.

    Args:
        target: `host:port`.
        echo: the converter gives our own bytes back; they are taken out.
        connect_s: longest time to wait for the connection.
    """

    def __init__(self, target: str, *, echo: bool = False, connect_s: float = CONNECT_S) -> None:
        self._host, self._port = host_and_port(target)
        self._target = target
        self._connect_s = connect_s
        self._echo = EchoFilter() if echo else None
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    @property
    def where(self) -> str:
        """The place in words."""
        return self._target

    @property
    def writable(self) -> bool:
        """A converter takes requests."""
        return True

    async def open(self) -> None:
        """Connect; requests are small, so nothing is held back to be joined (no Nagle)."""
        if self._streams is not None:
            return
        try:
            async with asyncio.timeout(self._connect_s):
                reader, writer = await asyncio.open_connection(self._host, self._port)
        except OSError as error:
            raise self._open_error(error) from error
        with suppress(OSError):
            writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._streams = reader, writer

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield bytes as they come."""
        streams = self._streams
        if streams is None:
            raise LinkLostError("link_closed", where=self.where)
        while True:
            try:
                chunk = await streams[0].read(_CHUNK)
            except OSError as error:
                if self._streams is not streams:
                    return
                raise LinkLostError("link_lost", where=self.where) from error
            if self._streams is not streams:
                return
            if not chunk:
                raise LinkLostError("link_lost", where=self.where)
            if self._echo is not None:
                chunk = self._echo.received(chunk)
            if chunk:
                yield chunk

    async def write(self, data: bytes) -> None:
        """Send bytes; returns when the system has them."""
        if self._streams is None:
            raise LinkLostError("link_closed", where=self.where)
        if self._echo is not None:
            self._echo.sent(data)
        writer = self._streams[1]
        try:
            writer.write(data)
            async with asyncio.timeout(_WRITE_S):  # a far end that reads nothing
                await writer.drain()
        except TimeoutError as error:
            raise LinkTimeoutError("write_stuck", where=self.where) from error
        except OSError as error:
            raise LinkLostError("link_lost", where=self.where) from error

    async def close(self) -> None:
        """Close the connection."""
        streams, self._streams = self._streams, None
        if streams is None:
            return
        streams[1].close()
        with suppress(OSError):  # includes the time-out: the socket is closed all the same
            async with asyncio.timeout(_CLOSE_S):
                await streams[1].wait_closed()

    def _open_error(self, error: OSError) -> TransportError:
        if isinstance(error, TimeoutError):
            return LinkTimeoutError(
                "host_timeout", where=self._target, seconds=f"{self._connect_s:g}"
            )
        if isinstance(error, socket.gaierror):
            return LinkNotFoundError("host_unknown", where=self._target)
        if isinstance(error, ConnectionRefusedError):
            return LinkNotFoundError("host_refused", where=self._target)
        detail = error.strerror or str(error)
        return LinkNotFoundError("host_unreachable", where=self._target, detail=detail)
