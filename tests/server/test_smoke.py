"""The server stands, a simulated tracker reports to it, and what it said is there."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from mingtang_desk.server.store.tables.devices import DEVICE_STATE
from mingtang_desk.sim.tracker.factory import make_tracker
from mingtang_desk.sim.tracker.link import run
from tests.server.kit import NUMBERS, Kit

pytestmark = pytest.mark.asyncio


async def test_health(kit: Kit) -> None:
    async with kit.client(None) as client:
        answer = await client.get("/health")
    assert answer.json()["status"] == "ok"


@pytest.mark.parametrize("edition", [2013, 2019])
async def test_a_tracker_reports(kit: Kit, edition: int) -> None:
    host, port = kit.jt808
    number = NUMBERS["shop"]
    tracker = make_tracker(
        number, host, port, now=datetime.now(UTC), edition=edition, every_s=1, speed=1
    )
    stop = asyncio.Event()
    running = asyncio.create_task(run(tracker, host, port, on_ready=lambda: None, stop=stop))
    try:
        async with asyncio.timeout(10):
            while True:
                async with kit.services.core.store.read() as connection:
                    query = select(DEVICE_STATE).where(DEVICE_STATE.c.device == kit.pks[number])
                    row = (await connection.execute(query)).one()
                if row.position is not None:
                    break
                await asyncio.sleep(0.05)
    finally:
        stop.set()
        await running
    assert 22 < row.lat < 23
