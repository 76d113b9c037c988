"""A desk with a fleet: a real server in this process, a login, panels on the loop of the window."""

from __future__ import annotations

import asyncio
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


def loop_of_the_window(app: QCoreApplication) -> Any:
    """Return a loop that takes its last turn, which it does after it has ended, as one that runs.

    A timer of the server that is due just then would fail otherwise, and the server with it.
    """
    made: Any = qasync.QEventLoop(app)
    ended, run = made._after_run_forever, made.run_until_complete

    def after_run_forever() -> None:
        ended()
        asyncio.events._set_running_loop(made)

    def run_until_complete(future: Any) -> Any:
        try:
            return run(future)
        finally:
            asyncio.events._set_running_loop(None)

    made._after_run_forever, made.run_until_complete = after_run_forever, run_until_complete
    return made


def pytest_asyncio_loop_factories(config: Any, item: Any) -> dict[str, Callable[[], Any]]:
    """Coroutines of these tests run on the loop of the window."""
    app = QApplication.instance() or QApplication([])
    return {"qasync": lambda: loop_of_the_window(app)}


@pytest.fixture(autouse=True)
def no_turn_between(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between set-up, test and end no loop runs: a timer of the server due just then would fail."""
    monkeypatch.setattr("pytestqt.plugin._process_events", lambda: None)


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
