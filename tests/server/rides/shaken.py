"""A tracker on a real socket that is shaken, and a desk on a real WebSocket that hears of it."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from sqlalchemy import update

from mingtang_desk.server.store.tables.devices import DEVICES
from mingtang_desk.sim.tracker.factory import make_tracker
from mingtang_desk.sim.tracker.link import run
from tests.server.kit import NUMBERS, Kit
from tests.server.push.listen import client
from tests.server.rides.tracks import device_of

NUMBER = NUMBERS["shop"]
EVERY_S, APART_S, ARMED_S = 10, 70, 220
"""Seconds of the tracker between rows, between vibrations, and before the first of them."""
SPEED = 50.0
CHINA = timezone(timedelta(hours=8))
COLUMNS = ("unix_s", "lat", "lon", "speed_kmh", "course", "valid", "satellites", "acc", "event?")


@dataclass
class Relay:
    """Lies between tracker and server; notes when bytes leave the tracker, monotonic."""

    port: int = 0
    left: list[tuple[float, bytes]] = field(default_factory=list)

    def when(self, moment: float) -> float:
        """When the first row of a moment (Unix seconds) left the tracker."""
        text = f"{datetime.fromtimestamp(moment, CHINA):%y%m%d%H%M%S}"
        return next(at for at, data in self.left if bytes.fromhex(text) in data)


@asynccontextmanager
async def relay(host: str, port: int) -> AsyncIterator[Relay]:
    one = Relay()
    pumps: set[asyncio.Task[None]] = set()

    async def pump(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_noted: bool
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65_536):
                if is_noted:
                    one.left.append((time.monotonic(), data))
                writer.write(data)
                await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(host, port)
        for a, b, is_noted in ((reader, back, True), (there, writer, False)):
            pumps.add(asyncio.create_task(pump(a, b, is_noted=is_noted)))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    one.port = server.sockets[0].getsockname()[1]
    try:
        yield one
    finally:
        server.close()
        for task in pumps:
            task.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)
        await server.wait_closed()


async def shaken(kit: Kit, folder: Path, count: int) -> list[float]:
    """Shake a guarded battery; return seconds from each vibration's leaving to a desk's hearing.

    Args:
        kit: a server.
        folder: for the track.
        count: how many vibrations, each an alarm of its own.
    """
    device = device_of(kit)
    begin = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=2)
    first = int(begin.timestamp())
    times = [first + ARMED_S + APART_S * n for n in range(count)]
    rows: list[list[object]] = []
    for time_s in range(first, times[-1] + 10 * EVERY_S, EVERY_S):
        row: list[object] = [time_s, 22.5, 114.0, 0.0, 0, 1, 12, 0]
        rows.append([*row, "vibration"] if time_s in times else row)
    track = folder / "track.json"
    track.write_text(json.dumps({"columns": COLUMNS, "rows": rows}), encoding="utf-8")
    async with kit.services.core.store.write() as tx:
        await tx.connection.execute(
            update(DEVICES).where(DEVICES.c.pk == device.pk).values(vendor="eb-nested")
        )
    await kit.services.directory.refresh(device.pk)
    await kit.services.rides.disarm(device, auto=True)
    host, port = kit.jt808
    stop = asyncio.Event()
    found: list[float] = []
    async with relay(host, port) as between, client(kit) as desk:
        await desk.subscribe("alarm", since=0)
        tracker = make_tracker(
            NUMBER, "127.0.0.1", between.port,
            now=begin, track=str(track), start=begin, every_s=EVERY_S, speed=SPEED,
        )  # fmt: skip
        task = asyncio.create_task(
            run(tracker, "127.0.0.1", between.port, on_ready=lambda: None, stop=stop)
        )
        try:
            while len(found) < count:
                message = await desk.next()
                heard = time.monotonic()
                value: dict[str, Any] = message.get("v", {})
                if (value.get("type"), value.get("state")) == ("vibration", "raised"):
                    assert message["d"] == NUMBER
                    moment = datetime.fromisoformat(value["time"]).timestamp()
                    assert moment == times[len(found)]
                    found.append(heard - between.when(moment))
        finally:
            stop.set()
            await task
    return found
