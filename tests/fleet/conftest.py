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
    return {"qasync": lambda: _loop_of(app)}


def _loop_of(app: Any) -> Any:
    """A loop whose callbacks wait while it stands still.

    Between a test and its fixtures pytest-qt works off the events of Qt. Timers of a loop that does
    not run would fire then, and tasks of the server would find no running loop.
    """
    app.setQuitOnLastWindowClosed(False)  # as the desk has it: a closed panel ends no loop
    loop: Any = qasync.QEventLoop(app)
    later = loop.call_later

    def call_later(delay: float, callback: Any, *args: Any, context: Any = None) -> Any:
        handle: Any = None

        def run(*given: Any) -> None:
            if loop.is_running():
                callback(*given)
            elif not handle.cancelled():
                loop._add_callback(handle, 0.02)

        handle = later(delay, run, *args, context=context)
        return handle

    loop.call_later = call_later
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
