"""Calibration of a JBD board: one frame, the mode left as the source does, no second sending."""

import pytest

from mingtang_desk.core.errors import (
    LinkTimeoutError,
    OutOfRangeError,
    RejectedError,
    UnsupportedError,
)
from mingtang_desk.device.calibration import parse_target
from mingtang_desk.interfaces.calibration import Calibrating
from mingtang_desk.interfaces.driver import Procedure
from mingtang_desk.protocols.jbd.session import JbdSession
from tests.protocols.jbd.board import Board
from tests.protocols.jbd.hand import basic

ENTER, LEAVE, SAVE = "W00=5678", "W01=0000", "W01=2828"
PLACES = {register: bytes(2) for register in range(0xAD, 0xD8)}


def board() -> Board:
    return Board(PLACES)


def calibrate(target: str, reference: float) -> Procedure[None]:
    return JbdSession({}).calibrate(parse_target(target), reference=reference, reading=reference)


@pytest.mark.parametrize(
    ("target", "reference", "frame", "left"),
    [
        ("zero-current", 0.0, "WAD=0000", LEAVE),
        ("charge-current", 20.0, "WAE=07d0", SAVE),
        ("discharge-current", 20.0, "WAF=f830", SAVE),
        ("cell-1", 3.652, "WB0=0e44", LEAVE),
        ("cell-32", 3.652, "WCF=0e44", LEAVE),
        ("ntc-1", 25.0, "WD0=0ba5", LEAVE),
        ("ntc-8", -20.0, "WD7=09e3", LEAVE),
    ],
)
def test_one_frame_inside_the_mode(target: str, reference: float, frame: str, left: str) -> None:
    there = board()
    there.run(calibrate(target, reference))
    assert there.sent == [ENTER, frame, left]
    assert not there.requests[1].repeatable
    assert there.requests[0].repeatable


def test_a_lost_reply_does_not_keep_the_save_back_and_is_told() -> None:
    there = board()
    there.silent.add("WAE")
    with pytest.raises(LinkTimeoutError):
        there.run(calibrate("charge-current", 20.0))
    assert there.sent == [ENTER, "WAE=07d0", SAVE]


def test_a_refusal_saves_nothing() -> None:
    there = board()
    there.refuse["WAE"] = 0x80
    with pytest.raises(RejectedError):
        there.run(calibrate("charge-current", 20.0))
    assert there.sent == [ENTER, "WAE=07d0", LEAVE]


@pytest.mark.parametrize("target", ["cell-33", "ntc-9"])
def test_there_are_no_more_registers(target: str) -> None:
    there = board()
    with pytest.raises(UnsupportedError):
        there.run(calibrate(target, 3.6))
    assert there.sent == []


@pytest.mark.parametrize(("target", "reference"), [("charge-current", 400.0), ("cell-1", 70.0)])
def test_what_two_bytes_cannot_hold_is_not_sent(target: str, reference: float) -> None:
    there = board()
    with pytest.raises(OutOfRangeError):
        there.run(calibrate(target, reference))
    assert there.sent == []


def test_what_a_board_offers_follows_its_counts() -> None:
    session = JbdSession({})
    assert isinstance(session, Calibrating)
    there = board()
    there.run(session.identify())
    keys = [offer.target.key for offer in session.calibrations()]
    assert keys[:3] == ["zero-current", "charge-current", "discharge-current"]
    assert keys[3] == "cell-1"
    assert keys[-1] == "ntc-2"
    assert len(keys) == 3 + 13 + 2
    saved = [o.target.key for o in session.calibrations() if o.side_effects]
    assert saved == ["charge-current", "discharge-current"]
    assert not any(offer.undo for offer in session.calibrations())


def test_a_board_that_counts_in_tenths_gets_no_gain() -> None:
    session, there = JbdSession({}), board()
    there.registers[0x03] = basic(fets=0x83)
    there.run(session.identify())
    keys = [offer.target.key for offer in session.calibrations()]
    assert "charge-current" not in keys
    assert "zero-current" in keys
    there.taken()
    target = parse_target("charge-current")
    with pytest.raises(UnsupportedError):
        there.run(session.calibrate(target, reference=10.0, reading=10.0))
    assert there.sent == []


def test_corrections_are_not_told_and_not_taken() -> None:
    session, there = JbdSession({}), board()
    assert there.run(session.correction(parse_target("cell-1"))) is None
    with pytest.raises(UnsupportedError):
        there.run(session.restore(parse_target("cell-1"), 0.0))
    assert there.sent == []
