"""What can be written to a Mingtang board, what comes of it, and what stays."""

import pytest

from mingtang_desk.sim.mingtang import RESTART_S
from tests.sim.modbus_hand import Master, frame, mingtang, words


def test_a_setting_is_used_and_kept_at_once() -> None:
    board = mingtang()
    master = Master(board)
    master.write(0x2204, 4200)
    assert master.word(0x2204) == 4200
    assert board.rig.bms.limits["cell_ovp_v"] == 4.2
    board.cut_power()
    board.power_on()
    assert master.word(0x2204) == 4200


@pytest.mark.parametrize(
    ("register", "low", "high"),
    [
        *[(r, 500, 5000) for r in (0x2204, 0x2205, 0x2206, 0x2207, 0x2231)],
        *[(r, 1, 5000) for r in (0x2208, 0x2232)],
        *[(r, 100, 20000) for r in range(0x2209, 0x220F)],
        *[(r, 1, 10000) for r in (0x221C, 0x221F, 0x2222, 0x2225, 0x2228, 0x222B, 0x222E)],
        (0x2202, 1, 32),
        (0x2203, 0, 3),
    ],
)
def test_the_ends_of_each_range(register: int, low: int, high: int) -> None:
    master = Master(mingtang())
    for value in (low, high):
        master.write(register, value)
        assert master.word(register) == value
    for value in (low - 1, high + 1, 0xFFFF):
        if value >= 0:
            assert master.refusal(6, words(register, value)) == 3
    assert master.word(register) == high


@pytest.mark.parametrize("register", range(0x2210, 0x221C))
def test_temperatures_are_signed(register: int) -> None:
    master = Master(mingtang())
    for value in (-600, 1500, -1, 0):
        master.write(register, value & 0xFFFF)
        assert master.word(register) == value & 0xFFFF
    for value in (-601, 1501, -0x8000):
        assert master.refusal(6, words(register, value)) == 3


@pytest.mark.parametrize("register", [0x221D, 0x221E, 0x222C, 0x222F, 0x2230])
def test_times_take_every_value(register: int) -> None:
    master = Master(mingtang())
    for value in (0, 0xFFFF):
        master.write(register, value)
        assert master.word(register) == value


def test_the_capacity_takes_two_registers_in_any_part() -> None:
    master = Master(mingtang())
    master.write(0x2200, 0x000F, 0x4240)
    assert master.double(0x2016) == 1000000
    assert master.write_refused(0x2200, 0x000F, 0x4241) == 3
    assert master.refusal(6, words(0x2201, 0x4241)) == 3
    master.write(0x2201, 0x4200)
    assert master.double(0x2200) == 0xF4200


def test_one_bad_register_spoils_the_whole_write() -> None:
    master = Master(mingtang())
    assert master.write_refused(0x2204, 4200, 4100, 2700, 9000) == 3
    assert master.read(0x2204, 4) == [4250, 4150, 2750, 3000]
    assert master.write_refused(0x220E, 3600, 500) == 2  # the second one is read only
    assert master.word(0x220E) == 3510
    master.write(0x2204, 4200, 4100, 2700, 2900)
    assert master.read(0x2204, 4) == [4200, 4100, 2700, 2900]


def test_texts_are_written_whole_or_in_part() -> None:
    master = Master(mingtang("mingtang-24s"))
    code = b"BT107200501TL00230600017"
    master.write(0x03E8, *(int.from_bytes(code[i : i + 2], "big") for i in range(0, 24, 2)))
    assert master.text(0x03E8, 24) == code.decode()
    master.write(0x2128, 0x4142)
    assert master.text(0x2128, 24) == "ABM2304-00017"
    assert master.write_refused(0x2128, 0x4142, 0x0000) == 3  # letters behind the end
    master.write(0x2128, *words_of("NEW-7", 24))
    assert master.text(0x2128, 24) == "NEW-7"
    assert master.write_refused(0x2128, 0xE794) == 3
    master.write(0x2128, *([0xFFFF] * 12))
    assert master.read(0x2128, 12) == [0xFFFF] * 12
    master.write(0x2128, 0x5859)
    assert master.text(0x2128, 24) == "XY"
    master.write(0x2128, *([0] * 12))
    assert master.text(0x2128, 24) == ""
    both = [*words_of("VENDOR", 48), *words_of("SERIAL", 24)]
    master.write(0x2110, *both)
    assert (master.text(0x2110, 48), master.text(0x2128, 24)) == ("VENDOR", "SERIAL")


def words_of(text: str, length: int) -> list[int]:
    data = text.encode().ljust(length, b"\0")
    return [int.from_bytes(data[i : i + 2], "big") for i in range(0, length, 2)]


