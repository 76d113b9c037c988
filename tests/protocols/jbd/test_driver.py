"""What the driver asks, and what it makes of the answers."""

from datetime import UTC, datetime

import pytest

from mingtang_desk.core.errors import DecodeError, LinkTimeoutError, RejectedError
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.interfaces.driver import Frame, Identity, Part
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.protocols.jbd.session import JbdSession
from tests.protocols.jbd.board import Board
from tests.protocols.jbd.hand import basic, frame, words

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def now() -> datetime:
    return NOW


def session(**options: str) -> JbdSession:
    return JbdSession(options)


def test_who_is_there() -> None:
    board = Board()
    assert board.run(session().identify()) == Identity(
        device_id="JBD-SP13S050", name="JBD-SP13S050"
    )
    assert board.sent == ["R03", "R05"]


@pytest.mark.parametrize("how", ["refused", "silent"])
def test_boards_without_a_name_are_welcome(how: str) -> None:
    board, jbd = Board(), session()
    if how == "refused":
        board.refuse["R05"] = 0x80
    else:
        board.silent.add("R05")
    assert board.run(jbd.identify()) == Identity(device_id=None, name="JBD")
    assert board.run(jbd.poll(Part.SLOW, now)).device_id is None
    asked = board.sent.count("R05")
    assert asked == (2 if how == "refused" else 1)  # silence costs time: once is enough


@pytest.mark.parametrize("status", [0x80, 0x82])
def test_who_refuses_the_basic_info_is_no_board_of_ours(status: int) -> None:
    board = Board()
    board.refuse["R03"] = status
    with pytest.raises(RejectedError) as caught:
        board.run(session().identify())
    assert caught.value.code == status
    assert f"{status:02X}" in str(caught.value)


def test_a_poll() -> None:
    board, jbd = Board(), session()
    fast = board.run(jbd.poll(Part.FAST, now))
    assert board.taken() == ["R03", "R04"]
    assert (fast.time, fast.pack_v, fast.cell_max_v) == (NOW, 47.18, 3.631)
    assert (fast.device_id, fast.balancer) == (None, None)
    slow = board.run(jbd.poll(Part.SLOW, now))
    assert board.taken() == ["R05", "R03", "R04"]
    assert (slow.device_id, slow.info.model) == ("JBD-SP13S050", "JBD-SP13S050")


@pytest.mark.parametrize("register", [0x03, 0x04])
def test_a_reply_that_contradicts_itself_is_an_error(register: int) -> None:
    board = Board({register: b"\1"})
    with pytest.raises(DecodeError):
        board.run(session().poll(Part.FAST, now))


def test_counters() -> None:
    board = Board()
    assert board.run(session().read_counters(now)).values["pack_uv"] == 10
    board.refuse["RAA"] = 0x80
    with pytest.raises(RejectedError):
        board.run(session().read_counters(now))


REGISTERS = {
    **{0x10: words(5000), 0x16: words(7), 0x24: words(4250), 0x2C: words(10), 0x2D: words(4)},
    **{0x38: words(0x9B4A), 0x3D: words(0x0203), 0xA2: b"\x04BC-1"},
}


def test_all_settings_inside_the_factory_mode() -> None:
    board, jbd = Board(REGISTERS), session()
    reading = board.run(jbd.read_settings(None, now))
    every = [f"R{register:02X}" for register in (*range(0x10, 0x40), 0xA0, 0xA1, 0xA2)]
    # FA is asked for once: this board does not know it.
    assert board.taken() == ["W00=5678", *every, "RFA=000001", "W01=0000"]
    assert not board.inside
    assert reading.values["cell_ovp_v"] == 4.25
    assert reading.values["x_jbd_barcode"] == "BC-1"
    assert "cell_ovr_v" not in reading.values  # the board says 80: it has no such register
    assert reading.raw["3D"] == b"\x02\x03"
    assert set(reading.limits) >= set(reading.values)
    assert not reading.limits["scp_a"].writable
    sample = board.run(jbd.poll(Part.FAST, now))
    assert (sample.balancer, sample.info.serial, sample.info.battery_code) == (True, "7", "BC-1")


