"""What a desk says when another one asks for its port, and who decides it."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple, Protocol


class Answer(StrEnum):
    """What a holder says: it let go, its user keeps the port, it is in the middle of something."""

    RELEASED = "released"
    KEPT = "kept"
    BUSY = "busy"


class Reply(NamedTuple):
    """An answer; `seconds` says how long a busy holder still needs, None = it does not know."""

    answer: Answer
    seconds: float | None = None


class Asker(NamedTuple):
    """Who asks for which port, and how many seconds it will wait."""

    program: str
    pid: int
    port: str
    seconds: float


class Lender(Protocol):
    """What a holder does when it is asked."""

    async def lend(self, asker: Asker) -> Reply:
        """Let go of the port and say RELEASED, or say why not."""
        ...

    def returned(self, port: str) -> None:
        """Take the port back: the borrower is done, or gone."""
        ...


class BusyLender:
    """Of a command that runs once: it keeps the port to its end.

    Args:
        left_s: tells how many seconds it still needs, None = unknown.
    """

    def __init__(self, left_s: Callable[[], float | None] = lambda: None) -> None:
        self._left_s = left_s

    async def lend(self, asker: Asker) -> Reply:
        """Say when to come again."""
        return Reply(Answer.BUSY, self._left_s())

    def returned(self, port: str) -> None:
        """Never lent."""
