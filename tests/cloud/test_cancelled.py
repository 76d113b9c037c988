"""Whoever gives up while a server says nothing leaves no connection open, whenever it was."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio

from mingtang_desk.cloud.address import server_address
from mingtang_desk.cloud.http import Http
from mingtang_desk.cloud.route_decode import Profile, RouterKind
from mingtang_desk.cloud.routers import Router, ask_route
from mingtang_desk.cloud.sockets import Connect
from tests.server import leaks

pytestmark = pytest.mark.asyncio
STEPS = 40
"""Turns of the loop before it is cancelled: while it connects, sends and waits."""


@pytest_asyncio.fixture
async def silent(_tasks: None) -> AsyncIterator[str]:
    """A server that takes everything and never answers."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            await reader.read()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()


async def request(url: str) -> None:
    async with Http(server_address(url)) as http:
        await http.send("GET", "/x")


async def route(url: str) -> None:
    router = Router(kind=RouterKind.OSRM, url=url)
    await ask_route(router, (22.54, 114.05), (22.6, 114.1), Profile.CAR)


async def socket(url: str) -> None:
    async with Connect(url.replace("http", "ws"), proxy=None):
        pass


@pytest.mark.parametrize("ask", [request, route, socket])
async def test_nothing_stays_open(silent: str, ask: Callable[[str], Awaitable[None]]) -> None:
    before = leaks.open_files()
    for steps in range(STEPS):
        asked = asyncio.ensure_future(ask(silent))
        for _ in range(steps):
            await asyncio.sleep(0)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        async with asyncio.timeout(10):
            while leaks.open_files() != before:
                await asyncio.sleep(0.005)


@pytest.mark.usefixtures("_tasks")
async def test_closing_that_is_cancelled_closes_all_the_same() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while not (await reader.readuntil(b"\r\n\r\n")).startswith(b"GET /api/v1/never"):
                writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
            await reader.read()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    before = leaks.open_files()
    try:
        for steps in range(1, 10):
            http = Http(server_address(url))
            await http.__aenter__()
            await asyncio.gather(*(http.send("GET", "/x") for _ in range(4)))
            asked = asyncio.ensure_future(http.send("GET", "/never"))
            await asyncio.sleep(0.01)
            closing = asyncio.ensure_future(http.__aexit__(None, None, None))
            for _ in range(steps):
                await asyncio.sleep(0)
            closing.cancel()
            await asyncio.gather(closing, asked, return_exceptions=True)
            async with asyncio.timeout(5):
                while leaks.open_files() != before:
                    await asyncio.sleep(0.005)
    finally:
        server.close()
