"""A load that comes and goes by the pack's own time, and cells of known resistance."""

from __future__ import annotations

import math

import pytest

from mingtang_desk.sim.errors import SimOptionError
from mingtang_desk.sim.load import TimedLoad
from mingtang_desk.sim.models import make_board


def test_comes_and_goes() -> None:
    load = TimedLoad(amps=-5.0, after_s=10.0, for_s=20.0, every_s=100.0)
    assert [load.current(t) for t in (0, 9.9, 10, 29.9, 30, 109, 110)] == [0, 0, -5, -5, 0, 0, -5]
    assert load.next_change_s(0) == 10
    assert load.next_change_s(15) == 15
    assert load.next_change_s(40) == 70
    once = TimedLoad(amps=1.0, after_s=0.0, for_s=5.0)
    assert once.current(1e6) == 0.0
    assert math.isinf(once.next_change_s(6))


@pytest.mark.parametrize("model", ["jbd-13s", "mingtang-13s"])
def test_a_board_lives_with_it(model: str) -> None:
    sets = {"load_a": "-5", "load_after_s": "10", "load_for_s": "20"}
    board = make_board(model, sets=sets, speed=10)
    board.advance(0.0)
    before = board.pack.cells[0].soc
    board.advance(0.9)
    assert board.rig.current_a == 0.0
    board.advance(2.0)
    assert board.rig.current_a == -5.0
    board.advance(10.0)
    assert board.rig.current_a == 0.0
    cell = board.pack.cells[0]
    moved_ah = (before - cell.soc) * cell.capacity_ah
    assert moved_ah == pytest.approx(5 * 20 / 3600, rel=1e-6)


def test_resistance_is_what_was_set() -> None:
    board = make_board("jbd-13s", sets={"cell_mohm_2": "7.5"})
    own, other = board.pack.cells[1], board.pack.cells[0]
    assert own.r0_ohm == pytest.approx(0.0075)
    assert own.r1_ohm / other.r1_ohm == pytest.approx(own.r0_ohm / other.r0_ohm)


@pytest.mark.parametrize(
    "sets",
    [
        {"load_a": "-5", "current_a": "-1"},
        {"load_a": "-5", "load_every_s": "100"},
        {"load_a": "x"},
        {"cell_mohm_1": "0"},
        {"cell_mohm_99": "1"},
    ],
)
def test_what_contradicts_itself_is_refused(sets: dict[str, str]) -> None:
    with pytest.raises(SimOptionError):
        make_board("jbd-13s", sets=sets)
