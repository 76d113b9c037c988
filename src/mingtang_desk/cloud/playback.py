"""A track as it is played: points by time, a cursor between them, stops and gaps; no Qt.

Times are seconds since 1970, UTC; places WGS-84. The cursor goes straight from point to point, but
never across a gap or through a stop: it waits at the last place that is known.
"""

import math
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from mingtang_desk.cloud.models import Place
from mingtang_desk.cloud.samples import Samples
from mingtang_desk.cloud.track_thin import thinned

GAP_S = 300.0
"""Longer than this nobody knows where it was in between."""
NAN = math.nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One report with a fix.

    `alarms`: bits that were set, and the event that came with it; `begins`: what came before it is
    not connected with it.
    """

    t: float
    lat: float
    lon: float
    altitude_m: float | None = None
    speed_kmh: float | None = None
    course_deg: float | None = None
    satellites: int | None = None
    soc_pct: float | None = None
    current_a: float | None = None
    pack_v: float | None = None
    flags: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    begins: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A stop."""

    start: float
    end: float
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Reports that are not on the line: without a fix or at 0,0; leaps; the same time again."""

    no_fix: int = 0
    leaps: int = 0
    doubled: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Where the cursor is.

    Attributes:
        index: of the point reached last.
        waits: True where it is not between two points: in a stop or in a gap.
        stand: the stop it is in; gap: whether it is in a gap.
    """

    t: float
    index: int
    lat: float
    lon: float
    waits: bool = False
    stand: Stand | None = None
    gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """The least and the most of a value on a track; `whole`: every point has it."""

    low: float
    high: float
    whole: bool


class Playback:
    """A track in memory; nothing of it changes.

    Attributes:
        points: by time, no two at the same time.
        times: of the points.
        stands: the stops, by time.
        gaps: from and to of stretches nobody knows anything of.
        left_out: reports that are not on the line.
    """

    def __init__(
        self,
        points: Iterable[Point] = (),
        stands: Iterable[Stand] = (),
        left_out: LeftOut | None = None,
        samples: Samples | None = None,
    ) -> None:
        self.points, doubled = _by_time(points)
        before = left_out or LeftOut()
        self.left_out = LeftOut(
            no_fix=before.no_fix, leaps=before.leaps, doubled=before.doubled + doubled
        )
        self.times = array("d", (point.t for point in self.points))
        self.stands = tuple(sorted(stands, key=lambda stand: stand.start))
        self._stand_starts = [stand.start for stand in self.stands]
        self.gaps = tuple(
            (a.t, b.t)
            for a, b in zip(self.points, self.points[1:], strict=False)
            if b.begins or b.t - a.t > GAP_S
        )
        self._gap_starts = [start for start, _ in self.gaps]
        self.samples = samples or Samples()
        self._columns: dict[str, array[float]] = {}
        self._extents: dict[str, Extent | None] = {}
        self._drawn: tuple[tuple[list[int], int], ...] | None = None

    def __bool__(self) -> bool:
        return bool(self.points)

    @property
    def start(self) -> float:
        """When it begins; 0 where there is nothing."""
        return self.times[0] if self.points else 0.0

    @property
    def end(self) -> float:
        """When it ends."""
        return self.times[-1] if self.points else 0.0

    def index(self, t: float) -> int:
        """Return the last point that is not later than `t`, the first where all are."""
        return max(bisect_right(self.times, t) - 1, 0)

    def stand_at(self, t: float) -> Stand | None:
        """Return the stop at a time."""
        at = bisect_right(self._stand_starts, t) - 1
        return self.stands[at] if at >= 0 and t < self.stands[at].end else None

    def gap_at(self, t: float) -> tuple[float, float] | None:
        """Return the gap at a time."""
        at = bisect_right(self._gap_starts, t) - 1
        return self.gaps[at] if at >= 0 and self.gaps[at][0] < t < self.gaps[at][1] else None

    def at(self, t: float) -> Moment:
        """Return where the cursor is at a time; times outside the track are its ends.

        Raises:
            IndexError: there is no point.
        """
        t = min(max(t, self.start), self.end)
        here = self.index(t)
        point = self.points[here]
        stand, gap = self.stand_at(t), self.gap_at(t) is not None
        if stand is not None or gap or t <= point.t or here + 1 >= len(self.points):
            waits = stand is not None or gap
            return Moment(
                t=t, index=here, lat=point.lat, lon=point.lon, waits=waits, stand=stand, gap=gap
            )
        following = self.points[here + 1]
        share = (t - point.t) / (following.t - point.t)
        east = (following.lon - point.lon + 540.0) % 360.0 - 180.0
        lon = (point.lon + east * share + 540.0) % 360.0 - 180.0
        lat = point.lat + (following.lat - point.lat) * share
        return Moment(t=t, index=here, lat=lat, lon=lon)

    def behind(self, t: float) -> float:
        """Return `t`, or the end of the stop or gap it is in, or of those that follow at once."""
        for _ in range(len(self.stands) + len(self.gaps)):
            stand, gap = self.stand_at(t), self.gap_at(t)
            ends = [stand.end] if stand is not None else []
            ends += [gap[1]] if gap is not None else []
            if not ends:
                break
            t = max(ends)
        return min(t, self.end)

    def column(self, name: str) -> "array[float]":
        """Return a value of all points in order, NaN where it is not known.

        `name`: speed_kmh, soc_pct, current_a or pack_v; the latter three from the samples of the
        board where a point does not carry them itself.
        """
        found = self._columns.get(name)
        if found is None:
            read = attrgetter(name)
            found = array("d", (NAN if (v := read(p)) is None else v for p in self.points))
            if name in self.samples.NAMES and self.samples:
                near = self.samples.near(self.times, name)
                found = array("d", (b if a != a else a for a, b in zip(found, near, strict=True)))
            self._columns[name] = found
        return found

    def extent(self, name: str) -> Extent | None:
        """Return how far a value goes, None where it is known nowhere."""
        if name not in self._extents:
            column = self.column(name)
            known = [value for value in column if value == value]
            whole = len(known) == len(column)
            found = Extent(low=min(known), high=max(known), whole=whole) if known else None
            self._extents[name] = found
        return self._extents[name]

    def segments(self) -> Iterator[tuple[Sequence[Point], int]]:
        """Yield the stretches between gaps, and the number of the first point of each."""
        starts = {end for _, end in self.gaps}
        first = 0
        for n in range(1, len(self.points) + 1):
            if n == len(self.points) or self.times[n] in starts:
                yield self.points[first:n], first
                first = n

    @property
    def drawn(self) -> tuple[tuple[list[int], int], ...]:
        """Which points of each segment a map draws, and the number of its first."""
        if self._drawn is None:
            self._drawn = thinned(tuple(self.segments()))
        return self._drawn

    def prepare(self, names: Iterable[str]) -> "Playback":
        """Count now what would take a while later; for a thread beside the window."""
        for name in names:
            self.extent(name)
        self._drawn = self.drawn
        return self


