"""Who may do what to a board: roles, and classes of what can be done. Pure; no security system.

Whoever has the computer has the data: roles keep colleagues from mistakes, not thieves from packs.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.settings import Risk, SettingSpec


class Role(StrEnum):
    """Each may do what those before it may."""

    OBSERVER = "observer"
    TECHNICIAN = "technician"
    ENGINEER = "engineer"

    @property
    def rank(self) -> int:
        """0 for the least."""
        return tuple(Role).index(self)


class WriteClass(StrEnum):
    """A class of what can be done to a board; one role is needed for each."""

    EASY = "easy"
    CAREFUL = "careful"
    DANGEROUS = "dangerous"
    SWITCH = "switch"
    RESET = "reset"
    CALIBRATION = "calibration"
    RAW = "raw"


ROLE_NAMES: Mapping[Role, str] = {
    Role.OBSERVER: QT_TRANSLATE_NOOP("Role", "Observer"),
    Role.TECHNICIAN: QT_TRANSLATE_NOOP("Role", "Technician"),
    Role.ENGINEER: QT_TRANSLATE_NOOP("Role", "Engineer"),
}
CLASS_NAMES: Mapping[WriteClass, str] = {
    WriteClass.EASY: QT_TRANSLATE_NOOP("Role", "Names and codes"),
    WriteClass.CAREFUL: QT_TRANSLATE_NOOP("Role", "Settings that change behaviour"),
    WriteClass.DANGEROUS: QT_TRANSLATE_NOOP("Role", "Safety limits"),
    WriteClass.SWITCH: QT_TRANSLATE_NOOP("Role", "Switches, lock, restart, clock"),
    WriteClass.RESET: QT_TRANSLATE_NOOP("Role", "Resets, counters, SOC and capacity"),
    WriteClass.CALIBRATION: QT_TRANSLATE_NOOP("Role", "Calibration"),
    WriteClass.RAW: QT_TRANSLATE_NOOP("Role", "Raw bytes"),
}
NEEDS: Mapping[WriteClass, Role] = {
    WriteClass.EASY: Role.TECHNICIAN,
    WriteClass.CAREFUL: Role.TECHNICIAN,
    WriteClass.DANGEROUS: Role.ENGINEER,
    WriteClass.SWITCH: Role.TECHNICIAN,
    WriteClass.RESET: Role.ENGINEER,
    WriteClass.CALIBRATION: Role.ENGINEER,
    WriteClass.RAW: Role.ENGINEER,
}
"""What a shop begins with; an engineer may change it, but nothing is ever open to an observer."""

_OF_RISK: Mapping[Risk, WriteClass] = {
    Risk.EASY: WriteClass.EASY,
    Risk.CAREFUL: WriteClass.CAREFUL,
    Risk.DANGEROUS: WriteClass.DANGEROUS,
}
_SWITCHES = frozenset(
    (
        Action.CHARGE,
        Action.DISCHARGE,
        Action.BALANCE,
        Action.LOCK_FUNCTION,
        Action.LOCK,
        Action.UNLOCK,
        Action.RESTART,
        Action.SET_CLOCK,
        Action.LOCATE,
    )
)


def class_of_action(action: Action) -> WriteClass:
    """Return the class of a control; what cannot be taken back is a reset."""
    return WriteClass.SWITCH if action in _SWITCHES else WriteClass.RESET


def classes_of_settings(specs: Iterable[SettingSpec]) -> set[WriteClass]:
    """Return the classes of what some settings touch."""
    return {_OF_RISK[spec.risk] for spec in specs}


def lacking(
    role: Role, classes: Iterable[WriteClass], needs: Mapping[WriteClass, Role]
) -> WriteClass | None:
    """Return the class a role may not do, the one that needs most; None = it may do them all."""
    wanted = max(classes, key=lambda each: needs[each].rank, default=None)
    return None if wanted is None or needs[wanted].rank <= role.rank else wanted
