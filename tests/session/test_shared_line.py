"""Several boards on one line: one transport, one turn at a time, each board for itself."""

import asyncio
import itertools
import json
from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from mingtang_desk.core.errors import LinkLostError, LinkNotFoundError, LinkTimeoutError, UsageError
from mingtang_desk.device.model import LinkPhase, Topic
from mingtang_desk.interfaces.driver import Frame, Request
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.protocols.jbd.session import JbdSession
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.hub import DeviceHub, HubEvent, _Open
from mingtang_desk.session.line import Line
from mingtang_desk.session.lines import is_same_board, line_key
from mingtang_desk.session.link import Link
from mingtang_desk.session.recorder import Recorder
from mingtang_desk.session.timing import Timing, turn_s
from mingtang_desk.sim.inprocess import SimPort
from mingtang_desk.sim.models import make_line
from tests.session.bench import QUICK
from tests.session.fakes import FAST, FakeClock, FakeTransport
from tests.session.toy import TOY, read

TWO = "sim://mingtang-13s@1+tt-20s@7"
SHORT = replace(QUICK, brief_s=0.02)


class Ports:
    """Makes the simulated lines of a hub and remembers them."""

    def __init__(self) -> None:
        self.made: list[SimPort] = []
        self.opened = 0

    def __call__(self, model: str, options: Mapping[str, str]) -> SimPort:
        faults = {name[6:]: None for name in options if name.startswith("fault.")}
        ports = self

        class Counting(SimPort):
            def open(self) -> None:
                ports.opened += 1
                super().open()

        port = Counting(make_line(model, faults=faults))
        self.made.append(port)
        return port


def make_hub(ports: Ports, timing: Timing = SHORT, folder: Path | None = None) -> DeviceHub:
    return DeviceHub(clock=SystemClock(), boards=ports, timing=timing, capture_dir=folder)


async def wait_for(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.002)


def counted(session: DeviceSession) -> Callable[[], int]:
    """Count the samples of a session from now on."""
    seen: list[Topic] = []
    session.model.observe(lambda topic: seen.append(topic) if topic is Topic.SAMPLE else None)
    return lambda: len(seen)


@pytest.mark.asyncio
async def test_boards_of_one_bus_share_one_link_that_lives_as_long_as_the_last() -> None:
    ports = Ports()
    hub = make_hub(ports)
    first = await hub.open(f"{TWO}?address=1&protocol=mingtang", poll_s=0)
    second = await hub.open(f"{TWO}?address=7&protocol=tt", poll_s=0)
    assert first.line is second.line
    assert (len(ports.made), ports.opened) == (1, 1)
    assert [len(s.model.sample.cell_v) for s in (first, second) if s.model.sample] == [13, 20]
    await hub.close(first)
    more = counted(second)
    await wait_for(lambda: more() > 3)
    assert second.model.link.bad == second.model.link.timeouts == 0
    await hub.close(second)
    assert not ports.made[0].is_open
    assert len(asyncio.all_tasks()) == 1


@pytest.mark.asyncio
async def test_all_get_the_same_share_of_the_line() -> None:
    hub = make_hub(Ports())
    model = "+".join(f"tt-20s@{n}" for n in range(1, 9))
    sessions = [
        await hub.open(f"sim://{model}?address={n}&protocol=tt", poll_s=0) for n in range(1, 9)
    ]
    counts = [counted(session) for session in sessions]
    await wait_for(lambda: counts[0]() >= 20)
    shares = [count() for count in counts]
    assert max(shares) - min(shares) <= 1
    await hub.close_all()


@pytest.mark.asyncio
async def test_a_dead_board_costs_the_others_next_to_nothing() -> None:
    ports = Ports()
    hub = make_hub(ports)
    uri = "sim://tt-20s@1+tt-20s@2?fault.2.mute=1"
    alive = await hub.open(f"{uri}&address=1&protocol=tt", poll_s=0)
    dead = await hub.open(f"{uri}&address=2&protocol=tt", poll_s=0, keep=True)
    assert dead.model.phase is LinkPhase.FAILED
    loop = asyncio.get_running_loop()
    spent, began = dead.model.link.timeouts, loop.time()
    gaps, last = list[float](), began

    def told(topic: Topic) -> None:
        nonlocal last
        if topic is Topic.SAMPLE:
            gaps.append(loop.time() - last)
            last = loop.time()

    alive.model.observe(told)
    await asyncio.sleep(1.5)
    waited = sum(gap for gap in gaps if gap > 0.05)
    assert dead.model.link.timeouts <= spent + 5  # the three tries of connecting, and two
    assert waited < 0.5, gaps
    assert alive.model.phase is LinkPhase.LIVE
    await hub.close_all()


def test_the_longer_a_silent_board_kept_the_line_the_longer_it_leaves_it() -> None:
    timing = Timing()
    # Two tries of 0.3 s each, then a pause: what the others lose of their time.
    kept = 2 * timing.brief_s + timing.quiet_s
    assert kept / (kept + kept * timing.yield_times) < 0.03


