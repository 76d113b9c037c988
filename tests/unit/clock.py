"""A clock that stands still until it is told to move."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 22, 10, 0, 0, 123000, UTC)


class FakeClock:
    """Both kinds of time, moved by hand."""

    def __init__(self) -> None:
        self.elapsed_s = 0.0

    def now(self) -> datetime:
        """Wall clock."""
        return START + timedelta(seconds=self.elapsed_s)

    def monotonic(self) -> float:
        """Seconds since it was made."""
        return self.elapsed_s

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.elapsed_s += seconds
