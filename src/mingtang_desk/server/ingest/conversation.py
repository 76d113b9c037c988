"""What a tracker says, message by message, and what it is answered."""

from datetime import tzinfo
from functools import partial
from typing import TYPE_CHECKING

from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.ingest.admission import DONE, UNKNOWN, same
from mingtang_desk.server.ingest.boards import BoardEar
from mingtang_desk.server.ingest.link import TrackerLink
from mingtang_desk.server.ingest.model import ContactReading, Reading
from mingtang_desk.server.ingest.normalise import zone_of
from mingtang_desk.server.ingest.parcel import BoardFrames, Parcel, Told, ToldPosition
from mingtang_desk.server.ingest.replies import came, general_reply, went
from mingtang_desk.server.ingest.speaker import Speaker
from mingtang_desk.server.times import now_ms
from mingtang_desk.wire.jt808.codec import Opaque, decode, encode, wants_general_reply
from mingtang_desk.wire.jt808.header import Packet
from mingtang_desk.wire.jt808.message import (
    Heartbeat,
    Logout,
    Message,
    QueryTime,
    QueryTime2019,
    Result,
)
from mingtang_desk.wire.jt808.octets import CHINA
from mingtang_desk.wire.jt808.registration import (
    Authenticate,
    Register,
    RegisterReply,
    TimeReply,
    TimeReply2019,
)
from mingtang_desk.wire.jt808.reports import Batch, PositionReply, Report
from mingtang_desk.wire.jt808.transparent import TransparentUp

if TYPE_CHECKING:
    from mingtang_desk.server.ingest.ingest import Ingest
    from mingtang_desk.server.ingest.listener import Jt808Connection

NOTE_S = 30.0
"""Between two notes of one stranger on one connection."""


