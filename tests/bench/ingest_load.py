"""Load for bench_ingest, on the other core: senders that wait for each answer, and a fleet."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from mingtang_desk.sim.tracker import bodies
from mingtang_desk.sim.tracker.rows import Row
from mingtang_desk.sim.tracker.telegram import Identity, pack
from tests.bench.ingest_peers import CODE, MS_PER_MILEAGE, number_of

START = datetime(2026, 11, 1, tzinfo=UTC)
PATIENCE_S = 60.0
PREPARED = 2000
"""Telegrams of a sender that are made before the clock runs; a quarter as many requests."""


class Sender(asyncio.Protocol):
    """Sends a message, waits for its answer, sends the next.

    Args:
        messages: what to send.
        is_whole: tells whether the bytes so far are an answer.
    """

    def __init__(self, messages: Iterator[bytes], is_whole: Callable[[bytes], bool]) -> None:
        self.answered = 0
        self.waits_s: list[float] = []
        self._messages = messages
        self._is_whole = is_whole
        self._transport: asyncio.Transport | None = None
        self._data = b""
        self._sent_s = 0.0
        self._stops = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def begin(self) -> None:
        """Send the first message."""
        self._send()

    def stop(self) -> None:
        """Send no more."""
        self._stops = True

    def close(self) -> None:
        """Hang up."""
        assert self._transport is not None
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        self._data += data
        if self._is_whole(self._data):
            self._data = b""
            self.answered += 1
            self.waits_s.append(time.perf_counter() - self._sent_s)
            self._send()

    def _send(self) -> None:
        message = None if self._stops else next(self._messages, None)
        if message is not None:
            assert self._transport is not None
            self._sent_s = time.perf_counter()
            self._transport.write(message)


@dataclass(frozen=True, slots=True)
class Rate:
    """Messages a second, the wait that 99 of 100 did not exceed, and how many were answered."""

    per_s: float
    p99_ms: float
    answered: int


async def closed_loop(
    where: tuple[str, int],
    make: Callable[[int], Iterator[bytes]],
    is_whole: Callable[[bytes], bool],
    *,
    senders: int = 16,
    seconds: float = 2.0,
) -> Rate:
    """Let senders send one message a write for a while."""
    loop = asyncio.get_running_loop()
    made = []
    for index in range(senders):
        prepared = iter(list(make(index)))
        _, sender = await loop.create_connection(partial(Sender, prepared, is_whole), *where)
        made.append(sender)
    began = time.perf_counter()
    for sender in made:
        sender.begin()
    await asyncio.sleep(seconds)
    took = time.perf_counter() - began
    answered = sum(sender.answered for sender in made)
    for sender in made:
        sender.stop()
    await asyncio.sleep(0.2)
    for sender in made:
        sender.close()
    waits = sorted(wait for sender in made for wait in sender.waits_s)
    p99_ms = waits[int(len(waits) * 0.99)] * 1000 if waits else 0.0
    return Rate(answered / took, p99_ms, len(waits))


def _row(second: int, index: int) -> Row:
    return Row(
        when=START + timedelta(seconds=second),
        lat=22.5 + index * 1e-3 + second * 1e-6,
        lon=114.0,
        speed_kmh=12.0,
        satellites=11,
    )


def telegrams(first: int) -> Callable[[int], Iterator[bytes]]:
    """Return positions of trackers that nobody entered, from a second on."""

    def make(index: int) -> Iterator[bytes]:
        who = Identity(f"1370000{index:05d}", None)
        for n in range(PREPARED):
            body = bodies.position(_row(first + n, index))
            yield pack(0x0200, body, who, n % 65536)

    return make


def requests(url: str, token: str, first: int) -> Callable[[int], Iterator[bytes]]:
    """Return the same positions as HTTP requests."""
    host = url.removeprefix("http://")

    def make(index: int) -> Iterator[bytes]:
        for n in range(PREPARED // 4):
            row = _row(first + n, index)
            body = json.dumps(
                {
                    "type": "position",
                    "device": f"1370000{index:05d}",
                    "time": row.when.isoformat(),
                    "lat": row.lat,
                    "lon": row.lon,
                    "speed_kmh": row.speed_kmh,
                }
            ).encode()
            head = (
                f"POST /api/v1/uplink HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            yield head.encode() + body

    return make


def is_telegram(data: bytes) -> bool:
    """Whether it is one whole telegram."""
    return len(data) > 2 and data.endswith(b"\x7e")


def is_response(data: bytes) -> bool:
    """Whether it is one whole response, of status 200."""
    head, gap, body = data.partition(b"\r\n\r\n")
    if not gap:
        return False
    assert head.startswith(b"HTTP/1.1 200"), data[:400]
    length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
    return len(body) >= int(length)


class FleetLink(asyncio.Protocol):
    """A tracker of the fleet: proves its code, then says what it is told to say."""

    def __init__(self, index: int, fleet: "Fleet") -> None:
        self._who = Identity(number_of(index).zfill(12), None)
        self._fleet = fleet
        self._second = index % 7
        self._serial = 0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(pack(0x0102, CODE.encode(), self._who, 0))

    def data_received(self, data: bytes) -> None:
        self._fleet.answers += data.count(b"\x80\x01")

    def connection_lost(self, exc: Exception | None) -> None:
        self._fleet.lost += not self._fleet.is_over

    def report(self) -> None:
        """Report; the mileage is the time of now."""
        assert self._transport is not None
        self._second += 1
        self._serial = (self._serial + 1) % 65536
        now_ms = round(time.monotonic() * 1000)
        row = Row(
            when=START + timedelta(seconds=self._second),
            lat=22.5,
            lon=114.0,
            satellites=9,
            mileage_m=now_ms * MS_PER_MILEAGE,
        )
        self._transport.write(pack(0x0200, bodies.position(row), self._who, self._serial))

    def close(self) -> None:
        """Hang up."""
        assert self._transport is not None
        self._transport.close()


@dataclass(slots=True)
class Fleet:
    """Trackers that report in turn.

    Attributes:
        answers: general replies that came; lost: links that were cut; sent: reports.
        is_over: links may be cut now.
    """

    answers: int = 0
    lost: int = 0
    sent: int = 0
    is_over: bool = False
    links: list[FleetLink] = field(default_factory=list)

    async def connect(self, where: tuple[str, int], size: int) -> None:
        """Connect all of them, and wait until each has proven its code."""
        loop = asyncio.get_running_loop()
        for index in range(size):
            _, link = await loop.create_connection(partial(FleetLink, index, self), *where)
            self.links.append(link)
        async with asyncio.timeout(PATIENCE_S):
            while self.answers < size:
                await asyncio.sleep(0.05)
        self.answers = 0

    async def report(self, per_s: float, seconds: float) -> None:
        """Report at a rate for a while, each in its turn; then wait for the answers."""
        began = time.perf_counter()
        size = len(self.links)
        while (elapsed := time.perf_counter() - began) < seconds:
            while self.sent < elapsed * per_s:
                self.links[self.sent % size].report()
                self.sent += 1
            await asyncio.sleep(0.005)
        async with asyncio.timeout(PATIENCE_S):
            while self.answers < self.sent:
                await asyncio.sleep(0.05)
        self.is_over = True
        for link in self.links:
            link.close()
