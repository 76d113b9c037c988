"""JBD over Bluetooth: service FF00, requests to FF02, replies on FF01, and modules with a PIN.

Source: docs/protocols/jbd.md, sections 1 and 7; names and starts of addresses: those that users of
aiobmsble have seen (its test_data/jbd_bms.json).
"""

from collections.abc import Mapping
from dataclasses import replace

from mingtang_desk.core.errors import LinkTimeoutError
from mingtang_desk.interfaces.ble import BlePort, BleProfile
from mingtang_desk.interfaces.driver import Driver, Identity, Procedure
from mingtang_desk.protocols.jbd import module
from mingtang_desk.protocols.jbd.driver import BASIC, JbdSession
from mingtang_desk.protocols.jbd.driver import JBD as ON_A_WIRE

_PINS = 3


class JbdBleSession(JbdSession):
    """A board behind a Bluetooth module.

    Args:
        options: of the URI; and from the session `mac`, `where`, `pin` and `pin_left`.
    """

    def __init__(self, options: Mapping[str, str]) -> None:
        super().__init__(options)
        self._mac = options.get("mac", "")
        self._where = options.get("where", "")
        self._pin = options.get("pin", "")
        self._left = int(options.get("pin_left", _PINS))

    def identify(self) -> Procedure[Identity]:
        """Knock first: a module that wants its PIN lets nothing through to the board."""
        try:
            yield replace(self._read(BASIC), repeatable=False)
        except LinkTimeoutError:
            if (yield from module.asks_for_pin()):
                yield from module.unlock(
                    mac=self._mac, pin=self._pin, where=self._where, left=self._left
                )
        return (yield from super().identify())


BLE = BleProfile(
    ports=(
        BlePort(service="ff00", write="ff02", notify="ff01", piece=20),
        # Clones with a Nordic UART.
        BlePort(
            service="6e400001-b5a3-f393-e0a9-e50e24dcca9e",
            write="6e400002-b5a3-f393-e0a9-e50e24dcca9e",
            notify="6e400003-b5a3-f393-e0a9-e50e24dcca9e",
            piece=20,
        ),
    ),
    names=(
        "JBD-*",
        "xiaoxiang*",
        # Packs of other names with these boards inside.
        "12???BL*",
        "24???BL*",
        "@KsM:*",
        "LSG-*",
        "N-?????BL*",
        "OGR-*",
        "SBL-*",
        "SJ-???-*",
        "SX1*",
        "SX60*",
        "TITAN-*",
        "TZ-H*",
    ),
    makers=(
        "10:A5:62",
        "70:3E:97",
        "A2:C2:37",
        "A4:C1:37",
        "A4:C1:38",
        "A5:C2:37",
        "A5:C2:39",
        "A5:C2:3A",
        "AA:C2:37",
    ),
    framer=module.ModuleFramer,
    session=JbdBleSession,
)

JBD: Driver = replace(ON_A_WIRE, ble=BLE)
