"""One cell: open-circuit voltage over SOC, an ohmic resistance and one RC pair.

The curves are typical textbook shapes for the two chemistries, not those of a product. They go a
little beyond 0 and 100 % so that over-charge and deep discharge have voltages too.
"""

import math
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

SECONDS_PER_HOUR = 3600.0
SETTLED_V = 1e-7


@dataclass(frozen=True, slots=True, kw_only=True)
class Chemistry:
    """A cell chemistry.

    Attributes:
        key: `nmc` or `lfp`, as in the settings.
        soc: state of charge as a fraction, strictly rising.
        ocv_v: open-circuit voltage at those points, strictly rising.
        r0_ohm_ah: ohmic resistance times capacity (a 50 Ah cell has 1/50 of it).
        r1_ohm_ah: resistance of the RC pair times capacity.
        tau_s: time constant of the RC pair.
    """

    key: str
    soc: tuple[float, ...]
    ocv_v: tuple[float, ...]
    r0_ohm_ah: float
    r1_ohm_ah: float
    tau_s: float

    def __post_init__(self) -> None:
        for points in (self.soc, self.ocv_v):
            if any(low >= high for low, high in pairwise(points)):
                raise NotMonotonicError(self.key)

    def ocv(self, soc: float) -> float:
        """Open-circuit voltage at a state of charge (fraction)."""
        return _interpolate(self.soc, self.ocv_v, soc)

    def soc_at(self, ocv_v: float) -> float:
        """State of charge (fraction) at which a rested cell has this voltage."""
        return _interpolate(self.ocv_v, self.soc, ocv_v)


class NotMonotonicError(ValueError):
    """A curve of a chemistry does not rise all the way: it could not be inverted."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the curve of chemistry {key!r} has to rise strictly")


def _interpolate(xs: tuple[float, ...], ys: tuple[float, ...], x: float) -> float:
    """Straight lines between the points; the first and last line go on beyond the ends."""
    i = min(max(bisect_right(xs, x) - 1, 0), len(xs) - 2)
    return ys[i] + (x - xs[i]) * (ys[i + 1] - ys[i]) / (xs[i + 1] - xs[i])


NMC = Chemistry(
    key="nmc",
    soc=(-0.10, -0.03, 0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.05, 1.15),
    ocv_v=(
        *(1.00, 2.55, 3.0, 3.30, 3.42, 3.50, 3.55, 3.59, 3.63),
        *(3.72, 3.82, 3.92, 4.04, 4.18, 4.30, 4.70),
    ),
    r0_ohm_ah=0.050,
    r1_ohm_ah=0.030,
    tau_s=30.0,
)
LFP = Chemistry(
    key="lfp",
    soc=(-0.10, -0.03, 0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.02, 1.10),
    ocv_v=(
        *(0.50, 2.10, 2.6, 3.10, 3.20, 3.25, 3.275, 3.29, 3.295),
        *(3.30, 3.325, 3.33, 3.335, 3.40, 3.60, 4.40),
    ),
    r0_ohm_ah=0.040,
    r1_ohm_ah=0.030,
    tau_s=45.0,
)
CHEMISTRIES = {chemistry.key: chemistry for chemistry in (NMC, LFP)}


@dataclass(slots=True, kw_only=True)
class Cell:
    """One series group.

    Attributes:
        chemistry: its curves.
        capacity_ah: what it holds between 0 and 100 %.
        soc: true state of charge as a fraction (the board does not know it).
        r0_ohm: ohmic resistance.
        r1_ohm: resistance of the RC pair.
        rc_v: voltage across the RC pair, positive after charging.
    """

    chemistry: Chemistry
    capacity_ah: float
    soc: float
    r0_ohm: float
    r1_ohm: float
    rc_v: float = 0.0

    def rest_v(self) -> float:
        """Terminal voltage without current: open-circuit voltage plus what the RC pair holds."""
        return self.chemistry.ocv(self.soc) + self.rc_v

    def terminal_v(self, current_a: float) -> float:
        """Terminal voltage at this instant while `current_a` flows (+ = charging)."""
        return self.rest_v() + self.r0_ohm * current_a

    def step(self, dt: float, current_a: float) -> float:
        """Lets `current_a` flow for `dt` seconds; exact for a constant current.

        Returns:
            The mean heat in W over the interval's end state.
        """
        self.soc += current_a * dt / (SECONDS_PER_HOUR * self.capacity_ah)
        goal = current_a * self.r1_ohm
        self.rc_v = goal + (self.rc_v - goal) * math.exp(-dt / self.chemistry.tau_s)
        if current_a == 0.0 and abs(self.rc_v) < SETTLED_V:
            self.rc_v = 0.0
        return current_a * current_a * self.r0_ohm + self.rc_v * self.rc_v / self.r1_ohm


def make_cell(chemistry: Chemistry, capacity_ah: float, soc: float) -> Cell:
    """A healthy cell of that size at a state of charge (fraction)."""
    return Cell(
        chemistry=chemistry,
        capacity_ah=capacity_ah,
        soc=soc,
        r0_ohm=chemistry.r0_ohm_ah / capacity_ah,
        r1_ohm=chemistry.r1_ohm_ah / capacity_ah,
    )
