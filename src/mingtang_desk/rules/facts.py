"""What rules look at: the numbers of a set, and the pack as far as it is known for certain."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from mingtang_desk.device.settings import SettingValue

CHEMISTRIES = ("nmc", "lfp", "lmo", "lto")
# Which chemistry an over-voltage limit of a cell can only belong to. The ranges are those in which
# no rule calls the limit an error; between them nothing is taken for anything.
_BY_OVP = {"lto": (2.4, 3.0), "lfp": (3.4, 3.8), "nmc": (3.95, 4.35)}
_ABOVE_LTO_V = 3.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a pack beside its settings; the settings themselves go first."""

    chemistry: str = ""
    cell_count: int | None = None
    rated_current_a: float | None = None


NOTHING = Known()


class Facts:
    """One set of settings.

    Attributes:
        values: as given. numbers: those that are finite numbers, in model units.
        chemistry: one of `CHEMISTRIES`, "" where it is unknown. It is taken from the settings,
            from the pack, or from a cell limit that only one chemistry (or NMC and LMO, whose
            limits are the same) can have.
        stated: the chemistry stands in the settings themselves.
        cells: cells in series, None where it is unknown.
    """

    def __init__(self, values: Mapping[str, SettingValue], known: Known = NOTHING) -> None:
        self.values = values
        self.numbers: dict[str, float] = {
            key: float(value)
            for key, value in values.items()
            if isinstance(value, int | float)
            and not isinstance(value, bool)
            and math.isfinite(value)
        }
        count = self.numbers.get("cell_count", known.cell_count)
        self.cells = None if count is None or count < 1 else int(count)
        self.rated_a = self.numbers.get("rated_current_a", known.rated_current_a)
        named = values.get("chemistry", known.chemistry)
        self.stated = "chemistry" in values
        self.chemistry = named if isinstance(named, str) and named in CHEMISTRIES else ""
        if not named:
            self.chemistry = self._inferred()

    @property
    def not_lto(self) -> bool:
        """Whether the cells are certainly not of lithium titanate."""
        return self.chemistry not in ("", "lto") or self.numbers.get("cell_ovp_v", 0) > _ABOVE_LTO_V

    def with_chemistry(self, *keys: str) -> tuple[str, ...]:
        """Return keys, and that of the chemistry where the settings say it."""
        return (*keys, "chemistry") if self.stated and self.chemistry else keys

    def with_cells(self, *keys: str) -> tuple[str, ...]:
        """Return keys, and that of the number of cells where the settings say it."""
        return (*keys, "cell_count") if "cell_count" in self.numbers else keys

    def _inferred(self) -> str:
        ovp = self.numbers.get("cell_ovp_v")
        if ovp is None and self.cells and "pack_ovp_v" in self.numbers:
            ovp = self.numbers["pack_ovp_v"] / self.cells
        fitting = [key for key, (low, high) in _BY_OVP.items() if low <= (ovp or 0) <= high]
        return fitting[0] if fitting else ""
