"""A backend of bleak on a virtual controller: bumble over HCI on a TCP port, for tests and demo.

bleak takes backend classes, not objects; a function makes the two classes around one radio. What
the virtual link lacks is made up for here: doubled scan responses, and time limits of our own.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from bleak.args import SizedBuffer
from bleak.assigned_numbers import gatt_char_props_to_strs
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient, NotifyCallback
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakDeviceNotFoundError, BleakError, BleakGATTProtocolError
from bumble import att, core
from bumble.core import AdvertisingData
from bumble.device import Advertisement, Connection, Device, Peer
from bumble.gatt_client import CharacteristicProxy
from bumble.hci import Address, HCI_Error
from bumble.transport.tcp_client import open_tcp_client_transport

from mingtang_desk.interfaces.ble import uuid128

_POWER_S = 5.0
_LEAVE_S = 1.0
_REQUEST_S = 5.0
_FIND_S = 5.0
_MTU = 517
_ATT_HEADER = 3
_NOTIFYING = ("notify", "indicate")


class _Air:
    """One virtual radio, switched on while somebody uses it."""

    def __init__(self, hci: str) -> None:
        self._hci = hci
        self._users = 0
        self._scanners = 0
        self._lock = asyncio.Lock()
        self._transport: Any = None
        self._device: Device | None = None

    async def acquire(self) -> Device:
        """Return the radio, switched on. Each call needs a `release`."""
        async with self._lock:
            if self._device is None or self._transport.source.terminated.done():
                await self._switch_on()
            self._users += 1
            assert self._device is not None
            return self._device

    async def release(self) -> None:
        """The last one switches it off."""
        async with self._lock:
            self._users -= 1
            if self._users == 0:
                await self._switch_off()

    async def scan(self, device: Device, *, on: bool) -> None:
        """Scan while at least one scanner wants to."""
        self._scanners += 1 if on else -1
        if on and self._scanners == 1:
            await device.start_scanning()
        elif not on and self._scanners == 0:
            await device.stop_scanning()

    async def _switch_on(self) -> None:
        self._users = self._scanners = 0
        try:
            async with asyncio.timeout(_POWER_S):
                self._transport = await open_tcp_client_transport(self._hci)
                device = Device.with_hci(
                    "mingtang-desk",
                    Address.generate_static_address(),
                    self._transport.source,
                    self._transport.sink,
                )
                await device.power_on()
        except (OSError, core.BaseBumbleError) as error:
            await self._switch_off()
            raise BleakError(f"no virtual controller at {self._hci}") from error
        except BaseException:
            await self._switch_off()
            raise
        self._device = device

    async def _switch_off(self) -> None:
        transport, self._transport, self._device = self._transport, None, None
        if transport is not None:
            await transport.close()
            with suppress(TimeoutError, core.BaseBumbleError):
                async with asyncio.timeout(_LEAVE_S):
                    await transport.source.terminated


def backend_classes(hci: str) -> tuple[type[BaseBleakScanner], type[BaseBleakClient]]:
    """Return scanner and client for the virtual controller at `HOST:PORT`."""
    airs: dict[asyncio.AbstractEventLoop, _Air] = {}

    def air() -> _Air:
        loop = asyncio.get_running_loop()
        for old in [each for each in airs if each.is_closed()]:
            del airs[old]
        return airs.setdefault(loop, _Air(hci))

    class Scanner(BumbleScanner):
        _air = staticmethod(air)

    class Client(BumbleClient):
        _air = staticmethod(air)

    return Scanner, Client


class BumbleScanner(BaseBleakScanner):
    """Scans with the virtual radio."""

    _air: Callable[[], _Air]

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
            await air.release()
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
                async with asyncio.timeout(_LEAVE_S):
                    await air.scan(device, on=False)
        finally:
            await air.release()

    def _heard(self, advertisement: Advertisement) -> None:
        data = _advertisement_data(advertisement)
        if not self.is_allowed_uuid(data.service_uuids):
            return
        address = advertisement.address.to_string(False)
        device = self.create_or_update_device(
            address, address, data.local_name, advertisement.address, data
        )
        self.call_detection_callbacks(device, data)


class BumbleClient(BaseBleakClient):
    """Connects with the virtual radio."""

    _air: Callable[[], _Air]

    def __init__(
        self,
        address_or_ble_device: BLEDevice | str,
        *,
        services: set[str] | None = None,
        **options: Any,
    ) -> None:
        for name in ("bluez", "winrt", "cb"):
            options.pop(name, None)
        super().__init__(address_or_ble_device, **options)
        is_device = isinstance(address_or_ble_device, BLEDevice)
        self._ble_device = address_or_ble_device if is_device else None
        self._wanted = services
        self._connection: Connection | None = None
        self._peer: Peer | None = None
        self._gone: asyncio.Future[None] | None = None
        self._told: dict[int, Callable[[bytes], None]] = {}

    @property
    def name(self) -> str:
        """Its name, or its address with dashes, as bleak has it."""
        name = None if self._ble_device is None else self._ble_device.name
        return name or self.address.replace(":", "-")

    @property
    def mtu_size(self) -> int:
        """The agreed ATT MTU."""
        return att.ATT_DEFAULT_MTU if self._connection is None else self._connection.att_mtu

    @property
    def is_connected(self) -> bool:
        """True from `connect` until the link falls."""
        return self._connection is not None

    async def connect(self, pair: bool, **_options: Any) -> None:
        """Connect, agree on an MTU, find out what is there."""
        if self.is_connected:
            raise BleakError("already connected")
        device = await self._air().acquire()
        try:
            async with asyncio.timeout(self._timeout):
                connection = await self._connection_to(device)
                self._take(connection)
                peer = self._peer = Peer(connection)
                await self._during(peer.request_mtu(_MTU))
                await self._during(_discover(peer))
                self.services = self._collection(peer)
                if pair:
                    await self.pair()
        except core.BaseBumbleError as error:
            await self._give_up()
            raise BleakError(f"failed to connect: {error}") from error
        except BaseException:
            await self._give_up()
            raise

    async def disconnect(self) -> None:
        """Disconnect; a second call is harmless."""
        connection = self._connection
        if connection is None:
            return
        with suppress(core.BaseBumbleError, HCI_Error, TimeoutError):
            async with asyncio.timeout(_LEAVE_S):
                await connection.disconnect()
        self._lost()
        await self._settle()

    async def pair(self, *_args: Any, **_options: Any) -> None:
        """Pair by Just Works."""
        if self._connection is None:
            raise BleakError("not connected")
        await self._during(self._connection.pair())

    async def unpair(self) -> None:
        """Nothing is kept."""

    async def read_gatt_char(
        self, characteristic: BleakGATTCharacteristic, *, use_cached: bool = False, **_: Any
    ) -> bytearray:
        """Read a value."""
        return bytearray(await self._during(characteristic.obj.read_value()))

    async def write_gatt_char(
        self, characteristic: BleakGATTCharacteristic, data: SizedBuffer, response: bool
    ) -> None:
        """Write a value."""
        await self._during(characteristic.obj.write_value(bytes(data), with_response=response))

    async def read_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, *, use_cached: bool = False, **_: Any
    ) -> bytearray:
        """Read a descriptor."""
        return bytearray(await self._during(descriptor.obj.read_value()))

    async def write_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, data: SizedBuffer
    ) -> None:
        """Write a descriptor."""
        await self._during(descriptor.obj.write_value(bytes(data), with_response=True))

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: NotifyCallback, **_: Any
    ) -> None:
        """Subscribe."""

        def told(data: bytes) -> None:
            callback(bytearray(data))

        self._told[characteristic.handle] = told
        await self._during(characteristic.obj.subscribe(told))

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        """End a subscription."""
        told = self._told.pop(characteristic.handle, None)
        await self._during(characteristic.obj.unsubscribe(told, force=True))

    async def _connection_to(self, device: Device) -> Connection:
        address = await self._address()
        try:
            return await device.connect(address, timeout=None)
        except asyncio.CancelledError:
            with suppress(core.BaseBumbleError, HCI_Error, TimeoutError):
                async with asyncio.timeout(_LEAVE_S):
                    device.le_connecting = True  # bumble forgot it already, the controller did not
                    await device.cancel_connection()
            device.le_connecting = False
            raise

    async def _address(self) -> Address:
        known = None if self._ble_device is None else self._ble_device.details
        if isinstance(known, Address):
            return known
        found: asyncio.Future[Address] = asyncio.get_running_loop().create_future()

        def heard(advertisement: Advertisement) -> None:
            address = advertisement.address
            if address.to_string(False) == self.address.upper() and not found.done():
                found.set_result(address)

        air = self._air()
        device = await air.acquire()
        device.on(Device.EVENT_ADVERTISEMENT, heard)
        try:
            await air.scan(device, on=True)
            try:
                async with asyncio.timeout(_FIND_S):
                    return await found
            finally:
                await air.scan(device, on=False)
        except TimeoutError as error:
            raise BleakDeviceNotFoundError(self.address, "not heard") from error
        finally:
            device.remove_listener(Device.EVENT_ADVERTISEMENT, heard)
            await air.release()

    def _take(self, connection: Connection) -> None:
        self._connection = connection
        self._gone = asyncio.get_running_loop().create_future()
        connection.on(Connection.EVENT_DISCONNECTION, self._dropped)

    def _dropped(self, _reason: int) -> None:
        """The other side, or the radio, ended it."""
        if self._connection is not None:
            self._lost()
            self._leaving = asyncio.ensure_future(self._settle())

    def _lost(self) -> None:
        if self._connection is None:
            return
        self._connection, self._peer = None, None
        if self._gone is not None and not self._gone.done():
            self._gone.set_result(None)
        self._told.clear()
        if self.services is not None and self._disconnected_callback is not None:
            self._disconnected_callback()

    async def _settle(self) -> None:
        await self._air().release()

    async def _give_up(self) -> None:
        self.services = None
        if self._connection is None:
            await self._air().release()
        else:
            await self.disconnect()

    async def _during[T](self, work: Awaitable[T]) -> T:
        """Wait for work on the link, not longer than the link lives, and for a limited time."""
        gone = self._gone
        if self._connection is None or gone is None:
            if asyncio.iscoroutine(work):
                work.close()
            raise BleakError("not connected")
        task = asyncio.ensure_future(work)
        try:
            await asyncio.wait({task, gone}, timeout=_REQUEST_S, return_when="FIRST_COMPLETED")
        finally:
            if not task.done():
                task.cancel()
        if not task.done() or task.cancelled():
            if gone.done():
                raise BleakError("disconnected")
            raise TimeoutError("no answer to a GATT request")
        try:
            return task.result()
        except att.ATT_Error as error:
            raise BleakGATTProtocolError(error.error_code) from error
        except core.TimeoutError as error:
            raise TimeoutError(str(error)) from error
        except (core.BaseBumbleError, HCI_Error) as error:
            raise BleakError(str(error)) from error

    def _collection(self, peer: Peer) -> BleakGATTServiceCollection:
        collection = BleakGATTServiceCollection()
        for found in peer.services:
            uuid = str(found.uuid.to_hex_str("-")).lower()
            if self._wanted is not None and uuid128(uuid) not in self._wanted:
                continue
            service = BleakGATTService(found, found.handle, uuid128(uuid))
            collection.add_service(service)
            for each in found.characteristics:
                characteristic = BleakGATTCharacteristic(
                    each,
                    each.handle,
                    uuid128(str(each.uuid.to_hex_str("-")).lower()),
                    list(gatt_char_props_to_strs(each.properties)),
                    lambda: self.mtu_size - _ATT_HEADER,
                    service,
                )
                collection.add_characteristic(characteristic)
                for one in each.descriptors:
                    collection.add_descriptor(
                        BleakGATTDescriptor(
                            one,
                            one.handle,
                            uuid128(str(one.type.to_hex_str("-")).lower()),
                            characteristic,
                        )
                    )
        return collection


async def _discover(peer: Peer) -> None:
    await peer.discover_services()
    for service in peer.services:
        for each in await service.discover_characteristics():
            if any(name in gatt_char_props_to_strs(each.properties) for name in _NOTIFYING):
                await CharacteristicProxy.discover_descriptors(each)


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
