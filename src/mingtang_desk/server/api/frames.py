"""Routes of `frames`: what crossed the line, for whoever looks for a fault."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlalchemy import Select, select

from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.accounts.rights import Right
from mingtang_desk.server.api.deps import Number, Reader, Server, Who, device_for
from mingtang_desk.server.api.ranges import Cursor, NextCursor
from mingtang_desk.server.ingest.replies import UP
from mingtang_desk.server.problem import forbidden
from mingtang_desk.server.services import Services
from mingtang_desk.server.store.tables.ingest import RAW_FRAMES
from mingtang_desk.server.times import iso_ms
from mingtang_desk.wire.jt808.codec import MESSAGES

router = APIRouter(tags=["frames"])

PAGE, MOST = 100, 500
Limit = Annotated[int, Query(ge=1, le=MOST, description="Frames of a page.")]
Time = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class RawFrame(BaseModel):
    """One frame.

    `data_hex` is what crossed the line, delimiters and escapes included; a code that proves who a
    tracker is stands there as asterisks (problem `masked`). `problem`: why it was refused, null =
    nothing was wrong with it.
    """

    id: int
    time: Time
    terminal: str
    link: int
    direction: Literal["up", "down"]
    message_id: str | None
    name: str | None
    data_hex: str
    problem: str | None


class Frames(BaseModel):
    """A page of frames, newest first."""

    items: list[RawFrame]
    next_cursor: NextCursor


@router.get("/devices/{number}/frames", summary="Raw frames of a battery")
async def device_frames(
    server: Server, who: Reader, number: Number, cursor: Cursor = None, limit: Limit = PAGE
) -> Frames:
    """Return what its tracker sent and was sent, newest first; it is kept for days.

    Frames hold positions and bytes of boards, so more is needed than to see the battery: the right
    to enter batteries, or to send raw bytes.
    """
    device = device_for(server, who, number)
    _need(who)
    query = select(RAW_FRAMES).where(RAW_FRAMES.c.device == device.pk)
    return await _page(server, query, cursor, limit)


@router.get("/frames", summary="Raw frames of trackers nobody entered")
async def strange_frames(
    server: Server, who: Who, cursor: Cursor = None, limit: Limit = PAGE
) -> Frames:
    """Return what unknown trackers sent and damaged packets, newest first; for the admin alone."""
    if not who.is_admin:
        forbidden("frames of unknown trackers")
    return await _page(
        server, select(RAW_FRAMES).where(RAW_FRAMES.c.device.is_(None)), cursor, limit
    )


def _need(who: Principal) -> None:
    if not who.may(Right.COMMAND_RAW):
        who.need(Right.DEVICES)


async def _page(server: Services, query: "Select[Any]", cursor: str | None, limit: int) -> Frames:
    columns = RAW_FRAMES.c
    if cursor is not None:
        query = query.where(columns.id < int(cursor))
    async with server.core.store.read() as connection:
        rows = (await connection.execute(query.order_by(columns.id.desc()).limit(limit + 1))).all()
    more, rows = len(rows) > limit, rows[:limit]
    return Frames(
        items=[
            RawFrame.model_validate(
                {
                    "id": row.id,
                    "time": iso_ms(row.received_ms),
                    "terminal": row.terminal,
                    "link": row.link,
                    "direction": "up" if row.direction == UP else "down",
                    "message_id": None if row.message_id is None else f"0x{row.message_id:04X}",
                    "name": name_of(row.message_id),
                    "data_hex": row.data.hex(),
                    "problem": row.problem,
                }
            )
            for row in rows
        ],
        next_cursor=str(rows[-1].id) if more else None,
    )


def name_of(message_id: int | None) -> str | None:
    """Return the name of a message, None where it has none here."""
    kind = None if message_id is None else MESSAGES.get(message_id)
    return None if kind is None else kind.__name__
