"""Start values exact on the wire, statuses, frames between garbage."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingtang_desk.sim.models import ModelInfo, catalogue, make_board
from tests.sim.hand import Client, basic, chk, parse, read, write

CELLS_13S = [3.629, 3.629, 3.629, 3.631, 3.629, 3.630, 3.629, 3.630, 3.629, 3.630, 3.630, 3.630]
CELLS_13S += [3.630]
SETTINGS = range(0x10, 0x40)


def test_the_sample_pack_is_exact() -> None:
    client = Client(make_board("jbd-13s"))
    info = client.info()
    assert info == {
        "pack_v": 47.18,
        "current_a": 0.0,
        "remaining_ah": 25.3,
        "nominal_ah": 50.0,
        "cycles": 162,
        "date": (2022, 9, 27),
        "balance": 0,
        "bits": 0,
        "version": 0x21,
        "soc": 50,
        "fets": 3,
        "cells": 13,
        "temperatures": [27.5, 27.8],
        "tail": b"",
    }
    assert client.cells() == CELLS_13S
    assert round(sum(CELLS_13S), 3) == 47.185  # the pack voltage is a converter of its own
    assert client.get(0x05) == b"JBD-SP13S050"
    assert client.counts() == (0,) * 11
    client.enter()
    assert client.get(0xA2) == b"\x18BT204805013CT00220940784"
    assert client.get(0xA1) == b"\x0cJBD-SP13S050"
    assert client.get(0xA0)[0] == len(client.get(0xA0)) - 1


def test_the_vendors_request_is_understood() -> None:
    board = make_board("jbd-13s")
    (reply,) = board.receive(bytes.fromhex("DDA50300FFFD77"), 0.0)
    register, status, data = parse(reply.data)
    assert (register, status, len(data)) == (3, 0, 0x1B)
    assert reply.delay_s == 0.0


def test_the_17s_set_of_the_manual_is_in_its_registers() -> None:
    client = Client(make_board("jbd-17s"))
    client.enter()
    expected = {0x10: 5000, 0x2F: 17, 0x24: 4250, 0x25: 4150, 0x26: 2750, 0x27: 3000}
    expected |= {0x20: 7175, 0x21: 6970, 0x22: 4760, 0x23: 5270}
    expected |= {0x18: 2731 + 600, 0x19: 2731 + 500, 0x1A: 2731 - 50, 0x1B: 2731}
    expected |= {0x1C: 2731 + 650, 0x1D: 2731 + 550, 0x1E: 2731 - 200, 0x1F: 2731 - 150}
    expected |= {0x28: 4900, 0x3E: 10 << 8 | 30}
    assert {register: client.word(register) for register in expected} == expected
    assert client.word(0x29) == 0x10000 - 6000
    assert client.counts() == (0, 0, 3, 70, 131, 0, 0, 0, 2, 3, 6)


def test_hardware_levels_are_coded_as_the_front_end_has_them() -> None:
    client = Client(make_board("jbd-13s"))
    client.enter()
    # 200 A = 2 x 100 mV over 1 mOhm, 400 us; 94 A = 2 x 47 mV, 320 ms.
    assert client.word(0x38) == (0x80 | 3 << 3 | 7) << 8 | (5 << 4 | 14)
    assert client.word(0x39) == (1 << 6 | 1 << 4) << 8 | 30


JBD_ROWS = [info for info in catalogue() if info.protocol == "jbd"]


@pytest.mark.parametrize("info", JBD_ROWS, ids=lambda info: info.model)
def test_every_model_has_sensible_values_in_every_register(info: ModelInfo) -> None:
    client = Client(make_board(info.model))
    shown, cells = client.info(), client.cells()
    assert len(cells) == shown["cells"]
    assert shown["bits"] == 0
    assert shown["fets"] == 3
    assert shown["pack_v"] == pytest.approx(sum(cells), abs=0.02)
    client.enter()
    words = {register: client.word(register) for register in SETTINGS}
    assert words[0x24] > words[0x25] > max(cells) * 1000
    assert min(cells) * 1000 > words[0x27] > words[0x26]
    assert words[0x20] > words[0x21] > shown["pack_v"] * 100 > words[0x23] > words[0x22]
    assert words[0x36] > words[0x24]
    assert words[0x37] < words[0x26]
    assert words[0x13] < words[0x35] < words[0x34] < words[0x33] < words[0x32] < words[0x12]
    amps = 0.1 * words[0x2C]
    assert 2 * 8 / amps <= (0x10000 - words[0x29]) / 100 <= 2 * 50 / amps
    for text in (0xA0, 0xA1, 0xA2):
        assert len(client.get(text)) > 3


@pytest.mark.parametrize("tail", [0, 4, 9, 11])
def test_tails(tail: int) -> None:
    data = Client(make_board("jbd-13s", sets={"tail": str(tail)})).get(0x03)
    assert len(data) == 23 + 4 + tail
    shown = basic(data)["tail"]
    if tail >= 9:
        humidity, alarms, full, left, bleed = struct.unpack(">BHHHH", shown[:9])
        assert (alarms, full, left, bleed) == (0, 5000, 2530, 0)
        assert 0 < humidity <= 100


def test_counters_with_restarts() -> None:
    client = Client(make_board("jbd-16s-lfp"))
    assert client.counts() == (0, 0, 2, 3, 1, 0, 0, 0, 0, 0, 0, 0)
    client.board.cut_power()
    client.board.power_on()
    assert client.counts() == (0, 0, 2, 3, 1, 0, 0, 0, 0, 0, 0, 1)


def test_unit_switch() -> None:
    client = Client(make_board("jbd-13s", sets={"unit_switch": "1", "current_a": "-12.3"}))
    data = client.get(0x03)
    assert struct.unpack(">hHH", data[2:8]) == (-123, 253, 500)
    assert data[20] == 0x83


def test_capacity_beyond_signed_words() -> None:
    sets = {"nominal_ah": "628", "full_ah": "628", "remaining_ah": "600"}
    data = Client(make_board("jbd-4s", sets=sets)).get(0x03)
    assert struct.unpack(">HH", data[4:8]) == (60000, 62800)
    assert data[19] == 95


def test_an_empty_ok_has_checksum_zero() -> None:
    board = make_board("jbd-13s")
    (reply,) = board.receive(write(0x00, b"\x56\x78"), 0.0)
    assert reply.data == bytes.fromhex("DD000000000077")
    (reply,) = board.receive(write(0x99, b"\0\0"), 0.0)
    assert reply.data == bytes.fromhex("DD998000FF8077")


def test_statuses() -> None:
    client = Client(make_board("jbd-13s"))
    for register in (*SETTINGS, 0xA0, 0xA1, 0xA2, 0xE0):
        assert client.ask(read(register)) == (0x81, b""), hex(register)
        assert client.put(register, 1) == 0x81
    for register in (0x40, 0x02, 0x99, 0x00, 0xE3):
        assert client.ask(read(register))[0] == 0x80, hex(register)
    bad = read(3)[:-2] + b"\x00\x77"
    assert client.ask(bad)[0] == 0x82
    assert client.put(0x00, 0x1234) == 0x80
    assert client.put(0x01, 0x1234) == 0x80
    assert client.put(0x01, 0x2828) == 0x81
    assert client.put(0x01, 0x0000) == 0
    client.enter()
    assert client.put(0x24, b"\x10") == 0x80
    assert client.put(0x24, b"\x10\x68\x00") == 0x80
    assert client.put(0x2F, 0) == 0x80
    assert client.put(0x03, 1) == 0x80
    client.leave()
    assert client.ask(read(0x24))[0] == 0x81


@given(st.binary(max_size=30), st.lists(st.integers(1, 6), max_size=12))
@settings(max_examples=60)
def test_garbage_is_skipped_and_cuts_do_not_matter(noise: bytes, cuts: list[int]) -> None:
    noise = noise.replace(b"\xdd", b"\xdc")
    board = make_board("jbd-13s")
    stream, out, at = noise + read(4) + noise + read(5), [], 0
    for cut in [*cuts, len(stream)]:
        out += board.receive(stream[at : at + cut], 0.0)
        at += cut
    assert [parse(reply.data)[0] for reply in out] == [4, 5]


@given(st.lists(st.binary(max_size=40), max_size=6))
@settings(max_examples=100)
def test_no_bytes_stop_the_board(chunks: list[bytes]) -> None:
    client = Client(make_board("jbd-13s"))
    for chunk in chunks:
        client.board.receive(chunk, client.now)
    client.now += 1.0
    assert client.get(0x05) == b"JBD-SP13S050"


def test_a_request_that_lost_its_tail_does_not_swallow_the_next() -> None:
    board = make_board("jbd-13s")
    half = write(0xA2, b"\x1e" + bytes(30))[:9]
    assert board.receive(half, 0.0) == []
    assert board.receive(read(3), 0.1) == []  # taken for more of the same
    assert len(board.receive(read(3), 0.6)) == 1


def test_reply_checksum_leaves_the_register_out() -> None:
    (reply,) = make_board("jbd-13s").receive(read(5), 0.0)
    assert reply.data[-3:-1] == chk(reply.data[2:-3])
