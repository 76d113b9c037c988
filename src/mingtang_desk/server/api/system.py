"""Routes of the server itself."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from mingtang_desk import __version__
from mingtang_desk.server.api.deps import Server

router = APIRouter(tags=["system"])


class Health(BaseModel):
    """Whether it works."""

    model_config = ConfigDict(json_schema_extra={"example": {"status": "ok", "version": "0.1.0"}})
    status: Literal["ok"]
    version: str


@router.get("/health")
async def health(server: Server) -> Health:
    """Answer while the database can be read."""
    async with server.core.store.read():
        return Health(status="ok", version=__version__)
