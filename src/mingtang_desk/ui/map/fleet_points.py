"""Where the batteries of a fleet are, in arrays; and what of it is drawn: batteries and clusters.

The gathering is done here once for both views, so that each gets a few hundred things at most,
however large the fleet is (decision 0036).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from mingtang_desk.cloud.models import Battery
from mingtang_desk.ui.map.mercator import MAX_LAT, TILE, Place, place_at

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mingtang_desk.ui.map.shift import Shift

CELL_PX = 64
"""Side of a square whose batteries are drawn as one."""
NEAR_PX = 40
"""Two of them whose middles are nearer than this are drawn as one too."""
ALONE_ZOOM = 18
"""From here on only batteries on one spot are drawn as one."""
_SPOT_PX = 22

ALARM, GONE, ASLEEP, WELL = 3, 2, 1, 0
"""How a battery is, the worst first in `worst`."""
_CODES = {"online": WELL, "sleeping": ASLEEP}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Batteries that are drawn as one, or a single one.

    Attributes:
        numbers: all of them, or the first `SHOWN_MEMBERS`.
        x, y: the middle, in the picture of the world one tile wide.
        counts: how many are well, asleep, gone, alarmed.
        box: left, top, right, bottom of where they lie, as x and y.
    """

    numbers: tuple[str, ...]
    count: int
    x: float
    y: float
    counts: tuple[int, int, int, int]
    box: tuple[float, float, float, float]

    @property
    def worst(self) -> int:
        """How the worst of them is."""
        return max(code for code in (WELL, ASLEEP, GONE, ALARM) if self.counts[code] or not code)

    @property
    def place(self) -> Place:
        """The middle, in the datum of the map."""
        return place_at(self.x, self.y, 0)


SHOWN_MEMBERS = 200


def drawable(lat: float | None, lon: float | None) -> bool:
    """Return whether this is a place at all: known, on the map, and not the 0,0 of a bad fix."""
    if lat is None or lon is None:
        return False
    return abs(lat) <= MAX_LAT and abs(lon) <= 180.0 and (abs(lat) > 1e-6 or abs(lon) > 1e-6)


def code_of(row: Battery) -> int:
    """Return how a battery is."""
    return ALARM if row.open_alarms > 0 else _CODES.get(row.state, GONE)


