"""Register FA: parameters beyond the registers, read many at once; newer boards have them.

A parameter's number counts from register 10, so 0 to 47 are the registers again. Those above have
no register of their own; here they are kept under FA and their number: FA69 is parameter 105, a
text stands under its first one. Source: docs/protocols/jbd.md, section 5.
"""

from collections.abc import Callable, Generator, Iterable, Mapping

from mingtang_desk.core.errors import DecodeError, LinkTimeoutError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.settings import SettingLimits, SettingValue
from mingtang_desk.interfaces.driver import Frame, Request
from mingtang_desk.protocols.jbd import codec
from mingtang_desk.protocols.jbd.places import MILLI, Place
from mingtang_desk.protocols.jbd.status import decode_text
from mingtang_desk.wire.scale import UNITY, Scale

COMMAND = 0xFA
FIRST_REGISTER, LAST_REGISTER = 0x10, 0x3F
_HEAD = 3
"""Bytes before the words: parameter number 2, count 1."""

MEANING_UNSURE = QT_TRANSLATE_NOOP(
    "Reason", "No document says exactly what this value does, so it is only shown."
)
LAYOUT_UNSURE = QT_TRANSLATE_NOOP(
    "Reason", "No document says how the board keeps this text, so it is only shown."
)


def kept_at(number: int) -> int:
    """Return under which register number a parameter is kept."""
    return COMMAND << 8 | number


def _at(number: int, scale: Scale = UNITY) -> Place:
    return Place(register=kept_at(number), scale=scale)


PLACES: Mapping[str, Place] = {
    "x_jbd_gps_off_v": _at(104, MILLI),
    "x_jbd_gps_off_delay_s": _at(105),
    "x_jbd_cell_90_pct_v": _at(106, MILLI),
    "x_jbd_cell_70_pct_v": _at(107, MILLI),
    "x_jbd_cell_50_pct_v": _at(108, MILLI),
    "x_jbd_cell_30_pct_v": _at(109, MILLI),
    "x_jbd_cell_10_pct_v": _at(110, MILLI),
    "x_jbd_cell_100_pct_v": _at(111, MILLI),
    "x_jbd_learned_capacity_raw": _at(112),
    "x_jbd_correction_interval_s": _at(113),
    "x_jbd_minimum_current_a": _at(121, MILLI),
    "x_jbd_sleep_s": _at(122),
}
SHOWN_ONLY = (
    "x_jbd_gps_off_v",  # of the pack or of a cell?
    "x_jbd_cell_100_pct_v",  # register 12 is one, too
    "x_jbd_learned_capacity_raw",  # in which unit?
    "x_jbd_correction_interval_s",
    "x_jbd_minimum_current_a",
)
TEXTS: Mapping[str, tuple[int, int]] = {
    # key: first parameter, number of them
    "x_jbd_bms_code": (72, 16),
    "x_jbd_battery_model": (158, 12),
    "x_jbd_unique_id": (170, 6),
    "x_jbd_hardware_name": (176, 8),
}
HARDWARE_KEY, ID_KEY = "x_jbd_hardware_name", "x_jbd_unique_id"
STAND_INS: Mapping[str, tuple[int, int]] = {"x_jbd_maker": (56, 16), "x_jbd_barcode": (88, 16)}
"""The same texts as registers A0 and A2, for boards that lack those."""

_NUMBERS = frozenset(place.register & 0xFF for place in PLACES.values())
_BLOCKS: Mapping[int, int] = {
    **dict(TEXTS.values()),
    **dict(STAND_INS.values()),
    **{104: 2, 106: 6, 112: 2, 121: 2},
}
"""What is read at once: first parameter -> number of them; what means something together."""
REGISTERS: tuple[int, ...] = (
    *sorted(place.register for place in PLACES.values()),
    *(kept_at(first) for first, _ in TEXTS.values()),
)
"""Under what a full read keeps them."""

type Words = Mapping[int, bytes]


def blocks_of(registers: Iterable[int]) -> list[tuple[int, int]]:
    """Return the blocks (first parameter, count) in which kept registers are read."""
    numbers = {register & 0xFF for register in registers if register >> 8 == COMMAND}
    return [
        (first, count)
        for first, count in sorted(_BLOCKS.items())
        if not numbers.isdisjoint(range(first, first + count))
    ]


def read_data(first: int, count: int) -> bytes:
    """Return the data of a request that reads parameters."""
    return first.to_bytes(2, "big") + bytes([count])


