"""Words and figures of settings on screen: labels, values, reasons, what a change does."""

from collections.abc import Iterable
from typing import TypeGuard

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.settings import Kind, SettingLimits, SettingSpec, SettingValue
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.forms.degrees import in_fahrenheit, span, to_screen, unit_of
from mingtang_desk.ui.forms.typed import ERASE, THOUSANDTHS
from mingtang_desk.ui.shown import word

_REFUSED = {
    "not_on_step": QT_TRANSLATE_NOOP("SettingForm", "The board stores {allowed}"),
    "option_invalid": QT_TRANSLATE_NOOP("SettingForm", "Allowed: {allowed}"),
    "text_character": QT_TRANSLATE_NOOP(
        "SettingForm", "“{char}” at place {place} cannot be stored"
    ),
    "text_empty": QT_TRANSLATE_NOOP("SettingForm", "This board cannot erase it"),
}
_KINDS = {
    Kind.NUMBER: QT_TRANSLATE_NOOP("SettingForm", "Not a number"),
    Kind.INTEGER: QT_TRANSLATE_NOOP("SettingForm", "Not a whole number"),
    Kind.BITS: QT_TRANSLATE_NOOP("SettingForm", "Not a whole number"),
}
_READ_ONLY = QT_TRANSLATE_NOOP("SettingForm", "Shown only; this board does not let it be set.")
_NOT_READ = QT_TRANSLATE_NOOP("SettingForm", "not read")
_EMPTY = QT_TRANSLATE_NOOP("SettingForm", "empty")
_ERASES = QT_TRANSLATE_NOOP("SettingForm", "erases what is there")
_RANGE = QT_TRANSLATE_NOOP("SettingForm", "Allowed: {minimum} to {maximum} {unit}")
_TOO_HIGH = QT_TRANSLATE_NOOP("SettingForm", "Too high: {text}")
_TOO_LOW = QT_TRANSLATE_NOOP("SettingForm", "Too low: {text}")
_STEP = QT_TRANSLATE_NOOP("SettingForm", "in steps of {step} {unit}")
_BYTES = QT_TRANSLATE_NOOP("SettingForm", "At most {count} bytes")
_THOUSANDTHS = QT_TRANSLATE_NOOP("SettingForm", "{text} {unit} = {value}?")
_MEANT = QT_TRANSLATE_NOOP("SettingForm", "{text}: was {value} meant?")
_EARLIER = QT_TRANSLATE_NOOP("SettingForm", "acts earlier")
_LATER = QT_TRANSLATE_NOOP("SettingForm", "acts later")


def translated(context: str, text: str) -> str:
    """Return a text of a catalogue table in the language of the screen."""
    return QCoreApplication.translate(context, text) if text else ""


def label_of(spec: SettingSpec) -> str:
    """Return the name of a setting."""
    return translated("Setting", spec.label)


def label_of_key(key: str, specs: Iterable[SettingSpec] = ()) -> str:
    """Return the name of a setting by its key; the key itself when nobody knows it."""
    for spec in specs:
        if spec.key == key:
            return label_of(spec)
    known = SETTINGS.get(key)
    return key if known is None else label_of(known)


def number(value: float, decimals: int, *, trim: bool = False) -> str:
    """Return a figure with its decimals; more of them where rounding would hide a difference."""
    text = f"{value:.{decimals}f}"
    if abs(float(text) - value) > 1e-6:
        text = f"{value:.6g}"
    if trim and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text


def value_text(
    spec: SettingSpec, value: SettingValue | None, *, unit: bool = True, degrees: str = "c"
) -> str:
    """Return a value with its unit; without it, as one would type it."""
    if value is None:
        return translated("SettingForm", _NOT_READ)
    if isinstance(value, str):
        if spec.kind is Kind.TEXT and not value:
            return translated("SettingForm", _EMPTY) if unit else ERASE
        return word(value) if spec.kind is Kind.CHOICE else value
    if spec.kind is Kind.BITS:
        return f"0x{int(value):04X}"
    if spec.kind is Kind.INTEGER:
        figure = str(int(value))
    else:
        shown = to_screen(spec, float(value), degrees)
        figure = number(shown, spec.decimals, trim=spec.unit in ("s", "µs"))
    if not unit:
        return figure
    figure = figure.replace("-", "−")
    return f"{figure} {unit_of(spec, degrees)}" if spec.unit else figure


def bounds(spec: SettingSpec, limits: SettingLimits | None) -> tuple[float | None, float | None]:
    """Return the range that holds for this setting on this board."""
    lows = (spec.minimum, limits.minimum if limits else None)
    highs = (spec.maximum, limits.maximum if limits else None)
    return (
        max((low for low in lows if low is not None), default=None),
        min((high for high in highs if high is not None), default=None),
    )


