"""Settings in the degrees of the screen: the board and the model keep Celsius, always.

`degrees` is the preference "c" or "f" everywhere; every other unit passes through untouched.
"""

from mingtang_desk.device.settings import Kind, SettingSpec

CELSIUS, FAHRENHEIT = "°C", "°F"


def unit_of(spec: SettingSpec, degrees: str) -> str:
    """Return the unit a setting has on screen."""
    return FAHRENHEIT if in_fahrenheit(spec, degrees) else spec.unit


def in_fahrenheit(spec: SettingSpec, degrees: str) -> bool:
    """Return whether the screen shows this setting in another unit than the model's."""
    return degrees == "f" and is_temperature(spec)


def is_temperature(spec: SettingSpec) -> bool:
    """Return whether a setting is a temperature that may be typed in either degrees."""
    return spec.unit == CELSIUS and spec.kind is Kind.NUMBER


def to_screen(spec: SettingSpec, value: float, degrees: str) -> float:
    """Return a value of the model in the unit of the screen."""
    return round(value * 9 / 5 + 32, 6) if in_fahrenheit(spec, degrees) else value


def to_model(spec: SettingSpec, value: float, degrees: str) -> float:
    """Return a value of the screen in the unit of the model."""
    return round((value - 32) * 5 / 9, 9) if in_fahrenheit(spec, degrees) else value


def span(spec: SettingSpec, difference: float, degrees: str) -> float:
    """Return a difference of the model (a step, a change) in the unit of the screen."""
    return round(difference * 9 / 5, 6) if in_fahrenheit(spec, degrees) else difference


def with_unit(spec: SettingSpec, text: str, degrees: str) -> str:
    """Return a typed text that keeps its meaning when the degrees of the screen change.

    A bare number gets the unit it was typed in; everything else says already what it means.
    """
    if not is_temperature(spec) or not text.strip():
        return text
    try:
        float(text.replace("。", ".").replace("−", "-"))
    except ValueError:
        return text
    return f"{text.strip()} {unit_of(spec, degrees)}"
