"""Positions on their way: as they happen, on request, and late ones in a batch."""

from dataclasses import dataclass
from typing import ClassVar, Self

from mingtang_desk.wire.jt808.message import Form
from mingtang_desk.wire.jt808.octets import CutShortError, Reader, number_bytes
from mingtang_desk.wire.jt808.position import Position, position_bytes, read_position

NORMAL, BLIND = 0, 1
"""Types of a batch: gathered on purpose, or kept while there was no coverage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """0x0200: a position."""

    ID: ClassVar[int] = 0x0200
    position: Position

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body."""
        return cls(position=read_position(body, form.zone))

    def body(self, form: Form) -> bytes:
        """Encode it."""
        return position_bytes(self.position)


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionReply:
    """0x0201: a position that was asked for.

    Attributes:
        reply_serial: serial number of the question.
        position: the position.
    """

    ID: ClassVar[int] = 0x0201
    reply_serial: int
    position: Position

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body."""
        reader = Reader(body)
        serial = reader.number(2)
        return cls(reply_serial=serial, position=read_position(reader.rest(), form.zone))

    def body(self, form: Form) -> bytes:
        """Encode it."""
        return number_bytes(self.reply_serial, 2, "serial number") + position_bytes(self.position)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """0x0704: positions that come late or together.

    Attributes:
        kind: `NORMAL` or `BLIND`.
        positions: in the order in which they stand there.
        count: how many it said there are.
        unread: entries too short for a position, as they came.
        tail: bytes behind the last whole entry.
    """

    ID: ClassVar[int] = 0x0704
    kind: int
    positions: tuple[Position, ...]
    count: int
    unread: tuple[bytes, ...] = ()
    tail: bytes = b""

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body; a wrong count or a cut end does not cost the positions that are there."""
        reader = Reader(body)
        count, kind = reader.number(2), reader.number(1)
        positions, unread, tail = [], [], b""
        rest = reader.rest()
        at = 0
        while at < len(rest):
            end = at + 2 + int.from_bytes(rest[at : at + 2], "big")
            if not at + 2 < end <= len(rest):
                tail = rest[at:]
                break
            entry, at = rest[at + 2 : end], end
            try:
                positions.append(read_position(entry, form.zone))
            except CutShortError:
                unread.append(entry)
        return cls(
            kind=kind, positions=tuple(positions), count=count, unread=tuple(unread), tail=tail
        )

    def body(self, form: Form) -> bytes:
        """Encode it: the positions, then what could not be read."""
        entries = [*map(position_bytes, self.positions), *self.unread]
        head = number_bytes(self.count, 2, "count") + number_bytes(self.kind, 1, "type")
        listed = (number_bytes(len(entry), 2, "length of an entry") + entry for entry in entries)
        return head + b"".join(listed) + self.tail
