"""The days of a bike with a battery: rides, rests, charging, a shake now and then.

Everything is a function of the seed and of the time: what was on a day comes out the same whenever
it is asked for, and a tracker that starts in the middle of a ride is where the ride is. Days are
those of China; every ride leaves from home and comes back to it.
"""

import math
import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from mingtang_desk.sim.ride import HOME, METRES_PER_DEGREE, Ride
from mingtang_desk.sim.tracker.rows import Row

ZONE = timedelta(hours=8)
FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""Where odometers begin."""
DAY_S = 86400
ROUND_PCT = 11.0
CHARGE_PCT_S = 25.0 / 3600.0
PLUG_IN_S = 900.0
"""After a ride, before the charger is on."""
SWAP_PCT = 25.0
"""A courier swaps the battery under this, before the next ride."""
LAST_RIDE_S = 21 * 3600 + 1800
REMEMBERED_DAYS, REMEMBERED_GRIDS = 64, 8


class Habit(StrEnum):
    """What a bike is used for."""

    COMMUTER = "commuter"
    COURIER = "courier"
    EARLY = "early"
    """Rides in the early morning alone, and sleeps all day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outing:
    """A ride of a day.

    Attributes:
        start_s, end_s: seconds of the day.
        pct: charge at its start.
        rounds: how often the loop is ridden.
        rounds_before: on this day, for the odometer.
    """

    start_s: float
    end_s: float
    pct: float
    rounds: int
    rounds_before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """How the battery stands: per cent, and "discharge", "charge" or "idle"."""

    pct: float
    state: str


