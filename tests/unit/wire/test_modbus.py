"""Modbus RTU: known vectors, lengths of replies, damage is seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.wire import modbus


def slow_crc(data: bytes) -> int:
    """The definition, bit by bit."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


@pytest.mark.parametrize(
    ("data", "crc"),
    [
        (b"", 0xFFFF),
        (b"123456789", 0x4B37),  # the check value of CRC-16/MODBUS
        (bytes.fromhex("01030000001D"), 0xC385),
        (bytes.fromhex("010400000002"), 0xCB71),
    ],
)
def test_known_checksums(data: bytes, crc: int) -> None:
    assert modbus.crc16(data) == crc


@given(st.binary(max_size=300))
def test_the_table_is_the_definition(data: bytes) -> None:
    assert modbus.crc16(data) == slow_crc(data)


def test_requests() -> None:
    assert modbus.read_request(1, 3, 0, 29).hex(" ") == "01 03 00 00 00 1d 85 c3"
    assert modbus.write_register(0x11, 1, 3).hex(" ") == "11 06 00 01 00 03 9a 9b"
    assert modbus.write_coil(0x11, 0xAC, True).hex(" ") == "11 05 00 ac ff 00 4e 8b"
    assert modbus.write_coil(0x11, 0xAC, False).hex(" ") == "11 05 00 ac 00 00 0f 7b"
    many = modbus.write_registers(0x11, 1, [0x0A, 0x0102])
    assert many.hex(" ") == "11 10 00 01 00 02 04 00 0a 01 02 c6 f0"


@pytest.mark.parametrize(
    ("head", "length"),
    [
        ("", None),
        ("01", None),
        ("0103", None),
        ("01033a", 0x3A + 5),
        ("0101 01", 6),
        ("0106", 8),
        ("0110", 8),
        ("0183", 5),
        ("0190", 5),
        ("0142", -1),
        ("01c2", -1),
    ],
)
def test_how_long_a_reply_is(head: str, length: int | None) -> None:
    assert modbus.reply_length(bytes.fromhex(head)) == length


@given(address=st.integers(0, 255), pdu=st.binary(min_size=1, max_size=253), data=st.data())
def test_any_single_damaged_byte_is_seen(address: int, pdu: bytes, data: st.DataObject) -> None:
    frame = modbus.adu(address, pdu)
    assert modbus.valid(frame)
    at = data.draw(st.integers(0, len(frame) - 1))
    other = data.draw(st.integers(1, 255))
    assert not modbus.valid(frame[:at] + bytes([frame[at] ^ other]) + frame[at + 1 :])


def test_too_short_is_not_valid() -> None:
    assert not modbus.valid(b"\xff\xff")
    assert not modbus.valid(b"")
