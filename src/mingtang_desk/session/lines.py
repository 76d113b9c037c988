"""Which addresses mean the same line, and the line of an address."""

import os
from collections.abc import Mapping

from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import UsageError
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.interfaces.transport import Tap, Transport
from mingtang_desk.interfaces.uri import DeviceUri
from mingtang_desk.session.line import Line
from mingtang_desk.session.passive import BUSES, listen_s
from mingtang_desk.session.timing import Timing
from mingtang_desk.session.transports import DEFAULT_BAUD, line_baud
from mingtang_desk.transports.tap import TappedTransport

_OF_THE_BOARD = ("address", "protocol", "profile", "reply_address")
_OF_THE_LINE: Mapping[str, str] = {"baud": str(DEFAULT_BAUD), "bits": "8N1", "echo": "off"}


def make_line(
    uri: DeviceUri,
    transport: Transport,
    *,
    driver: Driver | None,
    clock: Clock,
    timing: Timing,
    tap: Tap | None = None,
) -> Line:
    """Return the line of an address; `tap` gets every chunk on it."""
    return Line(
        transport if tap is None else TappedTransport(transport, tap, clock),
        clock,
        baud=line_baud(uri, DEFAULT_BAUD if driver is None else driver.baud),
        timing=timing,
        listen_s=listen_s(uri, timing),
        share=uri.flag("share"),
    )


def line_key(uri: DeviceUri) -> str | None:
    """Return what addresses of the same line have in common, None when it is never shared.

    A simulated pack is one board to each address, unless the addresses name a board on a bus.
    """
    if uri.scheme in BUSES:
        target = real_path(uri.target) if "/" in uri.target else uri.target.lower()
        return f"{uri.scheme} {target}"
    if uri.scheme == "sim" and "address" in uri.options:
        rest = sorted(item for item in uri.options.items() if item[0] not in _OF_THE_BOARD)
        return f"sim {uri.target} {rest}"
    return None


def real_path(path: str) -> str:
    """Return what a port is behind all of its names (/dev/serial/by-id/...)."""
    return os.path.realpath(path)


def is_same_board(one: DeviceUri, other: DeviceUri) -> bool:
    """Return whether two addresses of the same line mean the same board."""
    return one.protocol == other.protocol and all(
        one.options.get(name) == other.options.get(name) for name in (*_OF_THE_BOARD[2:], "address")
    )


def check_same_settings(open_uri: DeviceUri, uri: DeviceUri) -> None:
    """Refuse another speed or framing on a line that is open.

    Raises:
        UsageError: they differ.
    """
    for name, default in _OF_THE_LINE.items():
        have, wanted = (u.options.get(name, default).lower() for u in (open_uri, uri))
        if have != wanted:
            raise UsageError("line_differs", where=uri.target, option=name, value=wanted, have=have)
