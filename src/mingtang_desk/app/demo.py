"""Simulated packs on every transport, for `demo`: in process, on a pty, behind a TCP port."""

import asyncio
import contextlib
import logging
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from mingtang_desk.sim.errors import ListenError
from mingtang_desk.sim.models import make_board
from mingtang_desk.sim.serve import serve

_READY_S = 5.0
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
    try:
        if sys.platform != "win32":
            listen = f"pty:{folder / 'ttyDEMO'}"
            ride = {"ride": "1", "fix": "1"}
            where = await _start(tasks, stop, "mingtang-13s", listen, pace=9600, **ride)
            uris.append(f"serial://{where}?protocol=mingtang")
        where = await _start(tasks, stop, "jbd-16s-lfp", "tcp:127.0.0.1:0", current_a="-18.5")
        uris.append(f"tcp://{where}?protocol=jbd")
        uris.append("sim://mingtang-17s?set.ride=1&protocol=mingtang")
        yield tuple(uris)
    finally:
        stop.set()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _start(
    tasks: list[asyncio.Task[None]],
    stop: asyncio.Event,
    model: str,
    listen: str,
    *,
    pace: int | None = None,
    **sets: str,
) -> str:
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    board = make_board(model, sets=sets)

    async def run() -> None:
        try:
            await serve(board, listen, pace=pace, on_ready=ready.set_result, stop=stop)
        except ListenError as error:
            _log.warning("demo pack %s: %s", model, error)
            if not ready.done():
                ready.set_exception(error)

    tasks.append(asyncio.create_task(run(), name=f"demo {model}"))
    async with asyncio.timeout(_READY_S):
        address = await ready
    return address.partition(":")[2]
