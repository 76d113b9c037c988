"""The words of `cloud serve` and `cloud admin`."""

import argparse
from pathlib import Path

from mingtang_desk.app.cli.parser import Parser, command


def add_cloud(kinds: "argparse._SubParsersAction[Parser]") -> None:
    """Add them."""
    serve = command(
        kinds, "serve", "run the server until stopped", "cloud serve --data /srv/mingtang --json"
    )
    where = serve.add_mutually_exclusive_group()
    where.add_argument("--data", type=Path, metavar="DIR", help="folder of its SQLite file")
    where.add_argument("--db", metavar="URL", help="postgresql://user@host/name instead")
    serve.add_argument(
        "--http", type=place, default=("127.0.0.1", 8080), metavar="HOST:PORT", help="port 0 = any"
    )
    serve.add_argument(
        "--jt808",
        type=place,
        default=("127.0.0.1", 8808),
        metavar="HOST:PORT",
        help="where trackers connect",
    )
    serve.add_argument(
        "--accept-unknown",
        action="store_true",
        help="take unknown trackers in at once: for test benches",
    )
    serve.add_argument(
        "--demo", action="store_true", help="a simulated fleet; in a folder of its own by default"
    )


def place(text: str) -> tuple[str, int]:
    """Read HOST:PORT.

    Raises:
        ArgumentTypeError: it is something else.
    """
    host, sign, port = text.rpartition(":")
    if not sign or not host or not port.isascii() or not port.isdecimal() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is no HOST:PORT")
    return host.strip("[]"), int(port)
