"""Who is near: devices that announce themselves over Bluetooth, the nearest first."""

import asyncio
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from mingtang_desk.interfaces.ble import Advert, uuid128
from mingtang_desk.transports.ble_backend import backend

if TYPE_CHECKING:
    from bleak import BleakScanner
    from bleak.backends.device import BLEDevice
    from bleak.backends.scanner import AdvertisementData

_FAR = -200
_START_S = 10.0
_STOP_S = 2.0


class BleScan:
    """Listens from `start` to `stop`, or for the time of an `async with`.

    Args:
        on_heard: called with each announcement, as often as it is heard.
    """

    def __init__(self, on_heard: Callable[[Advert], None] | None = None) -> None:
        self._on_heard = on_heard
        self._adverts: dict[str, Advert] = {}
        self._devices: dict[str, BLEDevice] = {}
        self._scanner: BleakScanner | None = None

    @property
    def found(self) -> tuple[Advert, ...]:
        """Everything heard so far, nearest first."""
        return nearest_first(self._adverts.values())

    def device(self, address: str) -> "BLEDevice | None":
        """Return what bleak connects to, for an address that was heard."""
        return self._devices.get(address.upper())

    async def start(self) -> None:
        """Listen.

        Raises:
            TransportError: there is no adapter, it is off, or it may not be used.
        """
        radio = backend()
        from bleak import BleakScanner

        from mingtang_desk.transports.ble_errors import EXPECTED, Stage, ble_error

        scanner = BleakScanner(self._heard, **radio.scanner_options)
        try:
            async with asyncio.timeout(_START_S):
                await scanner.start()
        except EXPECTED as error:
            raise ble_error(error, "", Stage.SEARCH) from error
        self._scanner = scanner

    async def stop(self) -> None:
        """Listen no more; a second call is harmless. What was heard stays."""
        scanner, self._scanner = self._scanner, None
        if scanner is None:
            return
        from mingtang_desk.transports.ble_errors import EXPECTED, Stage, ble_error

        try:
            async with asyncio.timeout(_STOP_S):
                await scanner.stop()
        except EXPECTED as error:
            raise ble_error(error, "", Stage.SEARCH) from error

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    def _heard(self, device: "BLEDevice", data: "AdvertisementData") -> None:
        advert = advert_of(device.address, data, before=self._adverts.get(device.address.upper()))
        self._devices[device.address.upper()] = device
        self._adverts[device.address.upper()] = advert
        if self._on_heard is not None:
            self._on_heard(advert)


def advert_of(address: str, data: "AdvertisementData", *, before: Advert | None) -> Advert:
    """Return an announcement; what one part of it leaves out is taken from the part before."""
    services = tuple(uuid128(uuid) for uuid in data.service_uuids)
    known = Advert(address=address) if before is None else before
    return Advert(
        address=address,
        name=data.local_name or known.name,
        signal=data.rssi,
        services=services or known.services,
        manufacturer=dict(data.manufacturer_data) or known.manufacturer,
        service_data=dict(data.service_data) or known.service_data,
    )


def nearest_first(adverts: Iterable[Advert]) -> tuple[Advert, ...]:
    """Sort by signal, the loudest first; without a signal last."""

    def order(advert: Advert) -> tuple[int, str]:
        return (_FAR if advert.signal is None else advert.signal) * -1, advert.address

    return tuple(sorted(adverts, key=order))


async def scan(seconds: float) -> tuple[Advert, ...]:
    """Listen for so long and return who was heard, nearest first.

    Raises:
        TransportError: there is no adapter, it is off, or it may not be used.
    """
    async with BleScan() as listening:
        await asyncio.sleep(seconds)
    return listening.found
