"""Kept checks read back, whole or spoilt; readings; texts; the small statistics."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from mingtang_desk.device.sample import PackSample, SampleQuality, Temperature
from mingtang_desk.diagnosis.bench_check import Phase
from mingtang_desk.diagnosis.bench_json import result_json
from mingtang_desk.diagnosis.bench_reading import Grade, Remark, reading_of
from mingtang_desk.diagnosis.bench_stored import stored_check
from mingtang_desk.diagnosis.bench_texts import GRADES, PHASES, REMARKS, remark_text
from mingtang_desk.diagnosis.bench_verdict import result_of
from mingtang_desk.diagnosis.robust import Curve, hodges_lehmann, line, settling, spread, step_of
from tests.unit.diagnosis.packs import PaperPack, cells, checked, step_load


def body() -> dict[str, object]:
    found = result_of(checked(PaperPack(cells(c5=(1.8, 1.8)), step_load(-4.0))))
    loaded = json.loads(json.dumps(result_json(found)))
    assert isinstance(loaded, dict)
    return loaded


def test_a_kept_check_is_read_back() -> None:
    check = stored_check(body())
    assert check is not None
    assert check.weak_cell == 5
    assert check.grade is Grade.REPLACE
    assert check.ranked[0].number == 5
    assert check.ranked[0].remarks[0].words().startswith("Check its sense wire")
    assert len(check.curve_t_s) == len(check.curve_v) == len(check.curve_a)
    assert check.steps == ("on", "off")


def test_what_is_spoilt_is_unknown() -> None:
    assert stored_check({}) is None
    spoilt = body() | {
        "grade": "splendid",
        "weak_cell": True,
        "load_a": "many",
        "soc_pct": 1e12,
        "steps": ["on", 3],
        "cells": [{"cell": -1, "remarks": "none"}, "x"],
        "curve": {"t_s": [0, 1], "current_a": [0], "cell_v": [[1], 7]},
        "notes": [
            {"key": "gap", "values": {"seconds": "x"}, "text": "as it was"},
            {"key": "from_the_future", "text": "later"},
            {"key": "gap", "values": 5, "text": "kept"},
        ],
    }
    check = stored_check(spoilt)
    assert check is not None
    assert check.grade is Grade.NOT_ENOUGH_DATA
    assert (check.weak_cell, check.load_a, check.soc_pct) == (None, None, None)
    assert check.steps == ("on",)
    assert [cell.number for cell in check.cells] == [1, 2]
    assert check.cells[0].remarks == ()
    assert (check.curve_t_s, check.curve_v, check.curve_a) == ((), (), ())
    assert [note.words() for note in check.notes] == ["as it was", "later", "kept"]
    assert stored_check(spoilt | {"curve": 3}) is not None


def test_every_text_can_be_filled() -> None:
    assert set(PHASES) == set(Phase)
    assert set(GRADES) == set(Grade)
    assert "2, 3" in remark_text(Remark(key="balancing", values={"cells": (2, 3)}))
    values = {
        **dict.fromkeys(("current_a", "need_a", "load_a", "seconds", "celsius", "percent"), 1.0),
        **{"millivolts": 1.0, "protections": ("a",), "cells": [1], "first": 1, "second": 2},
        "reason": "why",
    }
    for key in REMARKS:
        assert "{" not in remark_text(Remark(key=key, values=values)), key


def sample(**changes: object) -> PackSample:
    values: dict[str, object] = {
        "time": datetime(2026, 1, 1, tzinfo=UTC),
        "protocol": "jbd",
        "current_a": -1.0,
        "cell_v": (3.6, 0.0, 3.7),
        "cell_balancing": (False, True, False),
        "soc_pct": 50.0,
        "full_ah": 20.0,
        "temperatures": (
            Temperature(name="board", c=40.0),
            Temperature(name="cell_1", c=24.0),
            Temperature(name="cell_2", c=None, state="open"),
            Temperature(name="cell_3", c=26.0),
        ),
    }
    return PackSample(**{**values, **changes})  # type: ignore[arg-type]


def test_a_reading_takes_what_can_be_believed() -> None:
    reading = reading_of(sample(), 5.0)
    assert reading.cell_v == (3.6, None, 3.7)
    assert reading.temperature_c == 25.0
    assert reading.balancing == (2,)
    assert reading.capacity_ah == 20.0
    doubted = SampleQuality(
        implausible=("cell_v.3", "current_a", "soc_pct", "temperature.cell_1", "temperature.cell_3")
    )
    reading = reading_of(sample(quality=doubted), 5.0)
    assert reading.cell_v == (3.6, None, None)
    assert (reading.current_a, reading.soc_pct, reading.temperature_c) == (None, None, None)
    all_bad = reading_of(sample(quality=SampleQuality(implausible=("cell_v",))), 5.0)
    assert all_bad.cell_v == (None, None, None)


def test_small_statistics() -> None:
    assert hodges_lehmann([1.0, 1.0, 1.0, 50.0]) == 1.0
    assert spread([1.0, 2.0]) == 0.0
    assert spread([1.0, 2.0, 3.0]) == pytest.approx(1.4826)
    assert step_of([3.652, 3.655, 3.6]) == pytest.approx(0.001)
    assert step_of([]) == pytest.approx(0.0001)
    times = [float(t) for t in range(10)]
    found = Curve(line(), times, 20.0).level([2 * t + 1 for t in times], 0.001)
    assert found.value == pytest.approx(41.0)
    assert found.slope == pytest.approx(2.0)
    import math

    values = [3.0 - 0.5 * math.exp(-t / 4) for t in times]
    curve = Curve(settling(4.0), times, 3.0)
    assert curve.misfit(values) == pytest.approx(0.0, abs=1e-12)
    assert curve.level(values, 0.0).value == pytest.approx(3.0 - 0.5 * math.exp(-3 / 4))
