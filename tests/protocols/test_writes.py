"""Does a request read or write? Whoever passes bytes on has to know, and doubts are not reads."""

import pytest

from mingtang_desk.interfaces.driver import Driver, Frame
from mingtang_desk.protocols.jbd import codec as jbd
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.protocols.modbus.any_board import ANY_BOARD
from mingtang_desk.session.drivers import DRIVERS
from mingtang_desk.wire import modbus


def frame_of(driver: Driver, data: bytes) -> Frame:
    framer = driver.framer()
    frames = [*framer.feed(data), *framer.flush()]
    assert [frame.raw for frame in frames] == [data]
    return frames[0]


@pytest.mark.parametrize("register", [0x03, 0x04, 0x05, 0xAA, 0x24, 0xA2])
def test_jbd_reads(register: int) -> None:
    frame = frame_of(JBD, jbd.request(jbd.READ, register))
    assert JBD.writes(frame) is False
    assert JBD.read_again(frame) is None


@pytest.mark.parametrize(
    ("register", "data"),
    [(0x00, b"\x56\x78"), (0x01, b"\x28\x28"), (0xE1, b"\0\2"), (0x24, b"\x10\x68"), (0x0A, b"\1")],
)
def test_jbd_writes(register: int, data: bytes) -> None:
    assert JBD.writes(frame_of(JBD, jbd.request(jbd.WRITE, register, data))) is True


def test_jbd_reads_many_parameters() -> None:
    assert JBD.writes(frame_of(JBD, jbd.request(jbd.READ, 0xFA, b"\0\0\1"))) is False


def test_jbd_is_in_doubt() -> None:
    assert JBD.writes(frame_of(JBD, jbd.request(jbd.READ, 0x00))) is None
    assert JBD.writes(frame_of(JBD, jbd.request(jbd.READ, 0x24, b"\1\2"))) is None
    reply = bytes.fromhex("dd 24 00 02 10 68 ff 86 77")
    body = reply[2:-3]
    good = reply[:-3] + jbd.checksum(body).to_bytes(2, "big") + reply[-1:]
    assert JBD.writes(frame_of(JBD, good)) is None


def test_jbd_settings_are_read_again() -> None:
    again = JBD.read_again(frame_of(JBD, jbd.request(jbd.WRITE, 0x24, b"\x10\x68")))
    assert again is not None
    assert again == (jbd.request(jbd.READ, 0x24), b"\x10\x68")
    assert JBD.read_again(frame_of(JBD, jbd.request(jbd.WRITE, 0xE1, b"\0\2"))) is None


@pytest.mark.parametrize("function", [1, 2, 3, 4])
def test_modbus_reads(function: int) -> None:
    frame = frame_of(ANY_BOARD, modbus.read_request(1, function, 0x10, 4))
    assert ANY_BOARD.writes(frame) is False
    assert ANY_BOARD.read_again(frame) is None


def test_modbus_writes() -> None:
    one = frame_of(ANY_BOARD, modbus.write_register(1, 0x20, 0x1234))
    many = frame_of(ANY_BOARD, modbus.write_registers(1, 0x20, [1, 2]))
    coil = frame_of(ANY_BOARD, modbus.write_coil(1, 3, True))
    assert [ANY_BOARD.writes(each) for each in (one, many, coil)] == [True] * 3
    assert ANY_BOARD.read_again(one) == (modbus.read_request(1, 3, 0x20, 1), b"\2\x12\x34")
    assert ANY_BOARD.read_again(many) == (modbus.read_request(1, 3, 0x20, 2), b"\4\0\1\0\2")
    assert ANY_BOARD.read_again(coil) is None


def test_modbus_is_in_doubt() -> None:
    def sealed(text: str) -> bytes:
        body = bytes.fromhex(text)
        return body + modbus.crc16(body).to_bytes(2, "little")

    replies = ["01 03 02 00 07", "01 83 02", "01 10 00 20 00 02", "01 01 03 00 01 02"]
    frames = [frame_of(ANY_BOARD, sealed(reply)) for reply in replies]
    assert [ANY_BOARD.writes(frame) for frame in frames] == [None] * 4
    nobody = frame_of(ANY_BOARD, modbus.write_register(0, 0x20, 1))
    assert ANY_BOARD.read_again(nobody) is None


@pytest.mark.parametrize("driver", DRIVERS, ids=lambda driver: driver.key)
def test_what_a_driver_asks_itself_is_known(driver: Driver) -> None:
    session = driver.session({})
    asking = session.identify()
    assert driver.writes(frame_of(driver, next(asking).data)) is False
    asking.close()


def test_a_driver_that_does_not_say_is_in_doubt() -> None:
    plain = Driver(
        key="plain",
        label="plain",
        transports=(),
        capabilities=frozenset(),
        framer=JBD.framer,
        session=JBD.session,
        decode=JBD.decode,
        settings={},
    )
    frame = frame_of(plain, jbd.request(jbd.READ, 0x03))
    assert plain.writes(frame) is None
    assert plain.read_again(frame) is None
