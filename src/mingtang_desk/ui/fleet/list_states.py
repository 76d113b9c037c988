"""Why there is no list: nobody is logged in, it comes in, it is empty, or nothing is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.fleet.list_link import link_words
from mingtang_desk.ui.panel import words
from mingtang_desk.ui.widgets.state_note import StateNote

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet

_LOG_IN = QT_TRANSLATE_NOOP("FleetList", "Log in…")
_AGAIN = QT_TRANSLATE_NOOP("FleetList", "Try again")
_SHOW_ALL = QT_TRANSLATE_NOOP("FleetList", "Show all")
_NOBODY = QT_TRANSLATE_NOOP("FleetList", "Not logged in")
_NOBODY_HINT = QT_TRANSLATE_NOOP(
    "FleetList", "Log in to a server to see your batteries, wherever they are."
)
_NO_CLIENT = QT_TRANSLATE_NOOP("FleetList", "Without the cloud")
_NO_CLIENT_HINT = QT_TRANSLATE_NOOP("FleetList", "Its client is not installed.")
_NOTHING = QT_TRANSLATE_NOOP("FleetList", "Nothing found")
_NOTHING_HINT = QT_TRANSLATE_NOOP("FleetList", "No battery is like this.")
_ENDED = QT_TRANSLATE_NOOP("FleetList", "The login has ended")
_BROKEN = QT_TRANSLATE_NOOP("FleetList", "The server cannot be reached")
_READING = QT_TRANSLATE_NOOP("FleetList", "Reading the list")
_EMPTY = QT_TRANSLATE_NOOP("FleetList", "No batteries yet")
_EMPTY_HINT = QT_TRANSLATE_NOOP(
    "FleetList", "Batteries are entered at the server, by who may do so there."
)


def say_nobody(note: StateNote, *, has_client: bool) -> None:
    """Say that nobody is logged in."""
    if has_client:
        note.say(_said(_NOBODY), _said(_NOBODY_HINT))
    else:
        note.say(_said(_NO_CLIENT), _said(_NO_CLIENT_HINT))
    _offer(note, _LOG_IN if has_client else "")


def say_empty(note: StateNote, fleet: Fleet) -> None:
    """Say why no battery of a fleet is listed."""
    from mingtang_desk.cloud.fleet import FleetPhase

    if len(fleet.table):
        note.say(_said(_NOTHING), _said(_NOTHING_HINT))
        _offer(note, _SHOW_ALL)
    elif fleet.phase is FleetPhase.ENDED:
        note.say(_said(_ENDED), link_words(fleet))
        _offer(note, _LOG_IN)
    elif fleet.phase is FleetPhase.BROKEN:
        note.say(_said(_BROKEN), link_words(fleet))
        _offer(note, _AGAIN)
    else:
        note.say(
            *((_said(_EMPTY), _said(_EMPTY_HINT)) if fleet.is_whole else (_said(_READING), ""))
        )
        _offer(note, "")


def _offer(note: StateNote, text: str) -> None:
    note.action.setText(_said(text))
    note.action.setVisible(bool(text))


def _said(text: str) -> str:
    return words("FleetList", text)
