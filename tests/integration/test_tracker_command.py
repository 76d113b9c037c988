"""`simulate tracker` in its own process, over TCP, with a platform made of the project's codec."""

import asyncio
import json
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from mingtang_desk.app.cli import parser
from mingtang_desk.app.cli.output import Output, exit_code
from mingtang_desk.app.cli.simulate import simulate
from mingtang_desk.app.cli.tracker_words import FAULTS
from mingtang_desk.core.errors import MingtangError
from mingtang_desk.protocols.jbd.codec import JbdFramer
from mingtang_desk.sim.tracker.factory import make_tracker
from mingtang_desk.sim.tracker.faults import FAULT_FORMS
from mingtang_desk.sim.tracker.link import run as run_tracker
from mingtang_desk.wire.jt808 import codec
from mingtang_desk.wire.jt808.framing import Jt808Framer
from mingtang_desk.wire.jt808.header import Packet
from mingtang_desk.wire.jt808.message import Message, PlatformReply
from mingtang_desk.wire.jt808.registration import Authenticate, Register, RegisterReply
from mingtang_desk.wire.jt808.reports import Report
from mingtang_desk.wire.jt808.transparent import SERIAL_1, TransparentDown, TransparentUp
from tests.integration.simulators import environment
from tests.sim.platform import START

WAIT_S = 30.0
READ_BASIC = bytes.fromhex("dda50300fffd77")


class Site:
    """A platform that takes everyone in."""

    def __init__(self) -> None:
        self.heard: list[tuple[Packet, Message | codec.Opaque]] = []
        self.links: list[asyncio.StreamWriter] = []
        self.news = asyncio.Event()
        self.bad = 0
        self._serial = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        framer = Jt808Framer()
        self.links.append(writer)
        with suppress(ConnectionError):
            while data := await reader.read(4096):
                for packet in framer.feed(data):
                    self._take(packet, writer)
        self.bad += framer.counts.bad + framer.counts.ignored
        writer.close()

    def _take(self, packet: Packet, writer: asyncio.StreamWriter) -> None:
        header, said = packet.header, codec.decode(packet)
        self.heard.append((packet, said))
        self.news.set()
        if isinstance(said, Register):
            self.tell(
                RegisterReply(reply_serial=header.serial, result=0, auth_code="code"),
                packet,
                writer,
            )
        elif codec.wants_general_reply(header.message_id):
            self.tell(
                PlatformReply(reply_serial=header.serial, reply_id=header.message_id, result=0),
                packet,
                writer,
            )

    def tell(self, said: Message, to: Packet, writer: asyncio.StreamWriter) -> None:
        self._serial += 1
        for wire in codec.encode(said, to.header.terminal, self._serial):
            writer.write(wire)

    async def until(self, has: Callable[[], bool]) -> None:
        async with asyncio.timeout(WAIT_S):
            while not has():
                self.news.clear()
                await self.news.wait()

    def count(self, kind: type[Message]) -> int:
        return sum(isinstance(said, kind) for _, said in self.heard)


@pytest.mark.asyncio
async def test_a_tracker_with_a_board(tmp_path: Path) -> None:
    site = Site()
    server = await asyncio.start_server(site.talk, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    words = (
        f"--jt808 127.0.0.1:{port} --number 13800138000 --edition 2019 --board jbd-13s --every 1"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "mingtang_desk", "simulate", "tracker", *words.split(), "--json"),
        stdout=asyncio.subprocess.PIPE,
        env=environment(tmp_path),
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(WAIT_S):
            assert await process.stdout.readline() == f"ready jt808:127.0.0.1:{port}\n".encode()
        await site.until(lambda: site.count(Report) >= 2)
        ask = TransparentDown(channel=SERIAL_1, data=READ_BASIC)
        site.tell(ask, site.heard[0][0], site.links[0])
        await site.until(lambda: site.count(TransparentUp) == 1)
        (up,) = (said for _, said in site.heard if isinstance(said, TransparentUp))
        (frame,) = JbdFramer().feed(up.data)
        assert frame.command == 0x03
        site.links[0].close()
        await site.until(lambda: site.count(Authenticate) == 2 and site.count(Report) >= 4)
        assert site.count(Register) == 1
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(WAIT_S):
            told = json.loads(await process.stdout.read())
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        server.close()
    assert told["number"] == "13800138000"
    assert (told["links"], told["orders"]) == (2, 1)
    assert told["reported"] >= told["acknowledged"] >= 4
    assert site.bad == 0


@pytest.mark.asyncio
async def test_a_platform_that_is_not_there_yet() -> None:
    site, ready, stop = Site(), asyncio.Event(), asyncio.Event()
    server = await asyncio.start_server(site.talk, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    troubles: list[str] = []
    tracker = make_tracker("13800138000", "127.0.0.1", port, now=START, every_s=1)
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as group:
        group.create_task(
            run_tracker(
                tracker,
                "127.0.0.1",
                port,
                on_ready=ready.set,
                on_trouble=troubles.append,
                stop=stop,
            )
        )
        while not troubles:
            await asyncio.sleep(0.02)
        server = await asyncio.start_server(site.talk, "127.0.0.1", port)
        await ready.wait()
        await site.until(lambda: site.count(Report) >= 2)
        stop.set()
    server.close()
    assert "cannot be reached" in troubles[0]
    times = [said.position.time for _, said in site.heard if isinstance(said, Report)]
    assert times[0] == START  # what came up before there was a link is not lost


@pytest.mark.parametrize(
    ("words", "code", "key"),
    [
        ("tracker --number 1", 2, "usage_invalid"),
        ("tracker --jt808 127.0.0.1:1", 2, "usage_invalid"),
        ("tracker --jt808 nowhere --number 1", 2, "option_invalid"),
        ("tracker --jt808 127.0.0.1:99999 --number 1", 2, "option_invalid"),
        ("tracker --jt808 127.0.0.1:1 --number x", 2, "simulator_invalid"),
        ("tracker --jt808 127.0.0.1:1 --number 1 --every 0.5", 2, "option_invalid"),
        ("tracker --jt808 127.0.0.1:1 --number 1 --start noon", 2, "option_invalid"),
        ("tracker --jt808 127.0.0.1:1 --number 1 --version 2020", 2, "usage_invalid"),
        ("tracker --jt808 127.0.0.1:1 --number 1 --fault no-such", 2, "simulator_invalid"),
        ("tracker --jt808 127.0.0.1:1 --number 1 --board no-such", 2, "model_unknown"),
        ("tracker --jt808 127.0.0.1:1 --number 1 --track no-such.json", 4, "file_unreadable"),
        ("tracker --jt808 127.0.0.1:1 --number 1 --listen pty:x", 2, "usage_invalid"),
        ("jbd-13s --listen pty:x --number 1", 2, "usage_invalid"),
    ],
)
def test_words_that_do_not_go_together(words: str, code: int, key: str) -> None:
    def start() -> None:
        args = parser.build().parse_args(["simulate", *words.split()])
        asyncio.run(simulate(args, Output(as_json=True)))

    with pytest.raises(MingtangError) as caught:
        start()
    assert (exit_code(caught.value), caught.value.key) == (code, key)


def test_help_tells_every_fault() -> None:
    assert list(FAULTS) == [form.partition(":")[0] for form in FAULT_FORMS.values()]
