"""A shared board: a server that wants too much, links that break, a server that restarts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from mingtang_desk.cloud.share_state import SharePhase
from mingtang_desk.core.errors import LinkLostError, NotPermittedError
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.roles import Role
from mingtang_desk.protocols.jbd import codec as jbd
from mingtang_desk.server.ingest.gateway import GatewayLink, GatewayReply
from mingtang_desk.server.run import standing
from mingtang_desk.server.store.tables.ingest import BMS_SAMPLES
from mingtang_desk.session.relay import Passed, _Job
from mingtang_desk.session.roles import Roles
from mingtang_desk.wire.jt808.transparent import SERIAL_1, TransparentDown
from mingtang_desk.wire.modbus import crc16
from tests.cloud.conftest import CHEAP, Desk, give_passwords
from tests.cloud.sharing import CHILD, CLOCK, SHOP, Bench, bench_of, until
from tests.server.commanding import QUICK, body, ended, post, states
from tests.server.kit import kit_of

pytestmark = pytest.mark.asyncio
READ = jbd.request(jbd.READ, 0x03)
WRITE = jbd.request(jbd.WRITE, 0x24, (4230).to_bytes(2, "big"))
ENTER = jbd.request(jbd.WRITE, 0x00, b"\x56\x78")
LEAVE = jbd.request(jbd.WRITE, 0x01, b"\x00\x00")
SAVE = jbd.request(jbd.WRITE, 0x01, b"\x28\x28")
SWITCH = jbd.request(jbd.WRITE, 0xE1, b"\x00\x03")


@pytest_asyncio.fixture
async def bench(desk: Desk, tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench_of(desk.kit, tmp_path / "bench") as made:
        yield made


class Evil:
    """The server, minded to do what it likes: it speaks over the link without its own judgement."""

    def __init__(self, bench: Bench) -> None:
        device = bench.server.services.directory.by_number(SHOP)
        assert device is not None
        link = bench.server.services.ingest.link_of(device)
        assert isinstance(link, GatewayLink)
        self.link = link
        self.on_the_line: list[bytes] = []
        self.heard: list[bytes] = []
        link.listen(SERIAL_1, self.heard.append)
        bench.hub.watch_chunks(bench.session, self._tap)

    def _tap(self, _: float, direction: str, data: bytes) -> None:
        if direction == "tx":
            self.on_the_line.append(data)

    async def ask(self, data: bytes, channel: int = SERIAL_1) -> str:
        """Send bytes; return why they were refused, "" = they were not."""
        message = TransparentDown(channel=channel, data=data)
        reply = await self.link.ask(message, timeout_s=15)
        assert isinstance(reply, GatewayReply)
        assert bool(reply.result) is bool(reply.problem)
        return reply.problem


async def test_a_server_cannot_write_without_leave(bench: Bench) -> None:
    share = await bench.share()
    evil = Evil(bench)
    assert await evil.ask(READ) == ""
    assert evil.heard[-1].startswith(b"\xdd\x03")
    for data in (WRITE, SAVE, SWITCH):
        assert await evil.ask(data) == "read_only"
    # Bytes that hide a write, that are cut, that are no request, that are of another protocol.
    modbus = b"\x01\x06\x00\x10\x00\x01"
    modbus += crc16(modbus).to_bytes(2, "little")
    for data in (READ + WRITE, b"\x00" + WRITE, WRITE[:5], WRITE + b"\xff", b"\xff", modbus):
        assert await evil.ask(data) in ("unknown_bytes", "read_only")
    assert await evil.ask(READ, channel=5) == "other_board"
    assert not {WRITE, SAVE, SWITCH, modbus} & set(evil.on_the_line)
    assert all(WRITE not in each and SWITCH not in each for each in evil.on_the_line)
    assert (share.state.passed, share.state.written) == (1, 0)
    entries = await bench.history.journal_entries(bench.session.key)
    assert [entry for entry in entries if entry.kind == "raw"] == []


async def test_leave_to_write_is_no_leave_for_what_nobody_can_judge(bench: Bench) -> None:
    share = await bench.share()
    bench.hub.set_writing(True)
    share.allow_writing(5)
    evil = Evil(bench)
    for data in (READ + WRITE[:4], b"\x00" + WRITE, jbd.request(jbd.READ, 0x03, b"\x01")):
        assert await evil.ask(data) == "unknown_bytes"
    assert await evil.ask(SWITCH) == ""
    share.forbid_writing()
    assert await evil.ask(SWITCH) == "read_only"
    assert evil.on_the_line.count(SWITCH) == 1


async def test_leave_needs_a_role_and_ends_with_it(desk: Desk, tmp_path: Path) -> None:
    roles = Roles(tmp_path / "roles.json", CLOCK)
    await roles.turn_on("eve", "1234567")
    await roles.add("tom", Role.TECHNICIAN, "7654321")
    async with bench_of(desk.kit, tmp_path / "bench", gate=roles) as bench:
        share = await bench.share()
        evil = Evil(bench)
        await roles.sign_in("tom", "7654321")
        bench.hub.set_writing(True)
        with pytest.raises(NotPermittedError):
            share.allow_writing(5)
        assert await evil.ask(SWITCH) == "not_permitted"
        await roles.sign_in("eve", "1234567")
        share.allow_writing(5)
        assert await evil.ask(SWITCH) == ""
        await roles.sign_in("tom", "7654321")
        assert share.state.writing_left_s is None
        assert await evil.ask(SWITCH) == "not_permitted"
        await roles.sign_in("eve", "1234567")
        assert await evil.ask(SWITCH) == "read_only"  # it does not come back by itself
        assert evil.on_the_line.count(SWITCH) == 1
        entries = await bench.history.journal_entries(bench.session.key)
        place = desk.kit.server.http.partition("://")[2]
        # Not who is signed in here: this server did not say who asked.
        assert [entry.who for entry in entries if entry.kind == "raw"] == [f"? @ {place}"]


async def test_a_mode_that_nobody_leaves_is_left_and_the_bench_goes_on(bench: Bench) -> None:
    await bench.share()
    evil = Evil(bench)
    assert await evil.ask(ENTER) == ""
    assert await evil.ask(jbd.request(jbd.READ, 0x24)) == ""
    assert await evil.ask(WRITE) == "read_only"
    # Whoever is at the bench comes first, and finds the board as it was.
    settings = await bench.session.read_settings()
    assert settings.values["cell_ovp_v"] != 4.23
    assert evil.on_the_line.index(LEAVE) > evil.on_the_line.index(ENTER)


async def test_a_flood_does_not_reach_the_bus(bench: Bench) -> None:
    share = await bench.share()
    evil = Evil(bench)
    before = bench.session.model.link.samples
    problems = await asyncio.gather(*(evil.ask(READ) for _ in range(300)))
    assert problems.count("") <= 45
    assert set(problems) <= {"", "too_fast", "busy"}
    assert share.state.refused >= 255
    await until(lambda: bench.session.model.link.samples > before + 2)
    await asyncio.sleep(0.5)
    assert await evil.ask(READ) == ""


async def test_nothing_else_of_the_desk_is_reached(bench: Bench) -> None:
    other = await bench.hub.open("sim://mingtang-13s", poll_s=0.2)
    chunks: list[bytes] = []
    await bench.share()
    evil = Evil(bench)
    request = {"type": "request", "serial": 7, "channel": 65, "hex": READ.hex()}
    for device in (CHILD, "", None, 5, other.uri.text):
        evil.link._gateway.say({**request, "device": device})
    for broken in ({}, {"hex": "zz"}, {"hex": 5}, {"hex": ""}, {"hex": "dd" * 5000}, {"by": 3}):
        evil.link._gateway.say({**request, "device": SHOP, "hex": "00", **broken})
    evil.link._gateway.say({"type": "request"})
    evil.link._gateway.say({"type": "unheard of", "device": SHOP})
    bench.hub.watch_chunks(other, lambda _, way, data: chunks.append(data) if way == "tx" else None)
    assert await evil.ask(READ) == ""
    await until(lambda: other.model.link.samples > 2)
    assert READ not in chunks
    # A server that lies about who asks cannot put more than a name into the journal.
    evil.link.speak_for("c", "k" * 500, "\x00<b>" + "n" * 500)
    assert await evil.ask(READ) == ""
    share = bench.shares.all[0]
    assert all(len(name) <= 66 and name.isprintable() for name in share.state.looking)


@pytest.mark.parametrize("address", [1, 2])
async def test_other_boards_on_the_bus_are_not_reached(
    desk: Desk, tmp_path: Path, address: int
) -> None:
    async with bench_of(desk.kit, tmp_path / "bench", uri="sim://tt-20s") as bench:
        await bench.share()
        evil = Evil(bench)
        data = bytes([address, 3, 0, 0, 0, 2])
        data += crc16(data).to_bytes(2, "little")
        problem = await evil.ask(data)
        assert problem == ("" if address == 1 else "other_board")


class Wire:
    """A way to the server that can be cut."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._writers: list[asyncio.StreamWriter] = []
        self.is_cut = False

    @asynccontextmanager
    async def standing(self) -> AsyncIterator[str]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            yield f"http://127.0.0.1:{port}"
            self.cut()
            await asyncio.sleep(0.1)

    def cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_cut:
            writer.transport.abort()
            return
        there, here = await asyncio.open_connection(self._host, self._port)
        self._writers += [writer, here]

        async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
            try:
                while data := await source.read(65536):
                    sink.write(data)
                    await sink.drain()
            except ConnectionError:
                pass
            finally:
                sink.close()

        await asyncio.gather(pump(reader, here), pump(there, writer))


