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
from mingtang_desk.diagnosis.bench_edges import (
    LEAST,
    Bounds,
    Edge,
    Rates,
    Stretch,
    amps,
    between,
    bounds_off,
    bounds_on,
    edge,
    loaded_range,
    straight,
)
from mingtang_desk.diagnosis.bench_reading import BenchReading
from mingtang_desk.diagnosis.robust import step_of

FINAL_S = 30.0
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


def measure(readings: Sequence[BenchReading], load_at: int) -> Measures:
    """Measure each cell.

    Args:
        readings: of the check, not empty.
        load_at: index of the first one under load.
    """
    log = [reading for reading in readings if reading.current_a is not None]
    rest_a = rest_limit_a(log[-1].capacity_ah)
    loaded = loaded_range(log, load_at)
    on_at, off_at = bounds_on(log, loaded, rest_a), bounds_off(log, loaded, rest_a)
    step_v = step_of([v for v in chain.from_iterable(r.cell_v for r in log) if v is not None])
    count = len(log[0].cell_v)
    last = between(log, log[-1].at_s - FINAL_S, log[-1].at_s)
    end = straight(last, log[-1].at_s) if off_at is not None and len(last) >= LEAST else None
    rates = _rates(on_at, off_at, end, count, step_v)
    on, off = edge(on_at, rates), edge(off_at)
    cells = [
        _cell(number, step_v, on, off, end, has_settled=bool(rates))
        for number in range(1, count + 1)
    ]
    loads = [amps(log[i]) for i in loaded]
    known = [r.temperature_c for r in log if r.temperature_c is not None]
    changes = [edge.change_a for edge in (on, off) if edge is not None]
    return Measures(
        cells=tuple(cells),
        load_a=fmean([on.change_a] if on else [-change for change in changes]) if changes else None,
        on_seen=on is not None,
        off_seen=off is not None,
        step_v=step_v,
        load_spread=pstdev(loads) / abs(fmean(loads)),
        load_s=log[loaded[-1]].at_s - log[loaded[0]].at_s,
        temperature_c=fmean(known) if known else None,
        temperature_rise_c=known[-1] - known[0] if known else None,
        soc_pct=next((r.soc_pct for r in log if r.soc_pct is not None), None),
        interval_s=median(b.at_s - a.at_s for a, b in pairwise(log)),
    )


def _rates(
    on: Bounds | None, off: Bounds | None, end: Stretch | None, count: int, step_v: float
) -> Rates:
    """Return how fast the load moved the rest voltage of each cell; empty when that is not known.

    It is known from a rest before the load, and from another that was long enough after it.
    """
    if on is None or off is None or end is None or len(on.before) < LEAST:
        return ()
    if end.start_s - off.at_s < 4 * FINAL_S:
        return ()
    before = straight(on.before, on.at_s)
    found = []
    for number in range(1, count + 1):
        rest, final = before.level(number, step_v), end.level(number, step_v)
        known = rest is not None and final is not None
        moved_v = final.value - rest.value if known and rest and final else 0.0
        found.append(moved_v / (off.at_s - on.at_s))
    return found


def _cell(
    number: int,
    step_v: float,
    on: Edge | None,
    off: Edge | None,
    end: Stretch | None,
    *,
    has_settled: bool,
) -> CellMeasure:
    rest = on.before.level(number, step_v) if on else None
    loaded = off.before.level(number, step_v) if off else None
    after = off.after.level(number, step_v) if off else None
    final = end.level(number, step_v) if end else None
    slow = None
    if off is not None and after is not None and final is not None and has_settled:
        sigma = math.hypot(after.sigma, final.sigma) / abs(off.change_a)
        slow = Ohms(value=(final.value - after.value) / off.change_a, sigma=sigma)
    on_ohms = _step(number, step_v, on)
    off_ohms = _step(number, step_v, off)
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


def _step(number: int, step_v: float, step: Edge | None) -> Ohms | None:
    if step is None:
        return None
    before, after = step.before.level(number, step_v), step.after.level(number, step_v)
    if before is None or after is None:
        return None
    value = (after.value - before.value) / step.change_a
    # Half the time between readings is the most that the moment of the step can be off.
    timing_v = after.slope * step.jitter_s / math.sqrt(3)
    volts = math.hypot(before.sigma, after.sigma, timing_v)
    current = CURRENT_STEP_A / math.sqrt(12) / abs(step.change_a)
    share = math.hypot(current, step.spread / math.sqrt(len(step.after.readings)))
    return Ohms(value=value, sigma=math.hypot(volts / step.change_a, value * share))


def _combined(one: Ohms | None, other: Ohms | None) -> Ohms | None:
    if one is None or other is None:
        return one or other
    weights = (1 / one.sigma**2, 1 / other.sigma**2)
    total = sum(weights)
    value = (weights[0] * one.value + weights[1] * other.value) / total
    # Steps that disagree are worth no more than their difference says.
    apart = abs(one.value - other.value) / 2
    return Ohms(value=value, sigma=max(math.sqrt(1 / total), apart / 2))
