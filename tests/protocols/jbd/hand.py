"""JBD bytes made by hand with struct: nothing here comes from the codec under test."""

import struct
from collections.abc import Sequence

from mingtang_desk.interfaces.driver import Frame


def chk(body: bytes) -> bytes:
    """Checksum of what lies between a frame's second byte and its checksum."""
    return struct.pack(">H", (0x10000 - sum(body)) & 0xFFFF)


def read(register: int) -> bytes:
    """A request that reads."""
    body = bytes([register, 0])
    return b"\xdd\xa5" + body + chk(body) + b"\x77"


def write(register: int, data: bytes) -> bytes:
    """A request that writes."""
    body = bytes([register, len(data)]) + data
    return b"\xdd\x5a" + body + chk(body) + b"\x77"


def reply(register: int, data: bytes = b"", status: int = 0) -> bytes:
    """What a board answers."""
    body = bytes([status, len(data)]) + data
    return b"\xdd" + bytes([register]) + body + chk(body) + b"\x77"


def frame(register: int, data: bytes = b"", status: int = 0) -> Frame:
    """The same, as a framer hands it on."""
    return Frame(reply(register, data, status), register, status, data)


def basic(
    *,
    volts: int = 4718,
    amps: int = 0,
    left: int = 2530,
    nominal: int = 5000,
    cycles: int = 162,
    date: int = 22 << 9 | 9 << 5 | 27,
    balance: int = 0,
    bits: int = 0,
    version: int = 0x21,
    soc: int = 50,
    fets: int = 3,
    cells: int = 13,
    sensors: Sequence[int] = (3006, 3009),
    tail: bytes = b"",
) -> bytes:
    """Data of register 03, raw numbers as on the wire; the 13S pack unless said otherwise."""
    head = struct.pack(">HhHHHH", volts, amps, left, nominal, cycles, date)
    middle = struct.pack(
        ">HHHBBBBB", balance & 0xFFFF, balance >> 16, bits, version, soc, fets, cells, len(sensors)
    )
    return head + middle + struct.pack(f">{len(sensors)}H", *sensors) + tail


def words(*values: int) -> bytes:
    """Numbers of two bytes each, unsigned."""
    return struct.pack(f">{len(values)}H", *values)


CELLS_13S = (3629, 3629, 3629, 3631, 3629, 3630, 3629, 3630, 3629, 3630, 3630, 3630, 3630)
