"""Every exception of bleak becomes one of ours, with words and something to do."""

import sys
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

import bleak.exc
import pytest
from bleak.backends.device import BLEDevice
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakCharacteristicNotFoundError,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
)

from mingtang_desk.core.errors import LinkDeniedError, TransportError
from mingtang_desk.interfaces.ble import Advert
from mingtang_desk.transports import ble, ble_backend
from mingtang_desk.transports.ble import WINDOWS, BleTransport
from mingtang_desk.transports.ble_errors import Stage, ble_error
from mingtang_desk.transports.ble_find import Heard
from tests.ble.test_transport import PROFILES

REASONS = BleakBluetoothNotAvailableReason
CASES: Sequence[tuple[BaseException, Stage, str]] = (
    (BleakBluetoothNotAvailableError("x", REASONS.POWERED_OFF), Stage.SEARCH, "ble_off"),
    (BleakBluetoothNotAvailableError("x", REASONS.NO_BLUETOOTH), Stage.SEARCH, "ble_no_adapter"),
    (BleakBluetoothNotAvailableError("x", REASONS.DENIED_BY_USER), Stage.SEARCH, "ble_denied"),
    (BleakDeviceNotFoundError("AA"), Stage.CONNECT, "ble_asleep"),
    (BleakCharacteristicNotFoundError("ff01"), Stage.USE, "ble_no_line"),
    (BleakGATTProtocolError(0x05), Stage.USE, "ble_pairing"),
    (BleakGATTProtocolError(0x0F), Stage.CONNECT, "ble_pairing"),
    (BleakGATTProtocolError(0x03), Stage.USE, "ble_write_refused"),
    (BleakGATTProtocolError(0x0E), Stage.CONNECT, "ble_refused"),
    (BleakDBusError("org.bluez.Error.NotReady", []), Stage.SEARCH, "ble_off"),
    (BleakDBusError("org.bluez.Error.InProgress", []), Stage.CONNECT, "ble_adapter_busy"),
    (BleakDBusError("org.bluez.Error.NotPermitted", []), Stage.SEARCH, "ble_denied"),
    (BleakDBusError("org.bluez.Error.AuthenticationFailed", []), Stage.CONNECT, "ble_pairing"),
    (
        BleakDBusError("org.freedesktop.DBus.Error.ServiceUnknown", []),
        Stage.SEARCH,
        "ble_no_adapter",
    ),
    (BleakDBusError("org.freedesktop.DBus.Error.UnknownObject", []), Stage.CONNECT, "ble_asleep"),
    (
        BleakDBusError("org.bluez.Error.Failed", ["le-connection-abort"]),
        Stage.CONNECT,
        "ble_refused",
    ),
    (BleakError("Could not get GATT services: Unreachable"), Stage.CONNECT, "ble_gatt_unreachable"),
    (BleakError("Not connected"), Stage.USE, "link_lost"),
    (TimeoutError(), Stage.CONNECT, "ble_refused"),
    (TimeoutError(), Stage.USE, "write_stuck"),
    (EOFError(), Stage.USE, "link_lost"),
    (FileNotFoundError("no bus"), Stage.SEARCH, "ble_no_adapter"),
)


@pytest.mark.parametrize(("error", "stage", "key"), CASES)
def test_each_is_told_in_its_own_words(
    error: BaseException, stage: Stage, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(ble_backend.HCI, raising=False)
    ours = ble_error(error, "the pack", stage)
    assert ours.key == key
    assert ours.message
    assert ours.hint


def test_no_exception_class_of_bleak_is_forgotten() -> None:
    known = {type(error) for error, _, _ in CASES}
    every = {
        kind
        for kind in vars(bleak.exc).values()
        if isinstance(kind, type) and issubclass(kind, Exception)
    }
    assert every <= known


@pytest.mark.parametrize("reason", list(REASONS))
def test_each_reason_why_there_is_no_bluetooth_is_told(
    reason: BleakBluetoothNotAvailableReason,
) -> None:
    error = ble_error(BleakBluetoothNotAvailableError("x", reason), "", Stage.SEARCH)
    assert isinstance(error, LinkDeniedError)
    assert error.key in ("ble_off", "ble_denied", "ble_no_adapter")


class Stubborn:
    """A client whose services cannot be reached for the first tries."""

    services: Sequence[Any] = ()
    failures = 0
    options: list[Mapping[str, Any]]

    def __init__(self, _device: object, _fell: object, *, timeout: float, **options: Any) -> None:
        self.options.append(options)

    async def connect(self) -> None:
        if len(self.options) <= self.failures:
            raise BleakError("Could not get GATT services: Unreachable")

    async def disconnect(self) -> None: ...


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("failures", "tries", "key"), [(2, 3, "ble_no_line"), (9, 3, "ble_gatt_unreachable")]
)
async def test_windows_is_asked_again_without_its_cache(
    failures: int, tries: int, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = type("Client", (Stubborn,), {"failures": failures, "options": []})

    async def find(*_: object, **__: object) -> Heard:
        return Heard(BLEDevice("AA", "x", None), Advert(address="AA"))

    monkeypatch.setattr("bleak.BleakClient", client)
    monkeypatch.setattr(ble, "find", find)
    monkeypatch.delenv(ble_backend.HCI, raising=False)
    ladder = tuple((0.0, options) for _, options in WINDOWS)
    transport = BleTransport("AA", profiles=PROFILES, ladder=ladder)
    with pytest.raises(TransportError) as caught:
        await transport.open()
    assert caught.value.key == key
    uncached = {"winrt": {"use_cached_services": False}}
    assert client.options == [{}, uncached, uncached][:tries]  # type: ignore[attr-defined]


def test_on_windows_the_thread_may_be_an_sta(monkeypatch: pytest.MonkeyPatch) -> None:
    allowed: list[bool] = []
    util = ModuleType("bleak.backends.winrt.util")
    util.allow_sta = lambda: allowed.append(True)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "bleak.backends.winrt.util", util)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delenv(ble_backend.HCI, raising=False)
    ble_backend._native.cache_clear()
    assert ble_backend.backend().client_options == {}
    ble_backend.backend()
    assert allowed == [True]
    ble_backend._native.cache_clear()


@pytest.mark.parametrize(("package", "hci"), [("bumble", "127.0.0.1:19"), ("bleak", "")])
def test_a_missing_package_says_what_to_install(
    package: str, hci: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [n for n in sys.modules if n.startswith("mingtang_desk.transports.ble_hci")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.setenv(ble_backend.HCI, hci)
    ble_backend._native.cache_clear()
    with pytest.raises(LinkDeniedError) as caught:
        ble_backend.backend()
    assert caught.value.key == "ble_package_missing"
    assert "pip install" in caught.value.hint
    assert package in caught.value.message
    ble_backend._native.cache_clear()
