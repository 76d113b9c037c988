"""The one catalogue: unique keys, sane rows, every key of CONTRACT.md there."""

from datetime import UTC, datetime

import pytest

from mingtang_desk.device.catalogue import SETTINGS, merged
from mingtang_desk.device.catalogue.controls import CONTROLS, Action
from mingtang_desk.device.catalogue.counters import COUNTERS
from mingtang_desk.device.catalogue.events import ALARMS, FAULTS, PROTECTIONS
from mingtang_desk.device.catalogue.status import STATUS, Shape
from mingtang_desk.device.sample import PackSample, Temperature
from mingtang_desk.device.settings import Kind, SettingSpec

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
CONTRACT_SETTINGS = [
    "nominal_ah",
    "full_ah",
    "cell_count",
    "chemistry",
    "rated_current_a",
    "cell_ovp_v",
    "cell_ovr_v",
    "cell_uvp_v",
    "cell_uvr_v",
    "cell_delta_protect_v",
    "pack_ovp_v",
    "pack_ovr_v",
    "pack_uvp_v",
    "pack_uvr_v",
    "secondary_ovp_v",
    "secondary_uvp_v",
    "cell_secondary_ovp_v",
    "cell_secondary_uvp_v",
    "balance_start_v",
    "balance_delta_v",
    "cell_ovp_delay_s",
    "scp_a",
    "scp_delay_us",
    "scp_recovery_s",
]
CONTRACT_SETTINGS += [
    f"{scope}_{limit}_c"
    for scope in ("board", "chg", "dsg", "mos")
    for limit in ("otp", "otr", "utp", "utr")
]
CONTRACT_SETTINGS += [
    f"{way}_ocp_{level}_{part}"
    for way in ("chg", "dsg")
    for level in (1, 2, 3)
    for part in ("a", "delay_s", "recovery_s")
]
EVENTS = [
    "cell_ov",
    "cell_uv",
    "pack_ov",
    "pack_uv",
    "chg_oc",
    "dsg_oc",
    "short",
    "chg_ot",
    "chg_ut",
    "dsg_ot",
    "dsg_ut",
    "board_ot",
    "board_ut",
    "mos_ot",
    "cell_delta",
    "secondary_ov",
    "secondary_uv",
]


@pytest.mark.parametrize("key", CONTRACT_SETTINGS)
def test_settings_of_the_contract_are_there(key: str) -> None:
    assert SETTINGS[key].key == key


@pytest.mark.parametrize("spec", SETTINGS.values(), ids=lambda spec: spec.key)
def test_a_setting_row_is_complete(spec: SettingSpec) -> None:
    assert spec.label
    assert spec.help
    suffix = {"v": "V", "a": "A", "ah": "Ah", "s": "s", "us": "µs", "c": "°C", "pct": "%"}
    assert spec.unit == suffix.get(spec.key.rpartition("_")[2], "")
    assert (spec.kind is Kind.CHOICE) == bool(spec.choices)
    if spec.minimum is not None and spec.maximum is not None:
        assert spec.minimum < spec.maximum


def test_two_meanings_of_one_key_are_a_bug() -> None:
    row = SETTINGS["cell_ovp_v"]
    with pytest.raises(ValueError, match="cell_ovp_v"):
        merged([row], [row])


def test_events_of_the_contract_are_there() -> None:
    assert list(PROTECTIONS) == EVENTS
    assert set(ALARMS) == {*EVENTS, "low_soc", "high_soc", "temp_delta"}
    assert set(FAULTS) == set(
        ["afe", "mos_chg", "mos_dsg", "mos_lock", "ntc", "eeprom", "comm", "current_sensor"]
    )


def test_every_action_has_one_row_with_a_warning() -> None:
    assert {row.action for row in CONTROLS} == set(Action)
    assert len(CONTROLS) == len(Action)
    states = {spec.key for spec in STATUS}
    for row in CONTROLS:
        assert row.label
        assert row.warning
        assert row.state_key in states | {""}


def test_counters_of_the_contract_in_its_order() -> None:
    assert [spec.key for spec in COUNTERS] == [
        "cell_ov",
        "cell_uv",
        "pack_ov",
        "pack_uv",
        "chg_oc",
        "dsg_oc",
        "chg_protection",
        "dsg_protection",
        "chg_ot",
        "chg_ut",
        "dsg_ot",
        "dsg_ut",
        "short",
        "restarts",
    ]


def test_status_rows_are_unique_and_report_nothing_from_an_empty_sample() -> None:
    assert len({spec.key for spec in STATUS}) == len(STATUS)
    empty = PackSample(time=NOW, protocol="jbd")
    for spec in STATUS:
        assert spec.get(empty) is None, spec.key
        assert spec.label
        assert spec.shape in Shape


def test_currents_and_temperatures_are_taken_apart() -> None:
    rows = {spec.key: spec for spec in STATUS}

    def shown(key: str, sample: PackSample) -> object:
        return rows[key].get(sample)

    charging = PackSample(time=NOW, protocol="jbd", current_a=5.0)
    assert shown("charge_current_a", charging) == 5.0
    assert shown("discharge_current_a", charging) == 0.0
    running = PackSample(time=NOW, protocol="jbd", current_a=-5.0)
    assert shown("charge_current_a", running) == 0.0
    assert shown("discharge_current_a", running) == 5.0
    warm = PackSample(
        time=NOW,
        protocol="jbd",
        temperatures=(Temperature(name="cell_1", c=1.0), Temperature(name="board", c=29.7)),
    )
    assert shown("temperature.board", warm) == 29.7
    assert shown("temperature.mosfet", warm) is None
