"""Means that one bad cell cannot move, and curves through a few readings."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

MAD_TO_SIGMA = 1.4826
"""Median absolute deviation of a normal distribution times this is its standard deviation."""


def hodges_lehmann(values: Sequence[float]) -> float:
    """Return the Hodges-Lehmann mean: the median of the means of all pairs, each with itself too.

    Raises:
        ValueError: there are no values.
    """
    count = len(values)
    return median((values[i] + values[j]) / 2 for i in range(count) for j in range(i, count))


def spread(values: Sequence[float]) -> float:
    """Return a robust standard deviation, 0.0 of fewer than three values."""
    if len(values) < 3:
        return 0.0
    middle = median(values)
    return MAD_TO_SIGMA * median(abs(value - middle) for value in values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A voltage at one moment, from the readings around it.

    Attributes:
        value: V. sigma: its standard uncertainty, V. slope: V/s.
        count: readings it rests on.
    """

    value: float
    sigma: float
    slope: float
    count: int


type Basis = Callable[[float], Sequence[float]]
"""What a curve is made of, at a moment."""


def line() -> Basis:
    """Return the basis of a straight line."""
    return lambda t: (1.0, t)


def settling(tau_s: float) -> Basis:
    """Return the basis of what settles with a time constant."""
    return lambda t: (1.0, math.exp(-t / tau_s))


class Curve:
    """Least squares of a basis over some moments, asked for its value at one of them.

    Args:
        times_s: moments, counted from any start; as many as the basis has parts, and one more.
        at_s: the moment that is asked for.
    """

    def __init__(self, basis: Basis, times_s: Sequence[float], at_s: float) -> None:
        columns = [list(column) for column in zip(*map(basis, times_s), strict=True)]
        wanted, later = list(basis(at_s)), list(basis(at_s + 1.0))
        self._units: list[list[float]] = []
        self._weights, self._slopes = [0.0] * len(times_s), [0.0] * len(times_s)
        for k, column in enumerate(columns):  # Gram-Schmidt; the moment asked for goes with it
            size = math.sqrt(math.sumprod(column, column))
            column[:] = [x / size for x in column]
            wanted[k], later[k] = wanted[k] / size, later[k] / size
            for other in range(k + 1, len(columns)):
                share = math.sumprod(column, columns[other])
                columns[other] = [
                    x - share * y for x, y in zip(columns[other], column, strict=True)
                ]
                wanted[other] -= share * wanted[k]
                later[other] -= share * later[k]
            self._units.append(column)
            for i, x in enumerate(column):
                self._weights[i] += x * wanted[k]
                self._slopes[i] += x * (later[k] - wanted[k])

    def misfit(self, values: Sequence[float]) -> float:
        """Return the sum of the squares of what the curve does not follow."""
        start = values[0]
        moved = [v - start for v in values]
        explained = sum(math.sumprod(unit, moved) ** 2 for unit in self._units)
        return max(math.sumprod(moved, moved) - explained, 0.0)

    def level(self, values: Sequence[float], step: float, *, codes: int = 1) -> Level:
        """Return the value at the moment asked for; `codes` = how many steps the readings took.

        The uncertainty has two parts: the scatter around the curve, and the step of the converter,
        which averaging makes smaller only where the readings take several steps.
        """
        count = len(values)
        scatter = self.misfit(values) / max(count - len(self._units), 1)
        noise = scatter * math.sumprod(self._weights, self._weights)
        return Level(
            value=math.sumprod(self._weights, values),
            sigma=math.sqrt(noise + step**2 / 12 / codes),
            slope=math.sumprod(self._slopes, values),
            count=count,
        )


def step_of(values: Sequence[float], finest: float = 0.0001) -> float:
    """Return the step of the converter that gave these readings: what divides them all."""
    common = 0
    for value in set(values):
        common = math.gcd(common, round(value / finest))
    return max(common, 1) * finest
