"""Boards to wake, on terminals and sockets of their own, in the loop of the test."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from mingtang_desk.device.asleep import ENOUGH_ASKS
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.opening import make_session
from mingtang_desk.session.waking import WakePlan
from mingtang_desk.sim.models import make_line
from mingtang_desk.sim.pty_line import PtyLine
from mingtang_desk.sim.serve import serve
from tests.session.bench import QUICK


@asynccontextmanager
async def served(
    listen: str,
    model: str,
    faults: Mapping[str, str | None] | None = None,
    *,
    baud: int | None = None,
    sets: Mapping[str, str] | None = None,
) -> AsyncIterator[str]:
    """Serve a simulated board; give where it listens."""
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    board = make_line(model, faults=faults, sets=sets)
    task = asyncio.create_task(
        serve(board, listen, pace=None, baud=baud, on_ready=ready.set_result, stop=asyncio.Event())
    )
    try:
        async with asyncio.timeout(5):
            where = await ready
        yield where
    finally:
        task.cancel()
        await asyncio.wait({task})


@asynccontextmanager
async def answering(path: Path, answer: Callable[[bytes], bytes]) -> AsyncIterator[str]:
    """Give a port at whose other end a function answers what it hears."""
    line = PtyLine(str(path))
    line.start(lambda data: line.write(answer(data)))
    try:
        yield str(path)
    finally:
        line.close()


BRISK = WakePlan(waits_s=(0.15,) * 5, proof_s=(0.15,) * ENOUGH_ASKS, gap_s=0.5)
"""Simulated boards need no patience."""


class Sent:
    """What a session sent, and what it heard."""

    def __init__(self, uri: str) -> None:
        self.tx: list[bytes] = []
        self.rx = 0
        self.session: DeviceSession = make_session(
            uri, clock=SystemClock(), timing=QUICK, tap=self._take
        )
        self.session.waker.plan = BRISK

    def _take(self, _: float, direction: str, data: bytes) -> None:
        if direction == "tx":
            self.tx.append(data)
        else:
            self.rx += len(data)
