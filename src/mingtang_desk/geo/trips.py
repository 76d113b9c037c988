"""Trips and stops of a run of rows: the machine of `motion`, then what only hindsight can tell."""

import itertools
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from mingtang_desk.geo.distance import Place, haversine_m, middle
from mingtang_desk.geo.fix import Cleaned, Cleaning, Fix, clean
from mingtang_desk.geo.mileage import Flag, MileageSettings, Point, legs
from mingtang_desk.geo.motion import Motion, MotionSettings, Ride, Split


@dataclass(frozen=True, slots=True, kw_only=True)
class TripSettings:
    """All numbers of cleaning, motion and mileage, and of the last look (cloud notes 4.2).

    Attributes:
        cleaning, motion, mileage: those of the steps before.
        merge_s: an unseen trip and a ride this close after it are one.
        merge_m: if the ride sets out where the unseen one ended.
        unseen_ms: metres a second of a ride that the tracker slept through at first.
        least_m: shorter is no trip.
        least_s: nor is one that took less.
        sure_m: without Doppler or ignition it is a trip only if it ends so far away.
        sure_doppler_m: so much distance by Doppler supports a trip.
        least_stop_s: a shorter stand at the edge of the data is no stop.
    """

    cleaning: Cleaning = field(default_factory=Cleaning)
    motion: MotionSettings = field(default_factory=MotionSettings)
    mileage: MileageSettings = field(default_factory=MileageSettings)
    merge_s: float = 180.0
    merge_m: float = 150.0
    unseen_ms: float = 4.0
    least_m: float = 150.0
    least_s: float = 60.0
    sure_m: float = 200.0
    sure_doppler_m: float = 60.0
    least_stop_s: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """One ride.

    Attributes:
        start, end: Unix seconds.
        distance_m: metres.
        flags: what makes the distance less sure; empty = good.
        split: why it ended there.
        points: time and metres so far, row by row.
    """

    start: float
    end: float
    distance_m: float
    flags: frozenset[Flag]
    split: Split
    points: tuple[Point, ...]

    @property
    def quality(self) -> str:
        """`good`, `fair` (some legs were guessed), or `estimated` (nobody watched it)."""
        if Flag.UNSEEN in self.flags:
            return "estimated"
        return "fair" if self.flags else "good"


@dataclass(frozen=True, slots=True)
class Stop:
    """One stand: from when, until when (Unix seconds), and its middle."""

    start: float
    end: float
    place: Place


@dataclass(frozen=True, slots=True)
class Journey:
    """What a run of rows tells.

    Attributes:
        cleaned: the rows it was made of.
        trips, stops: by time, never overlapping.
    """

    cleaned: Cleaned
    trips: tuple[Trip, ...]
    stops: tuple[Stop, ...]

    @property
    def mileage_m(self) -> float:
        """Metres of all trips."""
        return sum(trip.distance_m for trip in self.trips)

    def stop_at(self, time: float) -> Stop | None:
        """Return the stop that holds a moment, None while it moves."""
        i = bisect_right(self.stops, time, key=lambda stop: stop.start) - 1
        return self.stops[i] if i >= 0 and time <= self.stops[i].end else None


def journey(rows: list[Fix], settings: TripSettings | None = None) -> Journey:
    """Find trips, stops and mileage in rows of any order.

    Args:
        rows: raw rows as they arrived.
        settings: the profile of the device.
    """
    s = settings or TripSettings()
    cleaned = clean(rows, s.cleaning)
    motion = Motion(s.motion)
    for fix in cleaned.fixes:
        motion.step(fix)
    rides = _merged(motion.finish(), cleaned.fixes, s)
    rides = [ride for ride in rides if _long_enough(ride, cleaned.fixes, s)]
    rides = _supported(rides, cleaned.fixes, s)
    trips = [_trip(ride, cleaned.fixes, s) for ride in rides]
    return Journey(cleaned, tuple(trips), tuple(_stops(trips, cleaned.fixes, s)))


