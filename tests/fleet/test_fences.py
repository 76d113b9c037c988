"""The panel of fences against a real server: drawn, dragged, typed, saved, crossed, deleted."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QWidget

from mingtang_desk.cloud.models_rides import Fence
from mingtang_desk.core.errors import CloudError, CloudRefusalError
from mingtang_desk.ui.fleet.fence_layer import LAYER
from mingtang_desk.ui.fleet.fence_rows import NEW, FenceRow, Sign
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.map.overlays import Area, Shape
from mingtang_desk.ui.panels import fences as fences_panel
from mingtang_desk.ui.panels.fences import FencesPanel
from mingtang_desk.ui.tasks import cancel_all
from tests.fleet.kit import FleetKit, until
from tests.server.commanding import living, tracker_of
from tests.server.kit import NUMBERS

pytestmark = pytest.mark.asyncio
SHOP, CHILD = NUMBERS["shop"], NUMBERS["child"]
YARD = Place(22.5, 114.0)
DRAWN = Area(key="", centre=YARD, radius_m=200.0)
BOW = (Place(22.5, 114.0), Place(22.51, 114.01), Place(22.51, 114.0), Place(22.5, 114.01))
SQUARE = (BOW[0], BOW[2], BOW[1], BOW[3])
NASTY = "<b>yard</b> & <script>alert(1)</script>"


@asynccontextmanager
async def panel_of(kit: FleetKit, user: str = "shop-owner") -> AsyncIterator[FencesPanel]:
    """The panel of a login, with its fences read."""
    await kit.login(user)
    panel = FencesPanel(kit.context)
    panel.resize(360, 700)
    panel.show()
    try:
        await until(lambda: panel.desk.loaded)
        yield panel
    finally:
        await cancel_all(panel)
        panel.stop()
        panel.deleteLater()


@asynccontextmanager
async def with_fence(kit: FleetKit, **more: Any) -> AsyncIterator[tuple[FencesPanel, str]]:
    """The panel with one fence that is there already, around where the battery stands."""
    key = await made(kit, **more)
    async with panel_of(kit) as panel:
        yield panel, key


async def made(kit: FleetKit, **more: Any) -> str:
    """Make a fence by somebody else's hand; return its id."""
    circle = {"lat": YARD.lat, "lon": YARD.lon, "radius_m": 200}
    body = {"name": "yard", "circle": circle, "devices": [SHOP], **more}
    async with kit.server.client("shop-owner") as client:
        answer = await client.post("/fences", json=body)
    assert answer.status_code == 201, answer.text
    key: str = answer.json()["id"]
    return key


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def row_of(panel: FencesPanel, key: str) -> FenceRow:
    return next(row for row in panel.list_page.list.fences.rows if row.key == key)


def area_of(panel: FencesPanel, key: str) -> Area:
    return next(area for area in panel.context.map.layers[LAYER].areas if area.key == key)


async def fences(kit: FleetKit) -> list[dict[str, Any]]:
    async with kit.server.client("shop-owner") as client:
        found: list[dict[str, Any]] = (await client.get("/fences")).json()["items"]
    return found


def ride_away() -> list[dict[str, object]]:
    """It stands in the middle for a minute, then rides 1 km to the north."""
    now = time.time() - 270
    rows = [(10.0 * n, YARD.lat, 0.0) for n in range(7)]
    rows += [(70 + 10.0 * n, YARD.lat + 0.0005 * n, 20.0) for n in range(20)]
    return [
        {
            "type": "position",
            "device": SHOP,
            "time": datetime.fromtimestamp(now + after, UTC).isoformat(),
            "lat": lat,
            "lon": YARD.lon,
            "speed_kmh": speed,
            "satellites": 12,
        }
        for after, lat, speed in rows
    ]


async def test_a_fence_that_is_left_turns_red_on_the_map_behind_other_panels(
    kit: FleetKit,
) -> None:
    async with with_fence(kit) as (panel, key):
        panel.hide()
        await kit.uplink(*ride_away())
        await until(lambda: area_of(panel, key).colour == "bad")


