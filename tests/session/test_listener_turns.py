"""A peer that floods: everybody else has a turn all the same, and replies are still found."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from mingtang_desk.interfaces.driver import Request
from mingtang_desk.protocols.jbd.codec import JbdFramer
from mingtang_desk.session import listener as module
from mingtang_desk.session.listener import Listener, _Turn
from tests.bench.bad_peers import stream
from tests.protocols.jbd.hand import reply

CHUNK = 4096


class Flood:
    """Always has more: its reader is never made to wait."""

    where = "flood"

    def __init__(self, data: bytes) -> None:
        self.taken = 0
        self._data = data

    async def chunks(self) -> AsyncIterator[bytes]:
        while True:
            for at in range(0, len(self._data), CHUNK):
                piece = self._data[at : at + CHUNK]
                self.taken += len(piece)
                yield piece

    async def open(self) -> None: ...
    async def write(self, data: bytes) -> None: ...
    async def close(self) -> None: ...

    @property
    def writable(self) -> bool:
        return True


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", ["garbage", "frames", "foreign", "lying"])
async def test_everybody_has_a_turn_every_few_kilobytes(kind: str) -> None:
    flood = Flood(stream(kind))
    listener = Listener(flood, JbdFramer(), 0.1)
    most = before = 0
    for _ in range(50):
        await asyncio.sleep(0)
        most = max(most, flood.taken - before)
        before = flood.taken
        await asyncio.sleep(0.001)
    assert 0 < most <= module._TURN_BYTES + CHUNK
    assert listener.received > 0
    await listener.close()


@pytest.mark.asyncio
async def test_a_reply_in_a_flood_is_found() -> None:
    answer = reply(0x05, b"pack")
    flood = Flood(stream("garbage") + b"\x00" * 300 + answer)
    listener = Listener(flood, JbdFramer(), 0.1)
    request = Request(data=b"?", what="name", answers=lambda frame: frame.raw == answer)
    async with asyncio.timeout(10):
        assert (await listener.expect(request)).payload == b"pack"
    await listener.close()


def test_a_quiet_line_has_a_new_turn() -> None:
    turn = _Turn()
    size = module._TURN_BYTES
    assert not turn.is_over(1.0, 1.0, size)
    assert not turn.is_over(1.1, 1.1, size)
    assert turn.is_over(1.11, 1.11, 1)
    assert not turn.is_over(1.12, 1.122, 1)
    assert turn.is_over(1.13, 1.132, 1)
