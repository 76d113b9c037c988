"""One row of a tracker, and how such rows are put in order and cleaned of what cannot be true."""

from dataclasses import dataclass
from enum import StrEnum

from mingtang_desk.geo.distance import haversine_m


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """What a tracker reported at one moment.

    Attributes:
        time: the device's clock, Unix seconds.
        lat, lon: WGS-84 degrees.
        speed_kmh: from Doppler shift; None = not reported.
        course: degrees clockwise from north; None = not reported.
        valid: the tracker says that it has a fix.
        satellites, hdop: quality of the fix; None = not reported.
        told_m: accuracy in metres as the device itself puts it; None = it does not.
        acc: the ignition wire; None = not wired.
        event: what the row was sent for, "" for none; "vibration", "power_cut".
        received: the server's clock, Unix seconds; None = not known.
    """

    time: float
    lat: float
    lon: float
    speed_kmh: float | None = None
    course: float | None = None
    valid: bool = True
    satellites: int | None = None
    hdop: float | None = None
    told_m: float | None = None
    acc: bool | None = None
    event: str = ""
    received: float | None = None

    @property
    def accuracy_m(self) -> float:
        """About 95 % of the error: as it was told, else 5 m times HDOP, else 10 m."""
        if self.told_m is not None:
            return self.told_m
        return 10.0 if self.hdop is None else 5.0 * self.hdop

    @property
    def slow(self) -> bool:
        """Standing or walking pace by Doppler; unknown counts as slow."""
        return self.speed_kmh is None or self.speed_kmh <= WALK_KMH

    def metres(self, other: "Fix") -> float:
        """Return the distance to another row."""
        return haversine_m(self.lat, self.lon, other.lat, other.lon)


