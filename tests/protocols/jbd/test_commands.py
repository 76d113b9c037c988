"""The charge and the balance function: E0, and one bit of 2D."""

from datetime import UTC, datetime

import pytest

from mingtang_desk.core.errors import (
    LinkTimeoutError,
    OutOfRangeError,
    RejectedError,
    UnsupportedError,
    UsageError,
)
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.interfaces.driver import Part
from mingtang_desk.protocols.jbd.session import JbdSession
from tests.protocols.jbd.board import Board
from tests.protocols.jbd.hand import basic, words

ENTER, LEAVE, SAVE = "W00=5678", "W01=0000", "W01=2828"


def full_board() -> Board:
    return Board({0x11: words(5000), 0x2D: words(0x0002), 0xE0: b""})


@pytest.mark.parametrize(
    ("action", "value", "sent"),
    [
        (Action.SET_SOC, 60, "WE0=0bb8"),
        (Action.SET_SOC, 100.0, "WE0=1388"),
        (Action.SET_SOC, 0, "WE0=0000"),
        (Action.SET_CAPACITY, 12.34, "WE0=04d2"),
        (Action.SET_CAPACITY, 50, "WE0=1388"),
    ],
)
def test_the_charge_is_set_in_steps_of_10_mah(action: Action, value: float, sent: str) -> None:
    board = full_board()
    board.run(JbdSession({}).control(action, value))
    assert board.sent == [ENTER, "R11", sent, LEAVE]


@pytest.mark.parametrize(
    ("action", "value"),
    [(Action.SET_CAPACITY, 50.1), (Action.SET_CAPACITY, -1), (Action.SET_SOC, 101)],
)
def test_more_than_a_full_pack_is_refused_before_it_is_written(
    action: Action, value: float
) -> None:
    board = full_board()
    with pytest.raises(OutOfRangeError):
        board.run(JbdSession({}).control(action, value))
    assert board.sent == [ENTER, "R11", LEAVE]


@pytest.mark.parametrize("value", [None, True, "60"])
def test_a_charge_is_a_number(value: bool | str | None) -> None:
    board = full_board()
    with pytest.raises(UsageError):
        board.run(JbdSession({}).control(Action.SET_SOC, value))
    assert board.sent == []


def test_a_board_that_counts_in_tenths_is_not_told_a_charge() -> None:
    board, jbd = full_board(), JbdSession({})
    board.registers[0x03] = basic(fets=0x83)
    board.run(jbd.identify())
    board.taken()
    with pytest.raises(UnsupportedError):
        board.run(jbd.control(Action.SET_SOC, 60))
    assert board.sent == []


def test_a_refused_charge_leaves_the_mode() -> None:
    board = full_board()
    board.refuse["WE0"] = 0x80
    with pytest.raises(RejectedError):
        board.run(JbdSession({}).control(Action.SET_CAPACITY, 1))
    assert board.sent[-1] == LEAVE


@pytest.mark.parametrize(("on", "sent"), [(True, "W2D=0006"), (False, "W2D=0002")])
def test_the_balance_bit_is_saved_and_read_back(on: bool, sent: str) -> None:
    board, jbd = full_board(), JbdSession({})
    board.run(jbd.control(Action.BALANCE, on))
    assert board.sent == [ENTER, "R2D", sent, SAVE, ENTER, "R2D", LEAVE]
    now = datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert board.run(jbd.poll(Part.FAST, lambda: now)).balancer is on


def test_after_a_lost_answer_the_bit_is_read_back_and_the_loss_is_told() -> None:
    board, jbd = full_board(), JbdSession({})
    board.silent.add("W2D")
    with pytest.raises(LinkTimeoutError):
        board.run(jbd.control(Action.BALANCE, True))
    assert board.sent == [ENTER, "R2D", "W2D=0006", LEAVE, ENTER, "R2D", LEAVE]
    now = datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert board.run(jbd.poll(Part.FAST, lambda: now)).balancer is False


def test_a_bit_that_cannot_be_read_back_is_not_known() -> None:
    board, jbd = full_board(), JbdSession({})
    now = datetime(2026, 11, 22, 10, tzinfo=UTC)
    board.run(jbd.read_settings(["x_jbd_function_bits"], lambda: now))
    assert board.run(jbd.poll(Part.FAST, lambda: now)).balancer is False
    board.silent.add("R2D")
    with pytest.raises(LinkTimeoutError):
        board.run(jbd.control(Action.BALANCE, True))
    assert board.run(jbd.poll(Part.FAST, lambda: now)).balancer is None
