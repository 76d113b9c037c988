"""What is stored of rides, read for the API."""

import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, func, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.geo.mileage import Period, odometer_proven
from mingtang_desk.server.accounts.principal import Principal, within
from mingtang_desk.server.ingest.model import Flag
from mingtang_desk.server.rides.day import QUARTER_S
from mingtang_desk.server.rides.exports import Point
from mingtang_desk.server.store.tables.devices import DEVICES
from mingtang_desk.server.store.tables.ingest import POSITIONS
from mingtang_desk.server.store.tables.rides import MILEAGE_DAYS, STOPS, TRIPS

MOST_POINTS = 50_000
MOST_TRIPS = 100_000


@dataclass(slots=True, kw_only=True)
class Mileage:
    """What was ridden in a period.

    Attributes:
        period: 2026-11-30, 2026-W49, 2026-11 or "total".
        distance_m: metres; trips: that began in it.
        energy_wh: of the trips whose energy is known; energy_m: metres of those.
        is_sure: all legs were watched.
        odometer_m: of the tracker, last reading; None = it has none.
    """

    period: str
    distance_m: float = 0.0
    trips: int = 0
    energy_wh: float | None = None
    energy_m: float = 0.0
    is_sure: bool = True
    odometer_m: float | None = None

    @property
    def wh_per_km(self) -> float | None:
        """Energy per kilometre, None where it is not known."""
        if self.energy_wh is None or self.energy_m <= 0:
            return None
        return self.energy_wh / self.energy_m * 1000


async def trips_of(
    connection: AsyncConnection, pk: int, begin_ms: int, end_ms: int, limit: int
) -> list[Mapping[str, Any]]:
    """Return trips that touch a stretch of time, the oldest first."""
    t = TRIPS.c
    query = (
        select(TRIPS)
        .where(t.device == pk, t.end_ms > begin_ms, t.start_ms < end_ms)
        .order_by(t.start_ms)
        .limit(limit)
    )
    return [dict(row._mapping) for row in await connection.execute(query)]


async def stops_of(
    connection: AsyncConnection, pk: int, begin_ms: int, end_ms: int, limit: int
) -> list[Mapping[str, Any]]:
    """Return stops that touch a stretch of time, the oldest first."""
    t = STOPS.c
    query = (
        select(STOPS)
        .where(t.device == pk, t.end_ms > begin_ms, t.start_ms < end_ms)
        .order_by(t.start_ms)
        .limit(limit)
    )
    return [dict(row._mapping) for row in await connection.execute(query)]


async def points_of(
    connection: AsyncConnection, pk: int, trip: Mapping[str, Any], limit: int = MOST_POINTS
) -> list[Point]:
    """Return the good rows of a trip."""
    t = POSITIONS.c
    bad = int(Flag.NO_FIX | Flag.CLOCK | Flag.WEAK | Flag.TELEPORT)
    query = (
        select(t.time_ms, t.lat, t.lon, t.altitude_m, t.speed_kmh)
        .where(
            t.device == pk,
            t.time_ms >= trip["start_ms"],
            t.time_ms <= trip["end_ms"],
            t.lat.is_not(None),
            t.flags.op("&")(bad) == 0,
        )
        .order_by(t.time_ms, t.id)
        .limit(limit)
    )
    return [Point(**row._mapping) for row in await connection.execute(query)]


async def mileage_of(
    connection: AsyncConnection,
    pk: int,
    span: tuple[int, int],
    period: Period,
    zone: tzinfo,
) -> list[Mileage]:
    """Return what was ridden by period of a zone, from its trips.

    Args:
        connection: to read on.
        pk: of which battery.
        span: milliseconds, from when until when; whole quarters of an hour count.
        period: over what it is added up.
        zone: whose days these are.
    """
    begin_ms, end_ms = span
    rows = await trips_of(connection, pk, begin_ms, end_ms, MOST_TRIPS)
    found: dict[str, Mileage] = {}
    for row in rows:
        began = _key(row["start_ms"] / 1000, period, zone)
        known = row["energy_wh"] is not None and row["distance_m"] > 0
        for quarter, metres in json.loads(row["quarters"]).items():
            time = int(quarter) * QUARTER_S
            if not begin_ms - QUARTER_S * 1000 < time * 1000 < end_ms:
                continue
            key = _key(time, period, zone)
            entry = found.setdefault(key, Mileage(period=key))
            entry.distance_m += metres
            entry.is_sure = entry.is_sure and row["quality"] == "good"
            if known:
                wh = row["energy_wh"] * metres / row["distance_m"]
                entry.energy_wh = (entry.energy_wh or 0.0) + wh
                entry.energy_m += metres
        if begin_ms <= row["start_ms"] < end_ms:
            found.setdefault(began, Mileage(period=began)).trips += 1
    return [found[key] for key in sorted(found)]


