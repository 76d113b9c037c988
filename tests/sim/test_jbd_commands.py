"""Factory mode, RAM against EEPROM, and every command that changes something."""

import struct

import pytest

from mingtang_desk.sim.models import make_board
from tests.sim.hand import Client, read

CELLS_13S = [3.629, 3.629, 3.629, 3.631, 3.629, 3.630, 3.629, 3.630, 3.629, 3.630, 3.630, 3.630]
CELLS_13S += [3.630]


def test_ram_is_used_at_once_and_eeprom_only_after_saving() -> None:
    client = Client(make_board("jbd-13s"))
    client.enter()
    assert client.put(0x24, 4200) == 0
    assert client.word(0x24) == 4200
    client.leave()
    assert client.board.registers[0x24] == 4200
    assert client.board.eeprom[0x24] == 4250
    client.board.cut_power()
    assert client.raw(read(3)) == []
    client.board.power_on()
    client.enter()
    assert client.word(0x24) == 4250
    client.put(0x24, 4210)
    client.leave(save=True)
    assert client.board.eeprom[0x24] == 4210
    client.board.cut_power()
    client.board.power_on()
    client.enter()
    assert client.word(0x24) == 4210


def test_saving_clears_the_counters_leaving_does_not() -> None:
    client = Client(make_board("jbd-17s"))
    client.enter()
    client.leave()
    assert client.counts()[3] == 70
    client.enter()
    client.leave(save=True)
    assert client.counts() == (0,) * 11


def test_clear_history() -> None:
    client = Client(make_board("jbd-17s"))
    assert client.put(0x0B, 0x1882) == 0x80
    assert client.put(0x0B, 0x1881) == 0
    assert client.counts() == (0,) * 11


def test_power_loss_ends_factory_mode_and_locks_but_keeps_counters() -> None:
    client = Client(make_board("jbd-13s"))
    client.board.set_current(31.0)
    client.wait(10.1)
    client.enter()
    client.put(0xE1, 3)
    client.board.cut_power()
    assert not client.board.alive
    client.board.set_current(0.0)
    client.board.power_on()
    assert client.info()["fets"] == 3
    assert client.info()["bits"] == 0
    assert client.counts()[1] == 1
    assert client.ask(read(0x24))[0] == 0x81


def test_remaining_capacity_can_be_set() -> None:
    client = Client(make_board("jbd-13s"))
    client.enter()
    assert client.put(0xE0, 4000) == 0
    assert client.word(0xE0) == 4000
    assert client.put(0xE0, 5001) == 0x80
    assert client.info()["remaining_ah"] == 40.0
    assert client.info()["soc"] == 80


def test_reset_capacity_estimates_by_voltage() -> None:
    client = Client(make_board("jbd-13s", sets={"remaining_ah": "3"}))
    assert client.info()["soc"] == 6
    assert client.put(0x0A, 0x0100) == 0
    assert client.info()["soc"] == pytest.approx(50, abs=7)
    assert client.put(0x0A, 0x0700) == 0
    assert client.put(0x0A, 0x9900) == 0x80


def test_texts_and_their_bounds() -> None:
    client = Client(make_board("jbd-13s"))
    client.enter()
    assert client.put(0xA1, b"\x04PACK") == 0
    assert client.get(0x05) == b"PACK"
    assert client.put(0xA2, b"\x00") == 0
    assert client.get(0xA2) == b"\x00"
    for bad in (b"", b"\x05PACK", b"\x20" + b"x" * 32, b"\x01\xff"):
        assert client.put(0xA1, bad) == 0x80
    assert client.get(0x05) == b"PACK"


def test_many_registers_at_once() -> None:
    client = Client(make_board("jbd-13s"))
    assert client.ask(read(0xFA, b"\0\x14\x02"))[0] == 0x81
    client.enter()
    status, data = client.ask(read(0xFA, b"\0\x14\x02"))
    assert (status, data) == (0, b"\0\x14\x02" + struct.pack(">HH", 4250, 4150))
    assert client.put(0xFA, b"\0\x14\x02" + struct.pack(">HH", 4240, 4140)) == 0
    assert (client.word(0x24), client.word(0x25)) == (4240, 4140)
    text = client.ask(read(0xFA, b"\0\x58\x10"))[1][3:]
    assert text.rstrip(b"\0") == b"BT204805013CT00220940784"
    assert client.put(0xFA, b"\0\x58\x10" + b"NEW".ljust(32, b"\0")) == 0
    assert client.get(0xA2) == b"\x03NEW"
    assert client.ask(read(0xFA, b"\0\xf0\x01"))[0] == 0x80
    assert client.ask(read(0xFA, b"\0\x00"))[0] == 0x80
    assert client.put(0xFA, b"\0\x2f\x02" + bytes(4)) == 0x80
    assert client.put(0xFA, b"\0\x14\x02" + bytes(2)) == 0x80


def test_password() -> None:
    client = Client(make_board("jbd-13s"))
    assert client.put(0x06, b"\x06" + bytes(6)) == 0  # none set: everything passes
    assert client.put(0x07, b"\x0c" + bytes(6) + b"secret") == 0
    client.board.cut_power()
    client.board.power_on()
    assert client.put(0x00, 0x5678) == 0x83
    assert client.put(0x06, b"\x06wrong!") == 0x83
    assert client.put(0x07, b"\x0cwrong!123456") == 0x83
    assert client.put(0x00, 0x5678) == 0x83
    assert client.put(0x06, b"\x06secret") == 0
    client.enter()
    assert client.put(0x09, b"\x06J1B2D5") == 0x83
    assert client.put(0x09, b"\x06J1B2D4") == 0
    client.board.cut_power()
    client.board.power_on()
    client.enter()
    for register in (0x06, 0x07, 0x09):
        assert client.put(register, b"\x03abc") == 0x80


def test_cell_count_and_sensors_follow_their_registers() -> None:
    client = Client(make_board("jbd-13s"))
    client.enter()
    client.put(0x2F, 12)
    assert client.cells() == CELLS_13S[:12]
    client.put(0x2F, 14)
    assert client.cells() == [*CELLS_13S, 0.0]
    client.put(0x2E, 0b101)
    assert client.info()["temperatures"] == [27.5, -273.1]


def test_cycle_count_register_is_the_living_one() -> None:
    client = Client(make_board("jbd-13s"))
    client.enter()
    assert client.word(0x17) == 162
    client.put(0x17, 3)
    assert client.info()["cycles"] == 3


def test_calibration_makes_readings_right() -> None:
    client = Client(make_board("jbd-13s", faults={"shunt-drift": "0.05"}))
    client.board.set_current(-20.0)
    assert client.info()["current_a"] == -21.0
    assert client.put(0xAF, 0x10000 - 2000) == 0x81
    client.enter()
    assert client.put(0xAE, 2000) == 0x80  # charging is not what happens
    assert client.put(0xAF, 0x10000 - 2000) == 0
    assert client.info()["current_a"] == -20.0
    assert client.put(0xAF, 100) == 0x80
    assert client.put(0xB2, 3700) == 0
    assert client.cells()[2] == 3.7
    assert client.put(0xCF, 3700) == 0x80
    assert client.put(0xD1, 2731 + 250) == 0
    assert client.info()["temperatures"] == [27.5, 25.0]
    assert client.put(0xD5, 2731) == 0x80
    client.leave(save=True)
    client.board.cut_power()
    client.board.power_on()
    assert client.info()["current_a"] == -20.0
    client.board.set_current(0.0)
    client.enter()
    assert client.put(0xAD, 0) == 0
    assert client.info()["current_a"] == 0.0