async def test_drawn_saved_left_and_shown(kit: FleetKit) -> None:
    async with panel_of(kit) as panel:
        kit.context.chosen.number = SHOP  # chosen, without opening its board
        kit.context.chosen.changed.emit(SHOP)
        click(panel.list_page.circle)
        assert kit.context.map.drawing is Shape.CIRCLE
        kit.context.map.finish(DRAWN)
        assert panel.stack.currentWidget() is panel.page
        assert row_of(panel, NEW).is_changed
        assert area_of(panel, NEW).editable
        panel.page.editor.name.setFocus()
        panel.page.editor.name.selectAll()
        QTest.keyClicks(panel.page.editor.name, NASTY)
        assert await fences(kit) == []  # nothing is sent before Save
        click(panel.page.save_button)
        await until(lambda: panel.selected not in ("", NEW))
        (saved,) = await fences(kit)
        assert saved["name"] == NASTY
        assert saved["circle"] == {"lat": 22.5, "lon": 114.0, "radius_m": 200.0}
        assert saved["devices"] == [SHOP]
        key = saved["id"]
        assert not row_of(panel, key).is_changed
        await kit.uplink(*ride_away())
        await until(lambda: row_of(panel, key).sign is Sign.LEFT)
        row = row_of(panel, key)
        assert row.crossing is not None
        assert row.crossing.number == SHOP
        assert row.state.startswith(f"{SHOP} left ")
        assert area_of(panel, key).colour == "bad"
        await until(lambda: "outside" in panel.page.side.text())
        assert panel.page.title.text == NASTY
        assert "outside" in panel.page.side.text()


async def test_an_exit_that_was_there_before_is_shown(kit: FleetKit) -> None:
    key = await made(kit)
    await kit.uplink(*ride_away())
    async with panel_of(kit) as panel:
        assert row_of(panel, key).sign is Sign.LEFT


async def test_it_is_dragged_and_goes_back(kit: FleetKit) -> None:
    async with with_fence(kit) as (panel, key):
        kit.context.map.clicked.emit(LAYER, key)
        assert panel.selected == key
        assert area_of(panel, key).editable
        moved = Area(key=key, centre=Place(22.6, 114.2), radius_m=345.25)
        kit.context.map.edited.emit("track", moved)  # somebody else's
        assert not row_of(panel, key).is_changed
        kit.context.map.edited.emit(LAYER, moved)
        assert panel.page.editor.centre.text() == "22.600000, 114.200000"
        assert panel.page.editor.radius.text() == "345.2 m"
        assert row_of(panel, key).sign is Sign.CHANGED
        click(panel.page.back)
        assert panel.stack.currentWidget() is panel.list_page
        assert row_of(panel, key).is_changed  # it stays pending
        panel.select(key, edit=True)
        click(panel.page.revert_button)
        assert panel.page.editor.centre.text() == "22.500000, 114.000000"
        assert area_of(panel, key).centre == YARD
        kit.context.map.edited.emit(LAYER, moved)
        QTest.keyClick(panel.page.editor.name, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: not row_of(panel, key).is_changed)
        (saved,) = await fences(kit)
        assert saved["circle"]["radius_m"] == 345.2


async def test_sides_that_cross_are_refused_here_with_the_corner(kit: FleetKit) -> None:
    async with panel_of(kit) as panel:
        click(panel.list_page.polygon)
        kit.context.map.finish(Area(key="", corners=BOW))
        assert row_of(panel, NEW).sign is Sign.FAULTY
        assert "corner 1 and the one at corner 3" in panel.page.problem.text()
        assert not panel.page.save_button.isEnabled()
        marks = kit.context.map.layers[LAYER].marks
        assert [(mark.label, mark.place) for mark in marks] == [("1", BOW[0]), ("3", BOW[2])]
        panel.page.editor.corners.setPlainText(
            "\n".join(f"{place.lat}, {place.lon}" for place in SQUARE)
        )
        assert panel.page.problem.isHidden()
        assert kit.context.map.layers[LAYER].marks == []
        click(panel.page.save_button)
        await until(lambda: panel.selected not in ("", NEW))
        (saved,) = await fences(kit)
        assert saved["polygon"] == [[place.lat, place.lon] for place in SQUARE]
        panel.page.editor.corners.setPlainText("22.5, 114\nnonsense")
        assert "Line 2" in panel.page.problem.text()
        assert not panel.page.save_button.isEnabled()


