"""Words of controls: what a button does, what it may cut off, and the way back."""

from collections.abc import Mapping
from typing import NamedTuple

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.catalogue.control_notes import Note
from mingtang_desk.device.catalogue.controls import Action, ControlSpec
from mingtang_desk.device.control_guard import Evidence, way_back
from mingtang_desk.session.trial import Outcome
from mingtang_desk.ui.forms.texts import translated

_ON = QT_TRANSLATE_NOOP("ControlForm", "Switch on")
_OFF = QT_TRANSLATE_NOOP("ControlForm", "Switch off")
_VERBS: Mapping[Action, str] = {
    Action.LOCK: QT_TRANSLATE_NOOP("ControlForm", "Lock"),
    Action.UNLOCK: QT_TRANSLATE_NOOP("ControlForm", "Unlock"),
    Action.RESTART: QT_TRANSLATE_NOOP("ControlForm", "Restart"),
    Action.FACTORY_RESET: QT_TRANSLATE_NOOP("ControlForm", "Restore"),
    Action.UNDO_FACTORY_RESET: QT_TRANSLATE_NOOP("ControlForm", "Write back"),
    Action.CLEAR_COUNTERS: QT_TRANSLATE_NOOP("ControlForm", "Clear"),
    Action.SET_CLOCK: QT_TRANSLATE_NOOP("ControlForm", "Set"),
    Action.SET_SOC: QT_TRANSLATE_NOOP("ControlForm", "Set"),
    Action.SET_CAPACITY: QT_TRANSLATE_NOOP("ControlForm", "Set"),
    Action.LOCATE: QT_TRANSLATE_NOOP("ControlForm", "Locate"),
}
_SWITCH_ON = QT_TRANSLATE_NOOP(
    "ControlForm", "Current may flow from now on, unless a protection forbids it."
)
_BALANCE_ON = QT_TRANSLATE_NOOP("ControlForm", "The board evens out its cells by itself.")
_LOCK_OFF = QT_TRANSLATE_NOOP("ControlForm", "The RS485 master can lock the pack no more.")
_OFF_AGAIN = QT_TRANSLATE_NOOP("ControlForm", "Switch it off here again.")
_ON_AGAIN = QT_TRANSLATE_NOOP("ControlForm", "Switch it on here again.")
_MEASURED = QT_TRANSLATE_NOOP("ControlForm", "measured: {before} A before, {after} A now")
_FLOWS = QT_TRANSLATE_NOOP("ControlForm", "measured: {after} A flow")
_FLAG_ONLY = QT_TRANSLATE_NOOP("ControlForm", "by its flag only, there was no current to measure")
_STILL = QT_TRANSLATE_NOOP("ControlForm", "the flag says off, but {after} A still flow")
_ENDS: Mapping[Outcome, str] = {
    Outcome.KEPT: QT_TRANSLATE_NOOP("ControlForm", "✓ Kept as it was switched"),
    Outcome.RESTORED: QT_TRANSLATE_NOOP("ControlForm", "✓ Put back, and the board confirms it"),
    Outcome.ALREADY: QT_TRANSLATE_NOOP("ControlForm", "✓ It was back by itself"),
    Outcome.BY_HAND: QT_TRANSLATE_NOOP("ControlForm", "✓ Put back by hand"),
    Outcome.NOT_NEEDED: QT_TRANSLATE_NOOP("ControlForm", "× It was never switched"),
}


class Effect(NamedTuple):
    """What a control may do, and how to get back."""

    warning: str
    way_back: str


def verb(spec: ControlSpec, value: str | None) -> str:
    """Return the word of a button."""
    if spec.switch:
        return translated("ControlForm", _ON if value == "on" else _OFF)
    return translated("ControlForm", _VERBS[spec.action])


def said(note: Note) -> str:
    """Return a note in the present language."""
    return translated("Control", note.text).format(**note.values)


def proven(spec: ControlSpec, value: str | None, evidence: Evidence | None) -> str:
    """Return what shows that it happened, "" where there is nothing beside the state."""
    if evidence is None or way_back(spec.action, value) is None:
        amps = None if evidence is None or not evidence.measured else evidence.after_a
        return "" if amps is None else _in_amps(_FLOWS, after=amps)
    if evidence.still_flows:
        return _in_amps(_STILL, after=evidence.after_a)
    if evidence.measured is None:
        return translated("ControlForm", _FLAG_ONLY)
    return _in_amps(_MEASURED, before=evidence.before_a, after=evidence.after_a)


def trial_end(outcome: Outcome) -> str:
    """Return how a trial ended, with its sign."""
    return translated("ControlForm", _ENDS[outcome])


def _in_amps(text: str, **amps: float | None) -> str:
    figures = {name: f"{value or 0.0:.1f}" for name, value in amps.items()}
    return translated("ControlForm", text).format(**figures)


def effect(spec: ControlSpec, value: str | None) -> Effect:
    """Return what to say before the second press.

    The catalogue warns of the dangerous direction of a switch: off, but on for the lock function.
    """
    dangerous = "on" if spec.action is Action.LOCK_FUNCTION else "off"
    if not spec.switch or value == dangerous:
        return Effect(translated("Control", spec.warning), translated("Control", spec.way_back))
    match spec.action:
        case Action.LOCK_FUNCTION:
            return Effect(
                translated("ControlForm", _LOCK_OFF), translated("ControlForm", _ON_AGAIN)
            )
        case Action.BALANCE:
            return Effect(
                translated("ControlForm", _BALANCE_ON), translated("ControlForm", _OFF_AGAIN)
            )
        case _:
            return Effect(
                translated("ControlForm", _SWITCH_ON), translated("ControlForm", _OFF_AGAIN)
            )
