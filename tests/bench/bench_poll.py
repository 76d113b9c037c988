"""Poll cycle over a pseudo terminal as slow as a real line, against the time its bytes need.

For the Mingtang boards the other side is not what the desk itself asks for, but the cheapest way to
read what a sample holds, which an exhaustive search over all cuts into blocks finds here from the
tables of docs/protocols/mingtang.md.
"""

import asyncio
import contextlib
import statistics
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path

from mingtang_desk.device.model import Topic
from mingtang_desk.interfaces.transport import Direction
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.drivers import find_driver
from mingtang_desk.session.transports import make_transport
from tests.bench.table import Row

BITS = 10
"""Of one byte on the line: start, eight, stop."""
GOAL = 1.05
LONGEST_S = 60.0
ROUNDS, WARM = 3, 3

REQUEST_BYTES, REPLY_BYTES = 8, 5
"""Of a Modbus read, the registers apart."""
LONGEST_BLOCK = 125
PUBLIC = (0x0000, 0x0001, 0x0002, 0x0004, 0x0005)
"""Voltage, cells, SOC, SOH, current: section 2.1."""
FIRST_CELL, CELLS_THERE = 0x0009, 20
LIVE = (0x2010, 0x2032)
"""Clock to course, all of section 3.2 but the cells."""
MORE_CELLS = 0x2032


@dataclass(frozen=True, slots=True)
class Line:
    """One board on one line.

    Attributes:
        cycles: how many are measured in a round.
        wire_s: seconds that the cheapest poll needs on the wire; None = what the poll itself sent.
    """

    model: str
    protocol: str
    cells: int
    baud: int
    cycles: int
    wire_s: float | None = None


def registers(cells: int) -> list[int]:
    """Every holding register that a sample of a Mingtang board needs."""
    first = min(cells, CELLS_THERE)
    found = [*PUBLIC, *range(FIRST_CELL, FIRST_CELL + first), *range(*LIVE)]
    return [*found, *range(MORE_CELLS, MORE_CELLS + cells - first)]


def silence_s(baud: int) -> float:
    """3.5 characters; 1.75 ms above 19200 baud (Modbus over serial line 1.02)."""
    return 0.00175 if baud > 19200 else 3.5 * BITS / baud


def cuts(wanted: list[int]) -> Iterator[list[tuple[int, int]]]:
    """Every way to read registers in blocks (first, last); neighbours are never worth parting."""
    gaps = [at for at, (one, other) in enumerate(pairwise(wanted), 1) if other != one + 1]
    for chosen in product((False, True), repeat=len(gaps)):
        edges = [0, *(gap for gap, cut in zip(gaps, chosen, strict=True) if cut), len(wanted)]
        yield [(wanted[a], wanted[b - 1]) for a, b in pairwise(edges)]


def cheapest_s(cells: int, baud: int) -> float:
    """Seconds of the cheapest plan: its bytes, and a silence before each reply."""

    def seconds(blocks: list[tuple[int, int]]) -> float:
        words = sum(last - first + 1 for first, last in blocks)
        size = len(blocks) * (REQUEST_BYTES + REPLY_BYTES) + 2 * words
        return size * BITS / baud + len(blocks) * silence_s(baud)

    plans = cuts(registers(cells))
    return min(
        seconds(blocks)
        for blocks in plans
        if all(last - first < LONGEST_BLOCK for first, last in blocks)
    )


@contextlib.asynccontextmanager
async def simulator(line: Line, path: Path) -> AsyncIterator[None]:
    """The board in a process of its own, as in real life."""
    command = [sys.executable, "-m", "mingtang_desk.app", "simulate", line.model]
    command += ["--listen", f"pty:{path}", "--pace", str(line.baud)]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        text = await asyncio.wait_for(process.stdout.readline(), 20)
        if not text:
            raise OSError("the simulator did not start")
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


class Stopwatch:
    """Takes the time from sample to sample, and the bytes between them."""

    def __init__(self, now: Callable[[], float], enough: int) -> None:
        self.cycles: list[tuple[float, int]] = []
        self.done = asyncio.Event()
        self._now, self._enough = now, enough
        self._sent = 0
        self._before: tuple[float, int] | None = None

    def tap(self, _: float, __: Direction, data: bytes) -> None:
        """Count bytes of either direction."""
        self._sent += len(data)

    def told(self, topic: Topic) -> None:
        """Take the time of a sample."""
        if topic is not Topic.SAMPLE:
            return
        now = self._now()
        if self._before is not None:
            self.cycles.append((now - self._before[0], self._sent - self._before[1]))
        self._before = now, self._sent
        if len(self.cycles) >= self._enough:
            self.done.set()


async def measure(line: Line) -> list[tuple[float, float]]:
    """(seconds, seconds on the wire) of each cycle."""
    clock = SystemClock()
    watch = Stopwatch(clock.monotonic, line.cycles + WARM)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tty"
        async with simulator(line, path):
            uri = parse_uri(f"serial://{path}?baud={line.baud}&protocol={line.protocol}&listen=off")
            session = DeviceSession(
                uri,
                transport=make_transport(uri),
                driver=find_driver(line.protocol),
                clock=clock,
                tap=watch.tap if line.wire_s is None else None,
                poll_s=0,
            )
            session.model.observe(watch.told)
            await session.connect()
            task = asyncio.create_task(session.run())
            try:
                async with asyncio.timeout(LONGEST_S):
                    await watch.done.wait()
            finally:
                await session.close()
                await task
            sample, health = session.model.sample, session.model.link
            assert sample is not None
            assert len(sample.cell_v) == line.cells
            assert (health.bad, health.retried, health.timeouts) == (0, 0, 0)
    return [
        (took, sent * BITS / line.baud if line.wire_s is None else line.wire_s)
        for took, sent in watch.cycles[WARM : WARM + line.cycles]
    ]


def row(line: Line, cycles: list[tuple[float, float]]) -> Row:
    """What all rounds of one board say."""
    ratios = sorted(took / wire for took, wire in cycles)
    ratio = statistics.median(ratios)
    if line.wire_s is None:
        other = "its bytes, both directions, ten bits each"
    else:
        other = "the cheapest blocks by exhaustive search, with 3.5 silent characters each"
    return Row(
        name=f"poll cycle of {line.model} at {line.baud} baud",
        ours=statistics.median(took for took, _ in cycles) * 1000,
        theirs=statistics.median(wire for _, wire in cycles) * 1000,
        ratio=f"{ratio:.3f} x the wire time ({ratios[0]:.3f} to {ratios[-1]:.3f})",
        unit="ms",
        goal=f"at most {GOAL} x",
        met=ratio <= GOAL,
        note=f"{len(cycles)} cycles on a paced pty; {other}",
    )


def run() -> list[Row]:
    """Poll all boards in turn, some rounds, so that a busy machine is busy for all of them."""
    lines = [Line("jbd-16s-lfp", "jbd", cells=16, baud=9600, cycles=14)]
    for baud, cycles in ((9600, 14), (115200, 60)):
        for cells in (13, 24):
            wire_s = cheapest_s(cells, baud)
            lines.append(Line(f"mingtang-{cells}s", "mingtang", cells, baud, cycles, wire_s))
    found: dict[Line, list[tuple[float, float]]] = {line: [] for line in lines}
    for _ in range(ROUNDS):
        for line in lines:
            found[line] += asyncio.run(measure(line))
    return [row(line, cycles) for line, cycles in found.items()]
