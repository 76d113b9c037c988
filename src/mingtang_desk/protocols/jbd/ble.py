"""JBD over Bluetooth: service FF00, requests to FF02, replies on FF01; docs/protocols/jbd.md."""

from mingtang_desk.interfaces.ble import BlePort, BleProfile

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
    names=("JBD-*", "xiaoxiang*"),
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
)