@pytest.mark.slow
async def test_a_link_that_breaks_in_the_middle_of_a_write(desk: Desk, tmp_path: Path) -> None:
    host, _, port = desk.kit.server.http.removeprefix("http://").partition(":")
    wire = Wire(host, int(port))
    async with (
        wire.standing() as url,
        bench_of(desk.kit, tmp_path / "bench", server_url=url) as bench,
    ):
        share = await bench.share()
        bench.hub.set_writing(True)
        share.allow_writing(5)
        cuts = 1

        def tap(_: float, way: str, data: bytes) -> None:
            nonlocal cuts
            if way == "tx" and data == WRITE and cuts:
                cuts = 0
                wire.cut()

        bench.hub.watch_chunks(bench.session, tap)
        await until(lambda: share.state.waiting == 0)
        order = body("bms_write", settings={"cell_ovp_v": 4.23}, acknowledge_warnings=True)
        answer = await post(bench.server, order)
        assert answer.status_code == 202, answer.text
        found = await ended(bench.server, order["id"], timeout_s=90)
        assert not cuts
        assert "unknown" in states(found)
        assert found["state"] == "succeeded", found["result"]
        assert share.state.phase is SharePhase.LIVE
        assert (await bench.session.read_settings()).values["cell_ovp_v"] == 4.23


