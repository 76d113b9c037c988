"""The Mingtang boards that can be simulated, one row each.

`mingtang-13s` and `mingtang-24s` are the two packs of the phone app's manual, to the digit; the
settings of `mingtang-17s` are the manual's own. Names, versions and whatever no document gives are
invented and say "SIM" where they are texts. `tt-20s` speaks the public China Tower map only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mingtang_desk.sim.cell import LFP, NMC, Chemistry
from mingtang_desk.sim.tracker import SIM_CODES, Tracker

NO_VALUES: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class MingtangModel:
    """One model: its pack, its board, its factory settings and where it starts.

    Attributes:
        key: name on the command line.
        protocol: protocol key.
        chemistry: of the cells.
        capacity_ah: standard and true capacity.
        cell_count: number of cells.
        settings: factory settings in model units, by setting key, over those of the chemistry.
        soc_pct: SOC that the board shows at the start.
        remaining_ah: coulomb counter at the start.
        cycles: cycle count at the start.
        temperatures_c: battery 1 and 2, external 1 and 2, board; None = no sensor is connected.
        cell_v: cell voltages at the start; empty = from SOC and `spread`.
        spread: half width of the cells' differences in SOC, as a fraction.
        pack_v: pack voltage register at the start; None = the sum of the cells.
        has_extension: it has the open extension.
        has_lock: it has the 485 lock.
        battery_code: 24 characters; empty = not written.
        vendor_code: 48 characters.
        version: 32 characters.
        serial: 24 characters.
        hardware: 16 characters.
        clock: what the clock shows at the first request, ISO; empty = not set.
        tracker: what the tracker tells.
        soh_pct: state of health.
        counters: protections that have fired before.
    """

    key: str
    protocol: str = "mingtang"
    chemistry: Chemistry
    capacity_ah: float
    cell_count: int
    settings: Mapping[str, float]
    soc_pct: int
    remaining_ah: float
    cycles: int
    temperatures_c: tuple[float | None, float | None, float | None, float | None, float | None]
    cell_v: tuple[float, ...] = ()
    spread: float = 0.0
    pack_v: float | None = None
    has_extension: bool = True
    has_lock: bool = True
    battery_code: str = ""
    vendor_code: str = ""
    version: str = ""
    serial: str = ""
    hardware: str = ""
    clock: str = ""
    tracker: Tracker = field(default_factory=Tracker)
    soh_pct: int = 100
    counters: Mapping[str, int] = field(default=NO_VALUES)

    def factory_settings(self) -> dict[str, float]:
        """The whole set in model units."""
        own = {"nominal_ah": self.capacity_ah, "cell_count": self.cell_count}
        scaled = {
            f"pack_{kind}_v": self.cell_count * _CELLS[self.chemistry.key][f"cell_{kind}_v"]
            for kind in ("ovp", "ovr", "uvp", "uvr")
        }
        cells = _CELLS[self.chemistry.key]
        return {**_COMMON, **cells, **scaled, **own, **self.settings}


_COMMON: Mapping[str, float] = {
    "cell_delta_protect_v": 1.0,
    **{"board_otp_c": 75, "board_otr_c": 60, "board_utp_c": -20, "board_utr_c": -15},
    **{"chg_otp_c": 60, "chg_otr_c": 50, "chg_utp_c": -5, "chg_utr_c": 0},
    **{"dsg_otp_c": 65, "dsg_otr_c": 55, "dsg_utp_c": -20, "dsg_utr_c": -15},
    "scp_delay_us": 400,
    "scp_recovery_s": 30,
    "balance_delta_v": 0.010,
}
_CELLS: Mapping[str, Mapping[str, float]] = {
    "nmc": {
        "chemistry": 0,
        **{"cell_ovp_v": 4.25, "cell_ovr_v": 4.15, "cell_uvp_v": 2.75, "cell_uvr_v": 3.0},
        "balance_start_v": 4.0,
    },
    "lfp": {
        "chemistry": 1,
        **{"cell_ovp_v": 3.65, "cell_ovr_v": 3.45, "cell_uvp_v": 2.5, "cell_uvr_v": 2.8},
        "balance_start_v": 3.4,
    },
}


def _currents(scope: str, *levels: tuple[float, int, int]) -> dict[str, float]:
    """Over-current levels from 1 on: amperes, delay and recovery in seconds."""
    values: dict[str, float] = {}
    for level, (amps, delay_s, recovery_s) in enumerate(levels, start=1):
        stem = f"{scope}_ocp_{level}"
        values[f"{stem}_a"] = amps
        values[f"{stem}_delay_s"], values[f"{stem}_recovery_s"] = delay_s, recovery_s
    return values


MINGTANG_MODELS = (
    MingtangModel(
        key="mingtang-13s",
        chemistry=NMC,
        capacity_ah=50.0,
        cell_count=13,
        settings={
            **{"secondary_ovp_v": 55.9, "secondary_uvp_v": 35.1, "rated_current_a": 55},
            **_currents("chg", (45, 10, 30), (38, 30, 30), (27, 120, 30)),
            **_currents("dsg", (110, 2, 30), (80, 10, 30), (60, 60, 30)),
            "scp_a": 300,
        },
        soc_pct=50,
        remaining_ah=25.3,
        cycles=162,
        temperatures_c=(27.5, 27.8, None, None, 29.7),
        cell_v=(
            *(3.629, 3.629, 3.629, 3.631, 3.629, 3.630, 3.629),
            *(3.630, 3.629, 3.630, 3.630, 3.630, 3.630),
        ),
        pack_v=47.18,
        battery_code="BT204805013CT00220940784",
        vendor_code="312_SY_13S_55A_BT204805013CT00220940784",
        version="SIM312-13S-V1.07 2023-05-20",
        serial="SIM2209-40784",
        hardware="SIM-BM312-A2",
        clock="2023-06-16T13:48:51",
        tracker=Tracker(sim=SIM_CODES["ok"], signal=34, satellites=0, is_located=False),
        counters={"cell_ov": 4, "cell_uv": 7, "pack_uv": 1, "dsg_oc": 2},
    ),
    # Few and small cells with much current: 0.5 Ah are left, and the counter says 9 %.
    MingtangModel(
        key="mingtang-24s",
        chemistry=LFP,
        capacity_ah=5.0,
        cell_count=24,
        settings={
            **{"pack_ovp_v": 87.6, "pack_ovr_v": 82.8, "pack_uvp_v": 60.0, "pack_uvr_v": 67.2},
            **{"secondary_ovp_v": 88.8, "secondary_uvp_v": 57.6, "rated_current_a": 100},
            **_currents("chg", (30, 5, 30), (20, 30, 30), (12, 120, 30)),
            **_currents("dsg", (180, 1, 30), (150, 5, 30), (120, 30, 30)),
            "scp_a": 400,
        },
        soc_pct=9,
        remaining_ah=0.5,
        cycles=1,
        temperatures_c=(24.6, 23.8, 23.8, 23.9, 24.6),
        cell_v=(
            *(2.986, 2.985, 2.987, 2.986, 2.984, 2.986, 2.988, 2.985),
            *(2.986, 2.987, 2.985, 2.986, 2.986, 2.984, 2.987, 2.986),
            *(2.985, 2.986, 2.988, 2.986, 2.985, 2.986, 2.987, 2.986),
        ),
        pack_v=71.66,
        has_lock=False,
        vendor_code="570_TL_24S_100A_MT",
        version="SIM570-24S-V2.11 2023-04-03",
        serial="SIM2304-00017",
        hardware="SIM-BM570-B1",
        clock="2023-06-16T13:56:17",
        tracker=Tracker(sim=SIM_CODES["ok"], signal=34, satellites=0, is_located=False),
    ),
    MingtangModel(
        key="mingtang-17s",
        chemistry=NMC,
        capacity_ah=50.0,
        cell_count=17,
        settings={
            **{"pack_ovp_v": 71.75, "pack_ovr_v": 69.7, "pack_uvp_v": 47.6, "pack_uvr_v": 52.7},
            **{"secondary_ovp_v": 72.25, "secondary_uvp_v": 45.9, "rated_current_a": 45},
            **_currents("chg", (49, 10, 30), (38, 30, 30), (27, 120, 30)),
            **_currents("dsg", (100, 2, 30), (75, 10, 30), (55, 60, 30)),
            "scp_a": 250,
        },
        soc_pct=72,
        remaining_ah=36.4,
        cycles=48,
        temperatures_c=(25.2, 25.6, 24.9, None, 27.1),
        spread=0.003,
        battery_code="BT206005013CT00220940112",
        vendor_code="312_SY_17S_45A_BT206005013CT00220940112",
        version="SIM312-17S-V1.09 2023-06-01",
        serial="SIM2209-40112",
        hardware="SIM-BM312-A2",
        clock="2023-06-16T14:02:05",
        tracker=Tracker(sim=SIM_CODES["ok"], signal=27, satellites=0, is_located=False),
        counters={
            "cell_ov": 70,
            "cell_uv": 131,
            "pack_ov": 3,
            "pack_uv": 6,
            "dsg_oc": 3,
            "dsg_ut": 2,
        },
    ),
    MingtangModel(
        key="tt-20s",
        protocol="tt",
        chemistry=LFP,
        capacity_ah=40.0,
        cell_count=20,
        settings={
            **{"secondary_ovp_v": 74.0, "secondary_uvp_v": 46.0, "rated_current_a": 30},
            **_currents("chg", (30, 10, 30), (20, 30, 30), (15, 120, 30)),
            **_currents("dsg", (60, 2, 30), (50, 10, 30), (40, 60, 30)),
            "scp_a": 150,
        },
        soc_pct=63,
        remaining_ah=25.2,
        cycles=210,
        temperatures_c=(22.4, 22.9, None, None, 24.0),
        spread=0.006,
        has_extension=False,
        has_lock=False,
        battery_code="BT106004020TT00210612007",
        soh_pct=97,
    ),
)
