"""What cannot be true is marked and kept; what a pack can do is not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.device.plausibility import (
    CELL_V,
    HOTTEST_C,
    IN_A_ROW,
    InARow,
    PlausibilityCheck,
)
from mingtang_desk.device.sample import (
    PackInfo,
    PackSample,
    Position,
    SampleQuality,
    Temperature,
)

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
CELLS = (3.629,) * 3 + (3.631,) + (3.63,) * 9
REST: dict[str, Any] = {
    "pack_v": 47.18,
    "current_a": 0.0,
    "power_w": 0.0,
    "soc_pct": 50.0,
    "remaining_ah": 25.3,
    "nominal_ah": 50.0,
    "cycles": 162,
    "cell_v": CELLS,
    "cell_min_v": 3.629,
    "cell_max_v": 3.631,
    "cell_delta_v": 0.002,
    "temperatures": (
        Temperature(name="board", c=29.7),
        Temperature(name="ext_1", c=None, state="open"),
    ),
    "info": PackInfo(chemistry="nmc", cell_count=13),
    "quality": SampleQuality(derived=("power_w", "cell_min_v")),
}


def sample(at: float = 0.0, **changes: Any) -> PackSample:
    values = {**REST, **changes}
    return PackSample(time=NOW + timedelta(seconds=at), protocol="jbd", **values)


def cells(**changed: float) -> tuple[float, ...]:
    """The cells of the pack at rest, `c3=4.0` for another third one."""
    return tuple(changed.get(f"c{n}", volts) for n, volts in enumerate(CELLS, 1))


def after(*samples: PackSample) -> tuple[str, ...]:
    """The marks of the last of some samples."""
    check = PlausibilityCheck()
    marked = [check.check(one) for one in samples]
    return marked[-1].quality.implausible


def test_a_pack_at_rest_is_left_alone() -> None:
    check = PlausibilityCheck()
    for second in range(5):
        one = sample(second)
        assert check.check(one) is one
    assert check.confirmed == frozenset()


def test_a_sample_that_says_nothing_is_left_alone() -> None:
    one = PackSample(time=NOW, protocol="tt")
    assert PlausibilityCheck().check(one) is one


@pytest.mark.parametrize(
    ("changes", "marked"),
    [
        ({"soc_pct": 100.1}, "soc_pct"),
        ({"soc_pct": -2330.0}, "soc_pct"),
        ({"soh_pct": 121.0}, "soh_pct"),
        ({"soh_pct": -1.0}, "soh_pct"),
        ({"remaining_ah": -286.0}, "remaining_ah"),
        ({"remaining_ah": 76.1}, "remaining_ah"),
        ({"remaining_ah": 10_001.0, "nominal_ah": None}, "remaining_ah"),
        ({"nominal_ah": 10_001.0, "current_a": None}, "nominal_ah"),
        ({"full_ah": -0.1}, "full_ah"),
        ({"cycles": 30_001}, "cycles"),
        ({"cycles": -1}, "cycles"),
        ({"power_w": None, "pack_v": -0.1, "cell_v": ()}, "pack_v"),
        ({"power_w": None, "pack_v": 65.1, "cell_v": ()}, "pack_v"),
        ({"power_w": None, "pack_v": 1000.1, "cell_v": (), "info": PackInfo()}, "pack_v"),
        ({"power_w": None, "pack_v": 49.7}, "pack_v"),
        ({"power_w": None, "pack_v": 44.7}, "pack_v"),
        ({"position": Position(lat=90.1, lon=0.0)}, "position"),
        ({"position": Position(lat=0.0, lon=-180.1)}, "position"),
        ({"temperatures": (Temperature(name="cell_1", c=-40.1),)}, "temperature.cell_1"),
        ({"temperatures": (Temperature(name="cell_1", c=125.1),)}, "temperature.cell_1"),
        ({"soc_pct": float("nan")}, "soc_pct"),
    ],
)
def test_beyond_a_limit_is_marked_at_once_and_kept(changes: dict[str, Any], marked: str) -> None:
    one = sample(**changes)
    got = PlausibilityCheck().check(one)
    assert got.quality.implausible == (marked,)
    assert got.quality.derived == one.quality.derived
    assert repr(replace(got, quality=one.quality)) == repr(one)


@pytest.mark.parametrize(
    "changes",
    [
        {"soc_pct": 0.0, "soh_pct": 120.0},
        {"soc_pct": 100.0, "soh_pct": 0.0},
        {"remaining_ah": 76.0},
        {"remaining_ah": 100.0, "full_ah": 70.0},
        {"remaining_ah": 0.0},
        {"pack_v": 49.6},
        {"pack_v": 44.9},
        {"pack_v": 65.0, "cell_v": ()},
        {"pack_v": 60.0, "info": PackInfo(cell_count=17)},  # the board shows 13 of its 17 cells
        {"position": Position(lat=-90.0, lon=180.0)},
        {"temperatures": (Temperature(name="a", c=-40.0), Temperature(name="b", c=125.0))},
        {"current_a": -1500.0, "power_w": None},  # 30 times 50 Ah
        {"current_a": 200.0, "power_w": None, "nominal_ah": 5.0, "remaining_ah": 0.5},
        {"current_a": 2000.0, "power_w": None, "nominal_ah": None, "remaining_ah": None},
    ],
)
def test_the_limits_themselves_are_possible(changes: dict[str, Any]) -> None:
    assert after(sample(**changes)) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"current_a": 1501.0},
        {"current_a": -200.1, "nominal_ah": 5.0, "remaining_ah": 0.5},
        {"current_a": 2001.0, "nominal_ah": None, "remaining_ah": None},
    ],
)
def test_an_impossible_current_makes_the_power_of_the_desk_one_too(changes: dict[str, Any]) -> None:
    assert after(sample(**changes)) == ("current_a", "power_w")


def test_a_power_that_a_board_reports_must_be_the_product() -> None:
    reported = SampleQuality()
    assert after(sample(power_w=510.0, current_a=-10.0, quality=reported)) == ()
    assert after(sample(power_w=-1100.0, current_a=20.0, quality=reported)) == ()
    assert after(sample(power_w=1300.0, current_a=20.0, quality=reported)) == ("power_w",)
    assert after(sample(power_w=9.0, current_a=None, quality=reported)) == ()
    assert after(sample(power_w=9.0, pack_v=None, quality=reported)) == ()


@pytest.mark.parametrize("chemistry", ["nmc", "lfp", "lmo", "lto", None, "new"])
def test_a_cell_has_the_highest_voltage_of_its_chemistry(chemistry: str | None) -> None:
    high = CELL_V.get(chemistry or "", 5.0)
    info = PackInfo(chemistry=chemistry)
    plain: dict[str, Any] = {"pack_v": None, "info": info, "cell_max_v": None, "cell_min_v": None}
    plain["cell_delta_v"] = None
    assert after(sample(cell_v=(2.0, high), **plain)) == ()
    assert after(sample(cell_v=(2.0, high + 0.001), **plain)) == ("cell_v.2",)
    assert after(sample(cell_v=(2.0, -0.001), **plain)) == ("cell_v.2",)


def test_a_dead_sense_wire_stays_zero_and_is_found() -> None:
    dead = cells(c7=0.0)
    one = sample(cell_v=dead, cell_min_v=0.0, cell_delta_v=3.631, info=PackInfo(chemistry="nmc"))
    check = PlausibilityCheck()
    for second in range(5):
        got = check.check(replace(one, time=NOW + timedelta(seconds=second)))
        assert got.cell_v == dead
        assert got.quality.implausible == ("cell_v.7", "cell_min_v", "cell_delta_v")
    assert "cell_v.7" in check.confirmed


def test_a_highest_cell_that_cannot_be_true_is_no_highest() -> None:
    high: dict[str, Any] = {
        "cell_v": cells(c2=5.2),
        "cell_max_v": 5.2,
        "pack_v": 48.7,
        "power_w": None,
    }
    assert after(sample(**high)) == ("cell_v.2", "cell_max_v", "cell_delta_v")


def test_cells_of_an_empty_pack_are_no_dead_wires() -> None:
    flat: dict[str, Any] = {
        "cell_v": (0.3, 1.4),
        "pack_v": 1.7,
        "info": PackInfo(),
        "cell_delta_v": None,
    }
    assert after(sample(**flat)) == ()
    assert after(sample(**{**flat, "cell_v": (0.3, 1.6), "pack_v": 1.9})) == ("cell_v.1",)


def test_no_cell_at_all_beside_a_pack_voltage_is_an_array_that_lies() -> None:
    zero: dict[str, Any] = {
        "cell_v": (0.0,) * 13,
        "cell_min_v": 0.0,
        "cell_max_v": 0.0,
        "cell_delta_v": 0.0,
    }
    assert after(sample(**zero)) == ("cell_v",)


def test_marks_of_the_driver_are_kept_and_come_first() -> None:
    quality = SampleQuality(implausible=("cell_v", "soc_pct"))
    got = after(sample(quality=quality, soc_pct=140.0, soh_pct=200.0, pack_v=10.0))
    assert got == ("cell_v", "soc_pct", "soh_pct")  # pack and sum are not compared with such cells


@pytest.mark.parametrize(
    ("before", "then", "marked"),
    [
        ({}, {"soc_pct": 55.5}, ()),
        ({}, {"soc_pct": 55.6}, ("soc_pct",)),
        ({}, {"soc_pct": 44.4}, ("soc_pct",)),
        ({}, {"cycles": 167}, ()),
        ({}, {"cycles": 168}, ("cycles",)),
        ({}, {"cycles": 161}, ("cycles",)),
        ({}, {"temperatures": (Temperature(name="board", c=36.6),)}, ()),
        ({}, {"temperatures": (Temperature(name="board", c=36.8),)}, ("temperature.board",)),
        ({}, {"temperatures": (Temperature(name="mosfet", c=90.0),)}, ()),
        ({"cell_v": ()}, {"cell_v": (), "pack_v": 50.0}, ()),
        ({"cell_v": ()}, {"cell_v": (), "pack_v": 50.1}, ("pack_v", "power_w")),
        (
            {"cell_v": (), "info": PackInfo(), "pack_v": 35.0},
            {"cell_v": (), "info": PackInfo(), "pack_v": 38.6},
            ("pack_v", "power_w"),
        ),
        ({}, {"cell_v": cells(c3=3.84)}, ()),
        ({}, {"cell_v": cells(c3=3.86)}, ("cell_v.3", "cell_delta_v")),
        ({}, {"cell_v": cells(c3=3.40)}, ("cell_v.3", "cell_delta_v")),
    ],
)
def test_a_change_faster_than_a_pack_is_marked(
    before: dict[str, Any], then: dict[str, Any], marked: tuple[str, ...]
) -> None:
    assert after(sample(**before), sample(1.0, **then)) == marked


def test_time_gives_room_for_change() -> None:
    later: dict[str, Any] = {"soc_pct": 80.0, "cell_v": cells(c3=3.9), "temperatures": ()}
    assert set(after(sample(), sample(1.0, **later))) >= {"soc_pct", "cell_v.3"}
    assert after(sample(), sample(60.0, **later)) == ()


def test_a_current_that_is_no_number_gives_no_room() -> None:
    wild: dict[str, Any] = {"current_a": float("nan"), "power_w": None}
    jump: dict[str, Any] = {"cell_v": cells(c3=4.4), "cell_delta_v": None}
    found = after(sample(), sample(1.0, **wild, **jump))
    assert found == ("cell_v.3", "current_a")
    far: dict[str, Any] = {"current_a": 9e9, "power_w": None}
    assert "cell_v.3" in after(sample(), sample(1.0, **far, **jump))


def test_cells_may_sag_with_the_current() -> None:
    sagging = tuple(volts - 0.8 for volts in CELLS)
    loaded: dict[str, Any] = {
        "cell_v": sagging,
        "cell_min_v": 2.829,
        "cell_max_v": 2.831,
        "pack_v": 36.8,
    }
    quiet: dict[str, Any] = {"power_w": None}
    heavy: dict[str, Any] = {"current_a": -60.0, "power_w": None}
    assert len(after(sample(**quiet), sample(1.0, **loaded, **quiet))) > 13
    assert after(sample(**quiet), sample(1.0, **loaded, **heavy)) == ()
    # The board measured the current first, and the cells only after the switch had closed.
    assert after(sample(**quiet), sample(1.0, **heavy), sample(2.0, **loaded, **heavy)) == ()


def test_one_spike_is_marked_and_what_follows_is_not() -> None:
    check = PlausibilityCheck()
    spike: dict[str, Any] = {"soc_pct": 98.0, "cell_v": cells(c5=4.4)}
    marks = [
        check.check(sample(second, **(spike if second == 2 else {}))).quality.implausible
        for second in range(6)
    ]
    assert [bool(mark) for mark in marks] == [False, False, True, False, False, False]
    assert check.confirmed == frozenset()


def test_a_jump_that_stays_is_the_new_level() -> None:
    check = PlausibilityCheck()
    new: dict[str, Any] = {"soc_pct": 98.0, "cell_v": cells(c5=4.4), "temperatures": ()}
    marks = []
    for second in range(1, 8):
        marks.append(check.check(sample(second, **(new if second > 2 else {}))).quality.ok)
        assert not check.confirmed
    assert marks == [True, True, *[False] * (IN_A_ROW - 1), True, True, True]
    # and the old one is a jump from there
    assert "soc_pct" in check.check(sample(8)).quality.implausible


def test_noise_never_becomes_a_level() -> None:
    check = PlausibilityCheck()
    check.check(sample())
    for second, soc in enumerate((90.0, 10.0, 90.0, 10.0, 90.0, 10.0), 1):
        assert "soc_pct" in check.check(sample(second, soc_pct=soc)).quality.implausible
    assert check.confirmed == {"soc_pct"}
    assert check.check(sample(9.0)).quality.ok
    assert not check.confirmed


def test_a_value_beyond_its_limit_is_no_level() -> None:
    check = PlausibilityCheck()
    check.check(sample())
    for second in range(1, 5):
        got = check.check(sample(second, cell_v=cells(c5=6.0), soc_pct=140.0))
        assert {"cell_v.5", "soc_pct"} <= set(got.quality.implausible)
    assert check.check(sample(6.0)).quality.ok


def test_another_number_of_cells_or_another_board_begins_anew() -> None:
    check = PlausibilityCheck()
    check.check(sample())
    other = sample(
        1.0, cell_v=(3.1,) * 4, pack_v=None, cell_min_v=3.1, cell_max_v=3.1, info=PackInfo()
    )
    assert check.check(other).quality.ok
    check.reset()
    assert check.check(sample(2.0, soc_pct=9.0, cycles=1)).quality.ok


def test_a_step_back_in_a_recording_begins_anew() -> None:
    check = PlausibilityCheck()
    check.check(sample(100.0))
    assert check.check(sample(10.0, soc_pct=90.0)).quality.ok
    assert not check.check(sample(11.0, soc_pct=50.0)).quality.ok


def test_two_samples_of_one_instant_have_no_room_but_the_step() -> None:
    assert after(sample(soc_pct=50.0), sample(soc_pct=55.0)) == ()
    assert after(sample(soc_pct=50.0), sample(soc_pct=55.1)) == ("soc_pct",)


def test_what_is_missing_for_a_while_keeps_its_level() -> None:
    gone: dict[str, Any] = {"soc_pct": None, "cell_v": (), "cell_min_v": None, "cell_max_v": None}
    marks = after(sample(), sample(1.0, **gone, current_a=None), sample(2.0, soc_pct=90.0))
    assert marks == ("soc_pct",)


def test_in_a_row_counts_without_a_break() -> None:
    row = InARow(2)
    assert row.update(["a", "b"]) == frozenset()
    assert row.update(["a"]) == {"a"}
    assert row.update([]) == frozenset()
    assert row.update(["a", "b"]) == frozenset()


_volts = st.floats(min_value=-10, max_value=70) | st.just(float("nan"))


@given(
    st.lists(
        st.tuples(
            st.floats(min_value=0, max_value=5),
            st.lists(_volts, max_size=6),
            _volts,
            _volts,
            st.integers(min_value=0, max_value=70_000),
            st.floats(min_value=-300, max_value=300),
        ),
        max_size=8,
    )
)
def test_any_stream_keeps_its_values_and_never_raises(
    stream: list[tuple[float, list[float], float, float, int, float]],
) -> None:
    check, at = PlausibilityCheck(), 0.0
    for wait, volts, pack, soc, cycles, warm in stream:
        at += wait
        one = sample(
            at,
            cell_v=tuple(volts),
            pack_v=pack,
            soc_pct=soc,
            cycles=cycles,
            current_a=soc,
            temperatures=(Temperature(name="board", c=warm),),
        )
        got = check.check(one)
        assert repr(replace(got, quality=one.quality)) == repr(one)
        found = got.quality.implausible
        assert len(set(found)) == len(found)
        assert ("temperature.board" in found) or -40.0 <= warm <= HOTTEST_C
        assert check.confirmed <= set(found)
