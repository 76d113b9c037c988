"""Is a reading steady enough to be compared with another one? Pure: times and values come in.

A straight line is laid through the last readings. What it climbs over the window is the drift, what
is left around it is the noise. Both are figures that the user sees, and both have limits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP


class Steadiness(StrEnum):
    """What a window of readings is worth.

    SETTLING: too few readings, or over too short a time, to say. DRIFTING: it moves in one
    direction. NOISY: it jumps about. STABLE: none of these.
    """

    SETTLING = QT_TRANSLATE_NOOP("Phrase", "settling")
    STABLE = QT_TRANSLATE_NOOP("Phrase", "stable")
    DRIFTING = QT_TRANSLATE_NOOP("Phrase", "drifting")
    NOISY = QT_TRANSLATE_NOOP("Phrase", "noisy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How much is looked at: so many readings at least, over so many seconds at least."""

    count: int = 10
    span_s: float = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SteadyLimits:
    """What counts as steady, in the unit of the readings, over one window.

    Attributes:
        drift: how far the line may climb or fall.
        spread: how far apart the readings may be once the line is taken out.
        share: both grow to this part of the magnitude, where that is more.
    """

    drift: float
    spread: float
    share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """The judgement with its figures; they are zero before there are two readings.

    Attributes:
        mean: of the window; None without any reading.
        spread: largest distance of two readings once the drift is taken out.
        drift: change over the window; per_minute: the same as a rate.
    """

    state: Steadiness
    mean: float | None
    spread: float = 0.0
    drift: float = 0.0
    per_minute: float = 0.0
    count: int = 0
    span_s: float = 0.0

    @property
    def stable(self) -> bool:
        """True when it is steady."""
        return self.state is Steadiness.STABLE


type Points = Sequence[tuple[float, float]]
"""(seconds of any monotonic clock, value), oldest first."""


def latest(points: Points, window: Window) -> Points:
    """Return the newest points that make up one window: its count, and its span."""
    first = max(len(points) - window.count, 0)
    while first > 0 and points[-1][0] - points[first][0] < window.span_s:
        first -= 1
    return points[first:]


def judge_stability(points: Points, limits: SteadyLimits, window: Window) -> Stability:
    """Return what the newest window of these points is worth."""
    seen = latest(points, window)
    count = len(seen)
    mean = sum(value for _, value in seen) / count if count else None
    span_s = seen[-1][0] - seen[0][0] if count else 0.0
    if mean is None or span_s <= 0.0:
        return Stability(state=Steadiness.SETTLING, mean=mean, count=count, span_s=span_s)
    slope = _slope(seen, mean)
    middle = sum(at for at, _ in seen) / count
    rest = [value - mean - slope * (at - middle) for at, value in seen]
    spread, drift = max(rest) - min(rest), slope * span_s
    widest = limits.share * abs(mean)
    if count < window.count or span_s < window.span_s:
        state = Steadiness.SETTLING
    elif abs(drift) > max(limits.drift, widest):
        state = Steadiness.DRIFTING
    elif spread > max(limits.spread, widest):
        state = Steadiness.NOISY
    else:
        state = Steadiness.STABLE
    return Stability(
        state=state,
        mean=mean,
        spread=spread,
        drift=drift,
        per_minute=slope * 60.0,
        count=count,
        span_s=span_s,
    )


def _slope(points: Points, mean: float) -> float:
    """Return the least squares slope per second; the times differ."""
    middle = sum(at for at, _ in points) / len(points)
    across = sum((at - middle) ** 2 for at, _ in points)
    return sum((at - middle) * (value - mean) for at, value in points) / across
