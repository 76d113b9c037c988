"""How well a link does over time: a point a second, sums over spans of them, and what is wrong.

`session.link_quality` makes the points of a link, `session.recorded_quality` those of a recording.
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mingtang_desk.device.model import LinkPhase, void

MOST_POINTS = 3600
"""An hour; older points are dropped, the sums keep what they told."""
MINUTE_S, DROPS_S = 60.0, 600.0
"""Errors are judged over the last minute, links that were lost over the last ten."""
ENOUGH = 10
"""So many requests (frames, where nothing was asked) make a share worth a word."""
LIMIT_PCT = 1.0
SLOW_S = 0.5
WEAK_DBM = -85
"""Receivers of the usual modules end between -90 and -96 dBm."""
_MANY_DROPS = 2
_SILENT_AFTER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCounts:
    """What happened on a link in some time; None = not known, or there was no link.

    Attributes:
        seconds: the time there was a link.
        good, bad: whole and damaged frames received; ignored_bytes: bytes that are in no frame.
        answers, timeouts: requests answered, and those nobody answered whole and in time.
        retried: requests sent again. foreign: requests of another master.
        samples: samples read.
        latency_mean_s, latency_max_s: from the last byte sent to the last of the answer, seconds.
        reconnects: how often the link came back after a loss.
    """

    seconds: float = 0.0
    good: int | None = None
    bad: int | None = None
    ignored_bytes: int | None = None
    answers: int | None = None
    timeouts: int | None = None
    retried: int | None = None
    foreign: int | None = None
    samples: int | None = None
    latency_mean_s: float | None = None
    latency_max_s: float | None = None
    reconnects: int = 0

    @property
    def tried(self) -> int:
        """Requests whose end is known."""
        return (self.answers or 0) + (self.timeouts or 0)

    @property
    def frames(self) -> int:
        """Frames received, damaged ones too."""
        return (self.good or 0) + (self.bad or 0)

    @property
    def damaged_pct(self) -> float | None:
        """Share of damaged frames in %, None without a frame."""
        return 100.0 * (self.bad or 0) / self.frames if self.frames else None

    @property
    def error_pct(self) -> float | None:
        """Share of requests without a whole answer in %; of damaged frames where nobody asked."""
        return 100.0 * (self.timeouts or 0) / self.tried if self.tried else self.damaged_pct

    @property
    def frames_per_s(self) -> float | None:
        """Frames a second, None where they are not counted."""
        return None if self.good is None else self._rate(self.frames)

    @property
    def samples_per_s(self) -> float | None:
        """Samples a second."""
        return None if self.samples is None else self._rate(self.samples)

    def _rate(self, count: int) -> float | None:
        return count / self.seconds if self.seconds > 0.0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPoint(LinkCounts):
    """One second of a link, more where the desk was held up; of a long recording, some seconds.

    Attributes:
        time: its end, UTC.
        phase: of the link at its end.
        latency_p95_s: 95 % of the answers were not slower, seconds.
        signal_dbm: how loud the other end was, where that was heard in this time.
    """

    time: datetime
    phase: LinkPhase
    latency_p95_s: float | None = None
    signal_dbm: int | None = None


def total(counts: Iterable[LinkCounts]) -> LinkCounts:
    """Return all together; what none of them knows stays None."""
    rows = tuple(counts)
    timed = [(row.latency_mean_s, row.answers or 0) for row in rows]
    answers = sum(n for mean, n in timed if mean is not None)
    spent_s = sum(mean * n for mean, n in timed if mean is not None)
    slowest = [row.latency_max_s for row in rows if row.latency_max_s is not None]
    return LinkCounts(
        seconds=sum(row.seconds for row in rows),
        good=_sum(row.good for row in rows),
        bad=_sum(row.bad for row in rows),
        ignored_bytes=_sum(row.ignored_bytes for row in rows),
        answers=_sum(row.answers for row in rows),
        timeouts=_sum(row.timeouts for row in rows),
        retried=_sum(row.retried for row in rows),
        foreign=_sum(row.foreign for row in rows),
        samples=_sum(row.samples for row in rows),
        latency_mean_s=spent_s / answers if answers else None,
        latency_max_s=max(slowest, default=None),
        reconnects=sum(row.reconnects for row in rows),
    )


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


class LinkLog:
    """The points of one link.

    Attributes:
        recorded: it is that of a recording, whole from the start.
        totals: sums since the last reset, also of points that were dropped.
        since: when counting began, None = with the first point.
        heard: signal in dBm and when it was heard, the newest.
    """

    def __init__(self, points: Iterable[LinkPoint] = (), *, recorded: bool = False) -> None:
        self.recorded = recorded
        self.totals = LinkCounts()
        self.since: datetime | None = None
        self.heard: tuple[int, datetime] | None = None
        self._points: deque[LinkPoint] = deque(maxlen=None if recorded else MOST_POINTS)
        self._observers: dict[object, Callable[[], None]] = {}
        for point in points:
            self.add(point)

    @property
    def points(self) -> tuple[LinkPoint, ...]:
        """In order of time."""
        return tuple(self._points)

    def observe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` after each point and each reset; return a function that ends it."""
        handle = object()
        self._observers[handle] = callback
        return lambda: void(self._observers.pop(handle, None))

    def add(self, point: LinkPoint) -> None:
        """Take the next point."""
        self._points.append(point)
        self.totals = total((self.totals, point))
        if point.signal_dbm is not None:
            self.heard = point.signal_dbm, point.time
        self._tell()

    def reset(self, now: datetime) -> None:
        """Count anew; what was heard last of the signal stays true."""
        self._points.clear()
        self.totals, self.since = LinkCounts(), now
        self._tell()

    def last(self, seconds: float) -> tuple[LinkPoint, ...]:
        """Return the points of the last seconds before the newest; all of a recording."""
        if self.recorded or not self._points:
            return self.points
        first = self._points[-1].time - timedelta(seconds=seconds)
        found = []
        for point in reversed(self._points):
            if point.time <= first:
                break
            found.append(point)
        return tuple(reversed(found))

    def _tell(self) -> None:
        for callback in tuple(self._observers.values()):
            callback()


