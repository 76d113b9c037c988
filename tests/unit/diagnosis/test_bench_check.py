"""The state machine: what it recognises, what it asks for, when it begins again or ends."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from mingtang_desk.diagnosis.bench_check import BenchCheck, Phase, least_load_a, rest_limit_a
from mingtang_desk.diagnosis.bench_json import progress_json
from tests.unit.diagnosis.packs import PaperPack, cells, checked, reading, step_load


def keys(check: BenchCheck) -> list[str]:
    return [problem.key for problem in check.problems]


def now(check: BenchCheck) -> Phase:
    return check.phase


def feed(check: BenchCheck, times: Iterable[float], amps: float) -> None:
    for at in times:
        check.feed(reading(at, amps))


def at_load(amps: float = -4.0) -> BenchCheck:
    check = BenchCheck()
    feed(check, range(62), 0.0)
    feed(check, range(62, 70), amps)
    assert now(check) is Phase.LOAD
    return check


@pytest.mark.parametrize("amps", [-4.0, 4.0])
def test_walks_through_its_phases(amps: float) -> None:
    seen: list[Phase] = []
    check = BenchCheck()
    assert check.length_s == check.left_s == 60.0
    for one in PaperPack(cells(), step_load(amps)).readings(420):
        check.feed(one)
        if check.phase not in seen[-1:]:
            seen.append(check.phase)
    assert seen == [
        *(Phase.REST, Phase.CONNECT, Phase.LOAD, Phase.DISCONNECT, Phase.RECOVERY, Phase.DONE)
    ]
    assert check.over
    assert check.problems == ()
    assert check.notes == {}
    assert check.load_a == amps


def test_says_what_is_left() -> None:
    check = BenchCheck()
    feed(check, (0.0, 20.0 - 11, 18.0), 0.0)
    assert check.left_s == pytest.approx(42.0)
    feed(check, range(19, 62), 0.0)
    assert now(check) is Phase.CONNECT
    assert check.left_s is None
    assert check.load_a is None
    assert check.sag_v == ()
    assert progress_json(check)["left_s"] is None


def test_a_current_while_resting_begins_it_anew() -> None:
    check = BenchCheck()
    feed(check, range(50), 0.0)
    feed(check, [50], -1.0)
    assert keys(check) == ["not_at_rest"]
    assert check.readings == []
    feed(check, range(51, 111), 0.0)
    assert now(check) is Phase.REST
    feed(check, [111], 0.0)
    assert now(check) is Phase.CONNECT


def test_a_small_offset_is_rest() -> None:
    check = BenchCheck()
    feed(check, range(62), 0.09)
    assert now(check) is Phase.CONNECT
    assert rest_limit_a(280.0) == pytest.approx(0.84)
    assert least_load_a(280.0) == pytest.approx(5.6)
    assert least_load_a(None) == check.least_load_a == 0.5


def test_a_protection_keeps_it_from_beginning() -> None:
    check = BenchCheck()
    check.feed(reading(0, protections=("cell_ov",)))
    assert keys(check) == ["protection_active"]
    feed(check, range(1, 63), 0.0)
    assert now(check) is Phase.CONNECT


def test_a_protection_under_load_ends_it() -> None:
    check = at_load()
    check.feed(reading(70, 0.0, protections=("cell_uv",)))
    assert now(check) is Phase.FAILED
    assert check.failure is not None
    assert check.failure.key == "protection"
    check.feed(reading(71))
    check.fail("cancelled")
    assert check.failure.key == "protection"


def test_a_load_too_small_is_told_and_spoils_the_rest_in_time() -> None:
    check = BenchCheck()
    feed(check, range(62), 0.0)
    feed(check, [62], -0.3)
    assert keys(check) == ["load_too_small"]
    feed(check, [63], 0.0)
    assert now(check) is Phase.CONNECT
    feed(check, range(64, 76), -0.3)
    assert keys(check) == ["rest_spoiled"]
    feed(check, [76], -5.0)
    assert keys(check) == ["rest_spoiled"]
    feed(check, [77], 0.0)
    assert now(check) is Phase.REST
    assert check.readings == []


def test_nobody_connects_or_removes_the_load() -> None:
    check = BenchCheck()
    feed(check, range(0, 700, 5), 0.0)
    assert check.failure is not None
    assert check.failure.key == "no_load"
    check = at_load()
    feed(check, range(70, 900, 5), -4.0)
    assert check.failure is not None
    assert check.failure.key == "load_stays"


def test_a_load_that_ends_early_begins_anew_and_a_shorter_one_is_noted() -> None:
    check = at_load()
    feed(check, range(70, 100), -4.0)
    feed(check, [100], 0.0)
    assert now(check) is Phase.REST
    assert keys(check) == ["load_ended_early"]
    check = at_load()
    feed(check, range(70, 160), -4.0)
    feed(check, [160], 0.0)
    assert now(check) is Phase.RECOVERY
    assert check.notes["load_short"].values["seconds"] == 98


def test_a_load_that_falls_but_does_not_go() -> None:
    check = at_load()
    feed(check, range(70, 160), -4.0)
    feed(check, [160], -1.0)
    assert now(check) is Phase.DISCONNECT
    assert keys(check) == ["current_remains"]
    feed(check, [161], -0.9)
    assert keys(check) == ["current_remains"]
    feed(check, [162], -3.9)
    assert keys(check) == []
    feed(check, [163], 0.0)
    assert now(check) is Phase.RECOVERY


def test_an_inrush_is_not_the_load() -> None:
    check = BenchCheck()
    feed(check, range(62), 0.0)
    feed(check, [62], -30.0)
    feed(check, range(63, 90), -4.0)
    assert now(check) is Phase.LOAD
    assert check.load_a == -4.0


def test_an_unsteady_load_and_a_small_sag_are_told() -> None:
    check = at_load()
    feed(check, range(70, 100), -4.0)
    assert keys(check) == ["sag_too_small"]
    feed(check, [100], -3.0)
    assert keys(check) == ["load_unsteady", "sag_too_small"]


def test_a_dead_cell_has_no_sag() -> None:
    check = BenchCheck()
    for at in range(62):
        check.feed(reading(at, cell_v=(None, 3.65, 3.65)))
    for at in range(62, 90):
        check.feed(reading(at, -4.0, cell_v=(None, 3.60, 3.60)))
    assert check.sag_v[0] is None
    assert check.sag_v[1] == pytest.approx(0.05)
    assert keys(check) == []
    nothing = BenchCheck()
    for at in range(90):
        nothing.feed(reading(at, -4.0 if at > 61 else 0.0, cell_v=(None,)))
    assert nothing.problems == ()


def test_a_current_in_the_recovery_ends_it_there() -> None:
    check = checked(PaperPack(cells(), step_load(-4.0)), seconds=260)
    assert now(check) is Phase.RECOVERY
    check.feed(reading(261, -3.0, cell_v=check.readings[-1].cell_v))
    assert now(check) is Phase.DONE
    assert check.notes["recovery_short"].values["seconds"] == pytest.approx(66)


def test_gaps() -> None:
    check = BenchCheck()
    feed(check, [*range(30), 45], 0.0)
    assert check.left_s == 60.0
    feed(check, range(46, 106), 0.0)
    assert now(check) is Phase.CONNECT
    feed(check, [130], 0.0)
    assert now(check) is Phase.REST
    check = at_load()
    feed(check, [95], -4.0)
    assert check.notes["gap"].values["seconds"] == 26


def test_what_the_board_does_not_tell_ends_it() -> None:
    check = BenchCheck()
    check.feed(reading(0, cell_v=()))
    assert check.failure is not None
    assert check.failure.key == "cells_unknown"
    check = BenchCheck()
    check.feed(reading(0))
    check.feed(reading(1, cell_v=(3.6,)))
    assert check.failure is not None
    assert check.failure.key == "cells_changed"
    check = BenchCheck()
    for at in range(4):
        check.feed(reading(at, None))
    assert keys(check) == ["current_unsure"]
    check.feed(reading(4))
    for at in range(5, 10):
        check.feed(reading(at, None))
    assert check.failure is not None
    assert check.failure.key == "current_unknown"


def test_a_reading_that_is_not_later_is_left_out() -> None:
    check = BenchCheck()
    check.feed(reading(5))
    check.feed(reading(5, -9.0))
    check.feed(reading(4, -9.0))
    assert len(check.readings) == 1


def test_balancing_is_noted_once_it_counts() -> None:
    check = BenchCheck()
    check.feed(reading(0, balancing=(2,)))
    assert check.notes == {}
    check.feed(reading(1, balancing=(2,)))
    check.feed(reading(2, balancing=(3,)))
    assert check.notes["balancing"].values == {"cells": (2,)}


def test_the_load_may_be_on_already() -> None:
    check = BenchCheck(loaded=True)
    assert now(check) is Phase.CONNECT
    feed(check, range(3), -0.3)
    assert keys(check) == ["load_too_small"]
    feed(check, range(3, 130), -4.0)
    assert now(check) is Phase.DISCONNECT
    feed(check, [150], -4.0)
    assert "gap" in check.notes
    alone = BenchCheck(loaded=True)
    feed(alone, [0, 20], 0.0)
    assert now(alone) is Phase.CONNECT
    assert "gap" in alone.notes
    feed(alone, [21], -4.0)
    assert alone.sag_v == (0.0, 0.0, 0.0, 0.0)


def test_it_can_be_taken_back() -> None:
    check = BenchCheck()
    check.refuse("too_few_readings")
    assert now(check) is Phase.FAILED
    assert check.failure is not None
