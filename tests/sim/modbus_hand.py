"""Modbus bytes by hand: the CRC is pymodbus's, everything else is worked out here."""

import struct
from typing import Any

from pymodbus.framer.rtu import FramerRTU

from mingtang_desk.sim.mingtang import MingtangBoard
from mingtang_desk.sim.models import make_board


def frame(address: int, function: int, data: bytes) -> bytes:
    body = bytes([address, function]) + data
    return body + FramerRTU.compute_CRC(body).to_bytes(2, "big")  # already swapped there


def words(*values: int) -> bytes:
    return b"".join(struct.pack(">H", value & 0xFFFF) for value in values)


def read_frame(start: int, count: int, address: int = 1) -> bytes:
    return frame(address, 3, words(start, count))


def write_frame(start: int, *values: int, address: int = 1) -> bytes:
    data = words(start, len(values)) + bytes([2 * len(values)]) + words(*values)
    return frame(address, 16, data)


def content(reply: bytes, address: int = 1) -> tuple[int, bytes]:
    """(function, data) of exactly one sound reply."""
    assert reply == frame(reply[0], reply[1], reply[2:-2])
    assert reply[0] == address
    return reply[1], reply[2:-2]


def mingtang(model: str = "mingtang-13s", **options: Any) -> MingtangBoard:
    board = make_board(model, **options)
    assert isinstance(board, MingtangBoard)
    return board


class Master:
    """Talks to a board in its own time."""

    def __init__(self, board: Any, address: int = 1) -> None:
        self.board = board
        self.address = address
        self.now = 0.0
        board.advance(0.0)

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.board.advance(self.now)

    def raw(self, data: bytes) -> list[bytes]:
        return [reply.data for reply in self.board.receive(data, self.now)]

    def ask(self, function: int, data: bytes) -> bytes:
        """The data of the reply; an exception comes as a number."""
        (reply,) = self.raw(frame(self.address, function, data))
        answered, got = content(reply, self.address)
        assert answered == function, (hex(answered), got.hex())
        return got

    def refusal(self, function: int, data: bytes) -> int:
        """The exception code of a request that has to be refused."""
        (reply,) = self.raw(frame(self.address, function, data))
        answered, got = content(reply, self.address)
        assert answered == function | 0x80
        (code,) = got
        return code

    def read(self, start: int, count: int = 1) -> list[int]:
        data = self.ask(3, words(start, count))
        assert data[0] == 2 * count == len(data) - 1
        return list(struct.unpack(f">{count}H", data[1:]))

    def word(self, register: int) -> int:
        return self.read(register)[0]

    def double(self, register: int) -> int:
        high, low = self.read(register, 2)
        return high << 16 | low

    def text(self, register: int, length: int) -> str:
        data = words(*self.read(register, length // 2))
        return data.rstrip(b"\0\xff").decode("ascii")

    def write(self, start: int, *values: int) -> None:
        if len(values) == 1:
            assert self.ask(6, words(start, *values)) == words(start, *values)
            return
        data = words(start, len(values)) + bytes([2 * len(values)]) + words(*values)
        assert self.ask(16, data) == words(start, len(values))

    def write_refused(self, start: int, *values: int) -> int:
        data = words(start, len(values)) + bytes([2 * len(values)]) + words(*values)
        return self.refusal(16, data)

    def coils(self, start: int, count: int) -> list[int]:
        data = self.ask(1, words(start, count))
        assert data[0] == (count + 7) // 8 == len(data) - 1
        return [data[1 + i // 8] >> i % 8 & 1 for i in range(count)]

    def switch(self, coil: int, *, on: bool) -> None:
        data = words(coil, 0xFF00 if on else 0)
        assert self.ask(5, data) == data

    def set_coils(self) -> list[int]:
        """The fault coils that are on."""
        return [i for i, on in enumerate(self.coils(0, 52)) if on]

    def protections(self) -> list[int]:
        """The bits of the protections that have acted."""
        return [bit for bit in range(32) if self.double(0x201E) >> bit & 1]

    def alarms(self) -> list[int]:
        return [bit for bit in range(32) if self.double(0x2020) >> bit & 1]

    def mosfets(self) -> tuple[int, int]:
        """(charge, discharge)."""
        word = self.word(0x2023)
        return word & 1, word >> 1 & 1
