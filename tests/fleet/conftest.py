"""A desk with a fleet: a real server in this process, a login, panels on the loop of the window."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import qasync
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.theme import Theme
from tests.fleet.kit import FleetKit, fleet_kit

_PATIENCE_S = 0.02


def patient_loop(app: QCoreApplication) -> Any:
    """Return the loop of the window, for tests with a server in it.

    pytest-qt turns Qt's loop between a test and the end of its fixtures. No coroutine may run then:
    what is due waits until the loop runs again.
    """
    loop = qasync.QEventLoop(app)
    parent = loop.call_later

    def call_later(
        delay: float, callback: Callable[..., Any], *args: Any, context: Any = None
    ) -> Any:
        def due() -> None:
            if loop.is_running():
                callback(*args)
            elif not handle.cancelled():
                parent(_PATIENCE_S, due, context=context)

        handle = parent(delay, due, context=context)
        return handle

    loop.call_later = call_later
    return loop


def pytest_asyncio_loop_factories(config: Any, item: Any) -> dict[str, Callable[[], Any]]:
    """Coroutines of these tests run on the loop of the window."""
    app = QApplication.instance() or QApplication([])
    return {"qasync": lambda: patient_loop(app)}


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
