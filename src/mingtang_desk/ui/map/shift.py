"""From WGS-84 to the datum a map was drawn in, and back: for drawing alone, nothing keeps it.

Many points at once (a track, a fleet) are shifted by the shifts at the corners of small squares
around them: within 0.2 m of the exact ones, which a test measures, at a hundredth of their cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingtang_desk.geo.datum import Datum, convert
from mingtang_desk.geo.mainland import in_mainland
from mingtang_desk.ui.map.mercator import Bounds, Place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SQUARE = 0.01
"""Side of a square, degrees: the fastest wave of the shift is a third of a degree long."""
_KEPT = 20_000


class Shift:
    """Moves places to a datum and back.

    Attributes:
        datum: that of the map.
    """

    def __init__(self, datum: Datum = Datum.WGS84) -> None:
        self.datum = datum
        self._squares: dict[tuple[int, int], tuple[tuple[float, float], ...]] = {}

    @property
    def none(self) -> bool:
        """True where there is nothing to move."""
        return self.datum is Datum.WGS84

    def out(self, place: Place) -> Place:
        """Return where a place lies on the map."""
        return Place(*convert(place, Datum.WGS84, self.datum))

    def back(self, place: Place) -> Place:
        """Return which place lies there on the map."""
        return Place(*convert(place, self.datum, Datum.WGS84))

    def area(self, bounds: Bounds) -> Bounds:
        """Return where an area lies on the map."""
        low = self.out(Place(bounds.south, bounds.west))
        high = self.out(Place(bounds.north, bounds.east))
        return Bounds(low.lat, low.lon, high.lat, high.lon)

    def many(
        self, lat: NDArray[np.float64], lon: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return where many places lie on the map."""
        if self.none or not lat.size:
            return lat, lon
        import numpy as np

        row, column = np.floor(lat / _SQUARE), np.floor(lon / _SQUARE)
        squares, which = np.unique((row * 100_000 + column).astype(np.int64), return_inverse=True)
        first = np.zeros(squares.size, np.int64)
        first[which] = np.arange(lat.size)
        corners = np.array(
            [self._corners(int(row[at]), int(column[at])) for at in first]
        )  # (square, corner, which way): south-west, south-east, north-west, north-east
        mine = corners[which]
        up, right = lat / _SQUARE - row, lon / _SQUARE - column
        weight = np.stack(
            [(1 - up) * (1 - right), (1 - up) * right, up * (1 - right), up * right], axis=1
        )
        moved = (mine * weight[:, :, None]).sum(axis=1)
        new_lat, new_lon = lat + moved[:, 0], lon + moved[:, 1]
        for at in np.flatnonzero(np.isnan(moved[:, 0])):  # at the edge of where it holds
            new_lat[at], new_lon[at] = self.out(Place(float(lat[at]), float(lon[at])))
        return new_lat, new_lon

    def _corners(self, row: int, column: int) -> tuple[tuple[float, float], ...]:
        """Return the shifts at the corners of a square; no numbers where an edge runs through."""
        known = self._squares.get((row, column))
        if known is not None:
            return known
        found = []
        inside = set()
        for north in (0, 1):
            for east in (0, 1):
                lat, lon = (row + north) * _SQUARE, (column + east) * _SQUARE
                there = convert((lat, lon), Datum.WGS84, self.datum)
                inside.add(in_mainland(lat, lon))
                found.append((there[0] - lat, there[1] - lon))
        if len(self._squares) >= _KEPT:
            self._squares.clear()
        made = tuple(found) if len(inside) == 1 else ((float("nan"), float("nan")),) * 4
        self._squares[row, column] = made
        return made