class FleetPoints:
    """The places of the batteries that have one."""

    def __init__(self) -> None:
        self._numbers: list[str] = []
        self._at: dict[str, int] = {}
        self._lat = self._lon = self._code = self._x = self._y = _none()
        self._shift: Shift | None = None

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, number: str) -> bool:
        return number in self._at

    def place(self, number: str) -> Place | None:
        """Return where a battery is, WGS-84; None = not known, or nowhere on the map."""
        at = self._at.get(number)
        return None if at is None else Place(float(self._lat[at]), float(self._lon[at]))

    def replace(self, rows: Iterable[Battery]) -> None:
        """Take these batteries and no others."""
        import numpy as np

        good = [row for row in rows if drawable(row.lat, row.lon)]
        self._numbers = [row.number for row in good]
        self._at = {number: at for at, number in enumerate(self._numbers)}
        self._lat = np.array([row.lat for row in good], np.float64)
        self._lon = np.array([row.lon for row in good], np.float64)
        self._code = np.array([code_of(row) for row in good], np.int8)
        self._project()

    def put(self, rows: Iterable[Battery]) -> None:
        """Take what changed of some batteries; those that are new are added."""
        import numpy as np

        known: list[Battery] = []
        new: list[Battery] = []
        for row in rows:
            if drawable(row.lat, row.lon):
                (known if row.number in self._at else new).append(row)
            elif row.number in self._at:
                self._drop(row.number)
        if new:
            start = len(self._numbers)
            self._numbers += [row.number for row in new]
            self._at.update((row.number, start + at) for at, row in enumerate(new))
            more = np.zeros(len(new))
            self._lat, self._lon = np.append(self._lat, more), np.append(self._lon, more)
            self._code = np.append(self._code, more.astype(np.int8))
            self._x, self._y = np.append(self._x, more), np.append(self._y, more)
        changed = known + new
        if changed:
            at = np.array([self._at[row.number] for row in changed])
            self._lat[at] = [row.lat for row in changed]
            self._lon[at] = [row.lon for row in changed]
            self._code[at] = [code_of(row) for row in changed]
            self._x[at], self._y[at] = self._projected(self._lat[at], self._lon[at])

    def use(self, shift: Shift) -> None:
        """Draw on a map of another datum."""
        self._shift = shift
        self._project()

    def bounds(self) -> tuple[Place, Place] | None:
        """Return the corners of the area they lie in, None = there are none."""
        if not self._numbers:
            return None
        return (
            Place(float(self._lat.min()), float(self._lon.min())),
            Place(float(self._lat.max()), float(self._lon.max())),
        )

    def gather(
        self, view: tuple[float, float, float, float], zoom: int, apart: Collection[str] = ()
    ) -> list[Gathered]:
        """Return what is drawn of an area.

        Args:
            view: left, top, right, bottom in the picture of the world one tile wide.
            zoom: how near it is looked at.
            apart: numbers that are never gathered with others.
        """
        import numpy as np

        if not self._numbers:
            return []
        px = 2.0**zoom
        side = (CELL_PX if zoom < ALONE_ZOOM else _SPOT_PX) / px
        left, top, right, bottom = view
        # Whole squares, so that what is drawn at the edge does not change as the map moves.
        left, top = np.floor(left / side) * side, np.floor(top / side) * side
        right, bottom = ceil(right / side) * side, ceil(bottom / side) * side
        inside = (self._x >= left) & (self._x < right) & (self._y >= top) & (self._y < bottom)
        alone = [self._at[number] for number in apart if number in self._at]
        inside[alone] = False
        found = np.flatnonzero(inside)
        singles = [self._one(at) for at in alone if left <= self._x[at] < right]
        if not found.size:
            return singles
        x, y = self._x[found], self._y[found]
        key = np.floor(y / side).astype(np.int64) * (1 << 31) + np.floor(x / side).astype(np.int64)
        _, which = np.unique(key, return_inverse=True)
        middle = _merged(x, y, which, (NEAR_PX if zoom < ALONE_ZOOM else _SPOT_PX) / px)
        return _groups(self, found, x, y, middle) + singles

    def gather_one(self, number: str) -> Gathered:
        """Return a single battery that is here."""
        return self._one(self._at[number])

    def _one(self, at: int) -> Gathered:
        counts = [0, 0, 0, 0]
        counts[int(self._code[at])] = 1
        x, y = float(self._x[at]), float(self._y[at])
        return Gathered(
            numbers=(self._numbers[at],),
            count=1,
            x=x,
            y=y,
            counts=(counts[0], counts[1], counts[2], counts[3]),
            box=(x, y, x, y),
        )

    def _drop(self, number: str) -> None:
        """Take a battery out; the last one takes its place in the arrays."""
        at, last = self._at.pop(number), len(self._numbers) - 1
        moved = self._numbers.pop()
        if at != last:
            self._numbers[at] = moved
            self._at[moved] = at
        for array in (self._lat, self._lon, self._code, self._x, self._y):
            array[at] = array[last]
        self._lat, self._lon, self._code = self._lat[:last], self._lon[:last], self._code[:last]
        self._x, self._y = self._x[:last], self._y[:last]

    def _project(self) -> None:
        self._x, self._y = self._projected(self._lat, self._lon)

    def _projected(
        self, lat: NDArray[np.float64], lon: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return project(lat, lon, self._shift)


def project(
    lat: NDArray[np.float64], lon: NDArray[np.float64], shift: Shift | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return pixels of many places in the picture of the world one tile wide."""
    import numpy as np

    if shift is not None:
        lat, lon = shift.many(lat, lon)
    turned = np.radians(np.clip(lat, -MAX_LAT, MAX_LAT))
    y = (1.0 - np.arcsinh(np.tan(turned)) / np.pi) / 2.0 * TILE
    return (lon + 180.0) / 360.0 * TILE, y


def _merged(x: Any, y: Any, which: Any, near: float) -> Any:
    """Return the group of each point: squares whose middles lie too near to each other are one."""
    import numpy as np

    count = np.bincount(which)
    mx, my = np.bincount(which, x) / count, np.bincount(which, y) / count
    group = np.arange(count.size)
    taken: dict[tuple[int, int], list[int]] = {}
    for at in np.argsort(-count, kind="stable").tolist():
        cx, cy = int(mx[at] // near), int(my[at] // near)
        for key in ((cx + dx, cy + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
            other = next(
                (o for o in taken.get(key, ()) if _far(mx[o] - mx[at], my[o] - my[at]) < near),
                None,
            )
            if other is not None:
                group[at] = other
                break
        else:
            taken.setdefault((cx, cy), []).append(at)
    return group[which]


def _far(dx: float, dy: float) -> float:
    return max(abs(dx), abs(dy))


def _groups(points: FleetPoints, found: Any, x: Any, y: Any, group: Any) -> list[Gathered]:
    import numpy as np

    order = np.argsort(group, kind="stable")
    edges = np.flatnonzero(np.diff(group[order])) + 1
    starts = [0, *edges.tolist()]
    ends = [*edges.tolist(), order.size]
    found, x, y = found[order], x[order], y[order]
    codes = points._code[found]
    counts = np.stack([np.add.reduceat(codes == code, starts) for code in range(4)], axis=1)
    low_x, high_x = np.minimum.reduceat(x, starts), np.maximum.reduceat(x, starts)
    low_y, high_y = np.minimum.reduceat(y, starts), np.maximum.reduceat(y, starts)
    sum_x, sum_y = np.add.reduceat(x, starts), np.add.reduceat(y, starts)
    made = []
    for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
        members = found[start : min(end, start + SHOWN_MEMBERS)].tolist()
        size = end - start
        made.append(
            Gathered(
                numbers=tuple(points._numbers[member] for member in members),
                count=size,
                x=float(sum_x[at]) / size,
                y=float(sum_y[at]) / size,
                counts=tuple(counts[at].tolist()),
                box=(float(low_x[at]), float(low_y[at]), float(high_x[at]), float(high_y[at])),
            )
        )
    return made


def _none() -> Any:
    import numpy as np

    return np.zeros(0)
