"""What the status panel shows, from one model: pure, so that it is tested without a window."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.events import ALARMS, FAULTS, PROTECTIONS
from mingtang_desk.device.catalogue.status import STATUS, StatusSpec
from mingtang_desk.device.model import DeviceModel, Quality
from mingtang_desk.device.sample import PackSample, Temperature
from mingtang_desk.ui.board_clock import CLOCK_WARN_S, clock_offset, clock_words, offset_words
from mingtang_desk.ui.code_words import code_words
from mingtang_desk.ui.shown import (
    NOT_REPORTED,
    Shown,
    degrees,
    event_words,
    number,
    status_value,
    word,
)
from mingtang_desk.ui.tips import origin_tip

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
_POSITION = QT_TRANSLATE_NOOP("Status", "Position")
_SPEED = QT_TRANSLATE_NOOP("Status", "Speed")
_COURSE = QT_TRANSLATE_NOOP("Status", "Course")
SIM_WORDS: dict[str, str] = {
    "missing": QT_TRANSLATE_NOOP("Status", "no SIM"),
    "locked": QT_TRANSLATE_NOOP("Status", "locked by its PIN"),
    "no_network": QT_TRANSLATE_NOOP("Status", "no network"),
}
"""SIM states that are said in other words than `ui.shown.WORDS` has for them."""

_ORIGINS: dict[str, tuple[str, ...]] = {
    "warnings": ("protections", "alarms", "faults"),
    **{f"protection.{name}": ("protections",) for name in _PROTECTED},
    "balancing": ("cell_balancing",),
    "device_time.off": ("device_time",),
    "position.speed": ("position",),
    "position.course": ("position",),
}
"""Keys of `device.origins` behind rows that have other names."""
_PARTS_OF = {"charge_current_a": "current_a", "discharge_current_a": "current_a"}
"""Rows that are a half of another value, and doubtful with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: label, value, unit, colour token; the tooltip is made when it is asked for."""

    key: str
    label: str
    value: str
    unit: str = ""
    token: str = "text"
    tell: Callable[[], str] = field(default=str, compare=False, repr=False)

    @property
    def tip(self) -> str:
        """Where the value comes from and how old it is."""
        return self.tell()


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
        self.token = "muted" if model.stale else "text"

    def all(self) -> Iterator[Row | None]:
        sample, value = self.sample, self.value
        sensors = _in_order(sample.temperatures)
        board = [sensor for sensor in sensors if sensor.name == "board"]
        yield from self.clock()
        yield from self.warnings()
        yield from (value(key) for key in ("pack_v", "soc_pct", "remaining_ah"))
        yield from self.protection("short", _SHORT, frozenset(("short",)))
        yield from self.protection("temperature", _TEMPERATURE, TEMPERATURE)
        yield self.battery_type()
        yield from self.protection("charge", _CHARGE, CHARGE)
        yield from self.protection("discharge", _DISCHARGE, DISCHARGE)
        yield from (value(key) for key in ("charge_current_a", "discharge_current_a"))
        yield from (value(key) for key in ("power_w", "state", "charge_mosfet", "discharge_mosfet"))
        yield from (self.sensor(sensor) for sensor in board)
        yield from (value(key) for key in ("nominal_ah", "full_ah", "soh_pct"))
        yield from (self.sensor(sensor) for sensor in sensors if sensor.name != "board")
        yield from (value(key) for key in ("balancer", "cycles"))
        yield from self.tracker()
        yield self.battery_code()
        yield from (self.lock(key) for key in ("lock.function", "lock.status"))
        names = ("firmware", "vendor_code", "model", "hardware", "serial", "production_date")
        yield from (value(f"info.{name}") for name in names)
        yield from (value(key) for key in ("cell_max_v", "cell_min_v", "cell_delta_v"))
        yield self.balancing()

    def clock(self) -> Iterator[Row | None]:
        """The board's clock, and a second line when it is far off."""
        off = clock_offset(self.sample)
        if off is None:
            return
        yield self.value("device_time")
        if abs(off) > CLOCK_WARN_S:
            yield self.row("device_time.off", "", offset_words(off), token="warn_text")

    def tracker(self) -> Iterator[Row | None]:
        tracker, position = self.sample.tracker, self.sample.position
        if tracker.sim is not None:
            found = SIM_WORDS.get(tracker.sim)
            words = _translated("Status", found) if found else word(tracker.sim)
            yield self.row("tracker.sim", _SPECS["tracker.sim"].label, words)
        yield self.value("tracker.signal")
        if tracker.fix is not None:
            words = word("yes" if tracker.fix else "no")
            yield self.row("tracker.fix", _SPECS["tracker.fix"].label, words)
        yield self.value("tracker.satellites")
        if position is None:
            return
        place = f"{number(position.lat, 6)}, {number(position.lon, 6)}"
        if "position" in self.sample.quality.implausible:
            yield self.row("position", _POSITION, f"? {place}", token="warn_text")
        else:
            yield self.row("position", _POSITION, place)
        if position.speed_kmh is not None:
            yield self.row("position.speed", _SPEED, number(position.speed_kmh, 1), "km/h")
        if position.course_deg is not None:
            yield self.row("position.course", _COURSE, number(position.course_deg, 0), "°")

    def value(self, key: str) -> Row | None:
        spec = _SPECS[key]
        got = self.model.value(spec)
        if got.quality is Quality.NOT_REPORTED:
            return self.missing(spec, "not_reported") if key in CORE else None
        shown = status_value(spec, got.value, self.temperature)
        doubtful = _PARTS_OF.get(key, key) in self.sample.quality.implausible
        if doubtful or got.quality is Quality.IMPLAUSIBLE:
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
        return self.row(key, label, shown.text, shown.unit, token, translated=True)

    def row(
        self,
        key: str,
        label: str,
        value: str,
        unit: str = "",
        token: str = "",
        *,
        translated: bool = False,
    ) -> Row:
        if self.model.stale:
            token = "muted"
        return Row(
            key=key,
            label=label if translated or not label else _translated("Status", label),
            value=value,
            unit=unit,
            token=token or self.token,
            tell=partial(self.tip, key, value, unit),
        )

    def tip(self, key: str, value: str, unit: str) -> str:
        """Return value, place, bytes and age of a row, a line each; the value may be cut in it."""
        parts = [f"{value} {unit}".rstrip()]
        if key.startswith("device_time"):
            parts.append(clock_words(self.sample))
        if key == "info.battery_code":
            parts.append(code_words(value))
        stem = key.rstrip("0123456789").rstrip(".") if key.startswith(_SEVERAL) else key
        wanted = _ORIGINS.get(stem, (key,))
        names = [name for name in wanted if self.model.origin(name) is not None]
        parts.append(origin_tip(self.model, names[0] if names else key))
        if not names:
            parts.append(self.as_received(key))
        return "\n".join(part for part in parts if part)

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


_SEVERAL = ("warnings", "protection.")
_translated: Callable[[str, str], str] = QCoreApplication.translate
