"""What tests of commands need: trackers with boards behind them, and patience."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from mingtang_desk.server.commands.timers import Timers
from mingtang_desk.server.store.tables.devices import DEVICES
from mingtang_desk.sim.tracker.factory import make_tracker
from mingtang_desk.sim.tracker.link import run
from mingtang_desk.sim.tracker.machine import SimTracker
from tests.server.kit import NUMBERS, Kit

SHOP = NUMBERS["shop"]
ONE_DATABASE = pytest.mark.parametrize("db", ["sqlite"], indirect=True)
"""For what hangs on links and boards, and not on the database."""
ENDS = {"succeeded", "failed", "expired", "cancelled", "unknown"}
QUICK = Timers(
    ack_s=1.5,
    reply_s=1.5,
    single_s=10.0,
    talk_s=60.0,
    restart_s=12.0,
    back_s=8.0,
    grace_s=2.0,
    retry_s=(0.2, 0.4),
    settle_s=(0.2, 0.5, 1.0),
    idle_s=1.0,
)
"""For tests where something goes wrong: nobody waits as long as a radio needs."""


def tracker_of(
    kit: Kit,
    board: str | None = None,
    *,
    number: str = SHOP,
    edition: int = 2019,
    sets: Mapping[str, str] | None = None,
    faults: Mapping[str, str | None] | None = None,
    every_s: int = 3600,
    seed: int = 0,
) -> SimTracker:
    """A simulated tracker for the server, with a board behind it; it reports rarely."""
    host, port = kit.jt808
    return make_tracker(
        number,
        host,
        port,
        now=datetime.now(UTC),
        edition=edition,
        board=board,
        sets=sets,
        faults=faults,
        every_s=every_s,
        seed=seed,
    )


@asynccontextmanager
async def living(kit: Kit, tracker: SimTracker) -> AsyncIterator[SimTracker]:
    """Let a tracker live; entered when the server has taken it in."""
    host, port = kit.jt808
    stop, ready = asyncio.Event(), asyncio.Event()
    task = asyncio.create_task(run(tracker, host, port, on_ready=ready.set, stop=stop))
    try:
        async with asyncio.timeout(15):
            await ready.wait()
        yield tracker
    finally:
        stop.set()
        await task


def body(kind: str, **more: Any) -> dict[str, Any]:
    """A body with a fresh id."""
    return {"id": str(uuid.uuid4()), "kind": kind, **more}


async def post(
    kit: Kit, order: Mapping[str, Any], *, who: str = "shop-operator", number: str = SHOP
) -> httpx.Response:
    """Ask for a command."""
    async with kit.client(who) as client:
        return await client.post(f"/devices/{number}/commands", json=dict(order))


async def ended(
    kit: Kit,
    number: str,
    *,
    who: str = "shop-operator",
    timeout_s: float = 45,
    states: set[str] = ENDS,
) -> dict[str, Any]:
    """Wait until a command has come to an end; return it with its log."""
    async with asyncio.timeout(timeout_s), kit.client(who) as client:
        while True:
            answer = await client.get(f"/commands/{number}")
            assert answer.status_code == 200, answer.text
            found: dict[str, Any] = answer.json()
            if found["state"] in states and not found["is_settling"]:
                return found
            await asyncio.sleep(0.05)


async def done(
    kit: Kit, kind: str, *, who: str = "shop-operator", timeout_s: float = 45, **more: Any
) -> dict[str, Any]:
    """Ask for a command and wait for its end."""
    answer = await post(kit, body(kind, **more), who=who)
    assert answer.status_code == 202, answer.text
    return await ended(kit, answer.json()["id"], timeout_s=timeout_s, who=who)


async def change_device(kit: Kit, number: str = SHOP, **values: object) -> None:
    """Change a battery's row."""
    pk = kit.pks[number]
    async with kit.services.core.store.write() as tx:
        await tx.connection.execute(update(DEVICES).where(DEVICES.c.pk == pk).values(**values))
    await kit.services.directory.refresh(pk)


def messages(command: Mapping[str, Any], way: str, message_id: str) -> list[str]:
    """Bodies of messages in a log, as hex."""
    return [
        step["body"]["hex"]
        for step in command["log"]
        if step["what"] == way and step["body"]["message_id"] == message_id
    ]


def states(command: Mapping[str, Any]) -> list[str]:
    """The states it went through."""
    return [step["body"]["state"] for step in command["log"] if step["what"] == "state"]
