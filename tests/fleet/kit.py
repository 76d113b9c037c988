"""A server in this process and a desk beside it, for tests of the panels of the fleet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mingtang_desk.cloud.battery_maker import SCHEME, battery_maker
from mingtang_desk.cloud.desk import CloudDesk
from mingtang_desk.cloud.fleet import Fleet, FleetPhase
from mingtang_desk.cloud.logins import Given, Logins
from mingtang_desk.cloud.store import FileSecrets
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.ui.prefs import Preferences
from mingtang_desk.ui.selection import Selection
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import cancel_all
from mingtang_desk.ui.theme import Theme
from tests.cloud.conftest import CHEAP, PASSWORD, give_passwords
from tests.server.kit import Kit, kit_of

CLOCK = SystemClock()


@dataclass(kw_only=True)
class FleetKit:
    """A server and a desk.

    Attributes:
        server: it, with its accounts, users and batteries (`tests.server.kit`).
        cloud, hub, context: of the desk, as the window has them.
    """

    server: Kit
    folder: Path
    cloud: CloudDesk
    hub: DeviceHub
    context: PanelContext

    async def login(self, user: str = "shop-owner") -> Fleet:
        """Log in as a user of the server's kit, and wait until the list is there and live."""
        fleet = await self.cloud.login(self.server.server.http, Given(user=user, password=PASSWORD))
        await until(lambda: fleet.phase is FleetPhase.LIVE)
        return fleet

    async def uplink(self, *messages: dict[str, object], who: str = "shop-owner") -> None:
        """Let batteries report (docs/server/uplinks.md)."""
        async with self.server.client(who) as client:
            answer = await client.post("/uplink", json=list(messages))
            assert answer.status_code == 200, answer.text
            assert all(each["status"] == "stored" for each in answer.json()["results"]), answer.text

    async def report(self, number: str, lat: float, lon: float, **more: object) -> None:
        """Let a battery say where it is now."""
        now = datetime.now(UTC).isoformat()
        where = {"type": "position", "device": number, "time": now, "lat": lat, "lon": lon}
        await self.uplink({**where, **more})


@asynccontextmanager
async def fleet_kit(theme: Theme, folder: Path) -> AsyncIterator[FleetKit]:
    """Start server and desk for the time of a block."""
    data = folder / "server"
    data.mkdir()
    async with kit_of(f"sqlite:///{data / 'cloud.sqlite'}", data, **CHEAP) as server:
        await give_passwords(server)
        async with desk_of(theme, folder / "desk") as (cloud, hub, context):
            yield FleetKit(server=server, folder=folder, cloud=cloud, hub=hub, context=context)


@asynccontextmanager
async def desk_of(
    theme: Theme, folder: Path, **more: Any
) -> AsyncIterator[tuple[CloudDesk, DeviceHub, PanelContext]]:
    """Make what the window has, without a window, for the time of a block."""

    async def logins() -> Logins:
        return Logins(folder, FileSecrets(folder / "secrets.json"), CLOCK, request_s=10)

    cloud = CloudDesk(logins, CLOCK, **more)
    hub = DeviceHub(clock=CLOCK, who="tester", others={SCHEME: battery_maker(cloud)})
    context = PanelContext(
        hub=hub,
        theme=theme,
        prefs=Preferences(folder),
        selection=Selection(hub),
        cloud=cloud,
        tiles=folder / "tiles",
    )
    try:
        yield cloud, hub, context
    finally:
        await cancel_all(context.chosen)
        context.chosen.stop()
        await hub.close_all()
        await cloud.close()
        context.selection.stop()


async def until(true: Callable[[], bool], seconds: float = 40.0) -> None:
    """Wait until something is so; a nested Qt loop in a coroutine would hang."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)
