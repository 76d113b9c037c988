"""Modbus over a transparent Bluetooth module: service FFE0, write FFE1, replies on FFE1 or FFE2.

Source: docs/protocols/tt.md; no public document names what Mingtang modules announce, so the names
are those of our simulated boards and the battery code, which the phone app finds packs by.
"""

from mingtang_desk.interfaces.ble import BlePort, BleProfile

_PORTS = (BlePort(service="ffe0", write="ffe1"),)
_NAMES = {
    "mingtang": ("MT-*", "BT[0-9][0-9][0-9][0-9][0-9][0-9][0-9]*"),
    "tt": ("TT-*",),
}


def ble_profile(key: str) -> BleProfile:
    """Return how boards of a register map are reached; those of a user's file have no names."""
    return BleProfile(ports=_PORTS, names=_NAMES.get(key, ()))
