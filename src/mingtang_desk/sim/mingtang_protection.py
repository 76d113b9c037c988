"""What a Mingtang board protects against, and where each protection is shown.

Three over-current levels, temperatures by the sensor they belong to, the whole pack's secondary
voltages and the difference of the cells. An open sensor protects nothing: the board reports it as a
fault instead. Source: docs/protocols/mingtang.md, sections 2.3, 3.3 and 3.6.
"""

from collections.abc import Mapping
from dataclasses import replace

from mingtang_desk.sim.frontend import OPEN_SENSOR_C, Readings
from mingtang_desk.sim.protection import PROTECTIONS, Protection, Quantity, Trigger

# Sensors in the order of `--set temp_c_N` and `--fault open-ntc=N`.
BATTERY_1, BATTERY_2, EXTERNAL_1, EXTERNAL_2, BOARD = range(5)
SENSORS = 5
BATTERY = (BATTERY_1, BATTERY_2)
CALM_C = 25.0
"""What a protection sees where every sensor of its scope is open."""


def _connected(sensors: tuple[int, ...], readings: Readings) -> list[float]:
    values = (readings.temperature_c[i] for i in sensors)
    return [c for c in values if c != OPEN_SENSOR_C]


def _hottest(*sensors: int) -> Quantity:
    return lambda readings: max(_connected(sensors, readings), default=CALM_C)


def _coldest(*sensors: int) -> Quantity:
    return lambda readings: min(_connected(sensors, readings), default=CALM_C)


def _spread(readings: Readings) -> float:
    # Rounded to the step of the converter: 4.300 - 3.300 is not 1.000 in binary.
    return round(max(readings.cell_v) - min(readings.cell_v), 4)


def _pack(readings: Readings) -> float:
    return readings.pack_v


def _board(letter: str) -> Protection:
    return Protection(
        key=f"board_{letter}t",
        blocks_charge=True,
        blocks_discharge=True,
        over=letter == "o",
        quantity=_hottest(BOARD),
        triggers=(Trigger(limit=f"board_{letter}tp_c", delay=f"board_{letter}tp_delay_s"),),
        release=f"board_{letter}tr_c",
    )


def _secondary(letter: str) -> Protection:
    """The whole pack's last line; it recovers where the first one does."""
    stem = f"secondary_{letter}vp"
    return Protection(
        key=f"secondary_{letter}v",
        blocks_charge=letter == "o",
        blocks_discharge=letter == "u",
        over=letter == "o",
        quantity=_pack,
        triggers=(Trigger(limit=f"{stem}_v", delay=f"{stem}_delay_s"),),
        release=f"pack_{letter}vr_v",
    )


def _by_battery_sensors(protection: Protection) -> Protection:
    if protection.key not in ("chg_ot", "chg_ut", "dsg_ot", "dsg_ut"):
        return protection
    quantity = _hottest(*BATTERY) if protection.over else _coldest(*BATTERY)
    return replace(protection, quantity=quantity)


MINGTANG_PROTECTIONS = (
    *map(_by_battery_sensors, PROTECTIONS),
    _secondary("o"),
    _secondary("u"),
    Protection(
        key="cell_delta",
        blocks_charge=True,
        blocks_discharge=True,
        over=True,
        quantity=_spread,
        triggers=(Trigger(limit="cell_delta_protect_v", delay="cell_delta_protect_delay_s"),),
        release="cell_delta_recovery_v",
    ),
    _board("o"),
    _board("u"),
)
KEYS = tuple(protection.key for protection in MINGTANG_PROTECTIONS)

# Bit by protection and level.
BITS: Mapping[tuple[str, int], int] = {
    **{(key, 0): bit for bit, key in enumerate(("cell_ov", "cell_uv", "pack_ov", "pack_uv"))},
    **{("chg_oc", level): 3 + level for level in (1, 2, 3)},
    ("dsg_oc", 1): 7,
    ("dsg_oc", 2): 8,
    ("dsg_oc", 3): 16,
    **{
        (key, 0): 9 + i
        for i, key in enumerate(("chg_ot", "chg_ut", "dsg_ot", "dsg_ut", "board_ot", "board_ut"))
    },
    **{
        (key, 0): 17 + i
        for i, key in enumerate(("short", "cell_delta", "secondary_ov", "secondary_uv"))
    },
}
LOW_SOC, HIGH_SOC, TEMP_DELTA = 21, 22, 23
# Coils of the China Tower map; coil 0 has no name, 9 to 11 are of hardware that never breaks here.
COILS = {
    "cell_delta": 1,
    "chg_oc": 2,
    "dsg_oc": 3,
    "short": 4,
    "chg_ot": 5,
    "dsg_ot": 6,
    "chg_ut": 7,
    "dsg_ut": 8,
}
CELL_OV_COIL, CELL_UV_COIL, TT_CELLS = 12, 32, 20
TT_COILS = 52
CHARGE_SUM = ("cell_ov", "pack_ov", "chg_oc", "chg_ot", "chg_ut")
DISCHARGE_SUM = ("cell_uv", "pack_uv", "dsg_oc", "dsg_ot", "dsg_ut")
COUNTER_ORDER = (
    *("cell_ov", "cell_uv", "pack_ov", "pack_uv", "chg_oc", "dsg_oc"),
    *("chg_protection", "dsg_protection"),
    *("chg_ot", "chg_ut", "dsg_ot", "dsg_ut", "short"),
)
