"""The JBD boards that can be simulated, one row each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from mingtang_desk.sim import jbd_registers as reg
from mingtang_desk.sim.cell import LFP, NMC, Chemistry
from mingtang_desk.sim.jbd_state import packed_date

NO_VALUES: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class JbdModel:
    """One model: its pack, its board, its factory settings and where it starts.

    Attributes:
        key: name on the command line.
        chemistry: of the cells.
        capacity_ah: nominal and true capacity.
        settings: factory settings in model units, by setting key.
        shunt_tenth_mohm: the shunt.
        device_name: register A1 and reply to 05.
        barcode: register A2.
        maker: register A0.
        produced: production date.
        serial: register 16.
        soc_pct: SOC at the start.
        remaining_ah: coulomb counter at the start.
        cycles: cycle count at the start.
        temperatures_c: each sensor at the start; the first is the temperature of the cells.
        cell_v: cell voltages at the start; empty = from SOC and `spread`.
        cell_count: number of cells.
        spread: half width of the cells' differences in SOC, as a fraction.
        pack_v: pack voltage register at the start; None = the sum of the cells.
        firmware: version byte.
        tail_bytes: bytes behind the temperatures in register 03.
        counter_words: words in register AA.
        counters: protections that have fired before.
    """

    key: str
    chemistry: Chemistry
    capacity_ah: float
    cell_count: int
    settings: Mapping[str, float]
    shunt_tenth_mohm: int
    device_name: str
    barcode: str
    maker: str
    produced: date
    serial: int
    soc_pct: int
    remaining_ah: float
    cycles: int
    temperatures_c: tuple[float, ...]
    cell_v: tuple[float, ...] = ()
    spread: float = 0.0
    pack_v: float | None = None
    firmware: int = 0x21
    tail_bytes: int = 0
    counter_words: int = 11
    counters: Mapping[str, int] = field(default=NO_VALUES)

    def factory_registers(self) -> dict[int, int]:
        """Every settings register as it leaves the factory."""
        registers = dict.fromkeys(range(reg.FIRST_REGISTER, reg.LAST_REGISTER + 1), 0)
        registers[reg.SHUNT] = self.shunt_tenth_mohm
        registers[reg.HARDWARE_CURRENT] = reg.DOUBLE_LEVELS
        registers[reg.FUNCTIONS] = reg.FUNCTION_BALANCE | reg.FUNCTION_BALANCE_CHARGING_ONLY
        registers[reg.NTC_ENABLE] = (1 << len(self.temperatures_c)) - 1
        registers[reg.PRODUCTION_DATE] = packed_date(self.produced)
        registers[reg.SERIAL] = self.serial
        registers[reg.CYCLES] = self.cycles
        registers[0x14] = 2  # self-discharge 0.2 %
        registers[0x30] = 10  # seconds that the switch control waits
        registers[0x31] = 30  # seconds that the LEDs stay on
        curve = self.chemistry.ocv
        registers[reg.FULL_VOLTAGE] = round(curve(1.0) * 1000)
        registers[reg.EMPTY_VOLTAGE] = round(curve(0.0) * 1000)
        for register, soc in zip(reg.VOLTAGE_AT_80_60_40_20, (0.8, 0.6, 0.4, 0.2), strict=True):
            registers[register] = round(curve(soc) * 1000)
        defaults = DEFAULTS[self.chemistry.key] | _pack_defaults(self)
        for key, value in (defaults | dict(self.settings)).items():
            row = reg.FIELDS[key]
            registers[row.register] = row.word(registers, value)
        return registers


_DELAYS = {
    "cell_ovp_delay_s": 2,
    "cell_uvp_delay_s": 4,
    "pack_ovp_delay_s": 2,
    "pack_uvp_delay_s": 4,
    "chg_otp_delay_s": 3,
    "chg_utp_delay_s": 3,
    "dsg_otp_delay_s": 3,
    "dsg_utp_delay_s": 3,
    "cell_secondary_ovp_delay_s": 2,
    "cell_secondary_uvp_delay_s": 4,
    "chg_ocp_1_delay_s": 10,
    "chg_ocp_1_recovery_s": 30,
    "dsg_ocp_1_delay_s": 10,
    "dsg_ocp_1_recovery_s": 30,
    "dsg_ocp_2_delay_s": 0.32,
    "scp_delay_us": 400,
    "scp_recovery_s": 30,
    "balance_delta_v": 0.010,
}
_TEMPERATURES = {
    "chg_otp_c": 60,
    "chg_otr_c": 50,
    "chg_utp_c": -5,
    "chg_utr_c": 0,
    "dsg_otp_c": 65,
    "dsg_otr_c": 55,
    "dsg_utp_c": -20,
    "dsg_utr_c": -15,
}
_CELLS_NMC = {
    "cell_ovp_v": 4.25,
    "cell_ovr_v": 4.15,
    "cell_uvp_v": 2.75,
    "cell_uvr_v": 3.0,
    "cell_secondary_ovp_v": 4.30,
    "cell_secondary_uvp_v": 2.60,
    "balance_start_v": 4.0,
}
_CELLS_LFP = {
    "cell_ovp_v": 3.65,
    "cell_ovr_v": 3.50,
    "cell_uvp_v": 2.50,
    "cell_uvr_v": 2.90,
    "cell_secondary_ovp_v": 3.75,
    "cell_secondary_uvp_v": 2.20,
    "balance_start_v": 3.40,
}
DEFAULTS: dict[str, dict[str, float]] = {
    "nmc": _DELAYS | _TEMPERATURES | _CELLS_NMC,
    "lfp": _DELAYS | _TEMPERATURES | _CELLS_LFP,
}
# Pack limits per cell, a little inside those of a cell: (OVP, OVR, UVP, UVR) in V.
_PACK_PER_CELL = {"nmc": (4.22, 4.10, 2.80, 3.10), "lfp": (3.60, 3.45, 2.60, 3.00)}


def _pack_defaults(model: JbdModel) -> dict[str, float]:
    keys = ("pack_ovp_v", "pack_ovr_v", "pack_uvp_v", "pack_uvr_v")
    levels = (v * model.cell_count for v in _PACK_PER_CELL[model.chemistry.key])
    return {
        "nominal_ah": model.capacity_ah,
        "full_ah": model.capacity_ah,
        "cell_count": model.cell_count,
        **dict(zip(keys, levels, strict=True)),
    }


JBD_MODELS = (
    JbdModel(
        key="jbd-4s",
        chemistry=LFP,
        capacity_ah=100.0,
        cell_count=4,
        settings={"chg_ocp_1_a": 80, "dsg_ocp_1_a": 110, "dsg_ocp_2_a": 250, "scp_a": 500},
        shunt_tenth_mohm=4,
        device_name="JBD-SP04S100",
        barcode="JBD04S100A230001",
        maker="JBD",
        produced=date(2023, 3, 14),
        serial=4001,
        soc_pct=80,
        remaining_ah=80.0,
        cycles=12,
        temperatures_c=(22.4, 22.9),
        spread=0.004,
        firmware=0x23,
        tail_bytes=4,
    ),
    # The 13S pack of the manual, as far as JBD carries it; its pack voltage is a converter of its
    # own and not the sum of the cells.
    JbdModel(
        key="jbd-13s",
        chemistry=NMC,
        capacity_ah=50.0,
        cell_count=13,
        settings={"chg_ocp_1_a": 30, "dsg_ocp_1_a": 60, "dsg_ocp_2_a": 94, "scp_a": 200},
        shunt_tenth_mohm=10,
        device_name="JBD-SP13S050",
        barcode="BT204805013CT00220940784",
        maker="MINGTANG",
        produced=date(2022, 9, 27),
        serial=40784,
        soc_pct=50,
        remaining_ah=25.3,
        cycles=162,
        temperatures_c=(27.5, 27.8),
        cell_v=(
            *(3.629, 3.629, 3.629, 3.631, 3.629, 3.630, 3.629),
            *(3.630, 3.629, 3.630, 3.630, 3.630, 3.630),
        ),
        pack_v=47.18,
    ),
    JbdModel(
        key="jbd-16s-lfp",
        chemistry=LFP,
        capacity_ah=280.0,
        cell_count=16,
        settings={"chg_ocp_1_a": 120, "dsg_ocp_1_a": 160, "dsg_ocp_2_a": 250, "scp_a": 500},
        shunt_tenth_mohm=4,
        device_name="JBD-AP16S280",
        barcode="JBD16S280A240017",
        maker="JBD",
        produced=date(2024, 1, 9),
        serial=16017,
        soc_pct=64,
        remaining_ah=179.2,
        cycles=31,
        temperatures_c=(24.1, 24.3, 24.0, 24.6),
        spread=0.006,
        firmware=0x30,
        tail_bytes=9,
        counter_words=12,
        counters={"cell_ov": 3, "cell_uv": 1, "dsg_oc": 2},
    ),
    # The settings are the manual's 17S set, as far as there are registers for them.
    JbdModel(
        key="jbd-17s",
        chemistry=NMC,
        capacity_ah=50.0,
        cell_count=17,
        settings={
            "pack_ovp_v": 71.75,
            "pack_ovr_v": 69.7,
            "pack_uvp_v": 47.6,
            "pack_uvr_v": 52.7,
            "chg_ocp_1_a": 49,
            "dsg_ocp_1_a": 60,
            "dsg_ocp_2_a": 94,
            "scp_a": 200,
        },
        shunt_tenth_mohm=10,
        device_name="JBD-SP17S050",
        barcode="BT206005017CT00220940112",
        maker="MINGTANG",
        produced=date(2022, 9, 27),
        serial=40112,
        soc_pct=60,
        remaining_ah=30.0,
        cycles=48,
        temperatures_c=(25.2, 25.6),
        spread=0.003,
        tail_bytes=11,
        counters={
            "cell_ov": 70,
            "cell_uv": 131,
            "pack_ov": 3,
            "pack_uv": 6,
            "dsg_oc": 3,
            "dsg_ut": 2,
        },
    ),
)
