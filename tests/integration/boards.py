"""A JBD board of a few lines, written from docs/protocols/jbd.md alone; it notes what it hears."""

import os
import pty
import select
import threading
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager

CELLS = (3629, 3629, 3631, 3630)


def words(*values: int) -> bytes:
    return b"".join((value & 0xFFFF).to_bytes(2, "big") for value in values)


def reply(register: int, data: bytes = b"", status: int = 0) -> bytes:
    body = bytes([status, len(data)]) + data
    return b"\xdd" + bytes([register]) + body + words(-sum(body)) + b"\x77"


BASIC = words(1452, 0, 2530, 5000, 162, 11984, 0, 0, 0) + bytes([0x21, 50, 3, 4, 1]) + words(3006)

type Hook = Callable[["Board", bytes], bytes | None]


class Board:
    """Answers on a pseudo-terminal.

    Args:
        piece, gap_s: a reply leaves in pieces of so many bytes with such gaps.
        hook: may answer a request otherwise; None = as usual.
    """

    def __init__(self, *, piece: int = 300, gap_s: float = 0.0, hook: Hook | None = None) -> None:
        self.piece, self.gap_s, self.hook = piece, gap_s, hook
        self.registers = {register: words(1) for register in range(0x10, 0x40)}
        self.registers |= {0x24: words(4250), 0x25: words(4150), 0x26: words(2750)}
        self.registers |= {0x27: words(3000), 0x2C: words(10)}
        self.registers |= {0x36: words(4300), 0x37: words(2500)}
        self.factory = self.saved = False
        self.heard: list[bytes] = []
        self._near, self._far = pty.openpty()
        tty.setraw(self._far)
        self._ended = False
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def uri(self) -> str:
        return f"serial://{os.ttyname(self._far)}?protocol=jbd&listen=off"

    @property
    def writes(self) -> list[str]:
        return [data[2:-3].hex() for data in self.heard if data[1] == 0x5A]

    def close(self) -> None:
        self._ended = True
        self._thread.join(10)
        os.close(self._near)
        os.close(self._far)

    def _serve(self) -> None:
        buffer = b""
        while not self._ended:
            if not select.select([self._near], [], [], 0.02)[0]:
                continue
            buffer += os.read(self._near, 4096)
            while len(buffer) >= 4 and len(buffer) >= 7 + buffer[3]:
                request, buffer = buffer[: 7 + buffer[3]], buffer[7 + buffer[3] :]
                self.heard.append(request)
                answer = None if self.hook is None else self.hook(self, request)
                answer = self._answer(request) if answer is None else answer
                for at in range(0, len(answer), self.piece):
                    os.write(self._near, answer[at : at + self.piece])
                    time.sleep(self.gap_s)

    def _answer(self, request: bytes) -> bytes:
        register, data = request[2], request[4:-3]
        if request[1] == 0xA5 and register in (0x03, 0x04):
            return reply(register, BASIC if register == 0x03 else words(*CELLS))
        if request[1] == 0x5A and register in (0x00, 0x01):
            self.factory = register == 0x00
            self.saved |= data == b"\x28\x28"
            return reply(register)
        if register not in self.registers:
            return reply(register, status=0x80)
        if not self.factory:
            return reply(register, status=0x81)
        if request[1] == 0x5A:
            self.registers[register] = data
            return reply(register)
        return reply(register, self.registers[register])


@contextmanager
def board(*, piece: int = 300, gap_s: float = 0.0, hook: Hook | None = None) -> Iterator[Board]:
    made = Board(piece=piece, gap_s=gap_s, hook=hook)
    try:
        yield made
    finally:
        made.close()
