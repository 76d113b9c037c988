"""The two steps of the current in a bench check, and the voltages before and after each.

A level is the value at one moment of a curve through the readings around it: a straight line before
a step, a settling curve after it. Its time constant is the one that fits all cells best.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median, pstdev

from mingtang_desk.diagnosis.bench_reading import BenchReading
from mingtang_desk.diagnosis.robust import Curve, Level, line, settling

AFTER_S = 10.0
BEFORE_REST_S, BEFORE_OFF_S = 30.0, 20.0
FROM_S, TO_S = 3.0, 60.0
"""Readings after a step that the level at `AFTER_S` is made of."""
TAUS_S = tuple(5.0 * 1.3**n for n in range(14))
"""Time constants tried, seconds."""
LEAST = 5
EDGE_S = 6.0
"""A step that was not seen within so many seconds is none to measure with."""
STEADY = 0.2
"""A current that scatters more than this share is no known load."""

type Rates = Sequence[float]
"""V/s by which the rest voltage of each cell moves under load."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Readings that one level is made of, and the curve that is laid through them.

    Attributes:
        rates: what is taken out of the readings, counted from `start_s`; empty = nothing.
    """

    readings: Sequence[BenchReading]
    curve: Curve
    start_s: float
    rates: Rates = ()

    def level(self, number: int, step_v: float) -> Level | None:
        """Return the voltage of a cell; None where one of its readings is in doubt."""
        seen = _trace(self.readings, number)
        if seen is None:
            return None
        values = _levelled(seen, self.readings, number, self.start_s, self.rates)
        return self.curve.level(values, step_v, codes=len(set(seen)))


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a step is: at `at_s`, seen to `wide_s`, with the readings before and after it."""

    at_s: float
    wide_s: float
    before: Sequence[BenchReading]
    after: Sequence[BenchReading]


@dataclass(frozen=True, slots=True)
class Edge:
    """A step of the current that can be measured with.

    Attributes:
        jitter_s: half the time between the readings around it.
        change_a: of the current. spread: its scatter as a share of that.
    """

    at_s: float
    jitter_s: float
    before: Stretch
    after: Stretch
    change_a: float
    spread: float


def amps(reading: BenchReading) -> float:
    """Return the current of a reading that has one."""
    return reading.current_a or 0.0


def loaded_range(log: Sequence[BenchReading], load_at: int) -> range:
    """Return the indices under load: from the first to the last that has half of its median."""
    first = amps(log[load_at])
    end = load_at
    while end + 1 < len(log) and amps(log[end + 1]) / first > 0.5:
        end += 1
    half = median(amps(log[i]) for i in range(load_at, end + 1)) / 2
    while amps(log[load_at]) / half < 1:
        load_at += 1
    return range(load_at, end + 1)


def between(log: Sequence[BenchReading], start_s: float, end_s: float) -> list[BenchReading]:
    """Return the readings from one moment to another."""
    return [reading for reading in log if start_s <= reading.at_s <= end_s]


def bounds_on(log: Sequence[BenchReading], loaded: range, rest_a: float) -> Bounds | None:
    """Return where the load comes, None when no rest before it was seen."""
    quiet = loaded[0] - 1
    while quiet >= 0 and abs(amps(log[quiet])) > rest_a:
        quiet -= 1
    if quiet < 0:
        return None
    before_s, first_s = log[quiet].at_s, log[loaded[0]].at_s
    at_s = (before_s + first_s) / 2
    under_load = log[loaded[0] : loaded[-1] + 1]
    return Bounds(
        at_s,
        first_s - before_s,
        between(log[: quiet + 1], before_s - BEFORE_REST_S, before_s),
        between(under_load, at_s + FROM_S, at_s + TO_S),
    )


def bounds_off(log: Sequence[BenchReading], loaded: range, rest_a: float) -> Bounds | None:
    """Return where the load goes, None when no rest after it was seen."""
    quiet = loaded[-1] + 1
    while quiet < len(log) and abs(amps(log[quiet])) > rest_a:
        quiet += 1
    if quiet == len(log):
        return None
    last_s, after_s = log[loaded[-1]].at_s, log[quiet].at_s
    at_s = (last_s + after_s) / 2
    under_load = log[loaded[0] : loaded[-1] + 1]
    return Bounds(
        at_s,
        after_s - last_s,
        between(under_load, last_s - BEFORE_OFF_S, last_s),
        between(log[quiet:], at_s + FROM_S, at_s + TO_S),
    )


def edge(bounds: Bounds | None, rates: Rates = ()) -> Edge | None:
    """Return a step to measure with; None of one that was not seen closely, or is none."""
    if bounds is None:
        return None
    at_s, before, after = bounds.at_s, bounds.before, bounds.after
    early = [r for r in after if r.at_s <= at_s + 2 * AFTER_S]
    if bounds.wide_s > EDGE_S or len(before) < LEAST or len(after) < LEAST or len(early) < 3:
        return None
    amps_before, amps_after = [amps(r) for r in before], [amps(r) for r in after]
    change_a = fmean(amps_after) - fmean(amps_before)
    scatter_a = max(pstdev(amps_before), pstdev(amps_after))
    if scatter_a > STEADY * abs(change_a):
        return None
    return Edge(
        at_s,
        bounds.wide_s / 2,
        straight(before, at_s),
        _settling(after, at_s, rates),
        change_a,
        scatter_a / abs(change_a),
    )


def straight(readings: Sequence[BenchReading], at_s: float) -> Stretch:
    """Lay a straight line through readings, asked for its value at a moment."""
    return Stretch(readings, Curve(line(), [r.at_s - at_s for r in readings], 0.0), at_s)


def _settling(readings: Sequence[BenchReading], start_s: float, rates: Rates) -> Stretch:
    times_s = [r.at_s - start_s for r in readings]
    traces = [
        _levelled(seen, readings, number, start_s, rates)
        for number in range(1, len(readings[0].cell_v) + 1)
        if (seen := _trace(readings, number)) is not None
    ]
    curves = [Curve(settling(tau_s), times_s, AFTER_S) for tau_s in TAUS_S]
    best = min(curves, key=lambda curve: sum(curve.misfit(trace) for trace in traces))
    return Stretch(readings, best, start_s, rates)


def _trace(readings: Sequence[BenchReading], number: int) -> list[float] | None:
    seen = [v for reading in readings if (v := reading.cell_v[number - 1]) is not None]
    return seen if len(seen) == len(readings) else None


def _levelled(
    seen: Sequence[float],
    readings: Sequence[BenchReading],
    number: int,
    start_s: float,
    rates: Rates,
) -> list[float]:
    rate = rates[number - 1] if rates else 0.0
    return [v - rate * (r.at_s - start_s) for v, r in zip(seen, readings, strict=True)]
