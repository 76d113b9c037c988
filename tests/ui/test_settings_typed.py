"""What a typed text means: pending value, reason, offer."""

from __future__ import annotations

import pytest

from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.settings import SettingLimits
from mingtang_desk.ui.forms import texts
from mingtang_desk.ui.forms.typed import interpret

OVP = SETTINGS["cell_ovp_v"]
MILLIVOLTS = SettingLimits(minimum=0, maximum=65.535, step=0.001)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4.2", 4.2),
        (" 4.200 V", 4.2),
        ("4200 mV", 4.2),
        ("4200mv", 4.2),
        ("4.2v", 4.2),
        ("４。２", 4.2),  # noqa: RUF001 (typed with a Chinese keyboard)
    ],
)
def test_volts_and_millivolts_are_both_understood(text: str, value: float) -> None:
    assert interpret(OVP, text, MILLIVOLTS, 4.25).value == pytest.approx(value)


def test_another_unit_is_marked() -> None:
    assert interpret(OVP, "4200 mV", MILLIVOLTS).converted
    assert not interpret(OVP, "4.2 V", MILLIVOLTS).converted


def test_millivolts_without_a_unit_are_offered_not_taken() -> None:
    typed = interpret(OVP, "4250", MILLIVOLTS, 4.2)
    assert typed.value is None
    assert typed.error is not None
    assert typed.offer == pytest.approx(4.25)


def test_an_offer_far_from_the_present_value_is_none() -> None:
    assert interpret(SETTINGS["pack_ovp_v"], "7175", None, 4.0).offer == pytest.approx(7.175)
    assert interpret(SETTINGS["pack_ovp_v"], "7175", None, 71.75).offer == pytest.approx(71.75)
    assert interpret(SETTINGS["pack_ovp_v"], "99999", None, 4.0).offer is None
    assert interpret(SETTINGS["pack_ovp_v"], "71750", None, 71.75).offer == pytest.approx(71.75)


@pytest.mark.parametrize(
    "text", ["abc", "nan", "inf", "4,2", "-1", "9", "4.2005", "4.2 A", "1e999"]
)
def test_what_cannot_be_written_has_a_reason(text: str) -> None:
    typed = interpret(OVP, text, MILLIVOLTS, 4.25)
    assert typed.value is None
    assert typed.error is not None
    assert texts.refusal(OVP, MILLIVOLTS, typed.error)


def test_other_units_are_offered_too() -> None:
    assert interpret(SETTINGS["nominal_ah"], "50000").offer == pytest.approx(50)
    assert interpret(SETTINGS["chg_ocp_1_a"], "-49").offer == 49
    assert interpret(SETTINGS["chg_otp_c"], "3331").offer == 60
    assert interpret(SETTINGS["chg_otp_c"], "999", degrees="f").offer is None


def test_temperatures_may_be_pasted_with_a_true_minus() -> None:
    assert interpret(SETTINGS["chg_utp_c"], "−5.0 °C").value == -5.0


def test_whole_numbers_and_choices() -> None:
    assert interpret(SETTINGS["cell_count"], "13").value == 13
    assert interpret(SETTINGS["cell_count"], "13.5").error is not None
    assert interpret(SETTINGS["chemistry"], "lfp").value == "lfp"
    assert interpret(SETTINGS["chemistry"], "lead").error is not None


def test_coded_values_only() -> None:
    coded = SettingLimits(allowed=(10.0, 20.0))
    assert interpret(SETTINGS["scp_a"], "20", coded).value == 20.0
    typed = interpret(SETTINGS["scp_a"], "15", coded)
    assert typed.error is not None
    assert "10, 20" in texts.refusal(SETTINGS["scp_a"], coded, typed.error)


@pytest.mark.parametrize(
    ("key", "old", "new", "later"),
    [
        ("cell_ovp_v", 4.2, 4.25, True),
        ("cell_uvp_v", 2.75, 2.5, True),
        ("cell_uvp_v", 2.75, 3.0, False),
        ("chg_ocp_1_delay_s", 10, 5, False),
        ("chg_ocp_1_recovery_s", 10, 5, None),
        ("cell_ovr_v", 4.1, 4.0, None),
        ("cell_delta_protect_v", 0.3, 0.5, True),
        ("nominal_ah", 50, 60, None),
    ],
)
def test_a_change_says_whether_a_protection_acts_later(
    key: str, old: float, new: float, later: bool | None
) -> None:
    assert texts.looser(SETTINGS[key], old, new) is later


def test_rounding_hides_no_difference() -> None:
    assert texts.number(4.2, 3) == "4.200"
    assert texts.number(0.0725, 2) == "0.0725"
    assert texts.value_text(SETTINGS["chg_ocp_1_delay_s"], 10.0) == "10 s"
    assert texts.value_text(OVP, None) == "not read"


def test_the_help_of_a_field_says_what_goes_wrong() -> None:
    lines = texts.help_text(OVP, MILLIVOLTS).split("\n")
    assert lines[0] == "Cell over-voltage protection"
    assert lines[2].startswith("Too high: Cells are overcharged")
    assert lines[3].startswith("Too low: The pack is never charged full")
    assert "Too high" not in texts.help_text(SETTINGS["chemistry"], None)


def test_what_is_asked_about_an_offer_names_the_unit_where_it_is_one() -> None:
    assert texts.question(OVP, "4250", 4.25, "4.250 V") == "4250 mV = 4.250 V?"
    assert texts.question(OVP, "42.5", 4.25, "4.250 V") == "42.5: was 4.250 V meant?"
    assert texts.question(OVP, "４２５０", 4.25, "4.250 V") == "４２５０ mV = 4.250 V?"  # noqa: RUF001
    assert texts.question(SETTINGS["chg_otp_c"], "3331", 60, "60 °C") == "3331: was 60 °C meant?"
    assert texts.question(OVP, "4250 ?", 4.25, "4.250 V") == "4250 ?: was 4.250 V meant?"
