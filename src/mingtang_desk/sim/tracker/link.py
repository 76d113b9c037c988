"""Connects a simulated terminal to a platform over TCP, again and again, until it is stopped."""

import asyncio
import contextlib
import time
from collections.abc import Callable

from mingtang_desk.sim.tracker.machine import SimTracker
from mingtang_desk.sim.tracker.progress import State

READ_SIZE = 4096
CONNECT_S, WRITE_S = 10.0, 10.0
PAUSES_S = (1.0, 2.0, 5.0, 10.0)
"""Between attempts to connect; the last one is repeated."""


async def run(
    tracker: SimTracker,
    host: str,
    port: int,
    *,
    on_ready: Callable[[], None],
    on_trouble: Callable[[str], None] = lambda _: None,
    stop: asyncio.Event,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Lets a terminal live until `stop` is set.

    Args:
        tracker: the terminal.
        host: of the platform.
        port: likewise.
        on_ready: called once, when the platform has taken the terminal in.
        on_trouble: gets what went wrong with a link, for people.
        stop: ends it.
        clock: monotonic wall clock.
    """
    tries, waiting = 0, [on_ready]
    while not stop.is_set():
        tracker.advance(clock())
        if not tracker.wants_link:
            await _pause(stop, tracker.idle_s())
            continue
        try:
            async with asyncio.timeout(CONNECT_S):
                reader, writer = await asyncio.open_connection(host, port)
        except OSError as error:  # a timeout is one
            on_trouble(f"{host}:{port} cannot be reached: {str(error) or 'no answer'}")
            await _live_on(tracker, PAUSES_S[min(tries, len(PAUSES_S) - 1)], stop, clock)
            tries += 1
            continue
        tries = 0
        try:
            await _talk(tracker, reader, writer, waiting, stop, clock)
        except OSError as error:
            on_trouble(f"the link was cut: {error}")
        finally:
            tracker.disconnected(clock())
            if tracker.is_covered:
                writer.close()
            else:
                writer.transport.abort()  # no good-bye reaches the platform
            with contextlib.suppress(OSError):
                async with asyncio.timeout(WRITE_S):
                    await writer.wait_closed()


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()


async def _live_on(
    tracker: SimTracker, seconds: float, stop: asyncio.Event, clock: Callable[[], float]
) -> None:
    """Lets time pass without a link."""
    until = clock() + seconds
    while not stop.is_set() and clock() < until:
        await _pause(stop, min(tracker.idle_s(), max(until - clock(), 0.0)))
        tracker.advance(clock())


async def _talk(
    tracker: SimTracker,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    waiting: list[Callable[[], None]],
    stop: asyncio.Event,
    clock: Callable[[], float],
) -> None:
    """Talks until the link is cut or not wanted any more; calls once who waits for it."""
    tracker.connected(clock())
    reading = asyncio.ensure_future(reader.read(READ_SIZE))
    stopping = asyncio.ensure_future(stop.wait())
    try:
        while True:
            tracker.advance(clock())
            for data in tracker.outgoing(clock()):
                writer.write(data)
            async with asyncio.timeout(WRITE_S):
                await writer.drain()
            if waiting and tracker.state is State.ONLINE:
                waiting.pop()()
            if not tracker.wants_link or stop.is_set():
                return
            await asyncio.wait(
                (reading, stopping),
                timeout=tracker.idle_s(),
                return_when=asyncio.FIRST_COMPLETED,
            )
            if reading.done():
                data = reading.result()
                if not data:
                    raise ConnectionResetError("the platform hung up")
                tracker.receive(data, clock())
                reading = asyncio.ensure_future(reader.read(READ_SIZE))
    finally:
        for task in (reading, stopping):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, OSError):
                await task
