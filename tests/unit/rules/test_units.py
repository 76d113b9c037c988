"""What was meant by a value that cannot be; good values and hopeless ones are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.checks import check_value
from mingtang_desk.device.settings import SettingLimits, SettingValue
from mingtang_desk.protocols.jbd.specs import SPECS
from mingtang_desk.rules.units import meant

ALL = {**SETTINGS, **SPECS}


@pytest.mark.parametrize(
    ("key", "value", "offer"),
    [
        ("cell_ovp_v", 4250, 4.25),
        ("cell_ovp_v", 42.5, 4.25),
        ("cell_ovp_v", "4.25", 4.25),
        ("cell_ovp_v", "4250", 4.25),
        ("cell_ovp_v", 4.25, None),
        ("cell_ovp_v", "four", None),
        ("cell_ovp_v", 1e9, None),
        ("cell_ovp_v", float("nan"), None),
        ("cell_ovp_v", True, None),
        ("cell_ovp_v", None, None),
        ("cell_ovp_v", [4.25], None),
        ("pack_ovp_v", 71750, 71.75),
        ("balance_delta_v", 30, 0.03),
        ("nominal_ah", 50000, 50),
        ("chg_ocp_1_a", -49, 49),
        ("chg_ocp_1_a", 49000, 49),
        ("chg_ocp_1_delay_s", 10000, 10),
        ("chg_ocp_1_delay_s", -10, None),
        ("scp_delay_us", 400000, 400),
        ("x_jbd_shunt_mohm", 2000, 2),
        ("chg_otp_c", 3331, 60),
        ("chg_otp_c", 333.15, 60),
        ("chg_otp_c", 140, 60),
        ("chg_otp_c", "60", 60),
        ("chg_otp_c", 60, None),
        ("chemistry", "LFP", "lfp"),
        ("chemistry", "LiFePO4", "lfp"),
        ("chemistry", "NCM ", "nmc"),
        ("chemistry", "lead", None),
        ("chemistry", 1, None),
        ("cell_count", 13.5, None),
        ("cell_count", "13", 13),
        ("rated_current_a", 45000, None),
        ("x_jbd_maker", 5, None),
        ("x_jbd_maker", "\n", None),
        ("x_jbd_maker", "bad\x07", None),
    ],
)
def test_offers(key: str, value: object, offer: SettingValue | None) -> None:
    assert meant(ALL[key], value) == offer


def test_an_offer_is_what_the_board_can_store_and_near_to_what_it_has() -> None:
    spec = SETTINGS["pack_ovp_v"]
    assert meant(spec, 7175, SettingLimits(maximum=100)) == pytest.approx(7.175)
    assert meant(spec, 7175, SettingLimits(maximum=100), 70) == pytest.approx(71.75)
    assert meant(spec, 7175, SettingLimits(step=0.01)) == pytest.approx(71.75)
    assert meant(spec, 99999, None, 4) is None
    assert meant(SETTINGS["chemistry"], "LFP", None, "nmc") == "lfp"


@given(st.sampled_from(sorted(SETTINGS)), st.one_of(st.floats(), st.integers(), st.text()))
def test_whatever_is_offered_may_be_written(key: str, value: object) -> None:
    offer = meant(SETTINGS[key], value)
    if offer is not None:
        assert check_value(SETTINGS[key], offer, None) == offer
