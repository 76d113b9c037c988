"""The way for who cannot keep a socket: ask for what is new, and wait a while if nothing is."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.push.events import Event
from mingtang_desk.server.push.resume import Told
from mingtang_desk.server.push.topics import Topics


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """An answer.

    Attributes:
        events: what is new, in order.
        seq: what to ask with next time.
        gap: from which number on nothing is missing, None = nothing is missing at all.
        has_more: there is more now: ask again at once.
    """

    events: Sequence[Told]
    seq: int
    gap: int | None = None
    has_more: bool = False


class Poll:
    """A listener that only wants to know that there is something."""

    def __init__(self, who: Principal, secret: str | None, since_ms: int, topics: Topics) -> None:
        self.who = who
        self.secret = secret
        self.since_ms = since_ms
        self.top = who.account_path
        self.topics = topics
        self.is_dropped = False
        self._has_news = asyncio.Event()

    def put(self, event: Event, body: bytes, frame: bytes) -> None:
        """Take an event: what it was is read from the database."""
        self._has_news.set()

    def flush(self) -> None:
        """Nothing waits here."""

    def hang_up(self, code: int, reason: str) -> None:
        """End the wait; whoever asked may know nothing more."""
        self.is_dropped = True
        self._has_news.set()

    async def news(self, timeout_s: float) -> bool:
        """Wait for something, at most so long; return whether there is."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._has_news.wait()
        except TimeoutError:
            return False
        self._has_news.clear()
        return True
