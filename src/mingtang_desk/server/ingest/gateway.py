"""Gateways and desks on a WebSocket: they report, and carry bytes to the boards behind them."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from mingtang_desk.core.errors import LinkLostError, UnsupportedError
from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.ingest.boards import BoardEar
from mingtang_desk.server.ingest.link import TrackerLink
from mingtang_desk.server.ingest.model import ContactReading, Source
from mingtang_desk.server.ingest.parcel import Parcel
from mingtang_desk.server.ingest.uplink import (
    BytesMessage,
    ContactMessage,
    InvalidMessageError,
    Message,
    ReplyMessage,
    carried,
    id_of,
    read_message,
)
from mingtang_desk.server.times import now_ms
from mingtang_desk.wire.jt808.codec import Opaque
from mingtang_desk.wire.jt808.header import Terminal
from mingtang_desk.wire.jt808.message import Message as TrackerMessage
from mingtang_desk.wire.jt808.message import TerminalReply
from mingtang_desk.wire.jt808.transparent import TransparentDown

if TYPE_CHECKING:
    from mingtang_desk.server.ingest.ingest import Ingest

DEVICES = 1024
"""Batteries behind one gateway."""
NO_TERMINAL = Terminal(bytes(6))
type Result = dict[str, object]
type Say = Callable[[Mapping[str, object]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayReply(TerminalReply):
    """What a gateway says of a request; `problem`: why a desk did not let it through."""

    problem: str = ""


class GatewayLink(TrackerLink):
    """A battery behind a gateway: bytes can be asked of it, the rest of JT/T 808 cannot.

    Attributes:
        share: the word of the desk that shares it, "" = it is no such desk.
    """

    tells_asker = True

    def __init__(self, device: Device, gateway: "Gateway", share: str = "") -> None:
        super().__init__(device, NO_TERMINAL, gateway, gateway.id)
        self._gateway = gateway
        self.share = share
        self._asker: dict[str, str] = {}

    def speak_for(self, command: str, kind: str, login: str) -> None:
        """Tell the gateway with each request for which command it is, and of whom."""
        self._asker = {"command": command, "kind": kind, "by": login}

    def send(self, message: TrackerMessage | Opaque) -> int:
        """Send bytes for a channel; return the serial number of the request.

        Raises:
            LinkLostError: the gateway is gone.
            UnsupportedError: a gateway takes nothing but bytes.
        """
        if not self.is_open:
            raise LinkLostError("link_closed", where=self.device.number)
        if not isinstance(message, TransparentDown):
            raise UnsupportedError("gateway_only_bytes", where=self.device.number)
        serial = self.take_serial()
        self._gateway.say(
            {
                "type": "request",
                "device": self.device.number,
                "serial": serial,
                "channel": message.channel,
                "hex": message.data.hex(),
                **self._asker,
            }
        )
        return serial

    def hang_up(self) -> None:
        """End it; the gateway stays."""
        self.lost()
        self._gateway.drop(self)


class Gateway:
    """One WebSocket of a gateway.

    Args:
        ingest: where messages go.
        who: whose token it came with.
        say: sends a JSON object; must not wait.

    Attributes:
        who: whose token it came with, as that one stands now.
        id: number of the connection; inflight: messages that are not stored yet.
    """

    def __init__(self, ingest: "Ingest", who: Principal, say: Say) -> None:
        self.id = ingest.next_link_id()
        self.inflight = 0
        self.say = say
        self._ingest = ingest
        self.who = who
        self._links: dict[int, GatewayLink] = {}
        self._ears: dict[int, BoardEar] = {}
        self._is_over = False

    def write(self, data: bytes) -> None:
        """Nothing is written to a gateway but requests."""

    def close(self) -> None:
        """The links of a gateway end one by one."""

    def take(self, raw: bytes) -> None:
        """Take one message; what became of it is said after the commit."""
        try:
            message = read_message(raw)
            device = known(self._ingest, self.who, message.device)
            if isinstance(message, ReplyMessage):
                self._replied(message, device)
                return
            if isinstance(message, ContactMessage) and self._is_taken(message, device):
                self.say(refused(message.id, "taken", "Another tracker or desk has this battery."))
                return
            if isinstance(message, BytesMessage):
                link = self._links.get(device.pk)
                if link is not None and link.is_open and link.is_heard(message.channel):
                    link.heard(message.channel, bytes.fromhex(message.hex))
            found = carried(
                message,
                device,
                self._ingest.core.clock,
                source=Source.WEBSOCKET,
                ear=partial(self._ear, device),
                link=self.id,
            )
        except InvalidMessageError as error:
            self.say(refused(id_of(raw), "invalid", str(error)))
            return
        except UnknownDeviceError:
            self.say(refused(id_of(raw), "not_found", "There is no such battery."))
            return
        self.inflight += 1
        self._ingest.pipeline.submit(
            Parcel(
                told=found.told,
                readings=found.readings,
                frames=found.frames,
                done=partial(self._stored, message, device),
            )
        )

    def end(self) -> None:
        """It is gone; what it said before is stored all the same. Twice is harmless."""
        self._is_over = True
        for pk in list(self._links):
            self._unlink(pk)

    def _stored(self, message: Message, device: Device, error: Exception | None) -> None:
        self.inflight -= 1
        if error is not None:
            self.say(refused(message.id, "not_stored", "Send it again."))
            return
        self.say(stored(message.id))
        if isinstance(message, ContactMessage):
            if self._is_over:
                self._away(device)
            elif message.linked and len(self._links) < DEVICES:
                self._linked(message, device)
            elif device.pk in self._links:
                self._unlink(device.pk)

    def _is_taken(self, message: ContactMessage, device: Device) -> bool:
        """Whether a desk wants a battery that something else than itself has."""
        other = self._ingest.link_of(device)
        if not message.linked or not message.share or other is None or not other.is_open:
            return False
        return not isinstance(other, GatewayLink) or other.share != message.share

    def _linked(self, message: ContactMessage, device: Device) -> None:
        link = self._links.get(device.pk)
        if link is None or not link.is_open or link.share != message.share:
            link = self._links[device.pk] = GatewayLink(device, self, message.share)
            link.writing = message.writing
            self._ingest.link_up(link)
        link.writing = message.writing

    def drop(self, link: GatewayLink) -> None:
        """Carry nothing more to a battery until it is said again that it is there."""
        if self._links.get(link.device.pk) is link:
            self._unlink(link.device.pk)

    def _unlink(self, pk: int) -> None:
        link = self._links.pop(pk)
        link.lost()
        self._ingest.link_down(link)
        self._away(link.device)

    def _away(self, device: Device) -> None:
        """Say that a battery is not behind this gateway any more, unless another one has it."""
        if self._ingest.link_of(device) is None:
            now = now_ms(self._ingest.core.clock)
            contact = ContactReading(
                device=device,
                time_ms=now,
                received_ms=now,
                linked=False,
                source=Source.WEBSOCKET,
            )
            self._ingest.pipeline.submit(Parcel(readings=[contact]))

    def _replied(self, message: ReplyMessage, device: Device) -> None:
        link = self._links.get(device.pk)
        if link is not None:
            link.received(
                GatewayReply(
                    reply_serial=message.serial,
                    reply_id=TransparentDown.ID,
                    result=message.result,
                    problem=message.problem,
                )
            )

    def _ear(self, device: Device) -> BoardEar:
        ear = self._ears.get(device.pk)
        if ear is None:
            if len(self._ears) >= DEVICES:
                self._ears.clear()
            ear = self._ears[device.pk] = BoardEar(device.protocol)
        return ear


class UnknownDeviceError(Exception):
    """There is no such battery, or it is somebody else's."""