class Life:
    """The days of one bike.

    Args:
        seed: of all chance.
        home: where it stands at night, degrees.
        habit: what it is used for.
        shaken: it is shaken now and then while it stands.
    """

    def __init__(
        self,
        seed: int,
        home: tuple[float, float] = HOME,
        habit: Habit = Habit.COMMUTER,
        *,
        shaken: bool = False,
    ) -> None:
        self.home = home
        self.habit = habit
        self._seed = seed
        self._shaken = shaken
        self._ride = Ride(seed)
        self._round_m = self._ride.motion(math.nextafter(self._ride.round_s, 0.0))[0]
        self._turn = random.Random(f"{seed} turn").uniform(0.0, 2 * math.pi)
        self._day = lru_cache(REMEMBERED_DAYS)(self._made)
        self._grid = lru_cache(REMEMBERED_GRIDS)(self._gridded)
        self._rounds = [0]

    def outings(self, day: int) -> Sequence[Outing]:
        """Return the rides of a day, counted from `FIRST_DAY`."""
        return self._day(day)

    def row(self, when: datetime) -> Row:
        """Return what a tracker would note."""
        day, second = _local(when)
        outing = self._current(day, second)
        ridden_m = self._rounds_until(day, second) * self._round_m
        satellites = 10 + round(2 * math.sin(second / 97))
        if outing is None:
            return Row(
                when=when,
                lat=self.home[0],
                lon=self.home[1],
                mileage_m=ridden_m,
                satellites=satellites,
                acc_on=False,
                shakes=self._is_shaken(day, second),
            )
        on_way_s = second - outing.start_s
        place = self._ride.position(on_way_s)
        lat, lon = self._placed(place.lat, place.lon)
        course = place.course_deg
        rounds = outing.rounds_before + int(on_way_s // self._ride.round_s)
        before_m = (self._rounds_before(day) + rounds) * self._round_m
        return Row(
            when=when,
            lat=lat,
            lon=lon,
            speed_kmh=place.speed_kmh,
            course_deg=0.0 if course is None else (course - math.degrees(self._turn)) % 360,
            mileage_m=before_m + self._ride.motion(on_way_s)[0],
            satellites=satellites,
        )

    def charge(self, when: datetime) -> Charge:
        """Return how its battery stands."""
        day, second = _local(when)
        outings = self.outings(day)
        index = bisect_right([each.start_s for each in outings], second) - 1
        if index < 0:
            before = self.outings(day - 1)
            if not before:
                return Charge(pct=100.0, state="idle")
            return self._rested(before[-1], second + DAY_S)
        outing = outings[index]
        if second < outing.end_s:
            share = (second - outing.start_s) / (outing.end_s - outing.start_s)
            used = share * outing.rounds * ROUND_PCT
            return Charge(pct=max(outing.pct - used, 0.0), state="discharge")
        return self._rested(outing, second)

    def times(
        self, start: datetime, end: datetime, *, riding_s: float, parked_s: float
    ) -> Iterator[datetime]:
        """Give when its tracker reports, from `start` to before `end`.

        The times of a day are always the same ones, whatever stretch is asked for: every so many
        seconds of a ride and at its end, and on a grid of the day while it stands.
        """
        day, second = _local(start)
        midnight = start - timedelta(seconds=second)
        while midnight < end:
            seconds = self._grid(day, riding_s, parked_s)
            for at_s in seconds[bisect_left(seconds, (start - midnight).total_seconds()) :]:
                when = midnight + timedelta(seconds=at_s)
                if when >= end:
                    return
                yield when
            day, midnight = day + 1, midnight + timedelta(days=1)

    def _gridded(self, day: int, riding_s: float, parked_s: float) -> list[float]:
        seconds: list[float] = []
        parked = random.Random(f"{self._seed} grid").uniform(0.0, parked_s)
        for outing in self.outings(day):
            while parked < outing.start_s:
                seconds.append(parked)
                parked += parked_s
            count = math.ceil((outing.end_s - outing.start_s) / riding_s)
            seconds += [outing.start_s + riding_s * i for i in range(count)]
            seconds.append(outing.end_s)
            while parked <= outing.end_s:
                parked += parked_s
        while parked < DAY_S:
            seconds.append(parked)
            parked += parked_s
        return seconds

    def next_time(self, after: datetime, riding_s: float, parked_s: float) -> datetime:
        """Return when its tracker reports again."""
        day, second = _local(after)
        outing = self._current(day, second)
        midnight = after - timedelta(seconds=second)
        if outing is not None:
            return midnight + timedelta(seconds=min(second + riding_s, outing.end_s))
        next_s = second + parked_s
        for each in self.outings(day):
            if each.start_s > second:
                next_s = min(next_s, each.start_s)
                break
        return midnight + timedelta(seconds=next_s)

    def _current(self, day: int, second: float) -> Outing | None:
        for each in self.outings(day):
            if each.start_s <= second < each.end_s:
                return each
        return None

    def _rested(self, outing: Outing, second: float) -> Charge:
        empty = max(outing.pct - outing.rounds * ROUND_PCT, 0.0)
        charged_s = second - outing.end_s - PLUG_IN_S
        if charged_s <= 0:
            return Charge(pct=empty, state="idle")
        pct = empty + charged_s * CHARGE_PCT_S
        return Charge(pct=min(pct, 100.0), state="charge" if pct < 100.0 else "idle")

    def _made(self, day: int) -> tuple[Outing, ...]:
        rng = random.Random(f"{self._seed} {day}")
        made: list[Outing] = []
        pct, rounds_before = 100.0, 0
        for start_s, rounds in self._wishes(rng, day):
            if made:
                if start_s < made[-1].end_s + 300:
                    continue
                pct = self._rested(made[-1], start_s).pct
            if pct < rounds * ROUND_PCT + SWAP_PCT:
                if self.habit is not Habit.COURIER:
                    continue
                pct = 100.0
            end_s = start_s + math.ceil(rounds * self._ride.round_s)
            made.append(
                Outing(
                    start_s=start_s,
                    end_s=end_s,
                    pct=pct,
                    rounds=rounds,
                    rounds_before=rounds_before,
                )
            )
            rounds_before += rounds
        return tuple(made)

    def _wishes(self, rng: random.Random, day: int) -> list[tuple[float, int]]:
        is_weekend = (FIRST_DAY + timedelta(days=day)).weekday() >= 5
        match self.habit:
            case Habit.COURIER:
                wishes, at = [], rng.uniform(7.0, 8.5) * 3600
                while at < LAST_RIDE_S:
                    rounds = rng.choice((1, 1, 2))
                    wishes.append((at, rounds))
                    at += rounds * self._ride.round_s + rng.uniform(300, 1500)
            case Habit.EARLY:
                wishes = [(rng.uniform(4.9, 5.3) * 3600, 1)]
            case _:
                hours = (10.0, 15.5) if is_weekend else (7.6, 12.2, 18.4)
                odds = (0.5, 0.4) if is_weekend else (0.9, 0.25, 0.9)
                wishes = [
                    (rng.gauss(hour, 0.4) * 3600, 1)
                    for hour, chance in zip(hours, odds, strict=True)
                    if rng.random() < chance
                ]
        # Whole seconds: a time that does not fall on a microsecond would be passed by never.
        whole = sorted((float(round(at_s)), rounds) for at_s, rounds in wishes)
        return [wish for wish in whole if 4 * 3600 < wish[0] < LAST_RIDE_S]

    def _rounds_before(self, day: int) -> int:
        while len(self._rounds) <= day:
            made = self._made(len(self._rounds) - 1)
            self._rounds.append(self._rounds[-1] + sum(each.rounds for each in made))
        return self._rounds[max(day, 0)]

    def _rounds_until(self, day: int, second: float) -> int:
        ended = sum(each.rounds for each in self.outings(day) if each.end_s <= second)
        return self._rounds_before(day) + ended

    def _is_shaken(self, day: int, second: float) -> bool:
        """Whether somebody pushes it in this quarter of an hour: twice a day, on average."""
        if not self._shaken:
            return False
        return random.Random(f"{self._seed} {day} {int(second // 900)}").random() < 2 / 96

    def _placed(self, lat: float, lon: float) -> tuple[float, float]:
        """The loop turned about its beginning, and put where home is."""
        east_per_degree = METRES_PER_DEGREE * math.cos(math.radians(HOME[0]))
        x, y = (lon - HOME[1]) * east_per_degree, (lat - HOME[0]) * METRES_PER_DEGREE
        cos, sin = math.cos(self._turn), math.sin(self._turn)
        east, north = x * cos - y * sin, x * sin + y * cos
        wide = METRES_PER_DEGREE * math.cos(math.radians(self.home[0]))
        return self.home[0] + north / METRES_PER_DEGREE, self.home[1] + east / wide


def _local(when: datetime) -> tuple[int, float]:
    """The day since `FIRST_DAY` and the second of it, in China."""
    since = when + ZONE - FIRST_DAY
    return since.days, since.seconds + since.microseconds / 1e6
