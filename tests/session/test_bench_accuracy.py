"""Figures of the bench check: 50 boards, each through its own encoder and our decoder.

Every board has cells of its own, a planted weak one, a state of charge, a temperature and a phase
of reading. What is measured is compared with what the simulator knows, by the same definition: the
ohmic part and what of the slow part has built up 10 s after the step.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import pytest

from mingtang_desk.diagnosis.bench_check import BenchCheck
from mingtang_desk.diagnosis.bench_edges import AFTER_S
from mingtang_desk.diagnosis.bench_reading import Grade, reading_of
from mingtang_desk.diagnosis.bench_verdict import BenchResult, result_of
from mingtang_desk.interfaces.driver import Driver, Framer, Part, Procedure
from mingtang_desk.session.drivers import find_driver
from mingtang_desk.sim.models import make_board
from mingtang_desk.sim.powered import PoweredBoard

START = datetime(2026, 1, 1, tzinfo=UTC)
SEEDS = range(50)
SPREAD = 0.05
"""Standard deviation of the resistance of healthy cells of one pack."""


@dataclass
class Board:
    """A board whose time is ours: what a session asks it comes back at once."""

    board: PoweredBoard
    driver: Driver

    def __post_init__(self) -> None:
        self.framer: Framer = self.driver.framer()
        self.session = self.driver.session({})
        self.now = 0.0

    def run[T](self, procedure: Procedure[T]) -> T:
        request = next(procedure)
        while True:
            replies = self.board.receive(request.data, self.now)
            frames = [f for reply in replies for f in self.framer.feed(reply.data)]
            frame = next(f for f in frames if request.answers(f))
            try:
                request = procedure.send(frame)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]

    def sample(self, part: Part = Part.FAST) -> Any:
        return self.run(self.session.poll(part, lambda: START + timedelta(seconds=self.now)))


def bench(
    model: str, protocol: str, seed: int, amps: float, *, weak: bool = True, ratio: float = 3.0
) -> tuple[BenchResult, list[float], int]:
    """Check one board; return the result, the true resistances and the number of the weak cell."""
    rng = random.Random(seed)
    first = make_board(model).pack.cells
    planted = rng.randrange(len(first)) + 1
    sets = {"soc_pct": str(rng.randint(25, 85)), "ambient_c": str(rng.randint(15, 30))}
    for number, cell in enumerate(first, start=1):
        factor = max(rng.gauss(1.0, SPREAD), 0.8) * (ratio if weak and number == planted else 1.0)
        sets[f"cell_mohm_{number}"] = f"{cell.r0_ohm * 1000 * factor:.6f}"
    after, lasts = 65 + 10 * rng.random(), 122 + 10 * rng.random()
    sets |= {"load_a": str(amps), "load_after_s": str(after), "load_for_s": str(lasts)}
    driver = find_driver(protocol)
    assert driver is not None
    desk = Board(make_board(model, sets=sets, seed=seed), driver)
    desk.run(desk.session.identify())
    desk.sample(Part.SLOW)
    true = [
        cell.r0_ohm + cell.r1_ohm * (1 - math.exp(-AFTER_S / cell.chemistry.tau_s))
        for cell in desk.board.pack.cells
    ]
    check = BenchCheck()
    while not check.over:
        check.feed(reading_of(desk.sample(), desk.now))
        desk.now += 1.0 + rng.uniform(-0.05, 0.05)
    assert check.failure is None, check.failure
    return result_of(check), true, planted


def errors(result: BenchResult, true: list[float]) -> list[float]:
    found = []
    for verdict, ohms in zip(result.cells, true, strict=True):
        own = verdict.measure.resistance
        assert own is not None
        found.append(abs(own.value / ohms - 1))
    return found


@pytest.mark.parametrize(
    ("model", "protocol", "share", "seeds"),
    [
        ("mingtang-13s", "mingtang", -0.2, SEEDS),
        ("jbd-13s", "jbd", -0.4, range(3)),
        ("jbd-16s-lfp", "jbd", -0.5, range(3)),
        ("mingtang-17s", "mingtang", 0.3, range(3)),
    ],
)
def test_resistance_and_weak_cell(model: str, protocol: str, share: float, seeds: range) -> None:
    capacity = make_board(model).pack.cells[0].capacity_ah
    all_errors: list[float] = []
    ranked_first = 0
    for seed in seeds:
        result, true, planted = bench(model, protocol, seed, share * capacity)
        all_errors += errors(result, true)
        ranked_first += result.cells[planted - 1].rank == 1
        assert result.weak_cell == planted
        assert result.cells[planted - 1].grade is Grade.REPLACE
    assert ranked_first == len(seeds)
    assert max(all_errors) < 0.05
    assert median(all_errors) < 0.015


def test_no_cell_of_a_healthy_pack_is_named() -> None:
    for seed in range(5):
        result, _, _ = bench("jbd-13s", "jbd", seed, -8.0, weak=False)
        assert result.weak_cell is None, seed
