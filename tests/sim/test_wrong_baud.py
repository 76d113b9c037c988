"""A terminal carries bytes at any speed; a simulated line does not."""

import asyncio
import random
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo terminals", allow_module_level=True)

import serial

from mingtang_desk.sim.models import make_board
from mingtang_desk.sim.pty_line import PtyLine
from mingtang_desk.sim.serve import serve
from tests.sim.hand import parse, read


def heard(path: Path, baud: int | None, client: int, *, seed: int = 0) -> tuple[bytes, bytes]:
    """What board and client make of 20 bytes that the other one sends."""
    data, at_board = bytes(range(20)), list[bytes]()

    async def run() -> bytes:
        line = PtyLine(str(path), baud=baud, seed=seed)
        try:
            with serial.Serial(str(path), client, timeout=0.05) as port:
                line.start(at_board.append)
                port.write(data)
                line.write(data)
                async with asyncio.timeout(5):
                    while not at_board:
                        await asyncio.sleep(0.002)
                return bytes(port.read(400))
        finally:
            line.close()

    at_client = asyncio.run(run())
    return b"".join(at_board), at_client


def test_the_speed_of_the_board_carries_everything(tmp_path: Path) -> None:
    data = bytes(range(20))
    for baud, client in ((9600, 9600), (115200, 115200), (None, 1200)):
        assert heard(tmp_path / "tty", baud, client) == (data, data)


@pytest.mark.parametrize(("baud", "client"), [(9600, 19200), (9600, 115200), (115200, 9600)])
def test_another_speed_is_garbage_in_both_directions(
    tmp_path: Path, baud: int, client: int
) -> None:
    data = bytes(range(20))
    at_board, at_client = heard(tmp_path / "tty", baud, client)
    assert len(at_board) == max(1, round(20 * baud / client))
    assert len(at_client) == max(1, round(20 * client / baud))
    assert data not in (at_board, at_client)
    assert not data.startswith(at_board[:3])
    assert (at_board, at_client) == heard(tmp_path / "tty", baud, client)
    assert (at_board, at_client) != heard(tmp_path / "tty", baud, client, seed=1)


@pytest.mark.asyncio
async def test_a_served_board_answers_at_its_own_speed_only(tmp_path: Path) -> None:
    path = tmp_path / "tty"
    stop, ready = asyncio.Event(), asyncio.Event()
    task = asyncio.create_task(
        serve(
            make_board("jbd-4s"),
            f"pty:{path}",
            pace=None,
            baud=19200,
            on_ready=lambda _: ready.set(),
            stop=stop,
        )
    )
    await asyncio.wait_for(ready.wait(), 5)

    def ask(baud: int) -> bytes:
        with serial.Serial(str(path), baud, timeout=0.1) as port:
            port.write(read(3))
            return bytes(port.read(38))

    bauds = [9600, 19200, 38400, 57600]
    random.Random(3).shuffle(bauds)
    answers = {baud: await asyncio.to_thread(ask, baud) for baud in bauds}
    assert parse(answers.pop(19200))[0] == 3
    assert set(answers.values()) == {b""}
    stop.set()
    await asyncio.wait_for(task, 5)
