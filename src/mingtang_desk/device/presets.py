"""Sets of settings from makers' data sheets: the limits of a cell, and what follows for a pack.

What a data sheet does not say, or is not sure, is absent, and so is the setting that would follow
from it. The result is a proposal: whoever writes it looks at it first.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from mingtang_desk.core.errors import OutOfRangeError
from mingtang_desk.device.settings import SettingValue

MOST_SERIES, MOST_PARALLEL = 48, 1000
OVR_BELOW_V = 0.10
"""How far below the protection charging is allowed again: what boards of all makes ship with."""
UVP_ABOVE_V = 0.10
"""How far above the maker's cut-off discharging ends: the cell falls on while the board waits."""
UVR_ABOVE_V = 0.30
"""How far above the protection discharging is allowed again: a cell rises so much unloaded."""
RECOVERY_C = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPreset:
    """What the maker of a cell allows; None = not taken from its data sheet.

    Attributes:
        charge_v: highest charge voltage, its tolerance included; cutoff_v: end of discharge.
        charge_a, discharge_a: highest continuous currents of one cell.
        charge_c, discharge_c: lowest and highest cell temperature.
        source: the document.
        note: what to know before it is used.
    """

    key: str
    maker: str
    model: str
    chemistry: str
    capacity_ah: float
    charge_v: float
    cutoff_v: float
    source: str
    charge_a: float | None = None
    discharge_a: float | None = None
    charge_c: tuple[float, float] | None = None
    discharge_c: tuple[float, float] | None = None
    note: str = ""

    @property
    def label(self) -> str:
        """Maker and model."""
        return f"{self.maker} {self.model}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPreset:
    """A whole set that somebody published."""

    key: str
    label: str
    chemistry: str
    cells: int
    source: str
    settings: Mapping[str, SettingValue]
    protocol: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Settings that follow from a preset, and where they come from."""

    label: str
    chemistry: str
    cells: int
    source: str
    note: str = ""
    settings: Mapping[str, SettingValue] = field(default_factory=dict)


def for_pack(cell: CellPreset, series: int, parallel: int = 1) -> Proposal:
    """Return the settings of a pack of `series` times `parallel` cells.

    Raises:
        OutOfRangeError: no pack is built so.
    """
    if not (1 <= series <= MOST_SERIES and 1 <= parallel <= MOST_PARALLEL):
        raise OutOfRangeError(
            "preset_cells", series=series, parallel=parallel, detail="no pack is built so"
        )
    ovp, ovr = cell.charge_v, cell.charge_v - OVR_BELOW_V
    uvp = cell.cutoff_v + UVP_ABOVE_V
    uvr = uvp + UVR_ABOVE_V
    made: dict[str, SettingValue] = {
        "nominal_ah": round(cell.capacity_ah * parallel, 2),
        "cell_count": series,
        "chemistry": cell.chemistry,
    }
    for name, volts in (("ovp", ovp), ("ovr", ovr), ("uvp", uvp), ("uvr", uvr)):
        made[f"cell_{name}_v"] = round(volts, 3)
    for name, volts in (("ovp", ovp), ("ovr", ovr), ("uvp", uvp), ("uvr", uvr)):
        made[f"pack_{name}_v"] = round(volts * series, 2)
    for scope, window in (("chg", cell.charge_c), ("dsg", cell.discharge_c)):
        if window is not None:
            low, high = window
            made[f"{scope}_otp_c"], made[f"{scope}_otr_c"] = float(high), high - RECOVERY_C
            made[f"{scope}_utp_c"], made[f"{scope}_utr_c"] = float(low), low + RECOVERY_C
    for scope, amps in (("chg", cell.charge_a), ("dsg", cell.discharge_a)):
        if amps is not None:
            # Downwards: a tenth of an ampere more would be more than the maker allows.
            made[f"{scope}_ocp_1_a"] = math.floor(round(amps * parallel * 10, 6)) / 10
    return Proposal(
        label=f"{cell.label} {series}S{parallel}P",
        chemistry=cell.chemistry,
        cells=series,
        source=cell.source,
        note=cell.note,
        settings=made,
    )


def of_set(preset: SetPreset) -> Proposal:
    """Return a published set as it is."""
    return Proposal(
        label=preset.label,
        chemistry=preset.chemistry,
        cells=preset.cells,
        source=preset.source,
        note=preset.note,
        settings=dict(preset.settings),
    )
