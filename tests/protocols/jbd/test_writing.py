"""Writes: the factory mode is always left, a save is made only when all went well."""

import asyncio
from datetime import UTC, datetime

import pytest

from mingtang_desk.core.errors import (
    LinkTimeoutError,
    MingtangError,
    OutOfRangeError,
    ProtocolError,
    RejectedError,
    UnsupportedError,
    UsageError,
)
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.settings import SettingsReading, SettingValue
from mingtang_desk.interfaces.driver import Frame, Procedure, Request
from mingtang_desk.protocols.jbd.session import JbdSession
from tests.protocols.jbd.board import Board
from tests.protocols.jbd.hand import basic, words

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
REGISTERS = {0x24: words(4200), 0x25: words(4100), 0x3D: words(0x0203)}
CHANGES: dict[str, SettingValue] = {"cell_ovp_v": 4.25, "cell_ovr_v": 4.15}
LEAVE, SAVE = "W01=0000", "W01=2828"


def reading(registers: dict[int, bytes] = REGISTERS) -> SettingsReading:
    raw = {f"{register:02X}": data for register, data in registers.items()}
    return SettingsReading(time=NOW, protocol="jbd", device_id=None, values={}, raw=raw)


def write(changes: dict[str, SettingValue] | None = None) -> Procedure[None]:
    return JbdSession({}).write_settings(CHANGES if changes is None else changes, reading())


def test_a_write_is_saved() -> None:
    board = Board(REGISTERS)
    board.run(write())
    assert board.sent == ["W00=5678", "W24=109a", "W25=1036", SAVE]
    assert not board.inside


def test_the_neighbour_byte_is_kept() -> None:
    board = Board(REGISTERS)
    board.run(write({"cell_ovp_delay_s": 5}))
    assert board.sent[1] == "W3D=0205"


def test_a_refused_register_does_not_keep_the_others() -> None:
    board = Board(REGISTERS)
    board.refuse["W24"] = 0x80
    with pytest.raises(RejectedError, match="setting 24"):
        board.run(write())
    assert board.sent == ["W00=5678", "W24=109a", "W25=1036", SAVE]


@pytest.mark.parametrize(
    "changes", [{"x_jbd_maker": "电"}, {"x_jbd_production_date": "soon"}, {"pack_ovp_v": 58.0}]
)
def test_what_cannot_be_written_does_not_even_open_the_mode(
    changes: dict[str, SettingValue],
) -> None:
    board = Board(REGISTERS)
    with pytest.raises((OutOfRangeError, UnsupportedError)):
        board.run(write(changes))
    assert board.sent == []


@pytest.mark.parametrize("status", [0x81, 0x83])
def test_a_refused_entry_leaves_nothing_to_leave(status: int) -> None:
    board = Board(REGISTERS)
    board.refuse["W00"] = status
    with pytest.raises(RejectedError, match="factory mode"):
        board.run(write())
    assert board.sent == ["W00=5678"]


@pytest.mark.parametrize("lost", ["W00", "W24", "W25", SAVE])
def test_a_lost_reply_leaves_without_saving(lost: str) -> None:
    board = Board(REGISTERS)
    board.silent.add(lost)
    with pytest.raises(LinkTimeoutError):
        board.run(write())
    assert board.sent[-1] == LEAVE
    assert board.sent.count(SAVE) == (lost == SAVE)
    assert not board.inside


def test_a_leave_that_fails_does_not_hide_the_first_error() -> None:
    board = Board(REGISTERS)
    board.silent |= {"W24", LEAVE}
    with pytest.raises(LinkTimeoutError) as caught:
        board.run(write())
    assert caught.value.values["what"] == "setting 24"


def test_a_refused_save_is_told_and_left() -> None:
    board = Board(REGISTERS)
    board.refuse[SAVE] = 0x80
    with pytest.raises(ProtocolError) as caught:
        board.run(write())
    assert (caught.value.key, caught.value.values["code"]) == ("not_saved", "80")
    assert board.sent[-2:] == [SAVE, LEAVE]
    assert not board.inside


class _Stubborn(Board):
    """Refuses to save, and then to be entered again."""

    def answer(self, request: Request) -> Frame:
        reply = super().answer(request)
        if self.sent[-1] == SAVE:
            self.refuse["W00"] = 0x80
        return reply


def test_a_board_that_neither_saves_nor_lets_in_again_is_left() -> None:
    board = _Stubborn(REGISTERS)
    board.refuse[SAVE] = 0x80
    with pytest.raises(ProtocolError) as caught:
        board.run(write())
    assert caught.value.key == "not_saved"
    assert board.sent[-3:] == [SAVE, "W00=5678", LEAVE]


