"""Serves a simulated board from its own process, as the command line does; for the tests.

Usage: python -m tests.sim.serving MODEL LISTEN [PACE]
"""

import asyncio
import sys

from mingtang_desk.sim.models import make_board
from mingtang_desk.sim.serve import serve


async def main(model: str, listen: str, pace: int | None) -> None:
    def ready(where: str) -> None:
        sys.stdout.write(f"ready {where}\n")
        sys.stdout.flush()

    await serve(make_board(model), listen, pace=pace, on_ready=ready, stop=asyncio.Event())


if __name__ == "__main__":
    speed = int(sys.argv[3]) if len(sys.argv) > 3 else None
    asyncio.run(main(sys.argv[1], sys.argv[2], speed))
