"""Modbus over a transparent Bluetooth module: service FFE0, write FFE1, replies on FFE1 or FFE2.

Source: docs/protocols/tt.md. No public document names what these modules announce: the names are
those of our simulated boards. A battery code (BT...) as a name would fit both maps, so it is left
to asking the board.
"""

from mingtang_desk.interfaces.ble import BlePort, BleProfile

_PORTS = (BlePort(service="ffe0", write="ffe1"),)
_NAMES = {
    "mingtang": ("MT-[0-9]*S-[0-9]*",),
    "tt": ("TT-[0-9]*S-[0-9]*",),
}


def ble_profile(key: str) -> BleProfile:
    """Return how boards of a register map are reached; those of a user's file have no names."""
    return BleProfile(ports=_PORTS, names=_NAMES.get(key, ()))
