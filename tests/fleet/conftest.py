"""A desk with a fleet: a real server in this process, a login, panels on the loop of the window."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from mingtang_desk.ui.map.backend import VARIABLE, backend
from tests.fleet.guarding import QtGuard, start_engine
from tests.server import leaks

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtWidgets import QApplication

    from mingtang_desk.ui.languages import Translations
    from mingtang_desk.ui.theme import Theme
    from tests.fleet.kit import FleetKit

_PATIENCE_S = 0.02


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> None:
    """Skip the files of this folder where there is no Qt."""
    pytest.importorskip("PySide6", exc_type=ImportError)


def patient_loop(app: QCoreApplication) -> Any:
    """Return the loop of the window, for tests with a server in it.

    Qt's loop turns where no coroutine may run: pytest-qt and qasync do it when one has ended, and
    `QTest.mouseMove` in the middle of one, where the wake-up of another would be lost for good, and
    a server never ends. What is due waits until the loop itself is at work again.
    """
    import qasync

    loop: Any = qasync.QEventLoop(app)
    parent = loop.call_later

    def call_later(
        delay: float, callback: Callable[..., Any], *args: Any, context: Any = None
    ) -> Any:
        def due() -> None:
            if handle.cancelled():
                return
            if loop.is_running() and asyncio.current_task(loop) is None:
                callback(*args)
            else:
                parent(_PATIENCE_S, due, context=context)

        handle = parent(delay, due, context=context)
        return handle

    loop.call_later = call_later
    return loop


def pytest_asyncio_loop_factories(config: Any, item: Any) -> dict[str, Callable[[], Any]]:
    """Coroutines of these tests run on the loop of the window."""
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setQuitOnLastWindowClosed(False)  # as the desk has it: a closed panel ends no loop
    return {"qasync": lambda: patient_loop(app)}


@pytest.fixture(scope="session", autouse=True)
def _types(qapp: QApplication) -> None:
    """Qt keeps its list of file types open once it was asked."""
    from PySide6.QtCore import QMimeDatabase

    QMimeDatabase().mimeTypeForName("text/csv")


@pytest.fixture(scope="session")
def engine(qapp: QApplication) -> None:
    """What the engine of pages keeps is there before a test with a page is watched."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(VARIABLE, raising=False)
        if backend().web:
            start_engine()


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    """No thread, no open file and no socket outlives its test."""
    guard = QtGuard()
    yield
    assert guard.settled() == [], "the test left these behind"


@pytest.fixture(autouse=True)
def _no_task_goes_on(_nothing_is_left: None, request: pytest.FixtureRequest) -> None:
    """A test on the loop begins with `_tasks`; others need no loop."""
    if request.node.get_closest_marker("asyncio") is not None:
        request.getfixturevalue("_tasks")


@pytest_asyncio.fixture
async def _tasks() -> AsyncIterator[None]:
    before = asyncio.all_tasks()
    yield
    assert await leaks.tasks_left(before) == [], "the test left these running"


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    from mingtang_desk.ui.theme import Theme

    made = Theme()
    made.apply()
    return made


@pytest.fixture
def translations(qapp: QApplication) -> Translations:
    from mingtang_desk.ui.languages import Translations

    made = Translations(qapp)
    made.use("en")
    return made


@pytest_asyncio.fixture
async def kit(theme: Theme, tmp_path: Path) -> AsyncIterator[FleetKit]:
    """A server with the batteries of `tests.server.kit`, and a desk that is not logged in yet."""
    from tests.fleet.kit import fleet_kit

    async with fleet_kit(theme, tmp_path) as made:
        yield made
