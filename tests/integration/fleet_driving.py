"""A working day with a fleet in the real window: by mouse and keyboard, by what is on screen."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QTabBar

from mingtang_desk.cloud.battery_session import BatterySession
from mingtang_desk.cloud.fleet import Fleet
from mingtang_desk.cloud.models import Command
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.ui.fleet.account_page import AccountPage
from mingtang_desk.ui.fleet.alarm_model import whose
from mingtang_desk.ui.fleet.alarm_toast import AlarmToast
from mingtang_desk.ui.fleet.command_table import INSTRUCTIONS
from mingtang_desk.ui.fleet.command_words import instruction_of
from mingtang_desk.ui.fleet.fence_rows import NEW, FenceRow
from mingtang_desk.ui.forms.review import ReviewPage, Stage
from mingtang_desk.ui.main_window import MainWindow
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.panels.account import AccountPanel
from mingtang_desk.ui.panels.alarms import AlarmsPanel
from mingtang_desk.ui.panels.battery import BatteryPanel
from mingtang_desk.ui.panels.fences import FencesPanel
from mingtang_desk.ui.panels.fleet import FleetListPanel
from mingtang_desk.ui.panels.instructions import InstructionsPanel
from mingtang_desk.ui.panels.map import MapPanel
from mingtang_desk.ui.panels.settings import SettingsPanel
from mingtang_desk.ui.panels.status import StatusPanel
from mingtang_desk.ui.panels.track import TrackPanel
from tests.integration.driving import Technician, act, click, shown, until
from tests.integration.fleet_hands import (
    MapHand,
    cursor_of,
    pick,
    reveal,
    row_clicked,
    texts,
    type_into,
)
from tests.integration.fleet_world import LedByHand, World, leave_fence, stand

NEW_PASSWORD = "a longer word than before"
FENCE = "Yard 7"
FENCE_M = 300.0
STEPS = (
    *("login", "agreement", "fleet", "found", "card", "status", "track", "playback", "drawing"),
    *("fence", "exit", "exit-on-map", "arming", "armed", "vibration", "settings", "review"),
    *("written", "restart", "restarting", "restarted", "password", "password-changed"),
    "logged-out",
)
"""All of them, in the order of the day."""
_SETTLE_S = 0.6
_CLICKS = 3


class Steps:
    """Keeps a picture of each step, as `NN-step-LANGUAGE.png`, where there is a folder for them."""

    def __init__(self, window: MainWindow, folder: Path | None, dress: str) -> None:
        self._window, self._folder, self._dress = window, folder, dress
        self.taken: list[str] = []

    async def take(self, step: str) -> None:
        """Note a step; its picture is taken once what was told is drawn."""
        self.taken.append(step)
        if self._folder is None:
            return
        await asyncio.sleep(_SETTLE_S)
        path = self._folder / f"{len(self.taken):02}-{step}-{self._dress}.png"
        assert self._window.grab().save(str(path)), path


class Dispatcher(Technician):
    """Whoever looks after the fleet, step by step; each step is told to `steps`."""

    def __init__(self, window: MainWindow, place: World, steps: Steps) -> None:
        super().__init__(window)
        self.world, self.steps = place, steps
        self.number = place.battery.number

    def panel[P: Panel](self, key: str, kind: type[P]) -> P:
        found = self.window.docks[key].panel
        assert isinstance(found, kind)
        return found

    async def tab(self, key: str) -> None:
        """Click the tab of a panel."""
        title = self.window.docks[key].windowTitle()

        def place() -> tuple[QTabBar, QPoint] | None:
            for bar in self.window.findChildren(QTabBar):
                for at in range(bar.count()):
                    if bar.isVisible() and bar.tabText(at) == title:
                        return bar, bar.tabRect(at).center()
            return None

        bar, at = await until(place, f"the tab {title}")
        await act(lambda: QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=at))
        await until(lambda: self.window.docks[key].seen, f"{key} in front")

    async def log_in(self, password: str) -> None:
        """Type server, account and password; accept the agreement where it is due."""
        await self.tab("account")
        panel = self.panel("account", AccountPanel)
        form = panel.login.form
        await until(form.server.isVisible, "the form")
        for field, text in (
            (form.server, self.world.http),
            (form.user, self.world.account),
            (form.password, password),
        ):
            await type_into(field, text)
        await self.steps.take("login")
        await click(form.go)

    async def accept(self) -> None:
        panel = self.panel("account", AccountPanel)
        await until(panel.agreement.accept.isVisible, "the agreement")
        await until(panel.agreement.text.toPlainText, "its text")
        await self.steps.take("agreement")
        await click(panel.agreement.accept)

    async def see_fleet(self) -> None:
        """All batteries are listed, and on the map."""
        await until(lambda: (f := self.fleet) is not None and f.is_live, "a live fleet")
        panel = self.panel("fleet", FleetListPanel)
        await until(lambda: len(panel.view.rows.numbers) >= 50, "the list")
        scene = self.panel("map", MapPanel).scene
        await until(lambda: len(scene.fleet) >= 40, "the map")
        await self.map_stands()
        assert "60" in " ".join(texts(panel))
        await self.steps.take("fleet")

    async def find(self, track: LedByHand) -> BatterySession:
        """Type the last five digits and press Enter: it is chosen, and shown everywhere."""
        panel = self.panel("fleet", FleetListPanel)
        await type_into(panel.search.field, self.number[-5:])
        await until(lambda: list(panel.view.rows.numbers) == [self.number], "it alone is listed")
        await self.steps.take("found")
        track.tell(300)
        await act(lambda: QTest.keyClick(panel.search.field, Qt.Key.Key_Return))
        chosen = self.window.context.chosen
        await until(lambda: chosen.number == self.number, "it is chosen")
        await act(lambda: QTest.keyClick(panel.search.field, Qt.Key.Key_Escape))
        await until(lambda: len(panel.view.rows.numbers) >= 50, "all are listed again")
        session = await until(lambda: self.window.context.selection.current, "its session")
        assert isinstance(session, BatterySession)
        await until(lambda: session.model.phase is LinkPhase.LIVE, "it is live")
        await until(lambda: session.model.sample is not None, "its values")
        battery = self.panel("battery", BatteryPanel)
        await self.tab("battery")
        await until(lambda: battery.facts.details is not None, "its details")
        assert self.number in battery.rows.shown.values()
        return session

    async def card_on_map(self) -> None:
        """Click it on the map: its card has number and charge."""
        hand = await self.hand()
        await hand.look(Place(*self.home), 16)
        scene = hand.scene
        for _ in range(_CLICKS):  # the map may still be sliding when it is clicked
            if scene.fleet.card is None:
                await hand.click(Place(*self.home))
                await asyncio.sleep(1.0)
        card = await until(lambda: scene.fleet.card, "its card")
        assert self.number in f"{card.title} {card.rows}"
        await self.map_stands()
        await self.steps.take("card")
        hand.surface.setFocus()
        await act(lambda: QTest.keyClick(hand.surface, Qt.Key.Key_Escape))
        await until(lambda: scene.fleet.card is None, "no card any more")

    async def status(self) -> None:
        """Status shows the values of the board over the cloud, with three clocks."""
        await self.tab("status")
        panel = self.panel("status", StatusPanel)
        session = self.window.context.selection.current
        assert session is not None
        before = session.model.sample
        await click(panel.read)
        await until(lambda: session.model.sample is not before, "values that were read now")
        await until(panel.clocks.isVisible, "the clocks")
        await until(lambda: panel.clocks.text().count(":") >= 3 * 2, "three times of day")
        await until(lambda: len(panel.rows) > 8, "the values")
        await self.steps.take("status")

    async def play_track(self) -> None:
        """Yesterday's ride at 64x; then the slider by mouse: the cursor moves on the map."""
        panel = self.panel("track", TrackPanel)
        await self.tab("track")
        await pick(panel.range.kind, 1)
        data = await until(
            lambda: d if (d := panel.data) and len(d.track.points) > 100 else None, "the track"
        )
        await click(panel.whole)
        await pick(panel.player.speed, panel.player.speed.findText("64×"))
        await self.map_stands()
        await self.steps.take("track")
        player, start = panel.player, panel.player.player.t
        await click(player.play)
        marks = self.window.context.map
        before = cursor_of(marks)
        await until(lambda: player.player.t > start + 300, "it plays")
        await until(lambda: cursor_of(marks) != before, "the cursor on the map moves")
        await click(player.play)
        assert not player.player.playing
        line = player.timeline
        x = round(line.x_of(data.track.start + 0.7 * (data.track.end - data.track.start)))
        was = cursor_of(marks)
        spot = QPoint(x, line.height() - 30)
        await act(lambda: QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=spot))
        await until(lambda: cursor_of(marks) != was, "the slider moves it")
        await self.map_stands()
        await self.steps.take("playback")

    async def draw_fence(self) -> None:
        """Draw a circle on the map by mouse, give it a name, save it."""
        await self.tab("fences")
        panel = self.panel("fences", FencesPanel)
        hand = await self.hand()
        home = Place(*self.home)
        await hand.look(home, 16)
        await until(lambda: panel.desk.loaded, "the fences")
        await click(panel.list_page.circle)
        assert self.window.context.map.drawing is not None
        await self.steps.take("drawing")
        await hand.settle()
        edge = Place(home.lat, home.lon + FENCE_M / 102_700)
        await hand.drag(home, edge)
        await until(lambda: panel.selected == NEW, "a new fence")
        await type_into(panel.page.editor.name, FENCE)
        await self.map_stands()
        await self.steps.take("fence")
        await click(panel.page.save_button)
        await until(lambda: panel.selected not in ("", NEW), "it is saved")
        assert self.row_of_fence(panel).draft.circle is not None

    async def hear_exit(self, track: LedByHand) -> None:
        """It leaves the fence: a notice, a row in the list; a click shows it on the map."""
        await self.tab("alarms")
        alarms = self.panel("alarms", AlarmsPanel)
        leave_fence(track)
        toast = await until(lambda: shown(self.window, AlarmToast), "the notice")
        assert self.number in toast.text.text()
        await until(lambda: self.alarm_row(alarms, "fence_exit") is not None, "the row")
        await self.steps.take("exit")
        await click(toast.close_button)
        await self.open_row(alarms, "fence_exit")
        await self.map_stands()
        await self.steps.take("exit-on-map")
        await click(alarms.detail.back)

    async def arm(self, track: LedByHand) -> None:
        await self.tab("battery")
        card = self.panel("battery", BatteryPanel).guard_card
        await click(card.arm_button)
        await until(lambda: card.disarm_button.isEnabled(), "arming")
        await self.steps.take("arming")
        stand(track)
        guard = self.panel("battery", BatteryPanel)
        await until(
            lambda: guard.facts.guard is not None and guard.facts.guard.state == "armed", "armed"
        )
        await self.steps.take("armed")

    async def hear_vibration(self, track: LedByHand) -> None:
        alarms = self.panel("alarms", AlarmsPanel)
        await self.world.shake(track)
        await until(lambda: self.alarm_row(alarms, "vibration") is not None, "the vibration")
        guard = self.panel("battery", BatteryPanel)
        await until(
            lambda: guard.facts.guard is not None and guard.facts.guard.state == "alarm", "alarm"
        )
        toast = await until(lambda: shown(self.window, AlarmToast), "its notice")
        await self.steps.take("vibration")
        await click(toast.close_button)
        await click(guard.guard_card.disarm_button)
        await until(
            lambda: guard.facts.guard is not None and guard.facts.guard.state == "disarmed",
            "disarmed",
        )

    async def settings(self) -> None:
        """Read them over the cloud, change one; applied is what was read back."""
        await self.tab("settings")
        panel = self.panel("settings", SettingsPanel)
        button = await until(
            lambda: next(
                (
                    b
                    for b in panel.findChildren(QAbstractButton)
                    if b.isVisible()
                    and b.isEnabled()
                    and b in (panel.read_button, panel.notice.action)
                ),
                None,
            ),
            "a button that reads",
        )
        await click(button)
        await until(lambda: self.row("cell_ovp_v"), "the row")
        await self.steps.take("settings")
        row = self.row("cell_ovp_v")
        assert row is not None
        assert isinstance(row.entry, QLineEdit)
        await type_into(row.entry, "4.21")
        await click(panel.write_button)
        page = await until(lambda: shown(self.window, ReviewPage), "the review")
        assert page.stage is Stage.ASKING
        assert not page.write.isEnabled()
        await self.steps.take("review")
        await click(self.window.strip.lock)
        await click(page.write)
        await until(lambda: page.stage is Stage.DONE, "the result")
        assert page.result is not None
        assert page.result.applied
        await self.steps.take("written")
        await click(page.back)

    async def restart(self) -> None:
        """It says good-bye and comes back: only then the command has succeeded."""
        await self.tab("instructions")
        panel = self.panel("instructions", InstructionsPanel)
        await until(lambda: panel.details is not None, "its details")
        await click(panel.list_tab)
        key = next(each.key for each in INSTRUCTIONS if each.key == "restart")
        row = panel.rows[key]
        await until(lambda: row.button.isEnabled(), "restart can be asked")
        await click(row.button)
        card = await until(lambda: panel.card, "the card")
        assert card.warning.text()
        await self.steps.take("restart")
        await click(card.go)
        asked = await until(lambda: self.restart_of(panel), "its fate")
        await self.steps.take("restarting")
        await until(lambda: (c := self.restart_of(panel)) and c.is_over, "its end")
        ended = self.restart_of(panel)
        assert ended is not None
        assert ended.id == asked.id
        assert ended.state == "succeeded"
        await asyncio.sleep(0.3)
        await self.steps.take("restarted")

    async def change_password(self) -> None:
        await self.tab("account")
        part = self.centre.password
        reveal(part.begin)
        await click(part.begin)
        for field, text in (
            (part.old, self.world.password),
            (part.new, NEW_PASSWORD),
            (part.again, NEW_PASSWORD),
        ):
            await type_into(field, text)
        await self.steps.take("password")
        await click(part.go)
        await until(lambda: part.done.isVisible(), "it is changed")
        await self.steps.take("password-changed")

    async def log_out(self) -> None:
        await click(self.centre.head.logout)
        await until(lambda: self.fleet is None, "nobody is logged in")
        panel = self.panel("fleet", FleetListPanel)
        await until(lambda: panel.nobody.isVisible(), "the list says so")
        hub = self.window.context.hub
        await until(lambda: not [s for s in hub.sessions if "cloud://" in s.uri.text], "closed")
        await self.steps.take("logged-out")

    @property
    def fleet(self) -> Fleet | None:
        cloud = self.window.context.cloud
        return None if cloud is None else cloud.fleet

    @property
    def centre(self) -> AccountPage:
        found = self.panel("account", AccountPanel).centre
        assert found is not None
        return found

    @property
    def home(self) -> tuple[float, float]:
        return self.world.battery.life.home

    async def hand(self) -> MapHand:
        panel = self.panel("map", MapPanel)
        await until(lambda: panel.painter.final or panel.stack.currentWidget() is panel.web, "map")
        return MapHand(panel, self.window)

    async def map_stands(self) -> None:
        """Wait until the map shows what it was told."""
        hand = await self.hand()
        await hand.settle()
        await asyncio.sleep(0.5 if hand.is_page else 0.02)

    def alarm_row(self, panel: AlarmsPanel, kind: str) -> int | None:
        rows = panel.list.book.rows
        return next(
            (
                at
                for at, row in enumerate(rows)
                if row.alarm.type == kind and whose(row.alarm).startswith(self.number)
            ),
            None,
        )

    async def open_row(self, panel: AlarmsPanel, kind: str) -> None:
        at = self.alarm_row(panel, kind)
        assert at is not None
        await row_clicked(panel.list, at)
        await until(lambda: panel.detail.isVisible(), "its detail")
        await until(lambda: "alarm" in self.window.context.map.layers, "it on the map")

    def row_of_fence(self, panel: FencesPanel) -> FenceRow:
        return next(r for r in panel.list_page.list.fences.rows if r.key == panel.selected)

    def restart_of(self, panel: InstructionsPanel) -> Command | None:
        for each in panel.history.book.rows:
            row = instruction_of(each)
            if row is not None and row.key == "restart":
                return each
        return None
