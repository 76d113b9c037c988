"""The seam between a simulated board and whatever carries its bytes."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Bytes that a board sends.

    Attributes:
        delay_s: seconds of wall time after the request at which the first byte leaves.
        data: the bytes.
        silence: characters of silence that the protocol wants before it, on a line with a speed.
    """

    delay_s: float
    data: bytes
    silence: float = 0.0


class Board(Protocol):
    """A board that lives on a clock which its owner reads for it."""

    @property
    def alive(self) -> bool:
        """False once its power is gone: whoever carries its line hangs up."""
        ...

    def advance(self, now: float) -> None:
        """Lets time pass up to `now` (seconds of any monotonic clock)."""
        ...

    def receive(self, data: bytes, now: float) -> list[Reply]:
        """Takes bytes from the line, cut anywhere, and gives what the board answers."""
        ...
