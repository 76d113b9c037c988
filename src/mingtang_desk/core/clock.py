"""Clocks are passed in, so that codecs, sessions and tests agree on what time it is."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What the desk needs to know about time; the machine's own is `session.clock.SystemClock`."""

    def now(self) -> datetime:
        """Return the wall clock as an aware UTC time."""
        ...

    def monotonic(self) -> float:
        """Return seconds from a clock that never jumps; only differences mean something."""
        ...


def iso(moment: datetime) -> str:
    """Return an aware time as ISO 8601 UTC with milliseconds and a Z.

    As every JSON of ours has it.
    """
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
