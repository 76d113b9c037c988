"""What a Mingtang board tells when asked: registers and coils, block by block.

Source: docs/protocols/mingtang.md, sections 2 and 3.
"""

from collections.abc import Callable, Sequence

from mingtang_desk.sim import mingtang_calibration as calibration
from mingtang_desk.sim import mingtang_protection as guard
from mingtang_desk.sim import mingtang_settings as settings
from mingtang_desk.sim import mingtang_state as st
from mingtang_desk.sim.eeprom import WORD_MAX
from mingtang_desk.sim.frontend import OPEN_SENSOR_C
from mingtang_desk.sim.mingtang_state import MingtangState

UNKNOWN = 0xFFFF
NO_PLACE = 0x80000000
OPEN_CIRCUIT = 0x8000
NO_TEMPERATURE = 0x00FF
"""Of the China Tower map: in neither of its two readings a temperature."""
PERMIT = 0xAA55
MARK = (0x4D54, 1)
FAULT_NTC = 3
HIGH_SOC_PCT = 100
SPREAD_WARNING_C = 10.0


def _unsigned(value: float) -> int:
    return min(max(round(value), 0), WORD_MAX)


def _signed(value: float) -> int:
    return min(max(round(value), -0x8000), 0x7FFF) & WORD_MAX


def _double(value: float) -> tuple[int, int]:
    raw = round(value) & 0xFFFFFFFF
    return raw >> 16, raw & WORD_MAX


def _or_unknown(value: float | None) -> int:
    return UNKNOWN if value is None else _unsigned(value)


def _whole_degrees(celsius: float) -> int:
    """0 to 100 as it is, below that 100 and the magnitude; half degrees go up."""
    if celsius == OPEN_SENSOR_C:
        return NO_TEMPERATURE
    degrees = min(max(int(celsius + 1000.5) - 1000, -100), 100)
    return degrees if degrees >= 0 else 100 - degrees


def _tenths(celsius: float) -> int:
    return OPEN_CIRCUIT if celsius == OPEN_SENSOR_C else _signed(celsius * 10)


def _cells(state: MingtangState, first: int, last: int) -> list[int]:
    """Cells `first` to `last`; those that are not there read nothing."""
    count = round(state.setting("cell_count"))
    measured = [_unsigned(v * 1000) for v in state.rig.readings.cell_v[:count]]
    return (measured + [0] * last)[first - 1 : last]


def status(state: MingtangState) -> list[int]:
    """0000-0033, the China Tower map; 001D-0030 are reserved."""
    readings, gauge = state.rig.readings, state.rig.gauge
    celsius = readings.temperature_c
    battery = max(celsius[i] for i in guard.BATTERY)
    return [
        _unsigned(readings.pack_v * 100),
        round(state.setting("cell_count")),
        gauge.soc_pct,
        _unsigned(gauge.remaining_ah * 100),
        state.hardware.soh_pct,
        _signed(readings.current_a * 100),
        *(_whole_degrees(c) for c in (celsius[guard.BOARD], battery, celsius[guard.BOARD])),
        *_cells(state, 1, guard.TT_CELLS),
        *([0] * 20),
        _unsigned(state.setting("rated_current_a") * 100),
        _unsigned(state.setting("pack_ovr_v") * 100),
        PERMIT if state.rig.bms.charge_mosfet else 0,
    ]


def faults(state: MingtangState) -> list[bool]:
    """Coils 0-51."""
    active, cells = state.rig.bms.acted, state.rig.readings.cell_v[: guard.TT_CELLS]
    coils = [False] * guard.TT_COILS
    for key, coil in guard.COILS.items():
        coils[coil] = key in active
    limits = state.rig.bms.limits
    if "cell_ov" in active:
        level_v = min(limits["cell_ovp_v"], max(cells))
        for i, v in enumerate(cells):
            coils[guard.CELL_OV_COIL + i] = v >= level_v
    if "cell_uv" in active:
        level_v = max(limits["cell_uvp_v"], min(cells))
        for i, v in enumerate(cells):
            coils[guard.CELL_UV_COIL + i] = v <= level_v
    return coils


def _bits(levels: set[tuple[str, int]]) -> int:
    return sum(1 << guard.BITS[level] for level in levels)


