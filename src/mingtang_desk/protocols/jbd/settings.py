"""The settings of a JBD board from and to its registers: 10 to 3F, the texts A0 to A2, and FA.

Source: docs/protocols/jbd.md, section 5.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from mingtang_desk.core.errors import DecodeError, OutOfRangeError, UnsupportedError
from mingtang_desk.device.ordering import steps
from mingtang_desk.device.settings import SettingLimits, SettingValue
from mingtang_desk.protocols.jbd import coded, extended
from mingtang_desk.protocols.jbd.places import FUNCTION_REGISTER, PLACES, Place
from mingtang_desk.protocols.jbd.status import (
    SWITCH_DECI_UNIT,
    decode_date,
    decode_text,
    encode_date,
)

SHUNT_REGISTER = 0x2C
FINE_SHUNT = 0x8000
"""Bit of the shunt register: hundredths of a milliohm instead of tenths (V11)."""
TEXT_BYTES = 31
"""Longest text the desk writes; boards differ, no source names a limit."""


TEXTS: Mapping[str, int] = {"x_jbd_maker": 0xA0, "x_jbd_device_name": 0xA1, "x_jbd_barcode": 0xA2}
DATE_KEY, DATE_REGISTER = "x_jbd_production_date", 0x15
SHUNT_KEY = "x_jbd_shunt_mohm"
SHORT_RAW_KEY, HARDWARE_RAW_KEY = "x_jbd_short_raw", "x_jbd_hardware_delay_raw"

ALL_PLACES: Mapping[str, Place] = {**PLACES, **extended.PLACES}
REGISTERS: tuple[int, ...] = (*range(0x10, 0x40), *TEXTS.values(), *extended.REGISTERS)
"""Everything a full read asks for, in order."""
_NUMBERS = frozenset({*range(0x10, 0x40), *(p.register for p in extended.PLACES.values())})
"""Registers of two bytes."""

type Words = Mapping[int, bytes]
"""Register number to its data bytes as they came."""

_NO_WORDS: Words = {}


def registers_of(key: str) -> tuple[int, ...]:
    """Return the registers one must know to read a setting."""
    if key in coded.KEYS:
        return (coded.KEYS[key], SHUNT_REGISTER)
    if key in TEXTS:
        return (TEXTS[key],)
    if key in extended.PLACES or key in extended.TEXTS:
        place = extended.PLACES.get(key)
        first = extended.kept_at(extended.TEXTS[key][0]) if place is None else place.register
        return (extended.FIRST_REGISTER, first)
    if key in PLACES:
        place = PLACES[key]
        return (place.register, FUNCTION_REGISTER) if place.unit else (place.register,)
    named = {
        DATE_KEY: DATE_REGISTER,
        SHUNT_KEY: SHUNT_REGISTER,
        SHORT_RAW_KEY: 0x38,
        HARDWARE_RAW_KEY: 0x39,
    }
    return (named[key],)


def word(register: int, data: bytes) -> int:
    """Return a register's number.

    Raises:
        DecodeError: it is not two bytes.
    """
    if len(data) != 2:
        detail = f"{len(data)} bytes instead of 2"
        raise DecodeError("frame_invalid", what=f"setting {register:02X}", detail=detail, data=data)
    return int.from_bytes(data, "big")


def is_deci(words: Words, known: bool = False) -> bool:
    """Return whether this board counts capacity and current in tenths."""
    data = words.get(FUNCTION_REGISTER)
    return known or (
        data is not None and len(data) == 2 and bool(word(0x2D, data) & SWITCH_DECI_UNIT)
    )


def text(data: bytes) -> str:
    """Return a text register: a length byte, then ASCII; a missing length byte is tolerated."""
    body = data[1 : 1 + data[0]] if data and data[0] < len(data) else data
    return decode_text(body)


def shunt_mohm(raw: int) -> float:
    """Return the shunt: tenths of a milliohm, hundredths when the top bit is set (V11)."""
    return (raw & 0x7FFF) / 100 if raw & FINE_SHUNT else raw / 10


def _shunt_limits(raw: int) -> SettingLimits:
    step = 0.01 if raw & FINE_SHUNT else 0.1
    return SettingLimits(minimum=step, maximum=round(0x7FFF * step, 2), step=step)


def decode(words: Words, *, deci: bool = False) -> dict[str, SettingValue]:
    """Return every setting that these registers hold.

    Raises:
        DecodeError: a register has the wrong size.
    """
    tenths = is_deci(words, deci)
    numbers = {
        register: word(register, data) for register, data in words.items() if register in _NUMBERS
    }
    values: dict[str, SettingValue] = {
        key: place.read(numbers[place.register], tenths)
        for key, place in ALL_PLACES.items()
        if place.register in numbers
    }
    values |= extended.decode_texts(words)
    values |= {key: text(words[register]) for key, register in TEXTS.items() if register in words}
    if DATE_REGISTER in numbers:
        made = decode_date(numbers[DATE_REGISTER])
        values[DATE_KEY] = "" if made is None else made.isoformat()
    if SHUNT_REGISTER in numbers:
        values[SHUNT_KEY] = shunt_mohm(numbers[SHUNT_REGISTER])
    if 0x38 in numbers:
        values[SHORT_RAW_KEY] = numbers[0x38]
    if 0x39 in numbers:
        values[HARDWARE_RAW_KEY] = numbers[0x39]
    values |= coded.decode(numbers, shunt_mohm(numbers.get(SHUNT_REGISTER, 0)))
    return values


def limits(words: Words, *, deci: bool, ic: str) -> dict[str, SettingLimits]:
    """Return what this board can store for each of its settings.

    `ic` names its front end, "" unknown.
    """
    tenths = is_deci(words, deci)
    numbers = {
        register: word(register, data) for register, data in words.items() if register in _NUMBERS
    }
    table = {
        key: place.limits(tenths) for key, place in ALL_PLACES.items() if place.register in words
    }
    table |= extended.limits(words)
    table |= {
        key: SettingLimits(max_bytes=TEXT_BYTES, ascii_only=True)
        for key, register in TEXTS.items()
        if register in words
    }
    for key in (SHORT_RAW_KEY, HARDWARE_RAW_KEY):
        table[key] = SettingLimits(writable=False, reason=coded.SHOWN_ONLY)
    if SHUNT_REGISTER in numbers:
        table[SHUNT_KEY] = _shunt_limits(numbers[SHUNT_REGISTER])
    table |= coded.limits(numbers, shunt_mohm(numbers.get(SHUNT_REGISTER, 0)), ic)
    return table


def encode(
    changes: Mapping[str, SettingValue], words: Words, *, deci: bool, exact: Words = _NO_WORDS
) -> Iterator[tuple[int, bytes]]:
    """Yield (register, data) for checked changes, in a safe order.

    Neighbours in shared registers are kept.

    Args:
        changes: values already checked against `limits`.
        words: registers as they are now.
        deci: capacity and current are counted in tenths.
        exact: registers as they were; taken as they are where they mean what is to be written.

    Raises:
        OutOfRangeError: a text or date that cannot be written.
        UnsupportedError: this board lacks a register that is needed.
    """
    units: dict[int, dict[str, SettingValue]] = {}
    for key, value in changes.items():
        units.setdefault(registers_of(key)[0], {})[key] = value
    now = dict(words)
    # The function register may change the unit of others: it goes last.
    last = units.get(FUNCTION_REGISTER, {}).keys()
    for step in steps(units.values(), decode(words, deci=deci), last=last):
        for register, data in _new_words(step, now, shunt_of=words, deci=deci).items():
            kept = exact.get(register, data)
            same = kept != data and _means(kept, register, now, deci) == _means(
                data, register, now, deci
            )
            now[register] = kept if same and _is_whole(register, kept) else data
            yield register, now[register]


def _means(data: bytes, register: int, words: Words, deci: bool) -> Mapping[str, SettingValue]:
    return decode({**words, register: data}, deci=deci)


def _is_whole(register: int, data: bytes) -> bool:
    """Return whether data as read may be written: a text only with its length before it."""
    return register not in TEXTS.values() or data[:1] == bytes([len(data) - 1])


def _new_words(
    changes: Mapping[str, SettingValue], words: Words, *, shunt_of: Words, deci: bool
) -> dict[int, bytes]:
    tenths = is_deci(words, deci)
    new: dict[int, bytes] = {}

    def now_of(key: str, register: int) -> int:
        if register not in words:
            raise UnsupportedError("setting_unknown", name=key)
        return word(register, new.get(register, words[register]))

    for key, value in changes.items():
        if key in TEXTS:
            new[TEXTS[key]] = _text_bytes(key, str(value))
        elif key == DATE_KEY:
            new[DATE_REGISTER] = _date_bytes(str(value))
        elif key == SHUNT_KEY:
            fine = now_of(key, SHUNT_REGISTER) & FINE_SHUNT
            raw = round(float(value) * (100 if fine else 10)) | fine
            new[SHUNT_REGISTER] = raw.to_bytes(2, "big")
        elif key in coded.KEYS:
            register = coded.KEYS[key]
            # The shunt as it was: what may be written was worked out with it.
            shunt = shunt_mohm(word(SHUNT_REGISTER, shunt_of.get(SHUNT_REGISTER, b"\0\0")))
            raw = coded.encode(key, float(value), now_of(key, register), shunt)
            new[register] = raw.to_bytes(2, "big")
        else:
            place = ALL_PLACES[key]
            raw = place.write(now_of(key, place.register), float(value), tenths)
            new[place.register] = raw.to_bytes(2, "big")
    return new


def _text_bytes(key: str, value: str) -> bytes:
    try:
        body = value.encode("ascii")
    except UnicodeEncodeError as error:
        raise OutOfRangeError(
            "wrong_type", name=key, value=value, expected="plain ASCII"
        ) from error
    return bytes([len(body)]) + body


def _date_bytes(value: str) -> bytes:
    if not value:
        return b"\0\0"  # not set; an undo may have to put it back
    try:
        day = date.fromisoformat(value)
        return encode_date(day).to_bytes(2, "big")
    except (ValueError, OverflowError) as error:
        expected = "a date like 2026-11-22 between 2000 and 2127"
        raise OutOfRangeError(
            "wrong_type", name=DATE_KEY, value=value, expected=expected
        ) from error
