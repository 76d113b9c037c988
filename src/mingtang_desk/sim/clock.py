"""A board's own clock: a crystal of its own, so it runs with the wall whatever the pack's speed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

YEARS = range(2000, 2256)


@dataclass(slots=True, kw_only=True)
class BoardClock:
    """A calendar clock.

    It stands still until the first request, so that a board whose clock is known shows that time
    to whoever asks first.

    Attributes:
        start: what it shows when it starts; None = it was never set.
    """

    start: datetime | None
    _since_s: float | None = None

    def run(self, now: float) -> None:
        """Starts it, if it does not run yet."""
        if self._since_s is None:
            self._since_s = now

    def set(self, when: datetime, now: float) -> None:
        """Sets it; it runs on from there."""
        self.start, self._since_s = when, now

    def read(self, now: float) -> datetime | None:
        """What it shows; beyond its last year it is not set."""
        if self.start is None:
            return None
        shown = self.start + timedelta(
            seconds=now - (now if self._since_s is None else self._since_s)
        )
        return shown if shown.year in YEARS else None
