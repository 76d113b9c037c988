"""What the status panel shows, from one model: pure, so that it is tested without a window."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.events import ALARMS, FAULTS, PROTECTIONS
from mingtang_desk.device.catalogue.status import STATUS, StatusSpec
from mingtang_desk.device.model import DeviceModel, Quality
from mingtang_desk.device.sample import PackSample, Temperature
from mingtang_desk.ui.shown import (
    NOT_REPORTED,
    Shown,
    age,
    degrees,
    event_words,
    status_value,
    word,
)

_SPECS = {spec.key: spec for spec in STATUS}

CORE = frozenset(
    [
        "pack_v",
        "charge_current_a",
        "discharge_current_a",
        "soc_pct",
        "remaining_ah",
        "nominal_ah",
        "cycles",
        "balancer",
    ]
)
"""Rows that stand there even when a board does not report them."""

CHARGE = frozenset(("cell_ov", "pack_ov", "secondary_ov", "chg_oc", "chg_ot", "chg_ut"))
DISCHARGE = frozenset(("cell_uv", "pack_uv", "secondary_uv", "dsg_oc", "dsg_ot", "dsg_ut"))
TEMPERATURE = frozenset(("chg_ot", "chg_ut", "dsg_ot", "dsg_ut", "board_ot", "board_ut", "mos_ot"))

SENSORS: dict[str, str] = {
    "cell": QT_TRANSLATE_NOOP("Status", "Battery temperature"),
    "ext": QT_TRANSLATE_NOOP("Status", "External temperature"),
    "board": QT_TRANSLATE_NOOP("Status", "Board temperature"),
    "mosfet": QT_TRANSLATE_NOOP("Status", "MOSFET temperature"),
    "balancer": QT_TRANSLATE_NOOP("Status", "Balancer temperature"),
    "ambient": QT_TRANSLATE_NOOP("Status", "Ambient temperature"),
}
_PROTECTED = ("short", "temperature", "charge", "discharge")
_WARNINGS = QT_TRANSLATE_NOOP("Status", "Warning information")
_SHORT = QT_TRANSLATE_NOOP("Status", "Short circuit")
_TEMPERATURE = QT_TRANSLATE_NOOP("Status", "Temperature protection")
_CHARGE = QT_TRANSLATE_NOOP("Status", "Charging protection")
_DISCHARGE = QT_TRANSLATE_NOOP("Status", "Discharge protection")
_TYPE = QT_TRANSLATE_NOOP("Status", "Battery type")
_RECEIVED = QT_TRANSLATE_NOOP("Status", "As received: {raw}")
_FIELDS: dict[str, str] = {
    "warnings": "protection_bits",
    **{f"protection.{name}": "protection_bits" for name in _PROTECTED},
    "charge_mosfet": "fet_bits",
    "discharge_mosfet": "fet_bits",
    "balancing": "balance_bits",
    "info.firmware": "software_version",
    "info.production_date": "production_date",
}
"""Fields of a board, as drivers name them among the raw values, by the row made of them."""
_BALANCING = QT_TRANSLATE_NOOP("Status", "Balancing cells")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: label, value, unit, colour token of the value, tooltip."""

    key: str
    label: str
    value: str
    unit: str = ""
    token: str = "text"
    tip: str = ""


def rows(model: DeviceModel, temperature: str) -> list[Row]:
    """Return the rows in the order of the phone app; what this board has not is left out."""
    sample = model.sample
    if sample is None:
        return []
    build = _Builder(model, sample, temperature)
    return [row for row in build.all() if row is not None]


