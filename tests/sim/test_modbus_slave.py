"""The Modbus slave: framing in any cut and between garbage, functions, exceptions, broadcast."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymodbus.framer.rtu import FramerRTU

from mingtang_desk.sim.modbus_frames import GAP_S, RequestParser, crc16
from tests.sim.modbus_hand import Master, content, frame, mingtang, read_frame, words, write_frame

# The published status request of the China Tower map.
STATUS = bytes.fromhex("01 03 00 00 00 1D 85 C3")


@given(st.binary(max_size=80))
def test_the_crc_is_the_one_of_modbus(data: bytes) -> None:
    assert crc16(data) == int.from_bytes(FramerRTU.compute_CRC(data).to_bytes(2, "big"), "little")


def test_the_published_request_is_answered() -> None:
    (reply,) = Master(mingtang()).raw(STATUS)
    assert len(reply) == 63
    assert content(reply)[1][1:3] == words(4718)


REQUESTS = st.sampled_from(
    [
        STATUS,
        read_frame(0x2010, 46),
        read_frame(0x9999, 1),
        read_frame(0, 4, address=7),
        frame(1, 1, words(0, 52)),
        frame(1, 5, words(0x2002, 0)),
        frame(1, 6, words(0x2204, 4200)),
        write_frame(0x2204, 4210, 4110),
        write_frame(0x2204, 4220, address=0),
        frame(1, 15, words(0x2000, 3) + b"\x01\x07"),
        frame(1, 0x2B, b"\x0e\x01\x00"),
        frame(1, 0x17, words(0, 2, 0x2204, 1) + b"\x02" + words(4200)),
    ]
)


@given(st.lists(st.one_of(st.binary(max_size=30), REQUESTS), max_size=12), st.data())
def test_any_bytes_in_any_cut_give_the_same_replies(
    parts: list[bytes], data: st.DataObject
) -> None:
    stream = b"".join(parts)
    whole = Master(mingtang()).raw(stream)
    cut, at = Master(mingtang()), 0
    pieces: list[bytes] = []
    while at < len(stream):
        step = data.draw(st.integers(1, 20))
        pieces += cut.raw(stream[at : at + step])
        at += step
    assert pieces == whole
    for reply in whole:
        content(reply)


@given(st.binary(max_size=300))
def test_after_any_noise_and_a_pause_a_request_is_answered(noise: bytes) -> None:
    master = Master(mingtang())
    master.raw(noise)
    master.wait(3.0)  # the noise may have been a restart
    assert len(master.raw(read_frame(0, 1))) == 1


@pytest.mark.parametrize("noise", ["ff", "01", "0103", "00ffee", "010300", "aa5501ff01", "01ff"])
def test_a_request_right_behind_garbage_is_found(noise: str) -> None:
    replies = Master(mingtang()).raw(bytes.fromhex(noise) + STATUS)
    assert [content(reply)[0] for reply in replies] == [3]


def test_a_request_behind_a_damaged_one_is_found() -> None:
    rng = random.Random(1)
    for good in (STATUS, write_frame(0x2204, 4200, 4100), frame(1, 5, words(0x2000, 0))):
        for _ in range(50):
            at, change = rng.randrange(2, len(good)), rng.randrange(1, 256)
            if good[1] == 16 and at == 6:
                continue  # a wrong length swallows what follows until a pause
            bad = good[:at] + bytes([good[at] ^ change]) + good[at + 1 :]
            replies = Master(mingtang()).raw(bad + STATUS)
            assert [content(reply)[0] for reply in replies] == [3]


def test_a_pause_throws_half_a_request_away() -> None:
    master = Master(mingtang())
    assert master.raw(STATUS[:5]) == []
    master.wait(GAP_S * 0.9)
    assert len(master.raw(STATUS[5:])) == 1
    assert master.raw(STATUS[:5]) == []
    master.wait(GAP_S * 1.1)
    assert master.raw(STATUS[5:]) == []


def test_what_claims_to_be_longer_than_a_frame_is_given_up_at_once() -> None:
    parser = RequestParser()
    header = bytes([1, 16]) + words(0x2204, 0x7F) + b"\xfe"
    assert [r.function for r in parser.feed(header + STATUS, 0.0)] == [3]


def test_another_address_is_for_somebody_else() -> None:
    master = Master(mingtang(sets={"address": "17"}), address=17)
    assert master.raw(STATUS) == []
    assert master.word(0) == 4718
    assert master.raw(write_frame(0x2204, 4000, address=18)) == []
    assert master.word(0x2204) == 4250


def test_a_broadcast_writes_and_is_not_answered() -> None:
    master = Master(mingtang())
    assert master.raw(write_frame(0x2204, 4100, address=0)) == []
    assert master.word(0x2204) == 4100
    assert master.raw(frame(0, 5, words(0x2000, 0))) == []
    assert master.coils(0x2000, 1) == [0]
    assert master.raw(write_frame(0x2204, 9999, address=0)) == []
    assert master.raw(read_frame(0, 1, address=0)) == []
    assert master.word(0x2204) == 4100


@pytest.mark.parametrize(
    ("function", "data", "code"),
    [
        (3, words(0x0034, 1), 2),
        (3, words(0x0033, 2), 2),
        (3, words(0x03E7, 1), 2),
        (3, words(0x2002, 1), 2),
        (3, words(0x203D, 2), 2),
        (3, words(0x2233, 1), 2),
        (3, words(0x230E, 1), 2),
        (3, words(0x2400, 1), 2),
        (3, words(0x2401, 1), 2),
        (3, words(0xFFFF, 2), 2),
        (3, words(0, 0), 3),
        (3, words(0, 126), 3),
        (1, words(0, 53), 2),
        (1, words(0x2000, 6), 2),
        (1, words(0x1FFF, 2), 2),
        (1, words(0, 0), 3),
        (1, words(0, 2001), 3),
        (5, words(0, 0xFF00), 2),
        (5, words(0x2005, 0), 2),
        (5, words(0x2000, 1), 3),
        (5, words(0x2004, 0xFF00), 3),
        (6, words(0x0000, 1), 2),
        (6, words(0x2000, 1), 2),
        (6, words(0x2013, 1), 2),
        (6, words(0x220F, 55), 2),
        (6, words(0x2300, 0), 2),
        (6, words(0x2100, 0x4142), 2),
        (6, words(0x2204, 5001), 3),
        (6, words(0x2204, 499), 3),
        (6, words(0x2400, 0x5204), 4),
        (6, words(0x2400, 0x5200), 3),
        (6, words(0x2401, 101), 3),
        (16, words(0x2204, 2) + b"\x02" + words(4200), 3),
        (16, words(0x2204, 0) + b"\x00", 3),
        (16, words(0x2232, 2) + b"\x04" + words(10, 10), 2),
        (15, words(0x2000, 3) + b"\x02\x07\x00", 3),
        (15, words(0x2000, 6) + b"\x01\x07", 2),
        (2, words(0, 1), 1),
        (4, words(0, 1), 1),
        (0x11, b"", 1),
        (0x2B, b"\x0e\x01\x00", 1),
        (0x17, words(0, 2, 0x2204, 1) + b"\x02" + words(4200), 1),
        (0x41, words(0, 1), 1),
    ],
)
def test_what_is_refused_and_how(function: int, data: bytes, code: int) -> None:
    master = Master(mingtang())
    before = dict(master.board.eeprom)
    assert master.refusal(function, data) == code
    assert master.board.eeprom == before


def test_coils_can_be_written_together() -> None:
    master = Master(mingtang())
    assert master.ask(15, words(0x2000, 4) + b"\x01\x0c") == words(0x2000, 4)
    assert master.coils(0x2000, 5) == [0, 0, 1, 1, 0]


def test_a_range_may_run_over_neighbouring_texts_but_not_over_a_gap() -> None:
    master = Master(mingtang())
    assert len(master.read(0x2100, 0x44)) == 0x44
    assert master.refusal(3, words(0x2100, 0x45)) == 2
