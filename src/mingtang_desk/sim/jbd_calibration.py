"""Calibration commands of a JBD board: they make a reading right where it is wrong.

The corrections live in RAM with the other settings and are kept by a save. Source:
docs/protocols/jbd.md, section 6.
"""

from mingtang_desk.sim import jbd_registers as reg
from mingtang_desk.sim.jbd_frames import OK, UNKNOWN
from mingtang_desk.sim.jbd_state import JbdState

IDLE_CURRENT, CHARGE_CURRENT, DISCHARGE_CURRENT = 0xAD, 0xAE, 0xAF
CURRENT_COMMANDS = (IDLE_CURRENT, CHARGE_CURRENT, DISCHARGE_CURRENT)
CELL_COMMANDS = range(0xB0, 0xD0)
SENSOR_COMMANDS = range(0xD0, 0xD8)
PLAUSIBLE_GAIN = (0.5, 2.0)


def calibrate_current(state: JbdState, register: int, data: bytes) -> int:
    """Zero (AD) or scale (AE charging, AF discharging) of the current, value in 10 mA."""
    goal_a = abs(int.from_bytes(data, "big", signed=True)) / 100
    counted_a = state.rig.readings.counted_a
    corrections = state.ram.calibration
    if register == IDLE_CURRENT:
        corrections["current_offset"] = corrections.get("current_offset", 0.0) - counted_a
        state.apply()
        return OK
    is_flowing = counted_a > 0 if register == CHARGE_CURRENT else counted_a < 0
    if not is_flowing:
        return UNKNOWN
    offset_a = corrections.get("current_offset", 0.0)
    gain = (goal_a if counted_a > 0 else -goal_a) - offset_a
    gain *= corrections.get("current_gain", 1.0) / (counted_a - offset_a)
    if not PLAUSIBLE_GAIN[0] <= gain <= PLAUSIBLE_GAIN[1]:
        return UNKNOWN
    corrections["current_gain"] = gain
    state.apply()
    return OK


def calibrate_cell(state: JbdState, register: int, data: bytes) -> int:
    """Makes a cell read the given mV."""
    index = register - CELL_COMMANDS.start
    cells = state.rig.readings.cell_v
    if index >= len(cells) or cells[index] == 0.0:
        return UNKNOWN
    _correct(state, f"cell_{index + 1}", int.from_bytes(data, "big") / 1000 - cells[index])
    return OK


def calibrate_sensor(state: JbdState, register: int, data: bytes) -> int:
    """Makes a temperature sensor read the given tenths of a kelvin."""
    index = register - SENSOR_COMMANDS.start
    sensors = state.rig.readings.temperature_c
    if index >= len(sensors) or index in state.rig.front_end.open_sensors:
        return UNKNOWN
    wanted_c = (int.from_bytes(data, "big") - reg.ZERO_C) / 10
    _correct(state, f"ntc_{index + 1}", wanted_c - sensors[index])
    return OK


def _correct(state: JbdState, name: str, by: float) -> None:
    state.ram.calibration[name] = state.ram.calibration.get(name, 0.0) + by
    state.apply()
