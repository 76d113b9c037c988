"""Servers that take mail and requests, on real sockets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Sink:
    """What came in."""

    port: int = 0
    taken: asyncio.Queue[tuple[dict[str, str], bytes]] = field(default_factory=asyncio.Queue)
    answers: list[str] = field(default_factory=list)

    async def next(self) -> tuple[dict[str, str], bytes]:
        async with asyncio.timeout(15):
            return await self.taken.get()


@asynccontextmanager
async def http_sink() -> AsyncIterator[Sink]:
    """Answers with `answers` one after the other, then 204."""
    sink = Sink()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lines = head.split("\r\n")
        headers = {k.lower(): v for k, _, v in (x.partition(": ") for x in lines[1:]) if k}
        body = await reader.readexactly(int(headers["content-length"]))
        sink.taken.put_nowait(({**headers, "request": lines[0]}, body))
        status = sink.answers.pop(0) if sink.answers else "204 No Content"
        writer.write(
            f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
        )
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    sink.port = server.sockets[0].getsockname()[1]
    async with server:
        yield sink


@asynccontextmanager
async def smtp_sink() -> AsyncIterator[Sink]:
    """Takes every mail."""
    sink = Sink()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 sink\r\n")
        told: dict[str, str] = {}
        while line := await reader.readline():
            verb = line.decode().strip()
            word = verb[:4].upper()
            if word in ("MAIL", "RCPT"):
                told[word] = verb
            if word == "DATA":
                writer.write(b"354 go\r\n")
                body = await reader.readuntil(b"\r\n.\r\n")
                sink.taken.put_nowait((told, body))
            writer.write(b"221 bye\r\n" if word == "QUIT" else b"250 ok\r\n")
            await writer.drain()
            if word == "QUIT":
                break
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    sink.port = server.sockets[0].getsockname()[1]
    async with server:
        yield sink