def points_of(places: Iterable[Place]) -> tuple[list[Point], LeftOut]:
    """Return the reports of a tracker that lie on the line, and how many do not."""
    found: list[Point] = []
    no_fix = leaps = 0
    for each in places:
        if each.lat is None or each.lon is None or _is_nowhere(each):
            no_fix += 1
        elif "teleport" in each.flags:
            leaps += 1
        else:
            found.append(
                Point(
                    t=each.time.timestamp(),
                    lat=each.lat,
                    lon=each.lon,
                    altitude_m=each.altitude_m,
                    speed_kmh=each.speed_kmh,
                    course_deg=each.course_deg,
                    satellites=each.satellites,
                    flags=each.flags,
                    alarms=tuple(
                        dict.fromkeys((*each.alarms, *([each.event] if each.event else ())))
                    ),
                )
            )
    return found, LeftOut(no_fix=no_fix, leaps=leaps)


def _is_nowhere(place: Place) -> bool:
    """Return whether a report has no place, says 0,0, which means the same, or one of no earth."""
    if place.lat is None or place.lon is None or "no_fix" in place.flags:
        return True
    return place.lat == 0.0 == place.lon or abs(place.lat) > 90.0 or abs(place.lon) > 180.0


def _by_time(points: Iterable[Point]) -> tuple[list[Point], int]:
    """Return points by time; of those at one time the first stays. And how many went."""
    ordered = sorted(points, key=attrgetter("t"))
    kept: list[Point] = []
    for point in ordered:
        if not kept or point.t > kept[-1].t:
            kept.append(point)
    return kept, len(ordered) - len(kept)
