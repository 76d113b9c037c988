"""End to end: a board in another process, the real window, then the command line."""

import asyncio
import contextlib
import sys
import threading
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtWidgets import QApplication

from mingtang_desk.app.crash import CrashHandler
from mingtang_desk.app.window import Desk
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.ui.app import run_application
from mingtang_desk.ui.forms.confirm import ConfirmCard
from mingtang_desk.ui.forms.control_row import ControlRow
from tests.integration.driving import Technician, click, main_window, shown, until
from tests.integration.simulators import run, simulator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pty is needed")


class Story(Technician):
    """With the switches too."""

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
            story = Story(await main_window(app))
            session = await story.connect(uri)
            assert session.model.sample is not None
            assert session.model.sample.pack_v == 47.18
            await story.read_settings()
            await story.change_setting("cell_ovp_v", "4.22")
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
    # Each switching off is on trial, until it is switched on again by hand.
    assert [kind for kind, _ in written[1:]] == ["control"] * 6
    effects = [entry["side_effects"] for entry in reversed(journal) if entry["kind"] == "control"]
    assert effects == [[], ["dead_man:by_hand"], []] * 2
    assert all(field["state"] == "applied" for _, (_, field) in written)
    assert run(home, "history", "stat")["samples"] > 3
