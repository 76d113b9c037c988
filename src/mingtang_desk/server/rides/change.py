"""What a rule wants stored."""

from typing import Protocol

from mingtang_desk.server.store.store import Transaction


class Change(Protocol):
    """Something a rule wants stored, in the transaction of the reading that caused it."""

    async def write(self, tx: Transaction) -> None:
        """Write it, and emit what others should hear."""
        ...
