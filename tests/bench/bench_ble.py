"""A request and its reply over virtual Bluetooth: our link against bleak alone, same radio."""

import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
from collections.abc import AsyncIterator

from bleak import BleakClient, BleakScanner

from mingtang_desk.interfaces.driver import Frame, Procedure, Request
from mingtang_desk.protocols.jbd.codec import READ, request
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.drivers import ble_profiles, find_driver, over
from mingtang_desk.session.link import Link
from mingtang_desk.session.timing import Timing
from mingtang_desk.transports.ble import BleTransport
from mingtang_desk.transports.ble_backend import HCI, backend
from tests.bench.table import Row

ROUNDS, CALLS, WARM = 15, 60, 30
GOAL = 1.3
REGISTER = 0x03
QUESTION = request(READ, REGISTER)


@contextlib.asynccontextmanager
async def air() -> AsyncIterator[None]:
    """Two boards of one kind in a process of their own: each side has one to itself."""
    command = [sys.executable, "-m", "mingtang_desk.app", "simulate", "jbd-13s@1+jbd-13s@2"]
    command += ["--listen", "hci:127.0.0.1:0", "--set", "1.ble_name=ours,2.ble_name=theirs"]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), 20)
        if not line:
            raise OSError("the simulator did not start")
        os.environ[HCI] = line.decode().strip().removeprefix("ready hci:")
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


class Alone:
    """bleak with nothing but a buffer and an event."""

    def __init__(self, client: BleakClient) -> None:
        self._client = client
        self._buffer = bytearray()
        self._done = asyncio.Event()

    def heard(self, _: object, data: bytearray) -> None:
        buffer = self._buffer
        buffer += data
        if len(buffer) >= 4 and len(buffer) >= 7 + buffer[3]:
            self._done.set()

    async def ask(self) -> bytes:
        self._buffer.clear()
        self._done.clear()
        await self._client.write_gatt_char("ff02", QUESTION, response=False)
        async with asyncio.timeout(2):
            await self._done.wait()
        return bytes(self._buffer)


def question() -> Procedure[bytes]:
    frame: Frame = yield Request(
        data=QUESTION, what="basic info", answers=lambda frame: frame.command == REGISTER
    )
    return frame.raw


async def measure() -> tuple[list[float], list[float]]:
    """Seconds per call of each round, ours and theirs."""
    clock = SystemClock()
    jbd = find_driver("jbd")
    assert jbd is not None
    async with air():
        radio = backend()
        device = await BleakScanner.find_device_by_name("theirs", 5.0, **radio.scanner_options)
        assert device is not None
        async with BleakClient(device, **radio.client_options) as client:
            alone = Alone(client)
            await client.start_notify("ff01", alone.heard)
            transport = BleTransport("name/ours", profiles=ble_profiles("jbd"))
            link = Link(transport, clock, baud=None, timing=Timing())
            await link.open(over(jbd, "ble"))
            try:
                assert await link.run(question()) == await alone.ask()
                ours: list[float] = []
                theirs: list[float] = []
                for _ in range(WARM):
                    await link.run(question())
                    await alone.ask()
                for _ in range(ROUNDS):
                    began = clock.monotonic()
                    for _ in range(CALLS):
                        await link.run(question())
                    middle = clock.monotonic()
                    for _ in range(CALLS):
                        await alone.ask()
                    ours.append((middle - began) / CALLS)
                    theirs.append((clock.monotonic() - middle) / CALLS)
                health = link.stats
                assert (health.bad, health.retried, health.timeouts) == (0, 0, 0)
            finally:
                await link.close()
    return ours, theirs


def run() -> list[Row]:
    """Ask some hundred times."""
    ours, theirs = asyncio.run(measure())
    ratios = sorted(a / b for a, b in zip(ours, theirs, strict=True))
    ratio = statistics.median(ratios)
    return [
        Row(
            name="request and reply over Bluetooth, JBD 03",
            ours=statistics.median(ours) * 1e6,
            theirs=statistics.median(theirs) * 1e6,
            ratio=f"{ratio:.2f} x as long ({ratios[0]:.2f} to {ratios[-1]:.2f})",
            unit="µs",
            goal=f"at most {GOAL} x",
            met=ratio <= GOAL,
            note="bleak alone on the same virtual link, simulator in another process; "
            "reply of two notifications, joined on both sides, checked on ours",
        )
    ]
