"""Where values stand in the data of a reply. Source: docs/protocols/daly.md, sections 2 and 3."""

from mingtang_desk.wire.fields import Field
from mingtang_desk.wire.scale import Scale

TOTALS, EXTREMES, SWITCHES, COUNTS, CELLS, SENSORS, BALANCING, FAULTS = (
    0x90,
    0x91,
    0x93,
    0x94,
    0x95,
    0x96,
    0x97,
    0x98,
)
CELLS_A_FRAME, SENSORS_A_FRAME = 3, 7
MOST_CELLS, MOST_SENSORS = 48, 16
CURRENT_ZERO = 30000
DEGREES_ZERO = 40
UNUSED_SENSOR = 0xFF
DEAD_WIRE_V = 5.0

TOTAL_FIELDS = (
    Field("pack_v", 0, 2, Scale(den=10)),
    Field("current_raw", 4, 2),
    Field("soc_pct", 6, 2, Scale(den=10)),
)
SWITCH_FIELDS = (
    Field("state", 0, 1),
    Field("charge_mosfet", 1, 1),
    Field("discharge_mosfet", 2, 1),
    Field("remaining_ah", 4, 4, Scale(den=1000)),
)
COUNT_FIELDS = (
    Field("cells", 0, 1),
    Field("sensors", 1, 1),
    Field("cycles", 5, 2),
)
_PAIRS = (
    *("cell_ov", "cell_uv", "pack_ov", "pack_uv"),
    *("chg_ot", "chg_ut", "dsg_ot", "dsg_ut"),
    *("chg_oc", "dsg_oc"),
)
ALARM_BITS: tuple[tuple[int, str], ...] = (
    *((2 * i, key) for i, key in enumerate(_PAIRS)),
    (20, "high_soc"),
    (21, "high_soc"),
    (22, "low_soc"),
    (23, "low_soc"),
    (24, "cell_delta"),
    (26, "temp_delta"),
    (27, "temp_delta"),
    (32, "mos_ot"),
    (33, "mos_ot"),
)
"""Bit of the seven bytes, counted from bit 0 of the first, and what it warns of."""
PROTECTION_BITS: tuple[tuple[int, str], ...] = (
    *((2 * i + 1, key) for i, key in enumerate(_PAIRS)),
    (25, "cell_delta"),
    (50, "short"),
)
FAULT_BITS: tuple[tuple[int, str], ...] = (
    (36, "mos_chg"),
    (37, "mos_dsg"),
    (38, "mos_chg"),
    (39, "mos_dsg"),
    (40, "afe"),
    (42, "ntc"),
    (43, "eeprom"),
    (46, "comm"),
    (47, "comm"),
    (48, "current_sensor"),
)
