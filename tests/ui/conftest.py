"""Fixtures of the window: a theme, contexts that are let go, a watch on what is left behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import qasync
from PySide6.QtWidgets import QApplication

from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.theme import Theme
from tests.ui.building import Built, context_of, settle
from tests.ui.fakes import FakeHub

type MakeWindow = Callable[[FakeHub], Built]


def pytest_asyncio_loop_factories(config: Any, item: Any) -> dict[str, Callable[[], Any]]:
    """Coroutines of these tests run on the loop of the window."""
    app = QApplication.instance() or QApplication([])
    return {"qasync": lambda: qasync.QEventLoop(app)}


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    made = Theme()
    made.apply()
    return made


@pytest.fixture
def translations(qapp: QApplication) -> Iterator[Translations]:
    made = Translations(qapp)
    made.use("en")
    yield made
    made.use("en")
    settle()


@pytest.fixture
def hub() -> FakeHub:
    return FakeHub()


@pytest.fixture
def context(hub: FakeHub, theme: Theme, tmp_path: Path) -> Iterator[PanelContext]:
    made = context_of(hub, theme, tmp_path)
    yield made
    made.selection.stop()


@pytest.fixture
def make_window(theme: Theme, translations: Translations) -> Iterator[MakeWindow]:
    made: list[Built] = []

    def make(hub: FakeHub) -> Built:
        made.append(Built(hub, theme=theme, translations=translations))
        return made[-1]

    yield make
    for built in made:
        built.close()


async def until(true: Callable[[], bool], seconds: float = 40.0) -> None:
    """Wait until something is so; a nested Qt loop in a coroutine would hang."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)
