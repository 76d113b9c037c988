"""Words of controls: what a button does, what it may cut off, and the way back."""

from collections.abc import Mapping
from typing import NamedTuple

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.catalogue.controls import Action, ControlSpec
from mingtang_desk.ui.forms.texts import translated

_ON = QT_TRANSLATE_NOOP("ControlForm", "Switch on")
_OFF = QT_TRANSLATE_NOOP("ControlForm", "Switch off")
_VERBS: Mapping[Action, str] = {
    Action.LOCK: QT_TRANSLATE_NOOP("ControlForm", "Lock"),
    Action.UNLOCK: QT_TRANSLATE_NOOP("ControlForm", "Unlock"),
    Action.RESTART: QT_TRANSLATE_NOOP("ControlForm", "Restart"),
    Action.FACTORY_RESET: QT_TRANSLATE_NOOP("ControlForm", "Restore"),
    Action.CLEAR_COUNTERS: QT_TRANSLATE_NOOP("ControlForm", "Clear"),
    Action.SET_CLOCK: QT_TRANSLATE_NOOP("ControlForm", "Set"),
    Action.SET_SOC: QT_TRANSLATE_NOOP("ControlForm", "Set"),
    Action.LOCATE: QT_TRANSLATE_NOOP("ControlForm", "Locate"),
}
_SWITCH_ON = QT_TRANSLATE_NOOP(
    "ControlForm", "Current may flow from now on, unless a protection forbids it."
)
_BALANCE_ON = QT_TRANSLATE_NOOP("ControlForm", "The board evens out its cells by itself.")
_LOCK_OFF = QT_TRANSLATE_NOOP("ControlForm", "The RS485 master can lock the pack no more.")
_OFF_AGAIN = QT_TRANSLATE_NOOP("ControlForm", "Switch it off here again.")
_ON_AGAIN = QT_TRANSLATE_NOOP("ControlForm", "Switch it on here again.")


class Effect(NamedTuple):
    """What a control may do, and how to get back."""

    warning: str
    way_back: str


def verb(spec: ControlSpec, value: str | None) -> str:
    """Return the word of a button."""
    if spec.switch:
        return translated("ControlForm", _ON if value == "on" else _OFF)
    return translated("ControlForm", _VERBS[spec.action])


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
