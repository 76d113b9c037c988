"""What is made of readings: alarms, crossings of fences, arming, trips."""

from collections.abc import Sequence
from typing import Protocol

from mingtang_desk.server.core import Core
from mingtang_desk.server.ingest.model import Reading
from mingtang_desk.server.store.store import Transaction


class Change(Protocol):
    """Something a rule wants stored, in the transaction of the reading that caused it."""

    async def write(self, tx: Transaction) -> None:
        """Write it, and emit what others should hear."""
        ...


class Rides:
    """The rules. `judge` is called for every reading, in the order of arrival."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def start(self) -> None:
        """Read what rules remember."""

    async def stop(self) -> None:
        """End."""

    def judge(self, reading: Reading) -> Sequence[Change]:
        """Return what a reading changes. Never raises: a rule that fails is logged and left out."""
        return ()
