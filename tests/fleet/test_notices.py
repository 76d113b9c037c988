"""Notices of new alarms, and the menu of batteries."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QWidget

from mingtang_desk.ui.fleet.actions import battery_menu
from mingtang_desk.ui.fleet.alarm_notices import MOST_A_MINUTE, AlarmNotices, without_markup
from mingtang_desk.ui.panels.alarms import AlarmsPanel
from mingtang_desk.ui.panels.fleet import FleetListPanel
from tests.fleet.kit import FleetKit, until
from tests.fleet.panels import choose, shake, shown
from tests.fleet.test_alarms import protect
from tests.server.clock import FakeClock
from tests.server.commanding import change_device, living, tracker_of
from tests.server.kit import NUMBERS
from tests.server.rides.tracks import device_of

pytestmark = pytest.mark.asyncio
SHOP, CHILD = NUMBERS["shop"], NUMBERS["child"]


async def test_a_new_alarm_is_told_once_and_leads_to_it(kit: FleetKit) -> None:
    window = QWidget()
    window.resize(700, 400)
    window.show()
    window.activateWindow()
    notices = AlarmNotices(kit.context, window, FakeClock())
    told: list[tuple[str, str]] = []
    notices.told.connect(lambda title, text: told.append((title, text)))
    await kit.login("shop-operator")
    await shake(kit)
    await until(lambda: bool(told))
    assert told == [("Vibration while armed (warning)", f"{SHOP} battery of shop")]
    assert notices.toast is not None
    assert notices.toast.isVisible()
    panels: list[str] = []
    alarms: list[str] = []
    kit.context.chosen.panel_wanted.connect(panels.append)
    kit.context.chosen.alarm_wanted.connect(alarms.append)
    QTest.mouseClick(notices.toast.show_button, Qt.MouseButton.LeftButton)
    assert panels == ["alarms"]
    assert len(alarms) == 1
    assert not notices.toast.isVisible()
    # Acknowledged, it is not told again.
    async with kit.server.client("shop-operator") as client:
        await client.post(f"/alarms/{alarms[0]}/ack")
    await protect(kit, "short")
    await until(lambda: len(told) == 2)
    assert told[1][0] == "Short circuit (critical)"
    notices.stop()
    window.close()
    window.deleteLater()


async def test_quiet_and_unwanted_ones_are_not_told_and_many_become_a_digest(
    kit: FleetKit,
) -> None:
    window, clock = QWidget(), FakeClock()
    notices = AlarmNotices(kit.context, window, clock)
    told: list[str] = []
    notices.told.connect(lambda title, text: told.append(title))
    kit.context.prefs.set(alarm_notices=("critical",))
    await kit.login("shop-manager")
    rules = kit.server.services.rides.alarms.rules
    child = device_of(kit.server, "child")
    await rules.put("", child.pk, {"quiet": {"from": "00:00", "to": "23:59"}}, "test")
    await protect(kit, "pack_ov", "low_soc")  # warnings
    await protect(kit, "short", account="child")  # in quiet hours
    many = ("short", "cell_ov", "secondary_ov", "secondary_uv", "mos_ot")
    await protect(kit, *many)
    await until(lambda: len(told) == MOST_A_MINUTE)
    await until(lambda: notices._later.isActive())
    clock.advance(60)
    notices._later.start(0)
    await until(lambda: len(told) == MOST_A_MINUTE + 1)
    assert told[-1].startswith("2 more ")
    assert all("critical" in each for each in told[:-1])
    notices.stop()
    window.deleteLater()


async def test_names_with_markup_are_shown_as_they_are(kit: FleetKit) -> None:
    name = "<img src=x> & <script>"
    await change_device(kit.server, name=name)
    assert without_markup(name) == "\u2039img src=x\u203a \uff06 \u2039script\u203a"
    await protect(kit, "short")
    await kit.login()
    async with shown(kit, AlarmsPanel) as panel:
        await until(lambda: bool(panel.list.book.rows))
        index = panel.list.book.index(0)
        tip = index.data(Qt.ItemDataRole.ToolTipRole)
        assert "&lt;img src=x&gt;" in tip
        panel.open_alarm(panel.list.book.rows[0].alarm.id)
        await until(lambda: panel.detail.rows.shown.get("Name") == name)
        formats = {each.textFormat() for each in panel.detail.findChildren(QLabel)}
        assert Qt.TextFormat.AutoText not in formats
        assert Qt.TextFormat.RichText not in formats


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text() and action.isVisible()]


def trigger(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()


async def test_the_menu_of_one_battery_leads_on_and_asks(kit: FleetKit) -> None:
    fleet = await kit.login("shop-operator")
    owner = QWidget()
    choose(kit, SHOP)
    await kit.report(SHOP, 22.5, 114.0)
    await until(lambda: (row := fleet.table.get(SHOP)) is not None and row.lat == 22.5)
    menu = battery_menu(kit.context, [SHOP], owner)
    assert texts(menu)[:3] == ["Show on the map", "Details", "Track"]
    assert "Navigate there…" not in texts(menu)  # nobody shows the way yet
    assert "Keep open beside the next one" in texts(menu)
    panels: list[str] = []
    ways: list[str] = []
    kit.context.chosen.panel_wanted.connect(panels.append)
    kit.context.chosen.navigate_wanted.connect(ways.append)
    trigger(menu, "Alarms")
    assert panels == ["alarms"]
    trigger(menu, "Copy number")
    assert QGuiApplication.clipboard().text() == SHOP
    menu = battery_menu(kit.context, [SHOP], owner)
    trigger(menu, "Navigate there…")
    assert ways == [SHOP]
    trigger(menu, "Arm")
    guard = kit.server.services.rides.guard_of
    device = device_of(kit.server)
    await until(lambda: guard(device).guard.state != "disarmed")
    async with living(kit.server, tracker_of(kit.server)):
        trigger(menu, "Locate now")
        assert fleet.provider.commands is not None
        for _ in range(200):
            page = await fleet.provider.commands.of(SHOP)
            if page.items and page.items[0].state == "succeeded":
                break
        assert page.items[0].kind == "locate"
    owner.deleteLater()


async def test_the_menu_of_several_and_of_a_viewer(kit: FleetKit) -> None:
    await kit.login("shop-viewer")
    owner = QWidget()
    batches: list[list[str]] = []
    menu = battery_menu(kit.context, [SHOP, CHILD], owner)
    assert "Settings of these batteries…" not in texts(menu)
    kit.context.chosen.batch_wanted.connect(batches.append)
    menu = battery_menu(kit.context, [SHOP, CHILD], owner)
    for action in menu.actions():
        if action.text() in ("Arm", "Locate now", "Settings of these batteries…"):
            assert not action.isEnabled()
            assert action.toolTip() == "Your role may not do this."
    trigger(menu, "Copy numbers")
    assert QGuiApplication.clipboard().text() == f"{SHOP}\n{CHILD}"
    await kit.cloud.close()
    await kit.login("shop-operator")
    menu = battery_menu(kit.context, [SHOP, CHILD], owner)
    trigger(menu, "Settings of these batteries…")
    assert batches == [[SHOP, CHILD]]
    owner.deleteLater()


async def test_a_refusal_from_the_menu_is_told_and_stops_no_other_battery(kit: FleetKit) -> None:
    past = round((time.time() - 86_400) * 1000)
    await change_device(kit.server, number=SHOP, expires_ms=past)
    fleet = await kit.login("shop-operator")
    commands = fleet.provider.commands
    assert commands is not None
    async with shown(kit, FleetListPanel) as panel:
        menu = battery_menu(kit.context, [SHOP, CHILD], panel.view)
        trigger(menu, "Locate now")
        await until(lambda: panel.error_line.error is not None)
        error = panel.error_line.error
        assert error is not None
        assert error.key == "cloud_some_refused"
        assert SHOP in error.message
        assert [each.kind for each in (await commands.of(CHILD)).items] == ["locate"]
