"""A whole write over a pseudo terminal as slow as a real line, against the time its frames need.

All settings are read, ten fields changed, all settings read back, and the journal is on the disk
before the first and after the last of it.
"""

import asyncio
import statistics
import tempfile
from collections.abc import Mapping
from pathlib import Path

from mingtang_desk.history.store import HistoryStore
from mingtang_desk.interfaces.transport import Direction
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.drivers import find_driver
from mingtang_desk.session.transports import make_transport
from tests.bench.bench_poll import BITS, Line, silence_s, simulator
from tests.bench.table import Row

GOAL = 1.1
WRITES = 9
MODEL, BAUD = "mingtang-17s", 9600
FIELDS: tuple[Mapping[str, float], ...] = (
    {
        "cell_ovp_v": 4.21,
        "cell_ovr_v": 4.11,
        "cell_uvp_v": 2.81,
        "cell_uvr_v": 3.05,
        "pack_ovp_v": 71.5,
        "pack_ovr_v": 69.5,
        "pack_uvp_v": 47.8,
        "pack_uvr_v": 52.9,
        "secondary_ovp_v": 72.0,
        "secondary_uvp_v": 46.2,
    },
    {
        "cell_ovp_v": 4.25,
        "cell_ovr_v": 4.15,
        "cell_uvp_v": 2.75,
        "cell_uvr_v": 3.0,
        "pack_ovp_v": 71.75,
        "pack_ovr_v": 69.7,
        "pack_uvp_v": 47.6,
        "pack_uvr_v": 52.7,
        "secondary_ovp_v": 72.25,
        "secondary_uvp_v": 45.9,
    },
)
SCATTERED: tuple[Mapping[str, float], ...] = (
    {
        "cell_ovp_v": 4.21,
        "cell_uvp_v": 2.81,
        "pack_ovp_v": 71.5,
        "pack_uvp_v": 47.8,
        "board_otp_c": 74,
        "chg_otp_c": 59,
        "dsg_otp_c": 64,
        "chg_ocp_1_a": 48,
        "chg_ocp_2_a": 37,
        "chg_ocp_3_delay_s": 110,
    },
    {
        "cell_ovp_v": 4.25,
        "cell_uvp_v": 2.75,
        "pack_ovp_v": 71.75,
        "pack_uvp_v": 47.6,
        "board_otp_c": 75,
        "chg_otp_c": 60,
        "dsg_otp_c": 65,
        "chg_ocp_1_a": 49,
        "chg_ocp_2_a": 38,
        "chg_ocp_3_delay_s": 120,
    },
)
"""Ten fields of which no two are neighbours: ten requests instead of one."""


async def measure(sets: tuple[Mapping[str, float], ...]) -> list[tuple[float, float]]:
    """(seconds, seconds of its frames on the wire) of each write."""
    clock, found = SystemClock(), list[tuple[float, float]]()
    crossed = 0.0

    def tap(_: float, direction: Direction, data: bytes) -> None:
        nonlocal crossed
        # With the 3.5 silent characters before each reply, as in bench_poll.
        crossed += len(data) * BITS / BAUD + (silence_s(BAUD) if direction == "tx" else 0.0)

    line = Line(MODEL, "mingtang", 17, BAUD, WRITES)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tty"
        history = await HistoryStore.open(Path(folder) / "history.sqlite", clock)
        async with simulator(line, path):
            uri = parse_uri(f"serial://{path}?baud={BAUD}&protocol=mingtang&listen=off")
            session = DeviceSession(
                uri,
                transport=make_transport(uri),
                driver=find_driver("mingtang"),
                clock=clock,
                journal=history,
                store=history,
                tap=tap,
            )
            await session.connect()
            try:
                for number in range(WRITES):
                    crossed, began = 0.0, clock.monotonic()
                    result = await session.write_settings(sets[number % 2], who="bench")
                    took = clock.monotonic() - began
                    assert result.applied
                    assert len(result.fields) == 10
                    found.append((took, crossed))
                health = session.model.link
                assert (health.bad, health.retried, health.timeouts) == (0, 0, 0)
            finally:
                await session.close()
                await history.close()
    return found[1:]


def row(name: str, writes: list[tuple[float, float]], goal: float | None) -> Row:
    """What all writes of one kind say."""
    ratios = sorted(took / wire for took, wire in writes)
    ratio = statistics.median(ratios)
    return Row(
        name=f"settings of {MODEL} at {BAUD} baud: read all, change {name}, verify, journal",
        ours=statistics.median(took for took, _ in writes) * 1000,
        theirs=statistics.median(wire for _, wire in writes) * 1000,
        ratio=f"{ratio:.3f} x the wire time ({ratios[0]:.3f} to {ratios[-1]:.3f})",
        unit="ms",
        goal="" if goal is None else f"at most {goal} x",
        met=None if goal is None else ratio <= goal,
        note=f"{len(writes)} writes on a paced pty; its bytes, both directions, ten bits each, "
        "with 3.5 silent characters before each reply",
    )


def run() -> list[Row]:
    """Write neighbours and scattered fields."""
    return [
        row("ten neighbouring fields", asyncio.run(measure(FIELDS)), GOAL),
        row("ten scattered fields", asyncio.run(measure(SCATTERED)), None),
    ]
