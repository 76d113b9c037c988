"""Routes of the server itself."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import text

from mingtang_desk import __version__
from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.accounts.rights import Right
from mingtang_desk.server.api.deps import Server, having
from mingtang_desk.server.problem import forbidden
from mingtang_desk.server.store.store import Store

router = APIRouter(tags=["system"])


class Health(BaseModel):
    """Whether it works."""

    model_config = ConfigDict(json_schema_extra={"example": {"status": "ok", "version": "0.1.0"}})
    status: Literal["ok"]
    version: str


@router.get("/health")
async def health(server: Server) -> Health:
    """Answer while the database can be read."""
    async with server.core.store.read() as connection:
        await connection.execute(text("SELECT 1"))  # a pool hands out links that are cut, too
        return Health(status="ok", version=__version__)


class Time(BaseModel):
    """What time it is."""

    time: datetime
    seq: int = Field(description="Number of the last event.")


@router.get("/time")
async def time(server: Server) -> Time:
    """Tell the time of the server, for clients whose clocks may be wrong."""
    return Time(time=server.core.clock.now(), seq=server.core.store.seq)


@router.get(
    "/metrics",
    response_class=PlainTextResponse,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def metrics(
    server: Server, who: Annotated[Principal, Depends(having(Right.SERVER))]
) -> PlainTextResponse:
    """Return counters and gauges in the text format of Prometheus; for the admin of the server."""
    if not who.is_admin:
        forbidden("server")
    size = await _bytes_of(server.core.store)
    page = server.core.metrics.text({"database_bytes": size})
    return PlainTextResponse(page, media_type="text/plain; version=0.0.4; charset=utf-8")


async def _bytes_of(store: Store) -> float:
    if store.is_sqlite:
        sizes = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    else:
        sizes = "SELECT pg_database_size(current_database())"
    async with store.read() as connection:
        return float((await connection.execute(text(sizes))).scalar() or 0)
