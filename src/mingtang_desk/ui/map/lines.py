"""Lines as both views draw them: projected once, thinned for each zoom, in stretches of one colour.

A hundred thousand points are a thousand on the screen: two of them inside one pixel are one.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mingtang_desk.ui.map.fleet_points import project
from mingtang_desk.ui.map.mercator import TILE
from mingtang_desk.ui.map.overlays import Line
from mingtang_desk.ui.theme import Theme

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mingtang_desk.ui.map.shift import Shift

PIECE = 256
"""Points of a stretch at most: what is out of sight is left out by the stretch."""
_FINEST_PX = 1.5


class Stretch(NamedTuple):
    """Points of one colour, from `first` to `last` of the thinned ones, both counted."""

    first: int
    last: int
    colour: int


class Thinned(NamedTuple):
    """A line for one zoom: pixels of the whole world, and its stretches."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    stretches: tuple[Stretch, ...]


class DrawnLine:
    """A line on a map of one datum.

    Attributes:
        palette: its colours, "#rrggbb".
        x, y: its points in the picture of the world one tile wide.
        which: number of the colour of each stretch between two points.
    """

    def __init__(self, line: Line, theme: Theme, shift: Shift) -> None:
        import numpy as np

        self.line = line
        flat = np.fromiter(chain.from_iterable(line.points), np.float64, 2 * len(line.points))
        places = flat.reshape(-1, 2)
        self.x, self.y = project(places[:, 0], places[:, 1], shift)
        names: dict[str, int] = {}
        if line.colours:
            each = [names.setdefault(name, len(names)) for name in line.colours]
            each = (each + each[-1:] * len(places))[: max(len(places) - 1, 0)]
        else:
            names[line.colour] = 0
            each = [0] * max(len(places) - 1, 0)
        self.which = np.array(each, np.int32)
        self.palette = tuple(theme.named(name).name() for name in names)
        self._thinned: dict[int, Thinned] = {}

    def at(self, zoom: int) -> Thinned:
        """Return it for a zoom."""
        found = self._thinned.get(zoom)
        if found is None:
            found = self._thinned[zoom] = self._thin(zoom)
        return found

    def _thin(self, zoom: int) -> Thinned:
        import numpy as np

        scale = 2.0**zoom
        cell = _FINEST_PX / scale
        column, row = np.floor(self.x / cell), np.floor(self.y / cell)
        keep = np.ones(self.x.size, bool)
        if self.x.size > 2:
            keep[1:-1] = ((np.diff(column) != 0) | (np.diff(row) != 0))[:-1]
        kept = np.flatnonzero(keep)
        colours = self.which[kept[:-1]] if kept.size > 1 else self.which[:0]
        edges = (np.flatnonzero(np.diff(colours)) + 1).tolist()
        stretches = []
        for start, end in zip([0, *edges], [*edges, colours.size], strict=True):
            stretches += [
                Stretch(at, min(at + PIECE, end), int(colours[at]))
                for at in range(start, end, PIECE)
            ]
        return Thinned(self.x[kept] * scale, self.y[kept] * scale, tuple(stretches))


def packed(line: DrawnLine) -> tuple[str, str]:
    """Return points and colours as base64 for the page: whole numbers of 32 bits, half a cm fine.

    The points are x and y in turn, minus a half of the world to a half.
    """
    import base64

    import numpy as np

    both = np.stack([line.x, line.y], axis=1) / TILE - 0.5
    points = np.clip(np.round(both * 2.0**32), -(2**31), 2**31 - 1).astype("<i4")
    which = line.which.astype("<u2") if len(line.palette) > 1 else line.which[:0].astype("<u2")
    return base64.b64encode(points.tobytes()).decode(), base64.b64encode(which.tobytes()).decode()
