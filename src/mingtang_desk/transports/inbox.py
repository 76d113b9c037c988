"""Between a port and who reads it: bytes in order, then an end or an error."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from mingtang_desk.core.errors import TransportError


class Inbox:
    """A queue of chunks for one reader. Only the thread of the loop may touch it."""

    def __init__(self) -> None:
        self._items: deque[bytes | TransportError | None] = deque()
        self._waiting: asyncio.Future[None] | None = None

    def put(self, chunk: bytes) -> None:
        """Take bytes that arrived; empty ones are dropped."""
        if chunk:
            self._add(chunk)

    def end(self, error: TransportError | None = None) -> None:
        """Say that nothing more comes, and why (None = the link was closed on purpose)."""
        self._add(error)

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield bytes until the end.

        Raises:
            TransportError: what the end was given.
        """
        while True:
            while self._items:
                item = self._items.popleft()
                if item is None:
                    return
                if isinstance(item, TransportError):
                    raise item
                yield item
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting

    def _add(self, item: bytes | TransportError | None) -> None:
        self._items.append(item)
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting.done():
            waiting.set_result(None)
