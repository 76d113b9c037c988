"""The module's own frames and the PIN, as pure procedures; bytes made by hand."""

import random
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.core.errors import LinkTimeoutError, LockedError, UsageError
from mingtang_desk.interfaces.driver import Frame, FramerCounts, Procedure, Request
from mingtang_desk.protocols.jbd.codec import JbdFramer
from mingtang_desk.protocols.jbd.driver import JBD, JbdBleSession
from mingtang_desk.protocols.jbd.module import ModuleFramer, asks_for_pin, unlock
from tests.fuzz import streams
from tests.protocols.jbd.board import Board
from tests.protocols.jbd.hand import basic, reply

MAC, PIN, PLACE = "A5:C2:37:01:02:03", "123456", "pack"
APP = bytes.fromhex("ffaa15063030303030303b")
APP_OK = bytes.fromhex("ffaa15010016")


def answer(command: int, value: int) -> bytes:
    body = bytes([command, 1, value])
    return b"\xff\xaa" + body + bytes([sum(body) % 256])


class Module:
    """A module as a session sees it: answers by command, silence where there is none."""

    def __init__(self, *, random_byte: int = 0x52, status: int = 0, silent: str = "") -> None:
        self.heard: list[Request] = []
        self._random, self._status, self._silent = random_byte, status, silent

    def run[T](self, procedure: Procedure[T]) -> T:
        try:
            request = next(procedure)
            while True:
                self.heard.append(request)
                try:
                    frame = self._frame(request)
                except LinkTimeoutError as error:
                    request = procedure.throw(error)
                else:
                    assert request.answers(frame)
                    request = procedure.send(frame)
        except StopIteration as stop:
            result: T = stop.value
            return result

    def _frame(self, request: Request) -> Frame:
        command = request.data[2]
        if f"{command:02x}" in self._silent:
            raise LinkTimeoutError("no_answer", where="x", what=request.what, tries=1)
        values = {0x15: 0, 0x17: self._random, 0x18: self._status}
        return ModuleFramer().feed(answer(command, values[command]))[0]


def given_pin(module: Module, pin: str = PIN, *, mac: str = MAC, left: int = 3) -> None:
    module.run(unlock(mac=mac, pin=pin, where=PLACE, left=left))


def refused(work: Callable[[], object]) -> LockedError:
    with pytest.raises(LockedError) as caught:
        work()
    assert caught.value.message
    return caught.value


def test_the_pin_goes_mixed_with_address_and_random_byte() -> None:
    module = Module(random_byte=0xF0)
    assert module.run(asks_for_pin())
    given_pin(module)
    app, random_, pin = module.heard
    assert app.data == APP
    assert random_.data == bytes.fromhex("ffaa170017")
    mixed = [
        ((a ^ b) + 0xF0) % 256 for a, b in zip((0xA5, 0xC2, 0x37, 1, 2, 3), b"123456", strict=True)
    ]
    assert pin.data[:4] == bytes.fromhex("ffaa1806")
    assert list(pin.data[4:10]) == mixed
    assert pin.data[10] == (0x18 + 6 + sum(mixed)) % 256
    assert pin.secret
    assert not any(request.repeatable for request in module.heard)


def test_a_silent_module_asks_for_nothing() -> None:
    assert not Module(silent="15").run(asks_for_pin())


def test_wrong_pins_are_counted_down_and_never_sent_without_need() -> None:
    module = Module(status=1)
    assert refused(lambda: given_pin(module, left=3)).values["left"] == 2
    for pin, mac, left, key in (
        ("", MAC, 3, "ble_pin_needed"),
        (PIN, "12345678-ABCD", 3, "ble_pin_no_address"),
        (PIN, MAC, 0, "ble_pin_locked"),
    ):
        quiet = Module()

        def work(m: Module = quiet, p: str = pin, a: str = mac, n: int = left) -> None:
            given_pin(m, p, mac=a, left=n)

        assert refused(work).key == key
        assert quiet.heard == []
    with pytest.raises(UsageError):
        given_pin(Module(), "12345")


@pytest.mark.parametrize(("status", "silent"), [(2, ""), (0, "17"), (0, "18")])
def test_a_module_that_takes_no_pin_any_more_is_told(status: int, silent: str) -> None:
    module = Module(status=status, silent=silent)
    assert refused(lambda: given_pin(module)).key == "ble_pin_locked"


