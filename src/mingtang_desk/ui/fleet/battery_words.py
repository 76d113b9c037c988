"""A battery in words: how its tracker is heard, how long, what time, how far it is armed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.shown import NOT_REPORTED

_CONTACT: Mapping[str, str] = {
    "online": QT_TRANSLATE_NOOP("Contact", "online"),
    "sleeping": QT_TRANSLATE_NOOP("Contact", "sleeping"),
    "offline": QT_TRANSLATE_NOOP("Contact", "offline"),
    "expired": QT_TRANSLATE_NOOP("Contact", "expired"),
    "not_enabled": QT_TRANSLATE_NOOP("Contact", "not enabled"),
    "unknown": QT_TRANSLATE_NOOP("Contact", "unknown"),
}
CONTACT_TOKENS: Mapping[str, str] = {
    "online": "ok_text",
    "sleeping": "accent_text",
    "offline": "warn_text",
    "expired": "bad_text",
    "not_enabled": "muted",
    "unknown": "muted",
}
_SECONDS = QT_TRANSLATE_NOOP("Duration", "{n} s")
_MINUTES = QT_TRANSLATE_NOOP("Duration", "{n} min")
_HOURS = QT_TRANSLATE_NOOP("Duration", "{h} h {n} min")
_DAY = QT_TRANSLATE_NOOP("Duration", "1 day {h} h")
_DAYS = QT_TRANSLATE_NOOP("Duration", "{n} days {h} h")
_FOR = QT_TRANSLATE_NOOP("Contact", "{state}, {duration}")


def contact_word(key: str) -> str:
    """Return how the tracker of a battery is heard; "—" where nobody says."""
    if not key:
        return NOT_REPORTED
    return _tr("Contact", _CONTACT[key]) if key in _CONTACT else key


def contact_words(key: str, seconds: float | None) -> str:
    """Return the same with its duration: "offline, 2 days 14 h"."""
    if seconds is None or not key:
        return contact_word(key)
    return _tr("Contact", _FOR).format(state=contact_word(key), duration=duration_words(seconds))


def duration_words(seconds: float) -> str:
    """Return a duration in whole units; a clock that ran backwards gives 0 s."""
    whole = max(int(seconds), 0)
    if whole < 60:
        return _tr("Duration", _SECONDS).format(n=whole)
    if whole < 3600:
        return _tr("Duration", _MINUTES).format(n=whole // 60)
    if whole < 86_400:
        return _tr("Duration", _HOURS).format(h=whole // 3600, n=whole % 3600 // 60)
    days, hours = whole // 86_400, whole % 86_400 // 3600
    if days == 1:
        return _tr("Duration", _DAY).format(h=hours)
    return _tr("Duration", _DAYS).format(n=days, h=hours)


def time_words(time: datetime | None, today: date | None = None) -> str:
    """Return a time of this computer, without its date when that is today's; "—" = not known."""
    if time is None:
        return NOT_REPORTED
    here = time.astimezone()
    return here.strftime("%H:%M:%S" if here.date() == today else "%Y-%m-%d %H:%M:%S")


def place_words(lat: float | None, lon: float | None) -> str:
    """Return a place as figures, WGS-84; "—" = not known."""
    if lat is None or lon is None:
        return NOT_REPORTED
    return f"{lat:.5f}, {lon:.5f}".replace("-", "−")


_tr: Callable[[str, str], str] = QCoreApplication.translate
