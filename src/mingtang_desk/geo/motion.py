"""Stop and trip, row by row: a state machine that may run live or over a day again.

A stop has a centre, the median of its last rows. It ends when two rows in a row are clearly away
and something else than noise says so; the start is then walked back to the first moving row. A trip
ends when everything of the last three minutes lies within 50 m; the end is walked back likewise.

Source: cloud notes 4.2; stay points after Li, Zheng et al. 2008; Traccar's NewMotionProcessor
(200 m, 180 s, 3600 s); ours is nearer (100 m, 50 m with Doppler), for e-bikes of at most 45 km/h.
"""

from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum

from mingtang_desk.geo.distance import Place, haversine_m, middle
from mingtang_desk.geo.fix import WALK_KMH, Fix

SEEN_S = 15.0
"""Rows closer than this leave no doubt when it set out or came to rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionSettings:
    """Where a trip begins and ends; profile e-bike, 10 s moving, 30 min parked.

    Attributes:
        far_m: two rows farther than this from the stop's centre: left.
        near_m: two rows farther than this, with Doppler behind them: left too.
        doppler_m: how much distance Doppler must have added up for that.
        centre_rows: the median of so many rows is the centre.
        crept_m: creeping away from the centre, or to it, counts from here.
        still_s: all rows of so long within near_m: stopped.
        still_kmh: and none of them faster.
        unseen_s: legs longer than this were not watched.
        gap_s: a longer silence closes a trip.
        crawl_kmh: a silence of still_s in which it came on slower than this was a stop.
        loop_s: unless it moved at both ends of a silence of at most this.
        gap_m: farther after a silence: a trip, marked estimated.
    """

    far_m: float = 100.0
    near_m: float = 50.0
    doppler_m: float = 60.0
    centre_rows: int = 15
    crept_m: float = 15.0
    still_s: float = 180.0
    still_kmh: float = 8.0
    unseen_s: float = 90.0
    gap_s: float = 3600.0
    crawl_kmh: float = 1.0
    loop_s: float = 600.0
    gap_m: float = 200.0


class Split(StrEnum):
    """Why a trip ends where it does."""

    STOP = "stop"
    GAP = "gap"
    END = "end_of_data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ride:
    """A raw trip: rows first to last, numbers into the list that was fed.

    Attributes:
        first, last: numbers of rows.
        start: Unix seconds; between the rows first and first + 1 where nobody watched.
        end: Unix seconds.
        split: why it ended.
        unseen: nobody watched it; only its ends are known.
    """

    first: int
    last: int
    start: float
    end: float
    split: Split
    unseen: bool = False


@dataclass(slots=True)
class Motion:
    """The machine. Feed rows with rising times to `step`; `rides` grows as trips end.

    Attributes:
        settings: its numbers.
        fixes: what was fed.
        rides: trips that have ended.
        moving: the state now.
    """

    settings: MotionSettings = field(default_factory=MotionSettings)
    fixes: list[Fix] = field(default_factory=list)
    rides: list[Ride] = field(default_factory=list)
    moving: bool = False
    _anchor: deque[int] = field(default_factory=deque)
    _away: list[int] = field(default_factory=list)
    _begin: tuple[int, float] = (0, 0.0)

    @property
    def centre(self) -> Place:
        """The middle of the stop, or the last row while moving."""
        if self.moving:
            return self.fixes[-1].lat, self.fixes[-1].lon
        return middle([(self.fixes[i].lat, self.fixes[i].lon) for i in self._anchor])

    @property
    def riding(self) -> list[Fix]:
        """The rows of the ride that runs, from the standing one it set out from; none at rest."""
        return self.fixes[self._begin[0] :] if self.moving else []

    @property
    def is_settled(self) -> bool:
        """Whether it stands and the last row was no step away."""
        return not self.moving and bool(self.fixes) and not self._away

    def trim(self, most: int) -> None:
        """Forget rows and rides that no longer matter, where there are more rows than `most`.

        For a machine that runs on for ever; what it says of the next rows stays the same but for a
        ride of more than `most` rows, whose start is then further back than its first row.
        """
        if len(self.fixes) <= most:
            return
        last = len(self.fixes) - most // 2
        if self.moving:
            kept = list(range(max(self._begin[0], last), len(self.fixes)))
            self._begin = (0, self._begin[1])
        else:
            rows = {*self._anchor, *self._away, *range(last, len(self.fixes))}
            kept = sorted(rows)
        at = {row: n for n, row in enumerate(kept)}
        self.fixes = [self.fixes[row] for row in kept]
        self._anchor = deque((at[row] for row in self._anchor if row in at), self._anchor.maxlen)
        self._away = [at[row] for row in self._away if row in at]
        self.rides = []

    def step(self, fix: Fix) -> None:
        """Take the next row."""
        self.fixes.append(fix)
        now = len(self.fixes) - 1
        if now == 0:
            self._stand([0])
        elif self.moving:
            self._move(now)
        else:
            self._wait(now)

    def finish(self) -> list[Ride]:
        """Return all trips; one that still runs ends with the last row."""
        if not self.moving:
            return list(self.rides)
        first, start = self._begin
        last = len(self.fixes) - 1
        end = Ride(first=first, last=last, start=start, end=self.fixes[last].time, split=Split.END)
        return [*self.rides, end]

    # --- standing

    def _stand(self, rows: list[int]) -> None:
        self.moving = False
        self._anchor = deque(rows[-self.settings.centre_rows :], self.settings.centre_rows)
        self._away = []

    def _wait(self, now: int) -> None:
        fix, (lat, lon) = self.fixes[now], self.centre
        if haversine_m(lat, lon, fix.lat, fix.lon) <= self.settings.near_m:
            self._away = []
            if fix.slow:
                self._anchor.append(now)
            return
        self._away.append(now)
        if len(self._away) >= 2 and self._left():
            self._leave()

    def _left(self) -> bool:
        """Whether the last two rows away are more than noise."""
        s, (lat, lon) = self.settings, self.centre
        one, two = self.fixes[self._away[-2]], self.fixes[self._away[-1]]
        if self._doppler(self._first_moving(self._away[0])) > s.doppler_m:
            return True
        if any(haversine_m(lat, lon, f.lat, f.lon) <= s.far_m for f in (one, two)):
            return False
        if one.metres(two) <= s.near_m:
            return True  # somewhere else, and staying there or creeping on
        return not (one.slow and two.slow) or len(self._away) > 2

    def _doppler(self, first: int) -> float:
        """Metres by Doppler since a row, walking pace and unwatched legs left out."""
        total = 0.0
        for i in range(first + 1, len(self.fixes)):
            one, two = self.fixes[i - 1], self.fixes[i]
            if two.time - one.time <= self.settings.unseen_s and not two.slow:
                total += (
                    ((one.speed_kmh or 0.0) + (two.speed_kmh or 0.0)) / 7.2 * (two.time - one.time)
                )
        return total

    def _moves(self, i: int) -> bool:
        """Whether row i belongs to a movement that had begun: faster than walking pace."""
        one, two = self.fixes[i - 1], self.fixes[i]
        seconds = two.time - one.time
        if seconds > self.settings.unseen_s:
            return False
        if two.speed_kmh is not None:
            return two.speed_kmh > WALK_KMH
        return one.metres(two) / seconds > WALK_KMH / 3.6 and one.metres(two) > 15.0

    def _first_moving(self, i: int) -> int:
        """Return the standing row before the movement that holds row i; never in the last trip."""
        least = self.rides[-1].last if self.rides else 0
        while i > least and self._moves(i):
            i -= 1
        return i

    def _leave(self) -> None:
        s = self.settings
        away = self._away[0]
        first = self._first_moving(away)
        if first == away:  # no movement was seen before it was away
            first = away - 1
        first = self._crept_back(first)
        before, after = self.fixes[first], self.fixes[first + 1]
        seconds = after.time - before.time
        if seconds > s.unseen_s and after.slow and self._settled(first + 1):
            self.rides.append(
                Ride(
                    first=first,
                    last=first + 1,
                    start=before.time,
                    end=after.time,
                    split=Split.STOP,
                    unseen=True,
                )
            )
            self._stand(list(range(first + 1, len(self.fixes))))
            return
        start = before.time
        if seconds > SEEN_S:  # it set out somewhere between two rows
            speed = max(after.speed_kmh or 0.0, 2 * WALK_KMH) / 3.6
            start = max(start, after.time - before.metres(after) / speed)
        self._begin = (first, start)
        self.moving = True
        self._away = []

    def _crept_back(self, first: int) -> int:
        """Go on back while it crept away from the centre, too slowly for Doppler to say so."""
        lat, lon = self.centre
        least = self.rides[-1].last if self.rides else 0
        while first > least:
            one, two = self.fixes[first - 1], self.fixes[first]
            far = haversine_m(lat, lon, two.lat, two.lon)
            gained = far - haversine_m(lat, lon, one.lat, one.lon)
            if two.time - one.time > SEEN_S or far < self.settings.crept_m or gained < 2.0:
                break
            first -= 1
        return first

    def _settled(self, first: int) -> bool:
        rows = self.fixes[first:]
        return all(f.slow and rows[0].metres(f) <= self.settings.near_m for f in rows)

    # --- moving

    def _move(self, now: int) -> None:
        s = self.settings
        before, fix = self.fixes[now - 1], self.fixes[now]
        seconds, metres = fix.time - before.time, before.metres(fix)
        # Moving at both ends of a silence of some minutes: it rode a loop rather than stood.
        rode = not (before.slow or fix.slow) and seconds <= s.loop_s
        crawled = seconds > s.still_s and metres / seconds < s.crawl_kmh / 3.6 and not rode
        if seconds > s.gap_s or (crawled and metres > s.near_m):
            self._close(now - 1, Split.GAP if seconds > s.gap_s else Split.STOP)
            self._stand([now - 1])
            if metres > s.gap_m and seconds > s.gap_s:
                self._stand([now])
                self.rides.append(
                    Ride(
                        first=now - 1,
                        last=now,
                        start=before.time,
                        end=fix.time,
                        split=Split.GAP,
                        unseen=True,
                    )
                )
            else:
                self._wait(now)
            return
        cluster = self._cluster(now)
        if fix.time - self.fixes[cluster].time >= s.still_s:
            end = self._walked_back(cluster, now)
            self._close(end, Split.STOP)
            self._stand(list(range(end, now + 1)))

    def _cluster(self, now: int) -> int:
        """Return the first row from which on all are near row `now` and slow."""
        s, fix, i = self.settings, self.fixes[now], now
        while i > self._begin[0] + 1:
            row = self.fixes[i - 1]
            fast = row.speed_kmh is not None and row.speed_kmh > s.still_kmh
            if fast or row.metres(fix) > s.near_m:
                break
            i -= 1
            if fix.time - row.time >= s.still_s:
                break
        return i

    def _walked_back(self, cluster: int, now: int) -> int:
        """Return the row at which it came to rest; single jumps under a roof are stepped over."""
        s = self.settings
        lat, lon = middle([(f.lat, f.lon) for f in self.fixes[cluster : now + 1]])
        i = cluster
        while i > self._begin[0] + 1:
            row = self.fixes[i - 1]
            if not row.slow or haversine_m(lat, lon, row.lat, row.lon) > 1.5 * s.far_m:
                break
            i -= 1
        while i < now and self._coming(i, lat, lon):
            i += 1
        return i

    def _coming(self, i: int, lat: float, lon: float) -> bool:
        row = self.fixes[i]
        far = haversine_m(lat, lon, row.lat, row.lon)
        if not row.slow or far > self.settings.near_m:
            return True
        after = self.fixes[i + 1]
        nearer = far - haversine_m(lat, lon, after.lat, after.lon)
        return far > self.settings.crept_m and after.time - row.time <= SEEN_S and nearer > 2.0

    def _close(self, last: int, split: Split) -> None:
        first, start = self._begin
        last = max(last, first)
        end = self.fixes[last].time
        before = self.fixes[max(first, last - 1)]
        if end - before.time > SEEN_S and before.speed_kmh is not None and not before.slow:
            # The row of its standing still is missing: it got there at the speed it had.
            speed = before.speed_kmh / 3.6
            end = min(end, before.time + before.metres(self.fixes[last]) / speed + SEEN_S)
        end = max(start, end)
        self.rides.append(Ride(first=first, last=last, start=start, end=end, split=split))
