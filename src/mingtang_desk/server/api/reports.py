"""Routes of reports over all batteries of an account."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from mingtang_desk.server.api.account_paths import AccountId, path_for
from mingtang_desk.server.api.alarm_models import ALARM_COLUMNS, alarm_row
from mingtang_desk.server.api.deps import Reader, Server
from mingtang_desk.server.api.fields import (
    Cursor,
    Limit,
    cursor_of,
    moment_and_name,
    place_of,
)
from mingtang_desk.server.api.files import CSV, as_csv
from mingtang_desk.server.api.ranges import From, To, closed_span_ms
from mingtang_desk.server.api.ride_models import (
    FleetMileage,
    FleetMileageList,
    FleetTrip,
    FleetTripList,
    trip_values,
)
from mingtang_desk.server.rides.alarm_list import AlarmFilter, listed
from mingtang_desk.server.rides.history import fleet_distance, fleet_mileage, fleet_trips
from mingtang_desk.server.times import moment_of, now_ms

router = APIRouter()
Form = Annotated[Literal["json", "csv"], Query(alias="format")]
DAYS, MOST_DAYS, MOST_MILEAGE_DAYS = 31.0, 93.0, 3700.0
MOST_ALARMS = 50_000
_NAMES = ("number", "name")


@router.get(
    "/reports/mileage",
    summary="Mileage of all batteries",
    response_model=FleetMileageList,
    responses={200: {"content": {CSV: {}}}},
)
async def report_mileage(
    server: Server,
    who: Reader,
    account: AccountId = None,
    begin: From = None,
    end: To = None,
    form: Form = "json",
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Response | FleetMileageList:
    """Return what each battery of an account and below rode, in whole days of its own zone.

    The days are those of `from` and `to` as they are written, both included. The file has no pages.
    """
    path = await path_for(server, who, account)
    now = server.core.clock.now()
    span = closed_span_ms(begin, end, now, DAYS, MOST_MILEAGE_DAYS)
    days = _day(begin, span[0]), _day(end, span[1])
    await server.rides.journeys.nearly_current()
    async with server.core.store.read() as connection:
        if form == "csv":
            rows = await fleet_mileage(connection, who, path, *days)
        else:
            place = place_of(cursor, str, 1)
            after = None if place is None else place[0]
            rows = await fleet_mileage(connection, who, path, *days, after, limit + 1)
            total = await fleet_distance(connection, who, path, *days)
    shown = [FleetMileage(**row) for row in rows]
    if form == "csv":
        listed_rows = [each.model_dump() for each in shown]
        return as_csv(list(FleetMileage.model_fields), listed_rows, "mileage.csv")
    page = shown[:limit]
    following = cursor_of(page[-1].number) if len(shown) > limit else None
    return FleetMileageList(items=page, distance_m=total, next_cursor=following)


@router.get(
    "/reports/trips",
    summary="Trips of all batteries",
    response_model=FleetTripList,
    responses={200: {"content": {CSV: {}}}},
)
async def report_trips(
    server: Server,
    who: Reader,
    account: AccountId = None,
    begin: From = None,
    end: To = None,
    form: Form = "json",
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Response | FleetTripList:
    """Return trips that began in a stretch of time (31 days unless told, 93 at most).

    The file has no pages.
    """
    path = await path_for(server, who, account)
    span = closed_span_ms(begin, end, server.core.clock.now(), DAYS, MOST_DAYS)
    await server.rides.journeys.nearly_current()
    async with server.core.store.read() as connection:
        if form == "csv":
            rows = await fleet_trips(connection, who, path, span)
        else:
            after = moment_and_name(cursor)
            rows = await fleet_trips(connection, who, path, span, after, limit + 1)
    shown = [{"number": r["number"], "name": r["name"], **trip_values(r)} for r in rows]
    if form == "csv":
        columns = ["number", "name", *(k for k in FleetTrip.model_fields if k not in _NAMES)]
        return as_csv(columns, shown, "trips.csv")
    last = rows[limit - 1] if len(rows) > limit else None
    return FleetTripList(
        items=[FleetTrip(**each) for each in shown[:limit]],
        next_cursor=None if last is None else cursor_of(last["start_ms"], last["number"]),
    )


@router.get(
    "/reports/alarms",
    summary="Alarms of all batteries as CSV",
    response_class=Response,
    responses={200: {"content": {CSV: {}}}},
)
async def report_alarms(
    server: Server,
    who: Reader,
    account: AccountId = None,
    begin: From = None,
    end: To = None,
) -> Response:
    """Return alarms of a stretch of time (31 days unless told, 93 at most), the newest first."""
    path = await path_for(server, who, account)
    span = closed_span_ms(begin, end, server.core.clock.now(), DAYS, MOST_DAYS)
    wanted = AlarmFilter(begin_ms=span[0], end_ms=span[1], path=path)
    async with server.core.store.read() as connection:
        rows = await listed(connection, wanted, who, MOST_ALARMS)
    now = now_ms(server.core.clock)
    shown = [alarm_row(row, now) for row in rows]
    return as_csv(ALARM_COLUMNS, shown, "alarms.csv")


def _day(asked: datetime | None, ms: int) -> str:
    """Return the day of a time as it was written, else that of UTC."""
    moment = moment_of(ms) if asked is None else asked
    return str(moment.date())
