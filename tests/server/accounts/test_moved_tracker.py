"""A tracker that is connected while its account moves reports to the new place."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from mingtang_desk.server.devices.directory import Directory
from mingtang_desk.server.push.events import Event
from mingtang_desk.server.store.tables.devices import DEVICES
from mingtang_desk.sim.tracker.factory import make_tracker
from mingtang_desk.sim.tracker.link import run
from tests.server.kit import NUMBERS, Kit

pytestmark = pytest.mark.asyncio


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not is_so():
            await asyncio.sleep(0.05)


async def test_events_of_a_connected_tracker_follow(kit: Kit) -> None:
    host, port = kit.jt808
    number = NUMBERS["child"]
    heard: list[str] = []

    def listen(events: Sequence[Event]) -> None:
        heard.extend(event.account_path for event in events if event.number == number)

    kit.services.core.hub.listen(listen)
    tracker = make_tracker(
        number, host, port, now=datetime.now(UTC), edition=2019, every_s=1, speed=5
    )
    stop = asyncio.Event()
    running = asyncio.create_task(run(tracker, host, port, on_ready=lambda: None, stop=stop))
    try:
        await _until(lambda: bool(heard))
        assert set(heard) == {kit.paths["child"]}
        async with kit.client("top-owner") as client:
            path = f"/accounts/{kit.accounts['child']}/move"
            answer = await client.post(path, json={"parent_id": kit.accounts["sibling"]})
        assert answer.status_code == 200
        step = kit.paths["child"].rpartition("/")[2]
        await _until(lambda: heard[-1] == f"{kit.paths['sibling']}/{step}")
    finally:
        stop.set()
        await running


async def test_what_was_written_with_the_old_path_meanwhile_follows_too(
    kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    pk = kit.pks[NUMBERS["child"]]
    store, refresh = kit.services.core.store, Directory.refresh

    async def late(directory: Directory, *pks: int) -> None:
        async with store.write() as tx:
            await tx.connection.execute(
                update(DEVICES).where(DEVICES.c.pk == pk).values(account_path=kit.paths["child"])
            )
        await refresh(directory, *pks)

    monkeypatch.setattr(Directory, "refresh", late)
    async with kit.client("top-owner") as client:
        path = f"/accounts/{kit.accounts['child']}/move"
        await client.post(path, json={"parent_id": kit.accounts["sibling"]})
    async with store.read() as connection:
        stored = await connection.scalar(select(DEVICES.c.account_path).where(DEVICES.c.pk == pk))
    assert str(stored).startswith(kit.paths["sibling"] + "/")
