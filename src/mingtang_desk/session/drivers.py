"""Which protocols ship, in the order `protocol=auto` tries them, and those installed beside."""

import logging
from dataclasses import replace
from functools import cache

from mingtang_desk.core.errors import UsageError
from mingtang_desk.interfaces.ble import BleProfile
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.protocols.daly.driver import DALY
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.protocols.modbus.any_board import ANY_BOARD
from mingtang_desk.session.profiles import SHIPPED, file_driver, shipped_driver

ENTRY_POINT_GROUP = "mingtang_desk.drivers"

DRIVERS: tuple[Driver, ...] = (JBD, *(shipped_driver(key) for key in SHIPPED), DALY)

_log = logging.getLogger(__name__)


@cache
def all_drivers() -> tuple[Driver, ...]:
    """Return what ships, then what is installed beside it; a key that ships is never replaced."""
    from importlib.metadata import entry_points  # slow to load, and not needed to start

    found = {driver.key: driver for driver in DRIVERS}
    for point in entry_points(group=ENTRY_POINT_GROUP):
        try:
            driver = point.load()
        except (ImportError, AttributeError) as error:
            _log.warning("driver %s cannot be loaded: %s", point.name, error)
            continue
        if isinstance(driver, Driver):
            found.setdefault(driver.key, driver)
        else:
            _log.warning("driver %s is no Driver", point.name)
    return tuple(found.values())


def listed_drivers() -> tuple[Driver, ...]:
    """Return every protocol that an address may name, also the one that needs a file."""
    return (*all_drivers(), ANY_BOARD)


def find_driver(protocol: str, profile: str = "") -> Driver | None:
    """Return the driver of a protocol key, None for "auto".

    Args:
        protocol: its key; "modbus" for the board that a file describes.
        profile: path of that file.

    Raises:
        UsageError: there is none, or the file is not named, or it is named with a protocol that
            has a map of its own.
        InputFileError: the file cannot be read, or something is wrong with it.
    """
    if profile:
        if protocol not in ("auto", ANY_BOARD.key):
            allowed = f"protocol={ANY_BOARD.key}"
            raise UsageError("option_invalid", option="profile", value=profile, allowed=allowed)
        return file_driver(profile)
    if protocol == ANY_BOARD.key:
        raise UsageError("profile_needed", protocol=protocol)
    if protocol == "auto":
        return None
    for driver in all_drivers():
        if driver.key == protocol:
            return driver
    known = ", ".join(driver.key for driver in listed_drivers())
    raise UsageError("protocol_unknown", protocol=protocol, known=known)


def candidates(scheme: str) -> tuple[Driver, ...]:
    """Return the drivers to try over a transport, in order."""
    return tuple(over(d, scheme) for d in all_drivers() if scheme in d.transports)


def over(driver: Driver, scheme: str) -> Driver:
    """Return a driver as it is spoken over a transport: Bluetooth modules may add a layer."""
    ble = driver.ble
    if scheme != "ble" or ble is None or (ble.framer is None and ble.session is None):
        return driver
    return replace(
        driver, framer=ble.framer or driver.framer, session=ble.session or driver.session
    )


def ble_profiles(protocol: str = "auto", profile: str = "") -> dict[str, BleProfile]:
    """Return what is known of Bluetooth services, by driver key; of one driver where it is named.

    Raises:
        UsageError, InputFileError: as `find_driver`.
    """
    driver = find_driver(protocol, profile)
    drivers = all_drivers() if driver is None else (driver,)
    return {each.key: each.ble for each in drivers if each.ble is not None}
