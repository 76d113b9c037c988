"""The trips, stops and energy of a stretch of rows: read, then made without the loop."""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.geo.fix import Fix
from mingtang_desk.geo.trips import Stop, Trip, journey
from mingtang_desk.server.ingest.model import Flag
from mingtang_desk.server.rides.zones import day_of
from mingtang_desk.server.store.tables.ingest import BMS_SAMPLES, POSITIONS

QUARTER_S = 900
MOST_ROWS = 1_000_000
SAMPLE_GAP_S = 300.0
COVERED = 0.8
"""So much of a trip has to lie between samples for its energy to be known."""
WEAK_SATELLITES = 3
_WEAK, _NO_PLACE = int(Flag.WEAK), int(Flag.NO_FIX | Flag.CLOCK)
_ACC_ON, _ACC_KNOWN = int(Flag.ACC_ON), int(Flag.ACC_KNOWN)
# Plain numbers: an enum takes longer than all the rest of a row.


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What is made again.

    Attributes:
        start_ms, end_ms: from when until when rows count.
        stood: the stop in which it begins and that began before it; None = it begins with a stop
            or a row of its own.
    """

    start_ms: int
    end_ms: int
    stood: Stop | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ridden:
    """A trip with what the server adds.

    Attributes:
        trip: as the algorithm found it.
        first, last: where it began and ended.
        top_kmh: the fastest row; None = no speeds.
        energy_wh: taken out of the pack, None where too few samples cover it.
        quarters: metres by quarter of an hour since 1970 UTC.
    """

    trip: Trip
    first: tuple[float, float]
    last: tuple[float, float]
    top_kmh: float | None
    energy_wh: float | None
    quarters: dict[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What a stretch tells.

    Attributes:
        trips, stops: by time.
        odometer: last reading of the tracker's odometer by local day, metres.
        zone_min: minutes east of UTC, whose days they are.
    """

    trips: tuple[Ridden, ...]
    stops: tuple[Stop, ...]
    odometer: dict[str, float]
    zone_min: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of `positions`, with the tracker's odometer."""

    fix: Fix
    mileage_m: float | None


@dataclass(frozen=True, slots=True)
class Power:
    """A sample: Unix seconds, and the watts that leave the pack."""

    time: float
    watts: float


async def rows_of(connection: AsyncConnection, pk: int, span: Span) -> list[Row]:
    """Return the rows of a stretch, in the order in which they arrived."""
    t = POSITIONS.c
    query = (
        select(
            t.time_ms, t.received_ms, t.lat, t.lon, t.speed_kmh, t.course_deg, t.satellites,
            t.mileage_m, t.flags, t.event, t.accuracy_m,
        )
        .where(t.device == pk, t.time_ms >= span.start_ms, t.time_ms <= span.end_ms)
        .order_by(t.id)
        .limit(MOST_ROWS)
    )  # fmt: skip
    return [_row(*tuple(row)) for row in (await connection.execute(query)).all()]


def _row(
    time_ms: int,
    received_ms: int,
    lat: float | None,
    lon: float | None,
    speed_kmh: float | None,
    course_deg: float | None,
    satellites: int | None,
    mileage_m: float | None,
    flags: int,
    event: str,
    accuracy_m: float | None,
) -> Row:
    weak = flags & _WEAK and (satellites is None or satellites > WEAK_SATELLITES)
    fix = Fix(
        time=time_ms / 1000,
        lat=lat or 0.0,
        lon=lon or 0.0,
        speed_kmh=speed_kmh,
        course=course_deg,
        valid=lat is not None and not flags & _NO_PLACE,
        satellites=WEAK_SATELLITES if weak else satellites,  # HDOP is not stored, its verdict is
        told_m=accuracy_m,
        acc=bool(flags & _ACC_ON) if flags & _ACC_KNOWN else None,
        event=event,
        received=received_ms / 1000,
    )
    return Row(fix, mileage_m)


