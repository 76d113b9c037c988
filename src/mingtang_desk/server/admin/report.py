"""Reports straight from the database, read only and beside a running server.

They tell what the server has made of positions so far: what came in the last half minute may be
missing. Whoever holds the database sees everything.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta, timezone
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.core.errors import StorageError
from mingtang_desk.geo.mileage import Period
from mingtang_desk.server.accounts.principal import within
from mingtang_desk.server.admin.database import must_exist
from mingtang_desk.server.admin.lock import parsed
from mingtang_desk.server.admin.people import account_of, refused
from mingtang_desk.server.api.alarm_models import ALARM_COLUMNS, alarm_row
from mingtang_desk.server.api.ride_models import (
    FleetMileage,
    MileageOut,
    StopOut,
    TripOut,
    mileage_out,
    stop_values,
    trip_values,
)
from mingtang_desk.server.config import ServerConfig
from mingtang_desk.server.rides.alarm_list import AlarmFilter, listed
from mingtang_desk.server.rides.exports import Way
from mingtang_desk.server.rides.history import (
    MOST_POINTS,
    MOST_TRIPS,
    fleet_mileage,
    mileage_of,
    points_of,
    stops_of,
    trips_of,
)
from mingtang_desk.server.store.engine import reading_engine
from mingtang_desk.server.store.tables.devices import DEVICES
from mingtang_desk.server.times import iso_ms, moment_of

_NAMES = ("number", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for.

    Attributes:
        kind: "trips", "stops", "mileage" or "alarms".
        begin_ms, end_ms: from when until before when.
        device: number of a battery; account: name or id of an account, with all below it; both
            None = everything.
        bucket: over what mileage of a battery is added up.
        now_ms: what time it is.
        is_track: the rows of trips are wanted.
    """

    kind: str
    begin_ms: int
    end_ms: int
    device: str | None = None
    account: str | None = None
    bucket: str = "day"
    now_ms: int
    is_track: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was found.

    Attributes:
        columns: names of what each row has, in order.
        rows: ready for JSON.
        ways: trips with their rows, where they were asked for.
        is_cut: there is more than a report holds.
    """

    columns: Sequence[str]
    rows: Sequence[Mapping[str, Any]]
    ways: Sequence[Way] = ()
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class _Whose:
    """Batteries the report is about, and the account, "" = all."""

    batteries: Sequence[Any]
    path: str
    is_one: bool


async def report(config: ServerConfig, wish: Wish) -> Report:
    """Return a report.

    Raises:
        StorageError: there is no database, or it cannot be read.
        UsageError: nothing is called so.
    """
    try:
        async with _reading(config) as connection:
            return await _KINDS[wish.kind](connection, wish, await _whose(connection, wish))
    except (SQLAlchemyError, OSError) as error:
        detail = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise StorageError("database_unusable", detail=detail) from error


@asynccontextmanager
async def _reading(config: ServerConfig) -> AsyncIterator[AsyncConnection]:
    must_exist(config)
    engine = reading_engine(parsed(config.url))
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()


async def _whose(connection: AsyncConnection, wish: Wish) -> _Whose:
    d = DEVICES.c
    query = select(d.pk, d.number, d.name, d.zone_min).order_by(d.number)
    path = ""
    if wish.account is not None:
        path = str((await account_of(connection, wish.account))["path"])
        query = query.where(within(d.account_path, path))
    if wish.device is not None:
        query = query.where(d.number == wish.device)
    rows = (await connection.execute(query)).all()
    if wish.device is not None and not rows:
        raise refused(f"there is no battery “{wish.device}”")
    return _Whose(rows, path, wish.device is not None)


async def _trips(connection: AsyncConnection, wish: Wish, whose: _Whose) -> Report:
    rows: list[Mapping[str, Any]] = []
    ways: list[Way] = []
    points = MOST_POINTS
    for each in whose.batteries:
        left = MOST_TRIPS + 1 - len(rows)
        found = await trips_of(connection, each.pk, wish.begin_ms, wish.end_ms, left)
        for row in found:
            rows.append({"number": each.number, "name": each.name, **trip_values(row)})
            if wish.is_track and points > 0:
                way = await points_of(connection, each.pk, row, points)
                points -= len(way)
                if way:
                    ways.append(Way(name=f"{each.number} {iso_ms(row['start_ms'])}", points=way))
    columns = (*_NAMES, *TripOut.model_fields)
    is_cut = len(rows) > MOST_TRIPS or (wish.is_track and points <= 0)
    return Report(columns=columns, rows=rows[:MOST_TRIPS], ways=ways, is_cut=is_cut)


async def _stops(connection: AsyncConnection, wish: Wish, whose: _Whose) -> Report:
    rows: list[Mapping[str, Any]] = []
    for each in whose.batteries:
        left = MOST_TRIPS + 1 - len(rows)
        found = await stops_of(connection, each.pk, wish.begin_ms, wish.end_ms, left)
        rows += [{"number": each.number, "name": each.name, **stop_values(row)} for row in found]
    columns = (*_NAMES, *StopOut.model_fields)
    return Report(columns=columns, rows=rows[:MOST_TRIPS], is_cut=len(rows) > MOST_TRIPS)


async def _mileage(connection: AsyncConnection, wish: Wish, whose: _Whose) -> Report:
    """Of one battery by days and the like, in its own zone; of many one row each."""
    if not whose.is_one:
        first = str(moment_of(wish.begin_ms).date())
        last = str(moment_of(wish.end_ms - 1).date())
        found = await fleet_mileage(connection, None, whose.path, first, last)
        shown = [FleetMileage(**row).model_dump() for row in found]
        return Report(columns=tuple(FleetMileage.model_fields), rows=shown)
    (battery,) = whose.batteries
    zone = timezone(timedelta(minutes=battery.zone_min))
    span = (wish.begin_ms, wish.end_ms)
    entries = await mileage_of(connection, battery.pk, span, Period(wish.bucket), zone)
    rows = [mileage_out(each).model_dump() for each in entries]
    return Report(columns=tuple(MileageOut.model_fields), rows=rows)


async def _alarms(connection: AsyncConnection, wish: Wish, whose: _Whose) -> Report:
    wanted = AlarmFilter(
        begin_ms=wish.begin_ms,
        end_ms=wish.end_ms,
        path=whose.path or None,
        number=wish.device,
    )
    rows = await listed(connection, wanted, None, MOST_TRIPS + 1)
    shown = [alarm_row(row, wish.now_ms) for row in rows[:MOST_TRIPS]]
    return Report(columns=ALARM_COLUMNS, rows=shown, is_cut=len(rows) > MOST_TRIPS)


type _Kind = Callable[[AsyncConnection, Wish, _Whose], Awaitable[Report]]
_KINDS: Mapping[str, _Kind] = {
    "trips": _trips,
    "stops": _stops,
    "mileage": _mileage,
    "alarms": _alarms,
}
