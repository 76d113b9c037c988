"""Which characteristics carry the bytes: those a driver names, else those that look like a line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingtang_desk.interfaces.ble import BlePort, BleProfile, uuid128

if TYPE_CHECKING:
    from bleak.backends.characteristic import BleakGATTCharacteristic
    from bleak.backends.service import BleakGATTService

_WITHOUT, _WITH = "write-without-response", "write"
_TELLS = ("notify", "indicate")
_NOT_A_LINE = frozenset(uuid128(short) for short in ("1800", "1801", "180a", "180f", "fe59"))
"""Services every device may have: access, attributes, information, battery; and Nordic's DFU."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A serial line found in a device.

    Attributes:
        write: where requests go.
        notify: where replies come from; more than one where the driver leaves that open.
        response: each write is acknowledged.
        piece: longest write, 0 = as long as the MTU allows.
        protocols: keys of the drivers that may be spoken on it, () = any.
    """

    write: "BleakGATTCharacteristic"
    notify: "tuple[BleakGATTCharacteristic, ...]"
    response: bool
    piece: int
    protocols: tuple[str, ...]


def find_line(
    services: "Iterable[BleakGATTService]", profiles: Mapping[str, BleProfile]
) -> Line | None:
    """Return the line of the first profile whose service is there, else one by its properties."""
    every = {service.uuid: service for service in services}
    for profile in profiles.values():
        for port in profile.ports:
            service = every.get(uuid128(port.service))
            found = None if service is None else _in_service(service, port)
            if found is not None:
                keys = tuple(
                    key
                    for key, other in profiles.items()
                    if any(uuid128(each.service) == uuid128(port.service) for each in other.ports)
                )
                return _line(*found, piece=port.piece, protocols=keys)
    for uuid, service in every.items():
        if uuid in _NOT_A_LINE:
            continue
        found = _in_service(service, BlePort(service=uuid))
        if found is not None:
            return _line(*found, piece=0, protocols=())
    return None


def _in_service(
    service: "BleakGATTService", port: BlePort
) -> "tuple[BleakGATTCharacteristic, tuple[BleakGATTCharacteristic, ...]] | None":
    writable = [
        each for each in service.characteristics if {_WITHOUT, _WITH} & set(each.properties)
    ]
    telling = [each for each in service.characteristics if set(_TELLS) & set(each.properties)]
    write = _named(writable, port.write)
    notify = _named(telling, port.notify)
    return (write[0], tuple(notify)) if write and notify else None


def _named(
    characteristics: "list[BleakGATTCharacteristic]", uuid: str
) -> "list[BleakGATTCharacteristic]":
    """Those of this UUID; all where the driver names none, or names one that is not there."""
    named = [each for each in characteristics if uuid and each.uuid == uuid128(uuid)]
    return named or characteristics


def _line(
    write: "BleakGATTCharacteristic",
    notify: "tuple[BleakGATTCharacteristic, ...]",
    *,
    piece: int,
    protocols: tuple[str, ...],
) -> Line:
    return Line(
        write=write,
        notify=notify,
        response=_WITHOUT not in write.properties,
        piece=piece,
        protocols=protocols,
    )
