"""What a board can do, read off the rows that count on it."""

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.controls import CONTROLS, Action
from mingtang_desk.protocols.modbus.active import Active
from mingtang_desk.wire.profile.rows import Cells

NO_EXTENSION = QT_TRANSLATE_NOOP(
    "Reason",
    "This board answers the China Tower map only. Settings, counters and switches need the "
    "vendor's register map, which is not public.",
)
"""The reason in resources/profiles/mingtang.toml, marked here for translation."""

_SOC_INSTEAD = QT_TRANSLATE_NOOP(
    "Reason", "Its register map has no place for the residual capacity; set the SOC instead."
)


def capabilities_of(active: Active) -> frozenset[Capability]:
    """Return the capabilities of a board with these parts."""
    can = {Capability.STATUS}
    rows = active.rows.values()
    if any(isinstance(row, Cells) for row in rows):
        can.add(Capability.CELLS)
    if active.counters:
        can.add(Capability.COUNTERS)
    if active.settings:
        can.add(Capability.SETTINGS_READ)
    if any(not row.read_only for row in active.settings.values()):
        can.add(Capability.SETTINGS_WRITE)
    if active.corrections:
        can.add(Capability.CALIBRATION)
    if "lock.status" in active.rows or "lock.function" in active.rows:
        can.add(Capability.LOCK)
    return frozenset(can | {row.needs for row in CONTROLS if row.action.value in active.controls})


def one_way_of(active: Active) -> frozenset[Action]:
    """Return the controls of a profile that nothing in it takes back: a lock without its unlock."""
    locks = Action.LOCK.value in active.controls and Action.UNLOCK.value not in active.controls
    return frozenset({Action.LOCK} if locks else ())


def missing_of(active: Active) -> dict[Capability, str]:
    """Return why a board of this profile lacks what one would look for."""
    if Action.SET_SOC.value in active.controls:
        return {Capability.SET_CAPACITY: _SOC_INSTEAD}
    return {}