def write_data(register: int, word: bytes) -> bytes:
    """Return the data of a request that writes one kept parameter."""
    return read_data(register & 0xFF, len(word) // 2) + word


def answers(frame: Frame, data: bytes) -> bool:
    """Return whether a frame answers a read with these data, and not another one before it."""
    if frame.command != COMMAND:
        return False
    return len(frame.payload) % 2 == 0 or frame.payload[:_HEAD] == data


def asked(frame: Frame) -> tuple[int, int] | None:
    """Return (first parameter, count) of a request that reads with FA, None for others."""
    data = frame.raw[4:-3]
    if frame.command != codec.READ or frame.status != COMMAND or len(data) != _HEAD:
        return None
    return int.from_bytes(data[:2], "big"), data[2]


def split(payload: bytes, question: tuple[int, int] | None) -> dict[int, bytes]:
    """Return what a reply says, by register number.

    Some boards say again what was asked for before the words, some may not: its length tells.

    Args:
        payload: data of the reply.
        question: (first parameter, count) of its request, None where nobody heard it.

    Raises:
        DecodeError: it is no reply to this question, or to any.
    """
    if len(payload) % 2:
        given = int.from_bytes(payload[:2], "big"), int.from_bytes(payload[2:3], "big")
        words = payload[_HEAD:]
        if question is not None and given != question:
            given = -1, 0
    else:
        given, words = question or (-1, 0), payload
    first, count = given
    if first < 0 or not words or len(words) != 2 * count:
        detail = f"{len(payload)} bytes are no answer to {question}"
        raise DecodeError("frame_invalid", what="parameters", detail=detail, data=payload)
    found: dict[int, bytes] = {}
    for number in range(first, first + count):
        register = number + FIRST_REGISTER
        if register > LAST_REGISTER and number not in _NUMBERS:
            continue
        at = 2 * (number - first)
        register = register if register <= LAST_REGISTER else kept_at(number)
        found[register] = words[at : at + 2]
    for start, size in (*TEXTS.values(), *STAND_INS.values()):
        if first <= start and start + size <= first + count:
            at = 2 * (start - first)
            found[kept_at(start)] = words[at : at + 2 * size]
    return found


class Parameters:
    """Reads parameters, and remembers that a board has none."""

    def __init__(self) -> None:
        self._lacking = False

    def read(
        self,
        ask: Callable[[bytes, int], Request],
        words: dict[int, bytes],
        blocks: Iterable[tuple[int, int]],
    ) -> Generator[Request, Frame, None]:
        """Put the parameters of some blocks among the registers; those a board refuses are missing.

        Args:
            ask: makes the request with these data, for a reply of so many bytes.
            words: the registers known so far. Parameter 0 is register 10: what is not the same
                there is not what the documents call FA.
            blocks: (first parameter, count) each.
        """
        if self._lacking:
            return
        try:
            probe = yield from self._block(ask, 0, 1)
            # What both know must be the same.
            if probe is None or probe | words != words | probe:
                self._lacking = True
                return
            for first, count in blocks:
                words |= (yield from self._block(ask, first, count)) or {}
        except LinkTimeoutError:
            self._lacking = True

    def _block(
        self, ask: Callable[[bytes, int], Request], first: int, count: int
    ) -> Generator[Request, Frame, dict[int, bytes] | None]:
        size = codec.OVERHEAD + _HEAD + 2 * count
        frame = yield ask(read_data(first, count), size)
        if frame.status != codec.STATUS_OK:
            return None
        try:
            return split(frame.payload, (first, count))
        except DecodeError:
            return None


def decode_texts(words: Words) -> dict[str, SettingValue]:
    """Return the texts; a stand-in only where its register is missing (the caller's own win)."""
    found: dict[str, SettingValue] = {}
    for key, (first, _) in (*STAND_INS.items(), *TEXTS.items()):
        data = words.get(kept_at(first))
        if data is None:
            continue
        if key == ID_KEY:
            found[key] = (
                "" if not data.strip(b"\0") or not data.strip(b"\xff") else data.hex().upper()
            )
        else:
            # With a length byte as in A0 to A2, or without: no source tells.
            body = data[1 : 1 + data[0]] if data[0] < len(data) else data
            found[key] = decode_text(body)
    return found


def limits(words: Words) -> dict[str, SettingLimits]:
    """Return why some of them are only shown; the others have the limits of their place."""
    table = {
        key: SettingLimits(writable=False, reason=MEANING_UNSURE)
        for key in SHOWN_ONLY
        if PLACES[key].register in words
    }
    return table | {
        key: SettingLimits(writable=False, reason=LAYOUT_UNSURE)
        for key, (first, _) in (*STAND_INS.items(), *TEXTS.items())
        if kept_at(first) in words
    }
