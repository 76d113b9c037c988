"""Bytes for a board as somebody made them: they travel unchanged, and the reply comes as it is."""

import asyncio
from contextlib import suppress

from mingtang_desk.core.errors import LinkTimeoutError, TransportError
from mingtang_desk.interfaces.driver import Driver, Frame, ReadAgain
from mingtang_desk.server.commands.flight import Flight, Outcome
from mingtang_desk.server.commands.orders import BmsRequest
from mingtang_desk.server.commands.tracker_transport import TrackerTransport
from mingtang_desk.session.drivers import all_drivers
from mingtang_desk.session.judging import frames_of, writes

_QUIET_S = 0.3
"""A reply is whole when nothing has come for so long."""
_MOST = 8192


async def bms_request(flight: Flight) -> Outcome:
    """Send bytes; what writes is read back where the protocol has a way to."""
    order = flight.command.order
    assert isinstance(order, BmsRequest)
    data = bytes.fromhex(order.hex)
    does = writes(data, flight.device.protocol)
    transport = TrackerTransport(flight, channel=order.channel)
    driver = _driver_of(flight.device.protocol, data)
    await transport.open()
    try:
        flight.touched = does is not False
        reply = await _exchange(flight, transport, data, driver)
        result: dict[str, object] = {"reply_hex": reply.hex(), "writes": does}
        if does is False:
            return Outcome(good=True, result=result)
        again = _again(driver, data)
        if again is None:
            return Outcome(good=None, result={**result, "read_back": None})
        assert driver is not None
        back = await _exchange(flight, transport, again.request, driver)
        good = _kept(driver, back, again)
        return Outcome(good=good, result={**result, "read_back": back.hex()})
    finally:
        await transport.close()


def _driver_of(protocol: str, data: bytes) -> Driver | None:
    for driver in all_drivers():
        if protocol in ("auto", driver.key) and frames_of(driver, data):
            return driver
    return None


def _again(driver: Driver | None, data: bytes) -> ReadAgain | None:
    if driver is None:
        return None
    frames = frames_of(driver, data)
    return driver.read_again(frames[0]) if len(frames) == 1 else None


def _kept(driver: Driver, back: bytes, again: ReadAgain) -> bool | None:
    """Return whether a read-back says that the board keeps what it was sent."""
    for frame in _replies(driver, back, again.request):
        if frame.status:
            return None  # it does not tell
        return frame.payload == again.payload
    return None


def _replies(driver: Driver, heard: bytes, asked: bytes) -> list[Frame]:
    """Return the frames among what was heard, without our own echo where that can be told."""
    framer = driver.framer()
    frames = [*framer.feed(heard), *framer.flush()]
    # A Modbus board repeats a request that writes: that is its reply.
    return frames if driver.paired else [frame for frame in frames if frame.raw != asked]


async def _exchange(
    flight: Flight, transport: TrackerTransport, data: bytes, driver: Driver | None
) -> bytes:
    """Send bytes once; return what is heard until the line is quiet.

    Raises:
        TransportError: the tracker is gone or refused; or the board said nothing.
    """
    heard = bytearray()
    woken = asyncio.Event()
    lost: list[TransportError] = []

    async def listen() -> None:
        try:
            async for chunk in transport.chunks():
                heard.extend(chunk[: _MOST - len(heard)])
                woken.set()
        except TransportError as error:
            lost.append(error)
            woken.set()

    listening = asyncio.create_task(listen())
    try:
        with suppress(TimeoutError):
            await transport.write(data)
        with suppress(TimeoutError):
            async with asyncio.timeout(flight.timers.reply_s):
                while not lost:
                    await woken.wait()
                    if driver is None or _replies(driver, bytes(heard), data):
                        break
                    woken.clear()
        if lost:
            raise lost[0]
        await _quiet(woken, flight.timers.reply_s)
    finally:
        listening.cancel()
        await asyncio.wait({listening})
    if not heard:
        flight.unpaid = True
        raise LinkTimeoutError("no_answer", where=transport.where, what="bytes", tries=1)
    return bytes(heard)


async def _quiet(woken: asyncio.Event, at_most_s: float) -> None:
    """Wait until nothing has come for a while."""
    with suppress(TimeoutError):
        async with asyncio.timeout(at_most_s):
            while woken.is_set():
                woken.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(_QUIET_S):
                        await woken.wait()
