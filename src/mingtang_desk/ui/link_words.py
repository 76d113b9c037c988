"""What a link is doing, in words: mode chip, state notes, one line for a device."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.model import Absence, DeviceModel, LinkPhase, Mode
from mingtang_desk.ui import remote_words
from mingtang_desk.ui.remote_words import since as _since

if TYPE_CHECKING:
    from mingtang_desk.interfaces.uri import DeviceUri

SCHEMES: dict[str, str] = {
    "serial": QT_TRANSLATE_NOOP("Link", "Serial"),
    "tcp": QT_TRANSLATE_NOOP("Link", "TCP"),
    "ble": QT_TRANSLATE_NOOP("Link", "Bluetooth"),
    "cloud": QT_TRANSLATE_NOOP("Link", "Cloud"),
    "replay": QT_TRANSLATE_NOOP("Link", "Recording"),
    "sim": QT_TRANSLATE_NOOP("Link", "Simulated"),
}

_CHIPS: dict[Absence, str] = {
    Absence.CONNECTING: QT_TRANSLATE_NOOP("Link", "CONNECTING"),
    Absence.BUSY: QT_TRANSLATE_NOOP("Link", "WAITING"),
    Absence.PAUSED: QT_TRANSLATE_NOOP("Link", "PAUSED"),
    Absence.ENDED: QT_TRANSLATE_NOOP("Link", "ENDED"),
    Absence.SILENT: QT_TRANSLATE_NOOP("Link", "NO ANSWER"),
    Absence.ASLEEP: QT_TRANSLATE_NOOP("Link", "ASLEEP?"),
    Absence.GARBLED: QT_TRANSLATE_NOOP("Link", "GARBLED"),
    Absence.REFUSED: QT_TRANSLATE_NOOP("Link", "REFUSED"),
    Absence.LOST: QT_TRANSLATE_NOOP("Link", "LINK LOST"),
    Absence.FAILED: QT_TRANSLATE_NOOP("Link", "OFFLINE"),
    Absence.RELEASED: QT_TRANSLATE_NOOP("Link", "RELEASED"),
    Absence.CLOSED: QT_TRANSLATE_NOOP("Link", "OFFLINE"),
}
_ASKS = frozenset((Absence.BUSY, Absence.SILENT, Absence.ASLEEP, Absence.GARBLED, Absence.REFUSED))
"""States of a device in use that ask for a look."""

_TITLES: dict[Absence, str] = {
    Absence.BUSY: QT_TRANSLATE_NOOP("Link", "Last values {age}"),
    Absence.PAUSED: QT_TRANSLATE_NOOP("Link", "Nothing was recorded here, last values {age}"),
    Absence.ENDED: QT_TRANSLATE_NOOP("Link", "End of the recording, last values {age}"),
    Absence.SILENT: QT_TRANSLATE_NOOP("Link", "No answer, last values {age}"),
    Absence.ASLEEP: QT_TRANSLATE_NOOP("Link", "Probably asleep, last values {age}"),
    Absence.GARBLED: QT_TRANSLATE_NOOP("Link", "Not understood, last values {age}"),
    Absence.REFUSED: QT_TRANSLATE_NOOP("Link", "Refused, last values {age}"),
    Absence.LOST: QT_TRANSLATE_NOOP("Link", "Link lost, last values {age}"),
    Absence.FAILED: QT_TRANSLATE_NOOP("Link", "Connection failed, last values {age}"),
    Absence.RELEASED: QT_TRANSLATE_NOOP("Link", "Released, last values {age}"),
    Absence.CLOSED: QT_TRANSLATE_NOOP("Link", "Not connected, last values {age}"),
}
_NO_VALUES: dict[Absence, str] = {
    Absence.BUSY: QT_TRANSLATE_NOOP("Link", "Waiting for the first values…"),
    Absence.PAUSED: QT_TRANSLATE_NOOP("Link", "Waiting for the first values…"),
    Absence.ENDED: QT_TRANSLATE_NOOP("Link", "End of the recording, without a value"),
    Absence.SILENT: QT_TRANSLATE_NOOP("Link", "No answer"),
    Absence.ASLEEP: QT_TRANSLATE_NOOP("Link", "Probably asleep"),
    Absence.GARBLED: QT_TRANSLATE_NOOP("Link", "Not understood"),
    Absence.REFUSED: QT_TRANSLATE_NOOP("Link", "Refused"),
    Absence.LOST: QT_TRANSLATE_NOOP("Link", "Link lost"),
    Absence.FAILED: QT_TRANSLATE_NOOP("Link", "Not connected"),
    Absence.RELEASED: QT_TRANSLATE_NOOP("Link", "Not connected"),
    Absence.CLOSED: QT_TRANSLATE_NOOP("Link", "Not connected"),
}
_HINTS: dict[Absence, str] = {
    Absence.BUSY: QT_TRANSLATE_NOOP(
        "Link", "The line is busy with a longer read or write, or the board is slow."
    ),
    Absence.PAUSED: QT_TRANSLATE_NOOP(
        "Link", "The recording has a gap here. Play on, or go to another time."
    ),
    Absence.ENDED: QT_TRANSLATE_NOOP("Link", "Open it again to play it from the start."),
    Absence.SILENT: QT_TRANSLATE_NOOP(
        "Link",
        "The line is there and the board answered before. It may sleep, or its plug or power is "
        "gone; “Wake…” in Devices helps to tell.",
    ),
    Absence.ASLEEP: QT_TRANSLATE_NOOP(
        "Link",
        "What is known speaks for sleep. Wake it by charger, load or button; “Wake…” in Devices "
        "tries it and says more.",
    ),
    Absence.GARBLED: QT_TRANSLATE_NOOP(
        "Link", "Check baud rate and wiring, and that nobody else talks on this line."
    ),
    Absence.REFUSED: QT_TRANSLATE_NOOP(
        "Link",
        "The board answers but will not be read now: it may be locked, or in another mode. "
        "Unlock or restart it; the desk keeps asking.",
    ),
    Absence.LOST: QT_TRANSLATE_NOOP(
        "Link", "Plug {where} in again or come nearer; the desk reconnects by itself."
    ),
    Absence.FAILED: "",
    Absence.RELEASED: "",
    Absence.CLOSED: QT_TRANSLATE_NOOP("Link", "{where} is closed."),
}
"""What to do, by state; shown under the words of an error where there is one."""
_SAYS_ERROR = frozenset(
    (Absence.GARBLED, Absence.REFUSED, Absence.LOST, Absence.FAILED, Absence.RELEASED)
)


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
    why = Absence.CLOSED if model is None else model.absence
    if model is not None and model.mode is Mode.REPLAY and model.phase is LinkPhase.LIVE:
        return ModeWords(_tr("REPLAY"), "replay")  # also in a gap, and before the first sample
    if model is not None and model.remote is not None:
        return _remote_mode(why)
    if why is not None:
        return ModeWords(_tr(_CHIPS[why]), "warn" if why in _ASKS else "muted")
    if model is None or model.stale:
        return ModeWords(_tr(_CHIPS[Absence.BUSY]), "warn")
    if model.mode is Mode.SIMULATOR:
        return ModeWords(_tr("SIMULATOR"), "accent")
    return ModeWords(_tr("LIVE"), "ok")


def _remote_mode(why: Absence | None) -> ModeWords:
    """Return the chip of a battery behind a server, which is never live like a line."""
    if why is None:
        return ModeWords(remote_words.translated(remote_words.LIVE), "ok")
    text = remote_words.translated(remote_words.CHIPS.get(why, "")) or _tr(_CHIPS[why])
    return ModeWords(text, "warn" if why in (Absence.SILENT, Absence.REFUSED) else "muted")


def released(model: DeviceModel) -> bool:
    """Return whether the link was given to somebody else (Ctrl+R)."""
    return model.absence is Absence.RELEASED


def where_words(uri: DeviceUri) -> str:
    """Return a link in short: "Serial /dev/ttyUSB0 · 9600"."""
    scheme = SCHEMES.get(uri.scheme)
    # The folder of a recording would push everything else out of a line.
    target = uri.target.rsplit("/", 1)[-1] if uri.scheme == "replay" else uri.target
    parts = [f"{_tr(scheme) if scheme else uri.scheme} {target}"]
    if uri.scheme == "serial":
        parts.append(uri.options.get("baud", "9600"))
    return " · ".join(parts)


def short_where(uri: DeviceUri) -> str:
    """Return a link in one or two words: "Serial ttyUSB0"."""
    return f"{link_word(uri)} {uri.target.rsplit('/', 1)[-1]}"


def link_word(uri: DeviceUri) -> str:
    """Return what kind of link it is: "Bluetooth"."""
    scheme = SCHEMES.get(uri.scheme)
    return _tr(scheme) if scheme else uri.scheme


def no_device_words() -> StateWords:
    """Return what a panel says while nothing is open."""
    return StateWords(
        _tr("No device connected"), _tr("Choose a port or a simulated pack under Devices.")
    )


def state_words(model: DeviceModel, uri: DeviceUri) -> StateWords | None:
    """Return what to say of a link that is not in order, None while it is."""
    why, where = model.absence, where_words(uri)
    seconds = None if model.sample is None else model.age_s
    if why is None:
        told = where if model.remote is None else remote_words.waiting()
        waiting = StateWords(_tr("Waiting for the first values…"), told)
        return waiting if seconds is None else None
    if why is Absence.CONNECTING:
        hint = _tr("Trying {where}. This can take some seconds.").format(where=where)
        last = "" if seconds is None else _tr(_TITLES[Absence.BUSY]).format(age=_since(seconds))
        return StateWords(_tr("Connecting…"), f"{hint}\n{last}".strip())
    error = None
    if model.error is not None:
        from mingtang_desk.ui.errors import error_words  # many texts; the first paint has no error

        error = error_words(model.error)
    if seconds is None:
        if error is not None:
            return StateWords(*error)
        if model.remote is not None and why in remote_words.NO_VALUES:
            title = remote_words.translated(remote_words.NO_VALUES[why])
            return StateWords(title, remote_words.hint(model, why))
        return StateWords(_tr(_NO_VALUES[why]), _tr(_HINTS[why]).format(where=where))
    titles, hints = _tr(_TITLES[why]), [_tr(_HINTS[why]).format(where=where)]
    if model.remote is not None:
        titles = remote_words.translated(remote_words.TITLES.get(why, "")) or titles
        hints = [remote_words.hint(model, why)]
    if error is not None and why in _SAYS_ERROR:
        # Its own hint is for whoever asked for something; here nobody did.
        hints = [error[0], *hints] if hints[0] else [" ".join(error).strip()]
    title = titles.format(age=_since(seconds))
    return StateWords(title, "\n".join(hint for hint in hints if hint))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Link", text)


_MARKED = (
    QT_TRANSLATE_NOOP("Link", "REPLAY"),
    QT_TRANSLATE_NOOP("Link", "SIMULATOR"),
    QT_TRANSLATE_NOOP("Link", "LIVE"),
    QT_TRANSLATE_NOOP("Link", "No device connected"),
    QT_TRANSLATE_NOOP("Link", "Choose a port or a simulated pack under Devices."),
    QT_TRANSLATE_NOOP("Link", "Connecting…"),
    QT_TRANSLATE_NOOP("Link", "Trying {where}. This can take some seconds."),
    QT_TRANSLATE_NOOP("Link", "Not connected"),
    QT_TRANSLATE_NOOP("Link", "{where} is closed."),
    QT_TRANSLATE_NOOP("Link", "{time} ago"),
    QT_TRANSLATE_NOOP("Link", "Waiting for the first values…"),
)
