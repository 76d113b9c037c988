"""The details of a battery as rows (MISSION A9): pure, so that they are tested without a window."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from mingtang_desk.cloud.models import BatteryDetails
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.fleet.battery_detail_rows import Detail
from mingtang_desk.ui.fleet.battery_words import (
    CONTACT_TOKENS,
    contact_words,
    duration_words,
    time_words,
)
from mingtang_desk.ui.shown import NOT_REPORTED, age, word

_NUMBER = QT_TRANSLATE_NOOP("BatteryDetail", "Number")
_NAME = QT_TRANSLATE_NOOP("BatteryDetail", "Name")
_TYPE = QT_TRANSLATE_NOOP("BatteryDetail", "Type")
_NOTE = QT_TRANSLATE_NOOP("BatteryDetail", "Note")
_IMEI = QT_TRANSLATE_NOOP("BatteryDetail", "IMEI")
_SIM = QT_TRANSLATE_NOOP("BatteryDetail", "SIM")
_OWNER = QT_TRANSLATE_NOOP("BatteryDetail", "Owner")
_STATE = QT_TRANSLATE_NOOP("BatteryDetail", "State")
_SEEN = QT_TRANSLATE_NOOP("BatteryDetail", "Last contact")
_ENABLED = QT_TRANSLATE_NOOP("BatteryDetail", "Enabled")
_EXPIRES = QT_TRANSLATE_NOOP("BatteryDetail", "Expires")
_CREATED = QT_TRANSLATE_NOOP("BatteryDetail", "Entered")
_TERMINAL = QT_TRANSLATE_NOOP("BatteryDetail", "Tracker number")
_VENDOR = QT_TRANSLATE_NOOP("BatteryDetail", "Tracker vendor")
_FIRMWARE = QT_TRANSLATE_NOOP("BatteryDetail", "Tracker firmware")
_LINKED = QT_TRANSLATE_NOOP("BatteryDetail", "Tracker connected")
_PROVEN = QT_TRANSLATE_NOOP("BatteryDetail", "Tracker proven")
_INTERVAL = QT_TRANSLATE_NOOP("BatteryDetail", "Reports every")
_PROTOCOL = QT_TRANSLATE_NOOP("BatteryDetail", "Board protocol")
_BOARD = QT_TRANSLATE_NOOP("BatteryDetail", "Board firmware")
_AUTO = QT_TRANSLATE_NOOP("BatteryDetail", "found by itself, not known yet")
_NEVER = QT_TRANSLATE_NOOP("BatteryDetail", "never")
_NOT_YET = QT_TRANSLATE_NOOP("BatteryDetail", "not yet")
_OVER = QT_TRANSLATE_NOOP("BatteryDetail", "{date}, run out")
_TODAY = QT_TRANSLATE_NOOP("BatteryDetail", "{date}, ends today")
_ONE_LEFT = QT_TRANSLATE_NOOP("BatteryDetail", "{date}, 1 day left")
_LEFT = QT_TRANSLATE_NOOP("BatteryDetail", "{date}, {n} days left")
_ORDERED = QT_TRANSLATE_NOOP("BatteryDetail", "{seen}, told to: {ordered}")
_CLOCKS = QT_TRANSLATE_NOOP("BatteryDetail", "measured {measured}\nreceived {received}\n{age}")
_TRACKER_CLOCKS = QT_TRANSLATE_NOOP("BatteryDetail", "Last position")
_BOARD_CLOCKS = QT_TRANSLATE_NOOP("BatteryDetail", "Last values")
_SOON_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """When something was measured and when the server had it; None = not told."""

    measured: datetime | None = None
    received: datetime | None = None


def detail_rows(details: BatteryDetails, now: datetime) -> list[Detail]:
    """Return all fields; what is not known is "—"."""
    tracker = details.tracker
    since = details.since
    seconds = details.state_s if since is None else (now - since).total_seconds()
    state = contact_words(details.state, seconds)
    # Ours tells of each battery that is not enabled; another cloud may tell nothing of that.
    is_told = details.enabled is not None or details.state == "not_enabled"
    found = (
        (_STATE, state, CONTACT_TOKENS.get(details.state, "text")),
        (_NUMBER, details.number, "text"),
        (_NAME, details.name, "text"),
        (_TYPE, details.kind, "text"),
        (_NOTE, details.note, "text"),
        (_OWNER, details.account.name, "text"),
        (_SEEN, _seen(details.last_seen, now), "text"),
        (_ENABLED, _date(details.enabled, _NOT_YET if is_told else ""), "text"),
        (_EXPIRES, *(_expiry(details) if is_told or details.expires else ("", "text"))),
        (_IMEI, details.imei or "", "text"),
        (_SIM, details.sim or "", "text"),
        (_TERMINAL, tracker.terminal or "", "text"),
        (_VENDOR, tracker.vendor or "", "text"),
        (_FIRMWARE, tracker.firmware or "", "text"),
        (_LINKED, word("yes" if tracker.is_linked else "no"), "text"),
        (_PROVEN, _yes_or_no(tracker.is_proven), "text"),
        (_INTERVAL, _interval(tracker.interval_s, tracker.ordered_s), "text"),
        (_PROTOCOL, _tr(_AUTO) if details.protocol == "auto" else details.protocol, "text"),
        (_BOARD, details.firmware or "", "text"),
        (_CREATED, _date(details.created, ""), "text"),
    )
    return [Detail(_tr(caption), value or NOT_REPORTED, token) for caption, value, token in found]


def clock_rows(place: Clocks, board: Clocks, now: datetime) -> list[Detail]:
    """Return the three clocks of the last position and of the last values."""
    return [
        Detail(_tr(_TRACKER_CLOCKS), _clocks(place, now)),
        Detail(_tr(_BOARD_CLOCKS), _clocks(board, now)),
    ]


def _clocks(clocks: Clocks, now: datetime) -> str:
    if clocks.measured is None and clocks.received is None:
        return NOT_REPORTED
    today = now.astimezone().date()
    # As old as it was measured: a report may come hours later, and a clock may run ahead.
    known = [each for each in (clocks.measured, clocks.received) if each is not None]
    old = age(max((now - min(known)).total_seconds(), 0.0))
    return _tr(_CLOCKS).format(
        measured=time_words(clocks.measured, today),
        received=time_words(clocks.received, today),
        age=old,
    )


def _seen(seen: datetime | None, now: datetime) -> str:
    if seen is None:
        return _tr(_NEVER)
    return f"{time_words(seen)}, {age(max((now - seen).total_seconds(), 0.0))}"


def _yes_or_no(fact: bool | None) -> str:
    return "" if fact is None else word("yes" if fact else "no")


def _date(moment: datetime | None, missing: str) -> str:
    if moment is None:
        return _tr(missing) if missing else ""
    return moment.astimezone().strftime("%Y-%m-%d")


def _expiry(details: BatteryDetails) -> tuple[str, str]:
    if details.expires is None:
        return _tr(_NEVER), "text"
    date, days = _date(details.expires, ""), details.days_to_expiry
    if details.state == "expired" or (days is not None and days < 0):
        return _tr(_OVER).format(date=date), "bad_text"
    if days is None:
        return date, "text"
    text = _TODAY if days == 0 else _ONE_LEFT if days == 1 else _LEFT
    token = "warn_text" if days <= _SOON_DAYS else "text"
    return _tr(text).format(date=date, n=days), token


def _interval(seen: float | None, ordered: float | None) -> str:
    told = "" if seen is None else duration_words(seen)
    if ordered is None or ordered == seen:
        return told
    return _tr(_ORDERED).format(seen=told or NOT_REPORTED, ordered=duration_words(ordered))


def _tr(text: str) -> str:
    translate: Callable[[str, str], str] = QCoreApplication.translate
    return translate("BatteryDetail", text)
