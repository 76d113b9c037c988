"""The bench in one sitting: two boards, a pinned panel, a setting, a recorded ride on the map."""

import asyncio
import contextlib
import sys
from collections.abc import Sequence
from functools import partial
from itertools import groupby
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from mingtang_desk.app.crash import CrashHandler
from mingtang_desk.app.window import Desk
from mingtang_desk.device.model import Topic
from mingtang_desk.device.sample import PackSample
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.replay_session import ReplaySession
from mingtang_desk.ui.app import run_application
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.map.scene import MapScene
from mingtang_desk.ui.map.track import place_of
from mingtang_desk.ui.panels.frames import FramesPanel
from mingtang_desk.ui.panels.map import MapPanel
from mingtang_desk.ui.panels.plot import PlotPanel
from mingtang_desk.ui.panels.status import StatusPanel
from mingtang_desk.ui.replay.opening import replay_uri
from mingtang_desk.ui.widgets.device_row import DeviceRow
from tests.integration.driving import Technician, click, main_window, named, until
from tests.integration.simulators import run, simulator

PLACES = 6
"""So many places the pack has to come by while it is recorded."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pty is needed")


class Bench(Technician):
    """The steps of the sitting that no other test takes."""

    async def pin_status(self) -> StatusPanel:
        panel = self.window.docks["status"].panel
        assert isinstance(panel, StatusPanel)
        await click(named(self.window, QAbstractButton, "pin-status"))
        return panel

    async def pick(self, session: DeviceSession) -> None:
        rows = self.window.findChildren(DeviceRow)
        await click(next(row for row in rows if session.model.name in row.accessibleName()))
        assert self.window.context.selection.current is session

    async def record_ride(self, session: DeviceSession) -> tuple[Path, list[Place]]:
        """Record until the pack has been somewhere, then stop; give where it was seen meanwhile."""
        self.window.docks["frames"].bring_up()
        frames = self.window.docks["frames"].panel
        assert isinstance(frames, FramesPanel)
        hub = self.window.context.hub
        samples: list[PackSample | None] = []

        def keep(topic: Topic) -> None:
            # A click lets the loop turn: samples may come between it and the next line here.
            if topic is Topic.SAMPLE and hub.capture_path(session) is not None:
                samples.append(session.model.sample)

        def seen() -> list[Place]:
            # The poll that was under way when the recording began is not whole in it.
            return places_of(samples[1:])

        end = session.model.observe(keep)
        await click(frames.recording.button)
        path = hub.capture_path(session)
        assert path is not None
        await until(lambda: len(seen()) >= PLACES, "a ride")
        await click(frames.recording.button)
        end()
        return path, seen()

    async def play(self, path: Path) -> ReplaySession:
        """Open a recording, let it play and stop it by the space bar."""
        session = await self.connect(replay_uri(path))
        assert isinstance(session, ReplaySession)
        await until(lambda: session.position_s > 0.2, "the recording plays")
        self.press(Qt.Key.Key_Space)
        await until(lambda: not session.playing, "it stands")
        return session

    def press(self, key: Qt.Key) -> None:
        self.window.strip.setFocus()
        QTest.keyClick(self.window, key)


def places_of(samples: Sequence[PackSample | None]) -> list[Place]:
    """Return where samples are, in order; standing still is one place."""
    found = [place_of(sample.position) for sample in samples if sample is not None]
    return [place for place, _ in groupby(place for place in found if place is not None)]


def _stands_at(scene: MapScene, place: Place | None) -> bool:
    return scene.current is not None and scene.current.place == place


async def sitting(app: QApplication, folder: Path) -> None:
    """Connect, pin, change, record, play, and look at map and plot."""
    bench = Bench(await main_window(app))
    window = bench.window
    rider = await bench.connect(
        f"serial://{folder / 'rider'}?protocol=mingtang&baud=115200&listen=off"
    )
    status = await bench.pin_status()
    other = await bench.connect(f"serial://{folder / 'other'}?protocol=jbd&listen=off")
    assert status.session is rider, "a pinned panel stays with its device"
    assert window.docks["settings"].panel.session is other
    assert other.model.sample is not None
    assert len(other.model.sample.cell_v) == 16

    await bench.pick(rider)
    await bench.read_settings()
    await bench.change_setting("cell_ovp_v", "4.2")
    path, ridden = await bench.record_ride(rider)

    recording = await bench.play(path)
    window.docks["map"].bring_up()
    on_map = window.docks["map"].panel
    assert isinstance(on_map, MapPanel)
    scene = on_map.scene
    await until(lambda: scene.knows(recording.uri.text), "the pack on the map")
    track = scene.track(recording.uri.text).places
    assert track[-len(ridden) :] == ridden, "every place that was seen is on the track"
    assert len(track) - len(ridden) <= 1  # the first poll, where the recording has all of it
    recording.wind(0.0)
    await until(lambda: scene.current is not None, "its marker")
    passed = []
    for sample in recording.recorded:
        bench.press(Qt.Key.Key_Right)
        assert recording.model.sample == sample
        place = place_of(sample.position)
        await until(partial(_stands_at, scene, place), f"the pack at {place}")
        passed.append(sample)
    assert places_of(passed) == track
    assert scene.track(recording.uri.text).done == len(track)
    assert scene.current is not None
    assert scene.current.uri == recording.uri.text
    assert status.session is rider

    window.docks["plot"].bring_up()
    plot = window.docks["plot"].panel
    assert isinstance(plot, PlotPanel)
    await until(lambda: plot.series, "its curves")
    assert plot.replayed.present == recording.model.clock.now().timestamp()


def test_two_boards_a_pin_a_setting_and_a_ride_played_on_the_map(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("MINGTANG_HOME", str(home))
    crashes: list[BaseException] = []

    async def scenario(app: QApplication) -> int:
        async with contextlib.AsyncExitStack() as stack:
            desk = Desk(CrashHandler(), home, demo=False)
            running = asyncio.create_task(desk.run(stack, seconds=None, shot=None))
            await sitting(app, tmp_path)
            desk.stop()
            await running
        assert len(asyncio.all_tasks()) == 1
        return 0

    ride = ("--set", "ride=1,fix=1", "--pace", "115200", "--speed", "4")
    with (
        simulator(home, "mingtang-13s", f"pty:{tmp_path / 'rider'}", *ride),
        simulator(home, "jbd-16s-lfp", f"pty:{tmp_path / 'other'}"),
    ):
        assert run_application(scenario, crashed=crashes.append) == 0
        uri = f"serial://{tmp_path / 'rider'}?protocol=mingtang&baud=115200&listen=off"
        assert run(home, "settings", "read", uri)["settings"]["cell_ovp_v"] == 4.2
    assert crashes == []
