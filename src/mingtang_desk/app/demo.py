"""What `demo` shows: simulated packs on every transport, and a fleet at a server of its own."""

import asyncio
import contextlib
import importlib.util
import logging
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from mingtang_desk.cloud.desk import CloudDesk
from mingtang_desk.cloud.embedded import Embedded
from mingtang_desk.sim.ble_serve import serve_air
from mingtang_desk.sim.errors import ListenError
from mingtang_desk.sim.models import make_air, make_board
from mingtang_desk.sim.serve import serve
from mingtang_desk.transports.ble_backend import HCI

_READY_S = 5.0
_FLEET_S = 30.0
_log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def demo_packs(folder: Path) -> AsyncIterator[tuple[str, ...]]:
    """Serve simulated packs for the time of a block; gives their addresses, the first one to show.

    Args:
        folder: where the pseudo terminal's name is put.
    """
    stop = asyncio.Event()
    tasks: list[asyncio.Task[None]] = []
    uris: list[str] = []
    hci = os.environ.get(HCI)
    try:
        if sys.platform != "win32":
            listen = f"pty:{folder / 'ttyDEMO'}"
            ride = {"ride": "1", "fix": "1"}
            where = await _start(tasks, stop, "mingtang-13s", listen, pace=9600, **ride)
            uris.append(f"serial://{where}?protocol=mingtang")
        where = await _start(tasks, stop, "jbd-16s-lfp", "tcp:127.0.0.1:0", current_a="-18.5")
        uris.append(f"tcp://{where}?protocol=jbd")
        if uri := await _start_air(tasks, stop):
            uris.append(uri)
        uris.append("sim://mingtang-17s?set.ride=1&protocol=mingtang")
        yield tuple(uris)
    finally:
        if hci is None:
            os.environ.pop(HCI, None)
        stop.set()
        await asyncio.gather(*tasks, return_exceptions=True)


async def demo_fleet(cloud: CloudDesk, server: Embedded) -> None:
    """Start the server of the demo and open its fleet; what fails is kept in `cloud.trouble`."""
    await cloud.open_first(lambda: _enter_demo(cloud, server))


async def demo_battery(cloud: CloudDesk) -> str:
    """Return a battery of the demo to show first: one that reports now; "" = none came in time."""
    from mingtang_desk.cloud.fleet import FleetPhase

    fleet = cloud.fleet
    if fleet is None:
        return ""
    is_live = asyncio.Event()

    def look(_: object) -> None:
        if fleet.phase is FleetPhase.LIVE:
            is_live.set()

    end = fleet.observe(look)
    look(None)
    try:
        async with asyncio.timeout(_FLEET_S):
            await is_live.wait()
    except TimeoutError:
        return ""
    finally:
        end()
    rows = [row for row in fleet.table if row.state == "online"]
    seen = [row for row in rows if row.last_seen is not None and row.soc_pct is not None]
    newest = max(seen, key=lambda row: (row.last_seen, row.number), default=None)
    return "" if newest is None else newest.number


async def _enter_demo(cloud: CloudDesk, server: Embedded) -> None:
    from mingtang_desk.cloud.logins import Given

    standing = await server.start(demo=True)
    given = Given(user=standing.account, password=standing.password)
    entered = await cloud.enter(standing.http, given)
    if entered.agreement_due:  # of a server that lives as long as this window, with nobody in it
        async with cloud.provider(entered.who) as provider:
            if provider.me is not None:
                await provider.me.accept_agreement((await provider.me.agreement()).version)
    await cloud.open(entered.who)


async def _start(
    tasks: list[asyncio.Task[None]],
    stop: asyncio.Event,
    model: str,
    listen: str,
    *,
    pace: int | None = None,
    **sets: str,
) -> str:
    board = make_board(model, sets=sets)

    async def run(on_ready: Callable[[str], None]) -> None:
        await serve(board, listen, pace=pace, on_ready=on_ready, stop=stop)

    return await _serve(tasks, model, run)


async def _start_air(tasks: list[asyncio.Task[None]], stop: asyncio.Event) -> str:
    """Serve a pack over virtual Bluetooth; "" = bumble is missing, or the user has a radio set."""
    if os.environ.get(HCI) or not all(map(importlib.util.find_spec, ("bumble", "bleak"))):
        return ""
    boards = make_air("jbd-13s", sets={"current_a": "-6.2"})

    async def run(on_ready: Callable[[str], None]) -> None:
        await serve_air(boards, "hci:127.0.0.1:0", pace=None, on_ready=on_ready, stop=stop)

    os.environ[HCI] = await _serve(tasks, "jbd-13s", run)
    return f"ble://{boards[0].identity.address}?protocol=jbd"


async def _serve(
    tasks: list[asyncio.Task[None]],
    model: str,
    serving: Callable[[Callable[[str], None]], Awaitable[None]],
) -> str:
    """Start serving; return the place, once somebody may come."""
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def run() -> None:
        try:
            await serving(ready.set_result)
        except ListenError as error:
            _log.warning("demo pack %s: %s", model, error)
            if not ready.done():
                ready.set_exception(error)

    tasks.append(asyncio.create_task(run(), name=f"demo {model}"))
    async with asyncio.timeout(_READY_S):
        address = await ready
    return address.partition(":")[2]
