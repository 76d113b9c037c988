"""JT/T 808 over TCP: one connection."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import update

from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.ingest.link import TrackerLink
from mingtang_desk.server.ingest.model import Flag, PositionReading
from mingtang_desk.server.store.tables.devices import DEVICES
from mingtang_desk.server.times import ms_of, now_ms
from mingtang_desk.wire.jt808.assembly import Assembler
from mingtang_desk.wire.jt808.codec import decode, encode, wants_general_reply
from mingtang_desk.wire.jt808.framing import Jt808Framer
from mingtang_desk.wire.jt808.header import Packet
from mingtang_desk.wire.jt808.message import Message, PlatformReply, Result
from mingtang_desk.wire.jt808.position import Position
from mingtang_desk.wire.jt808.registration import Authenticate, Register, RegisterReply
from mingtang_desk.wire.jt808.reports import Batch, PositionReply, Report
from mingtang_desk.wire.jt808.transparent import TransparentUp
from mingtang_desk.wire.jt808.vendors import VENDORS

if TYPE_CHECKING:
    from mingtang_desk.server.ingest.ingest import Ingest

_log = logging.getLogger(__name__)


class Jt808Connection(asyncio.Protocol):
    """What one tracker says on one connection."""

    def __init__(self, ingest: "Ingest") -> None:
        self.ended: Callable[[Jt808Connection], None] = lambda _: None
        self._ingest = ingest
        self._framer = Jt808Framer()
        self._assembler = Assembler()
        self._link: TrackerLink | None = None
        self._transport: asyncio.Transport | None = None
        self._inbox: asyncio.Queue[Packet | None] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody connected."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._task = asyncio.get_running_loop().create_task(self._work())

    def data_received(self, data: bytes) -> None:
        """Bytes came, cut anywhere."""
        for packet in self._framer.feed(data):
            self._inbox.put_nowait(packet)

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._inbox.put_nowait(None)
        if self._link is not None:
            self._link.lost()
            self._ingest.link_down(self._link)
        self.ended(self)

    def write(self, data: bytes) -> None:
        """Send bytes."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()

    def hang_up(self) -> None:
        """Hang up from our side."""
        self.close()

    async def _work(self) -> None:
        clock = self._ingest.core.clock
        while (packet := await self._inbox.get()) is not None:
            whole = self._assembler.add(packet, clock.monotonic())
            if whole is not None:
                await self._take(whole)

    async def _take(self, packet: Packet) -> None:
        terminal = packet.header.terminal
        device = self._ingest.directory.by_terminal(terminal.key)
        if device is None:
            return
        message = decode(packet)
        result = Result.DONE
        if isinstance(message, Register):
            await self._register(packet, device)
        elif isinstance(message, Authenticate):
            if message.auth_code == device.auth_code:
                link = TrackerLink(device, terminal, self, self._ingest.next_link_id())
                self._link = link
                self._ingest.link_up(link)
            else:
                result = Result.FAILED
        elif self._link is None:
            result = Result.FAILED
        else:
            await self._said(self._link, message)
        if wants_general_reply(packet.header.message_id):
            reply = PlatformReply(
                reply_serial=packet.serials[-1], reply_id=packet.header.message_id, result=result
            )
            self._answer(packet, reply)

    async def _said(self, link: TrackerLink, message: object) -> None:
        now = now_ms(self._ingest.core.clock)
        match message:
            case Report(position=position):
                await self._ingest.take([_reading(link.device, position, now)])
            case PositionReply(position=position):
                await self._ingest.take([_reading(link.device, position, now)])
                link.received(message)
            case Batch(positions=positions):
                await self._ingest.take([_reading(link.device, each, now) for each in positions])
            case TransparentUp(channel=channel, data=data):
                link.heard(channel, data)
            case _:
                link.received(message)  # type: ignore[arg-type]

    async def _register(self, packet: Packet, device: Device) -> None:
        code = device.auth_code or secrets.token_hex(8)
        if device.auth_code is None:
            async with self._ingest.core.store.write() as tx:
                await tx.connection.execute(
                    update(DEVICES).where(DEVICES.c.pk == device.pk).values(auth_code=code)
                )
            await self._ingest.directory.refresh(device.pk)
        reply = RegisterReply(reply_serial=packet.header.serial, result=0, auth_code=code)
        self._answer(packet, reply)

    def _answer(self, packet: Packet, message: Message) -> None:
        if self._link is not None:
            self._link.send(message)
            return
        for data in encode(message, packet.header.terminal, 0):
            self.write(data)


def _reading(device: Device, position: Position, now: int) -> PositionReading:
    values = position.values(VENDORS.get(device.vendor or ""))
    flags = Flag.ACC_KNOWN | (Flag.ACC_ON if position.acc_on else Flag(0))
    mileage = values.get("mileage_km")
    return PositionReading(
        device=device,
        time_ms=now if position.time is None else ms_of(position.time),
        received_ms=now,
        lat=position.lat if position.has_fix else None,
        lon=position.lon if position.has_fix else None,
        altitude_m=position.altitude_m,
        speed_kmh=position.speed_kmh,
        course_deg=position.course_deg,
        mileage_m=mileage * 1000 if isinstance(mileage, float) else None,
        alarm_bits=position.alarms,
        status_bits=position.status,
        flags=flags,
        event="vibration" if values.get("vibration") is True else "",
    )
