"""Calibration commands of a JBD board: they make a reading right where it is wrong.

Each direction of the current has a gain of its own; like a setting it is in use at once and kept by
a save only. The zero and the corrections of cells and sensors are in the EEPROM at once: the public
client that sends them leaves the mode without a save. Source: docs/protocols/jbd.md, section 8.
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
    measured_a = state.rig.readings.measured_a
    if register == IDLE_CURRENT:
        state.keep_correction("current_offset", -measured_a)
        return OK
    shifted_a = measured_a + state.rig.front_end.correction.offset_a
    if register == DISCHARGE_CURRENT:
        shifted_a = -shifted_a
    if shifted_a <= 0.0:
        return UNKNOWN  # this direction is not what flows
    gain = goal_a / shifted_a
    if not PLAUSIBLE_GAIN[0] <= gain <= PLAUSIBLE_GAIN[1]:
        return UNKNOWN
    name = "charge_gain" if register == CHARGE_CURRENT else "discharge_gain"
    state.ram.calibration[name] = gain
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
    state.keep_correction(name, state.ram.calibration.get(name, 0.0) + by)
