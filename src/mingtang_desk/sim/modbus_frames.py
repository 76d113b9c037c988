"""Frames of Modbus RTU from the slave's side: its own CRC, its own parser.

Source: "MODBUS over serial line" V1.02 and "MODBUS application protocol" V1.1b3.
"""

from dataclasses import dataclass, field

WRITES = (0x05, 0x06, 0x0F, 0x10)
FRAME_MAX = 256
CRC_LENGTH = 2
# The guide ends a frame at 1.5 and starts the next at 3.5 characters of silence. Between processes
# bytes come late by milliseconds, so here only a far longer pause throws half a frame away.
GAP_S = 0.05
# Characters of silence before a slave answers.
TURNAROUND = 3.5
# Whole lengths of requests by function code; `count` stands at a byte for those with data.
FIXED_LENGTHS = {
    **dict.fromkeys((0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x08), 8),
    **dict.fromkeys((0x07, 0x0B, 0x0C, 0x11), 4),
    0x16: 10,
    0x18: 6,
    0x2B: 7,
}
COUNT_AT = {0x0F: 6, 0x10: 6, 0x14: 2, 0x15: 2, 0x17: 10}
OTHER_LENGTH = 8
# "Length" of what is longer than any frame: it is given up at once.
GARBAGE = 0


def _crc_step(low: int) -> int:
    for _ in range(8):
        low = low >> 1 ^ (0xA001 if low & 1 else 0)
    return low


CRC_STEPS = tuple(_crc_step(low) for low in range(0x100))


def crc16(data: bytes | bytearray) -> int:
    """CRC-16 of Modbus: start FFFF, bits from the lowest, the reversed polynomial 8005.

    Of a whole frame, with its own CRC, it is 0.
    """
    crc = 0xFFFF
    for byte in data:
        crc = crc >> 8 ^ CRC_STEPS[(crc ^ byte) & 0xFF]
    return crc


def encode(address: int, function: int, content: bytes) -> bytes:
    """A whole frame."""
    body = bytes([address, function]) + content
    return body + crc16(body).to_bytes(2, "little")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One frame whose CRC is right.

    Attributes:
        address: of the slave; 0 = all of them.
        function: function code.
        content: what stands between the function code and the CRC.
    """

    address: int
    function: int
    content: bytes


@dataclass(slots=True)
class RequestParser:
    """Finds requests in bytes that come cut anywhere and between garbage.

    A frame that begins cleanly is waited for. Once a CRC was wrong the parser is lost, and takes
    the first place at which a whole frame with a right CRC stands; a pause ends that too.
    """

    _buffer: bytearray = field(default_factory=bytearray)
    _last_s: float = 0.0
    _is_lost: bool = False

    def clear(self) -> None:
        """Forgets half a frame."""
        self._buffer.clear()
        self._is_lost = False

    def feed(self, data: bytes, now: float) -> list[Request]:
        """Takes bytes that came at `now` and gives the requests that are complete."""
        if now - self._last_s > GAP_S:
            self.clear()
        self._last_s = now
        requests: list[Request] = []
        for byte in data:
            self._buffer.append(byte)
            while (request := self._next()) is not None:
                requests.append(request)
        return requests

    def _next(self) -> Request | None:
        if not self._is_lost:
            length = self._length(0)
            if length is None or length > len(self._buffer):
                return None
            if self._is_frame(0, length):
                return self._cut(0, length)
            self._is_lost = True
            return self._search(newest_only=False)
        return self._search(newest_only=True)

    def _search(self, *, newest_only: bool) -> Request | None:
        """The first whole frame behind garbage; earlier searches have seen what ended before."""
        end = len(self._buffer)
        for start in range(max(end - FRAME_MAX, 0), end - 3):
            length = self._length(start)
            if length is None or start + length > end or (newest_only and start + length < end):
                continue
            if self._is_frame(start, length):
                self._is_lost = False
                return self._cut(start, length)
        del self._buffer[: max(end - FRAME_MAX, 0)]
        return None

    def _is_frame(self, start: int, length: int) -> bool:
        return crc16(self._buffer[start : start + length]) == 0

    def _cut(self, start: int, length: int) -> Request:
        frame = bytes(self._buffer[start : start + length])
        del self._buffer[: start + length]
        content = frame[2:-CRC_LENGTH]
        return Request(address=frame[0], function=frame[1], content=content)

    def _length(self, start: int) -> int | None:
        """How long the frame that starts there is; None as long as that is not known."""
        if len(self._buffer) < start + 2:
            return None
        function = self._buffer[start + 1]
        if function not in COUNT_AT:
            return FIXED_LENGTHS.get(function, OTHER_LENGTH)
        at = start + COUNT_AT[function]
        if len(self._buffer) <= at:
            return None
        length = COUNT_AT[function] + 1 + self._buffer[at] + CRC_LENGTH
        return length if length <= FRAME_MAX else GARBAGE
