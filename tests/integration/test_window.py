"""End to end: a board in another process, the real window, then the command line."""

import asyncio
import contextlib
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from mingtang_desk.app.crash import CrashHandler
from mingtang_desk.app.window import Desk
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.ui.app import run_application
from mingtang_desk.ui.forms.confirm import ConfirmCard
from mingtang_desk.ui.forms.control_row import ControlRow
from mingtang_desk.ui.forms.review import ReviewPage, Stage
from mingtang_desk.ui.forms.row import SettingRow
from mingtang_desk.ui.main_window import MainWindow
from mingtang_desk.ui.panels.settings import SettingsPanel
from tests.integration.simulators import run, simulator

WAIT_S = 20.0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pty is needed")


async def until[T](what: Callable[[], T | None], name: str) -> T:
    """Wait until `what` gives something; the loop goes on meanwhile."""
    try:
        async with asyncio.timeout(WAIT_S):
            while not (found := what()):
                await asyncio.sleep(0.02)
            return found
    except TimeoutError:
        pytest.fail(f"never: {name}")


async def click(button: QAbstractButton) -> None:
    """Press a button as the mouse does, once it can be pressed."""
    await until(lambda: button.isVisible() and button.isEnabled(), f"button {button.text()}")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def named[T: QWidget](window: QWidget, kind: type[T], name: str) -> T:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def shown[T: QWidget](window: QWidget, kind: type[T]) -> T | None:
    return next((widget for widget in window.findChildren(kind) if widget.isVisible()), None)


class Story:
    """What the technician does, step by step."""

    def __init__(self, window: MainWindow, uri: str) -> None:
        self.window, self.uri = window, uri

    async def connect(self) -> None:
        await click(named(self.window, QAbstractButton, "devices-connect"))
        address = named(self.window, QLineEdit, "connect-address")
        address.clear()
        QTest.keyClicks(address, self.uri)
        await click(named(self.window, QAbstractButton, "connect-go"))
        hub = self.window.context.hub
        session = await until(lambda: next(iter(hub.sessions), None), "a session")
        await until(lambda: session.model.phase is LinkPhase.LIVE, "a live link")
        await until(lambda: session.model.sample is not None, "a sample")
        assert session.model.sample is not None
        assert session.model.sample.pack_v == 47.18

    async def read_settings(self) -> None:
        panel = shown(self.window, SettingsPanel)
        assert panel is not None
        buttons = panel.findChildren(QAbstractButton)
        button = await until(
            lambda: next((b for b in buttons if b.isVisible() and b.text() == "Read"), None),
            "a Read button",
        )
        await click(button)
        await until(lambda: self.row("cell_ovp_v"), "the row of the setting")

    def row(self, key: str) -> SettingRow | None:
        rows = self.window.findChildren(SettingRow)
        return next((row for row in rows if row.spec.key == key and row.isVisible()), None)

    async def change_setting(self) -> None:
        row = await until(lambda: self.row("cell_ovp_v"), "the row")
        assert isinstance(row.entry, QLineEdit)
        QTest.keyClicks(row.entry, "4.22")
        await click(row.setup)
        page = await until(lambda: shown(self.window, ReviewPage), "the review")
        assert page.stage is Stage.ASKING
        assert not page.write.isEnabled()  # the window is read-only until it is unlocked
        QTest.keyClick(self.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        self.window.toggle_lock() if not self.window.context.hub.writing_unlocked else None
        await click(page.write)
        await until(lambda: page.stage is Stage.DONE, "the result")
        assert page.result is not None
        assert page.result.applied
        await click(page.back)

    async def switch(self, action: Action, value: str) -> None:
        rows = self.window.findChildren(ControlRow)
        row = next(row for row in rows if row.spec.action is action)
        button = row.buttons[value]
        await until(button.isVisible, f"a button to switch {value}")
        await click(button)
        card = await until(lambda: shown(self.window, ConfirmCard), "the confirmation")
        await click(card.go)
        await until(lambda: row.state == value, f"{action} {value}")
        await until(lambda: shown(self.window, ConfirmCard) is None, "the end of the confirmation")


def test_connect_change_switch_and_find_it_in_the_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("MINGTANG_HOME", str(home))
    crashes: list[BaseException] = []
    uri = f"serial://{tmp_path / 'tty'}?protocol=jbd&listen=off"

    async def scenario(app: QApplication) -> int:
        async with contextlib.AsyncExitStack() as stack:
            desk = Desk(CrashHandler(), home, demo=False)
            running = asyncio.create_task(desk.run(stack, seconds=None, shot=None))
            window = await until(
                lambda: next((w for w in app.topLevelWidgets() if isinstance(w, MainWindow)), None),
                "the window",
            )
            window.resize(1480, 900)
            await until(lambda: window.docks["devices"].filled, "the devices")
            story = Story(window, uri)
            await story.connect()
            await story.read_settings()
            await story.change_setting()
            for action in (Action.CHARGE, Action.DISCHARGE):
                await story.switch(action, "off")
                await story.switch(action, "on")
            desk.stop()
            await running
        assert len(asyncio.all_tasks()) == 1
        return 0

    with simulator(home, "jbd-13s", f"pty:{tmp_path / 'tty'}"):
        assert run_application(scenario, crashed=crashes.append) == 0
        assert run(home, "settings", "read", uri)["settings"]["cell_ovp_v"] == 4.22
    assert crashes == []
    left = [
        thread.name for thread in threading.enumerate() if thread is not threading.main_thread()
    ]
    assert [name for name in left if name.startswith(("serial", "history"))] == []
    journal = run(home, "history", "list")["journal"]
    written = [(entry["kind"], next(iter(entry["fields"].items()))) for entry in reversed(journal)]
    assert written[0][0] == "settings"
    assert written[0][1][0] == "cell_ovp_v"
    assert written[0][1][1]["state"] == "applied"
    assert [kind for kind, _ in written[1:]] == ["control"] * 4
    assert all(field["state"] == "applied" for _, (_, field) in written)
    assert run(home, "history", "stat")["samples"] > 3
