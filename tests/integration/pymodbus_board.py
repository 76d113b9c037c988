"""A Modbus board that is none of ours: pymodbus serves registers on a pseudo terminal.

    python -m tests.integration.pymodbus_board PATH BOARD.json LOG

BOARD.json holds `coils`, `discrete`, `holding` and `input`, each address to values from there on,
and may hold `refuse`, holding registers that answer a write with exception 4. Every request is a
line of LOG: function code, first address. It prints "ready" when it listens.
"""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import tty
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pymodbus.constants import ExcCodes
from pymodbus.pdu import ModbusPDU
from pymodbus.server import ModbusSerialServer
from pymodbus.simulator import DataType, SimData, SimDevice

TABLES = ("coils", "discrete", "holding", "input")
WAIT_S = 20


def cable(path: Path) -> str:
    """Lay a line of two terminals: the near end lies under `path`, the far end is returned."""
    near, near_end = os.openpty()
    far, far_end = os.openpty()
    for end in (near_end, far_end):
        tty.setraw(end)
    for here, there in ((near, far), (far, near)):
        asyncio.get_running_loop().add_reader(here, carry, here, there)
    path.symlink_to(os.ttyname(near_end))
    return os.ttyname(far_end)


def carry(here: int, there: int) -> None:
    """Take what came at one end to the other."""
    os.write(there, os.read(here, 4096))


def device(board: dict[str, Any]) -> SimDevice:
    """The tables of a board as pymodbus wants them."""

    def table(name: str) -> list[SimData]:
        kind = DataType.BITS if name in ("coils", "discrete") else DataType.REGISTERS
        places = {int(at, 0): values for at, values in board.get(name, {}).items()}
        # A table must not be empty; nothing reads the last one.
        places = places or {0xFFFF: [0]}
        return [
            SimData(at, values=list(map(bool, v)) if kind is DataType.BITS else v, datatype=kind)
            for at, v in sorted(places.items())
        ]

    async def refuse(
        function: int,
        _start: int,
        address: int,
        _count: int,
        _registers: list[int],
        _values: list[int] | list[bool] | None,
    ) -> ExcCodes | None:
        if function in (6, 16) and address in board.get("refuse", []):
            return ExcCodes.DEVICE_FAILURE
        return None

    coils, discrete, holding, inputs = map(table, TABLES)
    return SimDevice(1, simdata=(coils, discrete, holding, inputs), action=refuse)


async def serve(path: Path, board: dict[str, Any], log: Path) -> None:
    """Serve until this process is told to stop."""

    def trace(sending: bool, pdu: ModbusPDU) -> ModbusPDU:
        if not sending:
            with log.open("a", encoding="utf-8") as file:
                file.write(f"{pdu.function_code} {pdu.address}\n")
        return pdu

    server = ModbusSerialServer(device(board), port=cable(path), baudrate=9600, trace_pdu=trace)
    await server.serve_forever(background=True)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    print("ready", flush=True)  # noqa: T201 -- told to whoever started it
    await stop.wait()
    server.close()


@dataclass(frozen=True, slots=True)
class Served:
    """A board that is being served."""

    path: Path
    log: Path

    @property
    def requests(self) -> list[tuple[int, int]]:
        """(function code, first address) of every request so far."""
        if not self.log.exists():
            return []
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [(int(line.split()[0]), int(line.split()[1])) for line in lines]

    @property
    def writes(self) -> list[tuple[int, int]]:
        """Those that change something."""
        return [request for request in self.requests if request[0] > 4]


@contextlib.contextmanager
def pymodbus_board(folder: Path, board: dict[str, Any]) -> Iterator[Served]:
    """Serve a board in a process of its own for the time of a block."""
    path, file, log = folder / "tty", folder / "board.json", folder / "requests"
    file.write_text(json.dumps(board), encoding="utf-8")
    words = [sys.executable, "-m", "tests.integration.pymodbus_board", *map(str, (path, file, log))]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == "ready"
            yield Served(path, log)
        finally:
            process.terminate()
            try:
                process.wait(WAIT_S)
            except subprocess.TimeoutExpired:
                process.kill()


if __name__ == "__main__":
    where, what, heard = map(Path, sys.argv[1:4])
    asyncio.run(serve(where, json.loads(what.read_text(encoding="utf-8")), heard))
