"""Probes that cannot write, sweeps that miss nobody, a memory that survives a broken file."""

import asyncio
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mingtang_desk.core.errors import LinkTimeoutError, UnsupportedError
from mingtang_desk.interfaces.driver import Driver, Frame, Identity, Request
from mingtang_desk.session.drivers import all_drivers, find_driver
from mingtang_desk.session.finder import Finder, Gathered, place_of, serial_places
from mingtang_desk.session.found import Failure, Found, Tell, last5
from mingtang_desk.session.line import Line
from mingtang_desk.session.link import Link
from mingtang_desk.session.memory import Known, Memory
from mingtang_desk.session.probe import Patience, ask_once, families, first_request, read_only
from mingtang_desk.session.sweep import EVERY, USUAL, sweep
from mingtang_desk.sim.models import make_line
from tests.session.fakes import FAST, FakeClock, FakeTransport
from tests.session.toy import TOY, ask

BRIEF = Patience(serial_s=0.02, network_s=0.02)


def identify(*requests: Request, at_end: list[str]) -> Generator[Request, Frame, str]:
    try:
        for request in requests:  # noqa: UP028 -- a tuple takes no answers
            yield request
    finally:
        at_end.append("ended")
    return "board"


class WritingSession:
    """A board that would be written to while it is searched."""

    def __init__(self, _: Mapping[str, str]) -> None:
        self._at_end: list[str] = []

    def identify(self) -> Generator[Request, Frame, Identity]:
        yield ask("a", writes=True)
        return Identity(device_id=None, name="")


WRITING = replace(TOY, key="writing", session=WritingSession)  # type: ignore[arg-type]


def test_a_request_that_writes_ends_the_probe_before_it_is_sent() -> None:
    ended: list[str] = []
    procedure = read_only(identify(ask("a"), ask("b", writes=True), at_end=ended), "toy")
    assert next(procedure).what == "a"
    with pytest.raises(UnsupportedError, match="toy would write"):
        procedure.send(Frame(b"a=1\n", ord("a"), 0, b"1"))
    assert ended == ["ended"]


def test_a_clean_up_that_would_send_is_not_sent_either() -> None:
    def stubborn() -> Generator[Request, Frame, str]:
        try:
            yield ask("a", writes=True)
        finally:
            yield ask("b", writes=True)
        return ""

    with pytest.raises(UnsupportedError):
        next(read_only(stubborn(), "toy"))


def test_errors_reach_the_procedure_and_its_result_comes_back() -> None:
    def tolerant() -> Generator[Request, Frame, str]:
        try:
            yield ask("a")
        except LinkTimeoutError:
            return "mute"
        return "heard"

    procedure = read_only(tolerant(), "toy")
    next(procedure)
    with pytest.raises(StopIteration) as stop:
        procedure.throw(LinkTimeoutError("no_answer", where="x", what="a", tries=1))
    assert stop.value.value == "mute"


@pytest.mark.parametrize("driver", all_drivers(), ids=lambda driver: driver.key)
def test_no_driver_writes_while_it_is_identified(driver: Driver) -> None:
    assert not first_request(driver, {"address": "9"}).writes


def test_dialects_share_a_question_and_writers_are_left_out() -> None:
    found = families((*all_drivers(), WRITING))
    keys = [[driver.key for driver in family.drivers] for family in found]
    assert ["mingtang", "tt"] in keys
    assert ["jbd"] in keys
    assert "writing" not in str(keys)


@pytest.mark.asyncio
async def test_nothing_that_writes_leaves_by_a_probe() -> None:
    transport = FakeTransport()
    link = Link(Line(transport, FakeClock(), baud=None, timing=FAST))
    await link.open(TOY)
    with pytest.raises(UnsupportedError):
        await ask_once(link, ask("a", writes=True), BRIEF)
    assert transport.written == []
    await link.close()


class LateLine(FakeTransport):
    """A bus of simulated boards; some answer late, some damaged."""

    def __init__(self, model: str, late: Sequence[int] = (), late_s: float = 0.03) -> None:
        super().__init__(self._reply)
        self.board = make_line(model)
        self.board.advance(0.0)
        self.asked: list[int] = []
        self._late, self._late_s = late, late_s
        self._now = 0.0

    def _reply(self, data: bytes) -> Sequence[bytes]:
        self.asked.append(data[0])
        self._now += 1.0
        replies = [reply.data for reply in self.board.receive(data, self._now)]
        if data[0] not in self._late:
            return replies
        loop = asyncio.get_running_loop()
        for reply in replies:
            loop.call_later(self._late_s, self.push, reply)
        return ()