def _alarms(state: MingtangState) -> int:
    """A protection warns while it waits for its delay; SOC and temperatures warn only."""
    word, soc_pct = _bits(state.rig.bms.warned), state.rig.gauge.soc_pct
    celsius = state.rig.readings.temperature_c
    battery = [celsius[i] for i in guard.BATTERY if celsius[i] != OPEN_SENSOR_C]
    word |= (soc_pct <= state.hardware.low_soc_pct) << guard.LOW_SOC
    word |= (soc_pct >= HIGH_SOC_PCT and state.rig.current_a > 0.0) << guard.HIGH_SOC
    spread_c = max(battery, default=0.0) - min(battery, default=0.0)
    return word | (spread_c > SPREAD_WARNING_C) << guard.TEMP_DELTA


def live(state: MingtangState) -> list[int]:
    """2010-203D."""
    rig, readings = state.rig, state.rig.readings
    celsius, bms = readings.temperature_c, rig.bms
    switches = bms.charge_mosfet | bms.discharge_mosfet << 1 | bms.balance.enabled << 2
    broken = any(i in state.faults.open_sensors for i in range(guard.SENSORS))
    order = (guard.BOARD, guard.BATTERY_1, guard.BATTERY_2, guard.EXTERNAL_1, guard.EXTERNAL_2)
    return [
        *_clock(state),
        round(state.setting("chemistry")),
        *_double(rig.gauge.remaining_ah * 100),
        *_double(state.setting("nominal_ah") * 100),
        _unsigned(rig.gauge.cycles),
        *(_tenths(celsius[i]) for i in order),
        *_double(_bits(set(bms.acted.items()))),
        *_double(_alarms(state)),
        broken << FAULT_NTC,
        switches,
        *_double(sum(1 << i for i, on in enumerate(bms.bleeding) if on)),
        *_lock(state),
        *_tracker(state),
        *_cells(state, guard.TT_CELLS + 1, 32),
    ]


def _clock(state: MingtangState) -> tuple[int, int, int]:
    shown = state.clock.read(state.now)
    if shown is None:
        return 0, 0, 0
    date = (shown.year - 2000) << 8 | shown.month
    return date, shown.day << 8 | shown.hour, shown.minute << 8 | shown.second


def _lock(state: MingtangState) -> tuple[int, int]:
    if not state.hardware.has_lock:
        return UNKNOWN, UNKNOWN
    return int(state.coil(st.LOCK_FUNCTION)), int(state.coil(st.LOCK))


def _tracker(state: MingtangState) -> list[int]:
    tracker, place = state.tracker, state.tracker.position
    return [
        _or_unknown(tracker.sim),
        _or_unknown(tracker.signal),
        _or_unknown(tracker.is_located),
        _or_unknown(tracker.satellites),
        *_double(NO_PLACE if place is None else place.lat * 1e7),
        *_double(NO_PLACE if place is None else place.lon * 1e7),
        UNKNOWN if place is None else _unsigned(place.speed_kmh * 10),
        UNKNOWN
        if place is None or place.course_deg is None
        else round(place.course_deg * 10) % 3600,
    ]


def text_words(text: str, length: int) -> list[int]:
    """ASCII padded with 00; nothing at all is FF, as in memory that was never written."""
    data = text.encode("ascii").ljust(length, b"\0") if text else b"\xff" * length
    return [int.from_bytes(data[i : i + 2], "big") for i in range(0, length, 2)]


def _text(state: MingtangState, register: int) -> list[int]:
    return text_words(state.memory.texts[register], st.TEXT_LENGTHS[register])


def _texts(state: MingtangState) -> list[int]:
    order = (st.VERSION, st.VENDOR_CODE, st.SERIAL, st.MODEL, st.HARDWARE)
    return [word for register in order for word in _text(state, register)]


def _settings(state: MingtangState) -> list[int]:
    return [state.memory.registers[r] for r in range(settings.FIRST, settings.LAST + 1)]


Block = tuple[int, int, Callable[[MingtangState], Sequence[int]]]
# First register, last register, content.
TT_BLOCKS: tuple[Block, ...] = (
    (0x0000, 0x0033, status),
    (0x03E8, 0x03F3, lambda state: _text(state, st.BATTERY_CODE)),
)
EXTENSION_BLOCKS: tuple[Block, ...] = (
    (0x2000, 0x2001, lambda _: MARK),
    (0x2010, 0x203D, live),
    (0x2100, 0x2143, _texts),
    (settings.FIRST, settings.LAST, _settings),
    (0x2300, 0x230D, MingtangState.counters),
    (calibration.FIRST, calibration.LAST, lambda state: calibration.block(state.memory)),
)
