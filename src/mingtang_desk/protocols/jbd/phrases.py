"""JBD frames in words, and frames made by hand. Source: docs/protocols/jbd.md, sections 2 to 5."""

from collections.abc import Mapping

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.interfaces.driver import Frame
from mingtang_desk.interfaces.phrasebook import FrameKind, FramePart, Phrasebook, Said
from mingtang_desk.protocols.jbd import codec, fields
from mingtang_desk.protocols.jbd.factory import LEAVE, SAVE_CODE

_ASK = QT_TRANSLATE_NOOP("Frame", "Ask for {name}")
_SET = QT_TRANSLATE_NOOP("Frame", "Write {name}")
_ANSWER = QT_TRANSLATE_NOOP("Frame", "{name}")
_DONE = QT_TRANSLATE_NOOP("Frame", "{name}: done")
_REFUSED = QT_TRANSLATE_NOOP("Frame", "{name}: refused, {meaning}")
_START = QT_TRANSLATE_NOOP("FramePart", "Start")
_MODE = QT_TRANSLATE_NOOP("FramePart", "Read or write")
_REGISTER = QT_TRANSLATE_NOOP("FramePart", "Register")
_STATUS = QT_TRANSLATE_NOOP("FramePart", "Status")
_LENGTH = QT_TRANSLATE_NOOP("FramePart", "Length")
_DATA = QT_TRANSLATE_NOOP("FramePart", "Data")
_CHECK = QT_TRANSLATE_NOOP("FramePart", "Checksum")
_END = QT_TRANSLATE_NOOP("FramePart", "End")
_READS = QT_TRANSLATE_NOOP("Phrase", "read")
_WRITES = QT_TRANSLATE_NOOP("Phrase", "write")
_OK = QT_TRANSLATE_NOOP("Phrase", "OK")

_NAMES: Mapping[int, str] = {
    0x00: QT_TRANSLATE_NOOP("Frame", "factory mode entry"),
    0x01: QT_TRANSLATE_NOOP("Frame", "factory mode exit"),
    0x03: QT_TRANSLATE_NOOP("Frame", "basic info"),
    0x04: QT_TRANSLATE_NOOP("Frame", "cell voltages"),
    0x05: QT_TRANSLATE_NOOP("Frame", "name"),
    0xAA: QT_TRANSLATE_NOOP("Frame", "protection counters"),
    0xE1: QT_TRANSLATE_NOOP("Frame", "MOSFET switches"),
    0xFA: QT_TRANSLATE_NOOP("Frame", "extended parameters"),
}
_SAVE = QT_TRANSLATE_NOOP("Frame", "factory mode exit with save")
_OTHER = QT_TRANSLATE_NOOP("Frame", "register {register}")
_COUNTERS = 0xAA
_HEAD = 4
"""Bytes before the data."""
_MOST = 256
"""Bytes of a register's number and of the data that a length byte can name."""


def explain(frame: Frame, request: Frame | None) -> Said:
    """Return what a frame says; JBD replies name their register and need no request."""
    return _request(frame) if codec.is_request(frame) else _reply(frame)


def seal(body: bytes) -> bytes | None:
    """Return a whole request around mode, register, length and data.

    None when the mode is neither read nor write, or the length is not that of the data.
    """
    if len(body) < 3 or body[0] not in (codec.READ, codec.WRITE) or body[2] != len(body) - 3:
        return None
    return codec.request(body[0], body[1], body[3:])


def phrase(text: str, options: Mapping[str, str]) -> bytes | None:
    """Return mode, register, length and data of "read 03" or "write 24 10 68"; numbers are hex."""
    word, *numbers = text.lower().split() or [""]
    mode = {"read": codec.READ, "write": codec.WRITE}.get(word)
    try:
        data = bytes.fromhex("".join(numbers))
    except ValueError:
        return None
    if mode is None or not 0 < len(data) <= _MOST or (mode == codec.READ) is not (len(data) == 1):
        return None
    return bytes([mode, data[0], len(data) - 1]) + data[1:]


def _request(frame: Frame) -> Said:
    register = frame.raw[2]
    data = frame.raw[_HEAD:-3]
    reads = frame.command == codec.READ
    parts = (
        FramePart(0, 1, _START),
        FramePart(1, 1, _MODE, _READS if reads else _WRITES),
        FramePart(2, 1, _REGISTER, f"{register:02X}"),
        FramePart(3, 1, _LENGTH, str(len(data))),
        *_data(data),
        *_ends(frame),
    )
    return Said(
        # A read that carries data is no plain read: nobody documents one.
        kind=FrameKind.ASK if reads and not data else FrameKind.SET,
        text=_ASK if reads else _SET,
        values=_named(register, data),
        parts=parts,
        blocks={f"{register:02X}": _HEAD},
        end=_HEAD + len(data),
        stored=() if reads else (("rx", Frame(frame.raw, register, codec.STATUS_OK, data)),),
    )


def _reply(frame: Frame) -> Said:
    register, status, data = frame.command, frame.status, frame.payload
    fine = status == codec.STATUS_OK
    meaning = _OK if fine else codec.STATUS_WORDS.get(status, codec.UNKNOWN_CODE)
    parts = (
        FramePart(0, 1, _START),
        FramePart(1, 1, _REGISTER, f"{register:02X}"),
        FramePart(2, 1, _STATUS, meaning),
        FramePart(3, 1, _LENGTH, str(len(data))),
        *(_counters(data) if register == _COUNTERS else _data(data)),
        *_ends(frame),
    )
    return Said(
        kind=FrameKind.ANSWER if fine else FrameKind.REFUSAL,
        text=_REFUSED if not fine else _ANSWER if data else _DONE,
        values={**_named(register), "meaning": meaning},
        parts=parts,
        blocks={f"{register:02X}": _HEAD},
        end=_HEAD + len(data),
    )


def _named(register: int, data: bytes = b"") -> dict[str, object]:
    saves = (register, data) == (LEAVE, SAVE_CODE)
    name = _SAVE if saves else _NAMES.get(register, _OTHER)
    return {"name": name, "register": f"{register:02X}"}


def _data(data: bytes) -> tuple[FramePart, ...]:
    return (FramePart(_HEAD, len(data), _DATA),) if data else ()


def _counters(data: bytes) -> tuple[FramePart, ...]:
    return tuple(
        FramePart(
            _HEAD + 2 * number,
            2,
            key,
            str(int.from_bytes(data[2 * number : 2 * number + 2], "big")),
        )
        for number, key in enumerate(fields.COUNTERS[: len(data) // 2])
    )


def _ends(frame: Frame) -> tuple[FramePart, ...]:
    at = len(frame.raw) - 3
    given = int.from_bytes(frame.raw[at : at + 2], "big")
    right = codec.checksum(frame.raw[2:at])
    verdict = "✓" if given == right else f"× {right:04X}"
    return FramePart(at, 2, _CHECK, verdict), FramePart(at + 2, 1, _END)


PHRASEBOOK = Phrasebook(
    explain=explain,
    seal=seal,
    phrase=phrase,
    phrases=("read 03", "read 04", "read AA"),
)
