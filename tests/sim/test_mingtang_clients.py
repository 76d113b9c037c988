"""Two independent Modbus masters, mbpoll and pymodbus, and the pace of a real line."""

import asyncio
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pymodbus.client import AsyncModbusSerialClient, AsyncModbusTcpClient
from pymodbus.client.base import ModbusBaseClient
from pymodbus.framer import FramerType

from mingtang_desk.sim.inprocess import SimPort
from mingtang_desk.sim.models import make_line
from tests.sim.modbus_hand import content, read_frame, words
from tests.sim.test_serve import served

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals")
MBPOLL = shutil.which("mbpoll")
needs_mbpoll = pytest.mark.skipif(MBPOLL is None, reason="mbpoll is not installed (apt: mbpoll)")
WAIT_S = 10.0
CELLS = [3629, 3629, 3629, 3631, 3629, 3630, 3629, 3630, 3629, 3630, 3630, 3630, 3630]


def mbpoll(where: Path, kind: str, start: int, count: int, address: int = 1) -> list[int]:
    """Values that mbpoll prints; `kind` 0 = coils, 4 = holding registers."""
    command = [MBPOLL or "", "-m", "rtu", "-b", "9600", "-P", "none", "-1", "-o", "2", "-0"]
    command += ["-a", str(address), "-t", kind, "-r", str(start), "-c", str(count), str(where)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=WAIT_S, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return [int(value, 0) for value in re.findall(r"^\[\d+\]:\s+(\S+)", done.stdout, re.MULTILINE)]


@posix_only
@needs_mbpoll
@pytest.mark.asyncio
async def test_mbpoll_reads_the_tower_map(tmp_path: Path) -> None:
    path = tmp_path / "bms"
    async with served(make_line("mingtang-13s"), f"pty:{path}"):
        status = await asyncio.to_thread(mbpoll, path, "4", 0, 29)
        code = await asyncio.to_thread(mbpoll, path, "4:hex", 1000, 12)
        faults = await asyncio.to_thread(mbpoll, path, "0", 0, 52)
    assert status == [4718, 13, 50, 2530, 100, 0, 30, 28, 30, *CELLS, *([0] * 7)]
    assert words(*code).decode() == "BT204805013CT00220940784"
    assert faults == [0] * 52


@posix_only
@needs_mbpoll
@pytest.mark.asyncio
async def test_mbpoll_finds_each_board_of_a_bus(tmp_path: Path) -> None:
    path = tmp_path / "bus"
    async with served(make_line("mingtang-24s@1+tt-20s@30"), f"pty:{path}"):
        for address, cells in ((1, 24), (30, 20)):
            assert await asyncio.to_thread(mbpoll, path, "4", 1, 1, address) == [cells]


async def talk(client: ModbusBaseClient) -> None:
    """Reads and writes coils and registers, and is refused."""
    assert await asyncio.wait_for(client.connect(), WAIT_S)
    try:
        status = await client.read_holding_registers(0, count=29, device_id=1)
        assert status.registers[:4] == [4718, 13, 50, 2530]
        assert status.registers[9:22] == CELLS
        live = await client.read_holding_registers(0x2010, count=46, device_id=1)
        assert live.registers[9:14] == [297, 275, 278, 0x8000, 0x8000]
        assert not (await client.write_registers(0x2204, [4200, 4100], device_id=1)).isError()
        assert not (await client.write_register(0x2206, 2800, device_id=1)).isError()
        settings = await client.read_holding_registers(0x2204, count=3, device_id=1)
        assert settings.registers == [4200, 4100, 2800]
        assert not (await client.write_coil(0x2003, True, device_id=1)).isError()
        assert not (await client.write_coils(0x2000, [False, True], device_id=1)).isError()
        coils = await client.read_coils(0x2000, count=5, device_id=1)
        assert coils.bits[:5] == [False, True, True, True, False]
        for refused, code in (
            (await client.write_register(0x2204, 9999, device_id=1), 3),
            (await client.read_holding_registers(0x2400, count=1, device_id=1), 2),
            (await client.read_input_registers(0, count=1, device_id=1), 1),
            (await client.write_register(0x2400, 0x5204, device_id=1), 4),
        ):
            assert refused.isError()
            assert refused.exception_code == code
    finally:
        client.close()


@pytest.mark.asyncio
async def test_pymodbus_over_tcp() -> None:
    async with served(make_line("mingtang-13s"), "tcp:127.0.0.1:0") as (where, _, _):
        port = int(where.rpartition(":")[2])
        await talk(AsyncModbusTcpClient("127.0.0.1", port=port, framer=FramerType.RTU))


@posix_only
@pytest.mark.asyncio
async def test_pymodbus_over_a_paced_pty(tmp_path: Path) -> None:
    path = tmp_path / "bms"
    async with served(make_line("mingtang-13s"), f"pty:{path}", pace=115200):
        await talk(AsyncModbusSerialClient(str(path), baudrate=115200))


async def ask(port: SimPort, request: bytes, length: int) -> bytes:
    reply = b""
    chunks = port.chunks()
    await port.write(request)
    while len(reply) < length:
        reply += await asyncio.wait_for(anext(chunks), WAIT_S)
    await chunks.aclose()
    return reply


@pytest.mark.parametrize(("baud", "silence_s"), [(9600, 3.5 * 10 / 9600), (115200, 0.00175)])
@pytest.mark.asyncio
async def test_a_paced_line_takes_its_bytes_and_the_silence_between(
    baud: int, silence_s: float
) -> None:
    port = SimPort(make_line("mingtang-13s"), pace=baud)
    port.open()
    request, length = read_frame(0, 29), 5 + 58
    wire_s = (len(request) + length) * 10 / baud + silence_s
    ratios = []
    for _ in range(7):
        begun = time.monotonic()
        content(await ask(port, request, length))
        ratios.append((time.monotonic() - begun) / wire_s)
    await port.wait_closed()
    assert min(ratios) >= 0.999  # never faster than the wire; how near to it is a benchmark's
