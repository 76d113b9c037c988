"""Modbus frames in words, and frames made by hand. Source: Modbus application protocol 1.1b3."""

from collections.abc import Mapping

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.interfaces.driver import Frame
from mingtang_desk.interfaces.phrasebook import FrameKind, FramePart, Phrasebook, Said
from mingtang_desk.protocols.modbus import codec
from mingtang_desk.protocols.modbus.active import block_key
from mingtang_desk.wire import modbus
from mingtang_desk.wire.profile.kinds import Space
from mingtang_desk.wire.profile.plan import Block

_ASK = QT_TRANSLATE_NOOP("Frame", "Ask for {name}")
_SET = QT_TRANSLATE_NOOP("Frame", "Write {name}")
_ANSWER = QT_TRANSLATE_NOOP("Frame", "{name}")
_WRITTEN = QT_TRANSLATE_NOOP("Frame", "{name}: written")
_REGISTER = QT_TRANSLATE_NOOP("Frame", "register {first}")
_REGISTERS = QT_TRANSLATE_NOOP("Frame", "registers {first} to {last}")
_COIL = QT_TRANSLATE_NOOP("Frame", "coil {first}")
_COILS = QT_TRANSLATE_NOOP("Frame", "coils {first} to {last}")
_UNASKED = QT_TRANSLATE_NOOP("Frame", "Reply of function {function}, its request was not heard")
_REFUSED = QT_TRANSLATE_NOOP("Frame", "Refused, {meaning}")
_ADDRESS = QT_TRANSLATE_NOOP("FramePart", "Address")
_FUNCTION = QT_TRANSLATE_NOOP("FramePart", "Function")
_FIRST = QT_TRANSLATE_NOOP("FramePart", "First")
_COUNT = QT_TRANSLATE_NOOP("FramePart", "Count")
_LENGTH = QT_TRANSLATE_NOOP("FramePart", "Length")
_DATA = QT_TRANSLATE_NOOP("FramePart", "Data")
_CODE = QT_TRANSLATE_NOOP("FramePart", "Reason")
_CHECK = QT_TRANSLATE_NOOP("FramePart", "Checksum")

_MANY = (modbus.WRITE_COILS, modbus.WRITE_REGISTERS)
_ONE = (modbus.WRITE_COIL, modbus.WRITE_REGISTER)
_BITS = (modbus.READ_COILS, modbus.READ_INPUTS, modbus.WRITE_COIL, modbus.WRITE_COILS)
_SPACES = {
    "holding": modbus.READ_HOLDING,
    "input": modbus.READ_INPUT,
    "coils": modbus.READ_COILS,
    "inputs": modbus.READ_INPUTS,
}


def phrasebook(address: int) -> Phrasebook:
    """Return the phrasebook of boards that answer at this address unless told otherwise."""

    def phrase(text: str, options: Mapping[str, str]) -> bytes | None:
        given = options.get("address", str(address))
        words = text.lower().split()
        if not given.isdecimal() or not words:
            return None
        pdu = _pdu(words[0], words[1:])
        return None if pdu is None else bytes([int(given) & 0xFF]) + pdu

    return Phrasebook(
        explain=explain,
        seal=seal,
        phrase=phrase,
        phrases=("read holding 0 29", "read coils 0 16", "write holding 0x1000 5"),
    )


def seal(body: bytes) -> bytes | None:
    """Return address, function and data with their checksum; None when there is no function."""
    return body + modbus.crc16(body).to_bytes(2, "little") if len(body) >= 2 else None


def explain(frame: Frame, request: Frame | None) -> Said:
    """Return what a frame says; a reply is told from a request by what was asked before it."""
    if frame.status:
        return _refusal(frame)
    if _is_request(frame, request):
        return _request(frame)
    if request is None or request.command != frame.command:
        return _unasked(frame)
    if frame.command in (*_ONE, *_MANY):
        parts = (*_head(frame), _part(frame, 2, 2, _FIRST), _part(frame, 4, 2, _DATA))
        return _said(frame, FrameKind.ANSWER, _WRITTEN, _named(request), parts)
    return _answer(frame, request)


def _pdu(verb: str, words: list[str]) -> bytes | None:
    """Return function and data of "read holding 0 29" or "write coils 3 on"."""
    try:
        space, first, *rest = words
        start = int(first, 0)
        numbers = [
            {"on": 1, "off": 0}[word] if word in ("on", "off") else int(word, 0) for word in rest
        ]
        head = start.to_bytes(2, "big")
        if verb == "read" and len(numbers) == 1:
            return bytes([_SPACES[space]]) + head + numbers[0].to_bytes(2, "big")
        if verb == "write" and space == "coils" and numbers in ([0], [1]):
            return modbus.write_coil(0, start, bool(numbers[0]))[1:-2]
        if verb == "write" and space == "holding" and len(numbers) == 1:
            return modbus.write_register(0, start, numbers[0])[1:-2]
        if verb == "write" and space == "holding" and numbers:
            return modbus.write_registers(0, start, numbers)[1:-2]
    except (ValueError, KeyError, OverflowError):
        return None
    return None


