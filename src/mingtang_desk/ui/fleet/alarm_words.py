"""Alarms in words: type, severity, state, sensor, value. Keys the desk does not know stay as is."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication

from mingtang_desk.cloud.models_alarms import Alarm
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.catalogue.events import ALARMS, FAULTS
from mingtang_desk.ui.shown import NOT_REPORTED, Shown, degrees, event_words, number
from mingtang_desk.ui.value_names import extra_name, status_name

CLOUD_TYPES: Mapping[str, str] = {
    "vibration": QT_TRANSLATE_NOOP("AlarmType", "Vibration while armed"),
    "moved": QT_TRANSLATE_NOOP("AlarmType", "Moved while armed"),
    "ignition": QT_TRANSLATE_NOOP("AlarmType", "Ignition while armed"),
    "power_cut": QT_TRANSLATE_NOOP("AlarmType", "Power cut"),
    "fence_exit": QT_TRANSLATE_NOOP("AlarmType", "Left a fence"),
    "fence_enter": QT_TRANSLATE_NOOP("AlarmType", "Entered a fence"),
    "offline": QT_TRANSLATE_NOOP("AlarmType", "Offline"),
    "low_capacity": QT_TRANSLATE_NOOP("AlarmType", "Low capacity"),
    "storm": QT_TRANSLATE_NOOP("AlarmType", "Storm: many batteries at once"),
}
"""What the server finds."""
TRACKER_TYPES: Mapping[str, str] = {
    "emergency": QT_TRANSLATE_NOOP("AlarmType", "Emergency button"),
    "low_supply": QT_TRANSLATE_NOOP("AlarmType", "Tracker supply low"),
    "gnss_fault": QT_TRANSLATE_NOOP("AlarmType", "Positioning module broken"),
    "antenna_open": QT_TRANSLATE_NOOP("AlarmType", "Antenna not connected"),
    "antenna_short": QT_TRANSLATE_NOOP("AlarmType", "Antenna short circuit"),
    "stolen": QT_TRANSLATE_NOOP("AlarmType", "Stolen"),
    "illegal_ignition": QT_TRANSLATE_NOOP("AlarmType", "Illegal ignition"),
    "illegal_movement": QT_TRANSLATE_NOOP("AlarmType", "Illegal movement"),
    "collision": QT_TRANSLATE_NOOP("AlarmType", "Collision"),
    "rollover": QT_TRANSLATE_NOOP("AlarmType", "Rollover"),
}
"""What a tracker says."""
TRACCAR_TYPES: Mapping[str, str] = {
    "x_traccar_general": QT_TRANSLATE_NOOP("AlarmType", "Alarm"),
    "x_traccar_lowspeed": QT_TRANSLATE_NOOP("AlarmType", "Too slow"),
    "x_traccar_overspeed": QT_TRANSLATE_NOOP("AlarmType", "Too fast"),
    "x_traccar_fall_down": QT_TRANSLATE_NOOP("AlarmType", "Fell over"),
    "x_traccar_fault": QT_TRANSLATE_NOOP("AlarmType", "Fault"),
    "x_traccar_power_on": QT_TRANSLATE_NOOP("AlarmType", "Switched on"),
    "x_traccar_door": QT_TRANSLATE_NOOP("AlarmType", "Door open"),
    "x_traccar_lock": QT_TRANSLATE_NOOP("AlarmType", "Locked"),
    "x_traccar_unlock": QT_TRANSLATE_NOOP("AlarmType", "Unlocked"),
    "x_traccar_idle": QT_TRANSLATE_NOOP("AlarmType", "Stands with the engine on"),
    "x_traccar_high_rpm": QT_TRANSLATE_NOOP("AlarmType", "High engine speed"),
    "x_traccar_hard_acceleration": QT_TRANSLATE_NOOP("AlarmType", "Hard acceleration"),
    "x_traccar_hard_braking": QT_TRANSLATE_NOOP("AlarmType", "Hard braking"),
    "x_traccar_hard_cornering": QT_TRANSLATE_NOOP("AlarmType", "Hard cornering"),
    "x_traccar_lane_change": QT_TRANSLATE_NOOP("AlarmType", "Lane change"),
    "x_traccar_fatigue_driving": QT_TRANSLATE_NOOP("AlarmType", "Fatigue"),
    "x_traccar_power_restored": QT_TRANSLATE_NOOP("AlarmType", "Power is back"),
    "x_traccar_jamming": QT_TRANSLATE_NOOP("AlarmType", "Radio is jammed"),
    "x_traccar_temperature": QT_TRANSLATE_NOOP("AlarmType", "Temperature"),
    "x_traccar_parking": QT_TRANSLATE_NOOP("AlarmType", "Parked"),
    "x_traccar_tampering": QT_TRANSLATE_NOOP("AlarmType", "Tampered with"),
    "x_traccar_removing": QT_TRANSLATE_NOOP("AlarmType", "Taken off"),
}
"""What only Traccar tells; one that is not among them is shown in its own words."""
BOARD_TYPES: Mapping[str, str] = {**ALARMS, **FAULTS}
"""What a board says, in context "Event"."""

SEVERITIES: Mapping[str, str] = {
    "critical": QT_TRANSLATE_NOOP("AlarmSeverity", "critical"),
    "warning": QT_TRANSLATE_NOOP("AlarmSeverity", "warning"),
    "info": QT_TRANSLATE_NOOP("AlarmSeverity", "information"),
}
SIGNS: Mapping[str, str] = {"critical": "‼", "warning": "!", "info": "i"}
"""Severity is never told by colour alone."""
FILLS: Mapping[str, str] = {"critical": "bad", "warning": "warn", "info": "accent"}
"""Token of a severity."""

_STATES: Mapping[str, str] = {
    "raised": QT_TRANSLATE_NOOP("AlarmState", "open"),
    "acknowledged": QT_TRANSLATE_NOOP("AlarmState", "acknowledged"),
    "cleared": QT_TRANSLATE_NOOP("AlarmState", "over"),
}
_CLASSES: Mapping[str, str] = {
    "protection": QT_TRANSLATE_NOOP("AlarmState", "The board has acted."),
    "alarm": QT_TRANSLATE_NOOP("AlarmState", "The board warns; it has not acted."),
    "fault": QT_TRANSLATE_NOOP("AlarmState", "Something on the board is broken."),
}
_TRACKER = QT_TRANSLATE_NOOP("AlarmState", "of the tracker")
_DECIMALS: Mapping[str, int] = {"V": 3, "A": 1, "%": 0, "m": 0, "km/h": 0}


def type_word(key: str) -> str:
    """Return a type in words; "chg_oc_2" is "Charge over-current 2"."""
    for table in (CLOUD_TYPES, TRACKER_TYPES, TRACCAR_TYPES):
        if key in table:
            return _tr("AlarmType", table[key])
    if key.startswith("x_"):
        return extra_name(key)
    return event_words((key,), dict(BOARD_TYPES))[0]


def alarm_title(alarm: Alarm) -> str:
    """Return what an alarm is; of a storm also of what."""
    if alarm.type == "storm" and alarm.source:
        storm = _tr("AlarmState", QT_TRANSLATE_NOOP("AlarmState", "Storm: {type}"))
        return storm.format(type=type_word(alarm.source))
    return type_word(alarm.type)


def severity_word(key: str) -> str:
    """Return a severity in words."""
    return _tr("AlarmSeverity", SEVERITIES[key]) if key in SEVERITIES else key


def state_word(key: str) -> str:
    """Return how far an alarm is."""
    return _tr("AlarmState", _STATES[key]) if key in _STATES else key


def class_words(key: str | None) -> str:
    """Return whether the board acted, warned or is broken, "" where it is not the board's."""
    found = _CLASSES.get(key or "")
    return "" if found is None else _tr("AlarmState", found)


def source_word(alarm: Alarm) -> str:
    """Return the sensor or cell of an alarm, "" where it has none."""
    source = alarm.source or ""
    if not source or alarm.type == "storm":
        return ""
    if alarm.unit == "°C":
        return status_name(f"temperature.{source}")
    if source == "tracker":
        return _tr("AlarmState", _TRACKER)
    stem, _, index = source.rpartition("_")
    return status_name(f"cell_v.{index}") if stem == "cell" and index.isdecimal() else source


def value_words(value: float | None, unit: str | None, temperature: str = "c") -> str:
    """Return a value with its unit, "—" where it is not known."""
    if value is None:
        return NOT_REPORTED
    if unit == "°C":
        return str(degrees(value, temperature))
    return str(Shown(number(value, _DECIMALS.get(unit or "", 2)), unit or ""))


_tr: Callable[[str, str], str] = QCoreApplication.translate
