"""Which protocols ship, in the order `protocol=auto` tries them, and those installed beside."""

import logging
from functools import cache

from mingtang_desk.core.errors import UsageError
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.protocols.jbd.driver import JBD

ENTRY_POINT_GROUP = "mingtang_desk.drivers"

DRIVERS: tuple[Driver, ...] = (JBD,)

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


def find_driver(protocol: str) -> Driver | None:
    """Return the driver of a protocol key, None for "auto".

    Raises:
        UsageError: there is none.
    """
    if protocol == "auto":
        return None
    for driver in all_drivers():
        if driver.key == protocol:
            return driver
    known = ", ".join(driver.key for driver in all_drivers())
    raise UsageError("protocol_unknown", protocol=protocol, known=known)


def candidates(scheme: str) -> tuple[Driver, ...]:
    """Return the drivers to try over a transport, in order."""
    return tuple(driver for driver in all_drivers() if scheme in driver.transports)