@pytest.mark.asyncio
async def test_a_silent_board_is_asked_briefly_only_while_others_answer() -> None:
    transport = FakeTransport(lambda data: (b"a=1\n",) if b"a" in data.split()[1] else ())
    line = Line(
        transport, FakeClock(), baud=None, timing=replace(FAST, network_s=0.1, brief_s=0.01)
    )
    one, other = Link(line), Link(line)
    loop = asyncio.get_running_loop()
    await one.open(TOY)
    await other.open(TOY)
    assert transport.opened == 1

    async def fails() -> tuple[int, float]:
        began, before = loop.time(), len(transport.written)
        with pytest.raises(LinkTimeoutError):
            await other.run(read("b"))
        return len(transport.written) - before, loop.time() - began

    assert (await fails())[0] == 3
    assert other.pause_s(0.5) == 0.5  # nobody else has answered yet
    await one.run(read("a"))
    assert other.is_silent_among_others
    tries, seconds = await fails()
    assert tries == 2
    assert seconds > 0.1  # it never answered: it may need its time
    assert other.pause_s(0.5) == pytest.approx(seconds * line.timing.yield_times, rel=0.2)
    transport.answer = lambda data: (data.split()[1] + b"=2\n",)
    assert await other.run(read("b")) == "2"
    assert other.pause_s(0.5) == 0.5
    transport.answer = lambda data: (b"a=1\n",) if b"a" in data.split()[1] else ()
    await fails()
    await one.run(read("a"))
    tries, seconds = await fails()
    assert seconds < 0.1  # it used to answer at once
    await one.close()
    assert other.is_open
    await other.close()
    assert not line.is_open


@pytest.mark.asyncio
async def test_the_framer_follows_who_holds_the_line_and_counts_go_to_them() -> None:
    basic = bytes.fromhex("DD 05 00 03 4A 42 44 FF 2D 77")
    transport = FakeTransport(lambda data: (basic,) if data[0] == 0xDD else (b"x?\na=5\n",))
    line = Line(transport, FakeClock(), baud=None, timing=FAST)
    toy, jbd = Link(line), Link(line)
    await toy.open(TOY)
    await jbd.open(JBD)
    session = JBD.session({})

    def name() -> Generator[Request, Frame, bytes]:
        assert isinstance(session, JbdSession)
        frame = yield session._read(0x05)
        return frame.payload

    for _ in range(3):
        assert await toy.run(read("a")) == "5"
        assert await jbd.run(name()) == b"JBD"
    assert (toy.stats.good, toy.stats.bad) == (3, 3)
    assert (jbd.stats.good, jbd.stats.bad) == (3, 0)
    await toy.close()
    await jbd.close()


@pytest.mark.asyncio
async def test_a_session_that_closes_while_it_waits_leaves_the_line_to_the_others() -> None:
    transport = FakeTransport(lambda data: (b"a=1\n",) if b"a" in data.split()[1] else ())
    line = Line(transport, FakeClock(), baud=None, timing=replace(FAST, network_s=5.0))
    one, other = Link(line), Link(line)
    await one.open(TOY)
    await other.open(TOY)
    waiting = asyncio.create_task(other.run(read("b")))
    await asyncio.sleep(0.01)
    await other.close()
    with pytest.raises(LinkLostError, match="not open"):
        await waiting
    transport.answer = lambda _: (b"b=late\n", b"a=3\n")
    assert await one.run(read("a")) == "3"
    assert line.is_open
    with pytest.raises(LinkLostError):
        await other.run(read("b"))
    await one.close()


@pytest.mark.asyncio
async def test_a_lost_line_is_opened_once_for_all_and_every_board_is_asked_who_it_is() -> None:
    ports = Ports()
    hub = make_hub(ports)
    one = await hub.open(f"{TWO}?address=1&protocol=mingtang", poll_s=0.01)
    two = await hub.open(f"{TWO}?address=7&protocol=tt", poll_s=0.01)
    events: list[LinkPhase] = []
    one.model.observe(lambda _: events.append(one.model.phase))
    two.model.observe(lambda _: events.append(two.model.phase))
    ports.made[0].close()
    await wait_for(lambda: events.count(LinkPhase.LOST) >= 2)
    await wait_for(lambda: {s.model.phase for s in (one, two)} == {LinkPhase.LIVE})
    assert ports.opened == 2
    more = [counted(session) for session in (one, two)]
    await wait_for(lambda: all(count() > 2 for count in more))
    await hub.close_all()


