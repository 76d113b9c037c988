"""Serves several simulated lines from one process, each with a speed of its own.

Usage: python -m tests.integration.lines JSON; JSON is a list of objects {"kind", "listen", ...}:
"board" (model, baud, faults), "master" (asks a JBD board at `baud`), "noise" (answers anything with
bytes that mean nothing). Prints "ready" and the addresses as JSON when all are there.
"""

import asyncio
import json
import random
import sys
from typing import Any

from mingtang_desk.sim.models import make_line
from mingtang_desk.sim.pty_line import PtyLine
from mingtang_desk.sim.serve import serve

ASK_S = 0.2
BASIC = bytes.fromhex("DD A5 03 00 FF FD 77")


async def board(line: dict[str, Any], ready: "asyncio.Future[str]") -> None:
    await serve(
        make_line(line["model"], faults=line.get("faults"), sets=line.get("sets")),
        line["listen"],
        pace=None,
        baud=line.get("baud"),
        on_ready=ready.set_result,
        stop=asyncio.Event(),
    )


async def master(line: dict[str, Any], ready: "asyncio.Future[str]") -> None:
    pty = PtyLine(line["listen"].removeprefix("pty:"), baud=line["baud"])
    ready.set_result(line["listen"])
    while True:
        pty.write(BASIC)
        await asyncio.sleep(ASK_S)


async def noise(line: dict[str, Any], ready: "asyncio.Future[str]") -> None:
    pty = PtyLine(line["listen"].removeprefix("pty:"))
    rng = random.Random(1)
    pty.start(lambda data: pty.write(bytes(rng.randrange(128, 255) for _ in data)))
    ready.set_result(line["listen"])
    await asyncio.Event().wait()


async def main(lines: list[dict[str, Any]]) -> None:
    kinds = {"board": board, "master": master, "noise": noise}
    async with asyncio.TaskGroup() as group:
        ready = [asyncio.get_running_loop().create_future() for _ in lines]
        for line, future in zip(lines, ready, strict=True):
            group.create_task(kinds[line["kind"]](line, future))
        sys.stdout.write("ready " + json.dumps([await future for future in ready]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
