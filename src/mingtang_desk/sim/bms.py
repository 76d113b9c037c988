"""The logic of a board: protections with their delays and recoveries, switches, balancing.

It acts on what the front end measured, never on the truth. Time is handed to it: `observe` looks at
a scan, `horizon_s` tells when the next timer fires, `elapse` lets time pass.
"""

import math
from dataclasses import dataclass, field

from mingtang_desk.sim.frontend import Readings
from mingtang_desk.sim.protection import PROTECTION_KEYS, PROTECTIONS, Limits, Protection, Trigger

EPSILON_S = 1e-9
DEAD_CELL_V = 0.5


@dataclass(slots=True)
class _Active:
    """A protection that has acted; `left_s` is None where a threshold ends it."""

    left_s: float | None
    level: int


@dataclass(slots=True, kw_only=True)
class BalanceRule:
    """When bleed resistors are switched on.

    Attributes:
        enabled: the function is on.
        only_charging: it waits for charging current.
        start_v: a cell has to be at least this high.
        delta_v: and at least this much above the lowest cell.
        forced: a test pattern that overrides the rule; None = no test.
    """

    enabled: bool
    only_charging: bool
    start_v: float
    delta_v: float
    forced: tuple[bool, ...] | None = None

    def pattern(self, readings: Readings) -> tuple[bool, ...]:
        """Which cells bleed after this scan; a cell that reads (almost) nothing is no reference."""
        if self.forced is not None:
            return self.forced
        alive = [v for v in readings.cell_v if v > DEAD_CELL_V]
        waiting = self.only_charging and readings.current_a <= 0.0
        if not self.enabled or waiting or not alive:
            return (False,) * len(readings.cell_v)
        # Rounded to the step of the converter: 3.610 - 3.600 is not 0.010 in binary.
        lowest_v = min(alive)
        return tuple(
            v >= self.start_v and round(v - lowest_v, 4) >= self.delta_v for v in readings.cell_v
        )


@dataclass(slots=True, kw_only=True)
class Bms:
    """Protections, switches and balancing.

    Attributes:
        limits: settings in model units, by setting key; replaced whenever one changes.
        balance: the balancing rule.
        protections: what this kind of board watches.
        counters: how often each protection has fired, by protection key.
        charge_lock: the charge switch was turned off by command.
        discharge_lock: the discharge switch was turned off by command.
        bleeding: which cells bleed now.
        uptime_s: time since power came.
    """

    limits: Limits
    balance: BalanceRule
    protections: tuple[Protection, ...] = PROTECTIONS
    counters: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PROTECTION_KEYS, 0))
    charge_lock: bool = False
    discharge_lock: bool = False
    bleeding: tuple[bool, ...] = ()
    uptime_s: float = 0.0
    _active: dict[str, _Active] = field(default_factory=dict)
    _pending: dict[Trigger, float] = field(default_factory=dict)

    @property
    def active(self) -> tuple[str, ...]:
        """Keys of the protections that have acted and not yet recovered, in table order."""
        return tuple(self.acted)

    @property
    def acted(self) -> dict[str, int]:
        """The level that made each active protection act (0 = it has one only), in table order."""
        keys = (protection.key for protection in self.protections)
        return {key: self._active[key].level for key in keys if key in self._active}

    @property
    def warned(self) -> set[tuple[str, int]]:
        """Protections, with the level, that are exceeded and wait for their delay."""
        return {
            (protection.key, trigger.level)
            for protection in self.protections
            for trigger in protection.triggers
            if trigger in self._pending
        }

    @property
    def charge_mosfet(self) -> bool:
        """True = conducting."""
        return not (self.charge_lock or self._is_blocked(charge=True))

    @property
    def discharge_mosfet(self) -> bool:
        """True = conducting."""
        return not (self.discharge_lock or self._is_blocked(charge=False))

    def _is_blocked(self, *, charge: bool) -> bool:
        return any(
            p.key in self._active and (p.blocks_charge if charge else p.blocks_discharge)
            for p in self.protections
        )

    def restart(self, counters: dict[str, int]) -> None:
        """Power came: nothing is active, no switch is locked, counters are those of the journal."""
        self.counters = dict(counters)
        self.charge_lock = self.discharge_lock = False
        self.balance.forced = None
        self.uptime_s = 0.0
        self._active.clear()
        self._pending.clear()

    def clear_holds(self) -> None:
        """Ends every protection that only waits for time; one still exceeded trips again."""
        for key, state in list(self._active.items()):
            if state.left_s is not None:
                del self._active[key]

    def observe(self, readings: Readings) -> None:
        """Looks at one scan: starts and stops timers, ends what has recovered, balances."""
        for protection in self.protections:
            state = self._active.get(protection.key)
            if state is None:
                self._watch(protection, readings)
            elif state.left_s is None and protection.is_released(readings, self.limits):
                del self._active[protection.key]
        self.bleeding = self.balance.pattern(readings)

    def _watch(self, protection: Protection, readings: Readings) -> None:
        for trigger in protection.triggers:
            if not protection.is_exceeded(trigger, readings, self.limits):
                self._pending.pop(trigger, None)
                continue
            self._pending.setdefault(trigger, 0.0)
            if trigger.delay_s(self.limits) - self._pending[trigger] <= EPSILON_S:
                self._trip(protection, trigger)
                return

    def _trip(self, protection: Protection, trigger: Trigger) -> None:
        hold_s = None if protection.release else trigger.hold_s(self.limits)
        self._active[protection.key] = _Active(hold_s, trigger.level)
        self.counters[protection.key] += 1
        for other in protection.triggers:
            self._pending.pop(other, None)

    def horizon_s(self) -> float:
        """Time until the next timer fires; infinite when none runs."""
        waits = [t.delay_s(self.limits) - spent for t, spent in self._pending.items()]
        holds = [state.left_s for state in self._active.values() if state.left_s is not None]
        return max(min(waits + holds, default=math.inf), 0.0)

    def elapse(self, dt: float) -> None:
        """Lets time pass in which the last scan stayed true."""
        self.uptime_s += dt
        for key, state in list(self._active.items()):
            if state.left_s is not None:
                state.left_s -= dt
                if state.left_s <= EPSILON_S:
                    del self._active[key]
        for protection in self.protections:
            for trigger in protection.triggers:
                if trigger in self._pending:
                    self._pending[trigger] += dt
                    if self._pending[trigger] >= trigger.delay_s(self.limits) - EPSILON_S:
                        self._trip(protection, trigger)
                        break
