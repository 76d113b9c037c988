"""Route of samples: what the board of a battery said over time."""

import json
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel
from sqlalchemy import select

from mingtang_desk.server.api.deps import Number, Reader, Server, device_for
from mingtang_desk.server.api.fields import Time, time
from mingtang_desk.server.api.ranges import From, NextCursor, To, closed_span_ms
from mingtang_desk.server.store.tables.ingest import BMS_SAMPLES

router = APIRouter(tags=["devices"])
MOST_DAYS = 31.0
USUAL_DAYS = 1.0
PAGE, MOST = 1000, 20_000


class SampleOut(BaseModel):
    """What stands in a sample beside its settings; what the board did not report is null."""

    time: Time
    received: Time
    soc_pct: float | None
    pack_v: float | None
    current_a: float | None
    cell_v: list[float] | None


class SampleHistory(BaseModel):
    """A page of samples, the oldest first."""

    items: list[SampleOut]
    next_cursor: NextCursor


@router.get("/devices/{number}/bms/history", summary="Samples of a board over time")
async def bms_history(
    server: Server,
    who: Reader,
    number: Number,
    *,
    begin: From = None,
    end: To = None,
    cells: Annotated[
        bool, Query(description="Tell `cell_v` too; without it that is null.")
    ] = False,
    limit: Annotated[int, Query(ge=1, le=MOST, description="At most so many.")] = PAGE,
    cursor: Annotated[
        str | None, Query(pattern=r"^-?[0-9]{1,15}$", description="`next_cursor`.")
    ] = None,
) -> SampleHistory:
    """Return samples of a stretch of time (a day unless told, 31 days at most)."""
    device = device_for(server, who, number)
    now = server.core.clock.now()
    since, until = closed_span_ms(begin, end, now, USUAL_DAYS, MOST_DAYS)
    columns = BMS_SAMPLES.c
    wanted = [columns.time_ms, columns.received_ms]
    query = (
        select(*wanted, columns.soc_pct, columns.pack_v, columns.current_a)
        .where(columns.device == device.pk, columns.time_ms >= since, columns.time_ms < until)
        .order_by(columns.time_ms)
        .limit(limit + 1)
    )
    if cells:
        query = query.add_columns(columns.body)
    if cursor is not None:
        query = query.where(columns.time_ms > int(cursor))
    async with server.core.store.read() as connection:
        rows = (await connection.execute(query)).all()
    page = rows[:limit]
    return SampleHistory(
        items=[
            SampleOut(
                time=time(row.time_ms),
                received=time(row.received_ms),
                soc_pct=row.soc_pct,
                pack_v=row.pack_v,
                current_a=row.current_a,
                cell_v=_cells(row.body) if cells else None,
            )
            for row in page
        ],
        next_cursor=str(page[-1].time_ms) if len(rows) > limit else None,
    )


def _cells(body: str) -> list[float] | None:
    found = json.loads(body).get("cell_v")
    return found if isinstance(found, list) else None
