"""Checks before anything leaves the desk: type, range, step, and first cross-field rules."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import le, lt

from mingtang_desk.core.errors import OutOfRangeError, UnsupportedError, UsageError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
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


def check_all(
    changes: Mapping[str, SettingValue],
    specs: Mapping[str, SettingSpec],
    limits: Mapping[str, SettingLimits],
    current: Mapping[str, SettingValue],
) -> dict[str, SettingValue]:
    """Return all changes as the board can store them, or refuse them all.

    Raises:
        UsageError: a key that this board does not have.
        OutOfRangeError, UnsupportedError: as `check_value`, or two values contradict each other.
    """
    checked: dict[str, SettingValue] = {}
    for key, value in changes.items():
        if key not in specs:
            raise UsageError("setting_unknown", name=key)
        checked[key] = check_value(specs[key], value, limits.get(key))
    for finding in cross_findings({**current, **checked}):
        if set(finding.keys) & set(checked):
            raise OutOfRangeError("cross_check", detail=finding.text)
    return checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Two settings that contradict each other.

    `message` has {a} {a_value} {b} {b_value}, context "Finding".
    """

    keys: tuple[str, str]
    message: str
    values: tuple[float, float]

    @property
    def text(self) -> str:
        """The finding in English."""
        return self.message.format(
            a=self.keys[0],
            a_value=f"{self.values[0]:g}",
            b=self.keys[1],
            b_value=f"{self.values[1]:g}",
        )


_ABOVE = QT_TRANSLATE_NOOP("Finding", "{a} ({a_value}) must be above {b} ({b_value}).")
_NOT_BELOW = QT_TRANSLATE_NOOP("Finding", "{a} ({a_value}) must not be below {b} ({b_value}).")

_STRICT: tuple[tuple[str, str], ...] = (
    ("cell_ovp_v", "cell_ovr_v"),
    ("cell_uvr_v", "cell_uvp_v"),
    ("cell_ovp_v", "cell_uvp_v"),
    ("cell_ovr_v", "cell_uvr_v"),
    ("pack_ovp_v", "pack_ovr_v"),
    ("pack_uvr_v", "pack_uvp_v"),
    ("pack_ovp_v", "pack_uvp_v"),
    ("pack_ovr_v", "pack_uvr_v"),
    *((f"{s}_otp_c", f"{s}_otr_c") for s in ("board", "chg", "dsg", "mos")),
    *((f"{s}_utr_c", f"{s}_utp_c") for s in ("board", "chg", "dsg", "mos")),
    *((f"{s}_otr_c", f"{s}_utr_c") for s in ("board", "chg", "dsg", "mos")),
)
_LOOSE: tuple[tuple[str, str], ...] = (
    ("secondary_ovp_v", "pack_ovp_v"),
    ("pack_uvp_v", "secondary_uvp_v"),
    ("cell_secondary_ovp_v", "cell_ovp_v"),
    ("cell_uvp_v", "cell_secondary_uvp_v"),
)


def cross_findings(values: Mapping[str, SettingValue]) -> Iterator[Finding]:
    """Yield every pair that contradicts.

    A protection at or inside its own recovery, limits crossed.
    """
    rules: tuple[tuple[tuple[tuple[str, str], ...], str, Callable[[float, float], bool]], ...] = (
        (_STRICT, _ABOVE, le),
        (_LOOSE, _NOT_BELOW, lt),
    )
    for pairs, message, wrong in rules:
        for high, low in pairs:
            a, b = values.get(high), values.get(low)
            if isinstance(a, int | float) and isinstance(b, int | float) and wrong(a, b):
                yield Finding(keys=(high, low), message=message, values=(float(a), float(b)))
