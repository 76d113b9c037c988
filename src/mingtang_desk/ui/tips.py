"""The tip of a value: where it was read, its bytes, its scale, its age.

One wording for every panel that shows values of a board.
"""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.model import DeviceModel
from mingtang_desk.device.origins import Origin
from mingtang_desk.ui.phrases import phrase
from mingtang_desk.ui.shown import age

_RAW = QT_TRANSLATE_NOOP("Tip", "Bytes {raw} = {number}")
_LONG_RAW = QT_TRANSLATE_NOOP("Tip", "Bytes {raw}")
_SCALE = QT_TRANSLATE_NOOP("Tip", "Read as {scale}")
_AGE = QT_TRANSLATE_NOOP("Tip", "Received {age}")
_STALE = QT_TRANSLATE_NOOP("Tip", "Stale: received {age}")
_DERIVED = QT_TRANSLATE_NOOP("Tip", "Computed by the desk, no register holds it")
_IMPLAUSIBLE = QT_TRANSLATE_NOOP("Tip", "Implausible, shown as received")
_NUMBER_BYTES = 8
"""Longer values are texts; nobody reads them as one number."""
_SHOWN_BYTES = 48


def origin_tip(model: DeviceModel, key: str) -> str:
    """Return the tip of a status value: place, bytes, scale, age, a line each.

    Args:
        model: the device that shows it.
        key: a status key of the catalogue, `cell_v.N` with N from 1, or `temperature.NAME`.

    Before the first sample, and for what the board does not report, it is empty or the age alone.
    """
    sample = model.sample
    if sample is None:
        return ""
    lines: list[str] = []
    origin = model.origin(key)
    if origin is not None:
        lines += _origin_lines(origin, origin.bytes_in(sample.wire))
    elif key in sample.quality.derived:
        lines.append(_translated("Tip", _DERIVED))
    if key in sample.quality.implausible:
        lines.append(_translated("Tip", _IMPLAUSIBLE))
    seconds = model.age_s
    if seconds is not None:
        text = _STALE if model.stale else _AGE
        lines.append(_translated("Tip", text).format(age=age(seconds)))
    return "\n".join(lines)


def setting_tip(model: DeviceModel, key: str) -> str:
    """Return the tip of a setting: place, bytes, scale, age of the reading; "" when unknown."""
    origin = model.setting_origin(key)
    if origin is None:
        return ""
    reading = model.settings
    raw = {} if reading is None else reading.raw
    lines = [*_origin_lines(origin, origin.bytes_in(raw))]
    if reading is not None and key in reading.values:
        seconds = max(0.0, (model.clock.now() - reading.time).total_seconds())
        lines.append(_translated("Tip", _AGE).format(age=age(seconds)))
    return "\n".join(lines)


def hex_groups(data: bytes) -> str:
    """Return bytes as hex words of two digits, in capitals."""
    return data.hex(" ").upper()


def _origin_lines(origin: Origin, data: bytes) -> Iterator[str]:
    place = phrase(origin.place)
    yield place[:1].upper() + place[1:]
    if data:
        shown = data[:_SHOWN_BYTES]
        raw = hex_groups(shown) + ("" if len(shown) == len(data) else " …")
        text = _RAW if len(data) <= _NUMBER_BYTES else _LONG_RAW
        number = int.from_bytes(data, "big")
        yield _translated("Tip", text).format(raw=raw, number=number)
    if origin.scale:
        yield _translated("Tip", _SCALE).format(scale=phrase(origin.scale))


_translated: Callable[[str, str], str] = QCoreApplication.translate
