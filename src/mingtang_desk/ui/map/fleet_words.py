"""What the map says of batteries of the fleet: signs, tags, cards."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.map.fleet_points import ALARM, ASLEEP, GONE, WELL, Gathered
from mingtang_desk.ui.shown import NOT_REPORTED, age, number

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet
    from mingtang_desk.cloud.models import Battery

_MOVES_KMH = 1.0
OLD_S = 15 * 60.0
"""A place older than this has its age beside it, seconds; a moving battery tells far oftener."""

SIGNS = {ALARM: "!", GONE: "×", ASLEEP: "z", WELL: ""}
FILLS = {ALARM: "bad_fill", GONE: "muted_fill", ASLEEP: "accent_fill", WELL: "ok_fill"}
STATES = {
    "online": QT_TRANSLATE_NOOP("Map", "online"),
    "sleeping": QT_TRANSLATE_NOOP("Map", "asleep"),
    "offline": QT_TRANSLATE_NOOP("Map", "offline"),
    "expired": QT_TRANSLATE_NOOP("Map", "expired"),
    "not_enabled": QT_TRANSLATE_NOOP("Map", "not enabled"),
    "unknown": QT_TRANSLATE_NOOP("Map", "unknown"),
}
BUTTONS = (
    ("status", QT_TRANSLATE_NOOP("Map", "Status")),
    ("settings", QT_TRANSLATE_NOOP("Map", "Settings")),
    ("track", QT_TRANSLATE_NOOP("Map", "Track")),
    ("alarms", QT_TRANSLATE_NOOP("Map", "Alarms")),
    ("fences", QT_TRANSLATE_NOOP("Map", "Fences")),
    ("battery", QT_TRANSLATE_NOOP("Map", "Details")),
    ("more", QT_TRANSLATE_NOOP("Map", "More…")),
)
"""Keys of panels a card leads to; `more` opens the menu of the battery, with all of them."""
BRIEF_BUTTONS = frozenset({"status", "track", "more"})
_LABELS = {
    "number": QT_TRANSLATE_NOOP("Map", "Number"),
    "state": QT_TRANSLATE_NOOP("Map", "State"),
    "alarms": QT_TRANSLATE_NOOP("Map", "Open alarms"),
    "soc": QT_TRANSLATE_NOOP("Map", "SOC"),
    "voltage": QT_TRANSLATE_NOOP("Map", "Voltage"),
    "speed": QT_TRANSLATE_NOOP("Map", "Speed"),
    "seen": QT_TRANSLATE_NOOP("Map", "Last report"),
    "located": QT_TRANSLATE_NOOP("Map", "Last position"),
    "position": QT_TRANSLATE_NOOP("Map", "Position"),
    "accuracy": QT_TRANSLATE_NOOP("Map", "Accuracy"),
    "address": QT_TRANSLATE_NOOP("Map", "Address"),
}
_CLUSTER = QT_TRANSLATE_NOOP("Map", "{n} batteries: {parts}")
_HERE = QT_TRANSLATE_NOOP("Map", "{n} batteries on one spot")
_MORE = QT_TRANSLATE_NOOP("Map", "and {n} more, see the list of the fleet")
_ALARM = QT_TRANSLATE_NOOP("Map", "alarm")
_PARTS = (
    (ALARM, QT_TRANSLATE_NOOP("Map", "{n} with an alarm")),
    (GONE, QT_TRANSLATE_NOOP("Map", "{n} offline")),
    (ASLEEP, QT_TRANSLATE_NOOP("Map", "{n} asleep")),
    (WELL, QT_TRANSLATE_NOOP("Map", "{n} online")),
)
_ASKING = QT_TRANSLATE_NOOP("Map", "asking…")
LEGEND = (
    ("!", QT_TRANSLATE_NOOP("Map", "alarm"), "bad_text"),
    ("×", QT_TRANSLATE_NOOP("Map", "offline"), "muted"),
    ("z", QT_TRANSLATE_NOOP("Map", "asleep"), "accent_text"),
)


def state_word(row: Battery) -> str:
    """Return the state of a battery; one that this desk does not know as it is."""
    return _tr(STATES[row.state]) if row.state in STATES else row.state


def since(fleet: Fleet, moment: datetime | None) -> float | None:
    """Return seconds since a moment by the clock of the server, None = not known."""
    return None if moment is None else max((fleet.now() - moment).total_seconds(), 0.0)


def tag_of(fleet: Fleet, row: Battery) -> str:
    """Return the words below a battery: its SOC, and how old its place is when it is old."""
    parts = [] if row.soc_pct is None else [f"{number(row.soc_pct, 0)} %"]
    old = since(fleet, row.position_time)
    if old is not None and old > OLD_S:
        parts.append(age(old))
    return " · ".join(parts)


def title_of(row: Battery) -> str:
    """Return name, number and state of a battery in a line."""
    parts = [row.name, row.number] if row.name else [row.number]
    parts.append(state_word(row))
    if row.open_alarms:
        parts.append(_tr(_ALARM))
    return " · ".join(parts)


def cluster_title(found: Gathered) -> str:
    """Return how many batteries of which kind a cluster has."""
    parts = [_tr(text).format(n=found.counts[code]) for code, text in _PARTS if found.counts[code]]
    return _tr(_CLUSTER).format(n=found.count, parts=", ".join(parts))


def here_title(count: int) -> str:
    """Return the title of the list of those on one spot."""
    return _tr(_HERE).format(n=count)


def more_words(count: int) -> str:
    """Return what is said of those that a list leaves out, "" for none."""
    return _tr(_MORE).format(n=count) if count > 0 else ""


def card_rows(
    fleet: Fleet,
    row: Battery,
    *,
    speed_kmh: float | None,
    accuracy_m: float | None,
    address: str | None,
) -> tuple[tuple[str, str], ...]:
    """Return the lines of a card; `address` None = it is asked now."""
    rows = [("number", row.number)] if row.name else []
    rows.append(("state", state_word(row)))
    if row.open_alarms:
        rows.append(("alarms", str(row.open_alarms)))
    rows.append(("soc", _figure(row.soc_pct, 0, "%")))
    rows.append(("voltage", _figure(row.pack_v, 2, "V")))
    if speed_kmh is not None:
        rows.append(("speed", _figure(speed_kmh, 0, "km/h")))
    rows.append(("seen", _age(since(fleet, row.last_seen))))
    rows.append(("located", _age(since(fleet, row.position_time))))
    if row.lat is not None and row.lon is not None:
        rows.append(("position", f"{number(row.lat, 5)}, {number(row.lon, 5)}"))
        if accuracy_m is not None:
            rows.append(("accuracy", f"± {_figure(accuracy_m, 0, 'm')}"))
    rows.append(("address", _tr(_ASKING) if address is None else address or NOT_REPORTED))
    return tuple((_tr(_LABELS[key]), value) for key, value in rows)


def brief_rows(
    fleet: Fleet,
    row: Battery,
    *,
    speed_kmh: float | None,
    accuracy_m: float | None,
    address: str | None,
) -> tuple[tuple[str, str], ...]:
    """Return the lines of a card on a low map, four of them."""
    located = _age(since(fleet, row.position_time))
    if accuracy_m is not None:
        located = f"{located} · ± {_figure(accuracy_m, 0, 'm')}"
    state = [state_word(row)]
    if row.open_alarms:
        state.append(f"{_tr(_LABELS['alarms'])} {row.open_alarms}")
    if speed_kmh is not None and speed_kmh >= _MOVES_KMH:
        state.append(_figure(speed_kmh, 0, "km/h"))
    rows = (
        ("state", " · ".join(state)),
        ("soc", f"{_figure(row.soc_pct, 0, '%')} · {_figure(row.pack_v, 2, 'V')}"),
        ("located", located),
        ("address", _tr(_ASKING) if address is None else address or NOT_REPORTED),
    )
    return tuple((_tr(_LABELS[key]), value) for key, value in rows)


def button_words(keys: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Return the buttons of a card."""
    return tuple((key, _tr(text)) for key, text in BUTTONS if key in keys)


def _figure(value: float | None, decimals: int, unit: str) -> str:
    return NOT_REPORTED if value is None else f"{number(value, decimals)} {unit}"


def _age(seconds: float | None) -> str:
    return NOT_REPORTED if seconds is None else age(seconds)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Map", text)
