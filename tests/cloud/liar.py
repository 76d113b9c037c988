"""A server that answers what a test tells it to, byte by byte."""

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from mingtang_desk import __version__

_LENGTH = re.compile(r"(?i)\r\ncontent-length: *([1-9]\d*)")
_OF_JSON = re.compile(r"(?i)\r\ncontent-type: *application/json")
HANG = b"\0hang"
"""An answer that never comes."""


def answer(
    body: object, *, status: int = 200, kind: str = "application/json", head: str = ""
) -> bytes:
    """An HTTP answer; bytes are sent as they are, everything else as JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return (
        f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n"
        f"Connection: close\r\n{head}\r\n"
    ).encode() + data


def problem(status: int, key: str, head: str = "") -> bytes:
    """A refusal as our servers tell it."""
    body = {"type": f"urn:mingtang:problem:{key}", "status": status, "detail": "As it is."}
    return answer(body, status=status, kind="application/problem+json", head=head)


HEALTH = {"status": "ok", "version": __version__}
PROFILE = {
    "id": "u",
    "login": "li",
    "name": "",
    "role": "owner",
    "rights": ["read"],
    "is_admin": False,
    "account_id": "a",
    "account_name": "shop",
    "has_totp": False,
    "agreement_due": False,
}
TOKENS = {
    "access_token": "mta_x",
    "expires_in_s": 1800,
    "refresh_token": "mtr_x",
    "agreement_due": False,
    "user": PROFILE,
}


@dataclass
class Liar:
    """What it answers by path, and what it was asked."""

    http: str
    answers: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    bodies: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


@asynccontextmanager
async def lying() -> AsyncIterator[Liar]:
    """Serve; logins and health are answered truly."""
    talks: set[asyncio.Task[None]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks.add(task)
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                path = head.split(" ")[1].partition("?")[0].removeprefix("/api/v1")
                liar.asked.append(path)
                liar.heads.append(head)
                if found := _LENGTH.search(head):
                    data = await reader.readexactly(int(found[1]))
                    if _OF_JSON.search(head):  # Traccar is sent forms
                        liar.bodies.append((path, json.loads(data)))
                said = liar.answers.get(path, problem(404, "not_found"))
                if said is HANG:
                    await asyncio.sleep(60)
                for start in range(0, len(said), 1 << 16):
                    writer.write(said[start : start + (1 << 16)])
                    await writer.drain()
        finally:
            writer.close()
            talks.discard(task)

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    liar = Liar(f"http://127.0.0.1:{port}")
    liar.answers = {"/health": answer(HEALTH), "/auth/login": answer(TOKENS)}
    try:
        yield liar
    finally:
        server.close()
        for task in tuple(talks):
            task.cancel()
        await server.wait_closed()
        while talks:
            await asyncio.sleep(0.01)
