"""What a board has beyond the common set, as rows: vendor values, tracker, texts. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.extras import ExtraSpec
from mingtang_desk.device.model import DeviceModel
from mingtang_desk.device.sample import PackSample, Position
from mingtang_desk.device.settings import Kind
from mingtang_desk.ui.shown import number
from mingtang_desk.ui.tips import origin_tip, setting_tip
from mingtang_desk.ui.value_names import (
    Known,
    extra_name,
    extra_text,
    setting_name,
    setting_text,
    status_name,
    status_text,
)

_UNNAMED = ExtraSpec("")
_POSITION = QT_TRANSLATE_NOOP("Extend", "Position")
_SPEED = QT_TRANSLATE_NOOP("Extend", "Speed")
_COURSE = QT_TRANSLATE_NOOP("Extend", "Course")
_TRACKER = ("tracker.sim", "tracker.signal", "tracker.fix", "tracker.satellites")
_TEXTS = (
    "info.model", "info.battery_code", "info.vendor_code", "info.firmware", "info.hardware",
    "info.serial", "info.production_date", "device_time",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendRow:
    """One value; `group` is "vendor", "tracker" or "texts"."""

    group: str
    key: str
    label: str
    value: str
    tip: str


def rows(model: DeviceModel, temperature: str) -> list[ExtendRow]:
    """Return what the board reports beyond the common set; what it lacks is left out."""
    sample, settings = model.sample, model.settings
    known = Known(
        sample=sample,
        settings={} if settings is None else settings.values,
        specs=model.settings_specs,
        temperature=temperature,
    )
    found: list[ExtendRow] = []
    if sample is not None:
        found += _vendor(model, sample, known)
        found += _tracker(model, known)
        found += _position(model, sample.position)
        found += (
            row for key in _TEXTS if (row := _status_row("texts", model, key, known)) is not None
        )
    return found + list(_settings(model, known))


def _vendor(model: DeviceModel, sample: PackSample, known: Known) -> Iterator[ExtendRow]:
    for key, value in sample.extras.items():
        spec = model.extras.get(key, _UNNAMED)
        yield ExtendRow(
            group="vendor",
            key=key,
            label=extra_name(key, spec.label),
            value=extra_text(key, value, known, spec.unit),
            tip="\n".join(text for text in (key, origin_tip(model, key)) if text),
        )


def _tracker(model: DeviceModel, known: Known) -> Iterator[ExtendRow]:
    for key in _TRACKER:
        row = _status_row("tracker", model, key, known)
        if row is not None:
            yield row


def _position(model: DeviceModel, position: Position | None) -> Iterator[ExtendRow]:
    if position is None:
        return
    values = (
        ("position", _POSITION, f"{position.lat:.5f}, {position.lon:.5f}"),
        (
            "position.speed_kmh",
            _SPEED,
            "" if position.speed_kmh is None else f"{number(position.speed_kmh, 1)} km/h",
        ),
        (
            "position.course_deg",
            _COURSE,
            "" if position.course_deg is None else f"{number(position.course_deg, 0)}°",
        ),
    )
    for key, label, value in values:
        if value:
            yield ExtendRow(
                group="tracker",
                key=key,
                label=_tr("Extend", label),
                value=value.replace("-", "−"),
                tip=origin_tip(model, key),
            )


def _settings(model: DeviceModel, known: Known) -> Iterator[ExtendRow]:
    """Yield the texts that only this make of board keeps among its settings."""
    for key in known.settings:
        spec = known.specs.get(key)
        if spec is None or spec.kind is not Kind.TEXT or not key.startswith("x_"):
            continue
        value = setting_text(key, known)
        if value:
            label = setting_name(key, known.specs)
            tip = setting_tip(model, key)
            yield ExtendRow(group="texts", key=key, label=label, value=value, tip=tip)


def _status_row(group: str, model: DeviceModel, key: str, known: Known) -> ExtendRow | None:
    value = status_text(key, known)
    if not value:
        return None
    tip = origin_tip(model, key)
    return ExtendRow(group=group, key=key, label=status_name(key), value=value, tip=tip)


_tr: Callable[[str, str], str] = QCoreApplication.translate
