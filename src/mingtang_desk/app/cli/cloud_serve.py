"""`cloud serve`: be the server until stopped."""

import argparse
import asyncio
import gc
import json
import ssl
import sys
from contextlib import AsyncExitStack
from pathlib import Path

from mingtang_desk.app import home
from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.cli.words import stop_on_signals
from mingtang_desk.core.errors import UsageError
from mingtang_desk.core.garbage import freeze_start
from mingtang_desk.session.clock import SystemClock


async def serve(args: argparse.Namespace, out: Output) -> Exit:
    """Serve; print one JSON line when it answers.

    Raises:
        UsageError: packages are missing, or certificate and key do not fit.
        LinkDeniedError: a port is taken.
        ServerRefusalError: another server runs on the database.
        StorageError: the database cannot be used.
    """
    try:
        from mingtang_desk.server.config import ServerConfig
        from mingtang_desk.server.demo.demo import living
        from mingtang_desk.server.logs import logging_to
        from mingtang_desk.server.run import standing
    except ImportError as error:
        raise UsageError("server_extra_missing", detail=error) from error

    _check_tls(args.tls_cert, args.tls_key)
    folder = home.cloud_demo_path() if args.demo else home.cloud_path()
    config = ServerConfig(
        data=args.data or folder,
        db=args.db,
        http=args.http,
        jt808=args.jt808,
        accept_unknown=args.accept_unknown,
        demo=args.demo,
        seed=args.seed,
        raw_days=args.raw_days,
        track_days=args.track_days,
        tls_cert=args.tls_cert,
        tls_key=args.tls_key,
    )
    stop = asyncio.Event()
    stop_on_signals(stop)
    async with AsyncExitStack() as stack:
        stack.enter_context(logging_to(sys.stderr))
        server = await stack.enter_async_context(standing(config, SystemClock()))
        ready: dict[str, object] = {"ready": True, "http": server.http, "jt808": server.jt808}
        if args.demo:
            fleet = await stack.enter_async_context(living(server.services))
            ready |= {"account": fleet.login, "password": fleet.password, "seed": fleet.seed}
        elif (link := server.services.accounts.setup_link(server.http)) is not None:
            ready["setup"] = link
            if not args.with_parent:  # a parent reads the line, and keeps the rest in a log
                words = "Nobody owns this server yet. Open this link once to become its owner:"
                print(f"{words}\n{link}", file=sys.stderr, flush=True)
        freeze_start()
        print(json.dumps(ready), flush=True)
        if args.with_parent:
            stack.push_async_callback(_ended, asyncio.create_task(_watch_parent(stop)))
        await stop.wait()
    gc.freeze()  # the process ends 0.3 s of computing earlier: its objects are not looked through
    return Exit.GOOD


async def _watch_parent(stop: asyncio.Event) -> None:
    """Set an event when stdin ends: the system closes it with whoever holds the other end."""
    if sys.platform == "win32":  # its loop cannot wait for such a pipe
        while await asyncio.to_thread(sys.stdin.buffer.read, 1):
            pass
    else:
        reader = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(reader)
        pipe, _ = await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
        try:
            while await reader.read(1024):
                pass
        finally:
            pipe.close()
    stop.set()


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _check_tls(cert: Path | None, key: Path | None) -> None:
    if cert is None and key is None:
        return
    if cert is None or key is None:
        raise UsageError("tls_unusable", detail="one of the two is missing")
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(cert, key)
    except OSError as error:  # an SSLError is one
        raise UsageError("tls_unusable", detail=error.strerror or str(error)) from error