async def test_what_is_typed_is_checked_and_small_ones_are_warned_of(kit: FleetKit) -> None:
    async with with_fence(kit) as (panel, key):
        panel.select(key, edit=True)
        radius = panel.page.editor.radius
        radius.setFocus()
        for typed, fault in (("49", "50 m to 100 km"), ("abc", "no number"), ("80 m", "")):
            radius.selectAll()
            QTest.keyClicks(radius, typed)
            assert radius.text() == typed
            assert fault in panel.page.problem.text()
            assert panel.page.save_button.isEnabled() is (not fault)
        assert "Under 100 m" in panel.page.warning.text()
        click(panel.page.save_button)
        await until(lambda: not row_of(panel, key).is_changed)
        assert "Fences under 100 m of radius" in panel.page.warning.text()  # the server's words
        panel.page.editor.slider.setValue(1000)
        assert radius.text() == "100000 m"
        centre = panel.page.editor.centre
        centre.selectAll()
        QTest.keyClicks(centre, "91, 114")
        assert "centre" in panel.page.problem.text()


async def test_hours_and_a_list_of_batteries(kit: FleetKit) -> None:
    async with with_fence(kit) as (panel, key):
        panel.select(key, edit=True)
        editor = panel.page.editor
        editor.hours.when.setCurrentIndex(1)
        assert "20:00" in row_of(panel, key).sub
        editor.hours.zone.setCurrentIndex(0)
        editor.whose.setCurrentIndex(1)
        editor.numbers.setPlainText(f"{SHOP}，{CHILD}\n999")
        assert "999" in panel.page.problem.text()
        editor.numbers.setPlainText(f"{SHOP}，{CHILD} {SHOP}")
        assert "2" in editor.listed.text()
        click(panel.page.save_button)
        await until(lambda: not row_of(panel, key).is_changed)
        (saved,) = await fences(kit)
        assert saved["devices"] == sorted((SHOP, CHILD))
        assert saved["schedule"] == {
            "weekdays": [1, 2, 3, 4, 5],
            "from": "20:00",
            "to": "07:00",
            "zone_min": None,
        }
        editor.whose.setCurrentIndex(2)
        editor.whose.activated.emit(2)
        click(panel.page.save_button)
        await until(lambda: not row_of(panel, key).is_changed)
        assert (await fences(kit))[0]["whole_account"] is True


async def test_outside_its_hours_it_is_dashed_and_says_so(kit: FleetKit) -> None:
    day = datetime.now(UTC).isoweekday() % 7 + 2  # the day after tomorrow at the earliest
    hours = {"weekdays": [(day - 1) % 7 + 1], "from": "08:00", "to": "09:00", "zone_min": 0}
    async with with_fence(kit, schedule=hours) as (panel, key):
        row = row_of(panel, key)
        assert (row.sign, row.state) == (Sign.ASLEEP, "outside its hours")
        assert area_of(panel, key).dashed


async def test_deleted_and_made_again(kit: FleetKit) -> None:
    async with with_fence(kit) as (panel, key):
        panel.select(key)
        panel.list_page.list.setFocus()
        QTest.keyClick(panel.list_page.list, Qt.Key.Key_Delete)
        await until(lambda: panel.desk.deleted is not None)
        assert await fences(kit) == []
        assert "yard" in panel.list_page.undo_words.text()
        click(panel.list_page.undo)
        await until(lambda: panel.desk.deleted is None)
        (again,) = await fences(kit)
        assert (again["name"], again["devices"]) == ("yard", [SHOP])
        assert panel.selected == again["id"]


