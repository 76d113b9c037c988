"""Resistances against what the cells really have, ranking, grades, and when none is given."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from mingtang_desk.diagnosis.bench_check import BenchCheck
from mingtang_desk.diagnosis.bench_json import (
    evidence,
    findings_json,
    method,
    progress_json,
    result_json,
)
from mingtang_desk.diagnosis.bench_measure import CellMeasure, Measures, Ohms
from mingtang_desk.diagnosis.bench_reading import BenchReading, Grade
from mingtang_desk.diagnosis.bench_verdict import BenchResult, judge, result_of
from tests.unit.diagnosis.packs import PaperCell, PaperPack, cells, checked, step_load


def result(pack: PaperPack, *, seconds: float = 420.0, loaded: bool = False) -> BenchResult:
    return result_of(checked(pack, seconds=seconds, loaded=loaded))


def truth(cell: PaperCell) -> float:
    return cell.r0 + cell.r1 * (1 - math.exp(-10 / cell.tau))


def notes(found: BenchResult) -> list[str]:
    return [note.key for note in found.notes]


def remarks(found: BenchResult, number: int) -> list[str]:
    return [remark.key for remark in found.cells[number - 1].remarks]


@pytest.mark.parametrize("amps", [-4.0, 4.0])
def test_measures_what_the_cells_have(amps: float) -> None:
    pack = PaperPack(cells(c5=(1.8, 1.8)), step_load(amps))
    true = [truth(cell) for cell in pack.cells]
    found = result(pack)
    for verdict, ohms in zip(found.cells, true, strict=True):
        own = verdict.measure.resistance
        assert own is not None
        # The paper pack is read at the very moment of the step, half a second off at worst.
        assert own.value == pytest.approx(ohms, rel=0.03)
        assert abs(own.value - ohms) < 4 * own.sigma
    assert found.weak_cell == 5
    assert found.grade is Grade.REPLACE
    assert found.cells[4].rank == 1
    assert [v.grade for v in found.cells if v.measure.number != 5] == [Grade.OK] * 7
    assert notes(found) == []
    assert found.measures.load_a == pytest.approx(amps)
    sag = found.cells[0].measure.sag_v
    assert sag is not None
    assert sag > 0.02


def test_no_cell_is_named_in_a_healthy_pack() -> None:
    found = result(PaperPack(cells(), step_load(-4.0)))
    assert found.weak_cell is None
    assert found.grade is Grade.OK
    assert findings_json(found)[0]["grade"] == "ok"


def test_watch_lies_before_replace() -> None:
    found = result(PaperPack(cells(c2=(1.3, 1.3)), step_load(-4.0)))
    assert found.cells[1].grade is Grade.WATCH
    assert remarks(found, 2) == ["check_tap_first"]


def test_two_weak_cells_do_not_hide_each_other() -> None:
    found = result(PaperPack(cells(6, c2=(3, 3), c5=(2.5, 2.5)), step_load(-4.0)))
    grades = [verdict.grade for verdict in found.cells]
    assert grades == [Grade.OK, Grade.REPLACE, Grade.OK, Grade.OK, Grade.REPLACE, Grade.OK]
    assert found.weak_cell == 2


def test_a_contact_grows_at_once_and_a_tap_takes_from_its_neighbour() -> None:
    found = result(PaperPack(cells(c3=(2, 1)), step_load(-4.0)))
    assert remarks(found, 3) == ["contact_first"]
    found = result(PaperPack(cells(c3=(1.5, 1), c4=(0.5, 1)), step_load(-4.0)))
    assert remarks(found, 3) == remarks(found, 4) == ["tap_between"]
    found = result(PaperPack(cells(c8=(0.4, 0.4)), step_load(-4.0)))
    assert remarks(found, 8) == ["low_check_tap", "end_cell"]
    assert found.weak_cell is None
    assert found.grade is Grade.WATCH
    found = result(PaperPack(cells(c1=(2, 2)), step_load(-4.0)))
    assert remarks(found, 1) == ["check_tap_first", "end_cell"]


def test_a_load_too_small_gives_no_good_marks() -> None:
    found = result(PaperPack(cells(), step_load(-0.5), capacity=None, noise=0.003))
    assert found.grade is Grade.NOT_ENOUGH_DATA
    assert remarks(found, 1) == ["too_coarse"]
    assert found.weak_cell is None


def test_a_dead_wire_is_not_measured_and_few_cells_are_not_judged() -> None:
    def without(reading: BenchReading) -> BenchReading:
        return replace(reading, cell_v=(None, *reading.cell_v[1:]))

    found = result(PaperPack(cells(), step_load(-4.0), change=without))
    assert found.cells[0].grade is Grade.NOT_ENOUGH_DATA
    assert found.cells[0].rank is None
    assert remarks(found, 1) == ["cell_not_measured"]
    assert found.grade is Grade.OK
    assert evidence(found.cells[0], found.measures).startswith("No believable")
    assert findings_json(found)[0]["cell"] == 1
    found = result(PaperPack(cells(2), step_load(-4.0)))
    assert found.grade is Grade.NOT_ENOUGH_DATA
    assert remarks(found, 2) == ["too_few_cells"]
    assert found.cells[0].rank is not None


def test_the_removal_alone_is_enough() -> None:
    found = result(PaperPack(cells(c2=(2, 2)), step_load(-4.0, -1.0)), loaded=True)
    assert notes(found) == ["on_unseen"]
    assert found.weak_cell == 2
    assert found.cells[1].measure.on is None
    assert found.cells[1].measure.sag_v is None
    assert found.measures.load_a == pytest.approx(-4.0)
    assert result_json(found)["steps"] == ["off"]
    assert "load on and off" in method(("on", "off"))
    assert "load off alone" in method(("off",))
    assert "load on alone" in method(("on",))


def test_the_beginning_alone_is_enough() -> None:
    def lost(reading: BenchReading) -> BenchReading | None:
        return None if 190 < reading.at_s < 208 else reading

    found = result(PaperPack(cells(c2=(2, 2)), step_load(-4.0), change=lost))
    assert "off_unseen" in notes(found)
    assert found.weak_cell == 2
    assert found.cells[1].measure.slow is None
    assert remarks(found, 2) == ["check_tap_first"]
    check = checked(PaperPack(cells(), step_load(-4.0, 70, 900)), seconds=220)
    found = result_of(check)  # the load never went
    assert "off_unseen" in notes(found)


def test_no_step_at_all_is_no_result() -> None:
    with pytest.raises(ValueError, match="no load"):
        result_of(BenchCheck())

    def lost(reading: BenchReading) -> BenchReading | None:
        return None if 66 < reading.at_s < 75 or 190 < reading.at_s < 208 else reading

    with pytest.raises(ValueError, match="no step"):
        result(PaperPack(cells(), step_load(-4.0), change=lost))


def test_a_wild_load_is_none() -> None:
    def wild(t: float) -> float:
        return 0.0 if not 70 <= t < 195 else -4.0 + 1.9 * (-1) ** int(t)

    with pytest.raises(ValueError, match="no step"):
        result(PaperPack(cells(), wild))


def test_a_lamp_that_warms_up_and_a_ramp_that_is_slow() -> None:
    def lamp(t: float) -> float:
        return 0.0 if not 70 <= t < 195 else -6.0 if t < 72 else -4.0

    found = result(PaperPack(cells(c2=(2, 2)), lamp))
    assert found.weak_cell == 2
    assert "load_varied" in notes(found)

    def ramp(t: float) -> float:
        return 0.0 if not 69 <= t < 195 else -0.3 if t < 70 else -1.0 if t < 71 else -4.0

    def slow_end(t: float) -> float:
        return -0.5 if 195 <= t < 197 else ramp(t)

    found = result(PaperPack(cells(c2=(2, 2)), slow_end))
    assert found.weak_cell == 2
    assert found.cells[0].measure.resistance is not None


def test_conditions_are_told() -> None:
    def cold(reading: BenchReading) -> BenchReading:
        return replace(reading, temperature_c=2.0 + reading.at_s / 100, soc_pct=8.0)

    assert notes(result(PaperPack(cells(), step_load(-4.0), change=cold))) == [
        "temperature_extreme",
        "temperature_moved",
        "soc_extreme",
    ]

    def unknown(reading: BenchReading) -> BenchReading:
        return replace(reading, temperature_c=None, soc_pct=None)

    found = result(PaperPack(cells(), step_load(-4.0), change=unknown))
    assert notes(found) == ["temperature_unknown", "soc_unknown"]
    assert "? °C, SOC ? %" in evidence(found.cells[0], found.measures)
    slow = result(PaperPack(cells(), step_load(-4.0), every=4.0))
    assert "few_readings" in notes(slow)


def test_a_short_recovery_takes_nothing_out() -> None:
    check = checked(PaperPack(cells(), step_load(-4.0)), seconds=260)
    short = replace(check.readings[-1], at_s=261.0, current_a=-3.0)
    check.feed(short)
    found = result_of(check)
    assert found.cells[0].measure.slow is None
    assert found.cells[0].measure.resistance is not None
    assert "recovery_short" in notes(found)
    pack = PaperPack(cells(), step_load(-4.0))
    check = checked(pack, seconds=197)
    check.feed(replace(check.readings[-1], at_s=198.0, current_a=-3.0))
    assert "off_unseen" in notes(result_of(check))


def test_a_coarse_converter_is_seen() -> None:
    found = result(PaperPack(cells(), step_load(-4.0), step=0.005, noise=0.002))
    assert found.measures.step_v == pytest.approx(0.005)


def test_a_reading_without_current_is_left_out() -> None:
    def blind(reading: BenchReading) -> BenchReading:
        return replace(reading, current_a=None) if reading.at_s in (100, 101) else reading

    found = result(PaperPack(cells(c2=(2, 2)), step_load(-4.0), change=blind))
    assert found.weak_cell == 2


def made(values: dict[int, float | None], sigma: float = 1e-6) -> Measures:
    return Measures(
        cells=tuple(
            CellMeasure(
                number=number,
                resistance=None if value is None else Ohms(value=value, sigma=sigma),
            )
            for number, value in values.items()
        ),
        load_a=None,
        on_seen=True,
        off_seen=True,
        step_v=0.001,
        load_spread=0.0,
        load_s=120.0,
        temperature_c=25.0,
        temperature_rise_c=0.0,
        soc_pct=50.0,
        interval_s=1.0,
    )


def test_judging_alone() -> None:
    verdicts = judge(made({1: 0.001, 2: 0.001, 3: 0.001, 4: 0.004}))
    assert [v.grade for v in verdicts] == [Grade.OK] * 3 + [Grade.REPLACE]
    backwards = judge(made({1: -0.001, 2: -0.001, 3: -0.001}))
    assert {v.grade for v in backwards} == {Grade.NOT_ENOUGH_DATA}
    assert judge(made({1: None, 2: None}))[0].rank is None
    half = judge(made({1: 0.001, 2: 0.001, 3: 0.01, 4: 0.012}))
    assert [v.rank for v in half] == [3, 4, 2, 1]
    measures = made({1: 0.001})
    assert "ΔI ? A" in evidence(judge(measures)[0], measures)


def test_the_result_as_json() -> None:
    found = result(PaperPack(cells(c5=(1.8, 1.8)), step_load(-4.0)))
    body = result_json(found)
    assert body["weak_cell"] == 5
    rows = body["cells"]
    assert isinstance(rows, list)
    assert rows[4]["rank"] == 1
    assert rows[4]["recovered_mv"] == pytest.approx(rows[4]["sag_mv"] - rows[4]["left_mv"], abs=0.2)
    assert findings_json(found)[0]["cell"] == 5
    curve = body["curve"]
    assert isinstance(curve, dict)
    assert len(curve["t_s"]) == len(curve["cell_v"]) <= 400
    assert result_json(replace(found, curve=()))["curve"] == {
        "t_s": [],
        "current_a": [],
        "cell_v": [],
    }
    check = checked(PaperPack(cells(), step_load(-4.0)), seconds=100)
    assert progress_json(check)["phase"] == "load"
