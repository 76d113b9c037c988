"""A load or charger that somebody connects and removes, by the pack's own time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingtang_desk.sim.errors import SimOptionError

if TYPE_CHECKING:
    from mingtang_desk.sim.options import Options
    from mingtang_desk.sim.powered import PoweredBoard

DEFAULT_AFTER_S, DEFAULT_FOR_S = 75.0, 130.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedLoad:
    """A current that comes and goes.

    Attributes:
        amps: + = charging.
        after_s: it begins so long after the board was first asked for its time.
        for_s: it lasts so long.
        every_s: it begins anew after so long; infinite = once.
    """

    amps: float
    after_s: float
    for_s: float
    every_s: float = math.inf

    def _place(self, at_s: float) -> float:
        since_s = at_s - self.after_s
        return since_s if since_s < 0.0 or math.isinf(self.every_s) else since_s % self.every_s

    def current(self, at_s: float) -> float:
        """What flows at a moment."""
        return self.amps if 0.0 <= self._place(at_s) < self.for_s else 0.0

    def next_change_s(self, at_s: float) -> float:
        """Seconds to the next change; infinite when there is none."""
        place_s = self._place(at_s)
        if place_s < 0.0:
            return -place_s
        return self.for_s - place_s if place_s < self.for_s else self.every_s - place_s


def start_current(board: PoweredBoard, options: Options) -> None:
    """Connects what the start values ask for: a steady current, or a load that comes and goes.

    Raises:
        SimOptionError: both are asked for, or the next load begins before the last one ends.
    """
    amps = options.number("load_a")
    board.set_current(options.number("current_a") or 0.0)
    if amps is None:
        return
    if options.is_given("current_a"):
        raise SimOptionError("set load_a", str(amps), "no current_a beside it")
    after_s, for_s = options.number("load_after_s"), options.number("load_for_s")
    every_s = options.number("load_every_s")
    load = TimedLoad(
        amps=amps,
        after_s=DEFAULT_AFTER_S if after_s is None else after_s,
        for_s=DEFAULT_FOR_S if for_s is None else for_s,
        every_s=math.inf if every_s is None else every_s,
    )
    if load.every_s <= load.for_s:
        raise SimOptionError("set load_every_s", str(every_s), f"more than {load.for_s:g}")
    board.plan_load(load)
