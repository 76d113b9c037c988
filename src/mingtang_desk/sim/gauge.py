"""The coulomb counter: what the board believes about charge, beside the truth in the cells."""

import math
from dataclasses import dataclass

SECONDS_PER_HOUR = 3600.0


@dataclass(slots=True, kw_only=True)
class Gauge:
    """Counts charge and cycles.

    Attributes:
        full_ah: what the board takes for a full pack.
        remaining_ah: its counter.
        cycles: one is added when as much as a full pack has been discharged in sum.
        discharged_ah: towards the next cycle.
        soc_offset_pct: correction of the shown SOC, where a board keeps it as a value of its own.
    """

    full_ah: float
    remaining_ah: float
    cycles: int = 0
    discharged_ah: float = 0.0
    soc_offset_pct: int = 0

    @property
    def soc_pct(self) -> int:
        """Whole per cent, cut off as such boards do."""
        share = self.remaining_ah / self.full_ah if self.full_ah > 0 else 0.0
        return min(max(math.floor(share * 100 + 1e-6) + self.soc_offset_pct, 0), 100)

    def set_soc(self, soc_pct: float) -> None:
        """Makes the shown SOC `soc_pct` without touching the charge counter."""
        self.soc_offset_pct = 0
        self.soc_offset_pct = math.floor(soc_pct) - self.soc_pct

    def step(self, dt: float, current_a: float) -> bool:
        """Integrates the measured current.

        Returns:
            True when a cycle was completed.
        """
        moved_ah = current_a * dt / SECONDS_PER_HOUR
        self.remaining_ah = min(max(self.remaining_ah + moved_ah, 0.0), max(self.full_ah, 0.0))
        if moved_ah >= 0.0 or self.full_ah <= 0.0:
            return False
        self.discharged_ah -= moved_ah
        if self.discharged_ah < self.full_ah:
            return False
        self.discharged_ah -= self.full_ah
        self.cycles += 1
        return True
