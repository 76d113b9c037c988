"""What comes over the port of trackers and is none."""

import asyncio
import random
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from mingtang_desk.server.store.tables.ingest import POSITIONS
from mingtang_desk.sim.tracker.factory import make_tracker
from mingtang_desk.sim.tracker.link import run
from tests.server.kit import NUMBERS, Kit
from tests.server.proof import rough

pytestmark = pytest.mark.asyncio


async def still_listens(kit: Kit) -> None:
    """A tracker that behaves is served."""
    host, port = kit.jt808
    number = NUMBERS["shop"]
    tracker = make_tracker(number, host, port, now=datetime.now(UTC), every_s=1, speed=1)
    stop = asyncio.Event()
    running = asyncio.create_task(run(tracker, host, port, on_ready=lambda: None, stop=stop))
    try:
        async with asyncio.timeout(15):
            while True:
                async with kit.services.core.store.read() as connection:
                    query = select(DEVICE_STATE.c.lat).where(
                        DEVICE_STATE.c.device == kit.pks[number]
                    )
                    if await connection.scalar(query) is not None:
                        return
                await asyncio.sleep(0.05)
    finally:
        stop.set()
        await running


async def stored(kit: Kit) -> tuple[int, int]:
    """How many batteries and positions there are."""
    async with kit.services.core.store.read() as connection:
        batteries = await connection.scalar(select(func.count()).select_from(DEVICES))
        positions = await connection.scalar(select(func.count()).select_from(POSITIONS))
    return batteries or 0, positions or 0


@pytest.mark.parametrize(
    "kind", ["noise", "no end", "escapes", "delimiters", "half", "checksums", "lengths", "parts"]
)
async def test_floods(kit: Kit, kind: str) -> None:
    before, rows = await rough.warm(kit), await stored(kit)
    dice = random.Random(808)
    head = bytes.fromhex("020000000138000000020001")
    floods = {
        "noise": dice.randbytes(10_000),
        "no end": b"~" + b"A" * 3_000_000,
        "escapes": b"~" + b"\x7d" * 1_000_000,
        "delimiters": b"~" * 1_000_000,
        "half": b"~" + head[:7],
        "checksums": (b"~" + head + bytes(28) + b"\xee~") * 2_000,
        "lengths": b"".join(
            b"~" + checked(b"\x02\x00" + dice.randbytes(2) + head[4:] + bytes(28)) + b"~"
            for _ in range(2_000)
        ),
        # The first of 65 535 parts, again and again.
        "parts": b"".join(
            b"~"
            + checked(bytes.fromhex("02002004013800000002") + n.to_bytes(2) + b"\xff\xff\0\1ABCD")
            + b"~"
            for n in range(2_000)
            if b"~" not in n.to_bytes(2) and b"\x7d" not in n.to_bytes(2)
        ),
    }
    host, port = kit.jt808
    count = 20 if len(floods[kind]) < 100_000 else 3
    await asyncio.gather(*(rough.talk(host, port, floods[kind], wait_s=0.5) for _ in range(count)))
    assert await stored(kit) == rows
    await rough.settled(before)
    await still_listens(kit)


def checked(frame: bytes) -> bytes:
    """Add the checksum, and escape."""
    total = 0
    for byte in frame:
        total ^= byte
    whole = frame + bytes([total])
    return whole.replace(b"\x7d", b"\x7d\x01").replace(b"~", b"\x7d\x02")


async def test_two_hundred_that_say_nothing(kit: Kit) -> None:
    before = await rough.warm(kit)
    held = rough.Held()
    try:
        await held.open(*kit.jt808, 200, b"")
        await still_listens(kit)
    finally:
        await held.close()
    await rough.settled(before)


async def test_http_on_the_port_of_trackers(kit: Kit) -> None:
    answer = await rough.talk(*kit.jt808, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", wait_s=0.5)
    assert b"HTTP" not in answer
    await still_listens(kit)
