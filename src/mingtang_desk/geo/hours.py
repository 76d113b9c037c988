"""Hours of a week in which something counts, as local times."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a fence watches.

    Attributes:
        weekdays: 1 = Monday to 7 = Sunday, on which the hours begin.
        begin, end: local times; the end before the beginning = over midnight; equal = all day.
        zone_min: minutes east of UTC; None = the battery's.
    """

    weekdays: frozenset[int]
    begin: time
    end: time
    zone_min: int | None = None

    def holds(self, ms: int, zone_min: int) -> bool:
        """Whether it watches at a moment; `zone_min` is the battery's."""
        zone = zone_min if self.zone_min is None else self.zone_min
        moment = datetime.fromtimestamp(ms / 1000, UTC) + timedelta(minutes=zone)
        today, now = moment.isoweekday(), moment.time()
        if self.begin < self.end:
            return today in self.weekdays and self.begin <= now < self.end
        yesterday = (today - 2) % 7 + 1
        return (today in self.weekdays and now >= self.begin) or (
            yesterday in self.weekdays and now < self.end
        )
