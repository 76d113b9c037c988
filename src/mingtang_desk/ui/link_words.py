"""What a link is doing, in words: mode chip, state notes, one line for a device."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.model import DeviceModel, LinkPhase, Mode
from mingtang_desk.interfaces.uri import DeviceUri
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.shown import age

SCHEMES: dict[str, str] = {
    "serial": QT_TRANSLATE_NOOP("Link", "Serial"),
    "tcp": QT_TRANSLATE_NOOP("Link", "TCP"),
    "ble": QT_TRANSLATE_NOOP("Link", "Bluetooth"),
    "cloud": QT_TRANSLATE_NOOP("Link", "Cloud"),
    "replay": QT_TRANSLATE_NOOP("Link", "Recording"),
    "sim": QT_TRANSLATE_NOOP("Link", "Simulated"),
}


class ModeWords(NamedTuple):
    """The chip: its word, its fill (ok, replay, accent, warn, muted)."""

    text: str
    state: str


class StateWords(NamedTuple):
    """A state on purpose: what it is, what to do."""

    title: str
    hint: str


def mode_words(model: DeviceModel | None) -> ModeWords:
    """Return what the mode chip says; the frame of the window takes the same colour."""
    if model is None or model.phase in (LinkPhase.OFFLINE, LinkPhase.LOST, LinkPhase.FAILED):
        return ModeWords(_tr("OFFLINE"), "muted")
    if model.phase is LinkPhase.CONNECTING:
        return ModeWords(_tr("CONNECTING"), "muted")
    if model.stale:
        busy = model.phase is LinkPhase.LIVE
        return ModeWords(_tr("WAITING") if busy else _tr("NO ANSWER"), "warn")
    if model.mode is Mode.REPLAY:
        return ModeWords(_tr("REPLAY"), "replay")
    if model.mode is Mode.SIMULATOR:
        return ModeWords(_tr("SIMULATOR"), "accent")
    return ModeWords(_tr("LIVE"), "ok")


def where_words(uri: DeviceUri) -> str:
    """Return a link in short: "Serial /dev/ttyUSB0 · 9600"."""
    scheme = SCHEMES.get(uri.scheme)
    parts = [f"{_tr(scheme) if scheme else uri.scheme} {uri.target}"]
    if uri.scheme == "serial":
        parts.append(uri.options.get("baud", "9600"))
    return " · ".join(parts)


def short_where(uri: DeviceUri) -> str:
    """Return a link in one or two words: "Serial ttyUSB0"."""
    scheme = SCHEMES.get(uri.scheme)
    return f"{_tr(scheme) if scheme else uri.scheme} {uri.target.rsplit('/', 1)[-1]}"


def no_device_words() -> StateWords:
    """Return what a panel says while nothing is open."""
    return StateWords(
        _tr("No device connected"), _tr("Choose a port or a simulated pack under Devices.")
    )


def state_words(model: DeviceModel, uri: DeviceUri) -> StateWords | None:
    """Return what to say of a link that is not in order, None while it is."""
    where = where_words(uri)
    if model.phase is LinkPhase.CONNECTING:
        return StateWords(
            _tr("Connecting…"),
            _tr("Trying {where}. This can take some seconds.").format(where=where),
        )
    if model.phase in (LinkPhase.LOST, LinkPhase.FAILED) and model.error is not None:
        words = error_words(model.error)
        if model.sample is None or model.age_s is None:
            return StateWords(*words)
        last = _tr("Last values {age}").format(age=age(model.age_s))
        return StateWords(words[0], f"{words[1]}\n{last}".strip())
    if model.phase in (LinkPhase.OFFLINE, LinkPhase.LOST, LinkPhase.FAILED):
        return StateWords(_tr("Not connected"), _tr("{where} is closed.").format(where=where))
    if model.stale and model.sample is not None:
        seconds = model.age_s or 0.0
        if model.phase is LinkPhase.LIVE:
            return StateWords(
                _tr("Last values {age}").format(age=age(seconds)),
                _tr("The line is busy with a longer read or write, or the board is slow."),
            )
        return StateWords(
            _tr("No answer, last values {age}").format(age=age(seconds)),
            _tr("The board may be asleep: wake it by charger or button, or check the wiring."),
        )
    if model.sample is None:
        return StateWords(_tr("Waiting for the first values…"), where)
    return None


def _tr(text: str) -> str:
    return QCoreApplication.translate("Link", text)


_MARKED = (
    QT_TRANSLATE_NOOP("Link", "OFFLINE"),
    QT_TRANSLATE_NOOP("Link", "CONNECTING"),
    QT_TRANSLATE_NOOP("Link", "NO ANSWER"),
    QT_TRANSLATE_NOOP("Link", "WAITING"),
    QT_TRANSLATE_NOOP("Link", "REPLAY"),
    QT_TRANSLATE_NOOP("Link", "SIMULATOR"),
    QT_TRANSLATE_NOOP("Link", "LIVE"),
    QT_TRANSLATE_NOOP("Link", "No device connected"),
    QT_TRANSLATE_NOOP("Link", "Choose a port or a simulated pack under Devices."),
    QT_TRANSLATE_NOOP("Link", "Connecting…"),
    QT_TRANSLATE_NOOP("Link", "Trying {where}. This can take some seconds."),
    QT_TRANSLATE_NOOP("Link", "Not connected"),
    QT_TRANSLATE_NOOP("Link", "{where} is closed."),
    QT_TRANSLATE_NOOP("Link", "Last values {age}"),
    QT_TRANSLATE_NOOP("Link", "No answer, last values {age}"),
    QT_TRANSLATE_NOOP(
        "Link", "The board may be asleep: wake it by charger or button, or check the wiring."
    ),
    QT_TRANSLATE_NOOP(
        "Link", "The line is busy with a longer read or write, or the board is slow."
    ),
    QT_TRANSLATE_NOOP("Link", "Waiting for the first values…"),
)
