"""Bytes in, bytes out. A transport knows nothing of frames; chunk edges mean nothing."""

from collections.abc import AsyncIterator, Callable
from typing import Literal, Protocol

type Direction = Literal["rx", "tx"]
type Tap = Callable[[float, Direction, bytes], None]
"""Called with (monotonic seconds, direction, bytes) for every chunk that crosses a transport."""


class Transport(Protocol):
    """One link. Every method may raise a `TransportError`.

    A second `close` is harmless; `write` and `chunks` before `open` raise
    `LinkLostError("link_closed")`; a cut link ends `chunks` with `LinkLostError` at once;
    cancelling a call leaves the link usable or closed, never half open.
    """

    @property
    def where(self) -> str:
        """The place in words, for errors and the strip ("/dev/ttyUSB0 · 9600")."""
        ...

    @property
    def writable(self) -> bool:
        """False for recordings."""
        ...

    async def open(self) -> None:
        """Open the link; errors say what is wrong and what to do."""
        ...

    def chunks(self) -> AsyncIterator[bytes]:
        """Yield bytes as they come until the link is closed (ends) or cut.

        Raises `LinkLostError`.
        """
        ...

    async def write(self, data: bytes) -> None:
        """Send all of `data`; returns when it is handed to the system."""
        ...

    async def close(self) -> None:
        """Close the link and everything behind it."""
        ...
