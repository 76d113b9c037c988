"""How soon a desk hears of a vibration: the whole way, over real sockets."""

import sys
from pathlib import Path

import pytest

from tests.server.kit import Kit
from tests.server.rides.shaken import shaken

GOAL_S = 2.0


@pytest.mark.asyncio
async def test_a_vibration_reaches_a_listening_desk(kit: Kit, tmp_path: Path) -> None:
    """Patience is 15 s; the goal is measured between two sockets, not by how fast tests run."""
    found = await shaken(kit, tmp_path, 3)
    figures = ", ".join(f"{each * 1e3:.1f} ms" for each in found)
    sys.stdout.write(f"vibration to desk: {figures}\n")  # pytest -s shows it
    assert all(0 < each < GOAL_S for each in found)
