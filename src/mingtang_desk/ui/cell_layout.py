"""How the cells of a pack lie: modules of rows, all the same way or every other one backwards.

Pure: it knows places in a grid, not pixels of a widget. Kept as text among the preferences.
"""

from dataclasses import dataclass, fields
from typing import NamedTuple

MOST_COLUMNS, MOST_ROWS, WIDEST_GAP, MOST_PARALLEL = 32, 32, 48, 64


class Place(NamedTuple):
    """Where a cell lies: column and row of tiles, and which module it is in, from 0."""

    column: int
    row: int
    module: int
    module_column: int
    module_row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CellLayout:
    """A layout; the default has no modules and fills the room there is.

    Attributes:
        columns: cells in a row of a module; 0 = as many as there is room for, no modules.
        rows: rows of a module.
        beside: modules stand beside each other, else below each other.
        serpentine: every other row runs backwards; over the modules too where they stand below
            each other.
        gap: room between two modules beyond that between tiles, px.
        parallel: cells in parallel in each group, for labels; 1 = nothing is said.
    """

    columns: int = 0
    rows: int = 1
    beside: bool = False
    serpentine: bool = False
    gap: int = 12
    parallel: int = 1

    @property
    def free(self) -> bool:
        """True when tiles go where there is room."""
        return self.columns == 0

    def modules(self, count: int) -> int:
        """Return how many modules so many cells fill."""
        return 1 if self.free else max(1, -(-count // (self.columns * self.rows)))

    def places(self, count: int, columns: int = 0) -> list[Place]:
        """Return where each cell lies; `columns` is how many the free layout goes into."""
        wide = self.columns or max(columns, 1)
        size = count if self.free else wide * self.rows
        places = []
        for cell in range(count):
            module, inside = divmod(cell, max(size, 1))
            row, column = divmod(inside, wide)
            across, down = (module, 0) if self.beside else (0, module)
            whole_row = down * self.rows + row
            if self.serpentine and (row if self.beside else whole_row) % 2:
                column = wide - 1 - column
            places.append(Place(across * wide + column, whole_row, module, across, down))
        return places

    def to_text(self) -> str:
        """Return it as text for the preferences: what differs from the default."""
        parts = [
            f"{entry.name}={int(getattr(self, entry.name))}"
            for entry in fields(CellLayout)
            if getattr(self, entry.name) != entry.default
        ]
        return " ".join(parts)


FREE = CellLayout()
"""No modules; tiles go where there is room."""

_RANGES = {
    "columns": (0, MOST_COLUMNS),
    "rows": (1, MOST_ROWS),
    "beside": (0, 1),
    "serpentine": (0, 1),
    "gap": (0, WIDEST_GAP),
    "parallel": (1, MOST_PARALLEL),
}


def layout_of(text: str) -> CellLayout:
    """Return the layout that a text of the preferences means.

    What nobody can have written is left out: a layout is no reason to refuse preferences.
    """
    found: dict[str, int] = {}
    for part in text.split():
        name, _, figure = part.partition("=")
        low, high = _RANGES.get(name, (1, 0))
        if figure.isdecimal() and len(figure) < 4 and low <= int(figure) <= high:
            found[name] = int(figure)
    return CellLayout(
        columns=found.get("columns", FREE.columns),
        rows=found.get("rows", FREE.rows),
        beside=bool(found.get("beside", FREE.beside)),
        serpentine=bool(found.get("serpentine", FREE.serpentine)),
        gap=found.get("gap", FREE.gap),
        parallel=found.get("parallel", FREE.parallel),
    )
