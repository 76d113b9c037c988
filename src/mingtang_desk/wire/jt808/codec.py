"""Packets to messages and back, by one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from mingtang_desk.wire.jt808 import commands, fences, message, parameters, registration, reports
from mingtang_desk.wire.jt808.framing import frame
from mingtang_desk.wire.jt808.header import MAX_BODY, Header, Packet, Part, Terminal
from mingtang_desk.wire.jt808.message import Form, Message
from mingtang_desk.wire.jt808.octets import CHINA, CutShortError
from mingtang_desk.wire.jt808.transparent import TransparentDown, TransparentUp

SERIALS = 1 << 16
MESSAGES: Mapping[int, type[Message]] = {
    kind.ID: kind
    for kind in (
        message.TerminalReply,
        message.PlatformReply,
        message.Heartbeat,
        message.Logout,
        message.QueryTime,
        message.QueryTime2019,
        registration.TimeReply,
        registration.TimeReply2019,
        registration.Register,
        registration.RegisterReply,
        registration.Authenticate,
        reports.Report,
        reports.PositionReply,
        reports.Batch,
        message.QueryPosition,
        commands.Track,
        parameters.SetParameters,
        message.QueryParameters,
        parameters.QuerySomeParameters,
        parameters.ParametersReply,
        commands.Control,
        message.QueryAttributes,
        commands.Attributes,
        commands.Upgrade,
        commands.UpgradeResult,
        commands.Text,
        commands.PlatformResend,
        commands.TerminalResend,
        fences.SetCircles,
        fences.DeleteCircles,
        fences.SetPolygon,
        fences.DeletePolygons,
        TransparentDown,
        TransparentUp,
    )
}

# Answers themselves, or answered by a message of their own.
WITHOUT_GENERAL_REPLY = frozenset({0x0001, 0x0004, 0x0005, 0x0100, 0x0104, 0x0109, 0x0201})


def wants_general_reply(message_id: int) -> bool:
    """Whether a platform answers a terminal's message by 0x8001, unknown ones included."""
    return message_id < 0x8000 and message_id not in WITHOUT_GENERAL_REPLY


@dataclass(frozen=True, slots=True, kw_only=True)
class Opaque:
    """A message that stays as it came.

    Attributes:
        message_id: which one.
        data: its body.
        problem: why it was not read although its number is known; None = the number is not.
    """

    message_id: int
    data: bytes
    problem: str | None = None


def decode(packet: Packet, *, zone: tzinfo = CHINA) -> Message | Opaque:
    """What a packet says. Never raises on what it holds.

    Args:
        packet: a whole one; parts go through `assembly.Assembler` before.
        zone: of the tracker's clock; the standard says GMT+8, some send UTC.
    """
    header = packet.header
    kind = MESSAGES.get(header.message_id)
    problem = None
    if kind is not None:
        if header.part is not None:
            problem = "a part of a message"
        elif packet.is_encrypted:
            problem = "encrypted"
        else:
            try:
                return kind.read(packet.body, Form(is_2019=header.terminal.is_2019, zone=zone))
            except CutShortError as error:
                problem = str(error)
    return Opaque(message_id=header.message_id, data=packet.body, problem=problem)


def encode(
    said: Message | Opaque,
    terminal: Terminal,
    serial: int,
    *,
    zone: tzinfo = CHINA,
    largest: int = MAX_BODY,
) -> list[bytes]:
    """Packets that say something, as they go over the line; several where one is too small.

    Args:
        said: the message.
        terminal: from whom, or to whom; it says which edition the bodies have.
        serial: number of the first packet; each further one has the next.
        zone: of the tracker's clock.
        largest: bytes of a body that a packet may have.

    Raises:
        ValueError: a value does not fit.
    """
    if isinstance(said, Opaque):
        message_id, body = said.message_id, said.data
    else:
        message_id = said.ID
        body = said.body(Form(is_2019=terminal.is_2019, zone=zone))
    pieces = [body[at : at + largest] for at in range(0, len(body), largest)] or [b""]
    return [
        frame(
            Header(
                message_id=message_id,
                terminal=terminal,
                serial=(serial + i) % SERIALS,
                part=Part(len(pieces), i + 1) if len(pieces) > 1 else None,
            ),
            piece,
        )
        for i, piece in enumerate(pieces)
    ]
