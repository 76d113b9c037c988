"""A desk with a fleet: a real server in this process, a login, panels on the loop of the window."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import qasync
from PySide6.QtWidgets import QApplication

from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.theme import Theme
from tests.fleet.kit import FleetKit, fleet_kit


def pytest_asyncio_loop_factories(config: Any, item: Any) -> dict[str, Callable[[], Any]]:
    """Coroutines of these tests run on the loop of the window."""
    app = QApplication.instance() or QApplication([])
    return {"qasync": lambda: _loop(app)}


class _Resting:
    """A callback of a task that waits while no coroutine is run.

    Between two coroutines, of a test and of its fixtures, events of Qt are handled, and with them
    timers of tasks, which would find no running loop: those of a server go on all the time.
    """

    def __init__(self, loop: Any, handle: Any) -> None:
        self._loop, self._handle = loop, handle

    @property
    def _cancelled(self) -> bool:
        return bool(self._handle.cancelled())

    def _run(self) -> None:
        if self._loop.is_running():
            self._handle._run()
        else:
            self._loop._timer.add_callback(self, 0.005)


def _loop(app: Any) -> Any:
    loop = qasync.QEventLoop(app)

    def add(handle: Any, delay: float = 0.0) -> Any:
        loop._timer.add_callback(_Resting(loop, handle), delay)
        return handle

    loop._add_callback = add
    return loop


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    made = Theme()
    made.apply()
    return made


@pytest.fixture
def translations(qapp: QApplication) -> Translations:
    made = Translations(qapp)
    made.use("en")
    return made


@pytest_asyncio.fixture
async def kit(theme: Theme, tmp_path: Path) -> AsyncIterator[FleetKit]:
    """A server with the batteries of `tests.server.kit`, and a desk that is not logged in yet."""
    async with fleet_kit(theme, tmp_path) as made:
        yield made
