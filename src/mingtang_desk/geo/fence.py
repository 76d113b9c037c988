"""Geofences: enter at the edge, exit beyond it, and only when more than one row says so.

A fence without hysteresis flaps while a pack stands near its edge, and one far jump of a position
is reported with good accuracy too. So: the exit needs a margin that grows with fence and accuracy,
and two rows; a standing pack is where the middle of its stop is.

Source: cloud notes 4.4; Tracelet issues 268, 269, 274, 294; the dwell of ThingsBoard and Windows.
"""

import math
from dataclasses import dataclass, field
from enum import StrEnum

from mingtang_desk.geo.distance import Place, haversine_m, plane
from mingtang_desk.geo.fix import WALK_KMH


@dataclass(frozen=True, slots=True, kw_only=True)
class FenceSettings:
    """When an edge counts as crossed.

    Attributes:
        margin_m, margin: outside by the larger of both (a share of the radius) ...
        accuracy_m: ... and by the position's accuracy, at most this.
        rows: rows that have to agree.
        dwell_s: and for how long, for an exit.
        moving_rows: or so many rows while it moves.
        sure_kmh: or two rows, going away faster than this.
        sparse_s: after a silence of this one row is enough to enter.
        least_radius_m: smaller circles are refused.
        small_radius_m: a warning under this.
    """

    margin_m: float = 20.0
    margin: float = 0.1
    accuracy_m: float = 50.0
    rows: int = 2
    dwell_s: float = 30.0
    moving_rows: int = 3
    sure_kmh: float = 10.0
    sparse_s: float = 60.0
    least_radius_m: float = 50.0
    small_radius_m: float = 100.0


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle: its middle, and its radius in metres."""

    lat: float
    lon: float
    radius_m: float

    @property
    def size_m(self) -> float:
        """What the margin is a share of."""
        return self.radius_m

    def outside_m(self, lat: float, lon: float) -> float:
        """Return metres to the edge, positive outside."""
        return haversine_m(self.lat, self.lon, lat, lon) - self.radius_m


@dataclass(frozen=True, slots=True)
class Polygon:
    """An area between at least three corners, on either side of the date line."""

    corners: tuple[Place, ...]

    @property
    def size_m(self) -> float:
        """Half the smaller side of the box around it."""
        points = [plane(lat, lon, self.corners[0]) for lat, lon in self.corners]
        sides = [max(values) - min(values) for values in zip(*points, strict=True)]
        return float(min(sides)) / 2

    def outside_m(self, lat: float, lon: float) -> float:
        """Return metres to the edge, positive outside."""
        points = [plane(a, b, (lat, lon)) for a, b in self.corners]
        inside, nearest = False, math.inf
        for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True):
            nearest = min(nearest, _to_edge(x1, y1, x2, y2))
            if (y1 > 0) != (y2 > 0):
                inside ^= x1 - y1 * (x2 - x1) / (y2 - y1) > 0
        return -nearest if inside else nearest


def _to_edge(x1: float, y1: float, x2: float, y2: float) -> float:
    """Distance from the origin to an edge."""
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    t = max(0.0, min(1.0, -(x1 * dx + y1 * dy) / length)) if length else 0.0
    return math.hypot(x1 + t * dx, y1 + t * dy)


class Crossing(StrEnum):
    """Which way an edge was crossed."""

    ENTER = "enter"
    EXIT = "exit"


@dataclass(frozen=True, slots=True)
class FenceEvent:
    """A crossing.

    Attributes:
        crossing: which way.
        time: Unix seconds of the first row on the other side.
        confirmed: Unix seconds of the row that made it sure.
    """

    crossing: Crossing
    time: float
    confirmed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One row for a fence: where it is believed to be.

    Attributes:
        time: Unix seconds.
        lat, lon: the row's own while it moves, the stop's middle while it stands.
        accuracy_m: of the position.
        speed_kmh: 0 while it stands.
    """

    time: float
    lat: float
    lon: float
    accuracy_m: float = 10.0
    speed_kmh: float = 0.0


@dataclass(slots=True)
class Fence:
    """A fence and on which side a device is; the first row only says where it begins.

    Attributes:
        area: the circle or polygon.
        settings: its numbers.
        inside: None until the first row.
    """

    area: Circle | Polygon
    settings: FenceSettings = field(default_factory=FenceSettings)
    inside: bool | None = None
    _last: float = 0.0
    _crossed: float | None = None
    _against: list[tuple[Seen, float]] = field(default_factory=list)

    @property
    def is_settled(self) -> bool:
        """Whether it is known on which side it is, and no row says otherwise."""
        return self.inside is not None and self._crossed is None

    def step(self, seen: Seen) -> FenceEvent | None:
        """Take the next row, times rising; return a crossing that has become sure."""
        away = self.area.outside_m(seen.lat, seen.lon)
        silence, self._last = seen.time - self._last, seen.time
        if self.inside is None:
            self.inside = away <= 0
            return None
        if (away <= 0) == self.inside:
            self._crossed, self._against = None, []
            return None
        if self._crossed is None:
            self._crossed = seen.time
        if self.inside and away <= self._margin(seen):
            self._against = []  # between the edge and the margin nothing is decided
            return None
        self._against.append((seen, away))
        if not (self._sure_out() if self.inside else self._sure_in(silence)):
            return None
        self.inside = not self.inside
        kind = Crossing.ENTER if self.inside else Crossing.EXIT
        event = FenceEvent(kind, self._crossed, seen.time)
        self._crossed, self._against = None, []
        return event

    def _margin(self, seen: Seen) -> float:
        s = self.settings
        return max(s.margin_m, s.margin * self.area.size_m) + min(seen.accuracy_m, s.accuracy_m)

    def _sure_in(self, silence: float) -> bool:
        return len(self._against) >= self.settings.rows or silence > self.settings.sparse_s

    def _sure_out(self) -> bool:
        s, rows = self.settings, self._against
        if len(rows) < s.rows:
            return False
        (first, _), (before, was), (last, away) = rows[0], rows[-2], rows[-1]
        if last.time - first.time >= s.dwell_s:
            return True
        if last.speed_kmh > s.sure_kmh and before.speed_kmh > s.sure_kmh and away > was:
            return True
        return len(rows) >= s.moving_rows and all(
            seen.speed_kmh > WALK_KMH for seen, _ in rows[-s.moving_rows :]
        )
