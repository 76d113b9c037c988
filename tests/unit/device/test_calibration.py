"""What can be calibrated, which references are believed, whether it helped."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mingtang_desk.core.errors import DeviceError, OutOfRangeError, UsageError
from mingtang_desk.device.calibration import (
    RULES,
    CalibrationPoint,
    Target,
    TargetKind,
    Verdict,
    check_conditions,
    check_reference,
    judge_point,
    parse_target,
    reading_of,
)
from mingtang_desk.device.sample import PackSample, Temperature

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
REST = PackSample(
    time=NOW,
    protocol="jbd",
    current_a=0.2,
    cell_v=(3.6, 3.7, 0.0),
    cell_balancing=(False, True, False),
    temperatures=(Temperature(name="cell_1", c=25.0), Temperature(name="cell_2", c=None)),
)
NOTHING = PackSample(time=NOW, protocol="jbd")


@pytest.mark.parametrize(
    "key", ["zero-current", "charge-current", "discharge-current", "cell-1", "cell-32", "ntc-2"]
)
def test_names_come_back(key: str) -> None:
    assert parse_target(key).key == key


@pytest.mark.parametrize(
    "text", ["", "cell", "cell-", "cell-0", "cell-x", "cell--1", "ntc-1000", "zero-current-1", "1"]
)
def test_other_names_are_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_target(text)
    assert caught.value.key == "calibration_target_unknown"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("zero-current", 0.2),
        ("charge-current", 0.2),
        ("discharge-current", -0.2),
        ("cell-2", 3.7),
        ("cell-4", None),
        ("ntc-1", 25.0),
        ("ntc-2", None),
        ("ntc-3", None),
    ],
)
def test_what_the_board_reads(key: str, value: float | None) -> None:
    assert reading_of(parse_target(key), REST) == value


@pytest.mark.parametrize("key", ["zero-current", "discharge-current", "cell-1", "ntc-1"])
def test_what_is_not_reported_cannot_be_calibrated(key: str) -> None:
    assert reading_of(parse_target(key), NOTHING) is None
    with pytest.raises(DeviceError) as caught:
        check_conditions(parse_target(key), NOTHING)
    assert caught.value.key == "calibration_no_reading"


@pytest.mark.parametrize(
    ("key", "current_a", "why"),
    [
        ("zero-current", 1.5, ""),
        ("ntc-1", 20.0, ""),
        ("cell-1", 0.9, ""),
        ("cell-1", None, ""),
        ("cell-1", -1.1, "calibration_current_flows"),
        ("cell-2", 0.0, "calibration_balancing"),
        ("cell-3", 0.0, "calibration_no_reading"),
        ("charge-current", 10.0, ""),
        ("charge-current", 0.85, ""),
        ("charge-current", 0.7, "calibration_no_current"),
        ("charge-current", -10.0, "calibration_no_current"),
        ("discharge-current", -10.0, ""),
        ("discharge-current", 10.0, "calibration_no_current"),
    ],
)
def test_conditions(key: str, current_a: float | None, why: str) -> None:
    sample = replace(REST, current_a=current_a)
    if not why:
        assert check_conditions(parse_target(key), sample) is not None
        return
    with pytest.raises(DeviceError) as caught:
        check_conditions(parse_target(key), sample)
    assert caught.value.key == why


def test_a_board_that_tells_no_balancing_is_taken_at_its_word() -> None:
    sample = replace(REST, cell_balancing=())
    assert check_conditions(parse_target("cell-2"), sample) == 3.7


@pytest.mark.parametrize(
    ("key", "reference", "reading", "why"),
    [
        ("cell-1", 3.7, 3.61, ""),
        ("cell-1", 3.7, 3.59, "calibration_far"),
        ("cell-1", 3650.0, 3.65, "out_of_range"),
        ("cell-1", float("nan"), 3.65, "out_of_range"),
        ("cell-1", float("inf"), 3.65, "out_of_range"),
        ("cell-1", 3.65, float("nan"), "calibration_far"),
        ("zero-current", 0.0, 1.9, ""),
        ("zero-current", 0.0, -2.1, "calibration_far"),
        ("zero-current", 0.5, 0.5, "out_of_range"),
        ("charge-current", 10.0, 11.9, ""),
        ("charge-current", 10.0, 12.1, "calibration_far"),
        ("discharge-current", -10.0, 10.0, "out_of_range"),
        ("discharge-current", 0.5, 0.5, "out_of_range"),
        ("ntc-1", 25.0, 34.9, ""),
        ("ntc-1", 25.0, 35.1, "calibration_far"),
    ],
)
def test_references_that_cannot_be_true_are_refused(
    key: str, reference: float, reading: float, why: str
) -> None:
    if not why:
        check_reference(parse_target(key), reference, reading)
        return
    with pytest.raises(OutOfRangeError) as caught:
        check_reference(parse_target(key), reference, reading)
    assert caught.value.key == why
    assert caught.value.message


def test_tolerances_grow_with_a_current() -> None:
    rule = RULES[TargetKind.CHARGE]
    assert rule.tolerance_of(1.0) == 0.03
    assert rule.tolerance_of(100.0) == 0.5
    assert RULES[TargetKind.CELL].tolerance_of(4.0) == 0.003


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (0.02, 0.002, Verdict.GOOD),
        (0.001, -0.001, Verdict.GOOD),
        (0.02, -0.01, Verdict.IMPROVED),
        (0.02, 0.0195, Verdict.UNCHANGED),
        (0.02, 0.04, Verdict.WORSE),
        (0.02, None, Verdict.UNKNOWN),
    ],
)
def test_how_it_ended(before: float, after: float | None, verdict: Verdict) -> None:
    assert judge_point(before, after, 0.003) is verdict
    point = CalibrationPoint(
        target=Target(TargetKind.CELL, 1),
        reference=3.6,
        before=3.6 + before,
        reference_after=3.61,
        after=None if after is None else 3.61 + after,
        unit="V",
        tolerance=0.003,
        time=NOW,
    )
    assert point.verdict is verdict
    assert point.error_before == pytest.approx(before)
    if after is not None:
        assert point.error_after == pytest.approx(after)
