"""From WGS-84 to the datum a map was drawn in, and back: for drawing alone, nothing keeps it.

Many points at once (a track, a fleet) are shifted by the shifts at the corners of small squares
around them: within 0.2 m of the exact ones, which a test measures, at a fraction of their cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingtang_desk.geo.datum import Datum, convert
from mingtang_desk.geo.mainland import in_mainland
from mingtang_desk.ui.map.mercator import Bounds, Place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SIDES = {Datum.GCJ02: 0.01, Datum.BD09: 0.003}
"""Side of a square, degrees: the fastest wave of GCJ-02 is a third of a degree long, that of BD-09
an eighth, and 38 m high."""
_KEPT = 50_000


class Shift:
    """Moves places to a datum and back.

    Attributes:
        datum: that of the map.
    """

    def __init__(self, datum: Datum = Datum.WGS84) -> None:
        self.datum = datum
        self._corners: dict[tuple[int, int], tuple[float, float, bool]] = {}

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

        side = _SIDES[self.datum]
        row, column = np.floor(lat / side), np.floor(lon / side)
        squares, which = np.unique((row * 100_000 + column).astype(np.int64), return_inverse=True)
        first = np.zeros(squares.size, np.int64)
        first[which] = np.arange(lat.size)
        corners = np.array(
            [self._square(int(row[at]), int(column[at])) for at in first]
        )  # (square, corner, which way): south-west, south-east, north-west, north-east
        mine = corners[which]
        up, right = lat / side - row, lon / side - column
        weight = np.stack(
            [(1 - up) * (1 - right), (1 - up) * right, up * (1 - right), up * right], axis=1
        )
        moved = (mine * weight[:, :, None]).sum(axis=1)
        new_lat, new_lon = lat + moved[:, 0], lon + moved[:, 1]
        for at in np.flatnonzero(np.isnan(moved[:, 0])):  # at the edge of where it holds
            new_lat[at], new_lon[at] = self.out(Place(float(lat[at]), float(lon[at])))
        return new_lat, new_lon

    def _square(self, row: int, column: int) -> list[tuple[float, float]]:
        """Return the shifts at the corners of a square; no numbers where an edge runs through."""
        found = [self._corner(row + up, column + right) for up in (0, 1) for right in (0, 1)]
        if len({inside for _, _, inside in found}) > 1:
            return [(float("nan"), float("nan"))] * 4
        return [(north, east) for north, east, _ in found]

    def _corner(self, row: int, column: int) -> tuple[float, float, bool]:
        known = self._corners.get((row, column))
        if known is None:
            if len(self._corners) >= _KEPT:
                self._corners.clear()
            side = _SIDES[self.datum]
            lat, lon = row * side, column * side
            there = convert((lat, lon), Datum.WGS84, self.datum)
            known = (there[0] - lat, there[1] - lon, in_mainland(lat, lon))
            self._corners[row, column] = known
        return known
