"""What is changed of a battery whose tracker is connected."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from mingtang_desk.sim.tracker.factory import make_tracker
from mingtang_desk.sim.tracker.link import run
from tests.server.kit import NUMBERS, Kit

pytestmark = pytest.mark.asyncio
CHILD = NUMBERS["child"]


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not true():
            await asyncio.sleep(0.02)


async def test_an_edit_keeps_the_link_and_a_move_ends_it(kit: Kit) -> None:
    host, port = kit.jt808
    directory, ingest = kit.services.directory, kit.services.ingest
    tracker = make_tracker(CHILD, host, port, now=datetime.now(UTC), edition=2019, every_s=1)
    stop = asyncio.Event()
    running = asyncio.create_task(run(tracker, host, port, on_ready=lambda: None, stop=stop))
    try:
        device = directory.by_number(CHILD)
        assert device is not None
        await until(lambda: ingest.link_of(device) is not None)
        link = ingest.link_of(device)
        assert link is not None
        async with kit.client("shop-owner") as client:
            edit = {"vendor": "acme", "datum": "gcj02"}
            assert (await client.patch(f"/devices/{CHILD}", json=edit)).is_success
            assert link.is_open
            assert (link.device.vendor, link.device.datum) == ("acme", "gcj02")
            body = {"account_id": kit.accounts["shop"]}
            assert (await client.post(f"/devices/{CHILD}/move", json=body)).is_success
        await until(lambda: not link.is_open)
        # Whatever it says from now on is told to its new account alone.
        await until(lambda: ingest.link_of(device) not in (None, link))
        again = ingest.link_of(device)
        assert again is not None
        assert again.device.account_path == kit.paths["shop"]
    finally:
        stop.set()
        await running
