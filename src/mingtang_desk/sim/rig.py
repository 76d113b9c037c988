"""A pack with its board, moved through time together in steps that miss no event."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from mingtang_desk.sim.bms import Bms
from mingtang_desk.sim.frontend import FrontEnd, Readings
from mingtang_desk.sim.gauge import Gauge
from mingtang_desk.sim.pack import Pack

LOADED_STEP_S = 0.25
RESTING_STEP_S = 1.0
COOLING_STEP_S = 20.0
EPSILON_S = 1e-12


def _ignore() -> None:
    """Nobody asked to be told."""


@dataclass(slots=True, kw_only=True)
class Rig:
    """Pack, front end, logic and coulomb counter.

    Attributes:
        on_event: called when a protection has fired or a cycle was completed: what a real board
            writes to its journal at once.
        loaded_step_s: longest step while current flows; timers fire exactly in any case.
        welded: switches that conduct whatever the logic tells them, "charge" and "discharge".
    """

    pack: Pack
    front_end: FrontEnd
    bms: Bms
    gauge: Gauge
    on_event: Callable[[], None] = _ignore
    loaded_step_s: float = LOADED_STEP_S
    welded: frozenset[str] = frozenset()

    @property
    def current_a(self) -> float:
        """The current that flows at this instant."""
        return self.pack.flow_a(
            charge_mosfet=self.bms.charge_mosfet or "charge" in self.welded,
            discharge_mosfet=self.discharges,
        )

    @property
    def discharges(self) -> bool:
        """True while the output has voltage: its switch conducts, told or welded."""
        return self.bms.discharge_mosfet or "discharge" in self.welded

    @property
    def readings(self) -> Readings:
        """What the front end measures at this instant."""
        return self.front_end.read(self.pack, self.current_a)

    def set_source(self, amps: float) -> None:
        """Connects a charger (+) or load (-) of so many amperes; 0 disconnects it."""
        self.pack.source_a = amps
        if self.current_a == 0.0:
            self.front_end.disturb(0.0)
        self.settle()

    def settle(self) -> None:
        """Lets the logic see the present state: after a change from outside, without time."""
        fired = sum(self.bms.counters.values())
        self.bms.observe(self.readings)
        if sum(self.bms.counters.values()) != fired:
            self.on_event()

    def advance(self, dt: float) -> None:
        """Lets `dt` seconds of the pack's own time pass."""
        left_s = dt
        while left_s > EPSILON_S:
            step_s = self._step(left_s)
            left_s -= step_s
        self.settle()

    def _step(self, at_most_s: float) -> float:
        self.settle()
        readings = self.readings
        current_a = self.current_a
        step_s = min(at_most_s, self._quantum_s(current_a), max(self.bms.horizon_s(), EPSILON_S))
        fired = sum(self.bms.counters.values())
        self.pack.step(step_s, current_a, self.bms.bleeding)
        cycled = self.gauge.step(step_s, readings.counted_a)
        self.bms.elapse(step_s)
        self.front_end.disturb(self.current_a)
        if cycled or sum(self.bms.counters.values()) != fired:
            self.on_event()
        return step_s

    def _quantum_s(self, current_a: float) -> float:
        """The longest step in which nothing changes by much."""
        if current_a != 0.0:
            return self.loaded_step_s
        if any(self.bms.bleeding) or not self.pack.is_relaxed():
            return max(RESTING_STEP_S, self.loaded_step_s)
        return math.inf if self.pack.is_at_ambient() else COOLING_STEP_S
