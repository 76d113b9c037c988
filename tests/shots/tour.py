"""A working day with a fleet in the real window, a picture of each step in build/shots/tour.

    python -m tests.shots.tour [en|zh_CN] [dark|light] [WIDTHxHEIGHT] [FOLDER]

A server, a tracker and the window are started anew for each language. Both are run where none is
named: English in the dark, Chinese in the light.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication

from mingtang_desk.app.crash import CrashHandler
from mingtang_desk.app.window import Desk
from mingtang_desk.ui.app import run_application
from mingtang_desk.ui.prefs import Preferences
from tests.integration.driving import main_window
from tests.integration.fleet_driving import Dispatcher, Steps
from tests.integration.fleet_world import World, ride_of_yesterday, tracker, world
from tests.shots.__main__ import ROOT

FOLDER = ROOT / "build" / "shots" / "tour"
DRESSES = (("en", "dark"), ("zh_CN", "light"))
SIZE = "1480x900"


async def day(desk: Dispatcher, place: World) -> None:
    """All steps, in the order of a day."""
    await desk.log_in(place.password)
    await desk.accept()
    await desk.see_fleet()
    await place.uplink(ride_of_yesterday(place.battery))
    async with tracker(place) as (_, track):
        await desk.find(track)
        await desk.card_on_map()
        await desk.status()
        await desk.play_track()
        await desk.draw_fence()
        await desk.hear_exit(track)
        await desk.arm(track)
        await desk.hear_vibration(track)
        await desk.settings()
        await desk.restart()
        await desk.change_password()
        await desk.log_out()


def tour(language: str, scheme: str, size: str, folder: Path | None) -> list[str]:
    """Run all steps in one language; return their names."""
    crashes: list[BaseException] = []
    steps: list[str] = []
    with tempfile.TemporaryDirectory() as name, world(Path(name)) as place:
        home = Path(name) / "home"
        home.mkdir()
        os.environ["MINGTANG_HOME"] = str(home)
        Preferences(home).set(language=language, theme=scheme, workspace="fleet")

        async def scenario(app: QApplication) -> int:
            async with contextlib.AsyncExitStack() as stack:
                desk = Desk(CrashHandler(), home, demo=False)
                running = asyncio.create_task(desk.run(stack, seconds=None, shot=None))
                window = await main_window(app, "fleet")
                window.resize(*map(int, size.split("x")))
                window.reset_layout()  # as at first in a window of this size
                taking = Steps(window, folder, language)
                await asyncio.sleep(0.5)
                try:
                    await day(Dispatcher(window, place, taking), place)
                except BaseException:
                    await taking.take("FAILED")
                    raise
                finally:
                    steps.extend(taking.taken)
                    desk.stop()
                    await running
            return 0

        code = run_application(scenario, crashed=crashes.append)
    assert code == 0
    assert crashes == []
    return steps


def main(*words: str) -> None:
    """Run what is named, each language in a process of its own."""
    if not words:
        for language, scheme in DRESSES:
            command = [sys.executable, "-m", "tests.shots.tour", language, scheme]
            subprocess.run(command, check=True, cwd=ROOT)
        return
    language, scheme, size, folder = (*words, *("", "", "", "")[len(words) :])
    path = Path(folder) if folder else FOLDER
    path.mkdir(parents=True, exist_ok=True)
    steps = tour(language, scheme or "dark", size or SIZE, path)
    print(f"{len(steps)} pictures in {path}")


if __name__ == "__main__":
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(*sys.argv[1:])
