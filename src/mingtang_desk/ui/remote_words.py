"""A battery behind a server in words: its clocks, what is done, and why it is quiet."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.model import Absence, DeviceModel
from mingtang_desk.device.remote import Remote
from mingtang_desk.interfaces.uri import DeviceUri
from mingtang_desk.ui.board_clock import duration
from mingtang_desk.ui.shown import age

SCHEME = "cloud"

CHIPS: dict[Absence, str] = {
    Absence.BUSY: QT_TRANSLATE_NOOP("Remote", "REPORTED"),
    Absence.SILENT: QT_TRANSLATE_NOOP("Remote", "AWAY"),
    Absence.ASLEEP: QT_TRANSLATE_NOOP("Remote", "SLEEPING"),
    Absence.LOST: QT_TRANSLATE_NOOP("Remote", "NO SERVER"),
}
TITLES: dict[Absence, str] = {
    Absence.BUSY: QT_TRANSLATE_NOOP("Remote", "Last report {age}"),
    Absence.SILENT: QT_TRANSLATE_NOOP("Remote", "Tracker offline, last values {age}"),
    Absence.ASLEEP: QT_TRANSLATE_NOOP("Remote", "Tracker sleeping, last values {age}"),
    Absence.LOST: QT_TRANSLATE_NOOP("Remote", "Server out of reach, last values {age}"),
}
NO_VALUES: dict[Absence, str] = {
    Absence.SILENT: QT_TRANSLATE_NOOP("Remote", "Tracker offline"),
    Absence.ASLEEP: QT_TRANSLATE_NOOP("Remote", "Tracker sleeping"),
    Absence.LOST: QT_TRANSLATE_NOOP("Remote", "Server out of reach"),
}
_HINTS: dict[Absence, str] = {
    Absence.BUSY: QT_TRANSLATE_NOOP(
        "Remote", "The tracker reports now and then. “Read now” has the board read."
    ),
    Absence.SILENT: QT_TRANSLATE_NOOP(
        "Remote",
        "The tracker was last heard {seen}. Nothing can be sent until it is back: it may lack "
        "power, coverage or its SIM.",
    ),
    Absence.ASLEEP: QT_TRANSLATE_NOOP(
        "Remote",
        "The tracker was last heard {seen}. It wakes by its own clock, a charger, a load or "
        "a shake.",
    ),
    Absence.LOST: QT_TRANSLATE_NOOP(
        "Remote", "The desk tries again by itself; the battery goes on reporting to the server."
    ),
    Absence.REFUSED: "",
}
_NEVER_HEARD = QT_TRANSLATE_NOOP("Remote", "The tracker was never heard.")
_WAITING = QT_TRANSLATE_NOOP("Remote", "No report has come yet. “Read now” has the board read.")
_WHY_NOT: dict[Absence, str] = {
    Absence.SILENT: QT_TRANSLATE_NOOP("Remote", "The tracker is offline."),
    Absence.ASLEEP: QT_TRANSLATE_NOOP("Remote", "The tracker sleeps."),
    Absence.LOST: QT_TRANSLATE_NOOP("Remote", "The server is out of reach; the desk tries again."),
    Absence.REFUSED: QT_TRANSLATE_NOOP("Remote", "The server takes no commands for it now."),
}
_DOING: dict[str, str] = {
    "bms_read sample": QT_TRANSLATE_NOOP("Remote", "Reading the board"),
    "bms_read settings": QT_TRANSLATE_NOOP("Remote", "Reading the settings"),
    "bms_read stats": QT_TRANSLATE_NOOP("Remote", "Reading the counters"),
    "bms_write": QT_TRANSLATE_NOOP("Remote", "Writing settings"),
    "bms_control": QT_TRANSLATE_NOOP("Remote", "Switching"),
}
_STEPS: dict[str, str] = {
    "asking": QT_TRANSLATE_NOOP("Remote", "asking the server"),
    "queued": QT_TRANSLATE_NOOP("Remote", "waiting for its turn"),
    "sent": QT_TRANSLATE_NOOP("Remote", "sent"),
    "delivered": QT_TRANSLATE_NOOP("Remote", "the tracker has it"),
    "succeeded": QT_TRANSLATE_NOOP("Remote", "done"),
    "failed": QT_TRANSLATE_NOOP("Remote", "failed"),
    "expired": QT_TRANSLATE_NOOP("Remote", "not sent in time"),
    "cancelled": QT_TRANSLATE_NOOP("Remote", "taken back"),
    "unknown": QT_TRANSLATE_NOOP("Remote", "nobody knows"),
}
_RESTING = QT_TRANSLATE_NOOP(
    "Remote", "the server takes few commands a minute, {seconds} s to wait"
)
LIVE = QT_TRANSLATE_NOOP("Remote", "CLOUD")
_CLOCKS = (
    QT_TRANSLATE_NOOP("Remote", "Measured {time}"),
    QT_TRANSLATE_NOOP("Remote", "At the server {time}"),
    QT_TRANSLATE_NOOP("Remote", "Shown here {time}"),
)
_OPEN = QT_TRANSLATE_NOOP("Remote", "Fate unknown: command {id}")


def is_remote(uri: DeviceUri) -> bool:
    """Return whether a server speaks with the board: there is no link here, and no bytes of it."""
    return uri.scheme == SCHEME


def translated(text: str) -> str:
    """Return a text of these tables in the language in use."""
    return QCoreApplication.translate("Remote", text) if text else ""


def hint(model: DeviceModel, why: Absence) -> str:
    """Return what to do while a battery is quiet."""
    remote = model.remote or Remote()
    if "{seen}" not in (text := translated(_HINTS.get(why, ""))):
        return text
    if remote.seen is None:
        return translated(_NEVER_HEARD)
    seconds = max((model.clock.now() - remote.seen).total_seconds() + remote.ahead_s, 0.0)
    return text.format(seen=since(seconds))


def waiting() -> str:
    """Return what is said before the first report."""
    return translated(_WAITING)


def why_not(why: Absence | None) -> str:
    """Return why nothing can be sent, "" = it is no matter of the cloud."""
    return "" if why is None else translated(_WHY_NOT.get(why, ""))


def doing(remote: Remote) -> str:
    """Return which command is under way and how far it is, "" = none."""
    if not remote.doing:
        return translated(_OPEN).format(id=remote.command[:8]) if remote.command else ""
    what = translated(_DOING.get(remote.doing, "")) or remote.doing
    step = translated(_STEPS.get(remote.step, "")) or remote.step
    if remote.rest_s:
        step = translated(_RESTING).format(seconds=f"{remote.rest_s:.0f}")
    return f"{what}: {step}"


def clocks(remote: Remote) -> list[str]:
    """Return the three clocks of a sample, in local time by the clock of the server."""
    times = (remote.measured, remote.received, remote.shown)
    return [
        translated(text).format(time=_time(moment))
        for text, moment in zip(_CLOCKS, times, strict=True)
        if moment is not None
    ]


def since(seconds: float) -> str:
    """Return an age that is seen to grow for an hour."""
    if seconds < 60.0:
        return age(seconds)
    return QCoreApplication.translate("Link", "{time} ago").format(time=duration(seconds))


def _time(moment: datetime) -> str:
    local = moment.astimezone()
    is_today = local.date() == datetime.now(local.tzinfo).date()
    return f"{local:%H:%M:%S}" if is_today else f"{local:%Y-%m-%d %H:%M:%S}"