async def test_what_was_measured_meanwhile_is_told_once(desk: Desk, tmp_path: Path) -> None:
    host, _, port = desk.kit.server.http.removeprefix("http://").partition(":")
    wire = Wire(host, int(port))
    async with (
        wire.standing() as url,
        bench_of(desk.kit, tmp_path / "bench", server_url=url) as bench,
    ):
        share = await bench.share()
        await until(lambda: share.state.waiting == 0)
        wire.is_cut = True
        wire.cut()
        await until(lambda: share.state.phase is SharePhase.BROKEN)
        for value in ("off", "on"):
            await bench.session.control(Action.DISCHARGE, value, who="bench")
            await bench.session.read_sample()
        assert share.state.waiting >= 2
        wire.is_cut = False
        await until(lambda: share.state.phase is SharePhase.LIVE and share.state.waiting == 0)
        async with desk.kit.services.core.store.read() as connection:
            rows = (await connection.execute(select(BMS_SAMPLES.c.time_ms))).scalars().all()
        assert len(rows) == len(set(rows))
        assert len(rows) >= 3


@pytest.mark.slow
async def test_the_server_restarts(tmp_path: Path) -> None:
    data = tmp_path / "server"
    data.mkdir()
    async with AsyncExitStack() as stack:
        server = AsyncExitStack()
        kit = await server.enter_async_context(
            kit_of(f"sqlite:///{data / 'cloud.sqlite'}", data, **CHEAP)
        )
        await give_passwords(kit)
        bench = await stack.enter_async_context(bench_of(kit, tmp_path / "bench"))
        share = await bench.share()
        assert (await bench.ask("bms_read"))["state"] == "succeeded"
        host, _, port = kit.server.http.removeprefix("http://").partition(":")
        await server.aclose()
        await until(lambda: share.state.phase is SharePhase.BROKEN)
        config = replace(kit.config, http=(host, int(port)))
        kit.server = await stack.enter_async_context(standing(config, kit.clock))
        kit.services.commands.crew.timers = QUICK
        await until(lambda: share.state.phase is SharePhase.LIVE)
        assert (await bench.ask("bms_read"))["state"] == "succeeded"
        await bench.shares.close()
        assert share.state.phase is SharePhase.ENDED


