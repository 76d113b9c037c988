"""How long the window's loop is late while a peer is dead, mute, flooding, lying or dribbling.

The real window, offscreen, with a simulated pack that updates its panels ten times a second beside
the bad peer. The lag is how much later than asked a timer of 5 ms comes.
"""

import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.table import Row

TICK_S = 0.005
SECONDS = 5.0
GOAL_MS = 50.0
CASES = (
    *("none", "dead", "tcp mute", "tcp garbage", "tcp frames", "tcp foreign", "tcp lying"),
    *("tcp dribble", "pty mute", "pty garbage", "pty frames", "pty foreign", "pty lying"),
)


@dataclass(frozen=True, slots=True)
class Lag:
    """Milliseconds, of one case."""

    p50: float
    p99: float
    worst: float
    samples: int


@contextlib.contextmanager
def peer(case: str, folder: Path) -> Iterator[str]:
    """Start a bad peer; gives the address to connect to."""
    options = "protocol=jbd&listen=off"
    if case in ("none", "dead"):
        yield f"tcp://127.0.0.1:9?{options}"
        return
    scheme, kind = case.split()
    where = "tcp" if scheme == "tcp" else f"pty:{folder / kind}"
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.bad_peers", kind, where],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            place = process.stdout.readline().strip()
            head = f"tcp://{place}" if scheme == "tcp" else f"serial://{place}"
            yield f"{head}?{options}" + ("" if scheme == "tcp" else "&baud=115200")
        finally:
            process.kill()


async def lags(seconds: float) -> Lag:
    """Sample the loop that runs now."""
    loop = asyncio.get_running_loop()
    found: list[float] = []
    end = loop.time() + seconds
    while (now := loop.time()) < end:
        await asyncio.sleep(TICK_S)
        found.append(max(0.0, loop.time() - now - TICK_S) * 1000)
    found.sort()
    p99 = found[min(len(found) - 1, int(len(found) * 0.99))]
    return Lag(statistics.median(found), p99, found[-1], len(found))


def measure(case: str, seconds: float = SECONDS) -> Lag:
    """Open the window, a pack and the bad peer, and sample the loop meanwhile."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from mingtang_desk.app.wiring import CLOCK, boards
    from mingtang_desk.session.hub import DeviceHub
    from mingtang_desk.ui.app import run_application, run_window
    from mingtang_desk.ui.prefs import Preferences

    results: list[Lag] = []
    crashes: list[BaseException] = []

    async def drive(hub: DeviceHub, window: Any, uri: str, stop: asyncio.Event) -> None:
        await hub.open("sim://jbd-13s", poll_s=0.1)
        await asyncio.sleep(1.0)  # panels are made when they first come up
        bad = None
        if uri and case != "none":
            bad = asyncio.create_task(hub.open(uri, keep=True, poll_s=0.05))
            await asyncio.sleep(0.1)
            window.context.selection.select(hub.sessions[-1])  # its frames are shown as they come
        await asyncio.sleep(0.2)
        results.append(await lags(seconds))
        if bad is not None:
            bad.cancel()
            await asyncio.wait({bad})
        stop.set()

    async def main(_: object) -> int:
        with tempfile.TemporaryDirectory() as folder, peer(case, Path(folder)) as uri:
            stop = asyncio.Event()
            hub = DeviceHub(clock=CLOCK, boards=boards)
            tasks: list[asyncio.Task[None]] = []

            def shown(window: Any, uri: str) -> None:
                window.docks["frames"].bring_up()
                tasks.append(asyncio.create_task(drive(hub, window, uri, stop)))

            await run_window(
                hub,
                Preferences(None),
                stop=stop,
                shown=lambda window: shown(window, uri),
            )
            await asyncio.gather(*tasks)
            await hub.close_all()
        return 0

    run_application(main, crashed=crashes.append)
    if crashes:
        raise crashes[0]
    return results[0]


def in_process(case: str, seconds: float) -> Lag:
    """The same in a fresh process: one case leaves nothing to the next."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.bench_lag", case, str(seconds)],
        capture_output=True,
        text=True,
        timeout=seconds + 60,
        check=False,
    )
    if done.returncode:
        raise OSError(done.stderr[-2000:])
    p50, p99, worst, count = done.stdout.split()[-4:]
    return Lag(float(p50), float(p99), float(worst), int(count))


def run() -> list[Row]:
    """Every case, against the window with no bad peer."""
    rows = []
    alone = in_process("none", SECONDS)
    for case in CASES[1:]:
        lag = in_process(case, SECONDS)
        rows.append(
            Row(
                name=f"loop lag, {case}",
                ours=lag.p99,
                theirs=alone.p99,
                ratio=f"p50 {lag.p50:.1f}, p99 {lag.p99:.1f}, max {lag.worst:.0f} ms",
                unit="ms",
                goal=f"p99 under {GOAL_MS:g} ms",
                met=lag.p99 < GOAL_MS,
                note=f"{lag.samples} samples; the other side: no bad peer",
            )
        )
    return rows


if __name__ == "__main__":
    got = measure(sys.argv[1], float(sys.argv[2]))
    print(got.p50, got.p99, got.worst, got.samples)