def _is_request(frame: Frame, request: Frame | None) -> bool:
    """Return whether a frame asks; where its bytes do not tell, what was sent before does."""
    pdu = frame.raw[2:-2]
    if frame.command in _ONE:
        return request is None or request.raw != frame.raw
    if frame.command in _MANY:
        return len(pdu) > 4
    if len(pdu) != 4:
        return False
    # A reply of three bytes: coils may come so, registers never.
    return pdu[0] != 3 or frame.command not in _BITS or request is None


def _request(frame: Frame) -> Said:
    first, count = _span(frame)
    bits = frame.command in _BITS
    values = _named(frame)
    if frame.command not in (*_ONE, *_MANY):
        parts = (*_head(frame), _part(frame, 2, 2, _FIRST), _part(frame, 4, 2, _COUNT))
        # Names only: there is no data in it.
        blocks = {} if bits else {f"{first + n:04X}": len(frame.raw) for n in range(count)}
        return _said(frame, FrameKind.ASK, _ASK, values, parts, blocks)
    at = 7 if frame.command in _MANY else 4
    fields = [_part(frame, 2, 2, _FIRST)]
    if frame.command in _MANY:
        fields += [_part(frame, 4, 2, _COUNT), _part(frame, 6, 1, _LENGTH)]
    fields.append(FramePart(at, len(frame.raw) - 2 - at, _DATA))
    said = _said(
        frame,
        FrameKind.SET,
        _SET,
        values,
        (*_head(frame), *fields),
        {} if bits else {f"{first + n:04X}": at + 2 * n for n in range(count)},
    )
    return said if bits else _with_stored(said, frame, first, count, frame.raw[at:-2])


def _with_stored(said: Said, frame: Frame, first: int, count: int, data: bytes) -> Said:
    """Add the read of the same registers that would bring the data."""
    ask = modbus.read_request(frame.raw[0], modbus.READ_HOLDING, first, count)
    payload = bytes([len(data) & 0xFF]) + data
    answer = modbus.adu(frame.raw[0], bytes([modbus.READ_HOLDING]) + payload)
    return Said(
        kind=said.kind,
        text=said.text,
        values=said.values,
        parts=said.parts,
        blocks=said.blocks,
        end=said.end,
        stored=(
            ("tx", Frame(ask, modbus.READ_HOLDING, 0, ask[2:-2])),
            ("rx", Frame(answer, modbus.READ_HOLDING, 0, payload)),
        ),
    )


def _answer(frame: Frame, request: Frame) -> Said:
    first, count = _span(request)
    bits = frame.command in _BITS
    space = next(space for space in Space if space.read_function == frame.command)
    size = len(frame.raw) - 5
    blocks = {}
    if not bits:
        blocks = {f"{first + n:04X}": 3 + 2 * n for n in range(min(count, size // 2))}
        blocks[block_key(Block(space, first, count))] = 3
    parts = (*_head(frame), _part(frame, 2, 1, _LENGTH), FramePart(3, size, _DATA))
    return _said(frame, FrameKind.ANSWER, _ANSWER, _named(request), parts, blocks)


def _unasked(frame: Frame) -> Said:
    size = len(frame.raw) - 4
    parts = (*_head(frame), FramePart(2, size, _DATA))
    return _said(frame, FrameKind.ANSWER, _UNASKED, {"function": frame.command}, parts)


def _refusal(frame: Frame) -> Said:
    meaning = codec.EXCEPTION_WORDS.get(frame.status, codec.UNKNOWN_CODE)
    parts = (*_head(frame), _part(frame, 2, 1, _CODE))
    return _said(frame, FrameKind.REFUSAL, _REFUSED, {"meaning": meaning}, parts)


def _said(
    frame: Frame,
    kind: FrameKind,
    text: str,
    values: Mapping[str, object],
    parts: tuple[FramePart, ...],
    blocks: Mapping[str, int] | None = None,
) -> Said:
    end = len(frame.raw) - 2
    given, right = frame.raw[end:], modbus.crc16(frame.raw[:end]).to_bytes(2, "little")
    verdict = "✓" if given == right else f"× {right.hex().upper()}"
    whole = (*parts, FramePart(end, 2, _CHECK, verdict))
    return Said(kind=kind, text=text, values=values, parts=whole, blocks=blocks or {}, end=end)


def _span(request: Frame) -> tuple[int, int]:
    """Return the first register or coil of a request, and how many it is about."""
    raw = request.raw
    count = 1 if request.command in _ONE else int.from_bytes(raw[4:6], "big")
    return int.from_bytes(raw[2:4], "big"), count


def _named(request: Frame) -> dict[str, object]:
    first, count = _span(request)
    bits = request.command in _BITS
    name = (_COIL if bits else _REGISTER) if count == 1 else (_COILS if bits else _REGISTERS)
    return {"name": name, "first": f"0x{first:04X}", "last": f"0x{first + count - 1:04X}"}


def _head(frame: Frame) -> tuple[FramePart, FramePart]:
    return FramePart(0, 1, _ADDRESS, str(frame.raw[0])), FramePart(
        1, 1, _FUNCTION, str(frame.raw[1])
    )


def _part(frame: Frame, offset: int, size: int, name: str) -> FramePart:
    return FramePart(
        offset, size, name, str(int.from_bytes(frame.raw[offset : offset + size], "big"))
    )
