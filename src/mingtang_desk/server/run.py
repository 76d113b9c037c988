"""The server from start to end: parts, HTTP, ready."""

import asyncio
import contextlib
import errno
import os
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import uvicorn

from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import DeniedReason, LinkDeniedError
from mingtang_desk.server.admin.files import private_folder, private_umask
from mingtang_desk.server.admin.lock import only_server
from mingtang_desk.server.admin.upkeep import upkeep
from mingtang_desk.server.api.app import make_app
from mingtang_desk.server.api.head import BoundedHttp
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
        ServerRefusalError: another server uses it.
        LinkDeniedError: a port is taken.
    """
    private_folder(config.data)
    async with AsyncExitStack() as stack:
        listening = _socket(config)
        stack.callback(listening.close)
        with private_umask():
            await stack.enter_async_context(only_server(config.url))
            services = await _started(stack, config, clock)
        await stack.enter_async_context(upkeep(services))
        web = _Quiet(
            uvicorn.Config(
                make_app(services),
                log_config=None,
                access_log=False,
                lifespan="off",
                server_header=False,
                http=BoundedHttp,
                ws=WireProtocol,
                ws_max_size=MESSAGE,
                ws_per_message_deflate=False,  # a frame is made once for everybody
                timeout_graceful_shutdown=3,
                ssl_certfile=config.tls_cert,
                ssl_keyfile=config.tls_key,
            )
        )
        task = asyncio.create_task(web.serve([listening]))
        try:
            while not web.started and not task.done():  # noqa: ASYNC110 - uvicorn has no event
                await asyncio.sleep(0.01)
            host, port = listening.getsockname()[:2]
            scheme = "http" if config.tls_cert is None else "https"
            yield Standing(
                services=services,
                http=f"{scheme}://{_bracketed(host)}:{port}",
                jt808=_place(services.ingest.jt808),
            )
        finally:
            await services.streams.stop()
            web.should_exit = True
            await task


async def _started(stack: AsyncExitStack, config: ServerConfig, clock: Clock) -> Services:
    try:
        return await stack.enter_async_context(running(config, clock))
    except OSError as error:
        if config.jt808 is None or not _is_of_a_port(error):
            raise
        raise _taken("--jt808", config.jt808, error) from error


def _is_of_a_port(error: OSError) -> bool:
    return isinstance(error, socket.gaierror) or error.errno in (
        errno.EADDRINUSE,
        errno.EADDRNOTAVAIL,
        errno.EACCES,
    )


def _taken(option: str, where: tuple[str, int], error: OSError) -> LinkDeniedError:
    if isinstance(error, socket.gaierror) or error.errno is None:
        detail = error.strerror or str(error)
    else:
        detail = os.strerror(error.errno)
    place = f"{_bracketed(where[0])}:{where[1]}"
    reason = DeniedReason.FORBIDDEN if error.errno == errno.EACCES else DeniedReason.BUSY
    return LinkDeniedError(
        "port_taken", reason=reason, where=place, detail=detail.lower(), option=option
    )


def _socket(config: ServerConfig) -> socket.socket:
    host, port = config.http
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise _taken("--http", config.http, error) from error
    return made


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _place(where: tuple[str, int] | None) -> str | None:
    return None if where is None else f"{_bracketed(where[0])}:{where[1]}"
