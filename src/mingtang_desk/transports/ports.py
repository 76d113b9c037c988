"""Which serial ports there are: those the system lists, and those of MINGTANG_PORTS (ptys)."""

import os
from dataclasses import dataclass

from serial.tools import list_ports

EXTRA_PORTS = "MINGTANG_PORTS"


@dataclass(frozen=True, slots=True, kw_only=True)
class PortInfo:
    """One port.

    Attributes:
        path: what opens it.
        name: what the system calls it.
        serial: serial number of its USB adapter, "" where it has none.
        usb: vendor and product of the adapter, "0403:6001".
        location: where the adapter is plugged in, "1-1.2".
    """

    path: str
    name: str = ""
    serial: str = ""
    usb: str = ""
    location: str = ""


def serial_ports() -> tuple[PortInfo, ...]:
    """Return the ports of this machine, those of MINGTANG_PORTS first."""
    extra = [text.strip() for text in os.environ.get(EXTRA_PORTS, "").split(",")]
    found = {path: PortInfo(path=path) for path in extra if path}
    for port in list_ports.comports():
        name = "" if port.description in (None, "n/a") else str(port.description)
        found.setdefault(
            port.device,
            PortInfo(
                path=port.device,
                name=name,
                serial=port.serial_number or "",
                usb="" if port.vid is None else f"{port.vid:04x}:{port.pid or 0:04x}",
                location=port.location or "",
            ),
        )
    return tuple(found.values())


def known_ports() -> str:
    """Return the paths in words, for errors."""
    return ", ".join(port.path for port in serial_ports()) or "–"
