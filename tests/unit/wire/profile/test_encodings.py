"""Encodings, both ways, over every raw value that means something."""

from datetime import date, datetime

import pytest

from mingtang_desk.wire.profile.encodings import (
    bytes_of,
    clock,
    clock_bytes,
    decode_raw,
    encode_raw,
    packed_date,
    raw_of,
    text,
    text_bytes,
)
from mingtang_desk.wire.profile.kinds import Encoding, Space, Type
from mingtang_desk.wire.profile.rows import Place, Value

PLACE = Place(space=Space.HOLDING, address=0)


@pytest.mark.parametrize(
    ("raw", "degrees"),
    [(0, 0), (100, 100), (101, -1), (200, -100), (201, None), (0xFF37, None), (0xFFFF, -1)],
)
def test_tower_temperatures(raw: int, degrees: int | None) -> None:
    assert decode_raw(Encoding.TOWER, raw) == degrees


@pytest.mark.parametrize("encoding", list(Encoding))
def test_every_number_comes_back(encoding: Encoding) -> None:
    low, high = encoding.bounds or (0, 0xFFFF)
    for number in range(low, high + 1):
        raw = encode_raw(encoding, number)
        assert 0 <= raw <= 0xFFFF
        assert decode_raw(encoding, raw) == number


@pytest.mark.parametrize(
    ("encoding", "number"),
    [(Encoding.TOWER, 101), (Encoding.SIGN_BIT, -0x8000), (Encoding.BCD, 10000)],
)
def test_what_does_not_fit_is_refused(encoding: Encoding, number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        encode_raw(encoding, number)


def test_bcd_with_letters_is_no_number() -> None:
    assert decode_raw(Encoding.BCD, 0x1234) == 1234
    assert decode_raw(Encoding.BCD, 0x12A4) is None


def test_texts_lose_their_padding_and_keep_their_length() -> None:
    assert text(b"BT20\0\0xx") == "BT20"
    assert text(b"\xff" * 24) == text(b"\0" * 24) == text(b"  ") == ""
    assert text(b"a\xe9b") == "a?b"
    for old in (b"\0" * 4, b"abcd", b"a\0\0x"):
        assert text_bytes("ab", old) == b"ab\0\0"
    for old in (b"a\xff\xff\xff", b"a   ", b"abc\0", b"\xff" * 4):
        assert text_bytes(text(old), text_bytes("x", old)) == old, "it can be put back"
    for wrong in ("abcde", "é", "a\nb"):
        with pytest.raises(ValueError):  # noqa: PT011  also UnicodeEncodeError, which is one
            text_bytes(wrong, bytes(4))


def test_clocks() -> None:
    moment = datetime(2023, 6, 16, 13, 48, 51)  # noqa: DTZ001  boards have no zone
    assert clock(clock_bytes(moment)) == moment
    assert clock(bytes(6)) is None
    assert packed_date(23 << 9 | 6 << 5 | 16) == date(2023, 6, 16)
    assert packed_date(0) is None
    with pytest.raises(ValueError, match="byte"):
        clock_bytes(datetime(1999, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize("low_first", [False, True])
@pytest.mark.parametrize("kind", [k for k in Type if k.is_number])
def test_numbers_keep_their_neighbours_and_come_back(kind: Type, low_first: bool) -> None:
    row = Value(key="settings.x", place=PLACE, type=kind, low_first=low_first)
    old = bytes(range(1, 2 * kind.registers + 1))
    low, high = kind.bounds
    for raw in {low, high, 0, 1, high // 3, low // 3}:
        data = bytes_of(row, raw, old)
        assert len(data) == len(old)
        assert raw_of(row, data) == raw
    with pytest.raises((OverflowError, ValueError)):
        bytes_of(row, high + 1, old)


def test_a_byte_leaves_the_other_one_and_a_bit_the_others() -> None:
    assert bytes_of(Value(key="s.x", place=PLACE, type=Type.HIGH), 0xAA, b"\x01\x02") == b"\xaa\x02"
    assert bytes_of(Value(key="s.x", place=PLACE, type=Type.LOW), 0xAA, b"\x01\x02") == b"\x01\xaa"
    bit = Value(key="s.x", place=PLACE, bit=9)
    assert bytes_of(bit, 1, b"\x00\xff") == b"\x02\xff"
    assert bytes_of(bit, 0, b"\xff\xff") == b"\xfd\xff"
    assert (raw_of(bit, b"\x02\x00"), raw_of(bit, b"\xfd\xff")) == (1, 0)


def test_words_of_32_bits_in_both_orders() -> None:
    data = bytes.fromhex("12345678")
    assert raw_of(Value(key="s.x", place=PLACE, type=Type.U32), data) == 0x12345678
    low_first = Value(key="s.x", place=PLACE, type=Type.U32, low_first=True)
    assert raw_of(low_first, data) == 0x56781234
