"""A desk that shares a simulated board, and somebody far away who asks for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingtang_desk.app.wiring import boards
from mingtang_desk.cloud.address import server_address
from mingtang_desk.cloud.gateway import Share
from mingtang_desk.cloud.logins import Given, Logins
from mingtang_desk.cloud.shares import Shares
from mingtang_desk.cloud.store import FileSecrets
from mingtang_desk.history.store import HistoryStore
from mingtang_desk.interfaces.gate import OPEN_GATE, Gate
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.hub import DeviceHub
from tests.cloud.conftest import PASSWORD
from tests.server.commanding import QUICK, body, change_device, ended, post
from tests.server.kit import NUMBERS, Kit

SHOP, CHILD, OTHER = NUMBERS["shop"], NUMBERS["child"], NUMBERS["sibling"]
CLOCK = SystemClock()
WAITS_S = (0.1, 0.3)


@dataclass(kw_only=True)
class Bench:
    """A desk with a board, and the server it may be shared to."""

    server: Kit
    logins: Logins
    hub: DeviceHub
    history: HistoryStore
    shares: Shares
    session: DeviceSession

    async def share(self, number: str = SHOP, session: DeviceSession | None = None) -> Share:
        """Share the board with the login used last."""
        who = self.logins.chosen()
        return await self.shares.begin(
            self.hub, session or self.session, who, number, waits_s=WAITS_S
        )

    async def ask(self, kind: str, *, number: str = SHOP, **more: Any) -> dict[str, Any]:
        """Ask for a command from afar and wait for its end."""
        answer = await post(self.server, body(kind, **more), number=number)
        assert answer.status_code == 202, answer.text
        return await ended(self.server, answer.json()["id"])

    async def get(self, path: str, who: str = "shop-viewer") -> Any:
        """Ask the API."""
        async with self.server.client(who) as client:
            answer = await client.get(path)
            assert answer.status_code == 200, answer.text
            return answer.json()


@asynccontextmanager
async def bench_of(
    server: Kit,
    folder: Path,
    *,
    uri: str = "sim://jbd-13s",
    user: str = "shop-owner",
    server_url: str = "",
    poll_s: float = 0.2,
    gate: Gate = OPEN_GATE,
) -> AsyncIterator[Bench]:
    """Open a board on a desk that is logged in, for the time of a block."""
    server.services.commands.crew.timers = QUICK
    logins = Logins(folder, FileSecrets(folder / "secrets.json"), CLOCK, request_s=10)
    where = server_address(server_url or server.server.http)
    await logins.login(where, Given(user=user, password=PASSWORD))

    async def same() -> Logins:
        return logins

    history = await HistoryStore.open(folder / "history.sqlite", CLOCK)
    hub = DeviceHub(
        clock=CLOCK, journal=history, store=history, who="bench", boards=boards, gate=gate
    )
    shares = Shares(same, CLOCK)
    try:
        session = await hub.open(uri, poll_s=poll_s)
        if session.key.protocol:
            await change_device(server, protocol=session.key.protocol)
        yield Bench(
            server=server,
            logins=logins,
            hub=hub,
            history=history,
            shares=shares,
            session=session,
        )
    finally:
        await shares.close()
        await hub.close_all()
        await history.close()


async def until(true: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.02)