async def samples_of(connection: AsyncConnection, pk: int, span: Span) -> list[Power]:
    """Return the power of a stretch, by time."""
    t = BMS_SAMPLES.c
    query = (
        select(t.time_ms, t.pack_v, t.current_a)
        .where(
            t.device == pk,
            t.time_ms >= span.start_ms,
            t.time_ms <= span.end_ms,
            t.pack_v.is_not(None),
            t.current_a.is_not(None),
        )
        .order_by(t.time_ms)
        .limit(MOST_ROWS)
    )
    return [Power(ms / 1000, -volts * amps) for ms, volts, amps in await connection.execute(query)]


def made_of(rows: Sequence[Row], samples: Sequence[Power], span: Span, zone_min: int) -> Day:
    """Return the trips and stops of rows; takes about 0.1 s for a day of 10 s rows."""
    found = journey([row.fix for row in rows])
    fixes = found.cleaned.fixes
    times = [fix.time for fix in fixes]
    trips = []
    for trip in found.trips:
        ride = fixes[bisect_left(times, trip.start) : bisect_right(times, trip.end)]
        before = fixes[max(0, bisect_right(times, trip.start) - 1)]
        after = fixes[max(0, bisect_right(times, trip.end) - 1)]
        speeds = [fix.speed_kmh for fix in ride if fix.speed_kmh is not None]
        trips.append(
            Ridden(
                trip=trip,
                first=(before.lat, before.lon),
                last=(after.lat, after.lon),
                top_kmh=max(speeds, default=None),
                energy_wh=energy_wh(samples, trip.start, trip.end),
                quarters=quarters_of(trip),
            )
        )
    stops = list(found.stops)
    if span.stood is not None:
        begin, place = span.stood.start, span.stood.place
        first = trips[0].trip.start if trips else None
        if stops and (first is None or stops[0].start < first):
            stops[0] = Stop(begin, stops[0].end, stops[0].place)
        else:
            stops.insert(0, Stop(begin, span.stood.end if first is None else first, place))
    return Day(
        trips=tuple(trips),
        stops=tuple(stops),
        odometer=_odometer(rows, zone_min),
        zone_min=zone_min,
    )


def quarters_of(trip: Trip) -> dict[int, float]:
    """Return metres by quarter of an hour; a leg counts where it ends."""
    found: dict[int, float] = {}
    for (_, before), (time, metres) in itertools.pairwise(trip.points):
        quarter = int(time // QUARTER_S)
        found[quarter] = found.get(quarter, 0.0) + metres - before
    return found


def energy_wh(samples: Sequence[Power], start: float, end: float) -> float | None:
    """Return what left the pack between two moments (Unix seconds); None = too little is known."""
    i = bisect_left(samples, start, key=lambda each: each.time)
    j = bisect_right(samples, end, key=lambda each: each.time)
    near = samples[max(0, i - 1) : j + 1]
    joules = covered = 0.0
    for a, b in itertools.pairwise(near):
        seconds = b.time - a.time
        begin, finish = max(a.time, start), min(b.time, end)
        if not 0 < seconds <= SAMPLE_GAP_S or finish <= begin:
            continue
        slope = (b.watts - a.watts) / seconds
        middle = a.watts + slope * ((begin + finish) / 2 - a.time)
        joules += middle * (finish - begin)
        covered += finish - begin
    if end <= start or covered < COVERED * (end - start):
        return None
    return joules / 3600


def _odometer(rows: Sequence[Row], zone_min: int) -> dict[str, float]:
    last: dict[str, tuple[float, float]] = {}
    for row in rows:
        if row.mileage_m is not None and row.fix.valid:
            day = day_of(row.fix.time, zone_min)
            if row.fix.time >= last.get(day, (0.0, 0.0))[0]:
                last[day] = (row.fix.time, row.mileage_m)
    return {day: metres for day, (_, metres) in last.items()}