def range_text(spec: SettingSpec, limits: SettingLimits | None, degrees: str = "c") -> str:
    """Return what may be entered, one line; "" when anything may."""
    if limits is not None and limits.max_bytes is not None:
        return translated("SettingForm", _BYTES).format(count=limits.max_bytes)
    if limits is not None and limits.allowed:
        values = ", ".join(
            value_text(spec, value, unit=False, degrees=degrees) for value in limits.allowed
        )
        return translated("SettingForm", _REFUSED["option_invalid"]).format(
            allowed=f"{values} {unit_of(spec, degrees)}".strip()
        )
    low, high = bounds(spec, limits)
    if low is None or high is None:
        return ""
    unit = unit_of(spec, degrees)
    text = translated("SettingForm", _RANGE).format(
        minimum=_end(spec, low, degrees), maximum=_end(spec, high, degrees), unit=unit
    )
    if limits is not None and limits.step and spec.kind is Kind.NUMBER:
        width = span(spec, limits.step, degrees)
        step = translated("SettingForm", _STEP).format(step=f"{width:g}", unit=unit)
        text = f"{text.strip()}, {step}"
    return text.strip()


def help_text(spec: SettingSpec, limits: SettingLimits | None, degrees: str = "c") -> str:
    """Return tooltip and help: name, meaning, what may be entered, why it is read-only."""
    lines = [label_of(spec), translated("SettingHelp", spec.help)]
    for title, text in ((_TOO_HIGH, spec.too_high), (_TOO_LOW, spec.too_low)):
        if text:
            told = translated("SettingHelp", text)
            lines.append(translated("SettingForm", title).format(text=told))
    reason = read_only_reason(spec, limits)
    lines.append(reason or range_text(spec, limits, degrees))
    return "\n".join(line for line in lines if line)


def read_only_reason(spec: SettingSpec, limits: SettingLimits | None) -> str:
    """Return why the setting cannot be written here; "" when it can."""
    if limits is not None and not limits.writable:
        return translated("Reason", limits.reason) or translated("SettingForm", _READ_ONLY)
    return translated("SettingForm", _READ_ONLY) if spec.read_only else ""


def board_reason(limits: SettingLimits | None) -> str:
    """Return what this very board has against writing the setting; "" when nothing."""
    return translated("Reason", limits.reason) if limits is not None and not limits.writable else ""


def refusal(
    spec: SettingSpec, limits: SettingLimits | None, error: MingtangError, degrees: str = "c"
) -> str:
    """Return why a typed text is refused, one line."""
    if error.key == "wrong_type" and spec.kind in _KINDS:
        return translated("SettingForm", _KINDS[spec.kind])
    if error.key == "out_of_range" and spec.kind is Kind.TEXT:
        return range_text(spec, limits)
    if error.key == "out_of_range":
        low, high = (_end(spec, end, degrees) for end in bounds(spec, limits))
        ends = {"minimum": low, "maximum": high, "unit": unit_of(spec, degrees)}
        return translated("SettingForm", _RANGE).format(**ends).strip()
    if error.key in _REFUSED:
        values = dict(error.values)
        if in_fahrenheit(spec, degrees):
            values["allowed"] = _in_fahrenheit(spec, str(values["allowed"]), degrees)
        return translated("SettingForm", _REFUSED[error.key]).format(**values)
    return error_words(error).message


def question(spec: SettingSpec, text: str, offer: float, value: str) -> str:
    """Return what is asked about a value that was probably meant; `value` is the offer in words."""
    typed, small = text.strip(), THOUSANDTHS.get(spec.unit, "")
    try:
        in_thousandths = bool(small) and abs(float(typed) / 1000 - offer) < 1e-6 * abs(offer)
    except ValueError:
        in_thousandths = False
    asked = translated("SettingForm", _THOUSANDTHS if in_thousandths else _MEANT)
    return asked.format(text=typed, unit=small, value=value)


def change_text(
    spec: SettingSpec, old: SettingValue | None, new: SettingValue, degrees: str = "c"
) -> str:
    """Return what a change does: how far, and whether a protection acts earlier or later."""
    parts = []
    if _is_number(old) and _is_number(new):
        delta = float(new) - float(old)
        sign = "+" if delta > 0 else "−"
        delta = round(span(spec, abs(delta), degrees), 6)
        figure = number(delta, spec.decimals, trim=spec.unit in ("s", "µs"))
        parts.append(f"{sign}{figure} {unit_of(spec, degrees)}".strip())
    if new == "" and old:
        parts.append(translated("SettingForm", _ERASES))
    if looser(spec, old, new) is not None:
        parts.append(translated("SettingForm", _LATER if looser(spec, old, new) else _EARLIER))
    return " · ".join(parts)


def looser(spec: SettingSpec, old: SettingValue | None, new: SettingValue | None) -> bool | None:
    """Return whether a protection will act later than before; None when it sets something else."""
    if not (_is_number(old) and _is_number(new)) or old == new:
        return None
    rises = float(new) > float(old)
    words = spec.key.split("_")
    if "delay" in words or ({"ovp", "otp", "ocp", "scp"} & set(words) and "recovery" not in words):
        return rises
    if {"uvp", "utp"} & set(words):
        return not rises
    return rises if "protect" in words else None


def _end(spec: SettingSpec, value: float | None, degrees: str) -> str:
    return "…" if value is None else f"{to_screen(spec, value, degrees):g}"


def _in_fahrenheit(spec: SettingSpec, celsius: str, degrees: str) -> str:
    """Return a list of Celsius figures, as an error names them, in the unit of the screen."""
    shown = (to_screen(spec, float(each), degrees) for each in celsius.split(","))
    return f"{', '.join(f'{each:g}' for each in shown)} {unit_of(spec, degrees)}"


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
