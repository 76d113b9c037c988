"""A backend of bleak on a virtual controller: bumble over HCI on a TCP port, for tests and demo.

bleak takes backend classes, not objects; a function makes the two classes around one radio. What
the virtual link lacks is made up for here: scan responses that repeat the advertisement.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from bleak.backends.client import BaseBleakClient
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bumble import core
from bumble.core import AdvertisingData
from bumble.device import Advertisement, Device
from bumble.hci import HCI_Error

from mingtang_desk.interfaces.ble import uuid128
from mingtang_desk.transports.ble_hci_client import BumbleClient
from mingtang_desk.transports.ble_hci_radio import LEAVE_S, VirtualRadio


def backend_classes(hci: str) -> tuple[type[BaseBleakScanner], type[BaseBleakClient]]:
    """Return scanner and client for the virtual controller at `HOST:PORT`."""
    airs: dict[asyncio.AbstractEventLoop, VirtualRadio] = {}

    def air() -> VirtualRadio:
        loop = asyncio.get_running_loop()
        for old in [each for each in airs if each.is_closed()]:
            del airs[old]
        return airs.setdefault(loop, VirtualRadio(hci))

    class Scanner(BumbleScanner):
        _air = staticmethod(air)

    class Client(BumbleClient):
        _air = staticmethod(air)

    return Scanner, Client


class BumbleScanner(BaseBleakScanner):
    """Scans with the virtual radio."""

    _air: Callable[[], VirtualRadio]

    def __init__(
        self,
        detection_callback: Any,
        service_uuids: list[str] | None,
        _scanning_mode: str,
        **_options: Any,
    ) -> None:
        # The base compares text: a short UUID would match nothing.
        long = None if service_uuids is None else [uuid128(uuid) for uuid in service_uuids]
        super().__init__(detection_callback, long)
        self._device: Device | None = None

    async def start(self) -> None:
        """Switch the radio on and scan."""
        self.seen_devices = {}
        air = self._air()
        device = await air.acquire()
        device.on(Device.EVENT_ADVERTISEMENT, self._heard)
        try:
            await air.scan(device, on=True)
        except BaseException:
            device.remove_listener(Device.EVENT_ADVERTISEMENT, self._heard)
            await air.release(device)
            raise
        self._device = device

    async def stop(self) -> None:
        """End scanning; a second call is harmless."""
        device, self._device = self._device, None
        if device is None:
            return
        device.remove_listener(Device.EVENT_ADVERTISEMENT, self._heard)
        air = self._air()
        try:
            with suppress(core.BaseBumbleError, HCI_Error, TimeoutError):
                async with asyncio.timeout(LEAVE_S):
                    await air.scan(device, on=False)
        finally:
            await air.release(device)

    def _heard(self, advertisement: Advertisement) -> None:
        data = _advertisement_data(advertisement)
        if not self.is_allowed_uuid(data.service_uuids):
            return
        address = advertisement.address.to_string(False)
        device = self.create_or_update_device(
            address, address, data.local_name, advertisement.address, data
        )
        self.call_detection_callbacks(device, data)


def _advertisement_data(advertisement: Advertisement) -> AdvertisementData:
    """What was announced, each thing once: the virtual link repeats itself in scan responses."""
    kinds = AdvertisingData.Type
    name: str | None = None
    uuids: dict[str, None] = {}
    makers: dict[int, bytes] = {}
    services: dict[str, bytes] = {}
    for kind, data in advertisement.data.ad_structures:
        match kind:
            case kinds.COMPLETE_LOCAL_NAME:
                name = data.decode(errors="replace")
            case kinds.SHORTENED_LOCAL_NAME:
                name = name or data.decode(errors="replace")
            case (
                kinds.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS
                | kinds.INCOMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS
            ):
                for at in range(0, len(data) - 1, 2):
                    uuids[uuid128(data[at : at + 2][::-1].hex())] = None
            case (
                kinds.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS
                | kinds.INCOMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS
            ):
                for at in range(0, len(data) - 15, 16):
                    text = data[at : at + 16][::-1].hex()
                    parts = (text[:8], text[8:12], text[12:16], text[16:20], text[20:])
                    uuids["-".join(parts)] = None
            case kinds.MANUFACTURER_SPECIFIC_DATA if len(data) >= 2:
                makers[int.from_bytes(data[:2], "little")] = data[2:]
            case kinds.SERVICE_DATA_16_BIT_UUID if len(data) >= 2:
                services[uuid128(data[:2][::-1].hex())] = data[2:]
            case _:
                continue
    return AdvertisementData(
        local_name=name,
        manufacturer_data=makers,
        service_data=services,
        service_uuids=list(uuids),
        tx_power=None,
        rssi=advertisement.rssi,
        platform_data=(),
    )
