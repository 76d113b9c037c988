"""A Modbus reply does not say what it answers: one that comes late is never taken for another's."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from mingtang_desk.core.errors import LinkTimeoutError
from mingtang_desk.interfaces.driver import Frame, Procedure
from mingtang_desk.protocols.modbus import codec
from mingtang_desk.session.line import Line
from mingtang_desk.session.link import Link
from mingtang_desk.session.profiles import shipped_driver
from mingtang_desk.session.timing import Timing
from mingtang_desk.wire.profile.kinds import Space
from mingtang_desk.wire.profile.plan import Block
from tests.protocols.modbus.board import seal
from tests.session.fakes import FakeClock, FakeTransport

PATIENCE_S = 0.05
OWED_S = 0.4
TIMING = Timing(
    reply_s=PATIENCE_S, network_s=PATIENCE_S, write_s=PATIENCE_S, quiet_s=0.005, owed_s=OWED_S
)
A, B = Block(Space.HOLDING, 0x100, 1), Block(Space.HOLDING, 0x200, 1)
LONGER = Block(Space.HOLDING, 0x300, 2)
MINGTANG, TT = shipped_driver("mingtang"), shipped_driver("tt")
LACKING, LACKING_TOO = Block(Space.HOLDING, 0x900, 1), Block(Space.HOLDING, 0x901, 1)


class LateBoard(FakeTransport):
    """Holds in each register its own number; has none from 0x900 on.

    Args:
        late_s: how late a reply comes, by the number of its request from 0; None = it is lost.
    """

    def __init__(self, late_s: Callable[[int], float | None]) -> None:
        super().__init__()
        self._late_s = late_s

    async def write(self, data: bytes) -> None:
        late_s = self._late_s(len(self.written))
        await super().write(data)
        if late_s is not None:
            asyncio.get_running_loop().call_later(late_s, self._say, _reply(data))

    def _say(self, data: bytes) -> None:
        if self._inbox is not None:
            self.push(data)


def _reply(data: bytes) -> bytes:
    start, count = int.from_bytes(data[2:4], "big"), int.from_bytes(data[4:6], "big")
    if data[1] == 16:
        return seal(data[:6])
    if start >= 0x900:
        return seal(bytes([1, 0x83, 2]))
    words = b"".join((start + n).to_bytes(2, "big") for n in range(count))
    return seal(bytes([1, 3, 2 * count]) + words)


def read(block: Block) -> Procedure[str]:
    frame = yield codec.read(1, block, reply_address=None)
    return f"exception {frame.status}" if frame.status else frame.payload[1:].hex()


@asynccontextmanager
async def linked(board: LateBoard) -> AsyncIterator[Link]:
    link = Link(Line(board, FakeClock(), baud=None, timing=TIMING))
    await link.open(TT)
    try:
        yield link
    finally:
        await link.close()


@pytest.mark.asyncio
async def test_a_board_that_is_always_late_is_read_right() -> None:
    async with linked(LateBoard(lambda _: 1.4 * PATIENCE_S)) as link:
        for _ in range(2):
            assert await link.run(read(A)) == "0100"
            assert await link.run(read(B)) == "0200"


@pytest.mark.asyncio
async def test_a_reply_later_than_all_tries_is_waited_for() -> None:
    async with linked(LateBoard(lambda number: None if number < 2 else 1.6 * PATIENCE_S)) as link:
        with pytest.raises(LinkTimeoutError):
            await link.run(read(A))
        assert await link.run(read(B)) == "0200"


@pytest.mark.asyncio
async def test_only_a_request_whose_reply_looks_the_same_waits_and_no_longer_than_it_must() -> None:
    loop = asyncio.get_running_loop()
    async with linked(LateBoard(lambda number: None if number == 0 else 0.0)) as link:
        assert await link.run(read(A)) == "0100"
        lost = loop.time()
        assert await link.run(read(LONGER)) == "03000301"
        assert await link.run(read(A)) == "0100"
        assert loop.time() - lost < OWED_S / 4
        assert await link.run(read(B)) == "0200"
        assert OWED_S / 2 < loop.time() - lost < OWED_S + 4 * PATIENCE_S


@pytest.mark.asyncio
async def test_a_late_refusal_refuses_nothing_else() -> None:
    async with linked(LateBoard(lambda number: None if number < 2 else 1.4 * PATIENCE_S)) as link:
        with pytest.raises(LinkTimeoutError):
            await link.run(read(LACKING))
        assert await link.run(read(LONGER)) == "03000301"


@pytest.mark.asyncio
async def test_a_late_reply_outlives_a_change_to_another_dialect() -> None:
    async with linked(LateBoard(lambda number: None if number < 2 else 1.4 * PATIENCE_S)) as link:
        with pytest.raises(LinkTimeoutError):
            await link.run(read(LACKING))
        link.use(MINGTANG)
        assert await link.run(read(LONGER)) == "03000301"


@pytest.mark.asyncio
async def test_a_refusal_is_believed_the_second_time() -> None:
    async with linked(LateBoard(lambda number: None if number == 0 else 0.0)) as link:
        assert await link.run(read(LONGER)) == "03000301"
        assert await link.run(read(LACKING)) == "exception 2"


@pytest.mark.asyncio
async def test_a_reply_that_comes_twice_is_believed_once() -> None:
    board = LateBoard(lambda _: 0.0)
    async with linked(board) as link:
        assert await link.run(read(A)) == "0100"
        board.answer = lambda data: (_reply(board.written[-2]),) if len(board.written) == 2 else ()
        assert await link.run(read(B)) == "0200"
        assert await link.run(read(A)) == "0100"
        assert link.stats.retried == 1


@pytest.mark.asyncio
async def test_equal_values_are_believed_the_second_time() -> None:
    board = LateBoard(lambda _: 0.0)
    async with linked(board) as link:
        assert await link.run(read(LACKING)) == "exception 2"
        assert await link.run(read(LACKING)) == "exception 2"
        assert len(board.written) == 2
        assert await link.run(read(LACKING_TOO)) == "exception 2"
        assert len(board.written) == 4


@pytest.mark.asyncio
async def test_a_late_acknowledgement_is_none_of_another_value() -> None:
    def write(value: int) -> Procedure[Frame]:
        words = value.to_bytes(2, "big")
        return (yield codec.write_words(1, 0x100, words, reply_address=None, many=True))

    late = [1.2 * PATIENCE_S, 1.6 * PATIENCE_S, None, None, None]
    async with linked(LateBoard(lambda number: late[number])) as link:
        await link.run(write(1))
        with pytest.raises(LinkTimeoutError):
            await link.run(write(2))


@pytest.mark.asyncio
async def test_raw_bytes_that_are_answered_late_are_waited_for() -> None:
    late = [2.5 * PATIENCE_S, 0.0]
    async with linked(LateBoard(lambda number: late[number])) as link:
        async with link.hold():
            raw = codec.read(1, A, reply_address=None).data
            assert await link.exchange(raw, wait_s=PATIENCE_S) == []
        assert await link.run(read(B)) == "0200"
