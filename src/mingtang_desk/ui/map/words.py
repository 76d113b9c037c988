"""What the map says: the lines of a popup, and why something is not on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.model import DeviceModel
from mingtang_desk.device.sample import Position
from mingtang_desk.interfaces.uri import DeviceUri
from mingtang_desk.ui.link_words import mode_words, no_device_words, state_words
from mingtang_desk.ui.shown import NOT_REPORTED, age, number, word

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet

_LABELS = {
    "state": QT_TRANSLATE_NOOP("Map", "State"),
    "soc": QT_TRANSLATE_NOOP("Map", "SOC"),
    "voltage": QT_TRANSLATE_NOOP("Map", "Voltage"),
    "current": QT_TRANSLATE_NOOP("Map", "Current"),
    "speed": QT_TRANSLATE_NOOP("Map", "Speed"),
    "position": QT_TRANSLATE_NOOP("Map", "Position"),
    "age": QT_TRANSLATE_NOOP("Map", "Last position"),
}
_NO_TRACKER = QT_TRANSLATE_NOOP("Map", "This board reports no position.")
_WAITING = QT_TRANSLATE_NOOP("Map", "Not located yet")
_LOST = QT_TRANSLATE_NOOP("Map", "Not located now, the last position is shown")
_SATELLITES = QT_TRANSLATE_NOOP("Map", "{n} satellites in view, waiting for a fix.")
_OUTDOORS = QT_TRANSLATE_NOOP("Map", "Waiting for a fix; under an open sky it takes a minute.")
_LOGGED_OUT = QT_TRANSLATE_NOOP("Map", "Not logged in")
_LOGGED_OUT_HINT = QT_TRANSLATE_NOOP(
    "Map", "Log in to a server to see its batteries here, or connect one to this computer."
)
_LOADING = QT_TRANSLATE_NOOP("Map", "The list of the fleet comes in…")
_NOBODY = QT_TRANSLATE_NOOP("Map", "No battery of the fleet has told where it is.")
_NOBODY_HINT = QT_TRANSLATE_NOOP("Map", "A tracker tells once it has a fix under an open sky.")
_UNPLACED = QT_TRANSLATE_NOOP("Map", "This battery has not told where it is.")
_GONE = QT_TRANSLATE_NOOP("Map", "This battery is not in this fleet any more.")
_BROKEN = QT_TRANSLATE_NOOP("Map", "No link to the server; places as they were {age}")
_BROKEN_HINT = QT_TRANSLATE_NOOP("Map", "It is tried again by itself.")
_ENDED = QT_TRANSLATE_NOOP("Map", "The login has ended; places as they were {age}")
_ENDED_HINT = QT_TRANSLATE_NOOP("Map", "Log in again under Account.")


def popup_rows(
    model: DeviceModel, uri: DeviceUri, position: Position, since: str
) -> tuple[tuple[str, str], ...]:
    """Return label and value of each line of a popup; plain text, the views escape it."""
    sample = model.sample
    trouble = state_words(model, uri)
    state = trouble.title if trouble is not None else mode_words(model).text
    if trouble is None and sample is not None and sample.state is not None:
        state = f"{state} · {word(sample.state)}"
    rows = [("state", state)]
    if sample is not None:
        rows.append(("soc", _figure(sample.soc_pct, 0, "%")))
        rows.append(("voltage", _figure(sample.pack_v, 2, "V")))
        if sample.current_a is not None:
            rows.append(("current", _figure(sample.current_a, 1, "A", sign=True)))
    if position.speed_kmh is not None:
        rows.append(("speed", _figure(position.speed_kmh, 0, "km/h")))
    rows.append(("position", f"{number(position.lat, 5)}, {number(position.lon, 5)}"))
    rows.append(("age", since))
    return tuple((_tr(_LABELS[key]), value) for key, value in rows)


def state_line(model: DeviceModel | None, uri: DeviceUri | None, *, known: bool) -> tuple[str, str]:
    """Return why the device is not where the map shows it, and what to do; empty when it is.

    `known` tells that some position of it was heard before.
    """
    if model is None or uri is None:
        return no_device_words()
    trouble = state_words(model, uri)
    sample = model.sample
    if trouble is not None or sample is None:
        return ("", "") if trouble is None else trouble
    if sample.position is not None or model.remote is not None:
        return "", ""  # where a battery behind a server is, its fleet tells and not its board
    tracker = sample.tracker
    if not known and tracker.fix is None and tracker.satellites is None:
        return _tr(_NO_TRACKER), ""
    title = _tr(_LOST) if known else _tr(_WAITING)
    if tracker.satellites:
        return title, _tr(_SATELLITES).format(n=tracker.satellites)
    return title, _tr(_OUTDOORS)


def fleet_line(fleet: Fleet | None, located: int) -> tuple[str, str] | None:
    """Return what keeps the fleet off the map or grows old, and what to do; empty = nothing.

    None = there is no fleet; `located` tells how many batteries have a place.
    """
    if fleet is None:
        return None
    seconds = fleet.age_s
    if seconds is None and fleet.as_of is not None:  # the list is from before this start
        seconds = max((fleet.now() - fleet.as_of).total_seconds(), 0.0)
    old = "" if seconds is None else age(seconds)
    if fleet.phase.value == "broken":
        return _tr(_BROKEN).format(age=old), _tr(_BROKEN_HINT)
    if fleet.phase.value == "ended":
        return _tr(_ENDED).format(age=old), _tr(_ENDED_HINT)
    if located:
        return "", ""
    if fleet.phase.value == "loading":
        return _tr(_LOADING), ""
    return _tr(_NOBODY), _tr(_NOBODY_HINT)


def logged_out_line() -> tuple[str, str]:
    """Return what a map of a fleet says while there is none."""
    return _tr(_LOGGED_OUT), _tr(_LOGGED_OUT_HINT)


def unplaced_line(*, there: bool) -> tuple[str, str]:
    """Return what is said of a battery behind a server that is nowhere on the map.

    `there`: it is in the list of the fleet. How old its place is stands beside it; its board may
    have been heard at another time.
    """
    return (_tr(_UNPLACED), _tr(_NOBODY_HINT)) if there else (_tr(_GONE), "")


def _figure(value: float | None, decimals: int, unit: str, *, sign: bool = False) -> str:
    if value is None:
        return NOT_REPORTED
    return f"{number(value, decimals, sign=sign)} {unit}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Map", text)
