"""The server from start to end: parts, HTTP, ready."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import uvicorn

from mingtang_desk.core.clock import Clock
from mingtang_desk.server.api.app import make_app
from mingtang_desk.server.config import ServerConfig
from mingtang_desk.server.push.wire import WireProtocol
from mingtang_desk.server.services import Services, running

MESSAGE = 64 * 1024
"""Bytes of a message that comes over a WebSocket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A server that answers.

    Attributes:
        services: its parts.
        http: its URL; jt808: host:port, None = no listener.
    """

    services: Services
    http: str
    jt808: str | None


class _Quiet(uvicorn.Server):
    """Signals belong to whoever started us."""

    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        """Take none."""
        yield


@asynccontextmanager
async def standing(config: ServerConfig, clock: Clock) -> AsyncIterator[Standing]:
    """Start a server, and end it in good order.

    Raises:
        StorageError: the database cannot be used.
        OSError: a port is taken.
    """
    config.data.mkdir(parents=True, exist_ok=True)
    async with running(config, clock) as services:
        listening = _socket(*config.http)
        web = _Quiet(
            uvicorn.Config(
                make_app(services),
                log_config=None,
                access_log=False,
                lifespan="off",
                server_header=False,
                ws=WireProtocol,
                ws_max_size=MESSAGE,
                ws_per_message_deflate=False,  # a frame is made once for everybody
                timeout_graceful_shutdown=3,
            )
        )
        task = asyncio.create_task(web.serve([listening]))
        try:
            while not web.started and not task.done():  # noqa: ASYNC110 - uvicorn has no event
                await asyncio.sleep(0.01)
            host, port = listening.getsockname()[:2]
            yield Standing(
                services=services,
                http=f"http://{_bracketed(host)}:{port}",
                jt808=_place(services.ingest.jt808),
            )
        finally:
            await services.streams.stop()
            web.should_exit = True
            await task
            listening.close()


def _socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError:
        made.close()
        raise
    return made


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _place(where: tuple[str, int] | None) -> str | None:
    return None if where is None else f"{_bracketed(where[0])}:{where[1]}"
