"""Where JBD boards keep their settings: registers 10 to 3F and the texts A0 to A2.

Source: docs/protocols/jbd.md, section 5. Two settings share one register where each has a byte.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from mingtang_desk.core.errors import DecodeError, OutOfRangeError, UnsupportedError
from mingtang_desk.device.settings import SettingLimits, SettingValue
from mingtang_desk.protocols.jbd import coded
from mingtang_desk.protocols.jbd.status import (
    SWITCH_DECI_UNIT,
    decode_date,
    decode_text,
    encode_date,
)
from mingtang_desk.wire.scale import TENTH_KELVIN, UNITY, Scale

FUNCTION_REGISTER, SHUNT_REGISTER = 0x2D, 0x2C
FINE_SHUNT = 0x8000
"""Bit of the shunt register: hundredths of a milliohm instead of tenths (V11)."""
MILLI, CENTI, DECI = Scale(den=1000), Scale(den=100), Scale(den=10)
TEXT_BYTES = 31
"""Longest text the desk writes; boards differ, no source names a limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one setting lives.

    Attributes:
        register: its number.
        scale: to model units; `unit` marks capacity and current, ten times coarser on some boards.
        part: "word", or "high" / "low" byte of the register.
    """

    register: int
    scale: Scale = UNITY
    signed: bool = False
    part: str = "word"
    unit: bool = False

    def of(self, deci: bool) -> Scale:
        """Return the scale on this board; `deci` = it counts in tenths."""
        return (
            Scale(den=self.scale.den // 10, num=self.scale.num)
            if self.unit and deci
            else self.scale
        )

    def read(self, word: int, deci: bool) -> int | float:
        """Return the setting's value from its register."""
        raw = word >> 8 if self.part == "high" else word & 0xFF if self.part == "low" else word
        if self.signed and raw & 0x8000:
            raw -= 0x10000
        scale = self.of(deci)
        return raw if scale == UNITY else scale.to_model(raw)

    def write(self, word: int, value: float, deci: bool) -> int:
        """Return the register with the setting changed and its neighbour kept."""
        raw = self.of(deci).to_wire(value)
        if self.part == "high":
            return (raw & 0xFF) << 8 | word & 0xFF
        if self.part == "low":
            return word & 0xFF00 | raw & 0xFF
        return raw & 0xFFFF

    def limits(self, deci: bool) -> SettingLimits:
        """Return what the register can hold."""
        scale = self.of(deci)
        low, high = (
            (0, 255) if self.part != "word" else (-0x8000, 0x7FFF) if self.signed else (0, 0xFFFF)
        )
        ends = sorted((scale.to_model(low), scale.to_model(high)))
        floor = max(ends[0], 0.0) if scale.num < 0 else ends[0]
        return SettingLimits(minimum=floor, maximum=ends[1], step=scale.step)


def _pair(register: int, high: str, low: str) -> dict[str, Place]:
    return {high: Place(register=register, part="high"), low: Place(register=register, part="low")}


