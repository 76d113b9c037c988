"""The two packets that are made for every message: our general reply, and a row of raw frames."""

import struct
from functools import lru_cache

from mingtang_desk.server.ingest.parcel import FrameRow
from mingtang_desk.wire.jt808.framing import DELIMITER, checksum, escape
from mingtang_desk.wire.jt808.header import IS_2019, Packet, Terminal
from mingtang_desk.wire.jt808.message import PlatformReply
from mingtang_desk.wire.jt808.registration import Authenticate, RegisterReply

UP, DOWN = 0, 1
"""Directions of a raw frame."""
MASKED = "masked"
"""Problem of a frame whose code was struck out before it was kept."""
_BODY = struct.Struct(">HHHB")
_LENGTH = 5


@lru_cache(maxsize=16384)
def _head(terminal: Terminal) -> bytes:
    properties = _LENGTH | (IS_2019 if terminal.is_2019 else 0)
    version = b"" if terminal.version is None else bytes([terminal.version])
    return (
        PlatformReply.ID.to_bytes(2, "big") + properties.to_bytes(2, "big") + version + terminal.id
    )


def general_reply(
    terminal: Terminal, serial: int, reply_serial: int, reply_id: int, result: int
) -> bytes:
    """Return 0x8001 as it goes over the line; the same bytes as those of the codec."""
    data = _head(terminal) + _BODY.pack(serial, reply_serial, reply_id, result)
    return DELIMITER + escape(data + bytes((checksum(data),))) + DELIMITER


def came(packet: Packet, device: int | None, key: str, link: int, received_ms: int) -> FrameRow:
    """Return the row of a packet that came; a code in it is struck out."""
    raw, problem = packet.raw, None
    if packet.header.message_id == Authenticate.ID:
        start = len(raw) - 1 - len(packet.body)
        raw, problem = raw[:start] + b"*" * len(packet.body) + raw[-1:], MASKED
    wire = DELIMITER + escape(raw) + DELIMITER
    return (received_ms, device, key, link, UP, packet.header.message_id, wire, problem)


def went(wire: bytes, device: int | None, key: str, link: int, sent_ms: int) -> FrameRow:
    """Return the row of a packet that went out; a code in it is struck out."""
    message_id, problem = int.from_bytes(wire[1:3], "big"), None
    if message_id == RegisterReply.ID:
        head = 12 if wire[3] & IS_2019 >> 8 == 0 else 17
        wire, problem = wire[: 1 + head] + b"*" * max(len(wire) - head - 2, 0) + wire[-1:], MASKED
    return (sent_ms, device, key, link, DOWN, message_id, wire, problem)
