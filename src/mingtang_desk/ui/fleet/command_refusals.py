"""Why an instruction cannot be asked now, and why one that was asked was not sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingtang_desk.core.errors import CloudRefusalError, MingtangError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.fleet.actions import is_gone
from mingtang_desk.ui.fleet.command_table import Class, Instruction
from mingtang_desk.ui.fleet.command_words import problem_words
from mingtang_desk.ui.fleet.rights import lacks_right
from mingtang_desk.ui.panel import words

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet
    from mingtang_desk.cloud.models import BatteryDetails

_ENDED = frozenset(("expired", "not_enabled"))
_NOBODY = QT_TRANSLATE_NOOP("CommandRefusal", "Not logged in")
_MAY_LOOK = QT_TRANSLATE_NOOP("CommandRefusal", "Your role may look, not do this.")
_GONE = QT_TRANSLATE_NOOP("CommandRefusal", "This battery is not in this fleet any more.")
_BUSY = QT_TRANSLATE_NOOP("CommandRefusal", "It is being sent.")
_LOOKED_UP = QT_TRANSLATE_NOOP("CommandRefusal", "The battery is being looked up.")
_AWAY = QT_TRANSLATE_NOOP(
    "CommandRefusal", "The tracker is not connected; this is done at once or not at all."
)
_NO_PROOF = QT_TRANSLATE_NOOP("CommandRefusal", "This cloud cannot check your password again.")


def lacks(fleet: Fleet | None, right: str) -> str:
    """Return that this login has not the right to do something, "" = it has."""
    if fleet is not None and not fleet.can(right):
        return lacks_right(fleet, _said(_MAY_LOOK))
    return ""


def why_not(
    row: Instruction,
    fleet: Fleet | None,
    number: str,
    details: BatteryDetails | None,
    *,
    is_busy: bool,
) -> str:
    """Return why something cannot be asked of a battery now, "" = it can.

    Args:
        row: what is asked.
        fleet: None = nobody is logged in.
        number: of the battery.
        details: what is known of it, None = not yet.
        is_busy: it is being sent.
    """
    if fleet is None:
        return _said(_NOBODY)
    refusal = lacks(fleet, row.right)
    if refusal:
        return refusal
    if is_gone(fleet, number):
        return _said(_GONE)
    if is_busy:
        return _said(_BUSY)
    if details is None:
        return _said(_LOOKED_UP)
    if details.state in _ENDED:
        return problem_words(f"device_{details.state}")
    if row.kind is Class.MOMENTARY and not details.tracker.is_linked:
        return _said(_AWAY)
    if row.typed and fleet.provider.me is None:
        return _said(_NO_PROOF)
    return ""


def refusal_words(error: MingtangError) -> str:
    """Return why something was not sent, in our words where we have some."""
    if error.key in ("cloud_login_refused", "cloud_password_wrong"):
        return problem_words("password_wrong")
    if isinstance(error, CloudRefusalError):
        known = problem_words(str(error.values.get("problem", "")))
        if known:
            return known
    said = error_words(error)
    return f"{said.message} {said.hint}".strip()


def _said(text: str) -> str:
    return words("CommandRefusal", text)
