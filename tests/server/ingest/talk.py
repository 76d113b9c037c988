"""A tracker of the tests: sends bytes, and reads what it is answered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from mingtang_desk.sim.tracker import bodies
from mingtang_desk.sim.tracker.telegram import Identity, Telegram, Unpacker, pack, u16

PATIENCE_S = 15.0


@dataclass(kw_only=True)
class Talk:
    """One connection, in the telegrams of the simulator."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    unpacker: Unpacker = field(default_factory=Unpacker)
    came: list[Telegram] = field(default_factory=list)
    serial: int = 0

    def send(self, kind: int, body: bytes, who: Identity) -> int:
        """Send a telegram; return its serial number."""
        self.serial += 1
        self.writer.write(pack(kind, body, who, self.serial))
        return self.serial

    def raw(self, data: bytes) -> None:
        """Send bytes."""
        self.writer.write(data)

    async def next(self, kind: int | None = None) -> Telegram:
        """Return the next telegram, of a kind."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                for index, telegram in enumerate(self.came):
                    if kind is None or telegram.kind == kind:
                        return self.came.pop(index)
                data = await self.reader.read(65536)
                if not data:
                    raise ConnectionResetError("the server hung up")
                self.came += self.unpacker.feed(data)

    async def answer(self, kind: int, body: bytes, who: Identity) -> int:
        """Send a telegram and return the result of the general reply to it."""
        serial = self.send(kind, body, who)
        told = await self.next(0x8001)
        assert told.body[:4] == u16(serial) + u16(kind)
        return told.body[4]

    async def ended(self) -> None:
        """Wait until the server hangs up."""
        async with asyncio.timeout(PATIENCE_S):
            while await self.reader.read(65536):
                pass

    async def register(self, who: Identity) -> tuple[int, bytes]:
        """Register; return result and code."""
        body = bodies.registration(who.digits, is_2019=who.is_2019)
        serial = self.send(0x0100, body, who)
        told = await self.next(0x8100)
        assert told.body[:2] == u16(serial)
        return told.body[2], told.body[3:]

    async def authenticate(self, code: bytes, who: Identity) -> int:
        """Prove a code; return the result."""
        body = bodies.authentication(code, who.digits, "1.0", is_2019=who.is_2019)
        return await self.answer(0x0102, body, who)

    async def introduce(self, who: Identity) -> bytes:
        """Register and prove; return the code."""
        result, code = await self.register(who)
        assert result == 0
        assert await self.authenticate(code, who) == 0
        return code


def identity(number: str, edition: int = 2013) -> Identity:
    """Return who a tracker is."""
    return Identity(number.zfill(12), None) if edition == 2013 else Identity(number.zfill(20), 1)


@asynccontextmanager
async def talk(where: tuple[str, int]) -> AsyncIterator[Talk]:
    """Connect."""
    reader, writer = await asyncio.open_connection(*where)
    try:
        yield Talk(reader=reader, writer=writer)
    finally:
        writer.close()
