"""Times and events of a recording in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.catalogue.counters import COUNTERS
from mingtang_desk.device.catalogue.events import ALARMS, FAULTS, PROTECTIONS
from mingtang_desk.device.catalogue.status import STATUS
from mingtang_desk.ui.shown import event_words, word

if TYPE_CHECKING:
    from mingtang_desk.session.replay_events import ReplayEvent

SPEEDS: tuple[float, ...] = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 50.0, 0.0)
"""Offered speeds; 0 = as fast as possible."""

_CAME = QT_TRANSLATE_NOOP("Replay", "{what} came")
_WENT = QT_TRANSLATE_NOOP("Replay", "{what} went")
_ALREADY = QT_TRANSLATE_NOOP("Replay", "{what} from the start")
_CHANGED = QT_TRANSLATE_NOOP("Replay", "{what}: {old} → {new}")
_GAP = QT_TRANSLATE_NOOP("Replay", "Nothing recorded for {seconds} s")
_MAX = QT_TRANSLATE_NOOP("Replay", "max")


def offset(t: float) -> str:
    """Return seconds since the start as "1:02:03.4", without hours below one."""
    tenths = round(max(t, 0.0) * 10)
    minutes, tenths = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{tenths // 10:02d}.{tenths % 10}"
    return f"{hours}:{minutes:02d}:{seconds}" if hours else f"{minutes}:{seconds}"


def speed_words(speed: float) -> str:
    """Return "0.5×" or "max"."""
    return _tr(_MAX) if speed == 0.0 else f"{speed:g}×"


def event_line(event: ReplayEvent) -> str:
    """Return what happened in one line."""
    from mingtang_desk.session.replay_events import EventKind

    kind, key = event.kind, event.key
    match kind:
        case EventKind.GAP:
            return _tr(_GAP).format(seconds=f"{event.seconds:.1f}")
        case EventKind.PROTECTION | EventKind.ALARM | EventKind.FAULT:
            tables = {EventKind.PROTECTION: PROTECTIONS, EventKind.ALARM: ALARMS}
            what = event_words((key,), tables.get(kind, FAULTS))[0]
            if event.old is None:
                return _tr(_ALREADY).format(what=what)
            return _tr(_CAME if event.new else _WENT).format(what=what)
        case EventKind.SWITCH:
            label = next((spec.label for spec in STATUS if spec.key == key), key)
            what = QCoreApplication.translate("Status", label)
        case EventKind.SETTING:
            what = key
            if key in SETTINGS:
                what = QCoreApplication.translate("Setting", SETTINGS[key].label)
        case EventKind.COUNTER:
            label = next((spec.label for spec in COUNTERS if spec.key == key), key)
            what = QCoreApplication.translate("Counter", label)
        case _:
            assert_never(kind)
    return _tr(_CHANGED).format(what=what, old=_value(event.old), new=_value(event.new))


def _value(value: object) -> str:
    if isinstance(value, bool):
        return word("on" if value else "off")
    return word(value) if isinstance(value, str) else f"{value:g}" if value is not None else "—"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Replay", text)
