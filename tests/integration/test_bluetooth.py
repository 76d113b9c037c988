"""Bluetooth with the simulator in another process: the command line, and aiobmsble by itself."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bleak import BleakScanner
from bleak.backends.device import BLEDevice

from mingtang_desk.core.errors import LinkLostError
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.opening import make_session
from mingtang_desk.transports.ble_backend import HCI, backend
from tests.integration.simulators import environment, run, simulator
from tests.session.bench import QUICK

BOARDS = "jbd-13s@1+mingtang-13s@2+jbd-4s@3"
SETS = "1.rssi=-61,2.rssi=-48,3.rssi=-77,3.pin=123456,3.mtu=23"


@pytest.fixture(scope="module")
def air(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("air")
    with simulator(home, BOARDS, "hci:127.0.0.1:0", "--set", SETS) as where:
        yield where.removeprefix("hci:")


@pytest.fixture(autouse=True)
def radio(air: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HCI, air)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


def test_a_scan_names_the_boards_nearest_first(tmp_path: Path) -> None:
    found = run(tmp_path, "scan", "--ble", "--seconds", "0.4")
    assert found["failures"] == []
    assert [(d["name"], d["protocol"], d["signal"]) for d in found["devices"]] == [
        ("MT-13S-40784", "mingtang", -48),
        ("JBD-SP13S050", "jbd", -61),
        ("JBD-SP04S100", "jbd", -77),
    ]
    assert found["devices"][0]["last5"] == "40784"
    sample = run(tmp_path, "read", found["devices"][0]["uri"])
    assert sample["pack_v"] == 47.18
    assert sample["protocol"] == "mingtang"


def test_a_board_is_read_by_its_name_and_its_kind_is_found_out(tmp_path: Path) -> None:
    sample = run(tmp_path, "read", "ble://name/JBD-SP13S050")
    assert sample["protocol"] == "jbd"
    assert sample["cell_v"][3] == 3.631


def test_a_pin_can_be_given(tmp_path: Path) -> None:
    sample = run(tmp_path, "read", "ble://name/JBD-SP04S100?pin=123456&protocol=jbd")
    assert len(sample["cell_v"]) == 4


def test_a_radio_that_is_not_there_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HCI, "127.0.0.1:9")
    found = run(tmp_path, "scan", "--ble", "--seconds", "0.1", code=3)
    assert found["devices"] == []
    assert [failure["key"] for failure in found["failures"]] == ["ble_no_controller"]


def test_protocols_lists_what_goes_over_bluetooth(tmp_path: Path) -> None:
    rows = {row["key"]: row for row in run(tmp_path, "protocols")}
    assert "ble" in rows["jbd"]["transports"]
    assert rows["aiobmsble:jbd"]["capabilities"] == ["cells", "status"]
    assert sum(key.startswith("aiobmsble:") for key in rows) == 52


@pytest.mark.asyncio
async def test_aiobmsble_reads_our_board_with_equal_values(monkeypatch: pytest.MonkeyPatch) -> None:
    import aiobmsble.basebms
    from aiobmsble.utils import bms_identify
    from bleak import BleakClient

    radio = backend()

    class OnAir(BleakClient):
        def __init__(self, device: BLEDevice, **options: Any) -> None:
            options |= radio.client_options
            super().__init__(device, **options)

    monkeypatch.setattr(aiobmsble.basebms, "BleakClient", OnAir)
    heard = await BleakScanner.discover(0.4, return_adv=True, **radio.scanner_options)
    device, data = next(pair for pair in heard.values() if pair[0].name == "JBD-SP13S050")
    family = await bms_identify(data, device.address)
    assert family is not None
    assert family.__module__ == "aiobmsble.bms.jbd_bms"
    bms = family(device)
    theirs = await bms.async_update()
    await bms.disconnect()
    desk = make_session(f"ble://{device.address}?protocol=jbd&timeout=2", clock=SystemClock())
    await desk.connect()
    ours = desk.model.sample
    await desk.close()
    assert ours is not None
    assert theirs["cell_voltages"] == list(ours.cell_v)
    assert [float(sensor) for sensor in theirs["temp_values"]] == [t.c for t in ours.temperatures]
    for key, value in (
        ("voltage", ours.pack_v),
        ("current", ours.current_a),
        ("battery_level", ours.soc_pct),
        ("cycle_charge", ours.remaining_ah),
        ("design_capacity", ours.nominal_ah),
        ("cycles", ours.cycles),
        ("chrg_mosfet", ours.charge_mosfet),
        ("dischrg_mosfet", ours.discharge_mosfet),
        ("delta_voltage", ours.cell_delta_v),
    ):
        assert theirs[key] == value, key


@pytest.mark.asyncio
async def test_power_that_goes_cuts_the_link_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with simulator(tmp_path, "jbd-4s", "hci:127.0.0.1:0", "--fault", "cut-after=10") as where:
        monkeypatch.setenv(HCI, where.removeprefix("hci:"))
        desk = make_session(
            "ble://name/JBD-SP04S100?protocol=jbd&timeout=2", clock=SystemClock(), timing=QUICK
        )
        with pytest.raises(LinkLostError) as caught:
            await desk.connect()
        await desk.close()
    assert caught.value.key == "link_lost"


def test_the_start_of_the_program_loads_nothing_of_bluetooth(tmp_path: Path) -> None:
    code = (
        "import sys, mingtang_desk.app.wiring, mingtang_desk.session.opening, "
        "mingtang_desk.session.recognise, mingtang_desk.app.cli.simulate\n"
        "import mingtang_desk.transports.ble, mingtang_desk.transports.ble_scan\n"
        "heavy = {'bleak', 'bumble', 'aiobmsble', 'keyring'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=environment(tmp_path),
    )
    assert done.returncode == 0, done.stderr
