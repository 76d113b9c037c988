"""Packs side by side: what they are together, and which of them is not like the others.

The packs of a bank are in parallel: their currents add up, their voltages are the same but for
cable and sense errors, and a state of charge counts as much as the capacity behind it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import fmean, median

from mingtang_desk.device.sample import PackSample

PACK_V_SHARE, PACK_V_LEAST = 0.01, 0.2
"""A voltage is an outlier from 1 % of the median on, 0.2 V at least: 2 mV a cell is no news."""
SOC_POINTS = 10.0
CURRENT_SHARE, CURRENT_LEAST_A = 0.5, 1.0
"""A pack that takes half more or less than its share; below 1 A each nothing is said."""
DELTA_TIMES, DELTA_LEAST_V = 2.0, 0.03
TEMPERATURE_C = 8.0
_FEWEST = 2


class Mark(StrEnum):
    """How a value stands out."""

    HIGH = "high"
    LOW = "low"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """Packs together; None = nothing is known.

    Attributes:
        packs: how many there are; live: how many of them say something now.
        current_a: sum, positive while charging.
        pack_v: mean.
        soc_pct: mean weighted by full capacity (nominal where a board has no other).
        remaining_ah, capacity_ah: sums over the packs that report both.
        unweighted: a pack with a SOC reports no capacity; it counts as the mean of the others.
        marks: of each pack, what stands out: "pack_v", "current_a", "soc_pct", "cell_delta_v",
            "temperature", "state".
    """

    packs: int = 0
    live: int = 0
    current_a: float | None = None
    pack_v: float | None = None
    soc_pct: float | None = None
    remaining_ah: float | None = None
    capacity_ah: float | None = None
    unweighted: bool = False
    marks: Sequence[Mapping[str, Mark]] = field(default_factory=tuple)


def bank_of(samples: Sequence[PackSample | None]) -> Bank:
    """Return what packs are together; None stands for a pack that says nothing now."""
    live = [sample for sample in samples if sample is not None]
    currents = [s.current_a for s in live if s.current_a is not None]
    voltages = [s.pack_v for s in live if s.pack_v is not None]
    soc_pct, unweighted = _soc(live)
    both = [
        (left, full)
        for s in live
        if (left := s.remaining_ah) is not None and (full := capacity_ah(s)) is not None
    ]
    return Bank(
        packs=len(samples),
        live=len(live),
        current_a=sum(currents) if currents else None,
        pack_v=fmean(voltages) if voltages else None,
        soc_pct=soc_pct,
        remaining_ah=sum(left for left, _ in both) if both else None,
        capacity_ah=sum(full for _, full in both) if both else None,
        unweighted=unweighted,
        marks=_marks(samples),
    )


def capacity_ah(sample: PackSample) -> float | None:
    """Return the full capacity, the nominal one where a board has no other."""
    for capacity in (sample.full_ah, sample.nominal_ah):
        if capacity:
            return capacity
    return None


def warmest_c(sample: PackSample) -> float | None:
    """Return the highest temperature of a pack."""
    return max((t.c for t in sample.temperatures if t.c is not None), default=None)


def _soc(live: Sequence[PackSample]) -> tuple[float | None, bool]:
    known = [(s.soc_pct, capacity_ah(s)) for s in live if s.soc_pct is not None]
    capacities = [capacity for _, capacity in known if capacity is not None]
    usual = fmean(capacities) if capacities else 1.0
    weights = [usual if capacity is None else capacity for _, capacity in known]
    if not known:
        return None, False
    soc_pct = sum(soc * weight for (soc, _), weight in zip(known, weights, strict=True))
    return soc_pct / sum(weights), len(capacities) < len(known)


def _marks(samples: Sequence[PackSample | None]) -> tuple[dict[str, Mark], ...]:
    marks: list[dict[str, Mark]] = [{} for _ in samples]
    currents = [s.current_a for s in samples if s is not None and s.current_a is not None]
    # Discharging packs have negative currents; the one that takes little is low all the same.
    way = -1.0 if sum(currents) < 0 else 1.0
    rules: tuple[tuple[str, Callable[[PackSample], float | None], _Limits], ...] = (
        ("pack_v", lambda s: s.pack_v, _pack_v_limits),
        (
            "current_a",
            lambda s: None if s.current_a is None else way * s.current_a,
            _current_limits,
        ),
        ("soc_pct", lambda s: s.soc_pct, _soc_limits),
        ("cell_delta_v", lambda s: s.cell_delta_v, _delta_limits),
        ("temperature", warmest_c, _temperature_limits),
    )
    for key, value_of, limits_of in rules:
        values = [None if s is None else value_of(s) for s in samples]
        known = [value for value in values if value is not None]
        if len(known) < _FEWEST:
            continue
        low, high = limits_of(known)
        for mark, value in zip(marks, values, strict=True):
            if value is not None and not low <= value <= high:
                mark[key] = Mark.HIGH if value > high else Mark.LOW
    for mark, sample in zip(marks, samples, strict=True):
        if sample is not None and (sample.protections or sample.faults):
            mark["state"] = Mark.TROUBLE
    return tuple(marks)


type _Limits = Callable[[Sequence[float]], tuple[float, float]]
_FAR = float("inf")


def _around(middle: float, reach: float) -> tuple[float, float]:
    return middle - reach, middle + reach


def _pack_v_limits(values: Sequence[float]) -> tuple[float, float]:
    middle = median(values)
    return _around(middle, max(abs(middle) * PACK_V_SHARE, PACK_V_LEAST))


def _current_limits(values: Sequence[float]) -> tuple[float, float]:
    share = fmean(values)
    return _around(share, max(abs(share) * CURRENT_SHARE, CURRENT_LEAST_A))


def _soc_limits(values: Sequence[float]) -> tuple[float, float]:
    return _around(median(values), SOC_POINTS)


def _delta_limits(values: Sequence[float]) -> tuple[float, float]:
    return -_FAR, max(median(values) * DELTA_TIMES, median(values) + DELTA_LEAST_V)


def _temperature_limits(values: Sequence[float]) -> tuple[float, float]:
    return _around(median(values), TEMPERATURE_C)
