"""Puts the physical half of a simulated board together: cells, pack, sensors."""

import math
from collections.abc import Callable, Sequence

from mingtang_desk.sim.cell import Cell, Chemistry, make_cell
from mingtang_desk.sim.faults import Faults
from mingtang_desk.sim.options import Options
from mingtang_desk.sim.pack import Pack
from mingtang_desk.sim.rig import LOADED_STEP_S

# A cell of 1 Ah weighs about 20 g and takes 20 J to warm by a degree; a pack cools in hours.
HEAT_CAPACITY_J_K_AH = 20.0
COOLING_TIME_S = 7200.0
BLEED_OHM = 47.0
WEAK_CAPACITY = 0.7
WEAK_RESISTANCE = 3.0
# Up to this speed the steps are full detail at a third of one processor core.
FULL_DETAIL_SPEED = 1000.0


def loaded_step_s(speed: float) -> float:
    """Longest step of a pack that lives so many times as fast as the wall clock."""
    return LOADED_STEP_S * max(speed / FULL_DETAIL_SPEED, 1.0)


def moves_cells(options: Options, cell_count: int) -> bool:
    """True when start values move the cells, so that the row's pack voltage is no longer theirs."""
    cells = (options.cell_v(i) for i in range(cell_count))
    return options.number("soc_pct") is not None or any(v is not None for v in cells)


def start_socs(
    chemistry: Chemistry,
    *,
    cell_v: Sequence[float],
    cell_count: int,
    soc_pct: float,
    spread: float,
) -> list[float]:
    """State of charge of each cell, from voltages or from a mean and a half width (fractions)."""
    if cell_v:
        return [chemistry.soc_at(v) for v in cell_v]
    # A fixed pattern that looks irregular: the golden angle spreads it evenly.
    swings = (math.sin(2.399963 * i) for i in range(cell_count))
    return [soc_pct / 100 + spread * swing for swing in swings]


def build_cells(
    chemistry: Chemistry,
    capacity_ah: float,
    socs: list[float],
    *,
    options: Options,
    faults: Faults,
) -> list[Cell]:
    """The cells, moved by the start values and weakened by the faults."""
    soc_pct = options.number("soc_pct")
    if soc_pct is not None:
        mean = sum(socs) / len(socs)
        socs = [soc - mean + soc_pct / 100 for soc in socs]
    cells: list[Cell] = []
    for i, soc in enumerate(socs):
        v = options.cell_v(i)
        cell = make_cell(chemistry, capacity_ah, soc if v is None else chemistry.soc_at(v))
        mohm = options.cell_mohm(i)
        if mohm is not None:
            cell.r1_ohm *= mohm / 1000 / cell.r0_ohm
            cell.r0_ohm = mohm / 1000
        if i in faults.weak_cells:
            cell.capacity_ah *= WEAK_CAPACITY
            cell.r0_ohm *= WEAK_RESISTANCE
            cell.r1_ohm *= WEAK_RESISTANCE
        cells.append(cell)
    return cells


def build_pack(
    cells: list[Cell],
    *,
    capacity_ah: float,
    own_c: float,
    options: Options,
) -> Pack:
    """The pack at its ambient temperature; `own_c` is that of the row."""
    ambient_c = options.number("ambient_c")
    ambient_c = own_c if ambient_c is None else ambient_c
    heat_capacity_j_k = HEAT_CAPACITY_J_K_AH * capacity_ah * len(cells)
    return Pack(
        cells=cells,
        ambient_c=ambient_c,
        temperature_c=ambient_c,
        heat_capacity_j_k=heat_capacity_j_k,
        cooling_w_k=heat_capacity_j_k / COOLING_TIME_S,
        bleed_ohm=BLEED_OHM,
        charger_v=options.number("charger_v"),
    )


def sensor_offsets(
    temperatures_c: Sequence[float],
    *,
    own_c: float,
    ambient_c: float,
    wanted_c: Callable[[int], float | None],
) -> list[float]:
    """Each sensor's difference to the cells, from the row or from what was asked for."""
    offsets_c = []
    for i, start_c in enumerate(temperatures_c):
        wanted = wanted_c(i)
        offsets_c.append(start_c - own_c if wanted is None else wanted - ambient_c)
    return offsets_c
