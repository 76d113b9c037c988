"""Cheap questions that can never write: is somebody there, at this speed, at this address?"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from mingtang_desk.core.errors import LinkLostError, MingtangError, UnsupportedError
from mingtang_desk.interfaces.driver import Driver, Frame, Procedure, Request
from mingtang_desk.session.link import Link
from mingtang_desk.session.timing import turn_s

_BITS = 10
_SETTLE_S = 0.03
_NOISY_S = 0.25


class Heard(NamedTuple):
    """What came after a question: its reply, if any, and how many bytes in all."""

    frame: Frame | None
    received: int


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for the first byte of a reply, beside the time of the wire.

    Boards take 5 to 50 ms to begin; USB adapters hand bytes on every 16 ms, networks when they may.
    """

    serial_s: float = 0.08
    network_s: float = 0.35

    def first_s(self, request: Request, baud: int | None) -> float:
        """Return how long to wait for the first byte."""
        if baud is None:
            return self.network_s
        return self.serial_s + len(request.data) * _BITS / baud + turn_s(baud)

    def whole_s(self, request: Request, baud: int | None) -> float:
        """Return how long to wait for all of it once the first byte is there."""
        wire_s = 0.0 if baud is None else request.reply_bytes * _BITS / baud * 1.5
        return self.first_s(request, baud) + wire_s


def read_only[T](procedure: Procedure[T], protocol: str) -> Procedure[T]:
    """Pass a procedure on, and end it at the first request that would write.

    Raises:
        UnsupportedError: it wanted to; nothing of that was sent.
    """
    try:
        request = next(procedure)
        while True:
            if request.writes:
                with suppress(RuntimeError):  # its clean-up wants to send something too
                    procedure.close()
                raise UnsupportedError("probe_writes", protocol=protocol)
            try:
                frame = yield request
            except (MingtangError, asyncio.CancelledError) as error:
                request = procedure.throw(error)
            else:
                request = procedure.send(frame)
    except StopIteration as stop:
        result: T = stop.value
        return result


def first_request(driver: Driver, options: Mapping[str, str]) -> Request:
    """Return what a driver asks first to find out who is there.

    Raises:
        UnsupportedError: it would write.
    """
    procedure = read_only(driver.session(options).identify(), driver.key)
    request = next(procedure)
    procedure.close()
    return request


async def ask_once(
    link: Link, request: Request, patience: Patience, came: bytearray | None = None
) -> Heard:
    """Send a question once; the caller holds the line. What came is added to `came`.

    Raises:
        TransportError: the line was cut.
        UnsupportedError: the question would write.
    """
    line, listener = link.line, link.line.listener
    if request.writes:
        raise UnsupportedError("probe_writes", protocol=request.what)
    if listener is None:
        raise LinkLostError("link_closed", where=link.where)
    begun, before = asyncio.Event(), listener.received
    await line.change_over(link)

    def hear(chunk: bytes, _: float) -> None:
        begun.set()
        if came is not None:
            came.extend(chunk)

    listener.hear = hear
    reply = listener.expect(request)
    frame: Frame | None = None
    try:
        await line.transport.write(request.data)
        with suppress(TimeoutError):
            async with asyncio.timeout(patience.first_s(request, line.baud)):
                await begun.wait()
            async with asyncio.timeout(patience.whole_s(request, line.baud)):
                frame = await reply
        if frame is None and listener.received > before:
            listener.ask_no_more()
            await listener.quiet(_SETTLE_S, _NOISY_S)
    finally:
        listener.hear = None
        listener.ask_no_more()
        reply.cancel()
        if reply.done() and not reply.cancelled():
            reply.exception()  # seen
    return Heard(frame, listener.received - before)


@dataclass(frozen=True, slots=True)
class Family:
    """Drivers that begin with the same question: one probe serves all of them."""

    drivers: tuple[Driver, ...]

    @property
    def first(self) -> Driver:
        """The one whose framer is used."""
        return self.drivers[0]

    @property
    def addressed(self) -> bool:
        """True where boards have an address on a bus."""
        return self.first.addressed


def families(drivers: Sequence[Driver]) -> tuple[Family, ...]:
    """Sort drivers into families; those that would write, or need more to begin, are left out."""
    found: dict[tuple[object, bytes], list[Driver]] = {}
    for driver in drivers:
        with suppress(MingtangError):
            data = first_request(driver, {}).data
            found.setdefault((driver.framer, data), []).append(driver)
    return tuple(Family(tuple(members)) for members in found.values())
