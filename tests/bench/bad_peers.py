"""Peers that misbehave, in a process of their own: `python -m tests.bench.bad_peers KIND WHERE`.

WHERE is `tcp` (an unlimited line) or `pty:PATH` (115200 baud); prints the place when it listens.
"""

import contextlib
import os
import random
import selectors
import socket
import sys
import time
import tty
from collections.abc import Callable

from mingtang_desk.protocols.jbd import codec
from mingtang_desk.wire import modbus

KINDS = ("mute", "garbage", "frames", "foreign", "lying", "dribble")
_BAUD = 115200


def stream(kind: str) -> bytes:
    """Return a second or so of what a peer says without being asked."""
    dice = random.Random(kind)
    match kind:
        case "garbage":
            return dice.randbytes(1 << 16)
        case "frames":  # good ones of the very protocol that is spoken, never asked for
            body = bytes([0xAA, 0, 24]) + bytes(24)
            frame = b"\xdd" + body + codec.checksum(body[1:]).to_bytes(2, "big") + b"\x77"
            return frame * 2000
        case "foreign":
            return b"".join(modbus.read_request(1, 3, n, 40) for n in range(200)) * 40
        case "lying":  # starts that promise 255 bytes, again and again
            return (b"\xdd\x03\x00\xff" * 63 + b"\xdd\xdd\x03\xff") * 256
        case _:
            return b"\xdd"


def serve(kind: str, fd: int, rate: float | None) -> None:
    """Talk for ever; what is asked is read and never answered."""
    data, at = stream(kind) if kind != "mute" else b"", 0
    poll = selectors.DefaultSelector()
    events = selectors.EVENT_READ | (selectors.EVENT_WRITE if data and rate is None else 0)
    poll.register(fd, events)
    if kind == "dribble":
        rate = 1000.0
    began, sent = time.monotonic(), 0
    while True:
        for _, event in poll.select(0.002 if rate else 1.0):
            if event & selectors.EVENT_READ and not os.read(fd, 4096):
                return
            if event & selectors.EVENT_WRITE:
                at = (at + os.write(fd, data[at:])) % len(data)
        if rate and data:
            due = int((time.monotonic() - began) * rate) - sent
            piece = (data[at:] + data)[: min(due, 4096)] if len(data) > 1 else data * min(due, 8)
            for chunk in [piece] if kind != "dribble" else [bytes([byte]) for byte in piece]:
                sent += os.write(fd, chunk)
            at = (at + len(piece)) % len(data)


def main() -> None:
    """Listen, then serve one client after the other."""
    kind, where = sys.argv[1:3]
    if where.startswith("pty:"):
        master, slave = os.openpty()
        tty.setraw(master)
        path = where.removeprefix("pty:")
        os.symlink(os.ttyname(slave), path)
        print(path, flush=True)
        os.set_blocking(master, False)
        _forever(lambda: serve(kind, master, None if kind == "mute" else _BAUD / 10))
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"127.0.0.1:{listener.getsockname()[1]}", flush=True)
    while True:
        client, _ = listener.accept()
        client.setblocking(False)
        with client, contextlib.suppress(ConnectionError):
            serve(kind, client.fileno(), None)


def _forever(work: Callable[[], None]) -> None:
    """Go on when the line is full, or nobody has it open."""
    while True:
        with contextlib.suppress(OSError):
            work()
        time.sleep(0.001)


if __name__ == "__main__":
    main()
