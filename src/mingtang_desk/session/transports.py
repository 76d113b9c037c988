"""Which transports ship, by URI scheme; each library is imported when its first link is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mingtang_desk.core.errors import UsageError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.interfaces.transport import Transport
from mingtang_desk.interfaces.uri import DeviceUri
from mingtang_desk.transports.sim import SimPort, SimTransport

type Boards = Callable[[str, Mapping[str, str]], SimPort]
"""Makes a simulated board: (model, options of the URI) -> its port. Injected by `app`."""

DEFAULT_BAUD = 9600


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportRow:
    """One transport.

    Attributes:
        scheme: of its URIs.
        label: marked for translation in context "Transport".
        example: an address, for help and for the connect bar.
        make: makes a closed link; imports its library.
    """

    scheme: str
    label: str
    example: str
    make: Callable[[DeviceUri, Boards | None], Transport]


def _serial(uri: DeviceUri, _: Boards | None) -> Transport:
    from mingtang_desk.transports.serial import SerialTransport

    return SerialTransport(
        uri.target,
        baud=uri.number("baud", DEFAULT_BAUD),
        framing=uri.options.get("bits", "8N1"),
        echo=uri.flag("echo"),
    )


def _tcp(uri: DeviceUri, _: Boards | None) -> Transport:
    from mingtang_desk.transports.tcp import TcpTransport

    return TcpTransport(uri.target, echo=uri.flag("echo"))


def _ble(uri: DeviceUri, _: Boards | None) -> Transport:
    from mingtang_desk.session.drivers import ble_profiles
    from mingtang_desk.transports.ble import FIND_S, BleTransport

    return BleTransport(
        uri.target,
        profiles=ble_profiles(uri.protocol, uri.options.get("profile", "")),
        find_s=uri.number("timeout", int(FIND_S)),
    )


def _replay(uri: DeviceUri, _: Boards | None) -> Transport:
    from mingtang_desk.transports.replay import ReplayTransport, parse_speed

    return ReplayTransport(Path(uri.target), speed=parse_speed(uri.options.get("speed", "1")))


def _sim(uri: DeviceUri, boards: Boards | None) -> Transport:
    if boards is None:
        raise UsageError("scheme_unknown", scheme="sim", known=_known("sim"))
    return SimTransport(boards(uri.target, uri.options), uri.target)


TRANSPORTS: tuple[TransportRow, ...] = (
    TransportRow(
        scheme="serial",
        label=QT_TRANSLATE_NOOP("Transport", "Serial port (UART, RS485)"),
        example="serial:///dev/ttyUSB0?baud=9600",
        make=_serial,
    ),
    TransportRow(
        scheme="tcp",
        label=QT_TRANSLATE_NOOP("Transport", "TCP converter"),
        example="tcp://host:port",
        make=_tcp,
    ),
    TransportRow(
        scheme="ble",
        label=QT_TRANSLATE_NOOP("Transport", "Bluetooth"),
        example="ble://AA:BB:CC:DD:EE:FF",
        make=_ble,
    ),
    TransportRow(
        scheme="sim",
        label=QT_TRANSLATE_NOOP("Transport", "Simulated pack"),
        example="sim://jbd-13s",
        make=_sim,
    ),
    TransportRow(
        scheme="replay",
        label=QT_TRANSLATE_NOOP("Transport", "Recording"),
        example="replay:///path/file.jsonl?speed=10",
        make=_replay,
    ),
)


def make_transport(uri: DeviceUri, *, boards: Boards | None = None) -> Transport:
    """Return the closed link of an address.

    Raises:
        UsageError: no transport has this scheme, or an option of it is wrong.
        DeviceError: the simulated board cannot be made.
    """
    for row in TRANSPORTS:
        if row.scheme == uri.scheme:
            return row.make(uri, boards)
    raise UsageError("scheme_unknown", scheme=uri.scheme, known=_known())


def line_baud(uri: DeviceUri, default: int) -> int | None:
    """Return the speed that time-outs reckon with; None where there is no slow line of ours."""
    if uri.scheme == "serial" or "baud" in uri.options:
        return uri.number("baud", default)
    return None


def _known(without: str = "") -> str:
    return ", ".join(row.scheme for row in TRANSPORTS if row.scheme != without)
