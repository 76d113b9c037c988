"""A router on this machine that answers as its documents say, or as a test tells it to."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from tests.cloud.liar import HANG, answer

WAY = ((22.5, 114.0), (22.504321, 114.001234), (22.51, 114.01))


@dataclass
class Asked:
    """One request."""

    method: str
    path: str
    query: dict[str, list[str]]
    heads: dict[str, str]
    body: bytes


@dataclass
class FakeRouter:
    """Where it is, what it was asked, and what it says instead of the truth."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    says: bytes | None = None


def encoded(places: tuple[tuple[float, float], ...], digits: int = 6) -> str:
    """Write an encoded polyline, by its published description and not by our reader."""
    text, before = "", (0, 0)
    for place in places:
        now = (round(place[0] * 10**digits), round(place[1] * 10**digits))
        for step in (now[0] - before[0], now[1] - before[1]):
            value = step << 1
            if step < 0:
                value = ~value
            while value >= 32:
                text += chr((32 | (value & 31)) + 63)
                value >>= 5
            text += chr(value + 63)
        before = now
    return text


def truth(asked: Asked) -> bytes:
    """What a router of the kind that is asked answers."""
    if asked.path.startswith("/route/v1/"):
        route = {"geometry": encoded(WAY), "distance": 1512.3, "duration": 363.0}
        return answer({"code": "Ok", "routes": [route], "waypoints": []})
    if asked.path == "/route":
        summary = {"length": 1.5123, "time": 363.0}
        leg = {"shape": encoded(WAY), "summary": summary}
        return answer({"trip": {"legs": [leg], "summary": summary, "units": "kilometers"}})
    line = {"type": "LineString", "coordinates": [[lon, lat, 4.0] for lat, lon in WAY]}
    properties = {"summary": {"distance": 1512.3, "duration": 363.0}}
    feature = {"type": "Feature", "geometry": line, "properties": properties}
    body = {"type": "FeatureCollection", "features": [feature]}
    return answer(body, kind="application/geo+json;charset=UTF-8")


@asynccontextmanager
async def routing() -> AsyncIterator[FakeRouter]:
    """Serve for the time of a block."""
    talks: set[asyncio.Task[None]] = set()
    ending = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks.add(task)
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
                method, target, _ = lines[0].split(" ")
                heads = dict(line.lower().split(": ", 1) for line in lines[1:] if line)
                body = await reader.readexactly(int(heads.get("content-length", "0")))
                parts = urlsplit(target)
                asked = Asked(method, parts.path, parse_qs(parts.query), heads, body)
                router.asked.append(asked)
                said = truth(asked) if router.says is None else router.says
                if said is HANG:
                    await ending.wait()
                for start in range(0, len(said), 1 << 16):
                    writer.write(said[start : start + (1 << 16)])
                    await writer.drain()
        finally:
            writer.close()
            talks.discard(task)

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    router = FakeRouter(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    try:
        yield router
    finally:
        server.close()
        ending.set()
        await asyncio.gather(*talks)
        await server.wait_closed()
