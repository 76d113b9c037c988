"""Serves simulated boards over virtual Bluetooth: an HCI port that each program connects to."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from mingtang_desk.sim.errors import ListenError
from mingtang_desk.sim.models import OnAir
from mingtang_desk.sim.serve import host_port

if TYPE_CHECKING:
    from mingtang_desk.sim.ble_peripheral import Peripheral

NEEDS_BUMBLE = "it needs the package bumble; install it with “pip install 'mingtang-desk[demo]'”"


async def serve_air(
    boards: Sequence[OnAir],
    listen: str,
    *,
    pace: int | None,
    on_ready: Callable[[str], None],
    stop: asyncio.Event,
) -> None:
    """Serve boards until `stop` is set or the power of all of them is gone.

    Args:
        boards: what can be found.
        listen: `hci:HOST:PORT`, port 0 for a free one.
        pace: baud rate between each module and its board; None = bytes take no time.
        on_ready: gets the address, with the real port, once clients may come.
        stop: ends the serving.

    Raises:
        ListenError: the address cannot be taken, or bumble is not installed.
    """
    host, port = host_port(listen)
    try:
        from mingtang_desk.sim.ble_air import Air, serve_radio
        from mingtang_desk.sim.ble_peripheral import Peripheral
    except ImportError as error:
        raise ListenError(listen, NEEDS_BUMBLE) from error
    # A central that dies in the middle of something is everyday life of a simulator.
    logging.getLogger("bumble").setLevel(logging.CRITICAL)
    air = Air()
    radios: set[asyncio.Task[None]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            radios.add(task)
            task.add_done_callback(radios.discard)
        await serve_radio(air, reader, writer)

    try:
        server = await asyncio.start_server(talk, host, port)
    except OSError as error:
        raise ListenError(listen, str(error)) from error
    peripherals = [
        Peripheral(each.identity, each.board, pace=pace, sleep_s=each.sleep_s) for each in boards
    ]
    lives = [asyncio.create_task(peripheral.run(air)) for peripheral in peripherals]
    stopped = asyncio.create_task(stop.wait())
    try:
        for peripheral, life in zip(peripherals, lives, strict=True):
            await _found_or_failed(peripheral, life)
        name, real_port = server.sockets[0].getsockname()[:2]
        on_ready(f"hci:[{name}]:{real_port}" if ":" in name else f"hci:{name}:{real_port}")
        waiting = set(lives)
        while waiting and not stopped.done():
            done, _ = await asyncio.wait({*waiting, stopped}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
            waiting -= done
    finally:
        for task in (*lives, stopped):
            task.cancel()
        await asyncio.gather(*lives, stopped, return_exceptions=True)
        server.close()
        for radio in list(radios):
            radio.cancel()
        await asyncio.gather(*radios, return_exceptions=True)
        await server.wait_closed()


async def _found_or_failed(peripheral: "Peripheral", life: asyncio.Task[None]) -> None:
    """Return once a board can be found; raise what kept it from that."""
    found = asyncio.create_task(peripheral.on_air())
    try:
        await asyncio.wait({found, life}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        found.cancel()
    if life.done():
        life.result()
