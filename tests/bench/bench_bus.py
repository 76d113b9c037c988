"""Sixteen boards on one bus as slow as a real line, against what its bytes and silences allow.

Each board is polled by a session of its own, as the window does it. The other side is the time that
the bytes which crossed the line need, ten bits each, with 3.5 silent characters before each reply
and before the request to another board (1.75 ms above 19200 baud; Modbus over serial line 1.02).
"""

import asyncio
import statistics
import tempfile
from functools import partial
from pathlib import Path

from mingtang_desk.device.model import Topic
from mingtang_desk.interfaces.transport import Direction
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.hub import DeviceHub
from tests.bench.bench_poll import BITS, Line, silence_s, simulator
from tests.bench.table import Row

BOARDS = 16
GOAL = 0.95
WARM = 2
LONGEST_S = 90.0


class Bytes:
    """Counts what crosses the line, and how often it turns round or goes to another board."""

    def __init__(self) -> None:
        self.total = self.replies = self.changes = 0
        self._board = -1
        self._sending = True

    def tap(self, _: float, direction: Direction, data: bytes) -> None:
        """Take a chunk."""
        self.total += len(data)
        if direction == "tx":
            self.changes += data[0] != self._board
            self._board = data[0]
        elif self._sending:
            self.replies += 1
        self._sending = direction == "tx"

    def least_s(self, baud: int) -> float:
        """Seconds that all of it needs."""
        return self.total * BITS / baud + (self.replies + self.changes) * silence_s(baud)


async def measure(baud: int, rounds: int) -> tuple[list[tuple[float, float]], list[int]]:
    """(seconds, seconds its bytes need) of each round over all boards; samples of each board."""
    model = "+".join(f"mingtang-13s@{n + 1}" for n in range(BOARDS))
    counts = [0] * BOARDS
    found: list[tuple[float, float]] = []
    heard, done = Bytes(), asyncio.Event()
    hub = DeviceHub(clock=SystemClock())
    before = 0.0, 0.0

    def told(topic: Topic, board: int) -> None:
        nonlocal before
        if topic is not Topic.SAMPLE or done.is_set():
            return
        if board == 0:
            now = asyncio.get_running_loop().time(), heard.least_s(baud)
            if before[0]:
                found.append((now[0] - before[0], now[1] - before[1]))
            before = now
            if len(found) == rounds + WARM:
                done.set()
                return
        if before[0]:
            counts[board] += 1

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tty"
        async with simulator(Line(model, "mingtang", 13, baud, rounds), path):
            uri = f"serial://{path}?baud={baud}&protocol=mingtang&listen=off"
            sessions = [await hub.open(f"{uri}&address={n + 1}", poll_s=0) for n in range(BOARDS)]
            hub.watch_chunks(sessions[0], heard.tap)
            for number, session in enumerate(sessions):
                session.model.observe(partial(told, board=number))
            async with asyncio.timeout(LONGEST_S):
                await done.wait()
            assert len({session.line for session in sessions}) == 1
            for session in sessions:
                health = session.model.link
                assert (health.bad, health.retried, health.timeouts) == (0, 0, 0)
            await hub.close_all()
    return found[WARM:], counts


def row(baud: int, rounds: int) -> Row:
    """Poll all boards for some rounds."""
    found, counts = asyncio.run(measure(baud, rounds))
    rates = sorted(least / took for took, least in found)
    rate = statistics.median(rates)
    return Row(
        name=f"{BOARDS} boards on one bus at {baud} baud",
        ours=BOARDS / statistics.median(took for took, _ in found),
        theirs=BOARDS / statistics.median(least for _, least in found),
        ratio=f"{rate * 100:.1f} % of the rate the line allows "
        f"({rates[0] * 100:.1f} to {rates[-1] * 100:.1f})",
        unit="samples/s",
        goal=f"at least {GOAL * 100:.0f} %",
        met=rate >= GOAL and max(counts) - min(counts) <= 1,
        note=f"{rounds} rounds; a board got {min(counts)} to {max(counts)} samples",
    )


def run() -> list[Row]:
    """Both speeds."""
    return [row(9600, 5), row(115200, 40)]
