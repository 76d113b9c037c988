"""A simulated board behind a Bluetooth module: advertising, one GATT service, one central.

bumble checks neither permissions nor lengths of what is written, and cuts notifications silently;
both are done here as real modules do it.
"""

import asyncio
import time
from contextlib import suppress
from typing import Any

from bumble import att, gatt_server
from bumble.core import UUID, AdvertisingData, BaseBumbleError
from bumble.device import Connection, Device, DeviceConfiguration
from bumble.gatt import Characteristic, CharacteristicValue, Service
from bumble.hci import Address
from bumble.host import Host
from bumble.transport.common import AsyncPipeSink

from mingtang_desk.sim.ble_air import SUPERVISION_TIMEOUT, Air, Radio, Voice
from mingtang_desk.sim.ble_identity import BleIdentity
from mingtang_desk.sim.ble_module import BleModule
from mingtang_desk.sim.board import Board
from mingtang_desk.sim.link import BoardLink

ADVERTISING_MS = 60.0
_ATT_HEADER = 3
_IN_ONE_REPORT = 31
_TICK_S = 0.05


class GuardedServer(gatt_server.Server):
    """A GATT server that keeps what its characteristics promise."""

    def on_gatt_pdu(self, bearer: Any, att_pdu: att.ATT_PDU) -> None:
        """Refuse what is not permitted or too long; commands are dropped without a word."""
        error = self._refusal(bearer, att_pdu)
        if error is None:
            super().on_gatt_pdu(bearer, att_pdu)
        elif not isinstance(att_pdu, att.ATT_Write_Command):
            self.send_response(
                bearer,
                att.ATT_Error_Response(
                    request_opcode_in_error=att_pdu.op_code,
                    attribute_handle_in_error=getattr(att_pdu, "attribute_handle", 0),
                    error_code=error,
                ),
            )

    def _refusal(self, bearer: Any, pdu: att.ATT_PDU) -> att.ErrorCode | None:
        if not isinstance(
            pdu,
            att.ATT_Read_Request
            | att.ATT_Read_Blob_Request
            | att.ATT_Write_Request
            | att.ATT_Write_Command
            | att.ATT_Prepare_Write_Request,
        ):
            return None
        attribute = self.get_attribute(pdu.attribute_handle)
        has = attribute.properties if isinstance(attribute, Characteristic) else None
        kinds = Characteristic.Properties
        match pdu:
            case att.ATT_Read_Request() | att.ATT_Read_Blob_Request():
                if has is not None and not has & kinds.READ:
                    return att.ErrorCode.READ_NOT_PERMITTED
                return None
            case att.ATT_Write_Command():
                need, size = kinds.WRITE_WITHOUT_RESPONSE, len(pdu.attribute_value)
            case att.ATT_Write_Request():
                need, size = kinds.WRITE, len(pdu.attribute_value)
            case _:
                need, size = kinds.WRITE, 0
        if has is not None and not has & need:
            return att.ErrorCode.WRITE_NOT_PERMITTED
        if size > bearer.att_mtu - _ATT_HEADER:
            return att.ErrorCode.INVALID_PDU
        return None


