"""A transport that shows every chunk to a tap on its way: captures, the monitor, crash reports."""

from collections.abc import AsyncIterator

from mingtang_desk.core.clock import Clock
from mingtang_desk.interfaces.transport import Tap, Transport


class TappedTransport:
    """Implements `interfaces.transport.Transport` around another one."""

    def __init__(self, inner: Transport, tap: Tap, clock: Clock) -> None:
        self.inner = inner
        self._tap = tap
        self._clock = clock

    @property
    def where(self) -> str:
        """The place in words."""
        return self.inner.where

    @property
    def writable(self) -> bool:
        """As the inner one."""
        return self.inner.writable

    async def open(self) -> None:
        """Open the inner link."""
        await self.inner.open()

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield what the inner link yields, after the tap has seen it."""
        async for chunk in self.inner.chunks():
            self._tap(self._clock.monotonic(), "rx", chunk)
            yield chunk

    async def write(self, data: bytes) -> None:
        """Send, and show what left to the tap (before any reply to it can arrive)."""
        self._tap(self._clock.monotonic(), "tx", data)
        await self.inner.write(data)

    async def write_unseen(self, data: bytes) -> None:
        """Send what tells a secret: the tap gets as many zeros."""
        self._tap(self._clock.monotonic(), "tx", bytes(len(data)))
        await self.inner.write(data)

    async def close(self) -> None:
        """Close the inner link."""
        await self.inner.close()
