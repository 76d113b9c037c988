"""Frames of the JBD protocol from the board's side. Source: docs/protocols/jbd.md, section 2."""

from dataclasses import dataclass, field

START = 0xDD
READ = 0xA5
WRITE = 0x5A
END = 0x77
OVERHEAD = 7
# A board's receiver starts afresh after a pause: a request that lost its tail does not swallow the
# next one. The time itself is ours, the documents give none.
GAP_S = 0.2

OK = 0x00
UNKNOWN = 0x80
NOT_PERMITTED = 0x81
BAD_CHECKSUM = 0x82
WRONG_PASSWORD = 0x83


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One frame that arrived.

    Attributes:
        is_write: 5A; False = A5.
        register: the register byte.
        data: its data bytes.
        is_intact: the checksum was right.
    """

    is_write: bool
    register: int
    data: bytes
    is_intact: bool


def checksum(body: bytes) -> bytes:
    """Two bytes, big endian: 0x10000 minus the sum."""
    return (-sum(body) & 0xFFFF).to_bytes(2, "big")


def encode_reply(register: int, status: int, data: bytes = b"") -> bytes:
    """A reply; its checksum leaves the register out, so an empty OK carries 0000."""
    body = bytes([status, len(data)]) + data
    return bytes([START, register]) + body + checksum(body) + bytes([END])


@dataclass(slots=True)
class RequestParser:
    """Finds requests in bytes that come cut anywhere and between garbage."""

    _buffer: bytearray = field(default_factory=bytearray)
    _last_s: float = 0.0

    def clear(self) -> None:
        """Forgets a half frame."""
        self._buffer.clear()

    def feed(self, data: bytes, now: float) -> list[Request]:
        """Takes bytes that came at `now` and gives the requests that are complete."""
        if now - self._last_s > GAP_S:
            self.clear()
        self._last_s = now
        self._buffer += data
        requests: list[Request] = []
        while (length := self._next_length()) is not None:
            frame = bytes(self._buffer[:length])
            del self._buffer[:length]
            requests.append(
                Request(
                    is_write=frame[1] == WRITE,
                    register=frame[2],
                    data=frame[4:-3],
                    is_intact=frame[-3:-1] == checksum(frame[2:-3]),
                )
            )
        return requests

    def _next_length(self) -> int | None:
        """Drops what cannot be a frame; gives the length of a complete one at the front."""
        while self._buffer:
            if self._buffer[0] != START or (
                len(self._buffer) > 1 and self._buffer[1] not in (READ, WRITE)
            ):
                del self._buffer[0]
                continue
            if len(self._buffer) < 4:
                return None
            length = self._buffer[3] + OVERHEAD
            if len(self._buffer) < length:
                return None
            if self._buffer[length - 1] == END:
                return length
            del self._buffer[0]
        return None