def test_some_settings() -> None:
    board = Board(REGISTERS)
    keys = ["cell_ovp_delay_s", "cell_uvp_delay_s", "nominal_ah", "scp_a"]
    reading = board.run(session(ic="TI").read_settings(keys, now))
    assert board.sent == ["W00=5678", "R10", "R2C", "R2D", "R38", "R3D", "W01=0000"]
    assert reading.limits["scp_a"].writable
    assert (reading.time, reading.protocol, reading.device_id) == (NOW, "jbd", None)


@pytest.mark.parametrize("status", [0x81, 0x83])
def test_a_setting_that_is_refused_is_an_error_and_the_mode_is_left(status: int) -> None:
    board = Board(REGISTERS)
    board.refuse["R24"] = status
    with pytest.raises(RejectedError, match="setting 24"):
        board.run(session().read_settings(["cell_ovp_v", "balance_start_v"], now))
    assert board.sent == ["W00=5678", "R24", "W01=0000"]


def test_a_register_of_the_wrong_size_spoils_nothing_after_it() -> None:
    board, jbd = Board({**REGISTERS, 0x2D: b"\1\2\3"}), session()
    with pytest.raises(DecodeError):
        board.run(jbd.read_settings(None, now))
    assert not board.inside
    assert board.run(jbd.poll(Part.FAST, now)).balancer is None


@pytest.mark.parametrize(
    "registers",
    [{0x03: basic(nominal=6280, fets=0x83)}, {0x2D: words(1 << 12), 0x03: basic(nominal=6280)}],
    ids=["fet_bit", "function_bit"],
)
def test_tenths_are_remembered(registers: dict[int, bytes]) -> None:
    board, jbd = Board({**REGISTERS, 0x10: words(6280), **registers}), session()
    board.run(jbd.identify())
    reading = board.run(jbd.read_settings(["nominal_ah"], now))
    assert reading.values["nominal_ah"] == 628.0
    assert board.run(jbd.poll(Part.FAST, now)).nominal_ah == 628.0
    board.taken()
    board.run(jbd.write_settings({"nominal_ah": 600.0}, reading))
    assert "W10=1770" in board.taken()  # 6000


def test_tenths_end_when_the_board_says_so() -> None:
    board, jbd = Board({**REGISTERS, 0x2D: words(1 << 12)}), session()
    assert board.run(jbd.read_settings(["nominal_ah"], now)).values["nominal_ah"] == 500.0
    assert board.run(jbd.poll(Part.FAST, now)).nominal_ah == 500.0
    board.registers[0x2D] = words(0)
    assert board.run(jbd.read_settings(["nominal_ah"], now)).values["nominal_ah"] == 50.0
    assert board.run(jbd.poll(Part.FAST, now)).nominal_ah == 50.0


@pytest.mark.parametrize(("option", "accepted"), [("on", True), ("off", False)])
def test_boards_that_echo_a5(option: str, accepted: bool) -> None:
    jbd = session(a5=option)
    request = next(jbd.poll(Part.FAST, now))
    assert request.answers(frame(0x03))
    assert request.answers(frame(0xA5)) is accepted
    assert not request.answers(frame(0xA5, b"", 0x03))  # an echo of the request
    assert not request.answers(frame(0x04))


def test_the_row() -> None:
    assert JBD.key == "jbd"
    assert isinstance(JBD.session({}), JbdSession)
    assert JBD.write_side_effects == ("counters_cleared",)
    assert Action.CHARGE


def test_a_link_that_dies_is_passed_on() -> None:
    board = Board()
    board.silent.add("R04")
    with pytest.raises(LinkTimeoutError):
        board.run(session().poll(Part.FAST, now))
    assert isinstance(board.answer(next(session().identify())), Frame)
