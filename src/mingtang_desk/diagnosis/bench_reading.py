"""What a bench check takes from a sample, and the words it has for what it finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mingtang_desk.device.sample import PackSample

_DEAD_V = 0.5
"""Below this a cell that belongs to a living pack is a sense wire that hangs free."""


class Grade(StrEnum):
    """What to do about a cell."""

    OK = "ok"
    WATCH = "watch"
    REPLACE = "replace"
    NOT_ENOUGH_DATA = "not_enough_data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something to be told: key of a text in `bench_texts`, and what stands in its braces."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchReading:
    """One moment of a check.

    Attributes:
        at_s: seconds of the pack's own time, from any start; grows.
        current_a: positive while charging; None = not reported, or implausible.
        cell_v: None for a cell whose value is implausible or dead.
        temperature_c: mean of the cells' sensors, None = unknown.
        capacity_ah: nominal, None = unknown.
        balancing: numbers of the cells that balance, from 1.
    """

    at_s: float
    current_a: float | None
    cell_v: tuple[float | None, ...]
    temperature_c: float | None = None
    soc_pct: float | None = None
    capacity_ah: float | None = None
    protections: tuple[str, ...] = ()
    balancing: tuple[int, ...] = ()


def reading_of(sample: PackSample, at_s: float) -> BenchReading:
    """Take what a check needs from a sample; what is implausible is taken for unknown."""
    doubted = frozenset(sample.quality.implausible)
    all_doubted = "cell_v" in doubted
    cells = tuple(
        None if all_doubted or v < _DEAD_V or f"cell_v.{number}" in doubted else v
        for number, v in enumerate(sample.cell_v, start=1)
    )
    known = [
        sensor.c
        for sensor in sample.temperatures
        if sensor.c is not None
        and sensor.name.startswith("cell_")
        and f"temperature.{sensor.name}" not in doubted
    ]
    return BenchReading(
        at_s=at_s,
        current_a=None if "current_a" in doubted else sample.current_a,
        cell_v=cells,
        temperature_c=sum(known) / len(known) if known else None,
        soc_pct=None if "soc_pct" in doubted else sample.soc_pct,
        capacity_ah=sample.nominal_ah or sample.full_ah,
        protections=sample.protections,
        balancing=tuple(
            number for number, bleeds in enumerate(sample.cell_balancing, start=1) if bleeds
        ),
    )
