"""What a driver says about Bluetooth: its services, and how its boards announce themselves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from mingtang_desk.interfaces.driver import BoardSession, Framer

_BASE = "-0000-1000-8000-00805f9b34fb"
_LAST = 5


def uuid128(uuid: str) -> str:
    """Return a UUID in its long form and lower case; services are only ever compared so."""
    text = uuid.lower()
    return f"0000{text}{_BASE}" if len(text) == 4 else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Advert:
    """What was heard of a device.

    Attributes:
        address: as the system names it; an opaque identifier on macOS.
        name: "" = it sends none.
        signal: dBm, None = not told.
        services: long UUIDs.
        manufacturer: data by company number.
        service_data: data by long service UUID.
    """

    address: str
    name: str = ""
    signal: int | None = None
    services: tuple[str, ...] = ()
    manufacturer: Mapping[int, bytes] = field(default_factory=dict)
    service_data: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def last5(self) -> str:
        """The last five of its number: of the name that ends in a number, else of the address."""
        tail = self.name[-_LAST:]
        if len(tail) == _LAST and tail.isdecimal():
            return tail
        return "".join(c for c in self.address if c.isalnum())[-_LAST:].upper()

    def fits(self, text: str) -> bool:
        """Return whether what somebody typed finds it: last five, part of name or address."""
        wanted = text.strip().casefold()
        plain = "".join(c for c in self.address if c.isalnum()).casefold()
        bare = wanted.replace(":", "").replace("-", "")
        return (
            wanted in self.name.casefold()
            or self.last5.casefold().endswith(wanted)
            or (bool(bare) and bare in plain)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BlePort:
    """A serial line inside a GATT service.

    Attributes:
        service: UUID, short or long.
        write: where requests go, "" = whichever characteristic takes writes.
        notify: where replies come from, "" = whichever notifies.
        piece: longest write that the module takes, 0 = as long as the MTU allows.
    """

    service: str
    write: str = ""
    notify: str = ""
    piece: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BleProfile:
    """How a driver's boards are found and spoken to over Bluetooth.

    Attributes:
        ports: where the bytes go, the usual one first.
        names: patterns as in file names; a device that has one of the services and one of the
            names is recognised before anybody connects.
        makers: starts of addresses that recognise it likewise, upper case.
        framer, session: where the Bluetooth module has a layer of its own; None = as on a wire.
    """

    ports: tuple[BlePort, ...]
    names: tuple[str, ...] = ()
    makers: tuple[str, ...] = ()
    framer: "Callable[..., Framer] | None" = None
    session: "Callable[[Mapping[str, str]], BoardSession] | None" = None

    def recognises(self, advert: Advert) -> bool:
        """Return whether this is one of its boards, as far as that can be told unasked."""
        if not any(uuid128(port.service) in advert.services for port in self.ports):
            return False
        return any(fnmatchcase(advert.name, pattern) for pattern in self.names) or (
            advert.address.upper().startswith(self.makers)
        )


@runtime_checkable
class Narrowing(Protocol):
    """A link that knows which protocols may be spoken on it once it is open."""

    @property
    def protocols(self) -> tuple[str, ...]:
        """Keys of drivers, () = any."""
        ...

    @property
    def address(self) -> str:
        """Of the device at the other end."""
        ...


@runtime_checkable
class Audible(Protocol):
    """A link over the air."""

    @property
    def signal(self) -> int | None:
        """How loud the other end was when it was found, dBm."""
        ...
