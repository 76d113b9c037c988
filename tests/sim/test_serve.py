"""Boards on a pty and on TCP: round trips, hang-up, an independent client."""

import asyncio
import contextlib
import os
import stat
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import serial
from bmstools.jbd import JBD

from mingtang_desk.sim.board import Board
from mingtang_desk.sim.errors import ListenError
from mingtang_desk.sim.models import make_board
from mingtang_desk.sim.serve import serve
from tests.sim.hand import parse, read, write

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals")
WAIT_S = 10.0


@asynccontextmanager
async def served(
    board: Board, listen: str, pace: int | None = None
) -> AsyncIterator[tuple[str, asyncio.Event, asyncio.Task[None]]]:
    stop, address = asyncio.Event(), asyncio.get_running_loop().create_future()
    task = asyncio.create_task(
        serve(board, listen, pace=pace, on_ready=address.set_result, stop=stop)
    )
    try:
        yield await asyncio.wait_for(address, WAIT_S), stop, task
    finally:
        stop.set()
        await asyncio.wait_for(task, WAIT_S)


def exchange(port: serial.Serial, frame: bytes, length: int) -> bytes:
    port.write(frame)
    return bytes(port.read(length))


@posix_only
@pytest.mark.asyncio
async def test_pty_round_trip_and_clients_that_come_and_go(tmp_path: Path) -> None:
    path = tmp_path / "bms"
    path.symlink_to("/dev/pts/99999")  # left over from a killed simulator
    async with served(make_board("jbd-13s"), f"pty:{path}") as (where, _, _):
        assert where == f"pty:{path}"
        assert path.is_symlink()
        for _ in range(3):
            with serial.Serial(str(path), 9600, timeout=WAIT_S) as port:
                reply = await asyncio.to_thread(exchange, port, read(3), 34)
            assert parse(reply)[0] == 3
    assert not path.is_symlink()


@posix_only
@pytest.mark.asyncio
async def test_all_byte_values_pass_a_pty_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "bms"
    board = make_board("jbd-13s")
    async with served(board, f"pty:{path}"):
        with serial.Serial(str(path), 9600, timeout=WAIT_S) as port:
            await asyncio.to_thread(exchange, port, write(0, b"\x56\x78"), 7)
            # Words with the bytes that a terminal would act on: ^C ^D ^S ^Q CR NL ...
            for word in (0x0304, 0x1113, 0x0D0A, 0x1A1C, 0x7F16, 0xFF00):
                frame = write(0x16, word.to_bytes(2, "big"))
                assert parse(await asyncio.to_thread(exchange, port, frame, 7))[1] == 0
                reply = await asyncio.to_thread(exchange, port, read(0x16), 9)
                assert parse(reply)[2] == word.to_bytes(2, "big")


@posix_only
@pytest.mark.asyncio
async def test_a_client_that_configures_nothing_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "bms"

    def talk() -> bytes:
        handle, reply = os.open(path, os.O_RDWR | os.O_NOCTTY), b""
        try:
            os.write(handle, read(3))
            while len(reply) < 34:
                reply += os.read(handle, 64)
        finally:
            os.close(handle)
        return reply

    async with served(make_board("jbd-13s"), f"pty:{path}"):
        reply = await asyncio.wait_for(asyncio.to_thread(talk), WAIT_S)
    assert parse(reply)[:2] == (3, 0)


@posix_only
@pytest.mark.asyncio
async def test_a_power_cut_hangs_the_pty_up(tmp_path: Path) -> None:
    path = tmp_path / "bms"
    board = make_board("jbd-13s", faults={"cut-after": "10"})
    async with served(board, f"pty:{path}") as (_, _, task):
        with serial.Serial(str(path), 9600, timeout=WAIT_S) as port:
            assert len(await asyncio.to_thread(exchange, port, read(3), 34)) == 34
            with pytest.raises(serial.SerialException):
                await asyncio.to_thread(exchange, port, read(3), 34)
        await asyncio.wait_for(task, WAIT_S)
    assert not path.is_symlink()


@posix_only
@pytest.mark.asyncio
async def test_a_pty_never_replaces_a_file(tmp_path: Path) -> None:
    path = tmp_path / "precious"
    path.write_text("data")
    stop = asyncio.Event()
    with pytest.raises(ListenError, match="precious"):
        await serve(
            make_board("jbd-13s"), f"pty:{path}", pace=None, on_ready=lambda _: None, stop=stop
        )
    assert path.read_text() == "data"


@pytest.mark.parametrize("listen", ["", "pty:", "tcp:", "tcp:host", "tcp:h:x", "tcp:h:70000", "x"])
@pytest.mark.asyncio
async def test_bad_addresses_are_refused(listen: str) -> None:
    stop = asyncio.Event()
    with pytest.raises(ListenError):
        await serve(make_board("jbd-13s"), listen, pace=None, on_ready=lambda _: None, stop=stop)


