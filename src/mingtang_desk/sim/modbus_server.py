"""What a Modbus slave does with a request; the registers and coils are the board's.

Function codes 01, 03, 05, 06, 15 and 16; exceptions 1 to 4. Source: "MODBUS application protocol"
V1.1b3.
"""

from collections.abc import Sequence
from typing import Protocol

from mingtang_desk.sim.modbus_frames import WRITES, Request, encode

ILLEGAL_FUNCTION, ILLEGAL_ADDRESS, ILLEGAL_VALUE, DEVICE_FAILURE = 1, 2, 3, 4
BROADCAST = 0
ON, OFF = b"\xff\x00", b"\x00\x00"
EXCEPTION = 0x80
READ_COILS_MAX, WRITE_COILS_MAX = 2000, 1968
READ_WORDS_MAX, WRITE_WORDS_MAX = 125, 123


class ModbusError(Exception):
    """A request that is answered by an exception.

    Attributes:
        code: exception code, 1 to 4.
    """

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(f"exception {code}")


class RegisterMap(Protocol):
    """Registers and coils of a board; each raises `ModbusError` for what it does not take."""

    @property
    def writable(self) -> bool:
        """False for a board that knows no write function at all."""
        ...

    def read_coils(self, start: int, count: int) -> list[bool]:
        """Coils from `start` on."""
        ...

    def read_words(self, start: int, count: int) -> list[int]:
        """Holding registers from `start` on."""
        ...

    def write_coils(self, start: int, values: Sequence[bool]) -> None:
        """Sets all of the coils or none."""
        ...

    def write_words(self, start: int, words: Sequence[int]) -> None:
        """Sets all of the holding registers or none."""
        ...


def serve(registers: RegisterMap, request: Request) -> bytes | None:
    """Does what a request asks and gives the reply.

    Returns:
        None for a broadcast, which only writes and is never answered.
    """
    if request.address == BROADCAST and request.function not in WRITES:
        return None
    try:
        content = _do(registers, request.function, request.content)
        reply = encode(request.address, request.function, content)
    except ModbusError as error:
        reply = encode(request.address, request.function | EXCEPTION, bytes([error.code]))
    return None if request.address == BROADCAST else reply


def _do(registers: RegisterMap, function: int, content: bytes) -> bytes:
    if function in WRITES and not registers.writable:
        raise ModbusError(ILLEGAL_FUNCTION)
    start, second = int.from_bytes(content[:2], "big"), content[2:4]
    count = int.from_bytes(second, "big")
    match function:
        case 0x01:
            _check_count(start, count, READ_COILS_MAX)
            return _packed(registers.read_coils(start, count))
        case 0x03:
            _check_count(start, count, READ_WORDS_MAX)
            words = registers.read_words(start, count)
            return bytes([2 * count]) + b"".join(word.to_bytes(2, "big") for word in words)
        case 0x05:
            if second not in (ON, OFF):
                raise ModbusError(ILLEGAL_VALUE)
            registers.write_coils(start, [second == ON])
        case 0x06:
            registers.write_words(start, [count])
        case 0x0F:
            _check_count(start, count, WRITE_COILS_MAX)
            registers.write_coils(start, _unpacked(content[5:], count))
        case 0x10:
            _check_count(start, count, WRITE_WORDS_MAX)
            registers.write_words(start, _words(content[5:], count))
        case _:
            raise ModbusError(ILLEGAL_FUNCTION)
    return content[:4]


def _check_count(start: int, count: int, most: int) -> None:
    if not 1 <= count <= most:
        raise ModbusError(ILLEGAL_VALUE)
    if start + count > 0x10000:
        raise ModbusError(ILLEGAL_ADDRESS)


def _packed(bits: Sequence[bool]) -> bytes:
    """A byte count and the coils, the first one in the lowest bit."""
    data = bytearray((len(bits) + 7) // 8)
    for i, bit in enumerate(bits):
        data[i // 8] |= bit << i % 8
    return bytes([len(data)]) + bytes(data)


def _unpacked(data: bytes, count: int) -> list[bool]:
    if len(data) != (count + 7) // 8:
        raise ModbusError(ILLEGAL_VALUE)
    return [bool(data[i // 8] >> i % 8 & 1) for i in range(count)]


def _words(data: bytes, count: int) -> list[int]:
    if len(data) != 2 * count:
        raise ModbusError(ILLEGAL_VALUE)
    return [int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data), 2)]
