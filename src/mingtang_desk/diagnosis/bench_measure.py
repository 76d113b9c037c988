"""Resistance, sag and recovery of each cell, from the readings of a bench check.

The resistance is that of direct current, `AFTER_S` after the current changed: what is ohmic, and
what of the slow part has built up by then. It is taken twice, at the load's beginning and at its
end, each time as the difference of two levels (a straight line through the readings around a
moment), and both are combined by their uncertainties. What the charge drawn in that time changed
of the rest voltage is taken out. Source of the method: docs/decisions/0028.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from statistics import fmean, median, pstdev

from mingtang_desk.diagnosis.bench_check import rest_limit_a
from mingtang_desk.diagnosis.bench_reading import BenchReading
from mingtang_desk.diagnosis.robust import Curve, Level, line, settling, step_of

AFTER_S = 10.0
BEFORE_REST_S, BEFORE_OFF_S = 30.0, 20.0
FROM_S, TO_S = 3.0, 60.0
"""Readings after a step that the level at `AFTER_S` is made of."""
TAUS_S = tuple(5.0 * 1.3**n for n in range(14))
"""Time constants tried for what settles after a step; the one that fits all cells best is taken."""
LEAST = 5
FINAL_S = 30.0
EDGE_S = 6.0
"""A step that was not seen within so many seconds is none to measure with."""
STEADY = 0.2
"""A current that scatters more than this share is no known load."""
CURRENT_STEP_A = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Ohms:
    """A resistance with its standard uncertainty, ohm."""

    value: float
    sigma: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CellMeasure:
    """One cell.

    Attributes:
        number: from 1.
        resistance: both steps combined; None = not measurable.
        on, off: of each step.
        slow: what came on top between `AFTER_S` and the end of the recovery, per ampere.
        sag_v: fall from rest to the end of the load, positive whatever the direction.
        left_v: what of it was not back at the end of the recovery.
        rest_v, loaded_v: voltages before the load and at its end.
    """

    number: int
    resistance: Ohms | None = None
    on: Ohms | None = None
    off: Ohms | None = None
    slow: Ohms | None = None
    sag_v: float | None = None
    left_v: float | None = None
    rest_v: float | None = None
    loaded_v: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What a check gave.

    Attributes:
        load_a: the step of the current, positive while charging; None = no step was seen.
        on_seen, off_seen: which steps could be measured.
        step_v: step of the cell converter.
        load_spread: scatter of the load as a share of it.
        temperature_c, temperature_rise_c: at the load; None = unknown. soc_pct: at the beginning.
        interval_s: median time between readings.
    """

    cells: tuple[CellMeasure, ...]
    load_a: float | None
    on_seen: bool
    off_seen: bool
    step_v: float
    load_spread: float
    load_s: float
    temperature_c: float | None
    temperature_rise_c: float | None
    soc_pct: float | None
    interval_s: float


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Readings that one level is made of, and the curve that is laid through them."""

    readings: Sequence[BenchReading]
    curve: Curve

    def level(self, number: int, step_v: float) -> Level | None:
        """Return the voltage of a cell; None where one of its readings is in doubt."""
        seen = [v for reading in self.readings if (v := reading.cell_v[number - 1]) is not None]
        return self.curve.level(seen, step_v) if len(seen) == len(self.readings) else None


@dataclass(frozen=True, slots=True)
class _Edge:
    """A step of the current, at `at_s`, seen to `jitter_s` (half the time between readings)."""

    at_s: float
    jitter_s: float
    before: _Stretch
    after: _Stretch
    change_a: float
    spread: float


def measure(readings: Sequence[BenchReading], load_at: int) -> Measures:
    """Measure each cell.

    Args:
        readings: of the check, not empty.
        load_at: index of the first one under load.
    """
    log = [reading for reading in readings if reading.current_a is not None]
    rest_a = rest_limit_a(log[-1].capacity_ah)
    loaded = _loaded(log, load_at)
    on, off = _edge_on(log, loaded, rest_a), _edge_off(log, loaded, rest_a)
    step_v = step_of([v for v in chain.from_iterable(r.cell_v for r in log) if v is not None])
    drift = _drift_time(on, off, log, loaded)
    end_s = log[-1].at_s
    last = _between(log, end_s - FINAL_S, end_s)
    end = _line(last, end_s) if off and len(last) >= LEAST else None
    cells = [
        _cell(number, step_v, on, off, end, drift) for number in range(1, len(log[0].cell_v) + 1)
    ]
    amps = [_amps(log[i]) for i in loaded]
    known = [r.temperature_c for r in log if r.temperature_c is not None]
    changes = [edge.change_a for edge in (on, off) if edge is not None]
    return Measures(
        cells=tuple(cells),
        load_a=fmean([on.change_a] if on else [-change for change in changes]) if changes else None,
        on_seen=on is not None,
        off_seen=off is not None,
        step_v=step_v,
        load_spread=pstdev(amps) / abs(fmean(amps)),
        load_s=log[loaded[-1]].at_s - log[loaded[0]].at_s,
        temperature_c=fmean(known) if known else None,
        temperature_rise_c=known[-1] - known[0] if known else None,
        soc_pct=next((r.soc_pct for r in log if r.soc_pct is not None), None),
        interval_s=median(b.at_s - a.at_s for a, b in pairwise(log)),
    )


def _loaded(log: Sequence[BenchReading], load_at: int) -> range:
    """Indices under load: from the first to the last that has half of its median."""
    first = _amps(log[load_at])
    end = load_at
    while end + 1 < len(log) and _amps(log[end + 1]) / first > 0.5:
        end += 1
    half = median(_amps(log[i]) for i in range(load_at, end + 1)) / 2
    while _amps(log[load_at]) / half < 1:
        load_at += 1
    return range(load_at, end + 1)


def _between(log: Sequence[BenchReading], start_s: float, end_s: float) -> list[BenchReading]:
    return [reading for reading in log if start_s <= reading.at_s <= end_s]


def _edge_on(log: Sequence[BenchReading], loaded: range, rest_a: float) -> _Edge | None:
    quiet = loaded[0] - 1
    while quiet >= 0 and abs(_amps(log[quiet])) > rest_a:
        quiet -= 1
    if quiet < 0:
        return None
    before_s, first_s = log[quiet].at_s, log[loaded[0]].at_s
    at_s = (before_s + first_s) / 2
    under_load = log[loaded[0] : loaded[-1] + 1]
    return _edge(
        at_s,
        first_s - before_s,
        _between(log[: quiet + 1], before_s - BEFORE_REST_S, before_s),
        _between(under_load, at_s + FROM_S, at_s + TO_S),
    )


def _edge_off(log: Sequence[BenchReading], loaded: range, rest_a: float) -> _Edge | None:
    quiet = loaded[-1] + 1
    while quiet < len(log) and abs(_amps(log[quiet])) > rest_a:
        quiet += 1
    if quiet == len(log):
        return None
    last_s, after_s = log[loaded[-1]].at_s, log[quiet].at_s
    at_s = (last_s + after_s) / 2
    under_load = log[loaded[0] : loaded[-1] + 1]
    return _edge(
        at_s,
        after_s - last_s,
        _between(under_load, last_s - BEFORE_OFF_S, last_s),
        _between(log[quiet:], at_s + FROM_S, at_s + TO_S),
    )


def _edge(
    at_s: float,
    wide_s: float,
    before: Sequence[BenchReading],
    after: Sequence[BenchReading],
) -> _Edge | None:
    early = [r for r in after if r.at_s <= at_s + 2 * AFTER_S]
    if wide_s > EDGE_S or len(before) < LEAST or len(after) < LEAST or len(early) < 3:
        return None
    befores, afters = [_amps(r) for r in before], [_amps(r) for r in after]
    change_a = fmean(afters) - fmean(befores)
    scatter_a = max(pstdev(befores), pstdev(afters))
    if scatter_a > STEADY * abs(change_a):
        return None
    return _Edge(
        at_s,
        wide_s / 2,
        _line(before, at_s),
        _settling(after, at_s),
        change_a,
        scatter_a / abs(change_a),
    )


def _line(readings: Sequence[BenchReading], at_s: float) -> _Stretch:
    return _Stretch(readings, Curve(line(), [r.at_s - at_s for r in readings], 0.0))


def _settling(readings: Sequence[BenchReading], start_s: float) -> _Stretch:
    """Lay a settling curve through the readings after a step, with the best time constant."""
    times_s = [r.at_s - start_s for r in readings]
    traces = [
        [v for v in trace if v is not None]
        for trace in zip(*(r.cell_v for r in readings), strict=True)
        if None not in trace
    ]
    curves = [Curve(settling(tau_s), times_s, AFTER_S) for tau_s in TAUS_S]
    return _Stretch(
        readings, min(curves, key=lambda curve: sum(curve.misfit(trace) for trace in traces))
    )


def _drift_time(
    on: _Edge | None, off: _Edge | None, log: Sequence[BenchReading], loaded: range
) -> float | None:
    """Seconds of load behind the difference of both rest voltages; None = one was not seen."""
    if on is None or off is None or log[-1].at_s - off.at_s < 4 * FINAL_S:
        return None
    return off.at_s - on.at_s


def _cell(
    number: int,
    step_v: float,
    on: _Edge | None,
    off: _Edge | None,
    end: _Stretch | None,
    drift_s: float | None,
) -> CellMeasure:
    rest = on.before.level(number, step_v) if on else None
    loaded = off.before.level(number, step_v) if off else None
    after = off.after.level(number, step_v) if off else None
    final = end.level(number, step_v) if end else None
    moved_v = 0.0
    if drift_s is not None and rest is not None and final is not None:
        moved_v = (final.value - rest.value) * AFTER_S / drift_s
    slow = None
    if off is not None and after is not None and final is not None and drift_s is not None:
        sigma = math.hypot(after.sigma, final.sigma) / abs(off.change_a)
        slow = Ohms(value=(final.value - after.value) / off.change_a, sigma=sigma)
    on_ohms = _step(number, step_v, on, moved_v)
    off_ohms = _step(number, step_v, off, 0.0)
    sign = 0.0 if off is None else math.copysign(1.0, off.change_a)
    return CellMeasure(
        number=number,
        resistance=_combined(on_ohms, off_ohms),
        on=on_ohms,
        off=off_ohms,
        slow=slow,
        sag_v=None if rest is None or loaded is None else sign * (rest.value - loaded.value),
        left_v=None if rest is None or final is None else sign * (rest.value - final.value),
        rest_v=None if rest is None else rest.value,
        loaded_v=None if loaded is None else loaded.value,
    )


def _step(number: int, step_v: float, edge: _Edge | None, moved_v: float) -> Ohms | None:
    if edge is None:
        return None
    before, after = edge.before.level(number, step_v), edge.after.level(number, step_v)
    if before is None or after is None:
        return None
    value = (after.value - before.value - moved_v) / edge.change_a
    # Half the time between readings is the most that the moment of the step can be off.
    timing_v = after.slope * edge.jitter_s / math.sqrt(3)
    volts = math.hypot(before.sigma, after.sigma, timing_v)
    current = CURRENT_STEP_A / math.sqrt(12) / abs(edge.change_a)
    share = math.hypot(current, edge.spread / math.sqrt(len(edge.after.readings)))
    return Ohms(value=value, sigma=math.hypot(volts / edge.change_a, value * share))


def _combined(one: Ohms | None, other: Ohms | None) -> Ohms | None:
    if one is None or other is None:
        return one or other
    weights = (1 / one.sigma**2, 1 / other.sigma**2)
    total = sum(weights)
    value = (weights[0] * one.value + weights[1] * other.value) / total
    # Steps that disagree are worth no more than their difference says.
    apart = abs(one.value - other.value) / 2
    return Ohms(value=value, sigma=max(math.sqrt(1 / total), apart / 2))


def _amps(reading: BenchReading) -> float:
    return reading.current_a or 0.0
