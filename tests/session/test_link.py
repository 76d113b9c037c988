import asyncio
from collections.abc import AsyncIterator, Generator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from mingtang_desk.core.errors import LinkLostError, LinkTimeoutError, MingtangError
from mingtang_desk.interfaces.driver import Frame, Request
from mingtang_desk.session.line import Line
from mingtang_desk.session.link import Link
from tests.session.fakes import FAST, FakeClock, FakeTransport
from tests.session.toy import TOY, ask, read


@asynccontextmanager
async def linked(transport: FakeTransport) -> AsyncIterator[Link]:
    link = Link(Line(transport, FakeClock(), baud=None, timing=FAST))
    await link.open(TOY)
    try:
        yield link
    finally:
        await link.close()


def echo_value(data: bytes) -> Sequence[bytes]:
    name = data.split()[1]
    return (name + b"=1\n",)


@pytest.mark.asyncio
async def test_a_reply_cut_and_merged_with_others_is_found() -> None:
    transport = FakeTransport(lambda _: (b"z=9\na", b"=4", b"2\nb=0\n"))
    async with linked(transport) as link:
        assert await link.run(read("a")) == "42"
        assert link.stats.good == 3


@pytest.mark.asyncio
async def test_a_lost_request_is_sent_again_and_counted() -> None:
    lost = iter([(), (b"a=5\n",)])
    transport = FakeTransport(lambda _: next(lost))
    async with linked(transport) as link:
        assert await link.run(read("a")) == "5"
        assert (link.stats.retried, link.stats.timeouts) == (1, 1)


@pytest.mark.asyncio
async def test_nothing_is_sent_again_while_the_line_still_talks() -> None:
    loop = asyncio.get_running_loop()
    began, sent, heard = loop.time(), list[float](), list[float]()

    def answer(_: bytes) -> Sequence[bytes]:
        sent.append(loop.time())
        return () if len(sent) == 1 else (b"\na=5\n",)

    def talk() -> None:
        if loop.time() - began < 0.45:
            heard.append(loop.time())
            transport.push(b"x")
            loop.call_later(0.005, talk)

    transport = FakeTransport(answer)
    async with linked(transport) as link:
        link.timing = replace(FAST, network_s=0.3, quiet_s=0.1)
        talk()
        assert await link.run(read("a")) == "5"
    assert len(sent) == 2
    assert sent[1] > heard[-1] + 0.09


@pytest.mark.asyncio
async def test_what_must_not_be_repeated_is_sent_once() -> None:
    def procedure() -> Generator[Request, Frame, None]:
        yield ask("w", writes=True, repeatable=False)

    transport = FakeTransport()
    async with linked(transport) as link:
        with pytest.raises(LinkTimeoutError):
            await link.run(procedure())
    assert len(transport.written) == 1


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("chunk", "key"), [(b"", "no_answer"), (b"\xff\xfe", "only_garbage"), (b"?\n", "only_garbage")]
)
async def test_silence_and_garbage_are_told_apart(chunk: bytes, key: str) -> None:
    transport = FakeTransport(lambda _: (chunk,))
    async with linked(transport) as link:
        with pytest.raises(LinkTimeoutError) as caught:
            await link.run(read("a"))
    assert caught.value.key == key
    assert caught.value.values["tries"] == FAST.tries
    assert "fake" in caught.value.message


@pytest.mark.asyncio
async def test_garbage_before_a_request_does_not_join_its_reply() -> None:
    transport = FakeTransport(echo_value)
    async with linked(transport) as link:
        transport.push(b"half a line")
        await asyncio.sleep(0)
        assert await link.run(read("a")) == "1"
        assert link.stats.ignored_bytes == len(b"half a line")


@pytest.mark.asyncio
async def test_the_rest_of_a_reply_may_come_after_a_silence() -> None:
    transport = FakeTransport(lambda _: (b"a=4",))
    async with linked(transport) as link:
        link.timing = replace(FAST, network_s=5.0)
        loop = asyncio.get_running_loop()
        loop.call_later(TOY.silence_s * 4, transport.push, b"2\n")
        assert await link.run(read("a")) == "42"
        assert (link.stats.retried, link.stats.ignored_bytes) == (0, 0)


@pytest.mark.asyncio
async def test_a_damaged_reply_is_asked_for_again_at_once() -> None:
    replies = iter([(b"a=?\n",), (b"a=5\n",)])
    transport = FakeTransport(lambda _: next(replies))
    async with linked(transport) as link:
        link.timing = replace(FAST, network_s=60.0)
        async with asyncio.timeout(10):
            assert await link.run(read("a")) == "5"
        assert link.stats.retried == 1


@pytest.mark.asyncio
async def test_settling_waits_for_the_late_reply() -> None:
    transport = FakeTransport()
    async with linked(transport) as link:
        link.timing = replace(FAST, tries=1)
        with pytest.raises(LinkTimeoutError):
            await link.run(read("a"))
        loop = asyncio.get_running_loop()
        loop.call_later(0.1, transport.push, b"a=old\n")
        started = loop.time()
        await link.settle()
        assert 0.05 < loop.time() - started < 0.2
        transport.answer = lambda _: (b"a=new\n",)
        assert await link.run(read("a")) == "new"
        started = loop.time()
        await link.settle()
        assert loop.time() - started < 0.02