@pytest.mark.parametrize("answered", range(4))
def test_a_cancelled_write_still_leaves(answered: int) -> None:
    board, procedure = Board(REGISTERS), write()
    request = next(procedure)
    for _ in range(answered):
        request = procedure.send(board.answer(request))
    last = procedure.throw(asyncio.CancelledError())
    board.answer(last)
    assert board.sent[-1] == LEAVE
    with pytest.raises(asyncio.CancelledError):
        procedure.send(board.answer(last))


@pytest.mark.parametrize("answered", range(4))
def test_a_closed_procedure_ends_quietly(answered: int) -> None:
    board, procedure = Board(REGISTERS), write()
    request = next(procedure)
    for _ in range(answered):
        request = procedure.send(board.answer(request))
    procedure.close()


def test_reading_leaves_too_whatever_is_lost() -> None:
    def now() -> datetime:
        return NOW

    for lost in ("W00", "R24", LEAVE):
        board = Board(REGISTERS)
        board.silent.add(lost)
        with pytest.raises(LinkTimeoutError):
            board.run(JbdSession({}).read_settings(["cell_ovp_v"], now))
        assert board.sent[-1] == LEAVE
    board.silent.clear()
    board.refuse[LEAVE] = 0x82
    with pytest.raises(RejectedError, match="leaving factory mode"):
        board.run(JbdSession({}).read_settings(["cell_ovp_v"], now))


LOCK = 1 << 12


@pytest.mark.parametrize(
    ("action", "value", "fets", "bits", "sent"),
    [
        (Action.CHARGE, "off", 3, 0, 1),
        (Action.CHARGE, "on", 2, LOCK, 0),
        (Action.DISCHARGE, "off", 3, 0, 2),
        (Action.DISCHARGE, "on", 1, LOCK, 0),
        (Action.DISCHARGE, True, 1, LOCK, 0),
        (Action.DISCHARGE, False, 3, 0, 2),
        # the other one is off by command: it stays so
        (Action.CHARGE, "off", 1, LOCK, 3),
        (Action.CHARGE, "on", 0, LOCK, 2),
        (Action.DISCHARGE, "on", 0, LOCK, 1),
        # the other one is off by a protection of its own: no command of ours
        (Action.CHARGE, "off", 1, 1 << 3, 1),
        (Action.DISCHARGE, "on", 0, LOCK | 1 << 0, 0),
        (Action.CHARGE, "on", 0, LOCK | 1 << 9, 0),
        (Action.CHARGE, "on", 0, LOCK | 1 << 10, 0),  # short circuit
        # a protection of this one says nothing of the other
        (Action.CHARGE, "on", 0, LOCK | 1 << 0, 2),
    ],
)
def test_e1_keeps_the_other_switch(
    action: Action, value: SettingValue, fets: int, bits: int, sent: int
) -> None:
    board = Board({0x03: basic(fets=fets, bits=bits)})
    board.run(JbdSession({}).control(action, value))
    assert board.sent == ["R03", "W00=5678", f"WE1=00{sent:02x}", LEAVE]


def test_what_this_desk_switched_off_stays_off_beside_a_protection() -> None:
    board, jbd = Board(), JbdSession({})
    board.run(jbd.control(Action.DISCHARGE, "off"))
    board.registers[0x03] = basic(fets=0, bits=LOCK | 1 << 3)  # and now cells are low as well
    board.taken()
    board.run(jbd.control(Action.CHARGE, "on"))
    assert "WE1=0002" in board.taken()


def test_a_refused_switch_is_an_error_and_not_remembered() -> None:
    board, jbd = Board(), JbdSession({})
    board.refuse["WE1"] = 0x81
    with pytest.raises(RejectedError, match="MOSFET"):
        board.run(jbd.control(Action.DISCHARGE, "off"))
    assert board.taken()[-1] == LEAVE
    board.refuse.clear()
    board.registers[0x03] = basic(fets=0, bits=LOCK | 1 << 3)
    board.run(jbd.control(Action.CHARGE, "on"))
    assert "WE1=0000" in board.taken()


@pytest.mark.parametrize("value", [None, "", "of", 0, 1.0])
def test_nothing_but_on_and_off_switches(value: SettingValue | None) -> None:
    board = Board()
    with pytest.raises(UsageError, match="on, off"):
        board.run(JbdSession({}).control(Action.DISCHARGE, value))
    assert board.sent == []


def test_counters_are_cleared_by_a_save() -> None:
    board = Board()
    board.run(JbdSession({}).control(Action.CLEAR_COUNTERS, None))
    assert board.sent == ["W00=5678", SAVE]


@pytest.mark.parametrize("action", [Action.RESTART, Action.LOCK, Action.FACTORY_RESET])
def test_what_the_board_cannot_do(action: Action) -> None:
    board = Board()
    with pytest.raises(UnsupportedError) as caught:
        board.run(JbdSession({}).control(action, None))
    assert isinstance(caught.value, MingtangError)
    assert board.sent == []
