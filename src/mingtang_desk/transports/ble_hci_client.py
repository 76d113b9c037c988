"""The client half of the backend on a virtual radio: GATT by bumble, time limits of our own."""

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
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakDeviceNotFoundError, BleakError, BleakGATTProtocolError
from bumble import att, core
from bumble.device import Advertisement, Connection, Device, Peer
from bumble.hci import Address, HCI_Error, HCI_LE_Create_Connection_Cancel_Command

from mingtang_desk.interfaces.ble import uuid128
from mingtang_desk.transports.ble_hci_radio import LEAVE_S, VirtualRadio

_REQUEST_S = 5.0
_FIND_S = 5.0
_MTU = 517
_ATT_HEADER = 3
_NOTIFYING = ("notify", "indicate")


class BumbleClient(BaseBleakClient):
    """Connects with the virtual radio."""

    _air: Callable[[], VirtualRadio]

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
        self._ble_device: BLEDevice | None = None
        if isinstance(address_or_ble_device, BLEDevice):
            self._ble_device = address_or_ble_device
        self._wanted = services
        self._radio: Device | None = None
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
        device = self._radio = await self._air().acquire()
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
            async with asyncio.timeout(LEAVE_S):
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
                async with asyncio.timeout(LEAVE_S):
                    await device.send_sync_command(HCI_LE_Create_Connection_Cancel_Command())
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
            await air.release(device)

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
        radio, self._radio = self._radio, None
        if radio is not None:
            await self._air().release(radio)

    async def _give_up(self) -> None:
        self.services = None
        if self._connection is None:
            await self._settle()
        else:
            await self.disconnect()

    async def _during[T](self, work: Awaitable[T]) -> T:
        """Wait for work on the link, not longer than the link lives, and for a limited time."""
        gone = self._gone
        if self._connection is None or gone is None:
            if asyncio.iscoroutine(work):
                work.close()
            raise BleakError("not connected")
        task: asyncio.Future[T] = asyncio.ensure_future(work)
        either: set[asyncio.Future[Any]] = {task, gone}
        try:
            await asyncio.wait(either, timeout=_REQUEST_S, return_when="FIRST_COMPLETED")
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
                await each.discover_descriptors()