async def test_what_comes_after_the_end_is_refused(bench: Bench) -> None:
    share = await bench.share()
    evil = Evil(bench)
    share.end()
    try:
        problem = await evil.ask(READ)
    except LinkLostError:  # it was quicker than the request
        problem = "ended"
    assert problem == "ended"
    await until(lambda: share.state.phase is SharePhase.ENDED)


async def test_a_write_that_waits_for_the_line_is_not_sent_when_leave_ends(bench: Bench) -> None:
    share = await bench.share()
    bench.hub.set_writing(True)
    share.allow_writing(5)
    evil = Evil(bench)
    async with bench.session._board.hold(same_board=True):  # somebody at the bench works with it
        asked = asyncio.create_task(evil.ask(SWITCH))
        await asyncio.sleep(0.3)
        assert not asked.done()
        bench.hub.set_writing(False)
    assert await asked == "read_only"
    assert SWITCH not in evil.on_the_line
    assert share.state.written == 0
    entries = await bench.history.journal_entries(bench.session.key)
    assert [entry for entry in entries if entry.kind == "raw"] == []


async def test_a_write_whose_asker_is_gone_is_not_sent_in_a_mode(bench: Bench) -> None:
    share = await bench.share()
    bench.hub.set_writing(True)
    share.allow_writing(5)
    evil = Evil(bench)
    relay = share._relay
    assert await evil.ask(ENTER) == ""
    loop = asyncio.get_running_loop()
    gone: asyncio.Future[bytes] = loop.create_future()
    gone.cancel()
    relay._jobs.put_nowait(_Job(Passed(data=WRITE, writes=True), loop.time() + 5, gone))
    assert await evil.ask(LEAVE) == ""
    assert WRITE not in evil.on_the_line


async def test_leave_ends_with_signing_out_whatever_is_asked(desk: Desk, tmp_path: Path) -> None:
    roles = Roles(tmp_path / "roles.json", CLOCK)
    await roles.turn_on("eve", "1234567")
    async with bench_of(desk.kit, tmp_path / "bench", gate=roles) as bench:
        share = await bench.share()
        bench.hub.set_writing(True)
        share.allow_writing(5)
        evil = Evil(bench)
        roles.sign_out()
        await roles.sign_in("eve", "1234567")
        assert share.state.writing_left_s is None
        assert await evil.ask(SWITCH) == "read_only"
        assert SWITCH not in evil.on_the_line
