"""The Bluetooth module above a JBD board: its own frames, and the PIN that some ask for.

    FF AA CMD LEN DATA SUM        SUM = sum of CMD, LEN and DATA, one byte

Newer modules drop what is meant for the board until the owner's PIN was given: 15 (application
key), 17 (get a random byte), 18 (the PIN, mixed with the module's address and that byte). The
vendor's root key, which opens every module, is left out on purpose.
Source: docs/protocols/jbd.md, section 7.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from mingtang_desk.core.errors import LinkTimeoutError, LockedError, UsageError
from mingtang_desk.interfaces.driver import Frame, FramerCounts, Procedure, Request
from mingtang_desk.protocols.jbd.codec import JbdFramer

HEAD = b"\xff\xaa"
APP_KEY, RANDOM, PIN = 0x15, 0x17, 0x18
OK, WRONG = 0, 1
_APP_KEY_TEXT = b"000000"
_ANSWERS = bytes([APP_KEY, RANDOM, PIN])
_ANSWER_SIZE = 6
"""Every answer carries one byte. So few of a board's own bytes can be taken for one."""
_ABOVE = 0xFFAA00
"""Set in `Frame.command`, so that no answer of a module is one of its board."""
_PINS = 3
_MAC = re.compile(r"[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}")
_DIGITS = re.compile(r"[0-9]{6}")


def module_frame(command: int, data: bytes) -> bytes:
    """Return a whole frame for the module."""
    body = bytes([command, len(data)]) + data
    return HEAD + body + bytes([sum(body) & 0xFF])


def mixed(mac: str, pin: str, random: int) -> bytes:
    """Return a PIN as it is sent: address xor PIN, plus the random byte."""
    address = bytes.fromhex(mac.replace(":", ""))
    return bytes(((a ^ b) + random) & 0xFF for a, b in zip(address, pin.encode(), strict=True))


class ModuleFramer:
    """Takes the module's answers out of the stream; what is left goes to the board's framer."""

    def __init__(self, *, lenient: bool = False) -> None:
        self._board = JbdFramer(lenient=lenient)
        self._buffer = b""
        self._good = 0

    @property
    def counts(self) -> FramerCounts:
        """Totals of both."""
        counts = self._board.counts
        return FramerCounts(counts.good + self._good, counts.bad, counts.ignored)

    def feed(self, chunk: bytes) -> list[Frame]:
        """Take bytes, cut anywhere, and return the frames they complete."""
        self._buffer += chunk
        frames: list[Frame] = []
        while (at := self._candidate()) >= 0:
            frames += self._board.feed(self._buffer[:at])
            raw = self._buffer[at : at + _ANSWER_SIZE]
            if len(raw) < _ANSWER_SIZE:
                self._buffer = raw
                return frames
            self._buffer = self._buffer[at + _ANSWER_SIZE :]
            self._good += 1
            frames.append(Frame(raw, _ABOVE | raw[2], raw[4], raw[4:5]))
        frames += self._board.feed(self._buffer)
        self._buffer = b""
        return frames

    def flush(self) -> list[Frame]:
        """Say that nothing more comes."""
        rest, self._buffer = self._buffer, b""
        return self._board.feed(rest) + self._board.flush()

    def _candidate(self) -> int:
        """Where an answer is, or may be once more bytes come; -1 = nowhere."""
        at = self._buffer.find(HEAD[:1])
        while at >= 0:
            if _may_be_answer(self._buffer[at : at + _ANSWER_SIZE]):
                return at
            at = self._buffer.find(HEAD[:1], at + 1)
        return -1


def _may_be_answer(head: bytes) -> bool:
    """Return whether these bytes are an answer of the module, or may become one."""
    if not (HEAD.startswith(head[:2]) and (len(head) < 3 or head[2] in _ANSWERS)):
        return False
    if len(head) > 3 and head[3] != 1:
        return False
    return len(head) < _ANSWER_SIZE or sum(head[2:5]) & 0xFF == head[5]


class Gate:
    """Where a board behind a module is let through.

    Args:
        options: `pin`, and from the session `mac`, `where`, `pin_left`.
    """

    def __init__(self, options: Mapping[str, str]) -> None:
        self._mac, self._where = options.get("mac", ""), options.get("where", "")
        self._pin, self._left = options.get("pin", ""), int(options.get("pin_left", _PINS))

    def open(self, knock: Request) -> Procedure[None]:
        """Ask the board once; where nothing is heard, the module may want its PIN.

        Raises:
            LockedError, UsageError: as `unlock`.
        """
        try:
            yield replace(knock, repeatable=False)
        except LinkTimeoutError:
            if (yield from asks_for_pin()):
                yield from unlock(mac=self._mac, pin=self._pin, where=self._where, left=self._left)


def asks_for_pin() -> Procedure[bool]:
    """Give the application key; a module that answers wants the PIN before the board is heard."""
    try:
        yield _ask(APP_KEY, _APP_KEY_TEXT, "Bluetooth module")
    except LinkTimeoutError:
        return False
    return True


def unlock(*, mac: str, pin: str, where: str, left: int) -> Procedure[None]:
    """Give the PIN. `left` = attempts that the desk still allows, this one included.

    Raises:
        LockedError: there is no PIN, it is wrong, or the module takes none any more.
        UsageError: it is not six digits.
    """
    if not pin:
        raise LockedError("ble_pin_needed", where=where)
    if not _DIGITS.fullmatch(pin):
        raise UsageError("option_invalid", option="pin", value="…", allowed="six digits")
    if not _MAC.fullmatch(mac):
        raise LockedError("ble_pin_no_address", where=where)
    if left <= 0:
        raise LockedError("ble_pin_locked", where=where)
    try:
        random = yield _ask(RANDOM, b"", "random byte of the module")
        answer = yield _ask(PIN, mixed(mac, pin, random.status), "PIN", secret=True)
    except LinkTimeoutError as error:
        raise LockedError("ble_pin_locked", where=where) from error
    if answer.status == WRONG:
        raise LockedError("ble_pin_wrong", where=where, left=left - 1)
    if answer.status != OK:
        raise LockedError("ble_pin_locked", where=where)


def _ask(command: int, data: bytes, what: str, *, secret: bool = False) -> Request:
    """Sent once: each PIN counts, and a module without this layer stays silent."""
    return Request(
        data=module_frame(command, data),
        what=what,
        answers=lambda frame: frame.command == _ABOVE | command,
        repeatable=False,
        reply_bytes=_ANSWER_SIZE,
        secret=secret,
    )
