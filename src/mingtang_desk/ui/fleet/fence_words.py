"""What is said of fences: shape, hours, whom they watch, what is wrong, how a copy ended."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from mingtang_desk.cloud.fence_draft import Fault, FenceDraft
from mingtang_desk.cloud.models import Command
from mingtang_desk.cloud.models_rides import Schedule
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.geo import fence as shapes
from mingtang_desk.geo.distance import Place

DAYS = (
    QT_TRANSLATE_NOOP("Fence", "Mon"),
    QT_TRANSLATE_NOOP("Fence", "Tue"),
    QT_TRANSLATE_NOOP("Fence", "Wed"),
    QT_TRANSLATE_NOOP("Fence", "Thu"),
    QT_TRANSLATE_NOOP("Fence", "Fri"),
    QT_TRANSLATE_NOOP("Fence", "Sat"),
    QT_TRANSLATE_NOOP("Fence", "Sun"),
)
_FAULTS = {
    "name": QT_TRANSLATE_NOOP("Fence", "Give it a name."),
    "name_long": QT_TRANSLATE_NOOP("Fence", "The name has more than {most} signs."),
    "place": QT_TRANSLATE_NOOP("Fence", "The centre is no place on the globe."),
    "radius": QT_TRANSLATE_NOOP("Fence", "The radius has to be {least} m to {most} km."),
    "corners_few": QT_TRANSLATE_NOOP("Fence", "A polygon needs at least {least} corners."),
    "corners_many": QT_TRANSLATE_NOOP("Fence", "A polygon has at most {most} corners."),
    "corner_twice": QT_TRANSLATE_NOOP("Fence", "Corners {a} and {b} lie on the same place."),
    "crossing": QT_TRANSLATE_NOOP(
        "Fence", "Sides cross: the one that begins at corner {a} and the one at corner {b}."
    ),
    "narrow": QT_TRANSLATE_NOOP("Fence", "It has to be at least {least} m wide and high."),
    "hours": QT_TRANSLATE_NOOP("Fence", "Write the hours like 08:00."),
    "weekdays": QT_TRANSLATE_NOOP("Fence", "Choose at least one day."),
    "devices_many": QT_TRANSLATE_NOOP(
        "Fence", "At most {most} batteries can be listed; take the whole account."
    ),
    "device_odd": QT_TRANSLATE_NOOP("Fence", "“{number}” is no number of a battery."),
    "device_unknown": QT_TRANSLATE_NOOP("Fence", "There is no battery {number} in this fleet."),
    "corner_line": QT_TRANSLATE_NOOP("Fence", "Line {line} is no place: write 22.5431, 114.0579."),
    "centre_typed": QT_TRANSLATE_NOOP("Fence", "Write the centre like 22.5431, 114.0579."),
    "radius_typed": QT_TRANSLATE_NOOP("Fence", "The radius is no number."),
}
_STATES = {
    "queued": QT_TRANSLATE_NOOP("Fence", "Waits for the tracker"),
    "sent": QT_TRANSLATE_NOOP("Fence", "Sent to the tracker"),
    "delivered": QT_TRANSLATE_NOOP("Fence", "The tracker has taken it"),
    "succeeded": QT_TRANSLATE_NOOP(
        "Fence", "The tracker confirmed the copy; it cannot be read back"
    ),
    "failed": QT_TRANSLATE_NOOP("Fence", "Not copied: {why}"),
    "expired": QT_TRANSLATE_NOOP("Fence", "Not copied: the tracker was not there in time"),
    "cancelled": QT_TRANSLATE_NOOP("Fence", "Taken back before it was sent"),
    "unknown": QT_TRANSLATE_NOOP("Fence", "Sent, but nobody knows whether the tracker has it"),
}
_INSIDE = QT_TRANSLATE_NOOP("Fence", "inside, {distance} from the edge")
_OUTSIDE = QT_TRANSLATE_NOOP("Fence", "outside, {distance} from the edge")
_CIRCLE = QT_TRANSLATE_NOOP("Fence", "Circle {radius}")
_POLYGON = QT_TRANSLATE_NOOP("Fence", "Polygon, {n} corners")
_SHAPELESS = QT_TRANSLATE_NOOP("Fence", "No shape yet")
_ALWAYS = QT_TRANSLATE_NOOP("Fence", "always")
_DAILY = QT_TRANSLATE_NOOP("Fence", "daily")
_ACCOUNT = QT_TRANSLATE_NOOP("Fence", "whole account")
_NOBODY = QT_TRANSLATE_NOOP("Fence", "no battery")
_MANY = QT_TRANSLATE_NOOP("Fence", "{n} batteries")


def fault_words(fault: Fault) -> str:
    """Return what is wrong."""
    return say(_FAULTS[fault.key]).format(**fault.values)


def distance_words(metres: float | None) -> str:
    """Return a distance: metres up to a kilometre, then kilometres."""
    if metres is None:
        return "—"
    if metres < 999.5:
        return f"{metres:.0f} m"
    return f"{metres / 1000:.1f} km" if metres < 99_950 else f"{metres / 1000:.0f} km"


def shape_words(draft: FenceDraft) -> str:
    """Return what shape it has."""
    if draft.circle is not None:
        return say(_CIRCLE).format(radius=distance_words(draft.circle.radius_m))
    if draft.polygon is not None:
        return say(_POLYGON).format(n=len(draft.polygon))
    return say(_SHAPELESS)


def hours_words(schedule: Schedule | None) -> str:
    """Return when it watches."""
    if schedule is None:
        return say(_ALWAYS)
    days = days_words(schedule.weekdays)
    if schedule.from_ == schedule.to:
        return days
    return f"{days} {schedule.from_}–{schedule.to}"


def days_words(days: Sequence[int]) -> str:
    """Return days of the week, those in a row as a range."""
    wanted = [day for day in range(1, 8) if day in days]
    if len(wanted) == 7:
        return say(_DAILY)
    runs: list[list[int]] = []
    for day in wanted:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    parts = []
    for run in runs:
        names = [say(DAYS[day - 1]) for day in run]
        parts.append(f"{names[0]}–{names[-1]}" if len(names) > 2 else ", ".join(names))
    return ", ".join(parts)


def whose_words(draft: FenceDraft) -> str:
    """Return whom it watches."""
    if draft.whole_account:
        return say(_ACCOUNT)
    if not draft.devices:
        return say(_NOBODY)
    if len(draft.devices) == 1:
        return draft.devices[0]
    return say(_MANY).format(n=len(draft.devices))


def side_words(area: shapes.Circle | shapes.Polygon, place: Place) -> str:
    """Return on which side of the edge a place lies, and how far from it."""
    away = area.outside_m(*place)
    text = _OUTSIDE if away > 0 else _INSIDE
    return say(text).format(distance=distance_words(abs(away)))


def copy_words(command: Command) -> str:
    """Return how far the copy to the tracker is."""
    text = say(_STATES.get(command.state, "{why}"))
    return text.format(why=_why(command))


def say(text: str) -> str:
    """Return a text of these tables in the present language."""
    return QCoreApplication.translate("Fence", text)


def _why(command: Command) -> str:
    error = None if command.result is None else command.result.get("error")
    told = error if isinstance(error, dict) else {}
    detail = told.get("detail") or told.get("key")
    return str(detail) if detail else command.state
