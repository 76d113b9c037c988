"""JBD bytes by hand: what the tests expect is worked out here, with nothing from the package."""

import struct
from typing import Any


def chk(body: bytes) -> bytes:
    return struct.pack(">H", (0x10000 - sum(body)) & 0xFFFF)


def read(register: int, data: bytes = b"") -> bytes:
    body = bytes([register, len(data)]) + data
    return b"\xdd\xa5" + body + chk(body) + b"\x77"


def write(register: int, data: bytes) -> bytes:
    body = bytes([register, len(data)]) + data
    return b"\xdd\x5a" + body + chk(body) + b"\x77"


def parse(reply: bytes) -> tuple[int, int, bytes]:
    """(register, status, data) of exactly one sound reply."""
    assert reply[0] == 0xDD
    assert reply[-1] == 0x77
    length = reply[3]
    assert len(reply) == length + 7
    assert reply[-3:-1] == chk(reply[2:-3])
    return reply[1], reply[2], reply[4 : 4 + length]


class Client:
    """Talks to a board in its own time, one request a step."""

    def __init__(self, board: Any, step_s: float = 0.0) -> None:
        self.board = board
        self.now = 0.0
        self.step_s = step_s
        board.advance(0.0)

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.board.advance(self.now)

    def raw(self, frame: bytes) -> list[bytes]:
        self.now += self.step_s
        return [reply.data for reply in self.board.receive(frame, self.now)]

    def ask(self, frame: bytes) -> tuple[int, bytes]:
        (reply,) = self.raw(frame)
        register, status, data = parse(reply)
        assert register == frame[2]
        return status, data

    def get(self, register: int) -> bytes:
        status, data = self.ask(read(register))
        assert status == 0
        return data

    def word(self, register: int) -> int:
        return int(struct.unpack(">H", self.get(register))[0])

    def put(self, register: int, value: int | bytes) -> int:
        data = value if isinstance(value, bytes) else struct.pack(">H", value)
        return self.ask(write(register, data))[0]

    def enter(self) -> None:
        assert self.put(0x00, 0x5678) == 0

    def leave(self, *, save: bool = False) -> None:
        assert self.put(0x01, 0x2828 if save else 0) == 0

    def info(self) -> dict[str, Any]:
        return basic(self.get(0x03))

    def cells(self) -> list[float]:
        data = self.get(0x04)
        return [mv / 1000 for mv in struct.unpack(f">{len(data) // 2}H", data)]

    def counts(self) -> tuple[int, ...]:
        data = self.get(0xAA)
        return struct.unpack(f">{len(data) // 2}H", data)


def basic(data: bytes) -> dict[str, Any]:
    volts, amps, left, nominal, cycles, date, low, high, bits = struct.unpack(
        ">HhHHHHHHH", data[:18]
    )
    version, soc, fets, cells, sensors = data[18:23]
    raw = struct.unpack(f">{sensors}H", data[23 : 23 + 2 * sensors])
    return {
        "pack_v": volts / 100,
        "current_a": amps / 100,
        "remaining_ah": left / 100,
        "nominal_ah": nominal / 100,
        "cycles": cycles,
        "date": (2000 + (date >> 9), date >> 5 & 15, date & 31),
        "balance": low | high << 16,
        "bits": bits,
        "version": version,
        "soc": soc,
        "fets": fets,
        "cells": cells,
        "temperatures": [(t - 2731) / 10 for t in raw],
        "tail": data[23 + 2 * sensors :],
    }


def bits(*positions: int) -> int:
    return sum(1 << position for position in positions)