class Conversation:
    """The messages of one connection.

    Args:
        ingest: where they go.
        connection: what they come on.
    """

    def __init__(self, ingest: "Ingest", connection: "Jt808Connection") -> None:
        self._ingest = ingest
        self._connection = connection
        self._clock = ingest.core.clock

    def take(self, speaker: Speaker, packet: Packet, whole: Packet | None) -> None:
        """Take a packet.

        Args:
            speaker: who sent it.
            packet: as it came: its serial number is the one that is answered.
            whole: the message it is or completes, None while parts are missing.
        """
        device = self._ingest.directory.by_terminal(speaker.key)
        if device is None and self._ingest.core.config.accept_unknown:
            self._connection.later(self._take_in(speaker, packet, whole))
        elif device is None:
            self._strange(speaker, packet, whole)
        elif whole is None:
            if speaker.may_speak(device):
                self._keep(speaker, packet, device)
            else:
                self._connection.strike()
        else:
            self._known(speaker, device, packet, whole)

    def say(self, speaker: Speaker, message: Message, zone: tzinfo = CHINA) -> None:
        """Send a message that fits into one packet; times in it are those of a zone."""
        for wire in encode(message, speaker.terminal, speaker.take_serial(), zone=zone):
            self._send(speaker, wire)

    def ends(self, speaker: Speaker) -> None:
        """The connection of a speaker is gone, or he logged out."""
        link, speaker.link = speaker.link, None
        if link is None:
            return
        link.lost()
        self._ingest.link_down(link)
        if self._ingest.link_of(link.device) is None:
            contact = self._contact(link.device, is_linked=False)
            self._ingest.pipeline.submit(Parcel(readings=[contact]))

    # --- known ---------------------------------------------------------------------------------

    def _known(self, speaker: Speaker, device: Device, packet: Packet, whole: Packet) -> None:
        message = decode(whole, zone=zone_of(device.zone_min))
        if isinstance(message, Register):
            self._keep(speaker, packet, device)
            self._connection.later(self._register(speaker, device, packet, message))
        elif isinstance(message, Authenticate):
            self._keep(speaker, packet, device)
            if device.proven and same(message.auth_code, device.auth_code):
                self._proven(speaker, device, packet)
            else:
                self._connection.later(self._authenticate(speaker, device, packet, message))
        elif speaker.may_speak(device):
            self._said(speaker, device, packet, message)
        else:
            self._refuse(speaker, packet)

    def _said(
        self, speaker: Speaker, device: Device, packet: Packet, message: Message | Opaque
    ) -> None:
        connection = self._connection
        connection.good()
        connection.prove()
        now = now_ms(self._clock)
        told: list[Told] = []
        readings: list[Reading] = []
        match message:
            case Report(position=position) | PositionReply(position=position):
                told.append(ToldPosition(device=device, position=position, received_ms=now))
            case Batch(positions=positions):
                told += [
                    ToldPosition(device=device, position=each, received_ms=now)
                    for each in positions
                ]
            case TransparentUp(channel=channel, data=data):
                if (frames := self._heard(speaker, device, channel, data, now)) is not None:
                    told.append(frames)
            case Heartbeat():
                speaker.beats(self._clock.monotonic())
            case QueryTime2019():
                self.say(speaker, TimeReply2019(time=self._clock.now()))
            case QueryTime():
                self.say(speaker, TimeReply(time=self._clock.now()), zone_of(device.zone_min))
            case _:
                pass
        if not told and speaker.link is not None and not isinstance(message, Logout):
            readings.append(self._contact(device, is_linked=True))
        row = came(packet, device.pk, speaker.key, connection.id, now)
        connection.inflight += 1
        done = partial(self._stored, speaker, packet, message)
        self._ingest.pipeline.submit(Parcel(told=told, readings=readings, frames=(row,), done=done))

    def _stored(
        self,
        speaker: Speaker,
        packet: Packet,
        message: Message | Opaque,
        error: Exception | None,
    ) -> None:
        """Answer what was committed; what was not is not answered, so that it comes again."""
        self._connection.inflight -= 1
        if error is not None:
            return
        message_id = packet.header.message_id
        if wants_general_reply(message_id):
            self._reply(speaker, packet, Result.DONE)
        if speaker.link is not None and not isinstance(message, Report | Batch | TransparentUp):
            speaker.link.received(message)
        if isinstance(message, Logout):
            self.ends(speaker)

    def _heard(
        self, speaker: Speaker, device: Device, channel: int, data: bytes, now: int
    ) -> BoardFrames | None:
        """Pass bytes of a board to whoever asked for them; else see whose they are."""
        link = speaker.link
        if link is not None and link.is_heard(channel):
            link.heard(channel, data)
            return None
        if speaker.ear is None:
            speaker.ear = BoardEar(device.protocol)
        found = speaker.ear.hear(data, self._clock.monotonic())
        if found is None:
            return None
        protocol, frames = found
        return BoardFrames(
            device=device,
            protocol=protocol,
            frames=frames,
            heard=self._clock.now(),
            received_ms=speaker.ear.moment(now),
        )

    # --- who it is -----------------------------------------------------------------------------

    async def _register(
        self, speaker: Speaker, device: Device, packet: Packet, said: Register
    ) -> None:
        other = self._ingest.link_of(device)
        is_linked = other is not None and other is not speaker.link and other.is_open
        admitted = await self._ingest.admission.register(device, said, is_linked=is_linked)
        if admitted.result != DONE:
            self._refused(speaker)
        serial = packet.header.serial
        reply = RegisterReply(reply_serial=serial, result=admitted.result, auth_code=admitted.code)
        self.say(speaker, reply)

    async def _authenticate(
        self, speaker: Speaker, device: Device, packet: Packet, said: Authenticate
    ) -> None:
        proven = await self._ingest.admission.prove(device, said)
        if proven is None:
            self._refuse(speaker, packet)
        elif self._connection.is_open:  # else nothing would ever end the link
            self._proven(speaker, proven, packet)

    def _proven(self, speaker: Speaker, device: Device, packet: Packet) -> None:
        self._connection.good()
        self._connection.prove()
        link = speaker.link
        if link is None or link.device.pk != device.pk or not link.is_open:
            link = TrackerLink(device, speaker.terminal, speaker, self._connection.id)
            link.sent = partial(self._sent, speaker, device.pk)
        self._connection.inflight += 1
        contact = self._contact(device, is_linked=True)
        done = partial(self._linked, speaker, packet, link)
        self._ingest.pipeline.submit(Parcel(readings=[contact], done=done))
        speaker.link = link

    def _linked(
        self, speaker: Speaker, packet: Packet, link: TrackerLink, error: Exception | None
    ) -> None:
        self._connection.inflight -= 1
        if error is None and speaker.link is link:
            self._reply(speaker, packet, Result.DONE)
            self._ingest.link_up(link)

    # --- refused -------------------------------------------------------------------------------

    async def _take_in(self, speaker: Speaker, packet: Packet, whole: Packet | None) -> None:
        device = await self._ingest.directory.take_in(speaker.terminal)
        if whole is not None:
            self._known(speaker, device, packet, whole)

    def _strange(self, speaker: Speaker, packet: Packet, whole: Packet | None) -> None:
        if self._connection.keeps_one_more():
            self._keep(speaker, packet, None)
        if whole is None:
            self._connection.strike()
            return
        message = decode(whole)
        model = None
        if isinstance(message, Register):
            model = message.model
            serial = packet.header.serial
            self._refused(speaker)
            self.say(speaker, RegisterReply(reply_serial=serial, result=UNKNOWN))
        else:
            self._refuse(speaker, packet)
        now_s = self._clock.monotonic()
        if speaker.noted_s is None or now_s - speaker.noted_s >= NOTE_S:
            speaker.noted_s = now_s
            count, speaker.refused = speaker.refused, 0
            terminal = speaker.terminal
            self._ingest.directory.quarantine.note(
                terminal.key,
                2019 if terminal.is_2019 else 2013,
                self._connection.remote,
                imei=terminal.imei,
                model=model,
                count=count,
            )

    def _refuse(self, speaker: Speaker, packet: Packet) -> None:
        self._refused(speaker)
        if wants_general_reply(packet.header.message_id):
            self._reply(speaker, packet, Result.FAILED)

    def _refused(self, speaker: Speaker) -> None:
        speaker.refused += 1
        self._ingest.counts.refused += 1
        self._connection.strike()

    # --- bytes ---------------------------------------------------------------------------------

    def _reply(self, speaker: Speaker, packet: Packet, result: Result) -> None:
        header = packet.header
        serial = speaker.take_serial()
        wire = general_reply(speaker.terminal, serial, header.serial, header.message_id, result)
        self._send(speaker, wire)

    def _send(self, speaker: Speaker, wire: bytes) -> None:
        device = self._ingest.directory.by_terminal(speaker.key)
        self._connection.write(wire)
        if device is not None or self._connection.keeps_one_more():
            self._sent(speaker, None if device is None else device.pk, wire)

    def _sent(self, speaker: Speaker, device: int | None, wire: bytes) -> None:
        now = now_ms(self._clock)
        self._ingest.pipeline.keep(went(wire, device, speaker.key, self._connection.id, now))

    def _keep(self, speaker: Speaker, packet: Packet, device: Device | None) -> None:
        pk = None if device is None else device.pk
        now = now_ms(self._clock)
        self._ingest.pipeline.keep(came(packet, pk, speaker.key, self._connection.id, now))

    def _contact(self, device: Device, *, is_linked: bool) -> ContactReading:
        now = now_ms(self._clock)
        return ContactReading(device=device, time_ms=now, received_ms=now, linked=is_linked)
