"""Tasks of widgets, and the loop of the window."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QWidget

from mingtang_desk.core.errors import MingtangError, UsageError
from mingtang_desk.ui.app import run_application, run_window
from mingtang_desk.ui.main_window import MainWindow
from mingtang_desk.ui.prefs import Preferences
from mingtang_desk.ui.tasks import cancel_all, spawn
from tests.ui.building import PACKS, settle
from tests.ui.fakes import FakeHub, bench_hub


class Owner(QWidget):
    """Keeps the error it is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[MingtangError | None] = []

    def show_error(self, error: MingtangError | None) -> None:
        self.errors.append(error)


def run(main: Callable[[], Awaitable[Any]]) -> list[BaseException]:
    """Run a coroutine on the window's loop; return what went to the crash handler."""
    crashes: list[BaseException] = []

    async def body(app: QApplication) -> int:
        async with asyncio.timeout(20):
            await main()
        return 0

    assert run_application(body, crashed=crashes.append) == 0
    return crashes


def test_an_expected_error_is_shown(qapp: QApplication) -> None:
    owner, ended = Owner(), []

    async def fails() -> None:
        raise UsageError("protocol_unknown", protocol="x", known="jbd")

    async def main() -> None:
        task = spawn(owner, fails(), done=lambda: ended.append(True))
        await asyncio.wait([task])
        await asyncio.sleep(0)

    assert run(main) == []
    assert owner.errors[0] is None
    shown = owner.errors[-1]
    assert shown is not None
    assert shown.key == "protocol_unknown"
    assert ended == [True]


def test_a_bug_goes_to_the_crash_handler(
    qapp: QApplication, caplog: pytest.LogCaptureFixture
) -> None:
    owner = Owner()

    async def breaks() -> None:
        raise RuntimeError("bug")

    async def main() -> None:
        await asyncio.wait([spawn(owner, breaks())])
        await asyncio.sleep(0)

    crashes = run(main)
    assert [str(error) for error in crashes] == ["bug"]


def test_a_task_ends_with_its_widget(qapp: QApplication) -> None:
    async def main() -> None:
        owner = Owner()
        task = spawn(owner, asyncio.sleep(100))
        await asyncio.sleep(0)
        shiboken6.delete(owner)
        await asyncio.wait([task], timeout=2)
        assert task.cancelled()

    assert run(main) == []


def test_all_tasks_of_a_window_are_cancelled(qapp: QApplication) -> None:
    async def main() -> None:
        root = QWidget()
        child = Owner()
        child.setParent(root)
        task = spawn(child, asyncio.sleep(100))
        await asyncio.sleep(0)
        await cancel_all(root)
        assert task.cancelled()

    assert run(main) == []


def test_the_window_ends_when_it_is_closed(qapp: QApplication) -> None:
    hub, first = bench_hub()
    seen: list[MainWindow] = []

    async def main() -> None:
        stop = asyncio.Event()

        def shown(window: MainWindow) -> None:
            seen.append(window)
            asyncio.get_running_loop().call_later(0.2, window.close)

        before = asyncio.all_tasks()
        await run_window(hub.real, Preferences(None), stop=stop, shown=shown, packs=PACKS)
        assert stop.is_set()
        assert asyncio.all_tasks() == before

    assert run(main) == []
    settle()
    assert seen
    assert hub.observers == 0
    assert not first.model._observers


def test_connecting_selects_remembers_and_shows(qapp: QApplication) -> None:
    hub, prefs = FakeHub(), Preferences(None)

    async def main() -> None:
        stop = asyncio.Event()

        async def drive(window: MainWindow) -> None:
            panel: Any = window.docks["devices"].panel
            panel.connect_button.click()
            panel.form.port.setCurrentIndex(panel.form.port.findData("sim://jbd-13s"))
            assert panel.form.address.text() == "sim://jbd-13s"
            panel.form.connect_button.click()
            assert not panel.form.progress.isHidden()
            while not hub.sessions or panel.form_area.isVisible():
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.2)
            assert window.strip.chip.text == "SIMULATOR"
            assert window.headline.pack.text.startswith("47.18 V")
            assert prefs.values.recents == ("sim://jbd-13s",)
            hub.open_fails = UsageError("uri_invalid", uri="x", detail="no")
            panel.connect_to("x")
            while panel.error_line.error is None:
                await asyncio.sleep(0.01)
            stop.set()

        driven: list[asyncio.Task[None]] = []

        def shown(window: MainWindow) -> None:
            driven.append(asyncio.get_running_loop().create_task(drive(window)))

        await run_window(hub.real, prefs, stop=stop, shown=shown, packs=PACKS)
        await driven[0]

    assert run(main) == []
