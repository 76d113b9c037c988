"""The seam between what is done to a board and who may do it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mingtang_desk.device.roles import WriteClass


class Gate(Protocol):
    """Lets through, or refuses, before the first byte leaves."""

    @property
    def who(self) -> str:
        """The name of who is signed in, "" where nobody has to be."""
        ...

    @property
    def may_write(self) -> bool:
        """False when nothing at all would be let through."""
        ...

    def check(self, classes: Iterable[WriteClass]) -> None:
        """Let what is of these classes through.

        Raises:
            NotPermittedError: whoever is signed in may not do it.
        """
        ...

    def observe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back when somebody else is signed in, or may do less; return what ends that."""
        ...


class OpenGate:
    """Lets everything through: a desk at home."""

    @property
    def who(self) -> str:
        """Nobody signs in."""
        return ""

    @property
    def may_write(self) -> bool:
        """Always."""
        return True

    def check(self, classes: Iterable[WriteClass]) -> None:
        """Do nothing."""

    def observe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Never call: nothing changes."""
        return _nothing


def _nothing() -> None:
    """End what never began."""


OPEN_GATE = OpenGate()
