"""A board for procedures, without any IO: takes requests, answers, keeps what was sent."""

import struct
from collections.abc import Mapping

from mingtang_desk.core.errors import LinkTimeoutError, MingtangError
from mingtang_desk.interfaces.driver import Frame, Procedure, Request
from tests.protocols.jbd.hand import CELLS_13S, basic, frame, words


class Board:
    """Registers behind a factory mode.

    Args:
        registers: data by register, beside basic info, cells and name.

    Attributes:
        sent: requests as "R24", "W24=109a", in order.
        refuse: status to answer with instead, by what was sent ("W24") or register ("R05").
        silent: what gets no answer at all.
    """

    def __init__(self, registers: Mapping[int, bytes] | None = None) -> None:
        self.registers = {
            0x03: basic(),
            0x04: words(*CELLS_13S),
            0x05: b"JBD-SP13S050",
            0xAA: words(*range(11)),
            **(registers or {}),
        }
        self.sent: list[str] = []
        self.requests: list[Request] = []
        self.refuse: dict[str, int] = {}
        self.silent: set[str] = set()
        self.inside = False

    def answer(self, request: Request) -> Frame:
        """Answer one request, or raise as the session would when nobody answers."""
        start, mode, register, size = struct.unpack_from("4B", request.data)
        assert start == 0xDD
        assert len(request.data) == size + 7
        data = request.data[4 : 4 + size]
        name = f"{'R' if mode == 0xA5 else 'W'}{register:02X}"
        self.sent.append(name + (f"={data.hex()}" if data else ""))
        self.requests.append(request)
        assert request.writes == (mode == 0x5A)
        if name in self.silent or self.sent[-1] in self.silent:
            raise LinkTimeoutError("no_answer", where="x", what=request.what, tries=3)
        reply = self._reply(name, register, data)
        assert request.answers(reply)
        assert not request.answers(frame(register ^ 1))
        return reply

    def _reply(self, name: str, register: int, data: bytes) -> Frame:
        for key in (name, self.sent[-1]):
            if key in self.refuse:
                return frame(register, b"", self.refuse[key])
        if name == "W00":
            self.inside = data == b"\x56\x78"
            return frame(register)
        if name == "W01":
            self.inside = False
            return frame(register)
        if register not in self.registers and name != "WE1":
            return frame(register, b"", 0x80)
        if 0x10 <= register < 0xA3 and not self.inside:
            return frame(register, b"", 0x81)
        if name.startswith("W"):
            self.registers[register] = data
            return frame(register)
        return frame(register, self.registers[register])

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

    def taken(self) -> list[str]:
        """What was sent since the last call."""
        sent, self.sent = self.sent, []
        return sent
