"""`cloud serve`: be the server until stopped."""

import argparse
import asyncio
import json

from mingtang_desk.app import home
from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.cli.words import stop_on_signals
from mingtang_desk.core.errors import StorageError, UsageError
from mingtang_desk.session.clock import SystemClock


async def serve(args: argparse.Namespace, out: Output) -> Exit:
    """Serve; print one JSON line when it answers.

    Raises:
        UsageError: a port is taken, or packages are missing.
        StorageError: the database cannot be used.
    """
    try:
        from mingtang_desk.server.config import ServerConfig
        from mingtang_desk.server.run import standing
    except ImportError as error:
        raise UsageError("server_extra_missing", detail=error) from error

    config = ServerConfig(
        data=args.data or home.cloud_path(),
        db=args.db,
        http=args.http,
        jt808=args.jt808,
        accept_unknown=args.accept_unknown,
        demo=args.demo,
    )
    stop = asyncio.Event()
    stop_on_signals(stop)
    try:
        async with standing(config, SystemClock()) as server:
            ready = {"ready": True, "http": server.http, "jt808": server.jt808}
            print(json.dumps(ready), flush=True)
            await stop.wait()
    except OSError as error:
        where = f"{args.http[0]}:{args.http[1]} or {args.jt808[0]}:{args.jt808[1]}"
        detail = error.strerror or str(error)
        raise StorageError("port_taken", where=where, detail=detail) from error
    return Exit.GOOD
