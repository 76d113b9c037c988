"""A pack: cells in series, a lump of heat, a charger or load at its terminals."""

from collections.abc import Sequence
from dataclasses import dataclass

from mingtang_desk.sim.cell import Cell

SETTLED_C = 0.002


@dataclass(slots=True, kw_only=True)
class Pack:
    """The battery itself: what is true, whoever measures it.

    Attributes:
        cells: the series groups, index 0 is cell 1.
        ambient_c: temperature around the pack.
        temperature_c: temperature of the cells, one lump.
        heat_capacity_j_k: of that lump.
        cooling_w_k: heat that leaves per degree above ambient.
        bleed_ohm: resistor that balances one cell.
        source_a: what the charger (+) or load (-) outside wants to push; set from outside.
        charger_v: voltage at which a charger goes over from constant current; None = never.
    """

    cells: list[Cell]
    ambient_c: float
    temperature_c: float
    heat_capacity_j_k: float
    cooling_w_k: float
    bleed_ohm: float
    source_a: float = 0.0
    charger_v: float | None = None

    def terminal_v(self, current_a: float) -> float:
        """Sum of the cells at this instant."""
        return sum(cell.terminal_v(current_a) for cell in self.cells)

    def flow_a(self, *, charge_mosfet: bool, discharge_mosfet: bool) -> float:
        """The current that really flows (+ = charging).

        The two switches stand back to back: each one's body diode lets the other direction pass,
        so charging needs the charge switch only, discharging the discharge switch only.
        """
        if self.source_a > 0.0:
            return self._charging_a() if charge_mosfet else 0.0
        if self.source_a < 0.0:
            return self.source_a if discharge_mosfet else 0.0
        return 0.0

    def _charging_a(self) -> float:
        if self.charger_v is None:
            return self.source_a
        resistance = sum(cell.r0_ohm for cell in self.cells)
        headroom_a = (self.charger_v - self.terminal_v(0.0)) / resistance
        return min(self.source_a, max(headroom_a, 0.0))

    def is_relaxed(self) -> bool:
        """True when no cell voltage will change as long as no current flows."""
        return all(cell.rc_v == 0.0 for cell in self.cells)

    def is_at_ambient(self) -> bool:
        """True when the temperature will not change as long as no current flows."""
        return abs(self.temperature_c - self.ambient_c) < SETTLED_C

    def step(self, dt: float, current_a: float, bleeding: Sequence[bool]) -> None:
        """Lets `dt` seconds pass with a constant current and the given bleed resistors on."""
        heat_w = 0.0
        for cell, bleeds in zip(self.cells, bleeding, strict=True):
            bleed_a = cell.rest_v() / self.bleed_ohm if bleeds else 0.0
            heat_w += cell.step(dt, current_a - bleed_a)
        self._warm(dt, heat_w)

    def _warm(self, dt: float, heat_w: float) -> None:
        above = self.temperature_c - self.ambient_c
        if heat_w == 0.0 and self.is_at_ambient():
            self.temperature_c = self.ambient_c
            return
        flow_w = heat_w - above * self.cooling_w_k
        # One Euler step; the substeps are far shorter than the time constant of hours.
        self.temperature_c += dt * flow_w / self.heat_capacity_j_k
