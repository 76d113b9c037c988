"""A life as the way of a simulated tracker."""

from dataclasses import replace
from datetime import datetime, timedelta

from mingtang_desk.sim.tracker.life import Life
from mingtang_desk.sim.tracker.rows import Row


class LifeTrack:
    """A life as the way of a simulated tracker, from a moment on.

    Args:
        life: whose.
        start: what the clock shows at the beginning.
        parked_s: seconds between reports while it stands; while it rides they come as the tracker's
            own parameter says.
    """

    def __init__(self, life: Life, start: datetime, parked_s: float = 300.0) -> None:
        self.start = start
        self._life = life
        self._parked_s = parked_s
        self._last_s: float | None = None
        self._was_shaken = False

    def here(self, at_s: float) -> Row:
        """What it would note at a second of its life."""
        return self._life.row(self.start + timedelta(seconds=at_s))

    def next_s(self, every_s: float) -> float:
        """When the next row is due."""
        if self._last_s is None:
            return 0.0
        last = self.start + timedelta(seconds=self._last_s)
        due = self._life.next_time(last, every_s, max(self._parked_s, every_s))
        return (due - self.start).total_seconds()

    def take(self, until_s: float, every_s: float) -> list[Row]:
        """The rows that have become due; of a shake its first row alone tells."""
        rows = []
        while (due_s := self.next_s(every_s)) <= until_s:
            row = self.here(due_s)
            rows.append(replace(row, shakes=row.shakes and not self._was_shaken))
            self._was_shaken = row.shakes
            self._last_s = due_s
        return rows
