"""A pack on paper: cells with known resistance, a load by the clock, readings of a board."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from mingtang_desk.diagnosis.bench_check import BenchCheck, BenchPlan
from mingtang_desk.diagnosis.bench_reading import BenchReading


@dataclass
class PaperCell:
    r0: float = 0.004
    r1: float = 0.0024
    tau: float = 30.0
    v: float = 3.6513
    rc: float = 0.0


@dataclass
class PaperPack:
    """Advances by the second; `load(t)` is the current, `change` edits what is read."""

    cells: Sequence[PaperCell]
    load: Callable[[float], float]
    step: float = 0.001
    noise: float = 0.0002
    every: float = 1.0
    capacity: float | None = 20.0
    slope: float = 0.9
    seed: int = 1
    change: Callable[[BenchReading], BenchReading | None] = field(default=lambda reading: reading)

    def readings(self, seconds: float) -> list[BenchReading]:
        rng = random.Random(self.seed)
        found = []
        t = 0.0
        while t <= seconds:
            amps = self.load(t)
            volts = []
            for cell in self.cells:
                noise = rng.gauss(0, self.noise) if amps else 0.0
                v = cell.v + cell.rc + amps * cell.r0 + noise
                volts.append(round(v / self.step) * self.step)
            reading = BenchReading(
                at_s=t,
                current_a=amps,
                cell_v=tuple(volts),
                temperature_c=25.0,
                soc_pct=50.0,
                capacity_ah=self.capacity,
            )
            changed = self.change(reading)
            if changed is not None:
                found.append(changed)
            for cell in self.cells:
                goal = amps * cell.r1
                cell.rc = goal + (cell.rc - goal) * math.exp(-self.every / cell.tau)
                cell.v += amps * self.every / 3600 / 20.0 * self.slope
            t += self.every
        return found


def step_load(amps: float, start: float = 70.0, end: float = 195.0) -> Callable[[float], float]:
    return lambda t: amps if start <= t < end else 0.0


def cells(count: int = 8, **worse: tuple[float, float]) -> list[PaperCell]:
    """Alike cells; `c3=(2, 1)` gives cell 3 twice the fast and the same slow part."""
    made = [PaperCell(v=3.6513 + 0.0007 * i) for i in range(count)]
    for name, (fast, slow) in worse.items():
        cell = made[int(name[1:]) - 1]
        cell.r0 *= fast
        cell.r1 *= slow
    return made


def checked(pack: PaperPack, *, seconds: float = 420.0, loaded: bool = False) -> BenchCheck:
    check = BenchCheck(BenchPlan(), loaded=loaded)
    for reading in pack.readings(seconds):
        check.feed(reading)
    return check


def reading(at_s: float, current_a: float | None = 0.0, **changes: object) -> BenchReading:
    made = BenchReading(
        at_s=at_s,
        current_a=current_a,
        cell_v=(3.65, 3.65, 3.65, 3.65),
        temperature_c=25.0,
        soc_pct=50.0,
        capacity_ah=20.0,
    )
    return replace(made, **changes)  # type: ignore[arg-type]
