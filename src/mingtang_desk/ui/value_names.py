"""Name and value of anything an origin points at: status values, cells, sensors, settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.catalogue.counters import COUNTERS
from mingtang_desk.device.catalogue.events import FAULTS, PROTECTIONS
from mingtang_desk.device.catalogue.status import STATUS
from mingtang_desk.device.sample import PackSample, Temperature
from mingtang_desk.device.settings import SettingSpec, SettingValue
from mingtang_desk.ui.forms.texts import label_of, value_text
from mingtang_desk.ui.shown import degrees, event_words, number, status_value, word
from mingtang_desk.ui.status_rows import SENSORS

_CELL = QT_TRANSLATE_NOOP("ValueName", "Cell {number}")
_PROTECTIONS = QT_TRANSLATE_NOOP("ValueName", "Protections")
_FAULTS = QT_TRANSLATE_NOOP("ValueName", "Faults")
_BALANCING = QT_TRANSLATE_NOOP("ValueName", "Balancing cells")
_STATUS = {spec.key: spec for spec in STATUS}
_COUNTERS = {spec.key: spec.label for spec in COUNTERS}
_EXTRAS: Mapping[str, str] = {
    "humidity_pct": QT_TRANSLATE_NOOP("ValueName", "Humidity"),
    "charge_request_a": QT_TRANSLATE_NOOP("ValueName", "Requested charge current"),
    "charge_limit_v": QT_TRANSLATE_NOOP("ValueName", "Highest charge voltage"),
    "charge_permit": QT_TRANSLATE_NOOP("ValueName", "Charging permitted"),
}
"""Names of vendor values, by their key behind `x_<protocol>_`."""
_UNITS = {
    "v": "V", "mv": "mV", "a": "A", "ma": "mA", "ah": "Ah", "wh": "Wh", "w": "W", "c": "°C",
    "pct": "%", "s": "s", "ms": "ms", "us": "µs", "h": "h", "ohm": "Ω", "mohm": "mΩ", "hz": "Hz",
    "km": "km", "kmh": "km/h",
}  # fmt: skip
_NO_SPECS: Mapping[str, SettingSpec] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Where values may be looked up.

    Attributes:
        sample: status values; settings: those read; specs: their meaning on this board.
        temperature: unit of the preferences, "c" or "f".
    """

    sample: PackSample | None = None
    settings: Mapping[str, SettingValue] = field(default_factory=dict)
    specs: Mapping[str, SettingSpec] = field(default_factory=lambda: _NO_SPECS)
    temperature: str = "c"


def status_name(key: str) -> str:
    """Return what a status key is called; unknown ones as they are."""
    if key in _STATUS:
        return _tr("Status", _STATUS[key].label)
    stem, _, rest = key.partition(".")
    if stem == "cell_v":
        return _tr("ValueName", _CELL).format(number=rest)
    if stem == "temperature":
        role, _, which = rest.rpartition("_")
        label = SENSORS.get(role or rest)
        return rest if label is None else f"{_tr('Status', label)} {which if role else ''}".strip()
    if key.startswith("x_"):
        return extra_name(key)
    named = {"protections": _PROTECTIONS, "faults": _FAULTS, "cell_balancing": _BALANCING}
    return _tr("ValueName", named[key]) if key in named else key


def status_text(key: str, known: Known) -> str:
    """Return a status value with its unit, "" where the sample has none."""
    sample = known.sample
    if sample is None:
        return ""
    if key in _STATUS:
        value = _STATUS[key].get(sample)
        return "" if value is None else str(status_value(_STATUS[key], value, known.temperature))
    stem, _, rest = key.partition(".")
    if stem == "cell_v":
        at = int(rest) - 1
        return f"{number(sample.cell_v[at], 3)} V" if at < len(sample.cell_v) else ""
    if stem == "temperature":
        return sensor_text(next((t for t in sample.temperatures if t.name == rest), None), known)
    if key == "protections":
        return ", ".join(event_words(sample.protections, PROTECTIONS)) or word("none")
    if key == "faults":
        return ", ".join(event_words(sample.faults, FAULTS)) or word("none")
    if key == "cell_balancing":
        on = [str(n + 1) for n, balancing in enumerate(sample.cell_balancing) if balancing]
        return ", ".join(on) or word("none")
    return extra_text(key, sample.extras[key], known) if key in sample.extras else ""


def sensor_text(sensor: Temperature | None, known: Known) -> str:
    """Return a temperature, or what is wrong with its sensor."""
    if sensor is None:
        return ""
    if sensor.c is not None:
        return str(degrees(sensor.c, known.temperature))
    return word(sensor.state) if sensor.state else ""


def setting_name(key: str, specs: Mapping[str, SettingSpec]) -> str:
    """Return what a setting is called."""
    spec = specs.get(key) or SETTINGS.get(key)
    return key if spec is None else label_of(spec)


def setting_text(key: str, known: Known) -> str:
    """Return a setting with its unit, "" where it was not read."""
    spec = known.specs.get(key) or SETTINGS.get(key)
    value = known.settings.get(key)
    if value is None:
        return ""
    return str(value) if spec is None else value_text(spec, value, degrees=known.temperature)


def counter_name(key: str) -> str:
    """Return what a counter is called; unknown ones as they are."""
    return _tr("Counter", _COUNTERS[key]) if key in _COUNTERS else key


def extra_name(key: str, given: str = "") -> str:
    """Return what a vendor value is called: a known name, the driver's, or the key in words."""
    name = key.split("_", 2)[2] if key.count("_") >= 2 else key
    if name in _EXTRAS:
        return _tr("ValueName", _EXTRAS[name])
    if given:
        return given
    stem, _, unit = name.rpartition("_")
    plain = stem if stem and unit in _UNITS else name
    return plain.replace("_", " ").capitalize()


def extra_text(key: str, value: object, known: Known, given: str = "") -> str:
    """Return a vendor value with its unit: the driver's, or the one that its key ends with."""
    unit = given or _UNITS.get(key.rpartition("_")[2], "")
    if isinstance(value, bool):
        return word("on" if value else "off")
    if unit == "°C" and isinstance(value, int | float):
        return str(degrees(value, known.temperature))
    text = f"{value:g}".replace("-", "−") if isinstance(value, int | float) else word(str(value))
    return f"{text} {unit}".rstrip()


_tr: Callable[[str, str], str] = QCoreApplication.translate
