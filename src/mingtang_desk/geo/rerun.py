"""Which stretch of time a late row makes wrong, so that it alone is run again."""

import datetime
from collections.abc import Iterable, Sequence

from mingtang_desk.geo.trips import Stop

SETTLED_S = 1800.0
"""A stop that long is a safe place to begin: what was before it no longer matters."""


def local_days(times: Iterable[float], zone: datetime.tzinfo) -> list[datetime.date]:
    """Return the local days of some moments (Unix seconds), rising, each once."""
    return sorted({datetime.datetime.fromtimestamp(time, zone).date() for time in times})


def rerun_window(
    late: Iterable[float], stops: Sequence[Stop], zone: datetime.tzinfo
) -> tuple[float, float] | None:
    """Return from when until when to run again after late rows; None without any.

    Args:
        late: Unix seconds of the rows that came late.
        stops: the device's stops as known so far, rising.
        zone: whose days they are.

    The window is the whole local days of the rows, drawn out to the last long stop that began
    before and the first that ends after, so that no trip over midnight is cut.
    """
    days = local_days(late, zone)
    if not days:
        return None
    midnight = datetime.time(tzinfo=zone)
    start = datetime.datetime.combine(days[0], midnight).timestamp()
    end = datetime.datetime.combine(days[-1] + datetime.timedelta(days=1), midnight).timestamp()
    long = [stop for stop in stops if stop.end - stop.start >= SETTLED_S]
    before = [stop.start for stop in long if stop.start <= start]
    after = [stop.end for stop in long if stop.end >= end]
    return max(before, default=min(start, *(s.start for s in stops), start)), min(
        after, default=end
    )
