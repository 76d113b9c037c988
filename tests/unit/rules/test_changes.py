"""What may be written over a set: errors that a change touches block, others do not."""

from datetime import UTC, datetime

import pytest

from mingtang_desk.core.errors import OutOfRangeError, UnsupportedError
from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.model import DeviceModel
from mingtang_desk.device.sample import PackInfo, PackSample
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.rules.changes import check_all, judge_changes
from mingtang_desk.rules.facts import CHEMISTRIES, NOTHING, Facts, Known
from mingtang_desk.rules.pack import known_pack
from tests.unit.clock import FakeClock
from tests.unit.rules.sane import MANUAL_17S


def test_the_manuals_own_set_is_valid() -> None:
    assert check_all(MANUAL_17S, SETTINGS, {}, {}) == MANUAL_17S


def test_the_rated_current_is_shown_only() -> None:
    with pytest.raises(UnsupportedError, match="rated_current_a is shown only"):
        check_all({"rated_current_a": 45}, SETTINGS, {}, {})


def test_an_unknown_key_and_one_wrong_value_refuse_all() -> None:
    with pytest.raises(UnsupportedError, match="cell_xyz"):
        check_all({"cell_ovp_v": 4.2, "cell_xyz": 1}, SETTINGS, {}, {})
    with pytest.raises(OutOfRangeError):
        check_all({"cell_ovp_v": 4.2, "cell_ovr_v": 9}, SETTINGS, {}, {})


def test_what_stood_before_counts_but_old_contradictions_do_not_block() -> None:
    current: dict[str, SettingValue] = {"cell_ovr_v": 4.2, "cell_uvp_v": 3.0, "cell_uvr_v": 2.9}
    with pytest.raises(OutOfRangeError, match="cell_ovp_v"):
        check_all({"cell_ovp_v": 4.2}, SETTINGS, {}, current)
    assert check_all({"cell_ovp_v": 4.25}, SETTINGS, {}, current) == {"cell_ovp_v": 4.25}


def test_a_bad_set_can_be_mended_one_step_after_the_other() -> None:
    bad: dict[str, SettingValue] = {
        **MANUAL_17S, **{"cell_ovp_v": 4.45, "cell_uvp_v": 1.5, "cell_uvr_v": 3.0},
    }  # fmt: skip
    assert len([each for each in judge_changes({}, bad).standing if each.is_error]) == 2
    first = judge_changes({"cell_ovp_v": 4.2}, bad)
    assert not first.errors
    assert any("cell_uvp_v" in each.keys for each in first.standing if each.is_error)
    # A step that leaves the setting bad is no mending.
    assert judge_changes({"cell_ovp_v": 4.4}, bad).errors
    # Limits of another pack do not forbid mending those of the cells.
    other: dict[str, SettingValue] = {**MANUAL_17S, "pack_ovp_v": 54.6, "pack_ovr_v": 53.0}
    assert not judge_changes({"cell_ovp_v": 4.2}, other).errors


def test_warnings_do_not_block_and_old_ones_are_not_told_again() -> None:
    said = judge_changes({"chg_utp_c": -8}, MANUAL_17S)
    assert not said.errors
    assert [each.rule for each in said.warnings] == ["charge_cold"]
    assert "pack_is_cells" in {each.rule for each in said.standing}
    # The pair has been like this before, and the change does not touch the temperature.
    assert not judge_changes({"balance_start_v": 4.0}, MANUAL_17S).warnings
    assert not judge_changes({"chg_utp_c": -5}, MANUAL_17S).warnings


def test_the_pack_says_what_the_settings_do_not() -> None:
    clock = FakeClock()
    model = DeviceModel("sim://x", clock)
    assert known_pack(model) is NOTHING
    now = datetime(2026, 11, 22, tzinfo=UTC)
    model.apply_sample(PackSample(time=now, protocol="jbd", cell_v=(3.3,) * 16))
    assert known_pack(model) == Known(cell_count=16)
    info = PackInfo(chemistry="lfp", cell_count=8)
    model.apply_sample(PackSample(time=now, protocol="jbd", info=info))
    known = known_pack(model)
    assert known == Known(chemistry="lfp", cell_count=8)
    assert judge_changes({"cell_ovp_v": 4.2}, {}, known).errors
    assert judge_changes({"pack_ovp_v": 58.4}, {}, known).errors
    assert not judge_changes({"cell_ovp_v": 4.2}, {}).errors
    assert judge_changes({"dsg_ocp_1_a": 200}, {}, Known(rated_current_a=40)).errors


@pytest.mark.parametrize(
    ("values", "known", "chemistry"),
    [
        ({}, NOTHING, ""),
        ({"chemistry": "lto"}, Known(chemistry="lfp"), "lto"),
        ({"chemistry": "nimh", "cell_ovp_v": 4.2}, NOTHING, ""),
        ({"chemistry": 3}, NOTHING, ""),
        ({}, Known(chemistry="lmo"), "lmo"),
        ({"cell_ovp_v": 4.2}, NOTHING, "nmc"),
        ({"cell_ovp_v": 3.65}, NOTHING, "lfp"),
        ({"cell_ovp_v": 2.8}, NOTHING, "lto"),
        ({"cell_ovp_v": 3.1}, NOTHING, ""),
        ({"cell_ovp_v": 3.9}, NOTHING, ""),
        ({"cell_count": 16, "pack_ovp_v": 58.4}, NOTHING, "lfp"),
        ({"pack_ovp_v": 58.4}, Known(cell_count=14), "nmc"),
        ({"pack_ovp_v": 58.4}, NOTHING, ""),
        ({"cell_count": 0, "pack_ovp_v": 58.4}, NOTHING, ""),
    ],
)
def test_the_chemistry_is_never_guessed(
    values: dict[str, SettingValue], known: Known, chemistry: str
) -> None:
    facts = Facts(values, known)
    assert facts.chemistry == chemistry
    assert chemistry in ("", *CHEMISTRIES)
