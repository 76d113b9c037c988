"""What every transport must do, run over each row of TRANSPORTS."""

import asyncio
import os
import threading
import tty
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import pytest
import pytest_asyncio

from mingtang_desk.core.errors import LinkLostError, TransportError
from mingtang_desk.interfaces.ble import BlePort, BleProfile
from mingtang_desk.interfaces.transport import Transport
from mingtang_desk.session.transports import TRANSPORTS
from mingtang_desk.sim.ble_peripheral import Peripheral
from mingtang_desk.transports.ble import BleTransport
from mingtang_desk.transports.replay import ReplayTransport
from mingtang_desk.transports.serial import SerialTransport
from mingtang_desk.transports.sim import SimTransport
from mingtang_desk.transports.tap import TappedTransport
from mingtang_desk.transports.tcp import TcpTransport
from tests.air import ADDRESS, QuietBoard, module, on_air
from tests.session.fakes import FakeClock


class FarEnd:
    """The other end of a line: sends, cuts, and keeps what it got."""

    transport: Transport
    cuttable = True

    def __init__(self) -> None:
        self.got = bytearray()

    async def start(self, tmp_path: Path) -> None: ...

    async def send(self, data: bytes) -> None: ...

    async def cut(self) -> None: ...

    async def stop(self) -> None: ...


class PtyEnd(FarEnd):
    async def start(self, tmp_path: Path) -> None:
        # Our copy of the far side stays open: a terminal that nobody has open reports a hang-up.
        self.master, self._slave = os.openpty()
        tty.setraw(self.master)
        os.set_blocking(self.master, False)
        self.transport = SerialTransport(os.ttyname(self._slave))
        asyncio.get_running_loop().add_reader(self.master, self._read)

    def _read(self) -> None:
        with suppress(OSError):
            self.got += os.read(self.master, 4096)

    async def send(self, data: bytes) -> None:
        os.write(self.master, data)

    async def cut(self) -> None:
        await self.stop()

    async def stop(self) -> None:
        if self.master >= 0:
            asyncio.get_running_loop().remove_reader(self.master)
            os.close(self.master)
            os.close(self._slave)
            self.master = -1


class TcpEnd(FarEnd):
    async def start(self, tmp_path: Path) -> None:
        self._writers: list[asyncio.StreamWriter] = []
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.transport = TcpTransport(f"127.0.0.1:{port}")

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        with suppress(OSError):
            while data := await reader.read(4096):
                self.got += data
        writer.close()

    async def send(self, data: bytes) -> None:
        while not self._writers:
            await asyncio.sleep(0)
        self._writers[-1].write(data)
        await self._writers[-1].drain()

    async def cut(self) -> None:
        while not self._writers:
            await asyncio.sleep(0)
        self._writers[-1].transport.abort()

    async def stop(self) -> None:
        self._server.close()
        for writer in self._writers:
            writer.transport.abort()
        await asyncio.sleep(0.01)


class SimEnd(FarEnd):
    async def start(self, tmp_path: Path) -> None:
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.transport = SimTransport(self, "test")

    def open(self) -> None:
        self._queue = asyncio.Queue()

    async def chunks(self) -> AsyncIterator[bytes]:
        while (chunk := await self._queue.get()) is not None:
            yield chunk

    async def write(self, data: bytes) -> None:
        self.got += data

    async def wait_closed(self) -> None:
        self._queue.put_nowait(None)

    async def send(self, data: bytes) -> None:
        self._queue.put_nowait(data)

    async def cut(self) -> None:
        self._queue.put_nowait(None)


class BleEnd(FarEnd):
    """A module with nothing behind it, on virtual Bluetooth."""

    async def start(self, tmp_path: Path) -> None:
        self._board = QuietBoard()
        self._peripheral = Peripheral(module(mtu=103), self._board)
        self.got = self._board.got
        self._stack = AsyncExitStack()
        await self._stack.enter_async_context(on_air([self._peripheral]))
        profile = BleProfile(ports=(BlePort(service="ffe0", write="ffe1"),))
        self.transport = BleTransport(ADDRESS, profiles={"mingtang": profile}, find_s=2.0)

    async def send(self, data: bytes) -> None:
        self._peripheral.send(data)

    async def cut(self) -> None:
        await self._peripheral.drop()

    async def stop(self) -> None:
        await self._stack.aclose()


class ReplayEnd(FarEnd):
    """A recording: what it "sends" is in the file before it is opened; it cannot be cut."""

    cuttable = False

    async def start(self, tmp_path: Path) -> None:
        file = tmp_path / "capture.jsonl"
        file.write_text(
            '{"capture": "mingtang-capture/1", "protocol": "jbd",'
            ' "started": "2026-11-22T10:00:00.000Z"}\n'
            '{"t": 0.0, "dir": "tx", "hex": "ff"}\n'
            '{"t": 0.1, "dir": "rx", "hex": "0102"}\n'
            '{"t": 5.0, "dir": "rx", "hex": "03"}\n'
        )
        self.transport = ReplayTransport(file, speed=0.0)


