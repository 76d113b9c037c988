"""Works the real window as a technician does: by mouse and keyboard, and by what is on screen."""

import asyncio
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from mingtang_desk.device.model import LinkPhase
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.ui.forms.review import ReviewPage, Stage
from mingtang_desk.ui.forms.row import SettingRow
from mingtang_desk.ui.main_window import MainWindow
from mingtang_desk.ui.panels.settings import SettingsPanel

WAIT_S = 60.0


async def until[T](what: Callable[[], T | None], name: str) -> T:
    """Wait until `what` gives something; the loop goes on meanwhile."""
    try:
        async with asyncio.timeout(WAIT_S):
            while not (found := what()):
                await asyncio.sleep(0.02)
            return found
    except TimeoutError:
        pytest.fail(f"never: {name}")


async def act(what: Callable[[], object]) -> None:
    """Do something with mouse or keyboard outside of any task.

    It lets Qt's loop turn: other tasks whose turn it is could not run inside of this one, and would
    never wake up again.
    """
    done = asyncio.get_running_loop().create_future()

    def do() -> None:
        try:
            what()  # what it raises goes to the crash handler of the window
        finally:
            done.set_result(None)

    QTimer.singleShot(0, do)
    async with asyncio.timeout(WAIT_S):
        await done


async def click(button: QAbstractButton) -> None:
    """Press a button as the mouse does, once it can be pressed."""
    await until(lambda: button.isVisible() and button.isEnabled(), f"button {button.text()}")
    await act(lambda: QTest.mouseClick(button, Qt.MouseButton.LeftButton))


async def main_window(app: QApplication, first: str = "devices") -> MainWindow:
    """Wait for the window and its first panel."""
    window = await until(
        lambda: next((w for w in app.topLevelWidgets() if isinstance(w, MainWindow)), None),
        "the window",
    )
    window.resize(1480, 900)
    await until(lambda: window.docks[first].filled, first)
    return window


def named[T: QWidget](window: QWidget, kind: type[T], name: str) -> T:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def shown[T: QWidget](window: QWidget, kind: type[T]) -> T | None:
    return next((widget for widget in window.findChildren(kind) if widget.isVisible()), None)


class Technician:
    """What is done in one window, step by step."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    async def connect(self, uri: str) -> DeviceSession:
        """Type an address, connect, and wait until the device is shown live with a sample."""
        hub = self.window.context.hub
        before = set(hub.sessions)
        await click(named(self.window, QAbstractButton, "devices-connect"))
        address = named(self.window, QLineEdit, "connect-address")
        address.clear()
        QTest.keyClicks(address, uri)
        await click(named(self.window, QAbstractButton, "connect-go"))
        session = await until(
            lambda: next((s for s in hub.sessions if s not in before), None), "a session"
        )
        await until(lambda: session.model.phase is LinkPhase.LIVE, "a live link")
        await until(lambda: session.model.sample is not None, "a sample")
        selection = self.window.context.selection
        await until(lambda: selection.current is session, "its selection")
        return session

    async def read_settings(self) -> None:
        panel = await until(lambda: shown(self.window, SettingsPanel), "the settings")
        button = await until(
            lambda: next(
                (
                    button
                    for button in panel.findChildren(QAbstractButton)
                    if button.isVisible() and button.text() == "Read"
                ),
                None,
            ),
            "a Read button",
        )
        await click(button)
        await until(lambda: self.row("cell_ovp_v"), "the row of the setting")

    def row(self, key: str) -> SettingRow | None:
        rows = self.window.findChildren(SettingRow)
        return next((row for row in rows if row.spec.key == key and row.isVisible()), None)

    async def change_setting(self, key: str, text: str) -> None:
        """Type a value, unlock writing, review and write it; it has to be applied."""
        row = await until(lambda: self.row(key), "the row")
        assert isinstance(row.entry, QLineEdit)
        QTest.keyClicks(row.entry, text)
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
