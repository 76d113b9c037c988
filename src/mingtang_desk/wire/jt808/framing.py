"""Packets in a stream: delimiters 7E, escapes 7D 01 and 7D 02, checksum, length.

A packet ends where the next delimiter stands, so a damaged one never takes its neighbour along, and
two packets that share one delimiter are both found.
"""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from mingtang_desk.wire.jt808.header import Header, Packet, build, parse

DELIMITER, ESCAPE = b"\x7e", b"\x7d"
ESCAPED_DELIMITER, ESCAPED_ESCAPE = b"\x7d\x02", b"\x7d\x01"
SMALLEST = 12
"""Head with the shortest serial number, no body, checksum."""
LARGEST = 2 * (21 + 1023 + 1)
"""Longest head, longest body and checksum, each byte escaped."""
KEPT_BAD = 16


class Flaw(StrEnum):
    """What was wrong with a packet."""

    ESCAPE = "escape"
    CHECKSUM = "checksum"
    HEAD = "head"
    LENGTH = "length"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class BadPacket:
    """A packet that was refused: what stood between its delimiters, and why."""

    raw: bytes
    flaw: Flaw


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamCounts:
    """What was seen: good packets, damaged ones, bytes that belong to neither."""

    good: int = 0
    bad: int = 0
    ignored: int = 0


_FOLDS = tuple(8 << n for n in range(15, -1, -1))
_SHORT, _SHORT_FOLDS = 64, (256, 128, 64, 32, 16, 8)
"""Most packets are short: they need fewer folds."""


def checksum(data: bytes) -> int:
    """All bytes XORed; 0 over a packet with its checksum. Up to 64 KiB."""
    folded = int.from_bytes(data, "big")
    for bits in _SHORT_FOLDS if len(data) <= _SHORT else _FOLDS:
        folded ^= folded >> bits  # the low half becomes the XOR of both; what is above is not used
    return folded & 0xFF


def escape(data: bytes) -> bytes:
    """Bytes as they go over the line, without delimiters."""
    return data.replace(ESCAPE, ESCAPED_ESCAPE).replace(DELIMITER, ESCAPED_DELIMITER)


def unescape(data: bytes) -> bytes | None:
    """Bytes as they were meant; None where an escape is not one of the two."""
    escapes = data.count(ESCAPE)
    if not escapes:
        return data
    if data.count(ESCAPED_ESCAPE) + data.count(ESCAPED_DELIMITER) != escapes:
        return None
    return data.replace(ESCAPED_DELIMITER, DELIMITER).replace(ESCAPED_ESCAPE, ESCAPE)


def frame(header: Header, body: bytes) -> bytes:
    """A packet with delimiters as it goes over the line.

    Raises:
        ValueError: a value or the body does not fit.
    """
    data = build(header, len(body)) + body
    return DELIMITER + escape(data + bytes([checksum(data)])) + DELIMITER


def read_packet(data: bytes, *, any_length: bool = False) -> Packet | Flaw:
    """Read what stands between two delimiters.

    Args:
        data: at least `SMALLEST` bytes.
        any_length: take the bytes that are there, whatever length the head tells.
    """
    if (raw := unescape(data)) is None:
        return Flaw.ESCAPE
    if checksum(raw):
        return Flaw.CHECKSUM
    if (head := parse(raw[:-1])) is None:
        return Flaw.HEAD
    header, start, length = head
    body = raw[start:-1]
    if len(body) != length and not any_length:
        return Flaw.LENGTH
    return Packet(header=header, body=body, raw=raw, serials=(header.serial,))


class Jt808Framer:
    """Finds packets in the bytes of one connection. Never raises on noise, it counts.

    A packet with a wrong checksum or length is refused whole. What is kept is bounded: the start of
    one packet, and the last few bad ones.

    Args:
        any_length: for trackers known to tell a wrong length: what stands between the delimiters
            is the packet. The checksum alone then protects, one damaged packet in 256 passes.
    """

    def __init__(self, *, any_length: bool = False) -> None:
        self.any_length = any_length
        self._pending = b""
        self._is_inside = False
        self._good = self._bad = self._ignored = 0
        self.bad_packets: deque[BadPacket] = deque(maxlen=KEPT_BAD)
        """The last damaged packets, for whoever looks at the line; take out what was seen."""

    @property
    def counts(self) -> StreamCounts:
        """Totals since it was made."""
        return StreamCounts(good=self._good, bad=self._bad, ignored=self._ignored)

    def feed(self, chunk: bytes) -> list[Packet]:
        """Take bytes, cut anywhere, and return the packets that they complete."""
        *closed, rest = (self._pending + chunk if self._pending else chunk).split(DELIMITER)
        packets: list[Packet] = []
        for data in closed:
            if not self._is_inside:
                self._ignored += len(data)
                self._is_inside = True
            elif data:
                packets += self._close(data)
        if not self._is_inside:
            self._ignored += len(rest)
            rest = b""
        elif len(rest) > LARGEST:
            self._refuse_long(rest)
            self._is_inside, rest = False, b""
        self._pending = rest
        return packets

    def _close(self, data: bytes) -> list[Packet]:
        if len(data) < SMALLEST:
            self._ignored += len(data)
            return []
        if len(data) > LARGEST:
            self._refuse_long(data)
            return []
        packet = read_packet(data, any_length=self.any_length)
        if isinstance(packet, Flaw):
            self._bad += 1
            self.bad_packets.append(BadPacket(data, packet))
            return []
        self._good += 1
        return [packet]

    def _refuse_long(self, data: bytes) -> None:
        self._bad += 1
        self._ignored += len(data)
        self.bad_packets.append(BadPacket(data[:LARGEST], Flaw.TOO_LONG))
