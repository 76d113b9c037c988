"""Bluetooth in `doctor`: there, off, denied, virtual, not there; each with what to do."""

import socket

import pytest
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason

from mingtang_desk.app.cli.doctor_ble import bluetooth_checks
from mingtang_desk.core.errors import TransportError
from mingtang_desk.sim.ble_peripheral import Peripheral
from mingtang_desk.transports import ble_scan
from mingtang_desk.transports.ble_backend import HCI
from mingtang_desk.transports.ble_errors import Stage, ble_error
from tests.air import QuietBoard, module, on_air

REASONS = BleakBluetoothNotAvailableReason


@pytest.mark.asyncio
async def test_a_virtual_radio_is_named_and_heard_on() -> None:
    async with on_air([Peripheral(module(), QuietBoard())]):
        backend, adapter = await bluetooth_checks()
    assert backend[0] == "Bluetooth backend"
    assert HCI in backend[2]
    assert "virtual controller at 127.0.0.1:" in backend[2]
    assert adapter == (
        "Bluetooth adapter",
        True,
        "there, on, and this program may use it; 1 devices heard in 0.3 s",
    )


@pytest.mark.asyncio
async def test_a_virtual_controller_that_is_not_there_is_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv(HCI, f"127.0.0.1:{port}")
    _, (_, good, detail) = await bluetooth_checks()
    assert not good
    assert "simulate MODEL --listen hci:" in detail
    assert f"unset {HCI}" in detail


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("reason", "good", "words"),
    [
        (REASONS.NO_BLUETOOTH, True, ("no Bluetooth adapter", "Plug in")),
        (REASONS.POWERED_OFF, True, ("switched off", "Switch it on")),
        (REASONS.DENIED_BY_USER, False, ("does not let this program", "privacy settings")),
    ],
)
async def test_a_radio_that_cannot_be_used_says_why(
    reason: BleakBluetoothNotAvailableReason,
    good: bool,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No simulated radio can be off or forbidden: what bleak raises then is raised here."""

    async def refuse(_: float) -> None:
        error: TransportError = ble_error(
            BleakBluetoothNotAvailableError("no radio", reason), "", Stage.SEARCH
        )
        raise error

    monkeypatch.delenv(HCI, raising=False)
    monkeypatch.setattr(ble_scan, "scan", refuse)
    (_, there, backend), (_, verdict, detail) = await bluetooth_checks()
    assert there
    assert "bleak" in backend
    assert verdict is good
    assert all(word in detail for word in words)
