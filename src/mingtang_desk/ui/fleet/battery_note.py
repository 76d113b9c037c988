"""What stands in place of a battery where there is none: nobody is logged in, or none is chosen."""

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.panel import words
from mingtang_desk.ui.widgets.state_note import StateNote

_NOBODY = QT_TRANSLATE_NOOP("BatteryNote", "Not logged in")
_NOBODY_HINT = QT_TRANSLATE_NOOP("BatteryNote", "Log in to a cloud in the panel Account.")
_LOG_IN = QT_TRANSLATE_NOOP("BatteryNote", "Log in…")
_NONE = QT_TRANSLATE_NOOP("BatteryNote", "No battery is chosen")
_NONE_HINT = QT_TRANSLATE_NOOP("BatteryNote", "Choose one in the list or on the map.")


def say_logged_out(note: StateNote, *, has_client: bool) -> None:
    """Say that nobody is logged in, and offer it where there is a client of clouds."""
    note.say(words("BatteryNote", _NOBODY), words("BatteryNote", _NOBODY_HINT))
    offer_login(note, has_client=has_client)


def offer_login(note: StateNote, *, has_client: bool) -> None:
    """Give the note the button that leads to a login, where there is a client of clouds."""
    note.action.setText(words("BatteryNote", _LOG_IN))
    note.action.setVisible(has_client)


def say_none_chosen(note: StateNote) -> None:
    """Say that no battery is chosen."""
    note.say(words("BatteryNote", _NONE), words("BatteryNote", _NONE_HINT))
    note.action.hide()
