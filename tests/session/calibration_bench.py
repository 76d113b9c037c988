"""A session on a simulated board on a terminal, beside a simulated meter that sees its pack."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from mingtang_desk.device.stability import Window
from mingtang_desk.instruments.meter import Meter
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.calibration_wait import Pace
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.drivers import find_driver
from mingtang_desk.session.transports import make_transport
from mingtang_desk.sim import meter as simulated
from mingtang_desk.sim.board import Board
from mingtang_desk.sim.models import make_board
from mingtang_desk.sim.powered import PoweredBoard
from mingtang_desk.sim.serve import serve
from mingtang_desk.transports.tcp import TcpTransport
from tests.session.bench import QUICK
from tests.session.fakes import FakeJournal, FakeStore

BRISK = Pace(
    every_s=0.03, window=Window(count=6, span_s=0.15), patience_s=1.5, samples=3, settle_s=0.02
)


@dataclass
class CalibrationBench:
    board: PoweredBoard
    session: DeviceSession
    journal: FakeJournal
    store: FakeStore
    sim_meter: simulated.SimMeter
    meter_uri: str
    stack: AsyncExitStack

    async def meter(self, answer_s: float = 1.0) -> Meter:
        made = Meter(
            self.meter_uri, TcpTransport(self.meter_uri.removeprefix("tcp://")), answer_s=answer_s
        )
        self.stack.push_async_callback(made.close)
        await made.open()
        return made


@asynccontextmanager
async def served(board: Board, listen: str) -> AsyncIterator[str]:
    """Serve a board or meter inside this loop; give the address of `listen` with its real port."""
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[str] = loop.create_future()
    stop = asyncio.Event()
    task = asyncio.create_task(
        serve(board, listen, pace=None, on_ready=ready.set_result, stop=stop)
    )
    try:
        yield await asyncio.wait_for(ready, 5)
    finally:
        stop.set()
        await asyncio.wait_for(task, 5)


@asynccontextmanager
async def calibration_bench(
    folder: Path,
    model: str = "jbd-13s",
    *,
    sets: Mapping[str, str] | None = None,
    faults: Mapping[str, str | None] | None = None,
    probe: str = "pack",
    seed: int = 0,
    state: Path | None = None,
) -> AsyncIterator[CalibrationBench]:
    board = make_board(model, sets=sets, faults=faults, seed=seed, state=state)
    assert isinstance(board, PoweredBoard)
    meter = simulated.make_meter({"late": "0", "probe": probe}, board=board)
    protocol = model.split("-", maxsplit=1)[0]
    async with AsyncExitStack() as stack:
        where = await stack.enter_async_context(served(board, f"pty:{folder / 'pack'}"))
        meter_at = await stack.enter_async_context(served(meter, "tcp:127.0.0.1:0"))
        uri = parse_uri(f"serial://{where.removeprefix('pty:')}?protocol={protocol}")
        journal, store = FakeJournal(), FakeStore()
        session = DeviceSession(
            uri,
            transport=make_transport(uri),
            driver=find_driver(protocol),
            clock=SystemClock(),
            journal=journal,
            store=store,
            poll_s=0.05,
            timing=QUICK,
        )
        stack.push_async_callback(session.close)
        await session.connect()
        meter_uri = f"tcp://{meter_at.removeprefix('tcp:')}"
        yield CalibrationBench(board, session, journal, store, meter, meter_uri, stack)
