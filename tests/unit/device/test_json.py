"""Samples, counters, settings and writes exactly as CONTRACT.md writes them."""

import json
from datetime import UTC, date, datetime
from typing import Any

from mingtang_desk.device.catalogue.counters import complete
from mingtang_desk.device.json import counters_json, sample_json, settings_json, write_json
from mingtang_desk.device.sample import (
    CounterReading,
    LockState,
    PackInfo,
    PackSample,
    SampleQuality,
    Temperature,
    TrackerState,
)
from mingtang_desk.device.settings import SettingsReading
from mingtang_desk.device.transaction import FieldResult, FieldState, WriteResult

NOW = datetime(2026, 11, 22, 10, 0, 0, 123000, UTC)
CELLS = (3.629,) * 3 + (3.631,) + (3.629,) * 9

CONTRACT: dict[str, Any] = {
    **{"time": "2026-11-22T10:00:00.123Z", "device_time": "2023-06-16T13:48:51"},
    **{"protocol": "mingtang", "device_id": "MT-1"},
    **{"pack_v": 47.18, "current_a": 0.0, "power_w": 0.0, "soc_pct": 50.0, "soh_pct": None},
    **{"remaining_ah": 25.3, "full_ah": None, "nominal_ah": 50.0, "cycles": 162},
    **{"cell_v": list(CELLS), "cell_min_v": 3.629, "cell_max_v": 3.631, "cell_delta_v": 0.002},
    "cell_balancing": [False] * 13,
    "temperatures": [
        {"name": "board", "c": 29.7},
        {"name": "cell_1", "c": 27.5},
        {"name": "cell_2", "c": 27.8},
        {"name": "ext_1", "c": None, "state": "open"},
    ],
    **{"charge_mosfet": True, "discharge_mosfet": True, "balancer": True},
    **{"protections": [], "alarms": [], "faults": []},
    "info": {
        **{"model": "", "battery_code": "", "vendor_code": "", "firmware": "", "hardware": ""},
        **{"serial": "", "production_date": None, "chemistry": "nmc", "cell_count": 13},
    },
    "lock": {"function": "off", "status": "unlocked"},
    "tracker": {"sim": "ok", "signal": 34, "fix": False, "satellites": 0},
    "state": "idle",
    "quality": {"ok": True, "implausible": [], "derived": ["power_w"]},
    "raw": {"protection_bits": 0},
}
"""The document of CONTRACT.md section 3, its dots filled in."""

MINGTANG = PackSample(
    time=NOW,
    device_time=datetime(2023, 6, 16, 13, 48, 51, 999, UTC),
    protocol="mingtang",
    device_id="MT-1",
    pack_v=47.18,
    current_a=0.0,
    power_w=0.0,
    soc_pct=50.0,
    remaining_ah=25.3,
    nominal_ah=50.0,
    cycles=162,
    cell_v=CELLS,
    cell_min_v=3.629,
    cell_max_v=3.631,
    cell_delta_v=0.002,
    cell_balancing=(False,) * 13,
    temperatures=(
        Temperature(name="board", c=29.7, state="ok"),
        Temperature(name="cell_1", c=27.5),
        Temperature(name="cell_2", c=27.8),
        Temperature(name="ext_1", c=None, state="open"),
    ),
    charge_mosfet=True,
    discharge_mosfet=True,
    balancer=True,
    info=PackInfo(chemistry="nmc", cell_count=13),
    lock=LockState(function="off", status="unlocked"),
    tracker=TrackerState(sim="ok", signal=34, fix=False, satellites=0),
    state="idle",
    quality=SampleQuality(derived=("power_w",)),
    raw={"protection_bits": 0},
)


def test_a_sample_is_the_contracts_document() -> None:
    document = sample_json(MINGTANG)
    assert document == CONTRACT
    assert json.loads(json.dumps(document, allow_nan=False)) == CONTRACT


def test_an_empty_sample_has_every_key_too() -> None:
    document = sample_json(PackSample(time=NOW, protocol="jbd"))
    assert set(document) == set(CONTRACT)
    for key in ("info", "lock", "tracker", "quality"):
        part = document[key]
        assert isinstance(part, dict)
        assert set(part) == set(CONTRACT[key])
    assert document["quality"] == {"ok": True, "implausible": [], "derived": []}
    assert document["device_time"] is None
    assert document["pack_v"] is None
    assert document["cell_v"] == []


def test_extras_stand_beside_the_common_keys_and_dates_are_iso() -> None:
    document = sample_json(
        PackSample(
            time=NOW,
            protocol="jbd",
            info=PackInfo(production_date=date(2022, 9, 27)),
            quality=SampleQuality(implausible=("soc_pct",)),
            extras={"x_jbd_humidity_pct": 50},
        )
    )
    assert document["x_jbd_humidity_pct"] == 50
    assert document["info"] == {**CONTRACT["info"], **{"production_date": "2022-09-27"}} | {
        "chemistry": None,
        "cell_count": None,
    }
    assert document["quality"] == {"ok": False, "implausible": ["soc_pct"], "derived": []}


def test_the_manuals_counters_add_up() -> None:
    counts = {"cell_ov": 70, "cell_uv": 131, "pack_ov": 3, "pack_uv": 6, "chg_oc": 0, "dsg_oc": 3}
    counts |= {"chg_ot": 0, "chg_ut": 0, "dsg_ot": 0, "dsg_ut": 2, "short": 0}
    values, derived = complete(counts)
    assert derived == ("chg_protection", "dsg_protection")
    document = counters_json(CounterReading(time=NOW, values=values, derived=derived))
    assert document == {
        **counts,
        "chg_protection": 73,  # 70 + 3 + 0 + 0 + 0
        "dsg_protection": 142,  # 131 + 6 + 3 + 0 + 2
        "restarts": None,
        "derived": ["chg_protection", "dsg_protection"],
    }


def test_a_sum_is_never_made_of_counters_that_are_missing_or_replaced_by_ours() -> None:
    values, derived = complete({"chg_protection": 5, "cell_uv": 1})
    assert (values["chg_protection"], values["dsg_protection"], derived) == (5, None, ())
    assert "derived" not in counters_json(CounterReading(time=NOW, values=values))


def test_a_settings_file() -> None:
    reading = SettingsReading(
        time=NOW, protocol="jbd", device_id="JBD-1", values={"cell_ovp_v": 4.25}, raw={"24": b"\0"}
    )
    assert settings_json(reading) == {
        "format": "mingtang-settings/1",
        "protocol": "jbd",
        "device_id": "JBD-1",
        "time": "2026-11-22T10:00:00.123Z",
        "settings": {"cell_ovp_v": 4.25},
    }


def test_a_write() -> None:
    fields = {"cell_ovp_v": FieldResult(old=4.2, sent=4.25, read=4.2, state=FieldState.REFUSED)}
    result = WriteResult(id=7, time=NOW, who="me", fields=fields, side_effects=("changed:x",))
    document = write_json(result)
    assert document["fields"] == {
        "cell_ovp_v": {"old": 4.2, "sent": 4.25, "read": 4.2, "state": "refused"}
    }
    assert (document["side_effects"], document["transaction"]) == (["changed:x"], 7)
    assert json.dumps(document)
