"""Figures of one curve at a time, and between two: the last sample at or before, mean, extremes."""

from dataclasses import dataclass

import numpy as np

from mingtang_desk.ui.plot.track import Floats, Times

_NAN = float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """A curve between two times, in the model's unit; NaN where nothing is.

    Attributes:
        first, second: values at the two times, in a gap those of the nearest sample between them.
        change: second minus first.
    """

    first: float = _NAN
    second: float = _NAN
    change: float = _NAN
    mean: float = _NAN
    low: float = _NAN
    high: float = _NAN


def at(times: Times, values: Floats, when: float) -> float:
    """Return the last value at or before a time; values are never made up between samples."""
    place = int(np.searchsorted(times, when, side="right")) - 1
    return float(values[place]) if place >= 0 else _NAN


def between(times: Times, values: Floats, begin: float, end: float) -> Between:
    """Return the figures of the samples from `begin` to `end`, both included."""
    begin, end = sorted((begin, end))
    part = values[slice(*rows(times, begin, end))]
    good = part[~np.isnan(part)]
    first, second = at(times, values, begin), at(times, values, end)
    if not good.size:
        return Between(first=first, second=second, change=second - first)
    first = float(good[0]) if first != first else first
    second = float(good[-1]) if second != second else second
    return Between(
        first=first,
        second=second,
        change=second - first,
        mean=float(good.mean(dtype=np.float64)),
        low=float(good.min()),
        high=float(good.max()),
    )


def rows(times: Times, begin: float, end: float) -> tuple[int, int]:
    """Return the rows from `begin` to `end`, as a half-open range."""
    return (
        int(np.searchsorted(times, begin, side="left")),
        int(np.searchsorted(times, end, side="right")),
    )


def extremes(values: Floats) -> tuple[float, float] | None:
    """Return lowest and highest, None where there is nothing but gaps."""
    if not values.size:
        return None
    low = float(np.fmin.reduce(values))
    return None if low != low else (low, float(np.fmax.reduce(values)))


def near(times: Times, when: float, step: int = 0) -> float | None:
    """Return the time of the sample nearest to `when`, or `step` samples after it."""
    if not times.size:
        return None
    after = int(np.searchsorted(times, when, side="left"))
    place = min(after, times.size - 1)
    if place and abs(times[place - 1] - when) <= abs(times[place] - when):
        place -= 1
    return float(times[min(max(place + step, 0), times.size - 1)])