class Guarded(Board):
    """A board behind a module with a PIN."""

    def __init__(self, module: Module) -> None:
        super().__init__()
        self.module = module

    def answer(self, request: Request) -> Frame:
        if request.data.startswith(b"\xff\xaa"):
            self.module.heard.append(request)
            return self.module._frame(request)
        unlocked = any(each.data[2] == 0x18 for each in self.module.heard)
        if not unlocked:
            raise LinkTimeoutError("no_answer", where="x", what=request.what, tries=1)
        return super().answer(request)


def session(**options: str) -> JbdBleSession:
    return JbdBleSession({"mac": MAC, "where": PLACE, **options})


def test_a_board_without_a_module_layer_is_asked_at_once() -> None:
    board = Board()
    assert board.run(session().identify()).name == "JBD-SP13S050"
    assert board.taken() == ["R03", "R03", "R05"]


def test_a_silent_board_behind_a_plain_module_stays_silent() -> None:
    board = Guarded(Module(silent="15"))
    with pytest.raises(LinkTimeoutError):
        board.run(session().identify())


def test_the_pin_opens_the_board() -> None:
    board = Guarded(Module())
    assert board.run(session(pin=PIN).identify()).name == "JBD-SP13S050"
    assert [request.data[2] for request in board.module.heard] == [0x15, 0x17, 0x18]


def test_without_a_pin_it_is_asked_for() -> None:
    board = Guarded(Module())
    assert refused(lambda: board.run(session().identify())).key == "ble_pin_needed"


def test_the_row_says_how_it_goes_over_bluetooth() -> None:
    assert JBD.ble is not None
    assert JBD.ble.framer is ModuleFramer
    assert JBD.ble.session is JbdBleSession
    assert JBD.framer is JbdFramer


def test_answers_of_the_module_stand_beside_frames_of_the_board() -> None:
    framer = ModuleFramer()
    data = reply(0x05, b"x") + APP_OK + reply(0x03, basic()) + answer(0x17, 0x52)
    frames = framer.feed(data)
    assert [frame.command for frame in frames] == [0x05, 0xFFAA15, 0x03, 0xFFAA17]
    assert frames[3].status == 0x52
    assert framer.counts == FramerCounts(4, 0, 0)
    assert framer.flush() == []


def test_a_damaged_answer_is_no_answer() -> None:
    framer = ModuleFramer()
    assert framer.feed(APP_OK[:-1] + b"\x00" + answer(0x18, 0)[:3]) == []
    assert framer.flush() == []
    assert framer.counts == FramerCounts(0, 0, 9)


def test_a_current_of_minus_0_86_a_is_no_answer_of_the_module() -> None:
    # FF AA as current, then 15 01 or 15 02 as capacity: as near as a reply comes to one.
    for capacity in (b"\x15\x01", b"\x15\x02", b"\x09\xe2"):
        frame = reply(0x03, b"\x12\x6e\xff\xaa" + capacity + basic()[6:])
        framer = ModuleFramer()
        assert [f.raw for f in framer.feed(frame)] == [frame]


def framed(framer: ModuleFramer | JbdFramer, chunks: list[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        yield from (frame.raw for frame in framer.feed(chunk))
    yield from (frame.raw for frame in framer.flush())


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=8),
            st.integers(0, 10**6).map(lambda seed: streams.good_frame(random.Random(seed))),
            st.sampled_from([APP_OK, answer(0x17, 7), b"\xff", b"\xff\xaa\x15\x01"]),
        ),
        max_size=12,
    ),
    st.lists(st.integers(0, 400), max_size=12),
)
def test_any_cut_gives_the_same_frames(parts: list[bytes], cuts: list[int]) -> None:
    data = b"".join(parts)
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    pieces = [data[a:b] for a, b in pairwise(places)]
    whole, cut = ModuleFramer(), ModuleFramer()
    assert list(framed(whole, [data])) == list(framed(cut, pieces))
    assert whole.counts == cut.counts


@given(st.integers(0, 10**9))
def test_a_board_alone_is_heard_as_on_a_wire(seed: int) -> None:
    rng = random.Random(seed)
    data = b"".join(streams.good_frame(rng) for _ in range(5)).replace(b"\xff\xaa", b"\xff\xab")
    assert list(framed(ModuleFramer(), [data])) == list(framed(JbdFramer(), [data]))
