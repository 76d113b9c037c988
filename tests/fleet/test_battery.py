"""Details of a battery, its guard, and the way to other panels."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mingtang_desk.ui.fleet.battery_rows import Clocks, clock_rows, detail_rows
from mingtang_desk.ui.fleet.battery_words import contact_words, duration_words
from mingtang_desk.ui.panels.battery import BatteryPanel
from tests.fleet.kit import FleetKit, until
from tests.fleet.panels import choose, shake, shown
from tests.server.commanding import change_device, living, tracker_of
from tests.server.kit import NUMBERS
from tests.server.rides.tracks import device_of, feed, fixed

pytestmark = pytest.mark.asyncio
SHOP = NUMBERS["shop"]


async def test_durations_are_told_in_whole_units() -> None:
    assert contact_words("offline", 2 * 86_400 + 14 * 3600 + 59) == "offline, 2 days 14 h"
    assert contact_words("online", None) == "online"
    assert contact_words("", 5.0) == "—"
    told = [duration_words(each) for each in (-3, 59, 61, 3600, 86_400 + 3600)]
    assert told == ["0 s", "59 s", "1 min", "1 h 0 min", "1 day 1 h"]


async def test_a_report_that_comes_late_is_as_old_as_it_was_measured() -> None:
    now = datetime(2026, 1, 2, 12, tzinfo=UTC)
    late = Clocks(measured=now - timedelta(hours=3), received=now)
    ahead = Clocks(measured=now + timedelta(hours=3), received=now - timedelta(minutes=5))
    rows = clock_rows(late, ahead, now)
    assert rows[0].value.endswith("3 h ago")
    assert rows[1].value.endswith("5 min ago")


async def test_every_field_is_told_and_the_unknown_is_a_dash(kit: FleetKit) -> None:
    now = datetime.now(UTC)
    later = round((now + timedelta(days=20, hours=1)).timestamp() * 1000)
    await change_device(
        kit.server, imei="860000000000001", sim="8986", kind="<b>48 V</b>", expires_ms=later
    )
    await kit.login()
    async with shown(kit, BatteryPanel) as panel:
        assert panel.note.title == "No battery is chosen"
        choose(kit, SHOP)
        await until(lambda: panel.facts.details is not None)
        told = panel.rows.shown
        assert told["IMEI"] == "860000000000001"
        assert told["SIM"] == "8986"
        assert told["Type"] == "<b>48 V</b>"
        assert told["Owner"] == "shop"
        assert told["Expires"].endswith("20 days left")
        assert told["Tracker connected"] == "no"
        assert told["Tracker firmware"] == "—"
        assert panel.clocks.shown["Last position"] == "—"
        await kit.report(SHOP, 22.5, 114.0)
        await until(lambda: "measured" in panel.clocks.shown["Last position"])
        assert "ago" in panel.clocks.shown["Last position"]
        await until(lambda: panel.rows.shown["State"].startswith("online"))
        details = panel.facts.details
        assert details is not None
        gone = replace(details, state="expired", expires=now, days_to_expiry=-1)
        rows = {row.caption: row for row in detail_rows(gone, now)}
        assert rows["Expires"].token == "bad_text"


async def test_it_is_armed_counts_down_alarms_and_is_disarmed(kit: FleetKit) -> None:
    await kit.login("shop-operator")
    choose(kit, SHOP)
    async with shown(kit, BatteryPanel) as panel:
        card = panel.guard_card
        await until(lambda: card.chip.text == "Disarmed")
        assert not card.disarm_button.isEnabled()
        now = time.time()
        await feed(kit.server, [fixed(device_of(kit.server), now - 60 + 10 * n) for n in range(6)])
        QTest.mouseClick(card.arm_button, Qt.MouseButton.LeftButton)
        await until(lambda: card.chip.text == "Arming")
        await until(lambda: card.left_s is not None and 0 < card.left_s <= 180)
        assert card.left_s is not None
        assert f"{card.left_s // 60}:" in card.says.text()
        await shake(kit, armed=False)
        await until(lambda: card.chip.text in ("Armed", "Alarm"))
        assert "Armed since" in card.says.text()
        card.auto_box.click()
        await until(lambda: panel.facts.guard is not None and panel.facts.guard.auto)
        QTest.mouseClick(card.disarm_button, Qt.MouseButton.LeftButton)
        await until(lambda: card.chip.text == "Disarmed")
        assert card.auto_box.isChecked()


async def test_locating_is_asked_and_its_answer_told(kit: FleetKit) -> None:
    await kit.login("shop-operator")
    choose(kit, SHOP)
    async with shown(kit, BatteryPanel) as panel, living(kit.server, tracker_of(kit.server)):
        await until(lambda: panel.ways.locate_button.isEnabled())
        QTest.mouseClick(panel.ways.locate_button, Qt.MouseButton.LeftButton)
        await until(lambda: "succeeded" in panel.located.text())
        assert "Position: 22." in panel.located.text()


async def test_name_and_note_are_changed_by_whoever_may(kit: FleetKit) -> None:
    fleet = await kit.login("shop-manager")
    choose(kit, SHOP)
    async with shown(kit, BatteryPanel, height=1400) as panel:
        await until(lambda: panel.facts.details is not None)
        QTest.mouseClick(panel.edit_button, Qt.MouseButton.LeftButton)
        assert not panel.edit.save_button.isEnabled()
        panel.edit.fields["name"].setText("night shift")
        QTest.keyClicks(panel.edit.fields["note"], "spare")
        QTest.keyClick(panel.edit.fields["note"], Qt.Key.Key_Return)
        await until(lambda: panel.rows.shown["Name"] == "night shift")
        assert panel.rows.shown["Note"] == "spare"
        row = fleet.table.get(SHOP)
        assert row is not None
        assert row.name == "night shift"
        assert panel.edit.isHidden()


async def test_a_viewer_sees_why_buttons_are_off_and_ways_lead_on(kit: FleetKit) -> None:
    await kit.login("shop-viewer")
    choose(kit, SHOP)
    wanted: list[str] = []
    kit.context.chosen.panel_wanted.connect(wanted.append)
    async with shown(kit, BatteryPanel, height=1400) as panel:
        await until(lambda: panel.facts.guard is not None)
        for button in (panel.guard_card.arm_button, panel.ways.locate_button, panel.edit_button):
            assert not button.isEnabled()
            assert "Your role" in button.toolTip()
        QTest.mouseClick(panel.ways.panels["alarms"], Qt.MouseButton.LeftButton)
        assert wanted == ["alarms"]
