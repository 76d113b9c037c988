"""Battery codes: published ones, and whatever else may stand there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.device.battery_code import BatteryCode, parse_battery_code


def test_the_code_of_the_manual() -> None:
    assert parse_battery_code("BT204805013CT00220940784") == BatteryCode(
        chemistry="lmo",
        nominal_v=48,
        nominal_ah=50,
        cycle_life=1300,
        maker="CT00",
        year=2022,
        month=9,
        serial="40784",
    )


def test_the_code_of_the_public_document() -> None:
    code = parse_battery_code("BT3072020120000200521001")
    assert code is not None
    assert (code.chemistry, code.nominal_v, code.nominal_ah) == ("nmc", 72, 20)
    assert (code.cycle_life, code.maker, code.year, code.month) == (1200, "0000", 2020, 5)
    assert code.serial == "21001"


@pytest.mark.parametrize(
    "text", ["", "BT", "BT204805013CT00221340784", "BT2048O5013CT00220940784", "XX204805013CT0022"]
)
def test_other_forms_are_no_codes_of_this_kind(text: str) -> None:
    assert parse_battery_code(text) is None


def test_an_undocumented_chemistry_stays_unknown() -> None:
    code = parse_battery_code("bt904805013ct00220940784")
    assert code is not None
    assert code.chemistry is None


@given(text=st.text(max_size=30))
def test_nothing_ever_raises(text: str) -> None:
    parse_battery_code(text)
