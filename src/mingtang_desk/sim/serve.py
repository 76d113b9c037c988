"""Serves a simulated board on a pseudo terminal or a TCP port until it is stopped or dies."""

import asyncio
import contextlib
from collections.abc import Callable

from mingtang_desk.sim.board import Board
from mingtang_desk.sim.errors import ListenError
from mingtang_desk.sim.link import BoardLink
from mingtang_desk.sim.pty_line import PtyLine

READ_SIZE = 4096
FORMS = "pty:PATH, tcp:HOST:PORT or hci:HOST:PORT"


async def serve(
    board: Board,
    listen: str,
    *,
    pace: int | None,
    baud: int | None = None,
    seed: int = 0,
    on_ready: Callable[[str], None],
    stop: asyncio.Event,
) -> None:
    """Serves a board; returns when `stop` is set or when the board's power is gone.

    Args:
        board: the board.
        listen: `pty:PATH`, a symlink to the terminal is made there; or `tcp:HOST:PORT`, port 0 for
            a free one.
        pace: baud rate whose time bytes take in both directions; None = no time.
        baud: speed a client of a terminal has to set, else both hear garbage; None = that of
            `pace`, or any where there is none.
        seed: of that garbage.
        on_ready: gets the address, with the real port, once clients may come.
        stop: ends the serving.

    Raises:
        ListenError: the address is not one of these or cannot be taken.
    """
    kind, _, place = listen.partition(":")
    link = BoardLink(board, pace=pace)
    match kind:
        case "pty" if place:
            line = PtyLine(place, baud=baud or pace, seed=seed)
            await _serve_pty(link, line, place, on_ready, stop)
        case "tcp":
            await _serve_tcp(link, listen, on_ready, stop)
        case _:
            raise ListenError(listen, f"it has to be {FORMS}")


async def _until_dead_or_stopped(link: BoardLink, stop: asyncio.Event) -> None:
    tasks = [asyncio.create_task(link.run()), asyncio.create_task(stop.wait())]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def _serve_pty(
    link: BoardLink,
    line: PtyLine,
    path: str,
    on_ready: Callable[[str], None],
    stop: asyncio.Event,
) -> None:
    try:
        line.start(lambda data: link.feed(data, line.write))
        on_ready(f"pty:{path}")
        await _until_dead_or_stopped(link, stop)
    finally:
        line.close()


async def _serve_tcp(
    link: BoardLink, listen: str, on_ready: Callable[[str], None], stop: asyncio.Event
) -> None:
    host, port = host_port(listen)
    writers: set[asyncio.StreamWriter] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def reply(data: bytes) -> None:
            if not writer.is_closing():
                writer.write(data)

        writers.add(writer)
        try:
            while data := await reader.read(READ_SIZE):
                link.feed(data, reply)
        except ConnectionError:
            return  # a client that vanishes is everyday life of a server
        finally:
            writers.discard(writer)
            writer.close()

    try:
        server = await asyncio.start_server(talk, host, port)
    except OSError as error:
        raise ListenError(listen, str(error)) from error
    try:
        name, real_port = server.sockets[0].getsockname()[:2]
        on_ready(f"tcp:[{name}]:{real_port}" if ":" in name else f"tcp:{name}:{real_port}")
        await _until_dead_or_stopped(link, stop)
    finally:
        server.close()
        for writer in list(writers):
            writer.close()
        await server.wait_closed()


def host_port(listen: str) -> tuple[str, int]:
    """Host and port of `KIND:HOST:PORT`.

    Raises:
        ListenError: it is not that.
    """
    host, separator, port = listen.partition(":")[2].rpartition(":")
    if not separator or not host or not port.isdecimal() or int(port) > 65535:
        raise ListenError(listen, f"it has to be {FORMS}")
    return host.strip("[]"), int(port)
