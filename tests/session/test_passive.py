"""A bus is listened to before anything is sent on it; who else talks there is named."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from mingtang_desk.core.errors import (
    DeniedReason,
    LinkDeniedError,
    LinkLostError,
    LinkTimeoutError,
    UsageError,
)
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.line import Line, Notice
from mingtang_desk.session.link import Link
from mingtang_desk.session.opening import make_session
from mingtang_desk.session.passive import Ear, Master, listen_s
from mingtang_desk.session.timing import Timing
from mingtang_desk.sim.inprocess import SimPort
from mingtang_desk.sim.models import make_board
from mingtang_desk.transports.echo import EchoFilter
from mingtang_desk.transports.sim import SimTransport
from tests.session.fakes import FAST, FakeClock, FakeStore, FakeTransport
from tests.session.toy import TOY, read

LISTEN_S = 0.1
READ_BASIC = bytes.fromhex("DD A5 03 00 FF FD 77")
READ_CELLS = bytes.fromhex("DD A5 04 00 FF FC 77")
REPLY = bytes.fromhex("DD 05 00 03 4A 42 44 FF 27 77")


class Bus(FakeTransport):
    """A line on which others talk: (seconds after it was opened, bytes) each."""

    def __init__(self, *said: tuple[float, bytes]) -> None:
        super().__init__(lambda data: (data.split()[1] + b"=1\n",))
        self.said = said

    async def open(self) -> None:
        await super().open()
        loop = asyncio.get_running_loop()
        for after_s, data in self.said:
            loop.call_later(after_s, self._say, data)

    def _say(self, data: bytes) -> None:
        if self._inbox is not None:
            self.push(data)


@asynccontextmanager
async def listening(
    bus: FakeTransport, *drivers: Driver, share: bool = False, timing: Timing = FAST
) -> AsyncIterator[Link]:
    link = Link(Line(bus, FakeClock(), baud=None, timing=timing, listen_s=LISTEN_S, share=share))
    try:
        await link.open(*(drivers or (TOY,)))
        yield link
    finally:
        await link.close()


@pytest.mark.asyncio
async def test_another_master_is_named_and_nothing_is_sent() -> None:
    bus = Bus((0.01, b"read a\n"), (0.02, b"a=7\n"), (0.09, b"read a\n"))
    with pytest.raises(LinkDeniedError) as caught:
        async with listening(bus):
            pytest.fail("it was opened")
    error = caught.value
    assert (error.key, error.reason) == ("bus_in_use", DeniedReason.BUSY)
    assert error.message == ("On fake another master reads a (Toy), every 0.1 s. Nothing was sent.")
    assert "share=on" in error.hint
    assert bus.written == []
    with pytest.raises(LinkLostError):  # and nothing stays open
        await bus.write(b"x")


@pytest.mark.asyncio
async def test_half_a_request_at_the_end_of_listening_is_heard_out() -> None:
    bus = Bus((LISTEN_S - 0.03, b"rea"), (LISTEN_S + 0.03, b"d a\n"))
    with pytest.raises(LinkDeniedError):
        async with listening(bus, timing=replace(FAST, quiet_s=0.09)):
            pytest.fail("it was opened")
    assert bus.written == []


@pytest.mark.asyncio
async def test_every_candidate_listens_and_dialects_count_once() -> None:
    bus = Bus((0.01, READ_BASIC), (0.09, READ_BASIC))
    cousin = replace(JBD, key="cousin", label="Cousin")
    with pytest.raises(LinkDeniedError) as caught:
        async with listening(bus, TOY, JBD, cousin):
            pytest.fail("it was opened")
    assert caught.value.values["what"] in (
        "reads basic info (JBD)",  # the second one came too early to tell
        "reads basic info (JBD), every 0.1 s",
    )


@pytest.mark.asyncio
async def test_a_shared_line_is_used_in_its_gaps() -> None:
    sent: list[float] = []
    loop = asyncio.get_running_loop()
    bus = Bus((0.01, b"read b\n"))

    def answer(_: bytes) -> Sequence[bytes]:
        sent.append(loop.time())
        return (b"a=1\n",)

    bus.answer = answer
    async with listening(bus, share=True) as link:
        (notice,) = link.take_notices()
        assert notice == Notice("another_master", {"where": "fake", "master": "reads b (Toy)"})
        assert link.take_notices() == ()
        talked = loop.time()
        bus.push(b"read b\n")
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        link.timing = replace(FAST, gap_s=0.2, network_s=1.0)
        assert await link.run(read("a")) == "1"
        assert sent[0] - talked >= 0.2
        # Our own talk is no reason to wait.
        assert await link.run(read("a")) == "1"
        assert sent[1] - sent[0] < 0.1
        assert (link.stats.foreign, link.stats.master) == (2, "reads b (Toy)")


@pytest.mark.asyncio
async def test_a_line_without_gaps_is_left_alone() -> None:
    bus = Bus(*((0.01 * n, b"b=1\n") for n in range(60)))
    async with listening(bus, share=True, timing=replace(FAST, gap_s=0.3)) as link:
        with pytest.raises(LinkTimeoutError) as caught:
            await link.run(read("a"))
    assert caught.value.key == "bus_never_quiet"
    assert bus.written == []


@pytest.mark.asyncio
@pytest.mark.parametrize(("said", "frames"), [(b"a=1\n", 1), (b"\xff\x00\xfe", 0)])
async def test_what_is_no_request_is_told_and_does_not_refuse(said: bytes, frames: int) -> None:
    bus = Bus((0.01, said))
    async with listening(bus) as link:
        assert link.take_notices() == (
            Notice("bus_traffic", {"where": "fake", "bytes": len(said), "frames": frames}),
        )
        assert await link.run(read("a")) == "1"
        assert link.stats.foreign == 0


@pytest.mark.asyncio
async def test_garbage_before_the_first_request_is_told_later() -> None:
    bus = Bus((0.01, b"\xff\x00\xfe"))
    bus.answer = lambda _: (b"\xff",)
    async with listening(bus) as link:
        with pytest.raises(LinkTimeoutError) as caught:
            await link.run(read("a"))
    assert caught.value.key == "garbage_unasked"
    assert "3 of them came before anything was asked" in caught.value.message


@pytest.mark.asyncio
async def test_another_master_that_comes_later_is_told_once() -> None:
    bus = Bus()
    async with listening(bus) as link:
        for _ in range(3):
            bus.push(b"read b\n")
            await asyncio.sleep(0.001)
            assert await link.run(read("a")) == "1"
        (notice,) = link.take_notices()
        assert notice.key == "another_master"
        assert link.stats.foreign == 3
        await link.open(replace(TOY, request_words=None))  # nobody can tell requests
        bus.push(b"read b\n")
        await asyncio.sleep(0.001)
        assert link.take_notices() == ()
        assert link.stats.foreign == 3


@pytest.mark.asyncio
async def test_our_own_echo_is_no_other_master() -> None:
    bus = Bus()
    bus.answer = lambda data: (data, b"a=1\n")
    async with listening(bus, share=True) as link:
        for _ in range(3):
            assert await link.run(read("a")) == "1"
        assert link.take_notices() == ()
        bus.answer = lambda data: (data, data, b"a=1\n")  # said twice: once by somebody else
        assert await link.run(read("a")) == "1"
        assert link.stats.foreign == 1


@pytest.mark.asyncio
async def test_an_echo_that_is_taken_out_is_not_heard_at_all() -> None:
    echo = EchoFilter()

    def answer(data: bytes) -> Sequence[bytes]:
        echo.sent(data)
        return (echo.received(data), echo.received(b"a=1\n"))

    bus = Bus()
    bus.answer = answer
    async with listening(bus) as link:
        assert await link.run(read("a")) == "1"
        assert link.stats.foreign == 0


@pytest.mark.asyncio
async def test_listening_can_be_cancelled_and_ends_with_the_line() -> None:
    bus = Bus()
    link = Link(Line(bus, FakeClock(), baud=None, timing=FAST, listen_s=30.0))
    task = asyncio.create_task(link.open(TOY))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, 1)
    assert not link.is_open
    task = asyncio.create_task(link.open(TOY))
    await asyncio.sleep(0.01)
    bus.cut()
    with pytest.raises(LinkLostError):
        await asyncio.wait_for(task, 1)
    assert not link.is_open


@pytest.mark.asyncio
async def test_a_session_that_is_refused_has_sent_nothing() -> None:
    bus = Bus((0.01, READ_BASIC), (0.03, READ_CELLS))
    session = DeviceSession(
        parse_uri(f"serial:///dev/x?protocol=jbd&listen={LISTEN_S}"),
        transport=bus,
        driver=JBD,
        clock=SystemClock(),
        timing=FAST,
    )
    with pytest.raises(LinkDeniedError):
        await session.connect()
    assert session.model.phase is LinkPhase.FAILED
    assert session.model.error is not None
    assert session.model.error.key == "bus_in_use"
    assert bus.written == []
    await session.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no ptys")
@pytest.mark.parametrize("protocol", ["auto", "tt", "jbd"])
@pytest.mark.asyncio
async def test_not_one_byte_goes_out_of_a_port(protocol: str) -> None:
    import tty  # not on Windows

    far, near = os.openpty()
    tty.setraw(near)
    uri = f"serial://{os.ttyname(near)}?protocol={protocol}&listen={LISTEN_S}"
    session = make_session(uri, clock=SystemClock(), timing=FAST)
    modbus = bytes.fromhex("01 03 00 00 00 1D 85 C3")
    for after_s in (0.03, 0.1):
        asyncio.get_running_loop().call_later(after_s, os.write, far, modbus)
    try:
        with pytest.raises(LinkDeniedError) as caught:
            await session.connect()
        assert "another master reads registers 0 to 28 of address 1 (Modbus)" in str(caught.value)
        os.set_blocking(far, False)
        with pytest.raises(BlockingIOError):
            os.read(far, 1)
    finally:
        await session.close()
        os.close(near)
        os.close(far)


@pytest.mark.asyncio
async def test_a_shared_session_keeps_the_warning() -> None:
    port = SimPort(make_board("jbd-13s"))
    store = FakeStore()

    class Shared(SimTransport):
        async def open(self) -> None:
            await super().open()
            await port.write(READ_BASIC)  # the reply to somebody else's question

    session = DeviceSession(
        parse_uri(f"serial:///dev/x?protocol=jbd&listen={LISTEN_S}&share=on"),
        transport=Shared(port, "jbd-13s"),
        driver=JBD,
        clock=SystemClock(),
        store=store,
        timing=FAST,
    )
    await session.connect()
    await session.close()
    keys = [key for key, _ in store.events]
    assert keys[0] == "bus_traffic"
    assert store.events[0][1]["frames"] == 1


@pytest.mark.parametrize(
    ("uri", "seconds"),
    [
        ("serial:///dev/x", 0.8),
        ("tcp://host:1", 0.8),
        ("tcp://host:1?listen=2.5", 2.5),
        ("serial:///dev/x?listen=0", 0.0),
        ("serial:///dev/x?listen=off", 0.0),
        ("sim://jbd-13s", 0.0),
        ("sim://jbd-13s?listen=3", 0.0),
        ("replay:///x.jsonl", 0.0),
    ],
)
def test_how_long_is_listened(uri: str, seconds: float) -> None:
    assert listen_s(parse_uri(uri), Timing()) == seconds


@pytest.mark.parametrize("text", ["long", "-1", "61", "nan", "inf"])
def test_how_long_it_may_be(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        listen_s(parse_uri(f"serial:///dev/x?listen={text}"), Timing())
    assert caught.value.values["option"] == "listen"


def test_a_request_behind_an_unfinished_frame_is_heard() -> None:
    ear = Ear((JBD,))
    ear.hear(REPLY[:4] + READ_BASIC[:3], 0.0)
    ear.hear(READ_BASIC[3:], 0.01)
    ear.hear(b"\xdd", 1.0)  # a pause: what hid behind the start is looked for
    assert ear.master is not None
    assert ear.master.words == "reads basic info (JBD)"
    ear.end()
    assert (ear.received, ear.frames) == (12, 1)


def test_the_busiest_request_names_a_master() -> None:
    ear = Ear((JBD,))
    for at in (0.0, 0.5, 1.0):
        ear.hear(READ_CELLS if at == 0.0 else READ_BASIC, at)
        ear.hear(REPLY, at + 0.1)
    assert ear.master is not None
    assert ear.master.words == "reads basic info (JBD), every 0.5 s"
    assert Master("x", [1.0, 1.01]).words == "x"


def test_listening_costs_a_simulated_pack_nothing() -> None:
    async def connect() -> float:
        session = DeviceSession(
            parse_uri("sim://jbd-13s"),
            transport=SimTransport(SimPort(make_board("jbd-13s")), "jbd-13s"),
            driver=JBD,
            clock=SystemClock(),
        )
        started = time.monotonic()
        await session.connect()
        passed = time.monotonic() - started
        await session.close()
        return passed

    assert asyncio.run(connect()) < Timing().listen_s / 2
