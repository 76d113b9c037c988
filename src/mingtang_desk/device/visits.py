"""What the counters of a board did since it was here last, also across being cleared. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from mingtang_desk.device.sample import CounterReading


@dataclass(frozen=True, slots=True, kw_only=True)
class SinceVisit:
    """How often each protection fired since a former reading.

    Attributes:
        since: the time of that reading.
        earlier: True = it is of a former visit, False = of this one.
        fired: by counter key; what was not counted at both ends is absent.
        cleared: the last figures before each time that counters went down, oldest first.
    """

    since: datetime
    earlier: bool
    fired: Mapping[str, int] = field(default_factory=dict)
    cleared: tuple[CounterReading, ...] = ()


def since_visit(readings: Sequence[CounterReading], opened: datetime) -> SinceVisit | None:
    """Return what happened since the last reading before `opened`, else since the first one.

    A counter that is lower than before was cleared in between: what it shows then came after that,
    and what it had counted unseen since the reading before is lost; so a figure is a least one.

    Args:
        readings: those of one board, oldest first, the present one last.
        opened: when this visit began.
    """
    if len(readings) < 2:
        return None
    former = [number for number, each in enumerate(readings[:-1]) if each.time < opened]
    begin = former[-1] if former else 0
    fired: dict[str, int] = {}
    cleared: list[CounterReading] = []
    for before, after in pairwise(readings[begin:]):
        fell = False
        for key, now in after.values.items():
            then = before.values.get(key)
            if now is None or then is None:
                continue
            fell |= now < then
            fired[key] = fired.get(key, 0) + (now - then if now >= then else now)
        if fell:
            cleared.append(before)
    return SinceVisit(
        since=readings[begin].time, earlier=bool(former), fired=fired, cleared=tuple(cleared)
    )
