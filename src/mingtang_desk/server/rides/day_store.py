"""Puts what a stretch tells in place of what was known of it."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, insert, select

from mingtang_desk.server.rides.day import QUARTER_S, Day, Ridden, Span
from mingtang_desk.server.rides.zones import day_of
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.rides import MILEAGE_DAYS, STOPS, TRIPS

DAY_MS = 86_400_000


async def put(tx: Transaction, pk: int, span: Span, day: Day) -> None:
    """Store trips and stops, and add up the days they touch."""
    touched = {
        day_of(ms / 1000, day.zone_min)
        for ms in (*range(span.start_ms, span.end_ms, DAY_MS), span.start_ms, span.end_ms - 1)
    }
    trips, stops = TRIPS.c, STOPS.c
    old = (trips.device == pk) & (trips.end_ms > span.start_ms) & (trips.start_ms < span.end_ms)
    for quarters in await tx.connection.scalars(select(trips.quarters).where(old)):
        touched |= _days(quarters, day.zone_min)
    await tx.connection.execute(delete(TRIPS).where(old))
    await tx.connection.execute(
        delete(STOPS).where(
            stops.device == pk, stops.end_ms > span.start_ms, stops.start_ms < span.end_ms
        )
    )
    rows = [_trip(pk, ridden) for ridden in day.trips]
    if rows:
        await tx.connection.execute(insert(TRIPS), rows)
    for row in rows:
        touched |= _days(row["quarters"], day.zone_min)
    if day.stops:
        await tx.connection.execute(
            insert(STOPS),
            [
                {
                    "device": pk,
                    "start_ms": round(stop.start * 1000),
                    "end_ms": round(stop.end * 1000),
                    "lat": stop.place[0],
                    "lon": stop.place[1],
                }
                for stop in day.stops
            ],
        )
    await _add_up(tx, pk, day, touched)


async def _add_up(tx: Transaction, pk: int, day: Day, touched: set[str]) -> None:
    trips, days = TRIPS.c, MILEAGE_DAYS.c
    query = select(TRIPS).where(
        trips.device == pk,
        trips.end_ms >= _midnight_ms(min(touched), day.zone_min),
        trips.start_ms < _midnight_ms(max(touched), day.zone_min) + DAY_MS,
    )
    found: dict[str, dict[str, Any]] = {}
    for row in await tx.connection.execute(query):
        shares = _shares(row.quarters, day.zone_min)
        began = day_of(row.start_ms / 1000, day.zone_min)
        for each, metres in shares.items():
            entry = found.setdefault(each, _nothing(pk, each))
            entry["distance_m"] += metres
            entry["is_sure"] = entry["is_sure"] and row.quality == "good"
            if row.energy_wh is not None and row.distance_m > 0:
                wh = row.energy_wh * metres / row.distance_m
                entry["energy_wh"] = (entry["energy_wh"] or 0.0) + wh
        if began in touched:
            found.setdefault(began, _nothing(pk, began))["trips"] += 1
    before = await tx.connection.execute(
        select(days.day, days.odometer_m).where(days.device == pk, days.day.in_(touched))
    )
    odometer = {row.day: row.odometer_m for row in before} | day.odometer
    rows = []
    for each in sorted(touched):
        entry = found.get(each) or _nothing(pk, each)
        entry["odometer_m"] = odometer.get(each)
        if entry["trips"] or entry["distance_m"] or entry["odometer_m"] is not None:
            rows.append(entry)
    await tx.connection.execute(
        delete(MILEAGE_DAYS).where(days.device == pk, days.day.in_(touched))
    )
    if rows:
        await tx.connection.execute(insert(MILEAGE_DAYS), rows)


def _nothing(pk: int, day: str) -> dict[str, Any]:
    return {
        "device": pk,
        "day": day,
        "distance_m": 0.0,
        "trips": 0,
        "energy_wh": None,
        "is_sure": True,
        "odometer_m": None,
    }


def _trip(pk: int, ridden: Ridden) -> dict[str, Any]:
    trip = ridden.trip
    return {
        "device": pk,
        "start_ms": round(trip.start * 1000),
        "end_ms": round(trip.end * 1000),
        "distance_m": trip.distance_m,
        "quality": trip.quality,
        "flags": json.dumps(sorted(flag.value for flag in trip.flags)),
        "split": trip.split.value,
        "start_lat": ridden.first[0],
        "start_lon": ridden.first[1],
        "end_lat": ridden.last[0],
        "end_lon": ridden.last[1],
        "top_kmh": ridden.top_kmh,
        "energy_wh": ridden.energy_wh,
        "quarters": json.dumps(ridden.quarters),
    }


def _shares(quarters: str, zone_min: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for quarter, metres in json.loads(quarters).items():
        day = day_of(int(quarter) * QUARTER_S, zone_min)
        found[day] = found.get(day, 0.0) + metres
    return found


def _days(quarters: str, zone_min: int) -> set[str]:
    return set(_shares(quarters, zone_min))


def _midnight_ms(day: str, zone_min: int) -> int:
    midnight = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return round(midnight.timestamp() * 1000) - zone_min * 60_000
