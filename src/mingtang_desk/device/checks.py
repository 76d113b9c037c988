"""Checks of one value before it leaves the desk: type, range, step.

What values say together is judged by `mingtang_desk.rules`.
"""

import math

from mingtang_desk.core.errors import OutOfRangeError, UnsupportedError
from mingtang_desk.device.settings import Kind, SettingLimits, SettingSpec, SettingValue

_NO_LIMITS = SettingLimits()
_HUGE = 1e15
"""No setting is larger; not-a-number and infinity fail the comparison too."""


def parse_value(spec: SettingSpec, text: str) -> SettingValue:
    """Turn typed text into a value of the setting's kind.

    Raises:
        OutOfRangeError: the text is not of this kind (nothing was sent).
    """
    if spec.kind is Kind.TEXT:
        return text
    stripped = text.strip()
    if spec.kind is Kind.CHOICE:
        if stripped not in spec.choices:
            raise OutOfRangeError(
                "option_invalid", value=text, option=spec.key, allowed=", ".join(spec.choices)
            )
        return stripped
    whole = spec.kind in (Kind.INTEGER, Kind.BITS)
    try:
        return int(stripped, 0) if whole else float(stripped)
    except ValueError as error:
        expected = "a whole number" if whole else "a number"
        raise OutOfRangeError("wrong_type", name=spec.key, value=text, expected=expected) from error


def coerce(spec: SettingSpec, value: object) -> SettingValue:
    """Return a value from a file or a program as the setting's kind, or refuse it."""
    if spec.kind in (Kind.TEXT, Kind.CHOICE):
        if not isinstance(value, str):
            raise OutOfRangeError("wrong_type", name=spec.key, value=value, expected="a text")
        return parse_value(spec, value)
    # Compared, not converted: a whole number from a JSON file may be too large for a float.
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _HUGE:
        raise OutOfRangeError("wrong_type", name=spec.key, value=value, expected="a number")
    if spec.kind in (Kind.INTEGER, Kind.BITS):
        if value != int(value):
            raise OutOfRangeError(
                "wrong_type", name=spec.key, value=value, expected="a whole number"
            )
        return int(value)
    return float(value)


def check_value(
    spec: SettingSpec, value: SettingValue, limits: SettingLimits | None
) -> SettingValue:
    """Return the value exactly as the board can store it.

    Raises:
        UnsupportedError: the setting is read-only here.
        OutOfRangeError: outside the catalogue's or the board's range, or between two steps.
    """
    board = limits or _NO_LIMITS
    if spec.read_only or not board.writable:
        raise UnsupportedError("read_only_setting", name=spec.key, detail=board.reason)
    value = coerce(spec, value)
    if isinstance(value, str):
        return _check_text(spec, value, board) if spec.kind is Kind.TEXT else value
    number = float(value)
    low = max((m for m in (spec.minimum, board.minimum) if m is not None), default=-math.inf)
    high = min((m for m in (spec.maximum, board.maximum) if m is not None), default=math.inf)
    if not low - 1e-9 <= number <= high + 1e-9:
        raise OutOfRangeError(
            "out_of_range",
            name=spec.key,
            value=value,
            minimum=f"{low:g}",
            maximum=f"{high:g}",
            unit=spec.unit,
        )
    if board.allowed:
        nearest = min(board.allowed, key=lambda known: abs(known - number))
        if abs(nearest - number) > 0.005 * max(abs(nearest), 1e-9):
            known = ", ".join(f"{a:g}" for a in board.allowed)
            raise OutOfRangeError("not_on_step", name=spec.key, value=value, allowed=known)
        return nearest
    if board.step:
        steps = round(number / board.step)
        if abs(number / board.step - steps) > 1e-3:
            below, above = (
                math.floor(number / board.step) * board.step,
                math.ceil(number / board.step) * board.step,
            )
            raise OutOfRangeError(
                "not_on_step", name=spec.key, value=value, allowed=f"{below:g}, {above:g}"
            )
    return value


def _check_text(spec: SettingSpec, value: str, board: SettingLimits) -> str:
    """Return a text without the spaces around it: boards cut them off, scanners add them."""
    text = value.strip()
    if not text and not board.erasable:
        raise OutOfRangeError("text_empty", name=spec.key)
    for place, char in enumerate(text, 1):
        if not char.isprintable() or (board.ascii_only and not char.isascii()):
            raise OutOfRangeError(
                "text_character",
                name=spec.key,
                char=char if char.isprintable() else f"U+{ord(char):04X}",
                place=place,
            )
    if board.max_bytes is not None and len(text.encode()) > board.max_bytes:
        raise OutOfRangeError(
            "out_of_range",
            name=spec.key,
            value=text,
            minimum=0,
            maximum=board.max_bytes,
            unit="bytes",
        )
    return text
