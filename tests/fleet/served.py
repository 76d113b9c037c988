"""Tests whose server and desk begin and end inside the test.

Between a test and the end of its fixtures Qt goes on without asyncio's loop: what a server does
just then fails for want of one. Here everything has ended before.
"""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from mingtang_desk.ui.theme import Theme
from tests.fleet.kit import FleetKit, fleet_kit

type Test = Callable[[FleetKit], Awaitable[None]]


def served(test: Test) -> Callable[[Theme, Path], Awaitable[None]]:
    """Give a test a server with the batteries of `tests.server.kit`, and a desk."""

    @functools.wraps(test)
    async def run(theme: Theme, tmp_path: Path) -> None:
        QApplication.setQuitOnLastWindowClosed(False)  # it would end the loop in the middle
        async with fleet_kit(theme, tmp_path) as kit:
            await test(kit)

    del run.__dict__["__wrapped__"]  # its arguments are not fixtures
    return run
