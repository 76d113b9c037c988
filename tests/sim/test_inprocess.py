"""A board inside the process: the port's life, late replies, the pace of a line."""

import asyncio
import statistics
import time

import pytest

from mingtang_desk.sim.inprocess import SimPort
from mingtang_desk.sim.models import make_board
from tests.sim.hand import parse, read


async def in_process(port: SimPort, frame: bytes, length: int) -> bytes:
    chunks = port.chunks()
    await port.write(frame)
    reply = b""
    async for chunk in chunks:
        reply += chunk
        if len(reply) >= length:
            break
    await chunks.aclose()
    return reply


@pytest.mark.asyncio
async def test_port_inside_the_process() -> None:
    port = SimPort(make_board("jbd-13s"))
    with pytest.raises(ConnectionError):
        await port.write(b"x")
    assert [chunk async for chunk in port.chunks()] == []
    port.close()
    for _ in range(2):
        port.open()
        port.open()
        assert parse(await in_process(port, read(3), 34))[0] == 3
        port.close()
        port.close()
        assert not port.is_open
    await port.wait_closed()


@pytest.mark.asyncio
async def test_chunks_end_when_the_board_dies_or_the_port_closes() -> None:
    port = SimPort(make_board("jbd-13s", faults={"cut-after": "2"}))
    port.open()
    await port.write(read(3))
    assert [chunk async for chunk in port.chunks()] == []
    with pytest.raises(ConnectionError):
        await port.write(read(3))
    await port.wait_closed()
    port = SimPort(make_board("jbd-13s"))
    port.open()
    asyncio.get_running_loop().call_later(0.02, port.close)
    assert [chunk async for chunk in port.chunks()] == []
    await port.wait_closed()


@pytest.mark.asyncio
async def test_late_and_repeated_replies_arrive() -> None:
    port = SimPort(make_board("jbd-13s", faults={"late": "0.1", "repeat": "1"}))
    port.open()
    begun = time.monotonic()
    both = await in_process(port, read(5), 38)
    assert time.monotonic() - begun >= 0.1
    assert both[:19] == both[19:]
    await port.wait_closed()


@pytest.mark.parametrize("baud", [2400, 9600])
@pytest.mark.asyncio
async def test_a_paced_line_takes_the_time_of_a_real_one(baud: int) -> None:
    port = SimPort(make_board("jbd-13s"), pace=baud)
    port.open()
    ratios = []
    for _ in range(7):
        begun = time.monotonic()
        assert len(await in_process(port, read(3), 34)) == 34
        ratios.append((time.monotonic() - begun) / ((7 + 34) * 10 / baud))
    await port.wait_closed()
    assert min(ratios) >= 0.999  # never faster than the wire
    assert statistics.median(ratios) < 1.2  # a busy machine may be late


@pytest.mark.asyncio
async def test_a_paced_reply_dribbles_out() -> None:
    port = SimPort(make_board("jbd-13s"), pace=9600)
    port.open()
    await port.write(read(3))
    pieces: list[bytes] = []
    async for chunk in port.chunks():
        pieces.append(chunk)
        if sum(map(len, pieces)) >= 34:
            break
    assert len(pieces) >= 3
    assert max(map(len, pieces)) <= 16
    await port.wait_closed()


@pytest.mark.asyncio
async def test_a_line_without_speed_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        SimPort(make_board("jbd-13s"), pace=0).open()
