"""The servers of bench_ingest, each a process of its own on one core: ours, and an ORM endpoint.

`python -m tests.bench.ingest_peers ours|orm FOLDER DB [FLEET]`: prints one JSON line when it
answers, and one more with what it measured when its input ends.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import BigInteger, Float, event, insert
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from mingtang_desk.server.push.events import Event, Kind
from mingtang_desk.server.store.engine import url_of
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from tests.server.kit import Kit, kit_of

CORE = 0
CODE = "bench"
MS_PER_MILEAGE = 100
"""A tracker of the bench tells the time at which it sent a row as its mileage, in 0.1 km."""


def number_of(index: int) -> str:
    """Return the number of a tracker of the fleet."""
    return f"139{index:08d}"


async def _input_ends() -> None:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()


async def ours(folder: Path, db: str, fleet: int) -> None:
    """Serve, and measure how long a row is on its way from a tracker to a listener."""
    async with kit_of(db, folder, accept_unknown=True) as kit:
        await _enter(kit, fleet)
        waits_ms: list[float] = []

        def listen(events: Sequence[Event]) -> None:
            now = time.monotonic() * 1000
            for told in events:
                mileage_m = told.value.get("mileage_m")
                if told.kind is Kind.POSITION and isinstance(mileage_m, float):
                    waits_ms.append(now - mileage_m / MS_PER_MILEAGE)

        kit.services.core.hub.listen(listen)
        host, port = kit.jt808
        ready = {"jt808": [host, port], "http": kit.server.http, "token": kit.tokens["top-owner"]}
        print(json.dumps(ready), flush=True)
        began = time.process_time()
        await _input_ends()
        pipeline = kit.services.ingest.pipeline
        told = {
            "waits_ms": sorted(waits_ms),
            "stored": pipeline.stored,
            "groups": pipeline.groups,
            "cpu_s": time.process_time() - began,
        }
        print(json.dumps(told), flush=True)


async def _enter(kit: Kit, fleet: int) -> None:
    """Enter a fleet whose trackers have proven their code before."""
    if not fleet:
        return
    common = {
        "account_id": kit.accounts["top"],
        "account_path": kit.paths["top"],
        "auth_code": CODE,
        "proven_ms": 1,
        "created_ms": 1,
        "enabled_ms": 1,
    }
    rows = [
        {"pk": 1000 + n, "number": number_of(n), "terminal": number_of(n), **common}
        for n in range(fleet)
    ]
    async with kit.services.core.store.write() as tx:
        await tx.connection.execute(insert(DEVICES), rows)
        await tx.connection.execute(insert(DEVICE_STATE), [{"device": row["pk"]} for row in rows])
    await kit.services.directory.start()


class _Base(DeclarativeBase):
    """Tables of the ORM endpoint."""


class OrmPosition(_Base):
    """The same row as ours."""

    __tablename__ = "orm_positions"
    id: Mapped[int] = mapped_column(primary_key=True)
    device: Mapped[str]
    time_ms: Mapped[int] = mapped_column(BigInteger)
    lat: Mapped[float] = mapped_column(Float)
    lon: Mapped[float] = mapped_column(Float)
    speed_kmh: Mapped[float] = mapped_column(Float)


class Told(BaseModel):
    """What the endpoint takes; the same message as ours."""

    type: str
    device: str
    time: datetime
    lat: float
    lon: float
    speed_kmh: float


def _as_ours(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


async def orm(folder: Path, db: str, _fleet: int) -> None:
    """FastAPI, pydantic, an async ORM: one insert and one commit for each message."""
    engine = create_async_engine(url_of(db))  # its pool as it is by default, as usually written
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _as_ours)
    async with engine.begin() as connection:
        await connection.run_sync(_Base.metadata.create_all)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    app = FastAPI()

    @app.post("/api/v1/uplink")
    async def take(told: Told) -> dict[str, str]:
        async with sessions() as session:
            session.add(
                OrmPosition(
                    device=told.device,
                    time_ms=int(told.time.timestamp() * 1000),
                    lat=told.lat,
                    lon=told.lon,
                    speed_kmh=told.speed_kmh,
                )
            )
            await session.commit()
        return {"status": "stored"}

    async with _serving(app) as port:
        ready = {"http": f"http://127.0.0.1:{port}", "token": "none"}
        print(json.dumps(ready), flush=True)
        await _input_ends()
        print(json.dumps({}), flush=True)
    await engine.dispose()


@asynccontextmanager
async def _serving(app: FastAPI) -> AsyncIterator[int]:
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False)
    )
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task


if __name__ == "__main__":
    os.sched_setaffinity(0, {CORE})
    kind, where, database, *rest = sys.argv[1:]
    main = {"ours": ours, "orm": orm}[kind]
    asyncio.run(main(Path(where), database, int(rest[0]) if rest else 0))
