"""Raw connections, and how the server stands after them."""

import asyncio
import contextlib
from dataclasses import dataclass

from tests.server import leaks
from tests.server.kit import Kit

PATIENCE_S = 15.0
MORE_KB = 60_000
"""So much more memory may be held after a flood: the allocator gives little back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What is held by this process: the server and the test live in the same one."""

    tasks: int
    files: int
    memory_kb: int

    @classmethod
    def now(cls) -> "Level":
        """Measure."""
        return cls(
            tasks=len(asyncio.all_tasks()),
            files=len(leaks.open_files()),
            memory_kb=leaks.resident_kb(),
        )


async def warm(kit: Kit) -> Level:
    """Let pools fill, then measure."""
    host, port = http(kit)

    async def ask() -> None:
        await talk(
            host, port, b"GET /api/v1/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        )

    await asyncio.gather(*(ask() for _ in range(40)))
    host, port = kit.jt808
    await talk(host, port, b"~~", wait_s=0.2)
    await settled(Level(tasks=1_000, files=1_000, memory_kb=10**9))
    await asyncio.sleep(0.2)
    return Level.now()


async def settled(before: Level) -> None:
    """Wait until things stand as before.

    Raises:
        AssertionError: they do not.
    """
    until = asyncio.get_running_loop().time() + PATIENCE_S
    while True:
        now = Level.now()
        # A pool may hold a connection more.
        if now.tasks <= before.tasks and now.files <= before.files + 6:
            break
        assert asyncio.get_running_loop().time() < until, f"{now}, was {before}"
        await asyncio.sleep(0.05)
    assert now.memory_kb - before.memory_kb < MORE_KB, f"{now}, was {before}"


def http(kit: Kit) -> tuple[str, int]:
    """Where the API listens."""
    host, _, port = kit.server.http.removeprefix("http://").rpartition(":")
    return host, int(port)


async def talk(host: str, port: int, data: bytes, *, wait_s: float = 5.0) -> bytes:
    """Send bytes; return what comes until the other side hangs up, or until `wait_s` passed."""
    got = bytearray()
    async with asyncio.timeout(PATIENCE_S):
        reader, writer = await asyncio.open_connection(host, port)
    try:
        with contextlib.suppress(OSError):  # a reset is an answer too; TimeoutError is an OSError
            writer.write(data)
            async with asyncio.timeout(PATIENCE_S):
                await writer.drain()
            async with asyncio.timeout(wait_s):
                while part := await reader.read(65_536):
                    got += part
    finally:
        writer.transport.abort()
        with contextlib.suppress(OSError):
            async with asyncio.timeout(PATIENCE_S):
                await writer.wait_closed()
    return bytes(got)


def statuses(answer: bytes) -> list[int]:
    """Return the statuses of the answers in what came back."""
    found = []
    for line in answer.split(b"\r\n"):
        if line.startswith(b"HTTP/1."):
            found.append(int(line.split(b" ", 2)[1]))
    return found


class Held:
    """Connections that stay open: each has said something, and nothing more."""

    def __init__(self) -> None:
        self._writers: list[asyncio.StreamWriter] = []
        self.readers: list[asyncio.StreamReader] = []

    async def open(self, host: str, port: int, count: int, said: bytes) -> None:
        """Open them."""
        for _ in range(count):
            async with asyncio.timeout(PATIENCE_S):
                reader, writer = await asyncio.open_connection(host, port)
                self.readers.append(reader)
                self._writers.append(writer)
                writer.write(said)
                await writer.drain()

    async def close(self) -> None:
        """Cut them all."""
        for writer in self._writers:
            writer.transport.abort()
        for writer in self._writers:
            with contextlib.suppress(OSError):
                async with asyncio.timeout(PATIENCE_S):
                    await writer.wait_closed()
        self._writers.clear()
