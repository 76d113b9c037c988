"""What a board said over time, beside a track: charge, current, voltage, cells."""

import math
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

NEAR_S = 300.0
"""A sample counts for so long; later nothing is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One sample of a board; current positive while charging; `cell_v` None = not asked for."""

    time: datetime
    received: datetime
    soc_pct: float | None
    pack_v: float | None
    current_a: float | None
    cell_v: tuple[float, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePage:
    """A page of samples, oldest first; `next_cursor` leads to the next one."""

    items: tuple[Sample, ...]
    next_cursor: str | None


class Samples:
    """Samples by time, in columns; NaN = not reported."""

    NAMES: ClassVar[tuple[str, ...]] = ("soc_pct", "current_a", "pack_v")

    def __init__(self, samples: Iterable[Sample] = ()) -> None:
        ordered = sorted(samples, key=lambda each: each.time)
        self.times = array("d", (each.time.timestamp() for each in ordered))
        self._columns = {
            name: array("d", (_number(getattr(each, name)) for each in ordered))
            for name in self.NAMES
        }
        self._cells = [each.cell_v for each in ordered]

    def __bool__(self) -> bool:
        return bool(self.times)

    def joined(self, later: Sequence[Sample]) -> "Samples":
        """Return these and others that are all later."""
        if not later:
            return self
        made, new = Samples(), Samples(later)
        made.times = self.times + new.times
        made._columns = {name: self._columns[name] + new._columns[name] for name in self.NAMES}
        made._cells = self._cells + new._cells
        return made

    def at(self, t: float, name: str) -> float | None:
        """Return a value at a time: of the last sample before it, None where that is too old."""
        at = self._index(t)
        value = math.nan if at is None else self._columns[name][at]
        return None if value != value else value

    def cells_at(self, t: float) -> tuple[float, ...] | None:
        """Return the volts of the cells at a time."""
        at = self._index(t)
        return None if at is None else self._cells[at]

    def near(self, times: Sequence[float], name: str) -> "array[float]":
        """Return a value at each of many times that rise, NaN where it is not known."""
        column, own, at = self._columns[name], self.times, -1
        found = array("d")
        for t in times:
            while at + 1 < len(own) and own[at + 1] <= t:
                at += 1
            found.append(column[at] if at >= 0 and t - own[at] <= NEAR_S else math.nan)
        return found

    def _index(self, t: float) -> int | None:
        at = bisect_right(self.times, t) - 1
        return at if at >= 0 and t - self.times[at] <= NEAR_S else None


def _number(value: float | None) -> float:
    return math.nan if value is None else value