class Finding(StrEnum):
    """What to think of a link; each asks for something else to be done.

    Attributes:
        TOO_FEW: nothing can be said yet. NOT_COUNTED: whoever keeps the link tells no counts.
        NO_ANSWER: nothing comes. GARBLED: something comes, nothing whole.
        DAMAGED: frames with a wrong checksum. NOISE: bytes between the frames, answers missing.
        MISSING: answers missing without a trace.
        DROPS: lost again and again. SLOW: answers take long. WEAK: the radio is hardly heard.
    """

    GOOD = "good"
    TOO_FEW = "too_few"
    NOT_COUNTED = "not_counted"
    NO_ANSWER = "no_answer"
    GARBLED = "garbled"
    DAMAGED = "damaged"
    NOISE = "noise"
    MISSING = "missing"
    DROPS = "drops"
    SLOW = "slow"
    WEAK = "weak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A finding with the counts it comes from, and whether another master was heard meanwhile."""

    finding: Finding
    counts: LinkCounts
    drops: int = 0
    foreign: bool = False


def judge(log: LinkLog) -> Verdict:
    """Say what is wrong with a link, the gravest first."""
    counts = total(log.last(MINUTE_S))
    drops = sum(point.reconnects for point in log.last(DROPS_S))
    return Verdict(
        finding=_finding(counts, drops, None if log.heard is None else log.heard[0]),
        counts=counts,
        drops=drops,
        foreign=bool(counts.foreign),
    )


def _finding(counts: LinkCounts, drops: int, signal_dbm: int | None) -> Finding:
    heard = bool(counts.bad or counts.ignored_bytes)
    if not counts.answers and (counts.timeouts or 0) >= _SILENT_AFTER:
        return Finding.GARBLED if heard else Finding.NO_ANSWER
    few = (counts.tried or counts.frames) < ENOUGH
    found = Finding.GOOD if few else _errors(counts)
    if found is Finding.GOOD:
        if drops >= _MANY_DROPS:
            return Finding.DROPS
        if signal_dbm is not None and signal_dbm <= WEAK_DBM:
            return Finding.WEAK
    if not few:
        return found
    return Finding.NOT_COUNTED if counts.good is None and counts.samples else Finding.TOO_FEW


def _errors(counts: LinkCounts) -> Finding:
    if (counts.damaged_pct or 0.0) >= LIMIT_PCT:
        return Finding.DAMAGED
    if (counts.error_pct or 0.0) >= LIMIT_PCT:
        return Finding.NOISE if counts.ignored_bytes else Finding.MISSING
    if (counts.latency_mean_s or 0.0) >= SLOW_S:
        return Finding.SLOW
    return Finding.GOOD