class _Builder:
    def __init__(self, model: DeviceModel, sample: PackSample, temperature: str) -> None:
        self.model, self.sample, self.temperature = model, sample, temperature
        seconds = model.age_s
        self.tip = "" if seconds is None else _age_tip(sample, seconds)
        self.token = "muted" if model.stale else "text"

    def all(self) -> Iterator[Row | None]:
        sample, value = self.sample, self.value
        yield from self.warnings()
        yield from (value(key) for key in ("pack_v", "soc_pct", "remaining_ah"))
        yield from self.protection("short", _SHORT, frozenset(("short",)))
        yield from self.protection("temperature", _TEMPERATURE, TEMPERATURE)
        yield self.battery_type()
        yield from self.protection("charge", _CHARGE, CHARGE)
        yield from self.protection("discharge", _DISCHARGE, DISCHARGE)
        yield from (value(key) for key in ("charge_current_a", "discharge_current_a"))
        yield from (value(key) for key in ("power_w", "state", "nominal_ah", "full_ah", "soh_pct"))
        yield from (self.sensor(sensor) for sensor in _in_order(sample.temperatures))
        yield from (value(key) for key in ("charge_mosfet", "discharge_mosfet", "balancer"))
        yield self.balancing()
        yield from (value(key) for key in ("cell_max_v", "cell_min_v", "cell_delta_v", "cycles"))
        yield from (value(f"tracker.{name}") for name in ("sim", "signal", "fix", "satellites"))
        yield self.battery_code()
        yield from (self.lock(key) for key in ("lock.function", "lock.status"))
        names = ("firmware", "vendor_code", "model", "hardware", "serial", "production_date")
        yield from (value(f"info.{name}") for name in names)

    def value(self, key: str) -> Row | None:
        spec = _SPECS[key]
        got = self.model.value(spec)
        if got.quality is Quality.NOT_REPORTED:
            return self.missing(spec, "not_reported") if key in CORE else None
        shown = status_value(spec, got.value, self.temperature)
        if got.quality is Quality.IMPLAUSIBLE:
            return self.row(key, spec.label, f"? {shown.text}", shown.unit, "warn_text")
        return self.row(key, spec.label, shown.text, shown.unit)

    def missing(self, spec: StatusSpec, key: str) -> Row:
        return self.row(spec.key, spec.label, word(key), token="muted")

    def protection(self, key: str, label: str, wanted: frozenset[str]) -> Iterator[Row]:
        active = tuple(p for p in self.sample.protections if _stem(p) in wanted)
        words = event_words(active, PROTECTIONS)
        tokens = ["bad_text"] * len(words)
        yield from self.several(f"protection.{key}", label, words, tokens, word("normal"))

    def warnings(self) -> Iterator[Row]:
        sample = self.sample
        serious = [
            *event_words(sample.faults, FAULTS),
            *event_words(sample.protections, PROTECTIONS),
        ]
        mild = event_words(sample.alarms, ALARMS)
        tokens = ["bad_text"] * len(serious) + ["warn_text"] * len(mild)
        yield from self.several("warnings", _WARNINGS, [*serious, *mild], tokens, word("none"))

    def several(
        self, key: str, label: str, words: list[str], tokens: list[str], none: str
    ) -> Iterator[Row]:
        """One row for each of them, the label on the first."""
        if not words:
            yield self.row(key, label, none)
        for n, (text, token) in enumerate(zip(words, tokens, strict=True)):
            yield self.row(f"{key}.{n}" if n else key, "" if n else label, text, token=token)

    def battery_type(self) -> Row | None:
        info = self.sample.info
        count = info.cell_count or len(self.sample.cell_v) or None
        parts = [word(info.chemistry) if info.chemistry else "", f"{count}S" if count else ""]
        text = " · ".join(part for part in parts if part)
        return self.row("info.chemistry", _TYPE, text) if text else None

    def balancing(self) -> Row | None:
        if not self.sample.cell_balancing:
            return None
        which = [str(n + 1) for n, on in enumerate(self.sample.cell_balancing) if on]
        return self.row("balancing", _BALANCING, ", ".join(which) or word("none"))

    def battery_code(self) -> Row:
        spec = _SPECS["info.battery_code"]
        code = self.sample.info.battery_code
        return self.row(spec.key, spec.label, code) if code else self.missing(spec, "not_written")

    def lock(self, key: str) -> Row | None:
        found = self.value(key)
        if found is None and Capability.LOCK in self.model.capabilities:
            return self.missing(_SPECS[key], "unknown")
        return found

    def sensor(self, sensor: Temperature) -> Row:
        stem, _, which = sensor.name.rpartition("_")
        label = _translated("Status", SENSORS.get(stem or sensor.name, sensor.name))
        if stem in SENSORS:
            label = f"{label} {which}"
        key = f"temperature.{sensor.name}"
        if sensor.c is not None:
            shown = degrees(sensor.c, self.temperature)
        else:
            broken = sensor.state in ("open", "short")
            shown = Shown(word(sensor.state) if broken and sensor.state else NOT_REPORTED)
        token = "muted" if sensor.c is None else self.token
        if key in self.sample.quality.implausible:
            shown, token = Shown(f"? {shown.text}", shown.unit), "warn_text"
        return Row(
            key=key, label=label, value=shown.text, unit=shown.unit, token=token, tip=self.tip
        )

    def row(self, key: str, label: str, value: str, unit: str = "", token: str = "") -> Row:
        if self.model.stale:
            token = "muted"
        tip = "\n".join(part for part in (value, self.tip, self.as_received(key)) if part)
        return Row(
            key=key,
            label=_translated("Status", label) if label else "",
            value=value,
            unit=unit,
            token=token or self.token,
            tip=tip,
        )

    def as_received(self, key: str) -> str:
        """Return the field of the board behind a row, where the driver keeps it."""
        name = key if key in self.sample.raw else _FIELDS.get(key.rstrip("0123456789."), "")
        raw = self.sample.raw.get(name)
        if raw is None:
            return ""
        text = f"{name} = 0x{raw:04X}" if isinstance(raw, int) else f"{name} = {raw}"
        return _translated("Status", _RECEIVED).format(raw=text)


def _stem(key: str) -> str:
    stem, _, level = key.rpartition("_")
    return stem if level.isdecimal() else key


def _in_order(sensors: tuple[Temperature, ...]) -> list[Temperature]:
    order = ("board", "mosfet", "cell", "ext", "balancer", "ambient")

    def place(sensor: Temperature) -> int:
        stem = sensor.name.split("_")[0]
        return order.index(stem) if stem in order else len(order)

    return sorted(sensors, key=place)


def _age_tip(sample: PackSample, seconds: float) -> str:
    clock = sample.time.astimezone(UTC).astimezone().strftime("%H:%M:%S")
    return f"{clock} · {age(seconds)}"


_translated: Callable[[str, str], str] = QCoreApplication.translate
