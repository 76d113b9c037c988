"""Which radio: the system's own through bleak, or a virtual one on MINGTANG_BLE_HCI=HOST:PORT.

bleak is imported here, at the first use of Bluetooth, and nowhere at the start of the program.
"""

import os
import sys
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from mingtang_desk.core.errors import DeniedReason, LinkDeniedError
from mingtang_desk.transports.tcp import host_and_port

if TYPE_CHECKING:
    from bleak.backends.client import BaseBleakClient
    from bleak.backends.scanner import BaseBleakScanner

HCI = "MINGTANG_BLE_HCI"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """What to hand to bleak; None = its own choice for this system."""

    scanner: "type[BaseBleakScanner] | None" = None
    client: "type[BaseBleakClient] | None" = None

    @property
    def scanner_options(self) -> dict[str, Any]:
        """Keyword arguments of `BleakScanner`."""
        return {} if self.scanner is None else {"backend": self.scanner}

    @property
    def client_options(self) -> dict[str, Any]:
        """Keyword arguments of `BleakClient`."""
        return {} if self.client is None else {"backend": self.client}


def is_virtual() -> bool:
    """Return whether a virtual radio stands in for the real one."""
    return bool(os.environ.get(HCI))


def backend() -> Backend:
    """Return the radio to use now.

    Raises:
        LinkDeniedError: the packages it needs are not installed.
        UsageError: MINGTANG_BLE_HCI is no HOST:PORT.
    """
    hci = os.environ.get(HCI, "")
    if not hci:
        return _native()
    host_and_port(hci)
    return _virtual(hci)


@cache
def _native() -> Backend:
    try:
        import bleak  # noqa: F401 -- only whether it is there
    except ImportError as error:
        raise _missing("bleak", "mingtang-desk[desktop]") from error
    if sys.platform == "win32":
        # Other libraries make the thread of the window an STA; bleak refuses that unless it is
        # told that messages are pumped, as every Qt loop does.
        from bleak.backends.winrt.util import allow_sta

        allow_sta()
    return Backend()


@cache
def _virtual(hci: str) -> Backend:
    try:
        from mingtang_desk.transports.ble_hci import backend_classes
    except ImportError as error:
        raise _missing("bumble", "mingtang-desk[demo]") from error
    scanner, client = backend_classes(hci)
    return Backend(scanner=scanner, client=client)


def _missing(package: str, extra: str) -> LinkDeniedError:
    return LinkDeniedError(
        "ble_package_missing", reason=DeniedReason.UNSUPPORTED, package=package, extra=extra
    )