def test_the_clock_is_set_all_at_once() -> None:
    master = Master(mingtang())
    master.write(0x2010, 26 << 8 | 2, 28 << 8 | 23, 59 << 8 | 58)
    master.wait(3.0)
    assert master.read(0x2010, 3) == [26 << 8 | 3, 1 << 8, 1]
    for part in ((0x2010, 1), (0x2011, 2), (0x2012, 1)):
        assert master.write_refused(part[0], *([0x0101] * part[1])) == 3
    for date in ([25 << 8 | 2, 29 << 8, 0], [0, 0, 0], [1, 1 << 8 | 24, 0], [1, 256, 60 << 8]):
        assert master.write_refused(0x2010, *date) == 3
    master.board.cut_power()
    master.wait(60.0)
    master.board.power_on()
    assert master.read(0x2011, 2) == [1 << 8, 1 << 8 | 1]  # it has a cell of its own


def test_switches_open_the_mosfets_and_stay() -> None:
    board = mingtang()
    master = Master(board)
    board.set_current(-5.0)
    for coil, mosfets in ((0x2001, (1, 0)), (0x2000, (0, 0))):
        master.switch(coil, on=False)
        assert master.mosfets() == mosfets
    assert master.word(5) == 0
    board.cut_power()
    board.power_on()
    assert master.coils(0x2000, 2) == [0, 0]
    assert master.mosfets() == (0, 0)
    master.switch(0x2001, on=True)
    assert master.word(5) == 0x10000 - 500
    master.switch(0x2002, on=False)
    assert master.word(0x2023) == 0b010


def test_the_lock_cuts_discharging() -> None:
    board = mingtang()
    master = Master(board)
    board.set_current(-8.0)
    assert master.refusal(5, words(0x2004, 0xFF00)) == 3
    assert master.refusal(5, words(0x2004, 0)) == 3
    master.switch(0x2003, on=True)
    master.switch(0x2004, on=True)
    assert master.read(0x2026, 2) == [1, 1]
    assert master.mosfets() == (1, 0)
    assert master.word(5) == 0
    assert master.coils(0x2001, 1) == [1]  # what was commanded is another matter
    board.set_current(8.0)
    assert master.word(5) == 800  # charging goes on
    board.cut_power()
    board.power_on()
    assert master.read(0x2026, 2) == [1, 1]
    master.switch(0x2004, on=False)
    assert master.mosfets() == (1, 1)
    master.switch(0x2004, on=True)
    master.switch(0x2003, on=False)
    assert master.read(0x2026, 2) == [0, 0]
    assert master.mosfets() == (1, 1)


def test_a_restart_answers_first_and_is_silent_then() -> None:
    board = mingtang()
    master = Master(board)
    board.set_current(30.0)
    master.wait(121.0)
    counted, left = master.read(0x2300, 13), master.double(0x2014)
    assert master.protections() == [6]
    assert counted[4] == 1
    master.write(0x2400, 0x5201)
    assert master.raw(frame(1, 3, words(0, 1))) == []
    master.wait(RESTART_S - 0.1)
    assert master.raw(frame(1, 3, words(0, 1))) == []
    master.wait(0.2)
    assert master.protections() == []  # RAM is empty
    assert master.read(0x2300, 14) == [*counted, 1]
    assert master.double(0x2014) == pytest.approx(left, abs=20)


def test_a_factory_reset_restores_settings_only() -> None:
    master = Master(mingtang("mingtang-17s"))
    settings = master.read(0x2200, 51)
    counters = master.read(0x2300, 14)
    master.write(0x2204, 4100, 4000)
    master.write(0x2128, *words_of("KEPT", 24))
    master.write(0x2010, 26 << 8 | 1, 1 << 8, 0)
    master.switch(0x2002, on=False)
    master.write(0x2400, 0x5202)
    assert master.read(0x2200, 51) == settings
    assert master.read(0x2300, 14) == counters
    assert master.text(0x2128, 24) == "KEPT"
    assert master.word(0x2010) == 26 << 8 | 1
    assert master.coils(0x2002, 1) == [0]


def test_counters_are_cleared_on_command_alone() -> None:
    board = mingtang("mingtang-17s")
    master = Master(board)
    master.write(0x2204, 4200)
    assert master.word(0x2300) == 70
    master.write(0x2400, 0x5203)
    assert master.read(0x2300, 14) == [0] * 14
    board.cut_power()
    board.power_on()
    assert master.read(0x2300, 13) == [0] * 13


@pytest.mark.parametrize("soc_pct", [0, 1, 37, 100])
def test_soc_can_be_set(soc_pct: int) -> None:
    master = Master(mingtang("mingtang-24s"))
    master.write(0x2401, soc_pct)
    assert master.word(2) == soc_pct
    assert master.double(0x2014) == soc_pct * 5
    assert master.alarms() == ([21] if soc_pct <= 10 else [])


def test_locate_is_taken() -> None:
    board = mingtang()
    Master(board).write(0x2400, 0x5205)
    assert board.state.located == 1
