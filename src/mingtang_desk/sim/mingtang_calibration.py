"""Corrections of a Mingtang board in registers that anybody may read and write; ours.

    current = gain of its direction x (measured + offset)
    cell voltage, temperature = measured + offset

Source: docs/protocols/mingtang.md, section 3.8.
"""

from collections.abc import Mapping

from mingtang_desk.sim import mingtang_protection as guard
from mingtang_desk.sim.eeprom import Memory
from mingtang_desk.sim.faults import Faults
from mingtang_desk.sim.frontend import ChannelErrors, CurrentCorrection, FrontEnd
from mingtang_desk.sim.modbus_server import DEVICE_FAILURE, ILLEGAL_VALUE, ModbusError

FIRST = 0x2410
OFFSET, CHARGE_GAIN, DISCHARGE_GAIN = range(FIRST, FIRST + 3)
CELLS, SENSORS = range(0x2413, 0x2433), range(0x2433, 0x2438)
LAST = SENSORS[-1]
# Sensors lie in the order of registers 2019 to 201D, not in that of the front end.
_ORDER = (guard.BOARD, guard.BATTERY_1, guard.BATTERY_2, guard.EXTERNAL_1, guard.EXTERNAL_2)
GAIN_ONE = 10000
FAULT_KEY = "calibration"
_RANGES = (
    (range(OFFSET, CHARGE_GAIN), -5000, 5000),
    (range(CHARGE_GAIN, CELLS.start), GAIN_ONE // 2, GAIN_ONE * 2),
    (CELLS, -2000, 2000),
    (SENSORS, -200, 200),
)


def raw(memory: Memory, register: int) -> int:
    """What a correction register holds, signed."""
    factory = GAIN_ONE if register in (CHARGE_GAIN, DISCHARGE_GAIN) else 0
    return round(memory.calibration.get(f"{register:04X}", factory))


def block(memory: Memory) -> list[int]:
    """All correction registers."""
    return [raw(memory, register) & 0xFFFF for register in range(FIRST, LAST + 1)]


def write(faults: Faults, memory: Memory, words: Mapping[int, int]) -> None:
    """Takes corrections into a memory.

    Raises:
        ModbusError: one is out of its range, or the board is told to refuse.
    """
    if FAULT_KEY in faults.nak:
        raise ModbusError(DEVICE_FAILURE)
    for register, word in words.items():
        low, high = next((low, high) for span, low, high in _RANGES if register in span)
        value = word - 0x10000 if low < 0 and word >= 0x8000 else word
        if not low <= value <= high:
            raise ModbusError(ILLEGAL_VALUE)
        if FAULT_KEY not in faults.refuse and FAULT_KEY not in faults.clamp:
            memory.calibration[f"{register:04X}"] = value


def apply(
    memory: Memory, errors: ChannelErrors, sensor_offset_c: tuple[float, ...], front_end: FrontEnd
) -> None:
    """Makes the corrections work on what the channels give."""
    front_end.errors = errors
    front_end.correction = CurrentCorrection(
        offset_a=raw(memory, OFFSET) / 1000,
        charge_gain=raw(memory, CHARGE_GAIN) / GAIN_ONE,
        discharge_gain=raw(memory, DISCHARGE_GAIN) / GAIN_ONE,
    )
    front_end.cell_offset_v = [
        error + raw(memory, CELLS[i]) / 10000 for i, error in enumerate(errors.cell_v)
    ]
    front_end.sensor_offset_c = [
        offset + errors.sensor_c[i] + raw(memory, SENSORS[_ORDER.index(i)]) / 10
        for i, offset in enumerate(sensor_offset_c)
    ]
