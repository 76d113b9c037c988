"""Recorded and printed frames, decoded, beside the values that their sources state."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mingtang_desk.interfaces.driver import Decoded, FramerCounts
from mingtang_desk.protocols.jbd.codec import JbdFramer
from mingtang_desk.protocols.jbd.conversation import decode_conversation
from mingtang_desk.wire.capture import Capture, read_capture

CAPTURES = sorted(Path(__file__).with_name("captures").glob("*.jsonl"))


def play(capture: Capture) -> tuple[Decoded, FramerCounts]:
    """Decode a capture as `decode` and replay do: one framer for each direction."""
    rx, tx = JbdFramer(), JbdFramer()
    frames = [
        (entry.direction, frame)
        for entry in capture.entries
        for frame in (rx if entry.direction == "rx" else tx).feed(entry.data)
    ]
    assert tx.counts.bad == tx.counts.ignored == 0
    return decode_conversation(frames, capture.header.started), rx.counts


def load(name: str) -> Decoded:
    return play(read_capture(Path(__file__).with_name("captures") / name))[0]


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_every_capture_is_whole_and_says_where_it_comes_from(path: Path) -> None:
    capture = read_capture(path)
    header = {**capture.header.extra}
    assert capture.header.protocol == "jbd"
    assert header.keys() >= {
        "brand",
        "model",
        "hardware",
        "firmware",
        "transport",
        "who",
        "licence",
    }
    assert bool(header.get("synthetic")) != bool(header.get("source"))
    assert [entry.t for entry in capture.entries] == sorted(entry.t for entry in capture.entries)
    decoded, counts = play(capture)
    assert counts.good > 0
    assert (counts.bad, counts.ignored, decoded.problems) == (0, 0, ())


STATED: dict[str, dict[str, Any]] = {
    # what the test file of aiobmsble states for these replies
    "aiobmsble-4s.jsonl": {
        "pack_v": 15.6,
        "current_a": -2.87,
        "soc_pct": 100.0,
        "remaining_ah": 4.98,
        "nominal_ah": 5.0,
        "cycles": 42,
        "cell_v": (3.43, 3.425, 3.432, 3.417),
        "cell_delta_v": 0.015,
        "power_w": -44.772,
        "charge_mosfet": True,
        "discharge_mosfet": True,
        "cell_balancing": (False,) * 4,
        "protections": (),
        "faults": (),
        "state": "discharge",
    },
    "aiobmsble-628ah.jsonl": {
        "pack_v": 13.28,
        "current_a": -5.8,
        "soc_pct": 72.0,
        "remaining_ah": 471.9,
        "nominal_ah": 628.0,
        "cycles": 37,
        "power_w": -77.024,
        # not stated there: 0x19A9 of the tail, the same unit
        "full_ah": 656.9,
        "charge_mosfet": True,
        "discharge_mosfet": True,
    },
    # the vendor's figures, with its two slips put right (72 %, 20.3 and 21.5 degrees)
    "vendor-v4-15s.jsonl": {
        "pack_v": 58.88,
        "current_a": 0.0,
        "remaining_ah": 7.2,
        "nominal_ah": 10.0,
        "cycles": 0,
        "soc_pct": 72.0,
        "charge_mosfet": True,
        "discharge_mosfet": True,
        "state": "idle",
    },
    "synthetic-13s.jsonl": {
        "pack_v": 47.18,
        "full_ah": 49.2,
        "device_id": "JBD-SP13S050",
        "balancer": True,
        "protections": ("chg_ut",),
        "extras": {"x_jbd_humidity_pct": 50},
    },
}
TEMPERATURES = {
    "aiobmsble-4s.jsonl": [22.4, 22.3, 21.7],
    "aiobmsble-628ah.jsonl": [19.9, 18.1, 18.2],
    "vendor-v4-15s.jsonl": [20.3, 21.5],
    "synthetic-13s.jsonl": [27.5, 27.8],
}
INFO = {
    "aiobmsble-4s.jsonl": ("8.0", date(2022, 3, 28), 4),
    "aiobmsble-628ah.jsonl": ("6.2", date(2024, 3, 23), 4),
    "vendor-v4-15s.jsonl": ("1.0", date(2016, 3, 24), 15),
    "synthetic-13s.jsonl": ("2.1", date(2022, 9, 27), 13),
}


def test_every_capture_has_its_stated_values() -> None:
    assert set(STATED) == set(TEMPERATURES) == set(INFO) == {path.name for path in CAPTURES}


@pytest.mark.parametrize("name", STATED)
def test_stated_values(name: str) -> None:
    sample = load(name).sample
    assert sample is not None
    assert {key: getattr(sample, key) for key in STATED[name]} == STATED[name]
    assert [sensor.c for sensor in sample.temperatures] == TEMPERATURES[name]
    info = sample.info
    assert (info.firmware, info.production_date, info.cell_count) == INFO[name]
    assert sample.quality.ok


def test_the_settings_and_counters_of_the_conversation_made_by_hand() -> None:
    decoded = load("synthetic-13s.jsonl")
    assert decoded.settings == {
        **{"nominal_ah": 50.0, "x_jbd_production_date": "2022-09-27", "x_jbd_serial_number": 4711},
        **{"chg_utp_c": -5.0, "cell_ovp_v": 4.25, "dsg_ocp_1_a": 45.0, "x_jbd_shunt_mohm": 1.0},
        **{"x_jbd_function_bits": 12, "x_jbd_short_raw": 0x9B4A, "scp_a": 112.0},
        **{"scp_delay_us": 400, "dsg_ocp_2_a": 72.0, "dsg_ocp_2_delay_s": 0.16},
        **{"x_jbd_hardware_delay_raw": 0x8520, "scp_recovery_s": 32},
        **{"cell_secondary_ovp_delay_s": 4, "cell_secondary_uvp_delay_s": 1},
        **{"cell_uvp_delay_s": 2, "cell_ovp_delay_s": 3, "x_jbd_maker": "JBD"},
        "x_jbd_barcode": "BC-001",
    }
    assert decoded.stats is not None
    assert decoded.stats.values["chg_protection"] == 73
    assert decoded.stats.values["dsg_protection"] == 142
    assert decoded.stats.values["restarts"] == 9
    assert decoded.info == {"model": "JBD-SP13S050", "battery_code": "BC-001", "serial": "4711"}
