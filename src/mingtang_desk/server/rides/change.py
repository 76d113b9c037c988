"""What a rule wants stored."""

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from mingtang_desk.server.store.bulk import Bulk
from mingtang_desk.server.store.store import Transaction


class Change(Protocol):
    """Something a rule wants stored, in the transaction of the reading that caused it."""

    async def write(self, tx: Transaction) -> None:
        """Write it, and emit what others should hear."""
        ...


@runtime_checkable
class QuickChange(Change, Protocol):
    """A change that may need nothing of the tables: it can go past SQLAlchemy with its group."""

    @property
    def is_quick(self) -> bool:
        """Whether this one needs nothing."""
        ...

    def add(self, bulk: Bulk) -> None:
        """Do what `write` does."""
        ...


def are_quick(changes: Iterable[Change]) -> bool:
    """Whether all changes can go past SQLAlchemy: one that cannot costs its group some 5 ms."""
    return all(isinstance(change, QuickChange) and change.is_quick for change in changes)