def _merged(rides: list[Ride], fixes: tuple[Fix, ...], s: TripSettings) -> list[Ride]:
    """Join to a ride what the tracker slept through at first and saw only the end of."""
    found: list[Ride] = []
    for ride in rides:
        last = found[-1] if found else None
        if (
            last is not None
            and not ride.unseen
            and last.unseen
            and last.split is Split.STOP
            and ride.start - last.end < s.merge_s
            and fixes[last.last].metres(fixes[ride.first]) <= s.merge_m
        ):
            metres = fixes[last.first].metres(fixes[last.last])
            start = max(last.start, last.end - metres / s.unseen_ms)
            found[-1] = Ride(
                first=last.first, last=ride.last, start=start, end=ride.end, split=ride.split
            )
        else:
            found.append(ride)
    return found


def _long_enough(ride: Ride, fixes: tuple[Fix, ...], s: TripSettings) -> bool:
    metres, _ = legs(fixes[ride.first : ride.last + 1], s.mileage)
    return sum(metres) >= s.least_m and ride.end - ride.start >= s.least_s


def _supported(rides: list[Ride], fixes: tuple[Fix, ...], s: TripSettings) -> list[Ride]:
    """Leave out what wandered without Doppler or ignition and never got anywhere."""
    kept: list[Ride] = []
    for i, ride in enumerate(rides):
        rows = fixes[ride.first : ride.last + 1]
        if _by_doppler(rows, s) >= s.sure_doppler_m or sum(f.acc is True for f in rows) > 2:
            kept.append(ride)
            continue
        before = fixes[kept[-1].last if kept else 0 : ride.first + 1]
        after = fixes[ride.last : rides[i + 1].first + 1 if i + 1 < len(rides) else None]
        here, there = _middle(before), _middle(after)
        if haversine_m(*here, *there) > s.sure_m:
            kept.append(ride)
    return kept


def _by_doppler(rows: tuple[Fix, ...], s: TripSettings) -> float:
    total = 0.0
    for a, b in itertools.pairwise(rows):
        if b.time - a.time <= s.mileage.sparse_s and not (a.slow or b.slow):
            total += ((a.speed_kmh or 0.0) + (b.speed_kmh or 0.0)) / 7.2 * (b.time - a.time)
    return total


def _middle(rows: tuple[Fix, ...]) -> Place:
    return middle([(f.lat, f.lon) for f in rows])


def _trip(ride: Ride, fixes: tuple[Fix, ...], s: TripSettings) -> Trip:
    rows = fixes[ride.first : ride.last + 1]
    metres, flags = legs(rows, s.mileage)
    if ride.unseen:
        flags = {Flag.UNSEEN}
    top = s.cleaning.top_kmh * s.cleaning.top_factor / 3.6
    seconds = max(1.0, ride.end - ride.start)
    if sum(metres) / seconds > top:
        flags.add(Flag.FAST)
    times = [max(ride.start, rows[0].time), *(f.time for f in rows[1:])]
    points = tuple(zip(times, itertools.accumulate(metres, initial=0.0), strict=True))
    return Trip(
        start=ride.start,
        end=ride.end,
        distance_m=sum(metres),
        flags=frozenset(flags),
        split=ride.split,
        points=points,
    )


def _stops(trips: list[Trip], fixes: tuple[Fix, ...], s: TripSettings) -> list[Stop]:
    """What lies between trips, before the first and after the last."""
    if not fixes:
        return []
    times = [f.time for f in fixes]
    starts = [times[0], *(trip.end for trip in trips)]
    ends = [*(trip.start for trip in trips), times[-1]]
    found = []
    for start, end in zip(starts, ends, strict=True):
        if end - start >= s.least_stop_s:
            rows = fixes[bisect_left(times, start) : bisect_right(times, end)]
            # A gap may leave a stop without a row of its own: then the last one before it.
            rows = rows or fixes[max(0, bisect_left(times, start) - 1) :][:1]
            found.append(Stop(start, end, _middle(rows)))
    return found
