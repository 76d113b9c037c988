"""What every setting row has to keep: meaning in the catalogue, words, limits that make sense."""

import string
from collections.abc import Mapping

import pytest

from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.checks import check_value, coerce, parse_value
from mingtang_desk.device.settings import Group, Kind, SettingSpec
from mingtang_desk.session.drivers import DRIVERS

TABLES: dict[str, Mapping[str, SettingSpec]] = {
    "catalogue": SETTINGS,
    **{driver.key: driver.settings for driver in DRIVERS},
}
ROWS = [
    pytest.param(table, spec, id=f"{table}-{spec.key}")
    for table, specs in TABLES.items()
    for spec in specs.values()
]
KEY = frozenset(string.ascii_lowercase + string.digits + "_")


@pytest.mark.parametrize(("table", "spec"), ROWS)
def test_a_key_is_common_or_says_whose_it_is(table: str, spec: SettingSpec) -> None:
    assert set(spec.key) <= KEY
    if spec.key.startswith("x_"):
        assert spec.key.startswith(f"x_{table}_")
    else:
        assert SETTINGS[spec.key] is spec  # one meaning, whatever the board
    for old in spec.renamed_from:
        assert old not in TABLES[table]


@pytest.mark.parametrize(("table", "spec"), ROWS)
def test_a_row_can_be_shown(table: str, spec: SettingSpec) -> None:
    assert spec.label == spec.label.strip() != ""
    assert spec.help
    assert 0 <= spec.decimals <= 3
    if spec.kind is not Kind.NUMBER:
        assert spec.decimals == 0


@pytest.mark.parametrize(("table", "spec"), ROWS)
def test_a_number_says_what_goes_wrong_when_it_is_too_high_or_too_low(
    table: str, spec: SettingSpec
) -> None:
    counts_something = spec.unit or spec.group is not Group.MORE
    if spec.kind in (Kind.NUMBER, Kind.INTEGER) and counts_something and not spec.read_only:
        assert spec.help
        assert spec.too_high.endswith(".")
        assert spec.too_low.endswith(".")
        assert spec.too_high != spec.too_low
    else:
        assert not spec.too_high + spec.too_low


@pytest.mark.parametrize(("table", "spec"), ROWS)
def test_its_own_limits_are_allowed_and_typed_text_is_understood(
    table: str, spec: SettingSpec
) -> None:
    if spec.read_only:
        return
    for value in (spec.minimum, spec.maximum):
        if value is not None:
            assert check_value(spec, value, None) == value
            assert coerce(spec, parse_value(spec, f"{value:g}")) == pytest.approx(value)
    for choice in spec.choices:
        assert parse_value(spec, choice) == choice