async def connect(where: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    kind, host, port = where.split(":")
    assert kind == "tcp"
    assert port != "0"
    return await asyncio.open_connection(host, int(port))


@pytest.mark.asyncio
async def test_tcp_round_trip_for_two_clients() -> None:
    async with served(make_board("jbd-13s"), "tcp:127.0.0.1:0") as (where, _, _):
        clients = [await connect(where) for _ in range(2)]
        for register, length in ((3, 34), (4, 33), (5, 19)):
            for reader, writer in clients:
                writer.write(read(register))
                reply = await asyncio.wait_for(reader.readexactly(length), WAIT_S)
                assert parse(reply)[0] == register
        for _, writer in clients:
            writer.close()
            await writer.wait_closed()


@pytest.mark.asyncio
async def test_a_taken_port_is_refused() -> None:
    async with served(make_board("jbd-13s"), "tcp:127.0.0.1:0") as (where, _, _):
        stop = asyncio.Event()
        with pytest.raises(ListenError):
            await serve(make_board("jbd-4s"), where, pace=None, on_ready=print, stop=stop)


@pytest.mark.asyncio
async def test_a_power_cut_closes_tcp() -> None:
    board = make_board("jbd-13s", faults={"cut-after": "3"})
    async with served(board, "tcp:127.0.0.1:0") as (where, _, task):
        reader, writer = await connect(where)
        writer.write(read(3))
        with contextlib.suppress(ConnectionError):
            assert await asyncio.wait_for(reader.read(), WAIT_S) == b""
        await asyncio.wait_for(task, WAIT_S)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


@pytest.mark.asyncio
async def test_time_passes_while_nobody_asks() -> None:
    board = make_board("jbd-13s", speed=3600.0)
    async with served(board, "tcp:127.0.0.1:0"):
        board.set_current(10.0)
        before, begun = board.rig.gauge.remaining_ah, time.monotonic()
        async with asyncio.timeout(WAIT_S):
            while (moved := board.rig.gauge.remaining_ah - before) < 1.0:
                await asyncio.sleep(0.02)
        passed = time.monotonic() - begun
    # 10 A for an hour a second; what passed until it was seen is the most it can be.
    assert 1.0 <= moved <= 10.0 * passed * 1.01


@contextmanager
def own_process(*arguments: str) -> Iterator[str]:
    """A board served by another process; gives the address from its ready line."""
    root = Path(__file__).parents[2]
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(root), str(root / "src")])}
    command = [sys.executable, "-m", "tests.sim.serving", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=env, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().removeprefix("ready ").strip()
        finally:
            process.terminate()


@posix_only
def test_an_independent_client_reads_the_same_values(tmp_path: Path) -> None:
    with own_process("jbd-13s", f"pty:{tmp_path / 'bms'}") as where:
        assert stat.S_ISCHR((tmp_path / "bms").stat().st_mode)
        with serial.Serial(where.removeprefix("pty:"), 9600, timeout=0.5) as port:
            bms = JBD(port)
            basic, cells, device = bms.readInfo()
            eeprom: dict[str, Any] = bms.readEeprom()
        if bms.s.is_open:
            bms.s.close()
    assert basic["pack_mv"] == 47180
    assert basic["pack_ma"] == 0
    assert basic["cur_cap"] == 25300
    assert basic["full_cap"] == 50000
    assert basic["cycle_cnt"] == 162
    assert basic["cap_pct"] == 50
    assert (basic["ntc0"], basic["ntc1"]) == (27.5, 27.8)
    assert basic["chg_fet_en"]
    assert basic["dsg_fet_en"]
    assert not any(basic[f"bal{i}"] for i in range(32))
    assert basic["fault_raw"] == 0
    assert (basic["year"], basic["month"], basic["day"]) == (2022, 9, 27)
    expected = [3629, 3629, 3629, 3631, 3629, 3630, 3629, 3630, 3629, 3630, 3630, 3630, 3630]
    assert [cells[f"cell{i}_mv"] for i in range(13)] == expected
    assert device["device_name"] == "JBD-SP13S050"
    assert eeprom["covp"] == 4250
    assert eeprom["covp_rel"] == 4150
    assert eeprom["cuvp"] == 2750
    assert eeprom["chgot"] == 60.0
    assert eeprom["dsgut"] == -20.0
    assert eeprom["chgoc"] == 30000
    assert eeprom["dsgoc"] == -60000
    assert (eeprom["chgoc_delay"], eeprom["chgoc_rel"]) == (10, 30)
    assert (eeprom["cuvp_delay"], eeprom["covp_delay"]) == (4, 2)
    assert eeprom["sc"].val == 7
    assert eeprom["sc_delay"].display == 400
    assert eeprom["sc_dsgoc_x2"] is True
    assert eeprom["dsgoc2"].display == 47
    assert eeprom["dsgoc2_delay"].display == 320
    assert eeprom["covp_high_delay"].display == 2
    assert eeprom["cuvp_high_delay"].display == 4
    assert eeprom["sc_rel"] == 30
    assert eeprom["balance_en"] is True
    assert eeprom["barcode"] == "BT204805013CT00220940784"
    assert eeprom["cycle_cnt"] == 162
    assert eeprom["cell_cnt"] == 13
    assert eeprom["design_cap"] == 50000
    assert eeprom["covp_err_cnt"] == 0