def known(ingest: "Ingest", who: Principal, number: str) -> Device:
    """Return a battery that somebody may report for.

    Raises:
        UnknownDeviceError: there is none, or it is somebody else's.
    """
    device = ingest.directory.by_number(number)
    if device is None or not who.sees(device.account_path):
        raise UnknownDeviceError
    return device


def stored(message_id: str | int | None) -> Result:
    """Return what is told of a message that is stored."""
    return {"type": "result", "id": message_id, "status": "stored"}


def refused(message_id: str | int | None, problem: str, detail: str) -> Result:
    """Return what is told of one that is not."""
    return {
        "type": "result",
        "id": message_id,
        "status": "refused",
        "problem": problem,
        "detail": detail,
    }


class Outbox:
    """What waits to be sent to a gateway; bounded, so that a slow reader costs no memory.

    Args:
        most: objects that may wait.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._waiting: deque[Mapping[str, object]] = deque()
        self._came = asyncio.Event()
        self.is_overfull = False

    def put(self, value: Mapping[str, object]) -> None:
        """Put something in."""
        if len(self._waiting) >= self._most:
            self.is_overfull = True
        else:
            self._waiting.append(value)
        self._came.set()

    async def get(self) -> list[Mapping[str, object]]:
        """Return all that waits, as soon as there is something."""
        while not self._waiting and not self.is_overfull:
            self._came.clear()
            await self._came.wait()
        found = list(self._waiting)
        self._waiting.clear()
        return found
