"""Routes of `positions`: where a battery is, and where it was."""

import json
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import Row, select

from mingtang_desk.geo.simplify import simplified
from mingtang_desk.server.api.deps import Number, Reader, Server, device_for
from mingtang_desk.server.ingest.shown import (
    DATUM,
    acc_of,
    alarm_names,
    flag_names,
    status_names,
)
from mingtang_desk.server.problem import Problem
from mingtang_desk.server.store.tables.devices import DEVICE_STATE
from mingtang_desk.server.store.tables.ingest import POSITIONS
from mingtang_desk.server.times import iso_ms, ms_of, now_ms

router = APIRouter(tags=["positions"])

LONGEST_MS = 31 * 86_400_000
"""Of a track."""
POINTS = 50_000
"""That are read at a time; a page that is simplified is read whole and then thinned."""
PAGE = 1_000
Time = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class Place(BaseModel):
    """A report of a tracker; what it did not tell is null."""

    time: Time
    received: Time
    lat: float | None
    lon: float | None
    altitude_m: float | None
    speed_kmh: float | None
    course_deg: float | None
    accuracy_m: float | None
    satellites: int | None
    signal: int | None
    mileage_m: float | None
    acc: bool | None
    alarms: list[str]
    status: list[str]
    flags: list[str]
    event: str
    extra: dict[str, Any]


class LatestPosition(Place):
    """The last report with a fix; where there was none yet, the last report, without a place."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "number": "13800000002",
                "time": "2026-11-22T10:00:00.000Z",
                "received": "2026-11-22T10:00:00.412Z",
                "lat": 22.5431,
                "lon": 114.0579,
                "datum": DATUM,
                "altitude_m": 12.0,
                "speed_kmh": 18.4,
                "course_deg": 91.0,
                "accuracy_m": 4.5,
                "satellites": 14,
                "signal": 26,
                "mileage_m": 629900.0,
                "acc": True,
                "alarms": [],
                "status": ["acc_on", "located"],
                "flags": [],
                "event": "",
                "extra": {},
                "age_s": 3.2,
            }
        }
    )
    number: str
    datum: Literal["WGS-84"]
    age_s: float


class TrackPage(BaseModel):
    """Reports by time, oldest first.

    `points` is a page; `next_cursor` leads to the next one, null = there is none. Where
    `is_simplified`, points that do not change the line by more than `simplify_m` are left out.
    """

    number: str
    datum: Literal["WGS-84"]
    points: list[Place]
    is_simplified: bool
    next_cursor: str | None


@router.get("/devices/{number}/position", summary="Latest position of a battery")
async def position(server: Server, who: Reader, number: Number) -> LatestPosition:
    """Return the last report with a fix; until there is one, the last report: `lat` is null.

    Before the first report the problem is `not_known_yet`.
    """
    device = device_for(server, who, number)
    columns = DEVICE_STATE.c
    query = select(columns.position, columns.position_ms).where(columns.device == device.pk)
    last: Row[Any] | None = None
    async with server.core.store.read() as connection:
        row = (await connection.execute(query)).one_or_none()
        if row is None or row.position is None:
            reports = select(POSITIONS).where(POSITIONS.c.device == device.pk)
            reports = reports.order_by(POSITIONS.c.time_ms.desc()).limit(1)
            last = (await connection.execute(reports)).one_or_none()
    if row is not None and row.position is not None:
        # One that was kept before accuracies were has none.
        time_ms, shown = row.position_ms, {"accuracy_m": None, **json.loads(row.position)}
    elif last is not None:
        time_ms, shown = last.time_ms, {"datum": DATUM, **place_of(last).model_dump()}
    else:
        raise Problem(404, "not_known_yet", "Its tracker has not reported yet.")
    age_s = max(0.0, (now_ms(server.core.clock) - time_ms) / 1000)
    return LatestPosition(number=device.number, age_s=age_s, **shown)


@router.get("/devices/{number}/track", summary="Where a battery was")
async def track(
    server: Server,
    who: Reader,
    number: Number,
    start: Annotated[AwareDatetime, Query(alias="from", description="First moment.")],
    end: Annotated[AwareDatetime, Query(alias="to", description="Moment behind the last.")],
    limit: Annotated[int, Query(ge=1, le=POINTS, description="Points of a page.")] = PAGE,
    cursor: Annotated[
        str | None, Query(pattern=r"^-?[0-9]{1,15}\.[0-9]{1,18}$", description="`next_cursor`.")
    ] = None,
    simplify_m: Annotated[
        float | None,
        Query(gt=0, le=10_000, description="Leave out what changes the line by less, metres."),
    ] = None,
) -> TrackPage:
    """Return reports of up to 31 days, every one as it came: late, weak and leaping ones too.

    `flags` says which those are; `simplify_m` thins what has a fix and leaves them out.
    """
    device = device_for(server, who, number)
    since, until = _range(start, end)
    columns = POSITIONS.c
    query = (
        select(POSITIONS)
        .where(columns.device == device.pk, columns.time_ms >= since, columns.time_ms < until)
        .order_by(columns.time_ms, columns.id)
    )
    if cursor is not None:
        time_ms, row_id = (int(part) for part in cursor.split("."))
        query = query.where(
            (columns.time_ms > time_ms) | ((columns.time_ms == time_ms) & (columns.id > row_id))
        )
    size = limit if simplify_m is None else POINTS
    async with server.core.store.read() as connection:
        rows = (await connection.execute(query.limit(size + 1))).all()
    more, rows = len(rows) > size, rows[:size]
    following = f"{rows[-1].time_ms}.{rows[-1].id}" if more else None
    if simplify_m is not None:
        rows = [row for row in rows if row.lat is not None and "teleport" not in _flags(row)]
        rows = [rows[i] for i in simplified([(row.lat, row.lon) for row in rows], simplify_m)]
    return TrackPage(
        number=device.number,
        datum=DATUM,
        points=[place_of(row) for row in rows],
        is_simplified=simplify_m is not None,
        next_cursor=following,
    )


def place_of(row: "Row[Any]") -> Place:
    """Return a row of `positions` as the API shows it."""
    return Place.model_validate(
        {
            "time": iso_ms(row.time_ms),
            "received": iso_ms(row.received_ms),
            "lat": row.lat,
            "lon": row.lon,
            "altitude_m": row.altitude_m,
            "speed_kmh": row.speed_kmh,
            "course_deg": row.course_deg,
            "accuracy_m": row.accuracy_m,
            "satellites": row.satellites,
            "signal": row.signal,
            "mileage_m": row.mileage_m,
            "acc": acc_of(row.flags),
            "alarms": alarm_names(row.alarm_bits),
            "status": status_names(row.status_bits),
            "flags": _flags(row),
            "event": row.event,
            "extra": {} if row.extra is None else json.loads(row.extra),
        }
    )


def _flags(row: "Row[Any]") -> tuple[str, ...]:
    return flag_names(row.flags)


def _range(start: datetime, end: datetime) -> tuple[int, int]:
    """Return a range in milliseconds.

    Raises:
        Problem: it is none, or longer than a track may be.
    """
    since, until = ms_of(start), ms_of(end)
    if until <= since:
        raise Problem(422, "invalid", "`to` has to be later than `from`.")
    if until - since > LONGEST_MS:
        raise Problem(422, "range_too_long", "A track has up to 31 days.", extra={"limit_days": 31})
    return since, until
