"""What the measured resistances say: ranking, grades, which cell is weak, what to look at first.

Each cell is compared with the Hodges-Lehmann mean of the *other* cells, so that a bad one does not
hide itself; cells already found outside are no measure for the rest. A cell is outside a band when
it is so by more than the band, by more than three times its uncertainty, and by more than three
times the scatter of the others. A cell is called good only where the measurement was fine enough
to have seen that it is not.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from mingtang_desk.diagnosis.bench_check import BenchCheck
from mingtang_desk.diagnosis.bench_measure import CellMeasure, Measures, Ohms, measure
from mingtang_desk.diagnosis.bench_reading import BenchReading, Grade, Remark
from mingtang_desk.diagnosis.robust import hodges_lehmann, spread

WATCH_SHARE, REPLACE_SHARE = 0.2, 0.5
"""Bands as a share of the mean of the others: choices of ours for matched cells, no standard."""
SIGMAS = 3.0
LEAST_OTHERS = 2
CONTACT_SHARE = 0.3
"""The slow part grows with a tired cell; where it grows by less than this share, a contact does."""
PAIR_SHARE = 0.35
"""A wandering tap takes from one neighbour what it gives the other, to this share."""
COLD_C, HOT_C, RISE_C = 10.0, 45.0, 3.0
LOW_SOC, HIGH_SOC = 15.0, 95.0
FEW_S = 3.0
LOAD_VARIED = 0.05
CURVE_POINTS = 240
_WORST = (Grade.REPLACE, Grade.WATCH, Grade.OK)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellVerdict:
    """One cell.

    Attributes:
        rank: 1 = highest resistance; None = not measured.
        others: mean of the other cells; its sigma says how far they scatter.
        ratio: to that mean.
    """

    measure: CellMeasure
    grade: Grade
    rank: int | None
    others: Ohms | None
    ratio: float | None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchResult:
    """The end of a check.

    Attributes:
        cells: in the order of the pack.
        grade: the worst of the cells; NOT_ENOUGH_DATA only where no cell is judged.
        weak_cell: number of the cell named, None = no cell is outside.
        notes: what was wrong or is not known, of the check as a whole.
        curve: readings thinned out for a picture.
    """

    cells: tuple[CellVerdict, ...]
    grade: Grade
    weak_cell: int | None
    measures: Measures
    notes: tuple[Remark, ...] = ()
    curve: tuple[BenchReading, ...] = ()


def result_of(check: BenchCheck) -> BenchResult:
    """Judge a check that is done.

    Raises:
        ValueError: it has seen too little of a load to measure anything.
    """
    if check.load_at is None:
        raise ValueError("no load was seen")
    measures = measure(check.readings, check.load_at)
    if not measures.on_seen and not measures.off_seen:
        raise ValueError("no step of the load was seen")
    verdicts = judge(measures)
    ranked = [v for v in verdicts if v.rank is not None]
    weak = next(
        (
            v.measure.number
            for v in sorted(ranked, key=lambda v: v.rank or 0)
            if v.grade in (Grade.REPLACE, Grade.WATCH) and (v.ratio or 0.0) > 1
        ),
        None,
    )
    grades = {v.grade for v in verdicts}
    pick = max(len(check.readings) // CURVE_POINTS, 1)
    return BenchResult(
        cells=verdicts,
        grade=next((grade for grade in _WORST if grade in grades), Grade.NOT_ENOUGH_DATA),
        weak_cell=weak,
        measures=measures,
        notes=(*check.notes.values(), *_conditions(measures)),
        curve=tuple(check.readings[::pick]),
    )


def judge(measures: Measures) -> tuple[CellVerdict, ...]:
    """Rank and grade the cells."""
    ohms = {c.number: c.resistance for c in measures.cells if c.resistance is not None}
    outside = _outside(ohms)
    order = sorted(ohms, key=lambda number: -ohms[number].value)
    verdicts = []
    for cell in measures.cells:
        own = cell.resistance
        others = _others(ohms, cell.number, outside)
        if own is None or others is None:
            rank = order.index(cell.number) + 1 if own is not None else None
            remark = Remark(key="cell_not_measured" if own is None else "too_few_cells")
            verdicts.append(
                CellVerdict(
                    measure=cell,
                    grade=Grade.NOT_ENOUGH_DATA,
                    rank=rank,
                    others=others,
                    ratio=None,
                    remarks=(remark,),
                )
            )
            continue
        verdicts.append(
            CellVerdict(
                measure=cell,
                grade=_grade(own, others),
                rank=order.index(cell.number) + 1,
                others=others,
                ratio=own.value / others.value,
                remarks=_remarks(cell, own, others, measures, ohms),
            )
        )
    return tuple(verdicts)


def _others(
    ohms: Mapping[int, Ohms], number: int, left_out: frozenset[int] = frozenset()
) -> Ohms | None:
    """Return the mean of the other cells and their scatter; None of too few."""
    rest = [own for other, own in ohms.items() if other != number and other not in left_out]
    if len(rest) < LEAST_OTHERS:
        return None
    values = [own.value for own in rest]
    middle = hodges_lehmann(values)
    # An uncertainty of the mean, and what differs from cell to cell.
    noise = math.sqrt(sum(own.sigma**2 for own in rest)) / len(rest)
    return Ohms(value=middle, sigma=math.hypot(noise, spread(values))) if middle > 0 else None


def _excess(own: Ohms, others: Ohms) -> float:
    """Return by how many bands of the first kind a cell is off; above 1 it is outside."""
    return abs(own.value - others.value) / _band(own, others, WATCH_SHARE)


def _band(own: Ohms, others: Ohms, share: float) -> float:
    return max(share * others.value, SIGMAS * math.hypot(own.sigma, others.sigma))


def _outside(ohms: Mapping[int, Ohms]) -> frozenset[int]:
    """Return the cells outside, found one after the other, the farthest first; half at most."""
    found: frozenset[int] = frozenset()
    while len(found) < len(ohms) // 2:
        off = {
            number: _excess(own, others)
            for number, own in ohms.items()
            if number not in found and (others := _others(ohms, number, found)) is not None
        }
        worst = max(off, key=lambda number: off[number], default=None)
        if worst is None or off[worst] <= 1:
            break
        found |= {worst}
    return found


def _grade(own: Ohms, others: Ohms) -> Grade:
    higher = own.value - others.value
    if higher > _band(own, others, REPLACE_SHARE):
        return Grade.REPLACE
    if abs(higher) > _band(own, others, WATCH_SHARE):
        return Grade.WATCH
    fine = 2 * math.hypot(own.sigma, others.sigma) <= REPLACE_SHARE * others.value
    return Grade.OK if fine else Grade.NOT_ENOUGH_DATA


def _remarks(
    cell: CellMeasure, own: Ohms, others: Ohms, measures: Measures, ohms: Mapping[int, Ohms]
) -> tuple[Remark, ...]:
    """Return what to look at first; nothing for a cell that is like the others."""
    if _grade(own, others) is Grade.NOT_ENOUGH_DATA:
        return (Remark(key="too_coarse"),)
    higher = own.value - others.value
    if abs(higher) <= _band(own, others, WATCH_SHARE):
        return ()
    found = []
    pair = _pair(cell.number, higher, others, ohms)
    if pair is not None:
        found.append(Remark(key="tap_between", values={"first": pair, "second": pair + 1}))
    elif higher < 0:
        found.append(Remark(key="low_check_tap"))
    elif _is_contact(cell, own, others, measures):
        found.append(Remark(key="contact_first"))
    else:
        found.append(Remark(key="check_tap_first"))
    if cell.number in (1, len(measures.cells)):
        found.append(Remark(key="end_cell"))
    return tuple(found)


def _pair(number: int, higher: float, others: Ohms, ohms: Mapping[int, Ohms]) -> int | None:
    """Return the lower number of a pair in which one cell has what the other lacks."""
    for neighbour in (number - 1, number + 1):
        own = ohms.get(neighbour)
        if own is None:
            continue
        theirs = own.value - others.value
        is_outside = abs(theirs) > _band(own, others, WATCH_SHARE)
        if is_outside and theirs * higher < 0 and abs(theirs + higher) < PAIR_SHARE * abs(higher):
            return min(number, neighbour)
    return None


def _is_contact(cell: CellMeasure, own: Ohms, others: Ohms, measures: Measures) -> bool:
    """Return whether only the fast part is higher: a busbar, a weld, a screw, not a tired cell."""
    slow = {c.number: c.slow for c in measures.cells if c.slow is not None}
    mean = _others(slow, cell.number)
    if cell.slow is None or mean is None:
        return False
    grown = own.value / others.value - 1
    slow_grown = cell.slow.value / mean.value - 1
    unsure = SIGMAS * math.hypot(cell.slow.sigma, mean.sigma) / mean.value
    return slow_grown + unsure < CONTACT_SHARE + grown / 2 and slow_grown < CONTACT_SHARE * grown


def _conditions(measures: Measures) -> tuple[Remark, ...]:
    """Return what to know of the conditions."""
    found: list[Remark] = []

    def note(key: str, **values: object) -> None:
        found.append(Remark(key=key, values=values))

    celsius, rise, soc = measures.temperature_c, measures.temperature_rise_c, measures.soc_pct
    if celsius is None:
        note("temperature_unknown")
    elif not COLD_C <= celsius <= HOT_C:
        note("temperature_extreme", celsius=celsius)
    if rise is not None and abs(rise) > RISE_C:
        note("temperature_moved", celsius=rise)
    if soc is None:
        note("soc_unknown")
    elif not LOW_SOC <= soc <= HIGH_SOC:
        note("soc_extreme", percent=soc)
    if not measures.on_seen:
        note("on_unseen")
    if not measures.off_seen:
        note("off_unseen")
    if measures.load_spread > LOAD_VARIED:
        note("load_varied", percent=measures.load_spread * 100)
    if measures.interval_s > FEW_S:
        note("few_readings", seconds=measures.interval_s)
    return tuple(found)
