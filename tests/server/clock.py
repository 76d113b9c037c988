"""A clock that tests of the server move by hand."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 22, 10, 0, 0, 0, UTC)


class FakeClock:
    """Implements `core.clock.Clock`: stands still until it is told to move.

    `advance` lets time pass; `put` sets the wall clock, as somebody may do to a machine: forward
    takes the monotonic clock along, so that timers run out, and backward leaves it where it is.
    """

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._monotonic = 1000.0

    def now(self) -> datetime:
        """Return the wall clock."""
        return self._now

    def monotonic(self) -> float:
        """Return seconds that never run backward."""
        return self._monotonic

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        assert seconds >= 0, "time does not run backward; put() sets the wall clock"
        self._now += timedelta(seconds=seconds)
        self._monotonic += seconds

    def put(self, moment: datetime) -> None:
        """Set the wall clock."""
        self._monotonic += max((moment - self._now).total_seconds(), 0.0)
        self._now = moment
