"""Virtual Bluetooth inside the test: an air, peripherals on it, and its HCI port."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from mingtang_desk.sim.ble_air import Air, serve_radio
from mingtang_desk.sim.ble_identity import BleIdentity
from mingtang_desk.sim.ble_peripheral import Peripheral
from mingtang_desk.sim.board import Reply
from mingtang_desk.transports.ble_backend import HCI

ADDRESS = "C2:4D:54:01:02:03"


class QuietBoard:
    """Keeps what it hears and says what it is told to."""

    alive = True

    def __init__(self) -> None:
        self.got = bytearray()
        self.writes: list[int] = []
        self.answer: bytes | None = None

    def advance(self, now: float) -> None: ...

    def receive(self, data: bytes, now: float) -> list[Reply]:
        self.got += data
        self.writes.append(len(data))
        return [] if self.answer is None else [Reply(delay_s=0.0, data=self.answer)]


def module(**changes: object) -> BleIdentity:
    values: dict[str, object] = {
        "name": "MT-13S-00001",
        "address": ADDRESS,
        "service": 0xFFE0,
        "write": 0xFFE1,
        "notify": 0xFFE1,
        "rssi": -60,
        "answers_writes": True,
    }
    return BleIdentity(**(values | changes))  # type: ignore[arg-type]


@asynccontextmanager
async def on_air(peripherals: Sequence[Peripheral], *, port: int = 0) -> AsyncIterator[Air]:
    """Put peripherals on the air; MINGTANG_BLE_HCI leads there for the time of the block."""
    air = Air()
    talks: set[asyncio.Task[None]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks.add(task)
        await serve_radio(air, reader, writer)

    server = await asyncio.start_server(talk, "127.0.0.1", port)
    lives = [asyncio.create_task(peripheral.run(air)) for peripheral in peripherals]
    before = os.environ.get(HCI)
    os.environ[HCI] = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        for peripheral in peripherals:
            await peripheral.on_air()
        yield air
    finally:
        if before is None:
            del os.environ[HCI]
        else:
            os.environ[HCI] = before
        for task in (*lives, *talks):
            task.cancel()
        await asyncio.gather(*lives, *talks, return_exceptions=True)
        server.close()
        await server.wait_closed()