PLACES: Mapping[str, Place] = {
    "nominal_ah": Place(register=0x10, scale=CENTI, unit=True),
    "full_ah": Place(register=0x11, scale=CENTI, unit=True),
    "x_jbd_cell_full_v": Place(register=0x12, scale=MILLI),
    "x_jbd_cell_empty_v": Place(register=0x13, scale=MILLI),
    "x_jbd_self_discharge_pct": Place(register=0x14, scale=DECI),
    "x_jbd_serial_number": Place(register=0x16),
    "x_jbd_cycle_count": Place(register=0x17),
    "chg_otp_c": Place(register=0x18, scale=TENTH_KELVIN),
    "chg_otr_c": Place(register=0x19, scale=TENTH_KELVIN),
    "chg_utp_c": Place(register=0x1A, scale=TENTH_KELVIN),
    "chg_utr_c": Place(register=0x1B, scale=TENTH_KELVIN),
    "dsg_otp_c": Place(register=0x1C, scale=TENTH_KELVIN),
    "dsg_otr_c": Place(register=0x1D, scale=TENTH_KELVIN),
    "dsg_utp_c": Place(register=0x1E, scale=TENTH_KELVIN),
    "dsg_utr_c": Place(register=0x1F, scale=TENTH_KELVIN),
    "pack_ovp_v": Place(register=0x20, scale=CENTI),
    "pack_ovr_v": Place(register=0x21, scale=CENTI),
    "pack_uvp_v": Place(register=0x22, scale=CENTI),
    "pack_uvr_v": Place(register=0x23, scale=CENTI),
    "cell_ovp_v": Place(register=0x24, scale=MILLI),
    "cell_ovr_v": Place(register=0x25, scale=MILLI),
    "cell_uvp_v": Place(register=0x26, scale=MILLI),
    "cell_uvr_v": Place(register=0x27, scale=MILLI),
    "chg_ocp_1_a": Place(register=0x28, scale=CENTI, unit=True),
    "dsg_ocp_1_a": Place(register=0x29, scale=Scale(den=100, num=-1), signed=True, unit=True),
    "balance_start_v": Place(register=0x2A, scale=MILLI),
    "balance_delta_v": Place(register=0x2B, scale=MILLI),
    "x_jbd_function_bits": Place(register=FUNCTION_REGISTER),
    "x_jbd_ntc_bits": Place(register=0x2E),
    "cell_count": Place(register=0x2F),
    "x_jbd_fet_control_s": Place(register=0x30),
    "x_jbd_led_s": Place(register=0x31),
    "x_jbd_cell_80_pct_v": Place(register=0x32, scale=MILLI),
    "x_jbd_cell_60_pct_v": Place(register=0x33, scale=MILLI),
    "x_jbd_cell_40_pct_v": Place(register=0x34, scale=MILLI),
    "x_jbd_cell_20_pct_v": Place(register=0x35, scale=MILLI),
    "cell_secondary_ovp_v": Place(register=0x36, scale=MILLI),
    "cell_secondary_uvp_v": Place(register=0x37, scale=MILLI),
    "scp_recovery_s": Place(register=0x39, part="low"),
    **_pair(0x3A, "chg_utp_delay_s", "chg_otp_delay_s"),
    **_pair(0x3B, "dsg_utp_delay_s", "dsg_otp_delay_s"),
    **_pair(0x3C, "pack_uvp_delay_s", "pack_ovp_delay_s"),
    **_pair(0x3D, "cell_uvp_delay_s", "cell_ovp_delay_s"),
    **_pair(0x3E, "chg_ocp_1_delay_s", "chg_ocp_1_recovery_s"),
    **_pair(0x3F, "dsg_ocp_1_delay_s", "dsg_ocp_1_recovery_s"),
}
"""Vendor words: release = our recovery (OVR, UVR)."""

TEXTS: Mapping[str, int] = {"x_jbd_maker": 0xA0, "x_jbd_device_name": 0xA1, "x_jbd_barcode": 0xA2}
DATE_KEY, DATE_REGISTER = "x_jbd_production_date", 0x15
SHUNT_KEY = "x_jbd_shunt_mohm"
SHORT_RAW_KEY, HARDWARE_RAW_KEY = "x_jbd_short_raw", "x_jbd_hardware_delay_raw"

REGISTERS: tuple[int, ...] = (*range(0x10, 0x40), *TEXTS.values())
"""Everything a full read asks for, in order."""

type Words = Mapping[int, bytes]
"""Register number to its data bytes as they came."""


def registers_of(key: str) -> tuple[int, ...]:
    """Return the registers one must know to read a setting."""
    if key in coded.KEYS:
        return (coded.KEYS[key], SHUNT_REGISTER)
    if key in TEXTS:
        return (TEXTS[key],)
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
        register: word(register, data) for register, data in words.items() if register < 0x40
    }
    values: dict[str, SettingValue] = {
        key: place.read(numbers[place.register], tenths)
        for key, place in PLACES.items()
        if place.register in numbers
    }
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
        register: word(register, data) for register, data in words.items() if register < 0x40
    }
    table = {key: place.limits(tenths) for key, place in PLACES.items() if place.register in words}
    table |= {
        key: SettingLimits(max_bytes=TEXT_BYTES)
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
    changes: Mapping[str, SettingValue], words: Words, *, deci: bool
) -> Iterator[tuple[int, bytes]]:
    """Yield (register, data) for checked changes, neighbours in shared registers kept.

    Args:
        changes: values already checked against `limits`.
        words: registers as they are now.
        deci: capacity and current are counted in tenths.

    Raises:
        OutOfRangeError: a text or date that cannot be written.
        UnsupportedError: this board lacks a register that is needed.
    """
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
            shunt = shunt_mohm(word(SHUNT_REGISTER, words.get(SHUNT_REGISTER, b"\0\0")))
            raw = coded.encode(key, float(value), now_of(key, register), shunt)
            new[register] = raw.to_bytes(2, "big")
        else:
            place = PLACES[key]
            raw = place.write(now_of(key, place.register), float(value), tenths)
            new[place.register] = raw.to_bytes(2, "big")
    # The function register may change the unit of others: it goes last.
    yield from sorted(new.items(), key=lambda item: (item[0] == FUNCTION_REGISTER, item[0]))


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
