"""A recording for pictures: a simulated pack, charged until a protection acts, with a gap."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import cast

from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.session.hub import HubEvent
from mingtang_desk.session.replay_session import ReplaySession
from mingtang_desk.transports.replay import ReplayTransport
from mingtang_desk.wire.capture import CaptureHeader, CaptureWriter
from tests.session.bench import simulated
from tests.session.fakes import FakeClock
from tests.ui.fakes import START, FakeHub, FakeSession

POLL_S, GAP_S = 1.0, 20.0
REQUEST_OF_A_POLL = bytes.fromhex("dda50300fffd77")


async def _talk(sets: dict[str, str], samples: int) -> list[tuple[str, bytes]]:
    async with simulated(sets=sets) as bench:
        bench.log.clear()
        await bench.session.read_settings()
        await bench.session.read_counters()
        for _ in range(samples):
            await bench.session.read_sample()
        return list(bench.log)


async def _write(path: Path) -> None:
    parts = [
        await _talk({"current_a": "10"}, 20),
        await _talk({"current_a": "10", "count_cell_ov": "1"}, 25),
        await _talk({"cell_ovp_v": "4.15", "cell_v_3": "4.18", "current_a": "4"}, 30),
    ]
    header = CaptureHeader(protocol="jbd", started=START, extra={"model": "BT2048…0784"})
    with path.open("w", encoding="utf-8") as file:
        writer = CaptureWriter(file, header)
        t = 0.0
        for number, part in enumerate(parts):
            for direction, data in part:
                t += POLL_S if data == REQUEST_OF_A_POLL else 0.02
                writer.record(t, "rx" if direction == "rx" else "tx", data)
            t += GAP_S if number == 1 else 0.0


def open_recording(hub: FakeHub, *, at: float | None = None) -> ReplaySession:
    """Put the recording into a hub, paused at a time, or where its last setting changed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pack-7.jsonl"
        asyncio.run(_write(path))
        session = ReplaySession(
            parse_uri(f"replay://{path}"),
            transport=ReplayTransport(path),
            driver=JBD,
            clock=FakeClock(),
        )
        asyncio.run(session.connect())
    session.set_playing(False)
    session.wind(session.events[-1].t + 5.0 if at is None else at)
    hub._sessions.append(cast("FakeSession", session))
    hub._tell(HubEvent.OPENED, cast("FakeSession", session))
    return session
