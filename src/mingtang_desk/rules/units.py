"""What was probably meant by a value that cannot be: another unit, another spelling, a sign.

It is offered, never taken silently. Form, command line and files share this one.
"""

import math
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from mingtang_desk.core.errors import DeviceError
from mingtang_desk.device.checks import check_value, parse_value
from mingtang_desk.device.settings import Kind, SettingLimits, SettingSpec, SettingValue

# Factors to the model unit, the likeliest first: thousandths of a unit, then the counts that
# registers hold (10 mV, 10 mA, 10 mAh; 0.1 V, 0.1 A), then the unit where thousandths are wanted.
_FACTORS: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "V": (0.001, 0.01, 0.1),
        "A": (0.001, 0.01, 0.1),
        "Ah": (0.001, 0.01, 0.1),
        "s": (0.001,),
        "mΩ": (0.001, 1000.0),
        "µs": (1000.0, 0.001),
    }
)
_ZERO_K = 273.15
_SPELLINGS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("nmc", "ncm", "ternary", "li-ion", "liion", "三元"), "nmc"),
        **dict.fromkeys(("lfp", "lifepo4", "life", "lifepo", "铁锂", "磷酸铁锂"), "lfp"),
        **dict.fromkeys(("lmo", "limn2o4", "锰酸锂"), "lmo"),
        **dict.fromkeys(("lto", "li4ti5o12", "titanate", "钛酸锂"), "lto"),
    }
)
_FAR = 5.0
"""Further than this factor from the present value is no good guess (71.75 V against 7.175 V)."""
_USUAL_C = (-45.0, 120.0)


def meant(
    spec: SettingSpec,
    value: object,
    limits: SettingLimits | None = None,
    current: SettingValue | None = None,
) -> SettingValue | None:
    """Return the value most likely meant by one that is refused, as the board can store it.

    None where the value is good as it is, where nothing fits, and where what fits is far from
    the value on the board.

    Args:
        spec: the setting.
        value: what was typed or stands in a file.
        limits: what the board can store, if a board is there.
        current: the value on the board, if it is known.
    """
    if _checked(spec, value, limits) is not None:
        return None
    for candidate in _candidates(spec, value):
        fits = _checked(spec, candidate, limits)
        if fits is not None and _near(fits, current):
            return fits
    return None


def _candidates(spec: SettingSpec, value: object) -> Iterator[SettingValue]:
    if isinstance(value, str):
        yield from _of_text(spec, value)
        return
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return
    if spec.unit == "°C":
        yield round((value - 2731) / 10, 1)
        yield round(value - _ZERO_K, 1)
        yield round((value - 32) / 1.8, 1)
        return
    for factor in _FACTORS.get(spec.unit, ()):
        yield round(value * factor, 9)
    if spec.unit == "A" and value < 0:  # limits are magnitudes whatever the sign on the wire
        yield -value


def _of_text(spec: SettingSpec, text: str) -> Iterator[SettingValue]:
    if spec.kind is Kind.CHOICE:
        plain = text.strip().casefold()
        yield _SPELLINGS.get(plain, plain)
        return
    try:
        number = parse_value(spec, text)
    except (DeviceError, OverflowError):
        return
    if spec.kind is not Kind.TEXT:
        yield number
        yield from _candidates(spec, number)


def _checked(spec: SettingSpec, value: object, limits: SettingLimits | None) -> SettingValue | None:
    if not isinstance(value, int | float | str):
        return None
    if spec.unit == "°C" and isinstance(value, int | float) and not _usual(value):
        return None
    try:
        return check_value(spec, value, limits)
    except DeviceError:
        return None


def _usual(celsius: float) -> bool:
    return _USUAL_C[0] <= celsius <= _USUAL_C[1]


def _near(fits: SettingValue, current: SettingValue | None) -> bool:
    if isinstance(current, bool | str) or isinstance(fits, bool | str) or not current:
        return True
    return 1 / _FAR <= float(fits) / float(current) <= _FAR
