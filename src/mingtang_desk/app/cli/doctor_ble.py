"""Bluetooth on this machine, in words: which radio, whether it is there, on and allowed."""

import importlib.metadata
import importlib.util
import os
import sys

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.transports.ble_backend import HCI, is_virtual

LISTEN_S = 0.3
_BACKENDS = {"win32": "Windows (WinRT)", "darwin": "macOS (CoreBluetooth)"}
_ABSENT = ("ble_no_adapter", "ble_off")
"""What a machine may lack in good order: everything but Bluetooth works without."""

type Check = tuple[str, bool, str]
"""What was looked at, whether it is as it should be, what it is and what to do."""


async def bluetooth_checks() -> list[Check]:
    """Look at package, backend and radio; the radio is switched on for a moment, nothing is sent.

    A machine without an adapter, or with one that is off, is in order; one that is not allowed,
    or a virtual controller that does not answer, is not.
    """
    if importlib.util.find_spec("bleak") is None:
        return [("Bluetooth", True, "not installed: pip install 'mingtang-desk[desktop]'")]
    version = importlib.metadata.version("bleak")
    if is_virtual():
        backend = f"virtual controller at {os.environ[HCI]} ({HCI} is set; unset it for a real one)"
    else:
        backend = f"{_BACKENDS.get(sys.platform, 'BlueZ over D-Bus')}, bleak {version}"
    return [("Bluetooth backend", True, backend), await _radio()]


async def _radio() -> Check:
    from mingtang_desk.transports.ble_scan import scan

    try:
        heard = await scan(LISTEN_S)
    except MingtangError as error:
        return ("Bluetooth adapter", error.key in _ABSENT, f"{error.message} {error.hint}")
    count = f"{len(heard)} devices heard in {LISTEN_S:g} s"
    return ("Bluetooth adapter", True, f"there, on, and this program may use it; {count}")
