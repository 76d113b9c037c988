"""A Modbus board for procedures, without any IO, with a checksum and an encoder of its own."""

import struct
from collections.abc import Callable

from mingtang_desk.core.errors import LinkTimeoutError, MingtangError
from mingtang_desk.interfaces.driver import Frame, Procedure, Request
from mingtang_desk.protocols.modbus.codec import ModbusFramer


def seal(body: bytes) -> bytes:
    """Append the CRC-16 of Modbus, bit by bit."""
    crc = 0xFFFF
    for byte in body:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xA001 if crc & 1 else crc >> 1
    return body + struct.pack("<H", crc)


def framed(data: bytes) -> Frame:
    """The one frame that these bytes are."""
    framer = ModbusFramer()
    frames = framer.feed(data) + framer.flush()
    assert [frame.raw for frame in frames] == [data]
    return frames[0]


class Board:
    """Registers and coils by address; what is in neither gets exception 2.

    Attributes:
        sent: requests in words ("3:0+22", "6:0x2204=1068", "5:0x2000=ff00"), in order.
        refuse: exception by such words or by their head ("3:0+22", "6:0x2204").
        silent: what gets no answer at all.
    """

    def __init__(self, *, address: int = 1) -> None:
        self.address = address
        self.registers: dict[int, int] = {}
        self.inputs: dict[int, int] = {}
        self.coils: dict[int, int] = {}
        self.sent: list[str] = []
        self.requests: list[Request] = []
        self.refuse: dict[str, int] = {}
        self.silent: set[str] = set()
        self.on_write: Callable[[int, int], None] = lambda _register, _value: None

    def fill(self, start: int, *words: int) -> None:
        """Put words into holding registers."""
        self.registers.update({start + n: word & 0xFFFF for n, word in enumerate(words)})

    def text(self, start: int, text: str, registers: int) -> None:
        """Put a text into holding registers, padded with 00."""
        data = text.encode().ljust(2 * registers, b"\0")
        self.fill(start, *struct.unpack(f">{registers}H", data))

    def taken(self) -> list[str]:
        """What was sent since the last call."""
        sent, self.sent = self.sent, []
        return sent

    def answer(self, request: Request) -> Frame:
        """Answer one request, or raise as the session would when nobody answers."""
        data = request.data
        assert seal(data[:-2]) == data
        assert framed(data).raw == data
        address, function = data[0], data[1]
        head, words = self._words(function, data)
        self.sent.append(words)
        self.requests.append(request)
        assert request.writes == (function > 4)
        if address != self.address or {head, words} & self.silent:
            raise LinkTimeoutError("no_answer", where="x", what=request.what, tries=3)
        code = self.refuse.get(words, self.refuse.get(head))
        try:
            body = self._reply(function, data)
        except KeyError:
            code = code or 2
        if code is not None:
            body = bytes([function | 0x80, code])
        reply = framed(seal(bytes([address]) + body))
        assert request.answers(reply)
        assert not request.answers(framed(seal(bytes([address ^ 2]) + body)))
        return reply

    def run[T](self, procedure: Procedure[T]) -> T:
        """Drive a procedure to its end, as a session does."""
        try:
            request = next(procedure)
            while True:
                try:
                    reply = self.answer(request)
                except MingtangError as error:
                    request = procedure.throw(error)
                else:
                    request = procedure.send(reply)
        except StopIteration as stop:
            result: T = stop.value
            return result

    def _words(self, function: int, data: bytes) -> tuple[str, str]:
        start, count = struct.unpack_from(">HH", data, 2)
        if function <= 4:
            return f"{function}:{start:#x}", f"{function}:{start:#x}+{count}"
        value = data[4:6] if function in (5, 6) else data[7:-2]
        return f"{function}:{start:#x}", f"{function}:{start:#x}={value.hex()}"

    def _reply(self, function: int, data: bytes) -> bytes:
        start, count = struct.unpack_from(">HH", data, 2)
        if function in (1, 2):
            number = sum(self.coils[start + n] << n for n in range(count))
            body = number.to_bytes(-(-count // 8), "little")
            return bytes([function, len(body)]) + body
        if function in (3, 4):
            table = self.registers if function == 3 else self.inputs
            body = struct.pack(f">{count}H", *(table[start + n] for n in range(count)))
            return bytes([function, len(body)]) + body
        if function == 5:
            self.coils[start]
            self.coils[start] = int(count == 0xFF00)
            return data[1:6]
        words = [count] if function == 6 else list(struct.unpack(f">{count}H", data[7:-2]))
        for n, word in enumerate(words):
            self.registers[start + n]
            self.on_write(start + n, word)
            self.registers[start + n] = word
        return data[1:6]


def tower(*, cells: int = 13, address: int = 1) -> Board:
    """A board of the China Tower map, 13 cells at 3.629 V."""
    board = Board(address=address)
    board.fill(0, 4718, cells, 50, 2530, 98, -150, 25, 103, 31)
    board.fill(9, *([3629] * min(cells, 20)), *([0] * (20 - min(cells, 20))))
    board.text(0x3E8, "BT204805013CT00220940784", 12)
    board.coils = dict.fromkeys(range(52), 0)
    return board


def mingtang(*, cells: int = 13) -> Board:
    """A board with the extension, values of MISSION B3 where they matter."""
    board = tower(cells=cells)
    board.fill(0x2000, 0x4D54, 1)
    board.fill(0x2010, 23 << 8 | 6, 16 << 8 | 13, 48 << 8 | 51, 0)
    board.fill(0x2014, 0, 2530, 0, 5000, 162, 297, 275, 278, 0x8000, 0x7FFF)
    board.fill(0x201E, 0, 0, 0, 0, 0, 0b111, 0, 0, 0, 0, 0, 34, 0, 0)
    board.fill(0x202C, 0x8000, 0, 0x8000, 0, 0xFFFF, 0xFFFF)
    board.fill(0x2032, *([3630] * 12))
    board.text(0x2100, "V1.07", 16)
    board.text(0x2110, "312_SY_13S", 24)
    board.text(0x2128, "S-1", 12)
    board.text(0x2134, "BM312", 8)
    board.text(0x213C, "", 8)
    board.fill(0x2200, 0, 5000, cells, 0, 4250, 4150, 2750, 3000, 1000)
    board.fill(0x2209, *range(7000, 7006), 450, *([250] * 12), *range(1, 24))
    board.fill(0x2300, *range(14))
    board.coils.update(dict.fromkeys(range(0x2000, 0x2005), 1))
    board.fill(0x2400, 0, 0)
    return board
