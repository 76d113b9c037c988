"""What a JBD board tells when asked: registers 03, 04, 05 and AA.

Source: docs/protocols/jbd.md, section 3. The documents do not lay out the tails of register 03
beyond the order of V11; the shorter and longer ones here are cut from it or filled with zeros.
"""

from mingtang_desk.sim import jbd_registers as reg
from mingtang_desk.sim.eeprom import WORD_MAX
from mingtang_desk.sim.jbd_state import DEVICE_NAME, JbdState, tenths_kelvin

# Bit of the protection word by protection; bit 12 is the software lock.
PROTECTION_BITS = {
    "cell_ov": 0,
    "cell_uv": 1,
    "pack_ov": 2,
    "pack_uv": 3,
    "chg_ot": 4,
    "chg_ut": 5,
    "dsg_ot": 6,
    "dsg_ut": 7,
    "chg_oc": 8,
    "dsg_oc": 9,
    "short": 10,
}
LOCK_BIT = 1 << 12
COUNTER_ORDER = (
    *("short", "chg_oc", "dsg_oc", "cell_ov", "cell_uv", "chg_ot"),
    *("chg_ut", "dsg_ot", "dsg_ut", "pack_ov", "pack_uv"),
)
FET_CHARGE, FET_DISCHARGE, FET_UNIT_SWITCH = 1, 2, 1 << 7
HUMIDITY_PCT = 50


def _words(*values: int) -> bytes:
    return b"".join(value.to_bytes(2, "big") for value in values)


def _unsigned(value: float) -> int:
    return min(max(round(value), 0), WORD_MAX)


def _signed(value: float) -> int:
    return min(max(round(value), -0x8000), 0x7FFF) & WORD_MAX


def protection_word(state: JbdState) -> int:
    """The protections that have acted, and the software lock."""
    bms = state.rig.bms
    word = LOCK_BIT if bms.charge_lock or bms.discharge_lock else 0
    for key in bms.active:
        word |= 1 << PROTECTION_BITS[key]
    return word


def basic_info(state: JbdState) -> bytes:
    """Register 03."""
    rig, gauge, readings = state.rig, state.rig.gauge, state.rig.readings
    is_coarse = bool(state.ram.registers[reg.FUNCTIONS] & reg.FUNCTION_UNIT_SWITCH)
    per_unit = 10 if is_coarse else 100
    cell_count = state.ram.registers[reg.CELL_COUNT]
    bleeding = sum(1 << i for i, on in enumerate(rig.bms.bleeding[:cell_count]) if on)
    fets = FET_CHARGE * rig.bms.charge_mosfet + FET_DISCHARGE * rig.bms.discharge_mosfet
    fets += FET_UNIT_SWITCH * is_coarse
    sensors = _sensors(state)
    head = _words(
        _unsigned(readings.pack_v * 100),
        _signed(readings.current_a * per_unit),
        _unsigned(gauge.remaining_ah * per_unit),
        _unsigned(state.ram.registers[reg.DESIGN_CAPACITY] / 100 * per_unit),
        state.word(reg.CYCLES),
        state.ram.registers[reg.PRODUCTION_DATE],
        bleeding & WORD_MAX,
        bleeding >> 16,
        protection_word(state),
    )
    middle = bytes([state.hardware.firmware, gauge.soc_pct, fets, cell_count, len(sensors)])
    return head + middle + _words(*sensors) + _tail(state, per_unit)


def _sensors(state: JbdState) -> list[int]:
    """Raw temperatures of the enabled sensors; an enabled one that does not exist is open."""
    measured = state.rig.readings.temperature_c
    enabled = [i for i in range(8) if state.ram.registers[reg.NTC_ENABLE] >> i & 1]
    return [tenths_kelvin(measured[i]) if i < len(measured) else 0 for i in enabled]


def _tail(state: JbdState, per_unit: int) -> bytes:
    """Humidity, alarm word, full and remaining capacity, balance current in mA, spare bytes."""
    rig = state.rig
    bleeders = sum(rig.bms.bleeding)
    mean_v = rig.readings.pack_v / max(len(rig.pack.cells), 1)
    tail = bytes([HUMIDITY_PCT]) + _words(
        0,
        _unsigned(rig.gauge.full_ah * per_unit),
        _unsigned(rig.gauge.remaining_ah * per_unit),
        _unsigned(bleeders * mean_v / rig.pack.bleed_ohm * 1000),
    )
    if state.hardware.tail_bytes < len(tail):
        # Room for no capacity: humidity, alarm word and a spare byte.
        return tail[:3].ljust(state.hardware.tail_bytes, b"\0")[: state.hardware.tail_bytes]
    return tail.ljust(state.hardware.tail_bytes, b"\0")


def cell_voltages(state: JbdState) -> bytes:
    """Register 04; cells beyond the real ones read nothing."""
    measured = [_unsigned(v * 1000) for v in state.rig.readings.cell_v]
    count = state.ram.registers[reg.CELL_COUNT]
    return _words(*(measured + [0] * count)[:count])


def device_name(state: JbdState) -> bytes:
    """Register 05: the device name without a length byte."""
    return state.ram.texts[DEVICE_NAME].encode("ascii", "replace")


def counters(state: JbdState) -> bytes:
    """Register AA: 11 words, or 12 with the restart count."""
    values = [min(state.rig.bms.counters[key], WORD_MAX) for key in COUNTER_ORDER]
    values.append(state.store.journal.restarts)
    return _words(*values[: state.hardware.counter_words])