class Peripheral:
    """One board on the air.

    Attributes:
        module: its PIN layer.

    Args:
        identity: its module.
        board: the board behind it.
        pace: baud rate between module and board; None = bytes take no time.
        sleep_s: seconds without a central after which the module falls silent; None = never.
    """

    def __init__(
        self,
        identity: BleIdentity,
        board: Board,
        *,
        pace: int | None = None,
        sleep_s: float | None = None,
    ) -> None:
        self.identity = identity
        self._board = board
        self._link = BoardLink(board, pace=pace)
        address = bytes.fromhex(identity.address.replace(":", ""))
        self.module = BleModule(address, identity.pin)
        self._sleep_s = sleep_s
        self._central: Connection | None = None
        self._since = time.monotonic()
        self._replies: asyncio.Queue[bytes] = asyncio.Queue()
        self._advertised = asyncio.Event()

    async def on_air(self) -> None:
        """Return once it can be found."""
        await self._advertised.wait()

    async def run(self, air: Air) -> None:
        """Live on the air until the board's power is gone; then the link breaks without a word."""
        device = await self._switch_on(air)
        tasks = [
            asyncio.create_task(coroutine)
            for coroutine in (self._link.run(), self._notify(device), self._watch(device))
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            with suppress(BaseBumbleError, TimeoutError):
                async with asyncio.timeout(1.0):
                    await device.stop_advertising()
                    await self.drop()

    def send(self, data: bytes) -> None:
        """Notify the central, unasked."""
        self._replies.put_nowait(data)

    async def drop(self) -> None:
        """Lose the central as if it had gone out of range."""
        if self._central is not None:
            await self._central.disconnect(SUPERVISION_TIMEOUT)

    async def _switch_on(self, air: Air) -> Device:
        identity = self.identity
        radio = Radio(identity.name, air)
        advertised, asked = _announcement(identity)
        air.voices[identity.address] = Voice(identity.rssi, asked)
        address = Address(identity.address, Address.RANDOM_DEVICE_ADDRESS)
        config = DeviceConfiguration(
            name=identity.name,
            address=address,
            advertising_interval_min=ADVERTISING_MS,
            advertising_interval_max=ADVERTISING_MS,
            advertising_data=advertised,
            scan_response_data=asked,
            gap_service_enabled=False,
            gatt_service_enabled=False,
        )
        device = Device(config=config, host=Host(radio, AsyncPipeSink(radio)))
        device.gatt_server = GuardedServer(device)
        device.gatt_server.max_mtu = identity.mtu
        device.add_service(self._service())
        device.on(Device.EVENT_CONNECTION, self._connected)
        await device.power_on()
        await device.start_advertising()
        self._air = air
        self._advertised.set()
        return device

    def _service(self) -> Service:
        identity, kinds = self.identity, Characteristic.Properties
        writes = kinds.WRITE_WITHOUT_RESPONSE
        if identity.answers_writes:
            writes |= kinds.WRITE
        value = CharacteristicValue(read=lambda _: b"", write=self._written)
        shared = identity.write == identity.notify
        self._notifying: Characteristic[bytes] = Characteristic(
            UUID.from_16_bits(identity.notify),
            kinds.NOTIFY | kinds.READ | (writes if shared else kinds(0)),
            Characteristic.READABLE | Characteristic.WRITEABLE,
            value if shared else b"",
        )
        characteristics = [self._notifying]
        if not shared:
            characteristics.append(
                Characteristic(
                    UUID.from_16_bits(identity.write), writes, Characteristic.WRITEABLE, value
                )
            )
        return Service(UUID.from_16_bits(identity.service), characteristics)

    def _connected(self, connection: Connection) -> None:
        self._central, self._since = connection, time.monotonic()
        self.module.connected()
        connection.on(Connection.EVENT_DISCONNECTION, self._disconnected)

    def _disconnected(self, _reason: int) -> None:
        self._central, self._since = None, time.monotonic()
        self._air.voices[self.identity.address].taken = False

    def _written(self, _connection: Connection, data: bytes) -> None:
        for_board, answers = self.module.take(bytes(data))
        for answer in answers:
            self.send(answer)
        if for_board:
            self._link.feed(for_board, self.send)

    async def _notify(self, device: Device) -> None:
        while True:
            data = await self._replies.get()
            central = self._central
            if central is None:
                continue
            size = central.att_mtu - _ATT_HEADER
            if self.identity.piece:
                size = min(size, self.identity.piece)
            for at in range(0, len(data), size):
                await device.notify_subscriber(central, self._notifying, data[at : at + size])

    async def _watch(self, device: Device) -> None:
        """Advertise while nobody is connected and the module is awake; drop links on demand."""
        while True:
            await asyncio.sleep(_TICK_S)
            passed_s = time.monotonic() - self._since
            if self._central is not None:
                if self.identity.drop_s and passed_s > self.identity.drop_s:
                    await self.drop()
                continue
            sleeps = self._sleep_s is not None and passed_s > self._sleep_s
            if sleeps and device.is_advertising:
                await device.stop_advertising()
            elif not sleeps and not device.is_advertising:
                await device.start_advertising()


def _announcement(identity: BleIdentity) -> tuple[bytes, bytes]:
    """Advertising data and scan response: the name is in the second where the first is full."""
    kinds = AdvertisingData.Type
    flags = (kinds.FLAGS, bytes([0x06]))
    service = (
        kinds.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS,
        identity.service.to_bytes(2, "little"),
    )
    name = (kinds.COMPLETE_LOCAL_NAME, identity.name.encode())
    whole = bytes(AdvertisingData([flags, service, name]))
    if len(whole) <= _IN_ONE_REPORT:
        return whole, b""
    return bytes(AdvertisingData([flags, service])), bytes(AdvertisingData([name]))
