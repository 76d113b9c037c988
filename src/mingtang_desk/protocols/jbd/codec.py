"""JBD frames: building requests, finding replies in a stream.

    request  DD A5|5A REG LEN DATA CHK CHK 77      reply  DD REG STATUS LEN DATA CHK CHK 77

The checksum is 0x10000 minus the sum of everything between the second byte and the checksum; for
both kinds that is the bytes from offset 2 on. 0x77 may stand inside the data: a frame ends by its
length. Source: docs/protocols/jbd.md, section 2.
"""

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.interfaces.driver import Frame, FramerCounts, ReadAgain

START, END = 0xDD, 0x77
READ, WRITE = 0xA5, 0x5A
OVERHEAD = 7
"""Bytes of a frame around its data."""

STATUS_OK, STATUS_FAILED, STATUS_NOT_PERMITTED, STATUS_CHECKSUM, STATUS_PASSWORD = (
    0,
    0x80,
    0x81,
    0x82,
    0x83,
)
STATUSES = (
    STATUS_OK,
    STATUS_FAILED,
    STATUS_NOT_PERMITTED,
    STATUS_CHECKSUM,
    STATUS_PASSWORD,
)
STATUS_WORDS = {
    STATUS_FAILED: QT_TRANSLATE_NOOP("Phrase", "unknown command or failed"),
    STATUS_NOT_PERMITTED: QT_TRANSLATE_NOOP(
        "Phrase", "not permitted, factory mode is off or a password is set"
    ),
    STATUS_CHECKSUM: QT_TRANSLATE_NOOP("Phrase", "the board saw a bad checksum"),
    STATUS_PASSWORD: QT_TRANSLATE_NOOP("Phrase", "password wrong"),
}
UNKNOWN_CODE = QT_TRANSLATE_NOOP("Phrase", "unknown code")


_REGISTERS = range(0x10, 0xA3)
"""Settings; what lies beside them switches or enters a mode."""
_PARAMETERS = 0xFA
"""Reading many parameters: which ones stands in the data."""


def checksum(body: bytes) -> int:
    """Return the checksum of the bytes between a frame's second byte and its checksum."""
    return -sum(body) & 0xFFFF


def request(mode: int, register: int, data: bytes = b"") -> bytes:
    """Return a whole request; `mode` is READ or WRITE."""
    body = bytes([register, len(data)]) + data
    return bytes([START, mode]) + body + checksum(body).to_bytes(2, "big") + bytes([END])


def is_request(frame: Frame) -> bool:
    """Return whether a frame is a request of some master (an echo, or another desk on the bus)."""
    return frame.command in (READ, WRITE)


_ASKED = {
    (READ, 0x03): "reads basic info",
    (READ, 0x04): "reads cell voltages",
    (READ, 0x05): "reads the name",
    (READ, 0xAA): "reads the protection counters",
    (WRITE, 0x00): "enters the factory mode",
    (WRITE, 0x01): "leaves the factory mode",
    (WRITE, 0xE1): "switches the MOSFETs",
}


def request_words(frame: Frame) -> str | None:
    """Return what a request asks for, None for a reply."""
    if not is_request(frame):
        return None
    mode, register = frame.command, frame.status
    if mode == READ and register == 0:
        return None  # no such request: a reply of a board that echoes A5 (`a5=on`)
    verb = "reads" if mode == READ else "writes"
    return f"{_ASKED.get((mode, register), f'{verb} register {register:02X}')} (JBD)"


def writes(frame: Frame) -> bool | None:
    """Return whether a request changes the board, None for a frame that is no request."""
    if not is_request(frame) or not frame.verified:
        return None
    if frame.command == READ:
        # Register 0 is no question, see `request_words`; one question alone comes with data.
        asks = frame.status != 0 and (not frame.payload or frame.status == _PARAMETERS)
        return False if asks else None
    return True


def read_again(frame: Frame) -> ReadAgain | None:
    """Return what reads a settings register back; switches and modes cannot be read."""
    if frame.command != WRITE or frame.status not in _REGISTERS or not frame.payload:
        return None
    return ReadAgain(request(READ, frame.status), frame.payload)


class JbdFramer:
    """Finds frames by start byte, length, checksum and end byte; counts and skips the rest.

    A candidate that fails is given up one byte after its start, so that a good frame inside a
    damaged one is found. With `lenient`, a frame whose checksum alone is wrong is passed on,
    marked unverified, unless a good frame lies inside it.
    """

    def __init__(self, *, lenient: bool = False) -> None:
        self._buffer = b""
        self._need = OVERHEAD
        self._lenient = lenient
        self._good = self._bad = self._ignored = 0
        self._suspect = self._counted = False

    @property
    def counts(self) -> FramerCounts:
        """Totals since it was made."""
        return FramerCounts(self._good, self._bad, self._ignored)

    def feed(self, chunk: bytes) -> list[Frame]:
        """Take bytes, cut anywhere, and return the frames they complete."""
        self._buffer += chunk
        return self._scan(False) if len(self._buffer) >= self._need else []

    def flush(self) -> list[Frame]:
        """Say that nothing more comes: what is left is rescanned, then given up."""
        frames = self._scan(True)
        self._end_stretch()
        return frames

    def _end_stretch(self) -> None:
        """Skipped bytes that began like a frame, and held none with its end in place, were one."""
        self._bad += self._suspect and not self._counted
        self._suspect = self._counted = False

    def _scan(self, final: bool) -> list[Frame]:
        frames: list[Frame] = []
        buffer, at = self._buffer, 0
        size = len(buffer)
        self._need = OVERHEAD
        while at < size:
            if buffer[at] != START:
                start = buffer.find(START, at)
                self._ignored += (size if start < 0 else start) - at
                at = size if start < 0 else start
                continue
            end = at + OVERHEAD + (buffer[at + 3] if at + 3 < size else 0)
            if end > size:
                if not final:
                    self._need = end - at
                    break
                self._suspect |= _plausible(buffer, at)
            else:
                ended = buffer[end - 1] == END
                body = buffer[at + 2 : end - 3] if ended else b""
                verified = ended and not (
                    (sum(body) + (buffer[end - 3] << 8) + buffer[end - 2]) & 0xFFFF
                )
                if verified or (ended and self._lenient and not _holds_frame(buffer, at + 1, end)):
                    if self._suspect or self._counted:
                        self._end_stretch()
                    if verified:
                        self._good += 1
                    else:
                        self._bad += 1
                    raw = buffer[at:end]
                    frames.append(Frame(raw, raw[1], raw[2], body[2:], verified))
                    at = end
                    continue
                if ended:
                    self._counted = True
                    self._bad += 1
                self._suspect |= _plausible(buffer, at)
            self._ignored += 1
            at += 1
        self._buffer = buffer[at:]
        return frames


def _plausible(buffer: bytes, at: int) -> bool:
    """Return whether a candidate begins like a reply or a request, so that it counts as damaged."""
    head = buffer[at + 1 : at + 3]
    return len(head) == 2 and (head[0] in (READ, WRITE) or head[1] in STATUSES)


def _holds_frame(buffer: bytes, at: int, stop: int) -> bool:
    """Return whether a good frame lies wholly between two places."""
    while (at := buffer.find(START, at, stop - OVERHEAD + 1)) >= 0:
        end = at + OVERHEAD + buffer[at + 3]
        if end <= stop and buffer[end - 1] == END:
            given = int.from_bytes(buffer[end - 3 : end - 1], "big")
            if checksum(buffer[at + 2 : end - 3]) == given:
                return True
        at += 1
    return False
