"""Routes of `rides`: trips, stops and mileage of a battery."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from mingtang_desk.geo.mileage import Period
from mingtang_desk.server.api import guards, reports
from mingtang_desk.server.api.deps import Number, Reader, Server, device_for
from mingtang_desk.server.api.files import CSV, GPX, KML, as_csv, as_file
from mingtang_desk.server.api.ranges import Cursor, From, Limit, To, Zone, closed_span_ms
from mingtang_desk.server.api.ride_models import (
    MileageList,
    StopList,
    StopOut,
    TripList,
    TripOut,
    mileage_out,
    stop_values,
    trip_values,
)
from mingtang_desk.server.rides.exports import Way, gpx, kml
from mingtang_desk.server.rides.history import (
    MOST_POINTS,
    mileage_of,
    odometer_of,
    points_of,
    stops_of,
    trips_of,
)
from mingtang_desk.server.rides.zones import zone_of

router = APIRouter(tags=["rides"])
router.include_router(guards.router)
router.include_router(reports.router)
MOST_DAYS = 31.0
MOST_MILEAGE_DAYS = 3700.0
USUAL_DAYS = 7.0


@router.get(
    "/devices/{number}/trips",
    summary="List trips",
    response_model=TripList,
    responses={200: {"content": {CSV: {}, GPX: {}, KML: {}}}},
)
async def trips(
    server: Server,
    who: Reader,
    number: Number,
    begin: From = None,
    end: To = None,
    form: Annotated[Literal["json", "csv", "gpx", "kml"], Query(alias="format")] = "json",
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Response | TripList:
    """Return trips that touch a stretch of time (a week unless told, 31 days at most).

    As GPX and KML with their rows, at most 50 000.
    """
    device = device_for(server, who, number)
    span = closed_span_ms(begin, end, server.core.clock.now(), USUAL_DAYS, MOST_DAYS)
    await server.rides.journeys.current(device.pk)
    since = span[0] if cursor is None else max(span[0], int(cursor))
    async with server.core.store.read() as connection:
        rows = await trips_of(connection, device.pk, since, span[1], limit + 1)
        page = rows[:limit]
        if form in ("gpx", "kml"):
            ways, left = [], MOST_POINTS
            for row in page:
                points = await points_of(connection, device.pk, row, left)
                left -= len(points)
                if points:
                    ways.append(
                        Way(name=f"{device.number} {trip_values(row)['start']}", points=points)
                    )
                if left <= 0:
                    break
            name = f"trips-{device.number}.{form}"
            return (
                as_file(gpx(device.number, ways), GPX, name)
                if form == "gpx"
                else as_file(kml(device.number, ways), KML, name)
            )
    shown = [trip_values(row) for row in page]
    if form == "csv":
        return as_csv(list(TripOut.model_fields), shown, f"trips-{device.number}.csv")
    return TripList(
        items=[TripOut(**each) for each in shown],
        next_cursor=str(page[-1]["end_ms"]) if len(rows) > limit else None,
    )


@router.get(
    "/devices/{number}/stops",
    summary="List stops",
    response_model=StopList,
    responses={200: {"content": {CSV: {}}}},
)
async def stops(
    server: Server,
    who: Reader,
    number: Number,
    begin: From = None,
    end: To = None,
    form: Annotated[Literal["json", "csv"], Query(alias="format")] = "json",
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Response | StopList:
    """Return stops that touch a stretch of time (a week unless told, 31 days at most)."""
    device = device_for(server, who, number)
    span = closed_span_ms(begin, end, server.core.clock.now(), USUAL_DAYS, MOST_DAYS)
    await server.rides.journeys.current(device.pk)
    since = span[0] if cursor is None else max(span[0], int(cursor))
    async with server.core.store.read() as connection:
        rows = await stops_of(connection, device.pk, since, span[1], limit + 1)
    page = rows[:limit]
    shown = [stop_values(row) for row in page]
    if form == "csv":
        return as_csv(list(StopOut.model_fields), shown, f"stops-{device.number}.csv")
    return StopList(
        items=[StopOut(**each) for each in shown],
        next_cursor=str(page[-1]["end_ms"]) if len(rows) > limit else None,
    )


@router.get(
    "/devices/{number}/mileage",
    summary="Show mileage",
    response_model=MileageList,
    responses={200: {"content": {CSV: {}}}},
)
async def mileage(
    server: Server,
    who: Reader,
    number: Number,
    begin: From = None,
    end: To = None,
    bucket: Literal["day", "week", "month", "total"] = "day",
    zone: Zone = None,
    form: Annotated[Literal["json", "csv"], Query(alias="format")] = "json",
) -> Response | MileageList:
    """Return mileage by local day, ISO week, month or in total.

    Without a beginning, days and weeks of the last month are counted, months of the last year, and
    everything for the total. A trip over midnight counts on both days, to the quarter of an hour.
    """
    device = device_for(server, who, number)
    usual = {"day": 31.0, "week": 31.0, "month": 366.0, "total": MOST_MILEAGE_DAYS}[bucket]
    now = server.core.clock.now()
    span = closed_span_ms(begin, end, now, usual, MOST_MILEAGE_DAYS)
    place = zone_of(zone, device.zone_min)
    await server.rides.journeys.current(device.pk)
    async with server.core.store.read() as connection:
        found = await mileage_of(connection, device.pk, span, Period(bucket), place)
        odometer_m, proven = await odometer_of(connection, device.pk, device.zone_min)
    shown = [mileage_out(entry) for entry in found]
    if form == "csv":
        columns = ["period", "distance_m", "trips", "energy_wh", "wh_per_km", "is_sure"]
        rows = [each.model_dump() for each in shown]
        return as_csv(columns, rows, f"mileage-{device.number}.csv")
    return MileageList(items=shown, odometer_m=odometer_m, odometer_proven=proven)