@pytest.mark.asyncio
async def test_what_refused_one_a_moment_ago_is_not_tried_again_by_the_next() -> None:
    transport = FakeTransport()
    transport.refuse_open = LinkNotFoundError("port_missing", where="x", known="–")
    line = Line(transport, FakeClock(), baud=None, timing=replace(FAST, backoff_s=0.1))
    one, other = Link(line), Link(line)
    with pytest.raises(LinkNotFoundError):
        await one.open(TOY)
    transport.refuse_open = None
    with pytest.raises(LinkNotFoundError):
        await other.open(TOY)
    assert transport.opened == 0
    await one.open(TOY)  # whoever failed may try again at once
    await other.open(TOY)
    assert transport.opened == 1
    await one.give_up()  # nobody answers here: closed for all
    assert not other.is_open
    await one.close()


@pytest.mark.asyncio
async def test_another_board_is_talked_to_after_a_silence_only() -> None:
    assert turn_s(9600) == pytest.approx(0.003646, abs=1e-6)
    assert turn_s(115200) == 0.00175
    sent: list[float] = []
    loop = asyncio.get_running_loop()

    def answer(data: bytes) -> tuple[bytes, ...]:
        sent.append(loop.time())
        return (data.split()[1] + b"=1\n",)

    line = Line(FakeTransport(answer), FakeClock(), baud=1200, timing=FAST)
    one, other = Link(line), Link(line)
    await one.open(TOY)
    await other.open(TOY)
    for link in (one, one, other, other, one):
        await link.run(read("a"))
    waits = [b - a for a, b in itertools.pairwise(sent)]
    silence = 3.5 * 10 / 1200
    assert [wait >= silence for wait in waits] == [False, True, False, True]
    assert max(waits) < silence + 0.02
    await one.close()
    await other.close()


@pytest.mark.asyncio
async def test_the_line_is_released_for_all_and_taken_back_by_all(tmp_path: Path) -> None:
    ports = Ports()
    hub = make_hub(ports)
    one = await hub.open(f"{TWO}?address=1&protocol=mingtang", poll_s=0.01)
    two = await hub.open(f"{TWO}?address=7&protocol=tt", poll_s=0.01)
    await one.release()
    assert (one.released, two.released) == (True, True)
    assert not ports.made[0].is_open
    two.resume()
    await wait_for(lambda: {s.model.phase for s in (one, two)} == {LinkPhase.LIVE})
    assert ports.opened == 2
    await hub.close_all()


@pytest.mark.asyncio
async def test_one_recording_holds_the_whole_line(tmp_path: Path) -> None:
    hub = make_hub(Ports(), folder=tmp_path)
    one = await hub.open(f"{TWO}?address=1&protocol=mingtang", poll_s=0.01)
    two = await hub.open(f"{TWO}?address=7&protocol=tt", poll_s=0.01)
    told: list[object] = []
    hub.observe(lambda event, s: told.append(s) if event is HubEvent.CAPTURE else None)
    path = hub.start_capture(one)
    assert hub.capture_path(two) == path
    assert told == [one, two]
    await wait_for(lambda: path.stat().st_size > 2000)
    await hub.close(one)
    assert hub.capture_path(two) == path
    entries = [json.loads(text) for text in path.read_text().splitlines()[1:]]
    assert {e["hex"][:2] for e in entries if e["dir"] == "tx"} == {"01", "07"}
    assert hub.stop_capture(two) == path
    await hub.close_all()


@pytest.mark.asyncio
async def test_a_line_has_one_speed() -> None:
    hub = make_hub(Ports())
    one = await hub.open(f"{TWO}?address=1&protocol=mingtang", poll_s=1)
    assert await hub.open(f"{TWO}?protocol=mingtang&address=1") is one
    await hub.close_all()
    one = DeviceSession(
        parse_uri("serial:///dev/x?baud=9600&address=1"),
        transport=FakeTransport(),
        driver=JBD,
        clock=SystemClock(),
        timing=FAST,
    )
    hub._open[one] = _Open(one, Recorder(lambda: None))
    with pytest.raises(UsageError, match="baud 115200") as caught:
        await hub.open("serial:///dev/x?baud=115200&address=2")
    assert "speed" in caught.value.hint
    hub._open.clear()


def test_which_addresses_are_on_one_line(tmp_path: Path) -> None:
    link = tmp_path / "by-id"
    link.symlink_to("/dev/null")
    key = line_key(parse_uri(f"serial://{link}?address=2"))
    assert key == line_key(parse_uri("serial:///dev/null?baud=9600"))
    assert line_key(parse_uri("tcp://Host:1?address=3")) == line_key(parse_uri("tcp://host:1"))
    assert line_key(parse_uri("sim://jbd-13s")) is None
    assert line_key(parse_uri("sim://a+b?address=1&set.x=1")) != line_key(
        parse_uri("sim://a+b?address=1")
    )
    assert line_key(parse_uri("ble://AA:BB")) is None
    one = parse_uri("serial:///dev/x?protocol=tt&address=1")
    assert is_same_board(one, parse_uri("serial:///dev/x?address=1&protocol=tt&listen=off"))
    assert not is_same_board(one, parse_uri("serial:///dev/x?address=2&protocol=tt"))
    assert not is_same_board(one, parse_uri("serial:///dev/x?address=1&protocol=jbd"))
