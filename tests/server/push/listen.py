"""A client of the stream, and events to hear of."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import update
from websockets.asyncio.client import ClientConnection, connect

from mingtang_desk.server.push.events import Event, Kind
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.devices import DEVICE_STATE
from tests.server.kit import NUMBERS, Kit

PATIENCE_S = 15
_COLUMNS = {
    Kind.POSITION: ("position_seq", "position"),
    Kind.BMS: ("bms_seq", "bms"),
}


@dataclass
class Client:
    """A socket with what came."""

    socket: ClientConnection
    heard: list[dict[str, Any]] = field(default_factory=list)

    async def say(self, op: str, **members: object) -> None:
        await self.socket.send(json.dumps({"op": op, **members}))

    async def next(self, *, beats: bool = False) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                message: dict[str, Any] = json.loads(await self.socket.recv())
                if beats or message.get("op") != "beat":
                    self.heard.append(message)
                    return message

    async def until(self, op: str) -> list[dict[str, Any]]:
        """Return what came before an operation of the server."""
        came = []
        while (message := await self.next(beats=op == "beat")).get("op") != op:
            came.append(message)
        return came

    async def subscribe(self, *topics: str, since: int | None = None) -> list[dict[str, Any]]:
        members = {} if since is None else {"since": since}
        await self.say("sub", topics=list(topics), **members)
        return await self.until("ready")

    async def so_far(self) -> list[dict[str, Any]]:
        """Return what came before the answer to a ping: all that was told until now."""
        await self.say("ping")
        return await self.until("pong")

    async def closed(self) -> int:
        """Wait for the end; return its code."""
        async with asyncio.timeout(PATIENCE_S):
            await self.socket.wait_closed()
        assert self.socket.close_code is not None
        return self.socket.close_code


@asynccontextmanager
async def client(kit: Kit, who: str = "shop-viewer", **options: Any) -> AsyncIterator[Client]:
    url = kit.server.http.replace("http", "ws", 1) + "/api/v1/stream" + options.pop("query", "")
    headers = options.pop("headers", {"Authorization": f"Bearer {kit.tokens[who]}"})
    # A client that does not empty its queue does not see the answer to its close for 10 s.
    options.setdefault("max_queue", None)
    async with connect(url, additional_headers=headers, proxy=None, **options) as socket:
        yield Client(socket)


async def write(tx: Transaction, kit: Kit, account: str, kind: Kind, value: int) -> int:
    """Change something of the battery of an account, as the parts of the server do."""
    number = NUMBERS[account]
    shown = {"n": value}
    seq = tx.emit(
        Event(
            kind=kind,
            device=kit.pks[number],
            number=number,
            account_path=kit.paths[account],
            value=shown,
        )
    )
    changes: dict[str, object] = {}
    if kind in _COLUMNS:
        of_seq, of_body = _COLUMNS[kind]
        changes = {of_seq: seq, of_body: json.dumps(shown)}
    elif kind in (Kind.STATE, Kind.PRESENCE):
        changes = {"state_seq": seq, "seen_ms": tx.now_ms}
    if changes:
        where = DEVICE_STATE.c.device == kit.pks[number]
        await tx.connection.execute(update(DEVICE_STATE).where(where).values(**changes))
    return seq


async def happen(kit: Kit, *what: tuple[str, Kind, int]) -> list[int]:
    """Commit events, all in one transaction; return their numbers."""
    async with kit.services.core.store.write() as tx:
        return [await write(tx, kit, account, kind, value) for account, kind, value in what]
