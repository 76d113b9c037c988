"""How values are written on screen: digits, units, words, age; the same everywhere."""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.catalogue.status import Shape, StatusSpec

NOT_REPORTED = "—"
_QUESTIONS = frozenset(("tracker.fix",))
"""Status values that are yes or no; others are on or off."""

WORDS: dict[str, str] = {
    "on": QT_TRANSLATE_NOOP("Word", "on"),
    "off": QT_TRANSLATE_NOOP("Word", "off"),
    "yes": QT_TRANSLATE_NOOP("Word", "yes"),
    "no": QT_TRANSLATE_NOOP("Word", "no"),
    "locked": QT_TRANSLATE_NOOP("Word", "locked"),
    "unlocked": QT_TRANSLATE_NOOP("Word", "unlocked"),
    "idle": QT_TRANSLATE_NOOP("Word", "idle"),
    "charge": QT_TRANSLATE_NOOP("Word", "charging"),
    "discharge": QT_TRANSLATE_NOOP("Word", "discharging"),
    "nmc": QT_TRANSLATE_NOOP("Word", "ternary"),
    "lfp": QT_TRANSLATE_NOOP("Word", "lithium iron"),
    "lmo": QT_TRANSLATE_NOOP("Word", "manganese"),
    "lto": QT_TRANSLATE_NOOP("Word", "titanate"),
    "ok": QT_TRANSLATE_NOOP("Word", "OK"),
    "open": QT_TRANSLATE_NOOP("Word", "open circuit"),
    "short": QT_TRANSLATE_NOOP("Word", "short circuit"),
    "unknown": QT_TRANSLATE_NOOP("Word", "unknown"),
    "not_reported": QT_TRANSLATE_NOOP("Word", "not reported"),
    "not_written": QT_TRANSLATE_NOOP("Word", "not written"),
    "normal": QT_TRANSLATE_NOOP("Word", "normal"),
    "none": QT_TRANSLATE_NOOP("Word", "None"),
}

AGES: tuple[tuple[float, str], ...] = (
    (60.0, QT_TRANSLATE_NOOP("Age", "{n} s ago")),
    (3600.0, QT_TRANSLATE_NOOP("Age", "{n} min ago")),
    (86400.0, QT_TRANSLATE_NOOP("Age", "{n} h ago")),
)
_DAYS = QT_TRANSLATE_NOOP("Age", "{n} d ago")


class Shown(NamedTuple):
    """A value in words and its unit."""

    text: str
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.text} {self.unit}" if self.unit else self.text


def word(key: str) -> str:
    """Return a word of a value ("on", "locked") in the present language; unknown ones as is."""
    found = WORDS.get(key)
    return key if found is None else QCoreApplication.translate("Word", found)


def number(value: float, decimals: int, *, sign: bool = False) -> str:
    """Return a number with a true minus sign; one that rounds to zero has none."""
    text = f"{value:+.{decimals}f}" if sign else f"{value:.{decimals}f}"
    if float(text) == 0.0:
        return text.lstrip("+-")
    return text.replace("-", "−")


def degrees(celsius: float, unit: str, decimals: int = 1) -> Shown:
    """Return a temperature in the unit of the preferences ("c" or "f")."""
    if unit == "f":
        return Shown(number(celsius * 9 / 5 + 32, decimals), "°F")
    return Shown(number(celsius, decimals), "°C")


def status_value(spec: StatusSpec, value: object, temperature: str = "c") -> Shown:
    """Return a status value as the panel shows it."""
    if value is None:
        return Shown(NOT_REPORTED)
    if isinstance(value, bool):
        yes, no = ("yes", "no") if spec.key in _QUESTIONS else ("on", "off")
        return Shown(word(yes if value else no))
    if spec.shape is Shape.NUMBER and isinstance(value, int | float):
        if spec.unit == "°C":
            return degrees(value, temperature, spec.decimals)
        return Shown(number(value, spec.decimals), spec.unit)
    if spec.shape is Shape.WORD:
        return Shown(word(str(value)))
    if isinstance(value, datetime):
        return Shown(value.strftime("%Y-%m-%d %H:%M:%S"))
    if isinstance(value, date):
        return Shown(value.isoformat())
    return Shown(str(value))


def age(seconds: float) -> str:
    """Return an age: tenths below ten seconds, then whole units."""
    if seconds < 9.95:
        return _age(AGES[0][1], f"{seconds:.1f}")
    step = 1.0
    for limit, text in AGES:
        if seconds < limit:
            return _age(text, f"{seconds / step:.0f}")
        step = limit
    return _age(_DAYS, f"{seconds / step:.0f}")


def event_words(keys: tuple[str, ...], table: dict[str, str]) -> list[str]:
    """Return protections, alarms or faults in words; "chg_oc_2" is "Charge over-current 2"."""
    return [_event(key, table) for key in keys]


def _event(key: str, table: dict[str, str]) -> str:
    translate: Callable[[str, str], str] = QCoreApplication.translate
    if key in table:
        return translate("Event", table[key])
    stem, _, level = key.rpartition("_")
    if stem in table and level.isdecimal():
        return f"{translate('Event', table[stem])} {level}"
    return key


def _age(text: str, figure: str) -> str:
    return QCoreApplication.translate("Age", text).format(n=figure)