class TappedEnd(SimEnd):
    async def start(self, tmp_path: Path) -> None:
        await super().start(tmp_path)
        self.transport = TappedTransport(self.transport, lambda *_: None, FakeClock())


ENDS = {
    "serial": PtyEnd,
    "tcp": TcpEnd,
    "ble": BleEnd,
    "sim": SimEnd,
    "replay": ReplayEnd,
    "tapped": TappedEnd,
}


def test_every_transport_is_under_contract() -> None:
    assert {row.scheme for row in TRANSPORTS} == set(ENDS) - {"tapped"}


@pytest_asyncio.fixture(params=sorted(ENDS))
async def end(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[FarEnd]:
    threads, far = set(threading.enumerate()), ENDS[request.param]()
    await far.start(tmp_path)
    try:
        yield far
    finally:
        await far.transport.close()
        await far.stop()
    left = {t for t in threading.enumerate() if not t.name.startswith("asyncio_")} - threads
    assert not left


async def collect(transport: Transport, size: int) -> bytes:
    got = b""
    async with asyncio.timeout(5):
        async for chunk in transport.chunks():
            assert chunk
            got += chunk
            if len(got) >= size:
                break
    return got


@pytest.mark.asyncio
async def test_nothing_goes_before_it_is_open(end: FarEnd) -> None:
    with pytest.raises(LinkLostError) as caught:
        await end.transport.write(b"x")
    assert caught.value.key == "link_closed"
    with pytest.raises(LinkLostError):
        await collect(end.transport, 1)
    await end.transport.close()


@pytest.mark.asyncio
async def test_the_place_is_told_in_words_before_it_is_open(end: FarEnd) -> None:
    assert end.transport.where


@pytest.mark.asyncio
async def test_a_second_open_and_a_second_close_are_harmless(end: FarEnd) -> None:
    for _ in range(2):
        await end.transport.open()
        await end.transport.open()
        await end.transport.close()
        await end.transport.close()
        with pytest.raises(LinkLostError):
            await end.transport.write(b"x")


@pytest.mark.asyncio
async def test_bytes_come_in_order_however_they_are_cut(end: FarEnd) -> None:
    await end.transport.open()
    if isinstance(end, ReplayEnd):
        assert await collect(end.transport, 3) == b"\x01\x02\x03"
        return
    data = bytes(range(256)) * 4
    reading = asyncio.create_task(collect(end.transport, len(data)))
    for start in range(0, len(data), 100):
        await end.send(data[start : start + 100])
        await asyncio.sleep(0)
    assert await reading == data


@pytest.mark.asyncio
async def test_what_is_written_arrives_or_is_refused(end: FarEnd) -> None:
    await end.transport.open()
    data = bytes(range(256))
    if not end.transport.writable:
        with pytest.raises(TransportError) as caught:
            await end.transport.write(data)
        assert caught.value.key == "read_only_link"
        return
    for start in range(0, 256, 64):
        await end.transport.write(data[start : start + 64])
    async with asyncio.timeout(5):
        while len(end.got) < len(data):
            await asyncio.sleep(0.001)
    assert bytes(end.got) == data


@pytest.mark.asyncio
async def test_a_cut_line_is_told_at_once(end: FarEnd) -> None:
    if not end.cuttable:
        pytest.skip("a recording cannot be cut")
    await end.transport.open()
    reading = asyncio.create_task(collect(end.transport, 1))
    await asyncio.sleep(0.01)
    await end.cut()
    started = asyncio.get_running_loop().time()
    with pytest.raises(LinkLostError) as caught:
        await reading
    assert caught.value.key == "link_lost"
    assert asyncio.get_running_loop().time() - started < 0.2


@pytest.mark.asyncio
async def test_closing_ends_a_reader_without_an_error(end: FarEnd) -> None:
    await end.transport.open()
    reading = asyncio.create_task(collect(end.transport, 1000))
    await asyncio.sleep(0.01)
    await end.transport.close()
    assert len(await reading) in (0, 3)


@pytest.mark.asyncio
async def test_a_cancelled_open_leaves_a_line_that_can_be_opened(end: FarEnd) -> None:
    for turns in range(4):
        opening = asyncio.create_task(end.transport.open())
        for _ in range(turns):
            await asyncio.sleep(0)
        opening.cancel()
        with suppress(asyncio.CancelledError):
            await opening
        await end.transport.close()
    await end.transport.open()


@pytest.mark.asyncio
async def test_it_can_be_opened_again_after_it_was_closed(end: FarEnd) -> None:
    await end.transport.open()
    await end.transport.close()
    await end.transport.open()
    if isinstance(end, ReplayEnd):
        assert await collect(end.transport, 2) == b"\x01\x02"
    else:
        reading = asyncio.create_task(collect(end.transport, 2))
        await asyncio.sleep(0.01)
        await end.send(b"ok")
        assert await reading == b"ok"
