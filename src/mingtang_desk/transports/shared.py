"""A transport over a port that other desks may ask for, and that may be asked of them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol

from mingtang_desk.core.errors import LinkDeniedError
from mingtang_desk.interfaces.transport import Transport


class Sharing(Protocol):
    """What `session.portshare.PortShare` does for a transport."""

    async def obtain(
        self, port: str, open_port: Callable[[], Awaitable[None]], busy: LinkDeniedError
    ) -> None:
        """Get a port that is taken and open it, or raise who holds it."""
        ...

    async def register(self, port: str) -> None:
        """Say that this process holds a port."""
        ...

    def unregister(self, port: str) -> None:
        """Say that it let go."""
        ...


class SharedTransport:
    """Implements `interfaces.transport.Transport` around another one."""

    def __init__(self, inner: Transport, port: str, sharing: Sharing) -> None:
        self.inner = inner
        self._port, self._sharing = port, sharing

    @property
    def where(self) -> str:
        """The place in words."""
        return self.inner.where

    @property
    def writable(self) -> bool:
        """As the inner one."""
        return self.inner.writable

    async def open(self) -> None:
        """Open the inner link; where its port is taken, ask for it."""
        try:
            await self.inner.open()
        except LinkDeniedError as error:
            if error.key != "port_busy":
                raise
            await self._sharing.obtain(self._port, self.inner.open, error)
        await self._sharing.register(self._port)

    def chunks(self) -> AsyncIterator[bytes]:
        """Yield what the inner link yields."""
        return self.inner.chunks()

    async def write(self, data: bytes) -> None:
        """Send."""
        await self.inner.write(data)

    async def close(self) -> None:
        """Close the inner link and let go of the port."""
        await self.inner.close()
        self._sharing.unregister(self._port)
