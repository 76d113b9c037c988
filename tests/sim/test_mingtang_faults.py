"""Faults of a Mingtang board: line, memory, sensors, power; and its EEPROM file."""

import json
from pathlib import Path

import pytest

from mingtang_desk.sim.errors import SimOptionError, StateFileError
from mingtang_desk.sim.models import make_board
from tests.sim.modbus_hand import Master, content, frame, mingtang, read_frame, words, write_frame

ASK = read_frame(0, 4)
GOOD = Master(mingtang()).raw(ASK)


def faulty(**faults: str | None) -> Master:
    return Master(mingtang(faults={name.replace("_", "-"): v for name, v in faults.items()}))


def replies(master: Master, count: int) -> list[list[bytes]]:
    return [master.raw(ASK) for _ in range(count)]


def test_faults_of_the_line() -> None:
    assert replies(faulty(lost="1"), 3) == [[]] * 3
    lost = replies(faulty(lost="0.25"), 400)
    assert sum(not answer for answer in lost) / 400 == pytest.approx(0.25, abs=0.08)
    assert replies(faulty(repeat="1"), 2) == [GOOD * 2] * 2
    for (damaged,) in replies(faulty(damage="1"), 200):
        assert sum(x != y for x, y in zip(damaged, GOOD[0], strict=True)) == 1
    (late,) = mingtang(faults={"late": "1.5"}).receive(ASK, 0.0)
    assert (late.delay_s, late.data) == (1.5, GOOD[0])


def test_mute_takes_commands_and_never_answers() -> None:
    master = faulty(mute=None)
    assert master.raw(ASK) == []
    assert master.raw(write_frame(0x2204, 4100)) == []
    assert master.board.eeprom[0x2204] == 4100


def test_sleep_swallows_the_first_request_for_this_board() -> None:
    master = faulty(sleep="5")
    assert master.raw(write_frame(0x2204, 4100)) == []
    assert master.word(0x2204) == 4250  # what was swallowed did nothing
    master.wait(5.1)
    assert master.raw(read_frame(0, 1, address=2)) == []
    assert master.raw(ASK) == []
    assert master.raw(ASK) == GOOD


def test_clamp_acknowledges_and_stores_another_value_in_range() -> None:
    master = faulty(clamp="cell_ovp_v+board_utp_c+nominal_ah+cell_count")
    for register, sent in ((0x2204, [5000]), (0x2212, [0x10000 - 300]), (0x2202, [32])):
        old = master.word(register)
        master.write(register, *sent)
        assert master.word(register) not in (old, sent[0])
    assert master.word(0x2212) == 0x10000 - 250
    master.write(0x2200, 0, 6000)
    assert master.double(0x2200) == 5500
    master.write(0x2204, 4300, 4100)
    assert master.word(0x2205) == 4100  # its neighbour is taken


def test_refuse_acknowledges_and_ignores() -> None:
    master = faulty(refuse="cell_ovp_v+serial+clock+soc+charge+lock_function+clear_counters")
    master.write(0x2204, 4100, 4050)
    assert master.read(0x2204, 2) == [4250, 4050]
    before = master.read(0x2128, 12)
    master.write(0x2128, *([0x4141] * 12))
    assert master.read(0x2128, 12) == before
    master.write(0x2010, 26 << 8 | 1, 1 << 8, 0)
    assert master.word(0x2010) == 23 << 8 | 6
    master.write(0x2401, 80)
    assert master.word(2) == 50
    master.switch(0x2000, on=False)
    assert master.mosfets() == (1, 1)
    master.switch(0x2003, on=True)
    assert master.word(0x2026) == 0
    counters = master.read(0x2300, 14)
    master.write(0x2400, 0x5203)
    assert master.read(0x2300, 14) == counters


def test_nak_answers_exception_4_and_stores_nothing_of_the_request() -> None:
    master = faulty(nak="cell_ovr_v+discharge+factory_reset+battery_code")
    assert master.write_refused(0x2204, 4100, 4050) == 4
    assert master.read(0x2204, 2) == [4250, 4150]
    assert master.refusal(5, words(0x2001, 0)) == 4
    assert master.refusal(6, words(0x2400, 0x5202)) == 4
    assert master.write_refused(0x03E8, *([0x4141] * 12)) == 4
    master.write(0x2204, 4100)


