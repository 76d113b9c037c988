"""Frames: `AA CMD LEN DATA[LEN] SUM`. Source: docs/protocols/<key>.md, section 2."""

from mingtang_desk.interfaces.driver import Frame, FramerCounts

START = 0xAA
OVERHEAD = 4
"""Bytes of a frame around its data."""


def checksum(body: bytes) -> int:
    """Return the sum of command, length and data, its low byte."""
    return sum(body) & 0xFF


def request(command: int, data: bytes = b"") -> bytes:
    """Return a whole request."""
    body = bytes([command, len(data)]) + data
    return bytes([START]) + body + bytes([checksum(body)])


class TemplateFramer:
    """Finds frames by start byte, length and sum; counts and skips the rest.

    A candidate that fails is given up one byte after its start, so that a good frame inside a
    damaged one is found. With `lenient`, a frame whose sum alone is wrong is passed on, marked.
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
            if buffer[at] == START:
                end = at + OVERHEAD + (buffer[at + 2] if at + 2 < len(buffer) else 0)
                if end > len(buffer) and not final:
                    break
                if end <= len(buffer):
                    raw = buffer[at:end]
                    verified = checksum(raw[1:-1]) == raw[-1]
                    self._good += verified
                    self._bad += not verified
                    if verified or self._lenient:
                        frames.append(Frame(raw, raw[1], 0, raw[3:-1], verified))
                        at = end
                        continue
            self._ignored += 1
            at += 1
        self._buffer = buffer[at:]
        return frames