async def odometer_of(
    connection: AsyncConnection, pk: int, zone_min: int
) -> tuple[float | None, bool]:
    """Return the last reading of a tracker's odometer, and whether it may be believed."""
    t = MILEAGE_DAYS.c
    query = select(t.day, t.distance_m, t.odometer_m).where(t.device == pk).order_by(t.day)
    rows = (await connection.execute(query)).all()
    totals = itertools.accumulate(row.distance_m for row in rows)
    ours, readings = [], []
    for row, total in zip(rows, totals, strict=True):
        midnight = datetime.combine(date.fromisoformat(row.day), datetime.min.time(), UTC)
        end = (midnight + timedelta(days=1, minutes=-zone_min)).timestamp()
        ours.append((end, total))
        if row.odometer_m is not None:
            readings.append((end, row.odometer_m))
    last = readings[-1][1] if readings else None
    return last, odometer_proven(readings, ours)


async def fleet_mileage(
    connection: AsyncConnection,
    who: Principal | None,
    path: str,
    begin: str,
    end: str,
    after: str | None = None,
    limit: int = MOST_TRIPS,
) -> list[Mapping[str, Any]]:
    """Return what each battery of an account rode between two of its own days, both included.

    Args:
        connection: to read on.
        who: sees only what is theirs; None = whoever holds the database.
        path: of the account, with all below it.
        begin: the first day.
        end: the last.
        after: number of the last one of the page before.
        limit: at most so many.
    """
    t, d = MILEAGE_DAYS.c, DEVICES.c
    query = (
        select(
            d.number,
            d.name,
            func.sum(t.distance_m).label("distance_m"),
            func.sum(t.trips).label("trips"),
            func.sum(t.energy_wh).label("energy_wh"),
            func.count().label("days"),
        )
        .join(DEVICES, d.pk == t.device)
        .where(t.day >= begin, t.day <= end, _seen(who), under(path))
        .group_by(d.number, d.name)
        .order_by(d.number)
        .limit(limit)
    )
    if after is not None:
        query = query.where(d.number > after)
    return [dict(row._mapping) for row in await connection.execute(query)]


async def fleet_distance(
    connection: AsyncConnection, who: Principal, path: str, begin: str, end: str
) -> float:
    """Return metres that all batteries of an account rode together; see `fleet_mileage`."""
    t = MILEAGE_DAYS.c
    query = (
        select(func.sum(t.distance_m))
        .join(DEVICES, DEVICES.c.pk == t.device)
        .where(t.day >= begin, t.day <= end, _seen(who), under(path))
    )
    return float(await connection.scalar(query) or 0.0)


async def fleet_trips(
    connection: AsyncConnection,
    who: Principal | None,
    path: str,
    span: tuple[int, int],
    after: tuple[int, str] | None = None,
    limit: int = MOST_TRIPS,
) -> list[Mapping[str, Any]]:
    """Return the trips of all batteries of an account that began in a stretch of time.

    Args:
        connection: to read on.
        who: sees only what is theirs; None = whoever holds the database.
        path: of the account, with all below it.
        span: milliseconds, from when until before when.
        after: beginning and number of the last one of the page before.
        limit: at most so many.
    """
    t, d = TRIPS.c, DEVICES.c
    query = (
        select(TRIPS, d.number, d.name, d.zone_min)
        .join(DEVICES, d.pk == t.device)
        .where(t.start_ms >= span[0], t.start_ms < span[1], _seen(who), under(path))
        .order_by(t.start_ms, d.number)
        .limit(limit)
    )
    if after is not None:
        query = query.where(tuple_(t.start_ms, d.number) > tuple_(*after))
    return [dict(row._mapping) for row in await connection.execute(query)]


def _seen(who: Principal | None) -> ColumnElement[bool]:
    return true() if who is None else who.scope(DEVICES.c.account_path)


def under(path: str) -> ColumnElement[bool]:
    """Return the condition that a battery belongs to an account or one below it; "" = any."""
    return within(DEVICES.c.account_path, path) if path else true()


def _key(time: float, period: Period, zone: tzinfo) -> str:
    moment = datetime.fromtimestamp(time, zone)
    match period:
        case Period.DAY:
            return moment.date().isoformat()
        case Period.WEEK:
            year, week, _ = moment.isocalendar()
            return f"{year}-W{week:02}"
        case Period.MONTH:
            return f"{moment:%Y-%m}"
        case _:
            return "total"