@pytest.mark.asyncio
async def test_a_cut_line_ends_a_request_at_once() -> None:
    transport = FakeTransport()
    async with linked(transport) as link:
        asyncio.get_running_loop().call_later(0.005, transport.cut)
        with pytest.raises(LinkLostError) as caught:
            await link.run(read("a"))
        assert caught.value.key == "link_lost"
        assert not link.is_open
        with pytest.raises(LinkLostError):
            await link.run(read("a"))
    assert len(transport.written) <= 2


@pytest.mark.asyncio
async def test_one_procedure_at_a_time_holds_the_bus() -> None:
    order: list[str] = []

    def twice(name: str) -> Generator[Request, Frame, None]:
        for _ in range(3):
            yield ask(name)
            order.append(name)

    transport = FakeTransport(echo_value)
    async with linked(transport) as link:
        async with link.hold() as bus:
            waiting = asyncio.create_task(link.run(twice("b")))
            await bus.run(twice("a"))
            await bus.run(twice("c"))
        await waiting
    assert "".join(order) == "aaacccbbb"


class Moded:
    """A procedure that enters a mode, works, and must leave it."""

    def __init__(self, steps: int = 1) -> None:
        self.steps = steps
        self.caught: BaseException | None = None

    def run(self) -> Generator[Request, Frame, str]:
        yield ask("e")
        try:
            for _ in range(self.steps):
                yield ask("a")
        except BaseException as error:
            self.caught = error
            raise
        finally:
            yield ask("l")
        return "done"


@pytest.mark.asyncio
async def test_an_error_is_thrown_in_so_that_the_mode_is_left() -> None:
    transport = FakeTransport(lambda data: () if data == b"read a\n" else echo_value(data))
    moded = Moded()
    async with linked(transport) as link:
        with pytest.raises(LinkTimeoutError) as caught:
            await link.run(moded.run())
    assert moded.caught is caught.value
    assert transport.written[-1] == b"read l\n"


@pytest.mark.asyncio
async def test_a_cancelled_procedure_still_leaves_its_mode() -> None:
    transport = FakeTransport(lambda data: () if data == b"read a\n" else echo_value(data))
    moded = Moded()
    async with linked(transport) as link:
        task = asyncio.create_task(link.run(moded.run()))
        while transport.written[-1:] != [b"read a\n"]:
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert isinstance(moded.caught, asyncio.CancelledError)
        assert transport.written[-1] == b"read l\n"
        assert await asyncio.wait_for(link.run(read("b")), 1) == "1"


@pytest.mark.asyncio
async def test_cancelled_again_while_it_leaves_its_mode() -> None:
    transport = FakeTransport(lambda data: () if data != b"read e\n" else echo_value(data))
    async with linked(transport) as link:
        task = asyncio.create_task(link.run(Moded().run()))
        while transport.written[-1:] != [b"read a\n"]:
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert b"read l\n" in transport.written


@pytest.mark.asyncio
async def test_leaving_a_mode_on_a_dead_board_has_a_deadline() -> None:
    transport = FakeTransport(lambda data: () if data != b"read e\n" else echo_value(data))
    async with linked(transport) as link:
        link.timing = replace(FAST, reply_s=9.0, network_s=9.0, write_s=9.0, cleanup_s=0.1)
        task = asyncio.create_task(link.run(Moded().run()))
        while transport.written[-1:] != [b"read a\n"]:
            await asyncio.sleep(0)
        task.cancel()
        started = asyncio.get_running_loop().time()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert asyncio.get_running_loop().time() - started < 1.0


@pytest.mark.asyncio
async def test_a_failed_open_closes_the_transport() -> None:
    transport = FakeTransport()
    transport.refuse_open = LinkLostError("link_lost", where="fake")
    link = Link(Line(transport, FakeClock(), baud=None, timing=FAST))
    with pytest.raises(MingtangError):
        await link.open(TOY)
    assert not link.is_open


def test_time_outs_follow_the_line() -> None:
    slow = FAST.reply(size=100, baud=9600, writes=False)
    assert slow == pytest.approx(FAST.reply_s + 100 * 10 / 9600 * 1.5)
    assert FAST.reply(size=100, baud=None, writes=False) == FAST.network_s


@pytest.mark.asyncio
@pytest.mark.parametrize(("repeats", "times"), [(True, 3), (False, 1)])
async def test_a_slow_path_may_forbid_to_repeat_what_writes(repeats: bool, times: int) -> None:
    def write() -> Generator[Request, Frame, str]:
        yield ask("w", writes=True)
        return ""

    transport = FakeTransport(lambda _: ())
    timing = replace(FAST, tries=3, repeat_writes=repeats)
    link = Link(Line(transport, FakeClock(), baud=None, timing=timing))
    await link.open(TOY)
    with pytest.raises(LinkTimeoutError):
        await link.run(write())
    assert len(transport.written) == times
    with pytest.raises(LinkTimeoutError):
        await link.run(read("a"))
    assert len(transport.written) == times + 3
    await link.close()
