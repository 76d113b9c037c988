"""Poll cycle over a pseudo terminal as slow as 9600 baud, against the time its bytes need."""

import asyncio
import contextlib
import statistics
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from mingtang_desk.device.model import Topic
from mingtang_desk.interfaces.transport import Direction
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.drivers import find_driver
from mingtang_desk.session.transports import make_transport
from tests.bench.table import Row

BAUD = 9600
BITS = 10
"""Of one byte on the line: start, eight, stop."""
MODEL = "jbd-16s-lfp"
CYCLES, WARM = 40, 3
GOAL = 1.05
LONGEST_S = 60.0


@contextlib.asynccontextmanager
async def simulator(path: Path) -> AsyncIterator[None]:
    """The board in a process of its own, as in real life."""
    command = [sys.executable, "-m", "mingtang_desk.app", "simulate", MODEL]
    command += ["--listen", f"pty:{path}", "--pace", str(BAUD)]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), 20)
        if not line:
            raise OSError("the simulator did not start")
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def measure() -> list[tuple[float, float]]:
    """(seconds, seconds its bytes need) of each cycle."""
    clock = SystemClock()
    sent = 0
    cycles: list[tuple[float, float]] = []
    before: tuple[float, int] | None = None
    enough = asyncio.Event()

    def tap(_: float, __: Direction, data: bytes) -> None:
        nonlocal sent
        sent += len(data)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tty"
        async with simulator(path):
            uri = parse_uri(f"serial://{path}?baud={BAUD}&protocol=jbd")
            session = DeviceSession(
                uri,
                transport=make_transport(uri),
                driver=find_driver("jbd"),
                clock=clock,
                tap=tap,
                poll_s=0,
            )

            def told(topic: Topic) -> None:
                nonlocal before
                if topic is not Topic.SAMPLE:
                    return
                now = clock.monotonic()
                if before is not None:
                    cycles.append((now - before[0], (sent - before[1]) * BITS / BAUD))
                before = now, sent
                if len(cycles) >= CYCLES + WARM:
                    enough.set()

            session.model.observe(told)
            await session.connect()
            task = asyncio.create_task(session.run())
            try:
                async with asyncio.timeout(LONGEST_S):
                    await enough.wait()
            finally:
                await session.close()
                await task
            sample, health = session.model.sample, session.model.link
            assert sample is not None
            assert len(sample.cell_v) == 16
            assert (health.bad, health.retried, health.timeouts) == (0, 0, 0)
    return cycles[WARM : WARM + CYCLES]


def run() -> list[Row]:
    """Poll for some seconds."""
    cycles = asyncio.run(measure())
    ratios = sorted(took / wire for took, wire in cycles)
    ratio = statistics.median(ratios)
    return [
        Row(
            name=f"poll cycle at {BAUD} baud, 16 cells",
            ours=statistics.median(took for took, _ in cycles) * 1000,
            theirs=statistics.median(wire for _, wire in cycles) * 1000,
            ratio=f"{ratio:.3f} x the wire time ({ratios[0]:.3f} to {ratios[-1]:.3f})",
            unit="ms",
            goal=f"at most {GOAL} x",
            met=ratio <= GOAL,
            note=f"{len(cycles)} cycles on a paced pty; its bytes, both directions, ten bits each",
        )
    ]
