"""JBD over Bluetooth: service FF00, requests to FF02, replies on FF01.

Source: docs/protocols/jbd.md, section 1; names and starts of addresses: those that users of
aiobmsble have seen (its test_data/jbd_bms.json).
"""

from mingtang_desk.interfaces.ble import BlePort, BleProfile
from mingtang_desk.protocols.jbd.module import ModuleFramer

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
    framer=ModuleFramer,
)
