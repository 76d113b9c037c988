"""Two desks on one port: asking, lending, giving back, and what is left behind by the dead."""

import asyncio
import contextlib
import json
import os
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mingtang_desk.core.errors import DeniedReason, LinkDeniedError
from mingtang_desk.session import portshare
from mingtang_desk.session.lender import Answer, Asker, BusyLender, Reply
from mingtang_desk.session.portshare import PortShare


class Port:
    """A port that one program at a time may have open."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self.owner: object | None = None

    def opener(self, owner: object) -> "Opener":
        return Opener(self, owner)


class Opener:
    def __init__(self, port: Port, owner: object) -> None:
        self._port, self._owner = port, owner

    async def __call__(self) -> None:
        if self._port.owner not in (None, self._owner):
            raise busy(self._port)
        self._port.owner = self._owner


def busy(port: Port) -> LinkDeniedError:
    return LinkDeniedError("port_busy", reason=DeniedReason.BUSY, where=port.path, holder="minicom")


class Holder:
    """Lends its port, or says what it was told to."""

    def __init__(self, port: Port, reply: Reply) -> None:
        self._port, self._reply = port, reply
        self.asked: list[Asker] = []
        self.back: list[str] = []
        self.think = asyncio.Event()
        self.think.set()
        self.called_off = 0

    async def lend(self, asker: Asker) -> Reply:
        self.asked.append(asker)
        try:
            await self.think.wait()
        except asyncio.CancelledError:
            self.called_off += 1
            raise
        if self._reply.answer is Answer.RELEASED:
            self._port.owner = None
        return self._reply

    def returned(self, port: str) -> None:
        self.back.append(port)


@pytest.fixture
def port(tmp_path: Path) -> Port:
    return Port(tmp_path / "ttyUSB0")


class Pair:
    """A holder with its port registered, and the newcomer."""

    def __init__(self, port: Port, folder: Path, reply: Reply, wait_s: float | None) -> None:
        self.port = port
        self.holder = Holder(port, reply)
        self.old = PortShare(folder, "mingtang-desk", lender=self.holder)
        self.told: list[tuple[str, str, float]] = []
        self.new = PortShare(
            folder,
            "mingtang-desk read",
            wait_s=wait_s,
            told=lambda *words: self.told.append(words),
        )

    async def obtain(self) -> None:
        await self.new.obtain(self.port.path, self.port.opener("new"), busy(self.port))
        await self.new.register(self.port.path)


@contextlib.asynccontextmanager
async def pair(
    port: Port, folder: Path, reply: Reply, wait_s: float | None = 2.0
) -> AsyncIterator[Pair]:
    made = Pair(port, folder, reply, wait_s)
    await port.opener("old")()
    await made.old.register(port.path)
    try:
        yield made
    finally:
        await made.new.close()
        await made.old.close()


async def until(condition: "object") -> None:
    async with asyncio.timeout(3):
        while not condition():  # type: ignore[operator]
            await asyncio.sleep(0.002)


@pytest.mark.asyncio
async def test_a_released_port_goes_over_and_comes_back(port: Port, tmp_path: Path) -> None:
    async with pair(port, tmp_path / "run", Reply(Answer.RELEASED)) as both:
        await both.obtain()
        assert port.owner == "new"
        (asker,) = both.holder.asked
        assert (asker.program, asker.pid, asker.seconds) == ("mingtang-desk read", os.getpid(), 2.0)
        assert both.told == [(f"mingtang-desk (pid {os.getpid()})", port.path, 2.0)]
        assert both.holder.back == []
        await both.new.close()
        await until(lambda: both.holder.back == [port.path])


@pytest.mark.asyncio
async def test_a_borrower_that_reopens_keeps_the_port(
    port: Port, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portshare, "_GRACE_S", 0.1)
    async with pair(port, tmp_path / "run", Reply(Answer.RELEASED)) as both:
        await both.obtain()
        both.new.unregister(port.path)
        await both.new.register(port.path)
        await asyncio.sleep(0.15)
        assert both.holder.back == []
        both.new.unregister(port.path)
        await until(lambda: both.holder.back == [port.path])


@pytest.mark.asyncio
async def test_a_port_that_is_kept_says_so_and_is_not_asked_for_at_once_again(
    port: Port, tmp_path: Path
) -> None:
    async with pair(port, tmp_path / "run", Reply(Answer.KEPT)) as both:
        with pytest.raises(LinkDeniedError) as caught:
            await both.obtain()
        assert caught.value.key == "port_kept"
        assert f"mingtang-desk (pid {os.getpid()})" in caught.value.message
        both.new._wait_s = 0.05
        with pytest.raises(LinkDeniedError):
            await both.obtain()
        assert len(both.holder.asked) == 1


@pytest.mark.asyncio
async def test_a_busy_holder_is_waited_for(port: Port, tmp_path: Path) -> None:
    async with pair(port, tmp_path / "run", Reply(Answer.BUSY, 12.0), wait_s=0.3) as both:
        with pytest.raises(LinkDeniedError) as caught:
            await both.obtain()
        assert caught.value.key == "port_busy_for"
        assert "12 s more" in caught.value.message
        both.new._wait_s = 3.0
        asyncio.get_running_loop().call_later(0.05, setattr, port, "owner", None)
        await both.obtain()
        assert port.owner == "new"


@pytest.mark.asyncio
async def test_nobody_answers(port: Port, tmp_path: Path) -> None:
    async with pair(port, tmp_path / "run", Reply(Answer.RELEASED), wait_s=0.1) as both:
        both.holder.think.clear()
        with pytest.raises(LinkDeniedError) as caught:
            await both.obtain()
        assert caught.value.key == "port_unanswered"
        await until(lambda: both.holder.called_off == 1)  # the question is taken away
        assert port.owner == "old"


@pytest.mark.asyncio
async def test_a_borrower_that_dies_gives_back(port: Port, tmp_path: Path) -> None:
    async with pair(port, tmp_path / "run", Reply(Answer.RELEASED)) as both:
        await both.obtain()
        both.new._loans[port.path].transport.abort()
        await until(lambda: both.holder.back == [port.path])


@pytest.mark.asyncio
@pytest.mark.parametrize("wait_s", [None, 0.0])
async def test_a_strange_program_is_neither_asked_nor_waited_for(
    port: Port, tmp_path: Path, wait_s: float | None
) -> None:
    new = PortShare(tmp_path / "run", "mingtang-desk read", wait_s=wait_s)
    port.owner = "minicom"
    with pytest.raises(LinkDeniedError) as caught:
        await new.obtain(port.path, port.opener("new"), busy(port))
    assert caught.value.values["holder"] == "minicom"
    await new.close()


@pytest.mark.asyncio
async def test_a_dead_process_leaves_no_holder(port: Port, tmp_path: Path) -> None:
    async with pair(port, tmp_path / "run", Reply(Answer.KEPT)) as both:
        (file,) = (tmp_path / "run").iterdir()
        found = json.loads(file.read_text())
        file.write_text(json.dumps({**found, "pid": 2**22 + 5}))
        assert both.new._holdings.find(port.path) is None
        assert not file.exists()


@pytest.mark.asyncio
@pytest.mark.parametrize("change", [{"token": "0" * 32}, {"port": "/dev/other"}, {"address": 1}])
async def test_an_old_file_that_points_to_a_stranger_asks_nobody(
    port: Port, tmp_path: Path, change: dict[str, object]
) -> None:
    async with pair(port, tmp_path / "run", Reply(Answer.RELEASED), wait_s=0.1) as both:
        (file,) = (tmp_path / "run").iterdir()
        file.write_text(json.dumps(json.loads(file.read_text()) | change))
        with pytest.raises(LinkDeniedError) as caught:
            await both.obtain()
        assert caught.value.key == "port_busy"
        assert both.holder.asked == []


@pytest.mark.asyncio
@pytest.mark.parametrize("noise", [b"\n", b"GET / HTTP/1.1\r\n\r\n", b"[1]\n", b"x" * 9000, b""])
async def test_noise_on_the_address_disturbs_nobody(
    port: Port, tmp_path: Path, noise: bytes
) -> None:
    async with pair(port, tmp_path / "run", Reply(Answer.RELEASED)) as both:
        holding = both.new._holdings.find(port.path)
        assert holding is not None
        reader, writer = await asyncio.open_connection("127.0.0.1", holding.address)
        writer.write(noise)
        writer.write_eof()
        with contextlib.suppress(OSError):
            assert await reader.read() == b""
        writer.close()
        assert both.holder.asked == []
        await both.obtain()


@pytest.mark.asyncio
async def test_only_this_user_may_read_the_token(port: Port, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    async with pair(port, folder, Reply(Answer.KEPT)) as both:
        (file,) = folder.iterdir()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        await both.old.close()
        assert list(folder.iterdir()) == []


@pytest.mark.asyncio
async def test_a_folder_that_cannot_be_made_is_no_error(port: Port, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    share = PortShare(tmp_path / "file" / "run", "mingtang-desk")
    await share.register(port.path)
    assert share._holdings.find(port.path) is None
    share.unregister(port.path)
    await share.close()


@pytest.mark.asyncio
async def test_a_command_keeps_its_port_and_says_how_long() -> None:
    lender = BusyLender(lambda: 7.0)
    assert await lender.lend(Asker("x", 1, "/dev/ttyUSB0", 5.0)) == Reply(Answer.BUSY, 7.0)
    lender.returned("/dev/ttyUSB0")