WALK_KMH = 3.0
"""What a parked tracker's speed wanders up to; our tracks and the noise of common modules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaning:
    """What is taken for impossible (cloud notes 4.1; Traccar's FilterHandler has the same kinds).

    Attributes:
        min_satellites: fewer give no position worth a statistic.
        max_hdop: more is worse than 40 m.
        oldest, newest: 2015-01-01 and 2100-01-01; beyond them a clock is unset.
        future_s: how far a device's clock may be ahead of the server's.
        top_kmh: the fastest ride of the profile, e-bikes.
        top_factor: on top, for downhill and noise.
        slack_m: what noise alone may move a position between two rows.
        return_rows: so many rows may be away before one agrees with the row before them.
        lonely_s: a row whose clock leaps by more, there and back, is a wrong clock.
    """

    min_satellites: int = 4
    max_hdop: float = 8.0
    oldest: float = 1420070400.0
    newest: float = 4102444800.0
    future_s: float = 86400.0
    top_kmh: float = 45.0
    top_factor: float = 1.5
    slack_m: float = 60.0
    return_rows: int = 3
    lonely_s: float = 3600.0


class Reason(StrEnum):
    """Why a row is left out."""

    CLOCK = "clock"
    INVALID = "invalid"
    WEAK = "weak"
    DOUBLE = "double"
    TELEPORT = "teleport"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is left out of every statistic; the raw row stays where it is stored."""

    fix: Fix
    reason: Reason


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Rows by device time, and those left out.

    Attributes:
        fixes: good positions, times rising.
        rejected: the rest.
        events: rows with an event and a good clock, whatever their position is worth.
    """

    fixes: tuple[Fix, ...]
    rejected: tuple[Rejected, ...]
    events: tuple[Fix, ...]


def clean(rows: list[Fix], settings: Cleaning | None = None) -> Cleaned:
    """Sort rows by the device's time and leave out what cannot be true.

    Args:
        rows: in the order in which they arrived; late ones may stand anywhere.
        settings: what is taken for impossible.
    """
    c = settings or Cleaning()
    rejected: list[Rejected] = []
    timed = []
    for fix, wrong in zip(rows, _wrong_clocks(rows, c), strict=True):
        if wrong:
            rejected.append(Rejected(fix, Reason.CLOCK))
        else:
            timed.append(fix)
    timed.sort(key=lambda fix: fix.time)
    good: list[Fix] = []
    for fix in timed:
        reason = _position(fix, c)
        if reason is not None:
            rejected.append(Rejected(fix, reason))
        elif good and good[-1].time == fix.time:
            better = _richer(good[-1], fix)
            rejected.append(Rejected(good[-1] if better is fix else fix, Reason.DOUBLE))
            good[-1] = better
        else:
            good.append(fix)
    kept = _without_teleports(good, rejected, c)
    events = {(fix.time, fix.event): fix for fix in reversed(timed) if fix.event}
    return Cleaned(tuple(kept), tuple(rejected), tuple(sorted(events.values(), key=_by_time)))


def _by_time(fix: Fix) -> tuple[float, str]:
    return fix.time, fix.event


def _wrong_clocks(rows: list[Fix], c: Cleaning) -> list[bool]:
    """Say of each row whether its clock is impossible, or leaps away and back all alone."""
    wrong = [
        not c.oldest <= fix.time <= c.newest
        or (fix.received is not None and fix.time > fix.received + c.future_s)
        for fix in rows
    ]
    left = [i for i, bad in enumerate(wrong) if not bad]
    times = sorted(rows[i].time for i in left)
    places = {time: n for n, time in enumerate(times)}
    for before, i, after in zip(left, left[1:], left[2:], strict=False):
        time = rows[i].time
        there, back = time - rows[before].time, time - rows[after].time
        if there * back > 0 and min(abs(there), abs(back)) > c.lonely_s:
            n = places[time]
            near = [abs(time - times[m]) for m in (n - 1, n + 1) if 0 <= m < len(times)]
            wrong[i] = min(near) > c.lonely_s
    return wrong


def _position(fix: Fix, c: Cleaning) -> Reason | None:
    inside = -90 <= fix.lat <= 90 and -180 <= fix.lon <= 180
    if not fix.valid or not inside or (abs(fix.lat) < 0.01 and abs(fix.lon) < 0.01):
        return Reason.INVALID
    if fix.satellites is not None and fix.satellites < c.min_satellites:
        return Reason.WEAK
    if fix.hdop is not None and fix.hdop > c.max_hdop:
        return Reason.WEAK
    return None


def _richer(first: Fix, second: Fix) -> Fix:
    """Of two rows of one second: the one sent for an event, else the later one."""
    return first if first.event and not second.event else second


def _without_teleports(fixes: list[Fix], rejected: list[Rejected], c: Cleaning) -> list[Fix]:
    """Drop rows that are away too fast and back within a few rows; a fast train is not back."""
    kept: list[Fix] = []
    i = 0
    while i < len(fixes):
        fix = fixes[i]
        if kept and _too_fast(kept[-1], fix, c):
            ahead = range(i + 1, min(len(fixes), i + 1 + c.return_rows))
            back = next((j for j in ahead if _returned(kept[-1], fix, fixes[j], c)), None)
            if back is not None:
                rejected += [Rejected(f, Reason.TELEPORT) for f in fixes[i:back]]
                i = back
                continue
        kept.append(fix)
        i += 1
    if len(kept) > 2 and _too_fast(kept[0], kept[1], c) and not _too_fast(kept[1], kept[2], c):
        # The first row has nothing before it to be away from; a train would go on as fast.
        rejected.append(Rejected(kept.pop(0), Reason.TELEPORT))
    return kept


def _too_fast(a: Fix, b: Fix, c: Cleaning) -> bool:
    allowed = c.top_kmh * c.top_factor / 3.6 * (b.time - a.time)
    return a.metres(b) - c.slack_m > allowed


def _returned(before: Fix, away: Fix, fix: Fix, c: Cleaning) -> bool:
    """Whether a later row fits the one before and is clearly nearer to it than the odd one."""
    return not _too_fast(before, fix, c) and before.metres(fix) < before.metres(away) / 2