async def test_by_the_keyboard_alone(kit: FleetKit) -> None:
    async with with_fence(kit) as (panel, key):
        rows = panel.list_page.list
        rows.setFocus()
        QTest.keyClick(rows, Qt.Key.Key_Down)
        assert panel.selected == key
        QTest.keyClick(rows, Qt.Key.Key_Return)
        assert panel.stack.currentWidget() is panel.page
        name = panel.page.editor.name
        QTest.keyClicks(name, " 2")
        QTest.keyClick(name, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: not row_of(panel, key).is_changed)
        assert (await fences(kit))[0]["name"] == "yard 2"
        QTest.keyClick(name, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        assert panel.stack.currentWidget() is panel.list_page


async def test_what_somebody_else_deleted_stays_as_a_new_one(kit: FleetKit) -> None:
    async with with_fence(kit) as (panel, key):
        panel.select(key, edit=True)
        QTest.keyClicks(panel.page.editor.name, " x")
        async with kit.server.client("shop-owner") as client:
            await client.delete(f"/fences/{key}")
        click(panel.page.save_button)
        await until(lambda: panel.error_line.error is not None)
        assert [row.key for row in panel.list_page.list.fences.rows] == [NEW]


async def test_a_viewer_may_look(kit: FleetKit) -> None:
    await made(kit)
    async with panel_of(kit, "shop-viewer") as panel:
        (row,) = panel.list_page.list.fences.rows
        panel.select(row.key, edit=True)
        assert not panel.list_page.circle.isEnabled()
        assert "role" in panel.list_page.circle.toolTip()
        assert not panel.page.editor.isEnabled()
        assert not area_of(panel, row.key).editable
        moved = Area(key=row.key, centre=Place(22.6, 114.2), radius_m=300)
        kit.context.map.edited.emit(LAYER, moved)
        assert not row_of(panel, row.key).is_changed
        panel.remove()
        assert len(await fences(kit)) == 1


async def test_a_circle_around_the_battery_needs_its_place(kit: FleetKit) -> None:
    async with panel_of(kit) as panel:
        fleet = kit.cloud.fleet
        assert fleet is not None
        assert not panel.list_page.here.isEnabled()
        assert "Choose" in panel.list_page.here.toolTip()
        kit.context.chosen.number = SHOP
        kit.context.chosen.changed.emit(SHOP)
        assert "Nobody knows" in panel.list_page.here.toolTip()
        await kit.report(SHOP, 22.5, 114.0)
        await until(lambda: panel.list_page.here.isEnabled())
        click(panel.list_page.here)
        assert area_of(panel, NEW).centre == YARD
        assert "inside, 200 m" in panel.page.side.text()


async def test_copied_to_the_tracker_with_its_fate(kit: FleetKit) -> None:
    async with with_fence(kit) as (panel, key):
        panel.select(key, edit=True)
        assert "Choose the battery" in panel.page.copy_button.toolTip()
        kit.context.chosen.number = SHOP
        kit.context.chosen.changed.emit(SHOP)
        async with living(kit.server, tracker_of(kit.server)):
            click(panel.page.copy_button)
            await until(lambda: panel.desk.command is not None and panel.desk.command.is_over)
        assert "confirmed" in panel.page.fate.text()
        assert panel.desk.copied == key


async def test_a_copy_that_waits_is_taken_back(kit: FleetKit) -> None:
    async with with_fence(kit) as (panel, key):
        kit.context.chosen.number = SHOP
        kit.context.chosen.changed.emit(SHOP)
        panel.select(key, edit=True)
        click(panel.page.copy_button)
        await until(lambda: panel.page.take_back_button.isVisible())
        click(panel.page.take_back_button)
        await until(lambda: panel.desk.command is not None and panel.desk.command.is_over)
        assert "Taken back" in panel.page.fate.text()


async def test_another_drawing_is_none_of_ours(kit: FleetKit) -> None:
    async with panel_of(kit) as panel:
        kit.context.map.draw(Shape.PLACE)
        kit.context.map.finish(Area(key="", centre=YARD))
        assert panel.list_page.list.fences.rows == ()
        click(panel.list_page.circle)
        click(panel.list_page.circle)
        assert kit.context.map.drawing is None
        click(panel.list_page.polygon)
        kit.context.map.draw(None)  # Esc on the map
        await until(lambda: not panel.list_page.polygon.isChecked())


async def test_nobody_is_logged_in(kit: FleetKit) -> None:
    panel = FencesPanel(kit.context)
    note = panel.list_page.notice
    wanted: list[str] = []
    kit.context.chosen.panel_wanted.connect(wanted.append)
    assert note.title == "Not logged in"
    assert not note.action.isHidden()
    note.action.click()
    assert wanted == ["account"]
    assert LAYER not in kit.context.map.layers
    panel.stop()
    panel.deleteLater()


async def test_a_cloud_that_can_do_less(kit: FleetKit) -> None:
    """What a provider lacks is left out."""
    async with with_fence(kit) as (panel, key):
        fleet = kit.cloud.fleet
        assert fleet is not None
        provider: Any = fleet.provider
        panel.select(key, edit=True)
        assert panel.page.copy_button.isVisible()
        provider.commands = provider.alarms = None
        panel.reload()
        await until(lambda: not panel.page.copy_button.isVisible())
        provider.fences = None
        panel.bind_fleet(fleet)
        panel.bind_battery("")
        assert panel.list_page.notice.title == "This cloud has no fences"
        assert not panel.list_page.circle.isVisible()


class Away:
    """The part of a cloud that cannot be reached."""

    async def of(self, number: str | None = None) -> tuple[Fence, ...]:
        raise CloudError("cloud_timeout", server="https://cloud.example", seconds="30")

    async def make(self, body: Mapping[str, object]) -> Fence:
        raise CloudError("cloud_timeout", server="https://cloud.example", seconds="30")

    async def change(self, fence_id: str, body: Mapping[str, object]) -> Fence:
        raise CloudError("cloud_timeout", server="https://cloud.example", seconds="30")

    async def remove(self, fence_id: str) -> None:
        raise CloudError("cloud_timeout", server="https://cloud.example", seconds="30")


async def test_what_could_not_be_sent_stays_pending(kit: FleetKit) -> None:
    async with with_fence(kit) as (panel, key):
        fleet = kit.cloud.fleet
        assert fleet is not None
        provider: Any = fleet.provider
        true, provider.fences = provider.fences, Away()
        panel.select(key, edit=True)
        QTest.keyClicks(panel.page.editor.name, " 2")
        click(panel.page.save_button)
        await until(lambda: panel.error_line.error is not None)
        assert row_of(panel, key).is_changed
        panel.remove()
        await until(lambda: not panel.desk.busy)
        assert row_of(panel, key).draft.name == "yard 2"
        panel.desk.use(fleet)
        panel.reload()
        await until(lambda: panel.desk.failed)
        assert panel.list_page.notice.title == "The fences could not be read"
        provider.fences = true
        click(panel.list_page.notice.action)
        await until(lambda: panel.desk.loaded)
        assert row_of(panel, key).draft.name == "yard"


async def test_two_fences_of_one_name_are_told_apart_live(kit: FleetKit) -> None:
    key = await made(kit)
    other = await made(kit, circle={"lat": 23.5, "lon": 114.0, "radius_m": 200})
    async with panel_of(kit) as panel:
        await kit.uplink(*ride_away())
        await until(lambda: row_of(panel, key).sign is Sign.LEFT)
        assert row_of(panel, other).sign is Sign.NONE
        back = datetime.now(UTC)
        for after in range(60, 360, 60):
            when = (back + timedelta(seconds=after)).isoformat()
            await kit.report(SHOP, YARD.lat, YARD.lon, time=when, speed_kmh=0.0, satellites=12)
        await until(lambda: row_of(panel, key).sign is Sign.ENTERED)
        assert row_of(panel, key).state.startswith(f"{SHOP} came in ")


async def test_only_those_of_the_chosen_battery(kit: FleetKit) -> None:
    mine = await made(kit)
    other = await made(kit, devices=[CHILD])
    async with panel_of(kit) as panel:
        assert [row.key for row in panel.list_page.list.fences.rows] == [mine, other]
        kit.context.chosen.number = CHILD
        kit.context.chosen.changed.emit(CHILD)
        panel.list_page.scope.setCurrentIndex(1)
        panel.list_page.scope.activated.emit(1)
        rows = panel.list_page.list.fences
        await until(lambda: [row.key for row in rows.rows] == [other])
        assert kit.context.prefs.values.fences_of_battery
        assert [area.key for area in kit.context.map.layers[LAYER].areas] == [other]


async def test_ctrl_s_saves_the_fence_although_the_menu_has_it_too(kit: FleetKit) -> None:
    async with with_fence(kit) as (panel, key):
        window = QMainWindow()
        menu = window.menuBar().addAction("Save settings as a file…")
        menu.setShortcut("Ctrl+S")
        taken: list[bool] = []
        menu.triggered.connect(taken.append)
        window.setCentralWidget(panel)
        window.show()
        window.activateWindow()
        panel.select(key, edit=True)
        name = panel.page.editor.name
        await until(name.isVisible)
        name.setFocus()
        name.selectAll()
        QTest.keyClicks(name, "depot")
        QTest.keyClick(name, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: not row_of(panel, key).is_changed)
        assert (await fences(kit))[0]["name"] == "depot"
        assert taken == []
        window.takeCentralWidget()
        window.deleteLater()


async def test_what_others_do_is_seen_without_asking(
    kit: FleetKit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fences_panel, "REREAD_MS", 100)
    async with with_fence(kit) as (panel, key):
        panel._tick.setInterval(50)
        panel.select(key)
        other = await made(kit, name="theirs")
        await until(lambda: len(panel.desk.fences) == 2)
        assert row_of(panel, other).name == "theirs"
        assert panel.selected == key
        panel.select(key, edit=True)
        QTest.keyClicks(panel.page.editor.name, " 2")
        assert panel.desk.drafts
        async with kit.server.client("shop-owner") as client:
            assert (await client.delete(f"/fences/{key}")).status_code == 204
            assert (await client.delete(f"/fences/{other}")).status_code == 204
        began = time.monotonic()
        await until(lambda: time.monotonic() > began + 0.6)
        assert len(panel.desk.fences) == 2  # not under the hands of who edits
        assert panel.stack.currentWidget() is panel.page
        panel.revert()
        await until(lambda: not panel.desk.fences)
        assert panel.stack.currentWidget() is panel.list_page


async def test_reading_what_others_do_touches_no_error_that_somebody_reads(
    kit: FleetKit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fences_panel, "REREAD_MS", 100)
    async with with_fence(kit) as (panel, _):
        panel._tick.setInterval(50)
        refused = CloudRefusalError("cloud_refused", server="s", problem="p", detail="d")
        panel.show_error(refused)
        await made(kit, name="theirs")
        await until(lambda: len(panel.desk.fences) == 2)
        assert panel.error_line.error is refused
        panel.show_error(None)
        part, asked = panel.fleet.provider.fences, asyncio.Event()  # type: ignore[union-attr]

        async def away(number: str | None) -> object:
            asked.set()
            raise CloudError("cloud_timeout", server="s", seconds="1")

        monkeypatch.setattr(part, "of", away)
        await asyncio.wait_for(asked.wait(), 20)
        await until(lambda: panel.desk.failed)
        assert panel.error_line.error is None


async def test_a_fence_nobody_knew_of_is_read_when_it_is_left(kit: FleetKit) -> None:
    async with panel_of(kit) as panel:
        assert not panel.desk.fences
        key = await made(kit)
        await kit.uplink(*ride_away())
        await until(lambda: [fence.id for fence in panel.desk.fences] == [key])
        await until(lambda: row_of(panel, key).sign is Sign.LEFT)
