"""A simulated board inside the process. The board is handed in: transports know no simulator."""

from collections.abc import AsyncIterator
from typing import Protocol

from mingtang_desk.core.errors import LinkLostError


class SimPort(Protocol):
    """What a simulated board offers: the desk's end of its line."""

    def open(self) -> None:
        """Connect; needs a running loop."""
        ...

    def chunks(self) -> AsyncIterator[bytes]:
        """Yield what the board sends, until the port is closed or the board dies."""
        ...

    async def write(self, data: bytes) -> None:
        """Take bytes from the desk; raises `ConnectionError` when the board is gone."""
        ...

    async def wait_closed(self) -> None:
        """Disconnect and return when nothing of the port runs; a second time is harmless."""
        ...


class SimTransport:
    """Implements `interfaces.transport.Transport` over a `SimPort`."""

    def __init__(self, port: SimPort, model: str) -> None:
        self._port = port
        self._where = f"sim {model}"
        self._open = False

    @property
    def where(self) -> str:
        """The place in words."""
        return self._where

    @property
    def writable(self) -> bool:
        """A simulated board takes requests."""
        return True

    async def open(self) -> None:
        """Connect to the board."""
        if not self._open:
            self._port.open()
            self._open = True

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield what the board sends."""
        if not self._open:
            raise LinkLostError("link_closed", where=self._where)
        async for chunk in self._port.chunks():
            yield chunk
        if self._open:
            raise LinkLostError("link_lost", where=self._where)

    async def write(self, data: bytes) -> None:
        """Hand bytes to the board."""
        if not self._open:
            raise LinkLostError("link_closed", where=self._where)
        try:
            await self._port.write(data)
        except ConnectionError as error:
            raise LinkLostError("link_lost", where=self._where) from error

    async def close(self) -> None:
        """Disconnect."""
        if self._open:
            self._open = False
            await self._port.wait_closed()
