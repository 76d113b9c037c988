"""Corrections in registers: what is worked out, read and written; what a profile may say."""

import pytest

from mingtang_desk.core.errors import (
    DeviceError,
    OutOfRangeError,
    RejectedError,
    UnsupportedError,
)
from mingtang_desk.device.calibration import parse_target
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.interfaces.calibration import Calibrating
from mingtang_desk.protocols.modbus.driver import profile_driver
from mingtang_desk.protocols.modbus.load import examine, load
from mingtang_desk.session.profiles import shipped_driver, shipped_text
from tests.protocols.modbus.board import Board, mingtang, tower

HEAD = (
    'format = "mingtang-profile/1"\nkey = "mine"\nlabel = "Mine"\n[status]\npack_v = { at = 0 }\n'
)


def board() -> Board:
    there = mingtang()
    there.fill(0x2410, 0, 10000, 10000, *([0] * 37))
    return there


def opened(there: Board, key: str = "mingtang") -> Calibrating:
    session = shipped_driver(key).session({"protocol": key})
    there.run(session.identify())
    there.taken()
    assert isinstance(session, Calibrating)
    return session


def corrected(target: str, reference: float, reading: float, *, old: int | None = None) -> Board:
    there = board()
    places = {"charge-current": 0x2411, "discharge-current": 0x2412, "zero-current": 0x2410}
    if old is not None:
        there.fill(places[target], old)
    session = opened(there)
    there.run(session.calibrate(parse_target(target), reference=reference, reading=reading))
    return there


@pytest.mark.parametrize(
    ("target", "reference", "reading", "old", "register", "raw"),
    [
        ("charge-current", 10.0, 11.0, None, 0x2411, 9091),
        ("charge-current", 10.0, 11.0, 12000, 0x2411, 10909),
        ("discharge-current", 20.0, 18.0, None, 0x2412, 11111),
        ("zero-current", 0.0, 0.37, None, 0x2410, -370),
        ("zero-current", 0.0, -0.37, 100, 0x2410, 470),
        ("cell-3", 3.652, 3.64, None, 0x2415, 120),
        ("cell-32", 3.6, 3.64, None, 0x2432, -400),
        ("ntc-2", 25.0, 27.5, None, 0x2434, -25),
    ],
)
def test_the_correction_that_makes_it_right(
    target: str, reference: float, reading: float, old: int | None, register: int, raw: int
) -> None:
    there = corrected(target, reference, reading, old=old)
    assert there.registers[register] == raw & 0xFFFF
    assert [words for words in there.sent if words.startswith("6:")] == [
        f"6:{register:#x}={raw & 0xFFFF:04x}"
    ]


def test_a_zero_is_worked_out_with_the_gain_of_its_direction() -> None:
    there = board()
    there.fill(0x2411, 20000, 5000)
    session = opened(there)
    there.run(session.calibrate(parse_target("zero-current"), reference=0.0, reading=0.4))
    assert there.registers[0x2410] == -200 & 0xFFFF
    there.fill(0x2410, 0)
    there.run(session.calibrate(parse_target("zero-current"), reference=0.0, reading=-0.4))
    assert there.registers[0x2410] == 800


def test_corrections_are_read_and_put_back() -> None:
    there = board()
    there.fill(0x2415, -123)
    session, target = opened(there), parse_target("cell-3")
    assert there.run(session.correction(target)) == pytest.approx(-0.0123)
    there.run(session.restore(target, 0.01))
    assert there.registers[0x2415] == 100


def test_what_goes_too_far_is_not_written() -> None:
    there = board()
    session = opened(there)
    with pytest.raises(OutOfRangeError) as caught:
        there.run(session.calibrate(parse_target("cell-1"), reference=3.9, reading=3.6))
    assert caught.value.key == "calibration_beyond"
    with pytest.raises(DeviceError):
        there.run(session.calibrate(parse_target("charge-current"), reference=5.0, reading=0.0))
    assert not [words for words in there.sent if words.startswith("6:")]


def test_refusals_are_told() -> None:
    there = board()
    session = opened(there)
    there.refuse["6:0x2413"] = 4
    with pytest.raises(RejectedError):
        there.run(session.calibrate(parse_target("cell-1"), reference=3.61, reading=3.6))
    there.refuse["3:0x2413"] = 2
    with pytest.raises(RejectedError):
        there.run(session.correction(parse_target("cell-1")))


def test_what_a_board_offers() -> None:
    there = board()
    session = opened(there)
    offers = session.calibrations()
    assert [offer.target.key for offer in offers][:4] == [
        "zero-current", "charge-current", "discharge-current", "cell-1",
    ]  # fmt: skip
    assert len(offers) == 3 + 13 + 5
    assert all(offer.undo for offer in offers)
    driver = shipped_driver("mingtang")
    assert Capability.CALIBRATION in driver.capabilities


def test_a_board_of_the_tower_map_alone_offers_nothing() -> None:
    session = opened(tower(), "tt")
    assert session.calibrations() == ()
    with pytest.raises(UnsupportedError):
        tower().run(session.correction(parse_target("cell-1")))
    assert Capability.CALIBRATION not in shipped_driver("tt").capabilities


RANGE = "minimum = 0, maximum = 1"


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (f"cell_1 = {{ at = 5, {RANGE} }}", ""),
        ("zero_current = { at = 5, type = 'i16', minimum = -1, maximum = 1 }", ""),
        (f"cell_0 = {{ at = 5, {RANGE} }}", "known here"),
        (f"cell = {{ at = 5, {RANGE} }}", "known here"),
        (f"volts_1 = {{ at = 5, {RANGE} }}", "known here"),
        ("cell_1 = { at = 5 }", "minimum"),
        (f"cell_1 = {{ input = 5, {RANGE} }}", "holding"),
        ("cell_1 = { at = 5, bit = 1 }", "holding"),
        (f"cell_1 = {{ at = 5, type = 'i32', {RANGE} }}", "one holding register"),
    ],
)
def test_what_a_profile_may_say(row: str, word: str) -> None:
    _, problems = examine(f"{HEAD}[calibration]\n{row}\n".replace("'", '"'), shipped_text)
    if not word:
        assert problems == ()
    else:
        assert any(word in problem.message for problem in problems), problems


def test_a_profile_without_gains_has_its_zero_all_the_same() -> None:
    row = 'zero_current = { at = 5, type = "i16", scale = 0.01, minimum = -1, maximum = 1 }'
    driver = profile_driver(load(f"{HEAD}[calibration]\n{row}\n", "mine", shipped_text))
    there = Board()
    there.fill(0, 4718, 0, 0, 0, 0, 10)
    session = driver.session({"protocol": "modbus"})
    there.run(session.identify())
    assert isinstance(session, Calibrating)
    assert [offer.target.key for offer in session.calibrations()] == ["zero-current"]
    there.run(session.calibrate(parse_target("zero-current"), reference=0.0, reading=0.3))
    assert there.registers[5] == -20 & 0xFFFF
