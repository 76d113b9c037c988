"""The seam between what is done to a board and who may do it."""

from collections.abc import Iterable
from typing import Protocol

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


OPEN_GATE = OpenGate()
