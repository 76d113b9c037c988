"""Finds one device by its address or its name, and says why it could not be found."""

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from mingtang_desk.core.errors import LinkNotFoundError
from mingtang_desk.interfaces.ble import Advert
from mingtang_desk.transports.ble_backend import is_virtual
from mingtang_desk.transports.ble_scan import BleScan

if TYPE_CHECKING:
    from bleak.backends.device import BLEDevice

BY_NAME = "name/"
_SETTLE_S, _SETTLE_VIRTUAL_S = 1.0, 0.15
"""How long to listen for a second device of the same name; real ones announce once a second."""


class Heard(NamedTuple):
    """A device and what it announced."""

    device: "BLEDevice"
    advert: Advert


async def find(target: str, seconds: float, *, known: bool) -> Heard:
    """Listen until the device of an address, or of `name/NAME`, is heard.

    Args:
        target: AA:BB:CC:DD:EE:FF (on macOS its identifier) or name/NAME.
        seconds: longest time to listen.
        known: it was there before, so that now it sleeps or went away.

    Raises:
        TransportError: it was not heard, several have the name, or there is no radio.
    """
    heard = asyncio.Event()
    name = target.removeprefix(BY_NAME) if target.startswith(BY_NAME) else None

    def is_it(advert: Advert) -> bool:
        if name is not None:
            return advert.name == name
        return advert.address.upper() == target.upper()

    def on_heard(advert: Advert) -> None:
        if is_it(advert):
            heard.set()

    scan = BleScan(on_heard)
    async with scan:
        try:
            async with asyncio.timeout(seconds):
                await heard.wait()
        except TimeoutError as error:
            where = target if name is None else name
            if known:
                raise LinkNotFoundError("ble_asleep", where=where) from error
            raise LinkNotFoundError("ble_not_found", where=where, seconds=f"{seconds:g}") from error
        if name is not None:
            await asyncio.sleep(_SETTLE_VIRTUAL_S if is_virtual() else _SETTLE_S)
    found = [advert for advert in scan.found if is_it(advert)]
    if len(found) > 1:
        addresses = ", ".join(advert.address for advert in found)
        raise LinkNotFoundError("ble_name_ambiguous", where=name, known=addresses)
    device = scan.device(found[0].address)
    assert device is not None
    return Heard(device, found[0])