async def swept(line: LateLine, addresses: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    driver = find_driver("tt")
    assert driver is not None
    link = Link(Line(line, FakeClock(), baud=None, timing=FAST))
    await link.open(driver)
    told: list[int] = []
    result = await sweep(link, driver, addresses, patience=BRIEF, told=told.append)
    assert told == list(addresses)
    await link.close()
    return result.found, result.damaged


@pytest.mark.asyncio
async def test_a_sweep_finds_sixteen_boards_and_nobody_else() -> None:
    model = "+".join(f"tt-20s@{n}" for n in USUAL)
    assert await swept(LateLine(model), list(range(1, 20))) == (tuple(USUAL), ())


@pytest.mark.asyncio
async def test_a_late_reply_counts_for_whoever_it_is_from() -> None:
    line = LateLine("tt-20s@2+tt-20s@9", late=(2,))
    assert await swept(line, [1, 2, 3, 4, 9]) == ((2, 9), ())
    assert line.asked == [1, 2, 3, 4, 9, 3]  # what came in its time was not from 3


@pytest.mark.asyncio
async def test_two_boards_at_one_address_are_damaged_and_not_found() -> None:
    line = LateLine("tt-20s@5+tt-20s@5+tt-20s@6")
    assert await swept(line, [4, 5, 6]) == ((6,), (5,))
    assert EVERY[-1] == 247


def test_sixteen_addresses_at_9600_take_less_than_two_seconds() -> None:
    driver = find_driver("tt")
    assert driver is not None
    request = first_request(driver, {})
    assert 16 * Patience().first_s(request, 9600) < 2.0
    assert Patience().first_s(request, 1200) > Patience().first_s(request, 9600)


def test_what_worked_is_kept_and_broken_files_are_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "home" / "found.json"
    memory = Memory(path)
    memory.remember("usb a", Known(protocol="jbd", baud=19200))
    memory.remember("usb b", Known(protocol="tt", baud=9600, address=3))
    memory.remember("usb c", Known(protocol="tt", baud=9600, address=4))
    again = Memory(path)
    assert again.recall("usb b") == Known(protocol="tt", baud=9600, address=3)
    assert again.recall("usb z") is None
    assert again.bauds() == (9600, 19200)
    rows = '{"places": {"x": {"protocol": 1}, "y": {"protocol": "jbd", "baud": -1}, "z": 3}}'
    for text in ("{", "[]", '{"places": []}', rows):
        path.write_text(text)
        assert Memory(path).bauds() == ()
    Memory(Path("/dev/null/none")).remember("a", Known(protocol="jbd"))  # no reason to fail


def test_memory_has_an_end(tmp_path: Path) -> None:
    memory = Memory()
    for number in range(300):
        memory.remember(str(number), Known(protocol="jbd"))
    assert memory.recall("0") is None
    assert memory.recall("299") is not None


def test_adapters_are_known_by_serial_number_then_by_where_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from mingtang_desk.transports import ports

    listed = (
        ports.PortInfo(path="/dev/ttyUSB0", serial="A50285BI", usb="0403:6001", location="1-1"),
        ports.PortInfo(path="/dev/ttyUSB1", usb="1a86:7523", location="1-2"),
        ports.PortInfo(path="/dev/ttyS0"),
    )
    monkeypatch.setattr(ports, "serial_ports", lambda: listed)
    keys = [place.key for place in serial_places()]
    assert keys == ["usb 0403:6001 A50285BI", "at 1-2 1a86:7523", "path /dev/ttyS0"]


@pytest.mark.parametrize(
    ("texts", "digits"),
    [
        (("BT204805013CT00220940784",), "40784"),
        ((None, "SIM2304-00017"), "00017"),
        (("JBD-SP13S050", ""), ""),
        ((), ""),
    ],
)
def test_the_last_five_digits(texts: Sequence[str | None], digits: str) -> None:
    assert last5(*texts) == digits


def run_finder(
    beside: Sequence[Callable[[Tell], Any]] = (), in_use: Sequence[str] = (), **options: Any
) -> tuple[Gathered, int]:
    gathered = Gathered()
    finder = Finder(clock=FakeClock(), memory=Memory(), in_use=lambda: in_use)
    return gathered, asyncio.run(finder.run(gathered.take, beside=beside, **options))


def test_no_port_is_said_and_ports_of_our_own_are_left_alone() -> None:
    gathered, opened = run_finder(places=())
    assert ([failure.error.key for failure in gathered.failures], opened) == (["no_ports"], 0)
    gathered, opened = run_finder(places=(place_of("/dev/null"),), in_use=("/dev/null",))
    assert ([failure.error.key for failure in gathered.failures], opened) == (
        ["port_open_here"],
        0,
    )


def test_other_searches_run_beside_and_are_stopped_with_it() -> None:
    async def radio(tell: Tell) -> int:
        tell(Found(uri="ble://AA", where="Bluetooth", name="x", protocol="jbd", signal=-61))
        return 1

    async def endless(_: Tell) -> int:
        await asyncio.Event().wait()
        return 1

    gathered, opened = run_finder(places=(), beside=(radio, endless), seconds=0.05)
    assert [found.signal for found in gathered.found] == [-61]
    assert (opened, gathered.failures) == (1, list[Failure]())
