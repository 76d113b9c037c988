"""What happened in a recording: protections that came and went, changed settings, gaps."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import median

from mingtang_desk.device.model import STALE_AFTER_POLLS
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.device.settings import SettingsReading, SettingValue
from mingtang_desk.session.replay import Moment

SHORTEST_GAP_S = 3.0
"""A desk that reads something long, or a slow line, makes no gap below this."""
_SWITCHES = ("charge_mosfet", "discharge_mosfet", "balancer")


class EventKind(StrEnum):
    """What sort of event it is."""

    PROTECTION = "protection"
    ALARM = "alarm"
    FAULT = "fault"
    SWITCH = "switch"
    SETTING = "setting"
    COUNTER = "counter"
    GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayEvent:
    """One event.

    Attributes:
        t: seconds since the start; of a gap its begin.
        key: of the protection, alarm, fault, status value, setting or counter; "" for a gap.
        old, new: False and True for what came; a switch, setting or counter before and after.
            None = not known before: it was so when the recording began.
        seconds: how long a gap is, 0.0 for the others.
    """

    t: float
    kind: EventKind
    key: str = ""
    old: SettingValue | None = None
    new: SettingValue | None = None
    seconds: float = 0.0


class EventFinder:
    """Compares each moment of a recording with those before it."""

    def __init__(self) -> None:
        self._sample: PackSample | None = None
        self._settings: dict[str, SettingValue] = {}
        self._counters: dict[str, int | None] = {}

    def look(self, moment: Moment) -> list[ReplayEvent]:
        """Return what changed with this moment."""
        events: list[ReplayEvent] = []
        if moment.settings is not None:
            events += self._setting_events(moment.t, moment.settings)
        if moment.counters is not None:
            events += self._counter_events(moment.t, moment.counters)
        if moment.sample is not None:
            events += self._sample_events(moment.t, moment.sample)
            self._sample = moment.sample
        return events

    def _sample_events(self, t: float, sample: PackSample) -> Iterator[ReplayEvent]:
        before = self._sample
        if before is None:
            for kind, keys in _acting(sample):
                yield from (ReplayEvent(t=t, kind=kind, key=key, new=True) for key in keys)
            return
        for (kind, now), (_, then) in zip(_acting(sample), _acting(before), strict=True):
            if now == then:
                continue
            for key in (*then, *(key for key in now if key not in then)):
                if (key in now) is not (key in then):
                    yield ReplayEvent(t=t, kind=kind, key=key, old=key in then, new=key in now)
        for key in _SWITCHES:
            old, new = getattr(before, key), getattr(sample, key)
            if old is not new and old is not None and new is not None:
                yield ReplayEvent(t=t, kind=EventKind.SWITCH, key=key, old=old, new=new)

    def _setting_events(self, t: float, reading: SettingsReading) -> Iterator[ReplayEvent]:
        for key, new in reading.values.items():
            old = self._settings.get(key)
            if old is not None and old != new:
                yield ReplayEvent(t=t, kind=EventKind.SETTING, key=key, old=old, new=new)
            self._settings[key] = new

    def _counter_events(self, t: float, reading: CounterReading) -> Iterator[ReplayEvent]:
        for key, new in reading.values.items():
            old = self._counters.get(key)
            if key not in reading.derived and None not in (old, new) and old != new:
                yield ReplayEvent(t=t, kind=EventKind.COUNTER, key=key, old=old, new=new)
            self._counters[key] = new


def usual_interval(times: Sequence[float]) -> float | None:
    """Return how far samples lie apart in the middle, None with less than two."""
    between = [after - before for before, after in pairwise(times) if after > before]
    return median(between) if between else None


def find_gaps(heard_at: Iterable[float], duration_s: float, poll_s: float) -> list[ReplayEvent]:
    """Return the times in which nothing came from the board, also before and after the rest."""
    longest = max(STALE_AFTER_POLLS * poll_s, SHORTEST_GAP_S)
    return [
        ReplayEvent(t=before, kind=EventKind.GAP, seconds=after - before)
        for before, after in pairwise((0.0, *heard_at, duration_s))
        if after - before > longest
    ]


def _acting(sample: PackSample) -> tuple[tuple[EventKind, tuple[str, ...]], ...]:
    return (
        (EventKind.PROTECTION, sample.protections),
        (EventKind.ALARM, sample.alarms),
        (EventKind.FAULT, sample.faults),
    )
