"""Why no alarm is listed: nobody is logged in, they come in, none fits, or there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.fleet.alarm_model import Wanted
from mingtang_desk.ui.fleet.battery_note import say_logged_out
from mingtang_desk.ui.panel import words
from mingtang_desk.ui.widgets.state_note import StateNote

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet

_CANNOT = QT_TRANSLATE_NOOP("AlarmNone", "This cloud has no alarms")
_READING = QT_TRANSLATE_NOOP("AlarmNone", "Reading the alarms…")
_UNFIT = QT_TRANSLATE_NOOP("AlarmNone", "No such alarm")
_UNFIT_HINT = QT_TRANSLATE_NOOP("AlarmNone", "No alarm fits search and filters.")
_CLEAR = QT_TRANSLATE_NOOP("AlarmNone", "Clear the filters")
_NONE_OPEN = QT_TRANSLATE_NOOP("AlarmNone", "No open alarms")
_NONE_OPEN_HINT = QT_TRANSLATE_NOOP("AlarmNone", "New ones appear here by themselves.")
_NONE = QT_TRANSLATE_NOOP("AlarmNone", "No alarms yet")


def say_none(
    note: StateNote, fleet: Fleet | None, wanted: Wanted, *, is_loading: bool, has_client: bool
) -> None:
    """Say why the list is empty; its button does what helps, where something does."""
    note.action.setVisible(False)
    if fleet is None:
        say_logged_out(note, has_client=has_client)
    elif fleet.provider.alarms is None:
        note.say(_said(_CANNOT))
    elif is_loading:
        note.say(_said(_READING))
    elif wanted.is_flat:
        note.say(_said(_UNFIT), _said(_UNFIT_HINT))
        note.action.setText(_said(_CLEAR))
        note.action.setVisible(True)
    elif wanted.state in ("open", "raised"):
        note.say(_said(_NONE_OPEN), _said(_NONE_OPEN_HINT))
    else:
        note.say(_said(_NONE))


def _said(text: str) -> str:
    return words("AlarmNone", text)
