"""Single rules at their edges, the words of findings, and what a file may hold besides numbers."""

import string

import pytest

from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.protocols.jbd.specs import SPECS
from mingtang_desk.rules.book import RULES, lint
from mingtang_desk.rules.finding import Severity
from mingtang_desk.rules.values import lint_set

ALL = {**SETTINGS, **SPECS}


def rules_of(values: dict[str, SettingValue], severity: Severity) -> set[str]:
    return {finding.rule for finding in lint(values) if finding.severity is severity}


def test_rules_have_words_reason_and_source() -> None:
    assert len({rule.key for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert set(rule.key) <= set(string.ascii_lowercase + "_")
        assert rule.title
        assert rule.reason.endswith(".")
        assert rule.source


@pytest.mark.parametrize(
    ("high", "low", "loose"),
    [
        ("cell_ovp_v", "cell_ovr_v", False),
        ("cell_uvr_v", "cell_uvp_v", False),
        ("pack_ovp_v", "pack_uvp_v", False),
        ("mos_otp_c", "mos_otr_c", False),
        ("chg_utr_c", "chg_utp_c", False),
        ("board_otr_c", "board_utr_c", False),
        ("secondary_ovp_v", "pack_ovp_v", True),
        ("pack_uvp_v", "secondary_uvp_v", True),
        ("cell_secondary_ovp_v", "cell_ovp_v", True),
        ("cell_uvp_v", "cell_secondary_uvp_v", True),
    ],
)
def test_pairs(high: str, low: str, loose: bool) -> None:
    wanted = "secondary" if loose else "order"
    assert wanted not in rules_of({high: 3.1, low: 3.0}, Severity.ERROR)
    assert (wanted in rules_of({high: 3.0, low: 3.0}, Severity.ERROR)) is not loose
    assert (wanted in rules_of({high: 3.0, low: 3.0}, Severity.WARNING)) is loose
    (finding,) = (each for each in lint({high: 3.0, low: 3.1}) if each.rule == wanted)
    assert finding.keys == (high, low)
    assert finding.values == (3.0, 3.1)
    assert f"{high} (3) must" in finding.text
    assert f"{low} (3.1)" in finding.text


@pytest.mark.parametrize(
    ("values", "rule", "severity"),
    [
        ({"chemistry": "lfp", "cell_ovp_v": 3.75}, "cell_ovp_high", None),
        ({"chemistry": "lfp", "cell_ovp_v": 3.78}, "cell_ovp_high", Severity.WARNING),
        ({"chemistry": "lfp", "cell_ovp_v": 3.81}, "cell_ovp_high", Severity.ERROR),
        ({"chemistry": "nmc", "chg_utp_c": 0}, "charge_cold", None),
        ({"chemistry": "nmc", "chg_utp_c": -10}, "charge_cold", Severity.WARNING),
        ({"chemistry": "nmc", "chg_utp_c": -11}, "charge_cold", Severity.ERROR),
        ({"chemistry": "lto", "chg_utp_c": -30}, "charge_cold", None),
        ({"chg_utp_c": -30}, "charge_cold", Severity.WARNING),
        ({"cell_ovp_v": 3.9, "chg_utp_c": -30}, "charge_cold", Severity.ERROR),
        ({"rated_current_a": 0, "chg_ocp_1_a": 40}, "above_rating", None),
        ({"rated_current_a": 40, "chg_ocp_1_a": 40}, "above_rating", None),
        ({"cell_ovp_delay_s": 0}, "voltage_delay_none", Severity.ERROR),
        ({"chg_ocp_1_delay_s": 0}, "current_delay_none", Severity.ERROR),
        ({"rated_current_a": 40, "dsg_ocp_1_a": 79, "dsg_ocp_1_delay_s": 10}, "above_rating",
         Severity.WARNING),
        ({"rated_current_a": 100, "dsg_ocp_1_a": 300, "dsg_ocp_1_delay_s": 5}, "above_rating",
         Severity.WARNING),
        ({"rated_current_a": 40, "dsg_ocp_1_a": 61, "dsg_ocp_1_delay_s": 60}, "above_rating",
         Severity.ERROR),
        ({"scp_a": 100, "dsg_ocp_1_a": 90}, "short_circuit", Severity.WARNING),
        ({"scp_a": 200, "dsg_ocp_1_a": 90}, "short_circuit", None),
        ({"scp_a": 200}, "short_circuit", None),
        ({"dsg_ocp_1_a": 90}, "short_circuit", None),
        ({"nominal_ah": 50, "full_ah": 62}, "capacity", Severity.WARNING),
        ({"nominal_ah": 0, "full_ah": 62}, "capacity", None),
        ({"x_jbd_shunt_mohm": 0.25, "scp_a": 60}, "shunt", Severity.WARNING),
        ({"x_jbd_shunt_mohm": 1, "scp_a": 202}, "shunt", None),
        ({"x_jbd_cell_full_v": 3.5, "x_jbd_cell_90_pct_v": 3.5}, "soc_curve", None),
        ({"x_jbd_cell_100_pct_v": 3.4, "x_jbd_cell_90_pct_v": 3.5}, "soc_curve", Severity.ERROR),
        ({"x_jbd_cell_empty_v": 2.4, "cell_uvp_v": 2.5}, "soc_ends", Severity.WARNING),
        ({"cell_uvp_v": 2.5, "cell_uvr_v": 3.0, "balance_start_v": 2.9}, "balance_range",
         Severity.WARNING),
        ({"cell_delta_protect_v": 0, "balance_delta_v": 0.01}, "cell_delta_range", None),
        ({"cell_delta_protect_v": 1.2, "cell_uvp_v": 2.5, "cell_ovp_v": 3.65}, "cell_delta_range",
         Severity.WARNING),
        ({"cell_count": 17, "pack_ovp_v": 0, "cell_ovp_v": 4.25}, "pack_is_cells", None),
        ({"cell_count": 17, "pack_ovp_v": 71, "cell_ovp_v": 0}, "pack_is_cells", None),
        ({"cell_count": 17, "cell_ovp_v": 4.25, "secondary_ovp_v": 71}, "pack_is_cells",
         Severity.WARNING),
        ({"pack_ovp_v": 71, "cell_ovp_v": 0}, "pack_without_count", None),
        ({"dsg_otp_c": 60, "chg_otp_c": 65}, "charge_inside_discharge", Severity.WARNING),
        ({"dsg_utp_c": -5, "chg_utp_c": -10}, "charge_inside_discharge", Severity.WARNING),
        ({"cell_ovp_v": 4.25, "cell_ovr_v": 3.72}, "hysteresis", Severity.WARNING),
        ({"cell_ovp_v": 4.25, "cell_ovr_v": 4.24}, "hysteresis", Severity.WARNING),
        ({"chg_ocp_1_a": 30, "chg_ocp_1_delay_s": -1, "chg_ocp_2_a": 40,
          "chg_ocp_2_delay_s": 5}, "levels_fall", None),
        ({"dsg_ocp_2_a": 0, "dsg_ocp_2_delay_s": 5}, "current_zero", Severity.ERROR),
    ],
)  # fmt: skip
def test_edges(values: dict[str, SettingValue], rule: str, severity: Severity | None) -> None:
    found = [each.severity for each in lint(values) if each.rule == rule]
    assert found == ([] if severity is None else [severity])


def test_errors_stand_first() -> None:
    found = lint({"chg_utp_c": -5, "cell_ovp_v": 3.0, "cell_ovr_v": 3.1})
    assert [each.is_error for each in found] == sorted(
        (each.is_error for each in found), reverse=True
    )


def test_what_is_no_number_is_left_to_its_own_check() -> None:
    assert not lint({"cell_ovp_v": "odd", "cell_ovr_v": 4.0})
    (finding,) = lint_set({"cell_ovp_v": "odd", "cell_ovr_v": 4.0}, ALL)
    assert finding.text == "cell_ovp_v = “odd” is not a number."
    assert finding.offer is None


def test_what_was_meant_is_offered() -> None:
    (finding,) = lint_set({"cell_ovp_v": 4250, "cell_ovr_v": 4.15}, ALL)
    assert finding.offer == 4.25
    (hot,) = (each for each in lint_set({"chg_otp_c": 140}, ALL) if each.is_error)
    assert hot.rule == "charge_hot"
    assert hot.offer == 60


def test_unknown_settings() -> None:
    found = {each.keys[0]: each for each in lint_set(
        {
            "cell_ovpp_v": 4.2, "zzz": [1], "x_seplos_alarm_v": 3.6, "dsg_ocp_5_a": 10,
            "mos_otp_delay_s": 5, "zzz_delay_s": 5,
        },
        ALL,
    )}  # fmt: skip
    assert found["cell_ovpp_v"].is_error
    assert "“cell_ovp_v” is similar" in found["cell_ovpp_v"].text
    assert found["zzz"].is_error
    assert found["zzz"].values == ("[1]",)
    assert found["zzz_delay_s"].is_error
    for key in ("x_seplos_alarm_v", "dsg_ocp_5_a", "mos_otp_delay_s"):
        assert not found[key].is_error


def test_settings_of_other_boards_are_told() -> None:
    (finding,) = lint_set({"secondary_ovp_v": 60.0}, ALL, SPECS)
    assert not finding.is_error
    assert "Boards of this protocol" in finding.text
    assert not lint_set({"cell_ovp_v": 4.2}, ALL, SPECS)


def test_shown_only_values_are_not_refused() -> None:
    assert not lint_set({"rated_current_a": 45, "x_jbd_raw_38": 5}, {
        **ALL, "x_jbd_raw_38": SPECS[next(key for key in SPECS if SPECS[key].read_only)],
    })  # fmt: skip


@pytest.mark.parametrize("key", ["cell_ovp_delay_s", "chg_ocp_1_delay_s", "scp_delay_us"])
def test_a_bound_that_forbids_nothing_but_0_says_so(key: str) -> None:
    (found,) = lint({key: 0})
    assert (found.severity, found.message) == (Severity.ERROR, "{a} ({a_value}) must be above 0.")
