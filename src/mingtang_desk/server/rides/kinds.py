"""Kinds of alarms, with what they are by default."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mingtang_desk.device.catalogue.events import ALARMS, FAULTS, PROTECTIONS


class Severity(StrEnum):
    """How bad it is."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of alarm.

    Attributes:
        severity: unless somebody sets another.
        raise_delay_s: it has to last so long.
        threshold: what raises it, where the server itself compares; in the unit of the kind.
    """

    severity: Severity
    raise_delay_s: float = 0.0
    threshold: float | None = None


LOW_CAPACITY_PCT = 20.0
CLEAR_PCT = 5.0
"""Low capacity ends so far above its threshold."""
CLEAR_S = 30.0
"""A protection of a board is over once it has been away for so long."""

_GRAVE = ("short", "secondary_ov", "secondary_uv", "cell_ov", "chg_ot", "dsg_ot", "mos_ot")
CLOUD: Mapping[str, Kind] = {
    "vibration": Kind(severity=Severity.WARNING),
    "moved": Kind(severity=Severity.CRITICAL),
    "ignition": Kind(severity=Severity.CRITICAL),
    "power_cut": Kind(severity=Severity.CRITICAL),
    "fence_exit": Kind(severity=Severity.WARNING),
    "fence_enter": Kind(severity=Severity.INFO),
    "offline": Kind(severity=Severity.WARNING, raise_delay_s=120.0),
    "low_capacity": Kind(severity=Severity.WARNING, threshold=LOW_CAPACITY_PCT),
    "storm": Kind(severity=Severity.CRITICAL),
}
"""What the server itself finds."""
TRACKER: Mapping[str, Kind] = {
    "emergency": Kind(severity=Severity.CRITICAL),
    "low_supply": Kind(severity=Severity.WARNING, raise_delay_s=60.0),
    "gnss_fault": Kind(severity=Severity.INFO, raise_delay_s=60.0),
    "antenna_open": Kind(severity=Severity.WARNING, raise_delay_s=60.0),
    "antenna_short": Kind(severity=Severity.WARNING, raise_delay_s=60.0),
    "stolen": Kind(severity=Severity.CRITICAL),
    "illegal_ignition": Kind(severity=Severity.CRITICAL),
    "illegal_movement": Kind(severity=Severity.CRITICAL),
    "collision": Kind(severity=Severity.CRITICAL),
    "rollover": Kind(severity=Severity.CRITICAL),
}
"""Bits of JT/T 808 that a tracker sets by itself."""
OTHER = Kind(severity=Severity.WARNING)
KINDS: Mapping[str, Kind] = {
    **{key: Kind(severity=Severity.WARNING) for key in ALARMS},
    **{key: Kind(severity=Severity.CRITICAL) for key in (*_GRAVE, *FAULTS)},
    **CLOUD,
    **TRACKER,
}
"""Every kind that can be switched; a board's own `x_` keys are kinds too, of `OTHER`."""


def base_of(key: str) -> str:
    """Return the kind that is switched for a key: without the trip level at its end."""
    head, _, level = key.rpartition("_")
    return head if level in ("1", "2", "3") and head in PROTECTIONS else key


def kind_of(key: str) -> Kind:
    """Return what a key is by default."""
    return KINDS.get(base_of(key), OTHER)
