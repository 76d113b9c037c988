"""SCPI as text: what a meter's answer says, or why it says nothing. Pure.

Meters differ in how they say that there is no reading: 9.9E37 is overload and 9.91E37 "not a
number" (SCPI-99, volume 1, section 7.2.1), others write words. None of it may become a reference.
"""

import math
import re
from enum import StrEnum
from typing import NamedTuple

from mingtang_desk.core.errors import MeterError

OVERLOAD = 9.9e37
_NOT_A_NUMBER = 9.91e37
_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([A-Za-z°%µΩ]*)")
_SHOWN = 40


class Quantity(StrEnum):
    """What a meter is asked for."""

    VOLTS = "V"
    AMPS = "A"
    CELSIUS = "°C"

    @property
    def query(self) -> str:
        """The question that sets a meter up and reads it in one."""
        return {
            Quantity.VOLTS: "MEAS:VOLT:DC?",
            Quantity.AMPS: "MEAS:CURR:DC?",
            Quantity.CELSIUS: "MEAS:TEMP?",
        }[self]

    @property
    def spellings(self) -> tuple[str, ...]:
        """How meters write its unit, where they write one at all."""
        return {
            Quantity.VOLTS: ("V", "VDC", "VOLT"),
            Quantity.AMPS: ("A", "ADC", "AMP"),
            Quantity.CELSIUS: ("C", "°C", "CEL", "DEGC"),
        }[self]


class Identity(NamedTuple):
    """Who a meter says it is (`*IDN?`); a part it does not tell is empty."""

    maker: str = ""
    model: str = ""
    serial: str = ""
    firmware: str = ""


def parse_identity(line: str) -> Identity:
    """Return who answers; four parts with commas between, more than those are the last one's.

    Raises:
        MeterError: it is no identity.
    """
    parts = [part.strip() for part in line.split(",", 3)]
    if len(parts) < 2 or not parts[0] or not line.isprintable():
        raise MeterError("meter_no_identity", answer=shown(line))
    # 0 is what a meter says that has no serial number (IEEE 488.2, section 10.14).
    cleaned = [("" if part == "0" else part) for part in parts]
    return Identity(*cleaned)


def parse_number(line: str, quantity: Quantity) -> float:
    """Return a reading in the unit of its quantity.

    A unit that stands behind it has to be that one: 3650 mV is refused, not turned into 3.65 V.

    Raises:
        MeterError: it is no reading; the key says why.
    """
    text = line.strip()
    match = _NUMBER.fullmatch(text)
    if match is None:
        words = {"nan": "meter_nan", "inf": "meter_overload", "ovld": "meter_overload"}
        key = words.get(text.strip("+-").lower(), "meter_nonsense")
        raise MeterError(key, answer=shown(line), unit=quantity.value)
    value, unit = float(match[1]), match[2]
    if math.isclose(abs(value), _NOT_A_NUMBER, rel_tol=1e-3):
        raise MeterError("meter_nan", answer=shown(line), unit=quantity.value)
    if abs(value) >= OVERLOAD:
        raise MeterError("meter_overload", answer=shown(line), unit=quantity.value)
    if unit and unit.upper() not in quantity.spellings:
        raise MeterError("meter_unit", answer=shown(line), unit=quantity.value)
    return value


def parse_error(line: str) -> str | None:
    """Return what an error queue says, None when it is empty.

    Raises:
        MeterError: it is no answer of an error queue.
    """
    number, _, words = line.strip().partition(",")
    if re.fullmatch(r"[+-]?\d+", number.strip()) is None:
        raise MeterError("meter_nonsense", answer=shown(line), unit="")
    return None if int(number) == 0 else f"{int(number)} {words.strip().strip(chr(34))}".strip()


def shown(line: str) -> str:
    """Return an answer as it may be shown: printable, and not for ever."""
    clean = "".join(letter if letter.isprintable() else "·" for letter in line.strip())
    return clean if len(clean) <= _SHOWN else clean[: _SHOWN - 1] + "…"
