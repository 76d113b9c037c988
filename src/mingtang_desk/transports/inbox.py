"""Between a port and who reads it: bytes in order, then an end or an error."""

import asyncio
from collections.abc import AsyncIterator

from mingtang_desk.core.errors import TransportError


class Inbox:
    """A queue of chunks. Only the thread of the loop may touch it."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[bytes | TransportError | None] = asyncio.Queue()

    def put(self, chunk: bytes) -> None:
        """Take bytes that arrived; empty ones are dropped."""
        if chunk:
            self._queue.put_nowait(chunk)

    def end(self, error: TransportError | None = None) -> None:
        """Say that nothing more comes, and why (None = the link was closed on purpose)."""
        self._queue.put_nowait(error)

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield bytes until the end.

        Raises:
            TransportError: what the end was given.
        """
        while (item := await self._queue.get()) is not None:
            if isinstance(item, TransportError):
                raise item
            yield item