def test_a_clamped_soc_lies_between() -> None:
    master = faulty(clamp="soc")
    master.write(0x2401, 80)
    assert master.word(2) == 65


def test_pack_faults_are_measured() -> None:
    master = faulty(broken_wire="7", open_ntc="5", shunt_drift="-0.1", weak_cell="2")
    assert master.word(9 + 6) == 0
    assert master.word(0x2019) == 0x8000
    assert master.read(6, 3) == [255, 28, 255]
    master.board.set_current(10.0)
    assert master.word(5) == 900
    assert master.word(9 + 1) > master.word(9 + 2)
    master.wait(6.0)
    assert master.protections() == [1, 18]


@pytest.mark.parametrize(
    "faults",
    [
        {"clamp": "no_such_key"},
        {"nak": "chg_otp_delay_s"},
        {"open-ntc": "6"},
        {"weak-cell": "14"},
        {"cut-after": "0"},
    ],
)
def test_bad_faults_are_refused(faults: dict[str, str | None]) -> None:
    with pytest.raises(SimOptionError):
        make_board("mingtang-13s", faults=faults)


FRAMES = [
    write_frame(0x2204, 4200, 4100, 2800, 3100),
    frame(1, 6, words(0x2208, 500)),
    frame(1, 5, words(0x2002, 0)),
    write_frame(0x2128, *([0x4141] * 12)),
]


@pytest.mark.parametrize("cut", range(1, sum(map(len, FRAMES)) + 2))
def test_power_cut_at_every_byte(cut: int, tmp_path: Path) -> None:
    """Each write is in the EEPROM as a whole or not at all; what was acknowledged is there."""
    path = tmp_path / "eeprom.json"
    board = mingtang(faults={"cut-after": str(cut)}, state=path)
    master = Master(board)
    answered = [len(master.raw(request)) for request in FRAMES]
    ends = [sum(map(len, FRAMES[: i + 1])) for i in range(len(FRAMES))]
    assert answered == [int(end < cut) for end in ends]
    assert board.alive == (cut > ends[-1])
    stored = [end <= cut for end in ends]
    again = Master(mingtang(state=path))
    assert again.read(0x2204, 4) == (
        [4200, 4100, 2800, 3100] if stored[0] else [4250, 4150, 2750, 3000]
    )
    assert again.word(0x2208) == (500 if stored[1] else 1000)
    assert again.coils(0x2002, 1) == [0 if stored[2] else 1]
    assert (again.text(0x2128, 24) == "A" * 24) == stored[3]


def test_everything_comes_back_in_another_process_life(tmp_path: Path) -> None:
    path = tmp_path / "eeprom.json"
    board = mingtang("mingtang-24s", state=path)
    master = Master(board)
    master.write(0x2204, 3600)
    master.write(0x2401, 80)
    master.write(0x2010, 26 << 8 | 1, 2 << 8 | 3, 4 << 8 | 5)
    board.set_current(31.0)
    master.wait(5.5)
    board.set_current(0.0)
    again = Master(mingtang("mingtang-24s", state=path))
    assert again.word(0x2204) == 3600
    assert again.read(0x2010, 3) == [26 << 8 | 1, 2 << 8 | 3, 4 << 8 | 5]
    assert again.word(2) == master.word(2) >= 80
    assert again.double(0x2014) == master.double(0x2014)
    assert again.read(0x2300, 14) == [0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1]
    fresh = Master(mingtang("mingtang-24s"))
    assert fresh.word(2) == 9
    document = json.loads(path.read_text())
    document["memory"]["registers"].pop(str(0x2204))
    path.write_text(json.dumps(document))
    with pytest.raises(StateFileError):
        mingtang("mingtang-24s", state=path)


def test_the_9_per_cent_of_the_24s_outlive_a_restart() -> None:
    master = Master(mingtang("mingtang-24s"))
    master.write(0x2400, 0x5201)
    master.wait(2.1)
    assert master.read(2, 2) == [9, 50]


def test_replies_carry_the_silence_before_them() -> None:
    (reply,) = mingtang().receive(ASK, 0.0)
    assert content(reply.data)[0] == 3
    assert reply.silence == 3.5
