"""Frames: `A5 ADDR CMD 08 D0..D7 SUM`. Source: docs/protocols/daly.md, section 1."""

from mingtang_desk.interfaces.driver import Frame, FramerCounts

START, LENGTH = 0xA5, 0x08
SIZE = 13
BOARD = 0x01
HOSTS = (0x40, 0x80)
_HEAD = 4


def checksum(body: bytes) -> int:
    """Return the low byte of the sum of a frame's first twelve bytes."""
    return sum(body) & 0xFF


def request(command: int, host: int = HOSTS[0]) -> bytes:
    """Return a request that reads."""
    body = bytes([START, host, command, LENGTH]) + bytes(8)
    return body + bytes([checksum(body)])


_READS = frozenset((*range(0x90, 0x99), 0x50, 0x53, 0x57))
_WRITES = frozenset((0x00, 0x21, 0xD9, 0xDA))


def writes(frame: Frame) -> bool | None:
    """Return whether a request changes the board; None for what no document names, and replies."""
    if frame.status not in HOSTS or not frame.verified:
        return None
    if frame.command in _WRITES:
        return True
    return False if frame.command in _READS and not any(frame.payload) else None


class DalyFramer:
    """Finds frames by start, address, length and sum; counts and skips the rest.

    `Frame.status` is the address: `BOARD` for a reply, one of `HOSTS` for a request of some master.
    """

    def __init__(self, *, lenient: bool = False) -> None:
        self._buffer = b""
        self._lenient = lenient
        self._good = self._bad = self._ignored = 0

    @property
    def counts(self) -> FramerCounts:
        """Totals since it was made."""
        return FramerCounts(self._good, self._bad, self._ignored)

    def feed(self, chunk: bytes) -> list[Frame]:
        """Take bytes, cut anywhere, and return the frames they complete."""
        self._buffer += chunk
        return self._scan(final=False)

    def flush(self) -> list[Frame]:
        """Say that nothing more comes: what is left is rescanned, then given up."""
        return self._scan(final=True)

    def _scan(self, *, final: bool) -> list[Frame]:
        frames: list[Frame] = []
        buffer, at = self._buffer, 0
        while at < len(buffer):
            begins = _begins(buffer[at : at + _HEAD])
            if begins and at + SIZE > len(buffer) and not final:
                break
            if begins and at + SIZE <= len(buffer):
                raw = buffer[at : at + SIZE]
                verified = checksum(raw[:-1]) == raw[-1]
                self._good += verified
                self._bad += not verified
                if verified or self._lenient:
                    frames.append(Frame(raw, raw[2], raw[1], raw[_HEAD:-1], verified))
                    at += SIZE
                    continue
            self._ignored += 1
            at += 1
        self._buffer = buffer[at:]
        return frames


def _begins(head: bytes) -> bool:
    """Whether bytes are the head of a frame, as far as they are there."""
    return (
        head[0] == START
        and (len(head) < 2 or head[1] in (BOARD, *HOSTS))
        and (len(head) < _HEAD or head[3] == LENGTH)
    )
