"""Modbus RTU frames: finding replies and requests in a stream, building requests.

A frame says neither where it begins nor whether it asks or answers. From each place the lengths
that are possible are tried, as a reply first, then as a request; the checksum decides.
Source: Modbus over serial line 1.02; Modbus application protocol 1.1b3, section 6.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.interfaces.driver import Frame, FramerCounts, ReadAgain, Request
from mingtang_desk.wire import modbus
from mingtang_desk.wire.profile.kinds import Space
from mingtang_desk.wire.profile.plan import Block

EXCEPTION = 0x80
ANY_ADDRESS = 0
"""Reply address of boards that answer under a number of their own: none is checked."""
HIGHEST_ADDRESS = 247
_SMALLEST = 5
READS = (modbus.READ_COILS, modbus.READ_INPUTS, modbus.READ_HOLDING, modbus.READ_INPUT)
WRITES_ONE = (modbus.WRITE_COIL, modbus.WRITE_REGISTER)
WRITES_MANY = (modbus.WRITE_COILS, modbus.WRITE_REGISTERS)
EXCEPTION_WORDS = {
    1: QT_TRANSLATE_NOOP("Phrase", "the board does not know this function"),
    2: QT_TRANSLATE_NOOP("Phrase", "the board has no such register"),
    3: QT_TRANSLATE_NOOP("Phrase", "the board does not take this value"),
    4: QT_TRANSLATE_NOOP("Phrase", "the board could not do it"),
    5: QT_TRANSLATE_NOOP("Phrase", "the board is still at it"),
    6: QT_TRANSLATE_NOOP("Phrase", "the board is busy"),
}
UNKNOWN_CODE = QT_TRANSLATE_NOOP("Phrase", "unknown code")


def request_words(frame: Frame) -> str | None:
    """Return what a request asks, None when a frame is no request."""
    pdu, function = frame.raw[2:-2], frame.command
    first = int.from_bytes(pdu[0:2], "big")
    count = int.from_bytes(pdu[2:4], "big")
    if function in READS and len(pdu) == 4 and not _is_coil_reply(function, pdu):
        what = "coils" if function in READS[:2] else "registers"
        return f"reads {what} {first} to {first + count - 1} of address {frame.raw[0]} (Modbus)"
    if function in WRITES_MANY and len(pdu) > 4:
        what = "coils" if function == modbus.WRITE_COILS else "registers"
        return f"writes {what} {first} to {first + count - 1} of address {frame.raw[0]} (Modbus)"
    return None


def writes(frame: Frame) -> bool | None:
    """Return whether a request changes the board, None where it may be a reply or nothing known."""
    pdu, function = frame.raw[2:-2], frame.command
    if frame.status or not frame.verified:
        return None
    if function in READS:
        asks = len(pdu) == 4 and pdu[2:4] != b"\0\0" and not _is_coil_reply(function, pdu)
        return False if asks else None
    if function in WRITES_ONE or (function in WRITES_MANY and len(pdu) > 4):
        return True
    return None


def read_again(frame: Frame) -> ReadAgain | None:
    """Return what reads written holding registers back; coils are not."""
    pdu, address = frame.raw[2:-2], frame.raw[0]
    if not writes(frame) or address == ANY_ADDRESS:
        return None
    if frame.command == modbus.WRITE_REGISTER:
        words = pdu[2:4]
    elif frame.command == modbus.WRITE_REGISTERS:
        words = pdu[5:]
    else:
        return None
    first = int.from_bytes(pdu[0:2], "big")
    asked = modbus.read_request(address, modbus.READ_HOLDING, first, len(words) // 2)
    return ReadAgain(asked, bytes([len(words)]) + words)


def _is_coil_reply(function: int, pdu: bytes) -> bool:
    """Return whether this is rather a reply of 17 to 24 coils; registers come in pairs of bytes."""
    return function in READS[:2] and pdu[0] == 3


@lru_cache(256)
def read(address: int, block: Block, *, reply_address: int | None) -> Request:
    """Return the request of a block; every poll asks the same ones."""
    function = block.space.read_function
    size = block.payload_bytes
    what = "coils" if block.space.is_bits else f"{block.space.value} registers"
    return Request(
        data=modbus.read_request(address, function, block.start, block.size),
        what=f"{what} {block.start} to {block.end - 1}",
        answers=_answers(
            address if reply_address is None else reply_address,
            function,
            lambda payload: len(payload) == size + 1 and payload[0] == size,
        ),
        reply_bytes=size + 5,
        alike=(function, size),
    )


def write_words(
    address: int, register: int, words: bytes, *, reply_address: int | None, many: bool
) -> Request:
    """Return the request that sets registers; a second time does the same as once."""
    count = len(words) // 2
    if many or count > 1:
        values = [int.from_bytes(words[n : n + 2], "big") for n in range(0, len(words), 2)]
        data = modbus.write_registers(address, register, values)
        echo = data[2:6]
    else:
        data = modbus.write_register(address, register, int.from_bytes(words, "big"))
        echo = data[2:6]
    return _write(data, echo, f"register {register}", address, reply_address)


def write_coil(address: int, coil: int, on: bool, *, reply_address: int | None) -> Request:
    """Return the request that switches a coil."""
    data = modbus.write_coil(address, coil, on)
    return _write(data, data[2:6], f"coil {coil}", address, reply_address)


def _write(data: bytes, echo: bytes, what: str, address: int, reply_address: int | None) -> Request:
    return Request(
        data=data,
        what=what,
        answers=_answers(
            address if reply_address is None else reply_address,
            data[1],
            lambda payload: payload == echo,
        ),
        writes=True,
        reply_bytes=8,
        alike=(data[1], echo),
    )


def _answers(address: int, function: int, fits: Callable[[bytes], bool]) -> Callable[[Frame], bool]:
    def answers(frame: Frame) -> bool:
        if frame.command != function or address not in (ANY_ADDRESS, frame.raw[0]):
            return False
        return bool(frame.status) or fits(frame.payload)

    return answers


def block_of(request: Frame) -> Block | None:
    """Return what a read request asks for, None when it is none."""
    pdu = request.raw[2:-2]
    if request.command not in READS or len(pdu) != 4:
        return None
    start, count = int.from_bytes(pdu[0:2], "big"), int.from_bytes(pdu[2:4], "big")
    space = next(space for space in Space if space.read_function == request.command)
    return Block(space, start, count) if count else None


def _lengths(buffer: bytes, at: int) -> Sequence[int]:
    """Return how long a frame that begins here may be, 0 = more bytes are needed to say."""
    size = len(buffer) - at
    if buffer[at] > HIGHEST_ADDRESS:
        return ()
    if size < 2:
        return (0,)
    function = buffer[at + 1]
    if function & EXCEPTION:
        known = function & 0x7F in (*READS, *WRITES_ONE, *WRITES_MANY)
        return (5,) if known else ()
    if function in WRITES_ONE:
        return (8,)
    if function in READS:
        if size < 3:
            return (0,)
        count = buffer[at + 2]
        whole = count > 0 and (function in READS[:2] or count % 2 == 0)
        return (count + 5, 8) if whole and count <= 250 else (8,)
    if function in WRITES_MANY:
        if size < 7:
            return (8, 0)
        return (8, buffer[at + 6] + 9) if buffer[at + 6] else (8,)
    return ()


class ModbusFramer:
    """Finds frames of both directions; counts and skips the rest.

    With `lenient`, a frame whose checksum alone is wrong is passed on, marked unverified, unless a
    good frame lies inside it.
    """

    def __init__(self, *, lenient: bool = False) -> None:
        self._buffer = b""
        self._need = _SMALLEST
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
        """Skipped bytes that began like a frame were one, and count as one damaged frame."""
        self._bad += self._suspect and not self._counted
        self._suspect = self._counted = False

    def _scan(self, final: bool) -> list[Frame]:
        frames: list[Frame] = []
        buffer, at = self._buffer, 0
        self._need = _SMALLEST
        while at < len(buffer):
            found = self._try(buffer, at, final)
            if isinstance(found, Frame):
                self._end_stretch()
                self._good += found.verified
                self._bad += not found.verified
                frames.append(found)
                at += len(found.raw)
                continue
            if found:
                self._need = found
                break
            self._ignored += 1
            at += 1
        self._buffer = buffer[at:]
        return frames

    def _try(self, buffer: bytes, at: int, final: bool) -> Frame | int:
        """Return the frame that begins here, or how many bytes it still needs, or 0."""
        failed, promised = 0, False
        for length in _lengths(buffer, at):
            if length == 0 or at + length > len(buffer):
                if not final:
                    return max(length, len(buffer) - at + 1)
                promised = len(buffer) - at > 2
            elif modbus.valid(raw := buffer[at : at + length]):
                return _frame(raw, True)
            else:
                failed = failed or length
        if not failed:
            self._suspect |= promised
            return 0
        if self._lenient and not _holds_frame(buffer, at, failed):
            return _frame(buffer[at : at + failed], False)
        self._bad += not self._counted
        self._counted = True
        return 0


def _frame(raw: bytes, verified: bool) -> Frame:
    function = raw[1] & 0x7F
    if raw[1] & EXCEPTION:
        return Frame(raw, function, raw[2] or 0xFF, b"", verified)
    return Frame(raw, function, 0, raw[2:-2], verified)


def _holds_frame(buffer: bytes, at: int, size: int) -> bool:
    """Return whether a good frame lies wholly inside the bytes behind a place."""
    for start in range(at + 1, at + size - _SMALLEST + 1):
        for length in _lengths(buffer, start):
            if (
                length
                and start + length <= at + size
                and modbus.valid(buffer[start : start + length])
            ):
                return True
    return False
