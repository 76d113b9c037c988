"""What a board can do, so that panels and commands can say why something is missing."""

from enum import StrEnum


class Capability(StrEnum):
    """One ability of a board or of its driver."""

    STATUS = "status"
    CELLS = "cells"
    COUNTERS = "counters"
    SETTINGS_READ = "settings_read"
    SETTINGS_WRITE = "settings_write"
    CHARGE_SWITCH = "charge_switch"
    DISCHARGE_SWITCH = "discharge_switch"
    BALANCE_SWITCH = "balance_switch"
    LOCK = "lock"
    RESTART = "restart"
    FACTORY_RESET = "factory_reset"
    CLEAR_COUNTERS = "clear_counters"
    SET_SOC = "set_soc"
    SET_CAPACITY = "set_capacity"
    CLOCK = "clock"
    LOCATE = "locate"
    CALIBRATION = "calibration"
