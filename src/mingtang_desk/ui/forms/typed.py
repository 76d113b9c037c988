"""What a typed text means for a setting: a value, why not, or what was probably meant.

Voltages may be typed in volts or in millivolts. A unit that is written out is taken at its word
("4250 mV"); a bare number stands for the unit on screen, and what it probably means where it makes
no sense there is offered, never taken silently. Temperatures may be typed in either degrees; a bare
number is in those of the screen, and the value is in Celsius whatever was typed.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from mingtang_desk.core.errors import DeviceError, OutOfRangeError
from mingtang_desk.device.checks import check_value, parse_value
from mingtang_desk.device.settings import Kind, SettingLimits, SettingSpec, SettingValue
from mingtang_desk.rules.units import meant
from mingtang_desk.ui.forms.degrees import in_fahrenheit, is_temperature, to_model

THOUSANDTHS: Mapping[str, str] = MappingProxyType(
    {"V": "mV", "A": "mA", "s": "ms", "Ah": "mAh", "mΩ": "µΩ"}
)
ERASE = '""'
"""What is typed to write an empty text: an empty field stands for no change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed; exactly one of `value` and `error` is there.

    Attributes:
        value: as the board would store it.
        error: why it cannot be written.
        offer: what was probably meant, in model units, when the text itself is refused.
        converted: the text named another unit than the screen's.
    """

    value: SettingValue | None = None
    error: DeviceError | None = None
    offer: float | None = None
    converted: bool = False


def interpret(
    spec: SettingSpec,
    text: str,
    limits: SettingLimits | None = None,
    current: SettingValue | None = None,
    degrees: str = "c",
) -> Typed:
    """Return what `text` means for this setting on this board."""
    if spec.kind is Kind.TEXT and text.strip() == ERASE:
        return _checked(spec, "", limits)
    if spec.kind is not Kind.NUMBER:
        return _checked(spec, text, limits)
    plain = unicodedata.normalize("NFKC", text).replace("。", ".").replace("−", "-").strip()
    if is_temperature(spec):
        return _temperature(spec, plain, limits, degrees)
    number, factor = _split_unit(plain, spec.unit)
    got = _checked(spec, number, limits, factor)
    if got.error is None:
        return replace(got, converted=factor != 1.0)
    return got if factor != 1.0 else _with_offer(got, spec, number, limits, current)


def _with_offer(
    got: Typed,
    spec: SettingSpec,
    value: float | str,
    limits: SettingLimits | None,
    current: SettingValue | None,
) -> Typed:
    """Return a refused entry with what was probably meant (`rules.units`)."""
    offer = meant(spec, value, limits, current)
    return got if not isinstance(offer, int | float) else replace(got, offer=float(offer))


def _temperature(spec: SettingSpec, text: str, limits: SettingLimits | None, degrees: str) -> Typed:
    """Return what a temperature means; of Fahrenheit between two steps the nearest is offered."""
    number, named = text, degrees
    for unit in ("c", "f"):
        for ending in (f"°{unit}", unit):
            if number is text and text.casefold().endswith(ending):
                number, named = text[: -len(ending)].strip(), unit
    try:
        value = parse_value(spec, number)
    except DeviceError as error:
        return Typed(error=error)
    if not isinstance(value, int | float):
        return _checked(spec, number, limits)
    celsius = to_model(spec, float(value), named)
    got = _checked(spec, repr(celsius), limits)
    if got.error is None:
        return replace(got, converted=named != degrees)
    if got.error.key == "not_on_step" and in_fahrenheit(spec, named):
        return replace(got, offer=_nearest(spec, celsius, limits))
    return got if in_fahrenheit(spec, named) else _with_offer(got, spec, celsius, limits, None)


def _nearest(spec: SettingSpec, celsius: float, limits: SettingLimits | None) -> float | None:
    """Return the nearest value the board can store, None when there is none in range."""
    if limits is None or not limits.step:
        return None
    nearest = round(round(celsius / limits.step) * limits.step, 9)
    meant = _checked(spec, repr(nearest), limits).value
    return float(meant) if isinstance(meant, int | float) else None


def _split_unit(text: str, unit: str) -> tuple[str, float]:
    """Return the number without its unit, and the factor to the unit on screen."""
    folded = text.casefold()
    small = unicodedata.normalize("NFKC", THOUSANDTHS.get(unit, "")).casefold()
    if small and folded.endswith(small):
        return text[: -len(small)].strip(), 0.001
    own = unicodedata.normalize("NFKC", unit).casefold()
    if own and folded.endswith(own):
        return text[: -len(own)].strip(), 1.0
    return text, 1.0


def _checked(
    spec: SettingSpec, text: str, limits: SettingLimits | None, factor: float = 1.0
) -> Typed:
    try:
        value = parse_value(spec, text)
        if factor != 1.0 and isinstance(value, float):
            value = round(value * factor, 9)
        return Typed(value=check_value(spec, value, limits))
    except OverflowError as error:
        wrong = OutOfRangeError("wrong_type", name=spec.key, value=text, expected="a number")
        wrong.__cause__ = error
        return Typed(error=wrong)
    except DeviceError as error:
        return Typed(error=error)
