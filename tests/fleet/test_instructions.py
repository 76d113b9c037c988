"""Instructions over the cloud to a simulated tracker, and their fate on the desk."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mingtang_desk.cloud.fleet import FleetEvent, FleetPhase, FleetTopic
from mingtang_desk.cloud.models import Command
from mingtang_desk.core.errors import CloudError
from mingtang_desk.ui.fleet.command_row import CommandRow
from mingtang_desk.ui.fleet.command_words import result_lines
from mingtang_desk.ui.panels.instructions import InstructionsPanel
from tests.cloud.conftest import PASSWORD
from tests.fleet.kit import FleetKit, until
from tests.fleet.panels import choose, shown
from tests.server.commanding import QUICK, change_device, living, tracker_of
from tests.server.kit import NUMBERS

pytestmark = pytest.mark.asyncio
SHOP = NUMBERS["shop"]


def press(panel: InstructionsPanel, key: str) -> None:
    panel._show_page(0)
    QTest.mouseClick(panel.rows[key].button, Qt.MouseButton.LeftButton)


def newest(panel: InstructionsPanel) -> Command | None:
    rows = panel.history.book.rows
    return rows[0] if rows else None


def ended(panel: InstructionsPanel, kind: str) -> bool:
    command = newest(panel)
    return command is not None and command.kind == kind and command.is_over and bool(command.result)


def has_card(panel: InstructionsPanel) -> bool:
    return panel.card is not None


def usable(row: CommandRow) -> bool:
    return row.button.isEnabled()


async def test_a_restart_is_confirmed_and_its_fate_is_seen_to_the_end(kit: FleetKit) -> None:
    await kit.login("shop-operator")
    choose(kit, SHOP)
    async with (
        living(kit.server, tracker_of(kit.server)),
        shown(kit, InstructionsPanel, height=900) as panel,
    ):
        await until(lambda: usable(panel.rows["restart"]))
        press(panel, "restart")
        assert panel.card is not None
        assert "link is cut" in panel.card.warning.text()
        assert "by itself" in panel.card.way_back.text()
        assert newest(panel) is None  # nothing was sent by the first press
        QTest.mouseClick(panel.card.go, Qt.MouseButton.LeftButton)
        await until(lambda: ended(panel, "restart"), 40)
        command = newest(panel)
        assert command is not None
        assert command.state == "succeeded"
        assert not has_card(panel)
        assert panel.history.title.text() == "Restart tracker: succeeded"
        assert "Logged in again after" in panel.history.result.text()
        await until(lambda: "✓ succeeded" in panel.history.story.text())
        assert "message 0x8105 to the tracker" in panel.history.story.text()
        story = panel.history.story.text()
        assert story.index("queued") < story.index("sent") < story.index("succeeded")
        assert "succeeded" in panel.rows["restart"].fate.text


async def test_a_factory_reset_wants_the_number_and_the_right_password(kit: FleetKit) -> None:
    await kit.login("shop-operator")
    choose(kit, SHOP)
    async with (
        living(kit.server, tracker_of(kit.server)) as tracker,
        shown(kit, InstructionsPanel, height=900) as panel,
    ):
        await until(lambda: usable(panel.rows["factory_reset"]))
        press(panel, "factory_reset")
        card = panel.card
        assert card is not None
        card.password.setText("not the password")
        assert not card.go.isEnabled()
        QTest.keyClicks(card.typed, SHOP)
        QTest.mouseClick(card.go, Qt.MouseButton.LeftButton)
        await until(lambda: "wrong" in card.refused.text())
        assert newest(panel) is None
        assert tracker.counters.links == 1
        assert card.password.text() == ""
        QTest.keyClicks(card.password, PASSWORD)
        QTest.mouseClick(card.go, Qt.MouseButton.LeftButton)
        await until(lambda: ended(panel, "factory_reset"), 40)
        command = newest(panel)
        assert command is not None
        assert command.state == "succeeded"
        assert tracker.counters.links == 2


async def test_values_of_the_board_are_read_and_told(kit: FleetKit) -> None:
    kit.server.services.commands.crew.timers = QUICK
    await change_device(kit.server, protocol="jbd")
    await kit.login("shop-operator")
    choose(kit, SHOP)
    async with (
        living(kit.server, tracker_of(kit.server, "jbd-13s")),
        shown(kit, InstructionsPanel, height=900) as panel,
    ):
        await until(lambda: usable(panel.rows["sample"]))
        press(panel, "sample")
        await until(lambda: ended(panel, "bms_read"), 40)
        assert "13 cells" in panel.history.result.text()
        press(panel, "parameters")
        await until(lambda: ended(panel, "parameters_read"), 40)
        assert "apn: cmnet" in panel.history.result.text()


async def test_what_waits_is_cancelled_and_asked_again(kit: FleetKit) -> None:
    await kit.login("shop-operator")
    choose(kit, SHOP)
    async with shown(kit, InstructionsPanel, height=900) as panel:
        await until(lambda: usable(panel.rows["track"]))
        assert "not connected" in panel.list.link_note.text()
        assert not usable(panel.rows["restart"])
        assert "not connected" in panel.rows["restart"].button.toolTip()
        press(panel, "track")
        card = panel.card
        assert card is not None
        assert not card.go.isEnabled()
        entries = list(card.entries.values())
        QTest.keyClicks(entries[0], "70000")
        QTest.keyClicks(entries[1], "600")
        assert not card.go.isEnabled()
        entries[0].setText("5")
        QTest.keyClick(entries[0], Qt.Key.Key_Return)
        await until(lambda: newest(panel) is not None)
        assert panel.fate_tab.text() == "Fate (1)"
        await until(lambda: "sent until" in panel.history.story.text())
        QTest.mouseClick(panel.history.cancel_button, Qt.MouseButton.LeftButton)
        await until(lambda: panel.history.title.text() == "Report more often: cancelled")
        QTest.mouseClick(panel.history.again_button, Qt.MouseButton.LeftButton)
        assert panel.card is not None
        assert [each.text() for each in panel.card.entries.values()] == ["5", "600"]


async def test_a_moving_vehicle_keeps_its_power_unless_an_owner_says_so(kit: FleetKit) -> None:
    await kit.login("shop-owner")
    choose(kit, SHOP)
    async with (
        living(kit.server, tracker_of(kit.server)),
        shown(kit, InstructionsPanel, height=1200) as panel,
    ):
        await kit.report(SHOP, 22.5, 114.0, speed_kmh=20.0)
        await until(lambda: usable(panel.rows["board-discharge-off"]))
        press(panel, "board-discharge-off")
        card = panel.card
        assert card is not None
        assert card.override.isVisible()
        QTest.mouseClick(card.go, Qt.MouseButton.LeftButton)
        await until(lambda: "moves" in card.refused.text())
        assert newest(panel) is None
        card.override.setChecked(True)
        assert card.order is not None
        assert card.order["override_interlock"] is True
        QTest.keyClick(card, Qt.Key.Key_Escape)
        assert panel.card is None


async def test_a_viewer_and_an_expired_battery_are_told_why_not(kit: FleetKit) -> None:
    await kit.login("shop-viewer")
    choose(kit, SHOP)
    async with shown(kit, InstructionsPanel, height=900) as panel:
        await until(lambda: panel.details is not None)
        for row in panel.rows.values():
            assert not usable(row)
            assert "Your role" in row.button.toolTip()
    await change_device(kit.server, expires_ms=1)
    await kit.cloud.close()
    await kit.login("shop-operator")
    choose(kit, SHOP)
    async with shown(kit, InstructionsPanel, height=900) as panel:
        await until(lambda: panel.details is not None)
        assert not usable(panel.rows["locate"])
        assert "run out" in panel.rows["locate"].button.toolTip()


async def test_a_cloud_without_commands_says_so(kit: FleetKit) -> None:
    fleet = await kit.login()
    vars(fleet.provider)["commands"] = None
    choose(kit, SHOP)
    async with shown(kit, InstructionsPanel) as panel:
        assert panel.note.title == "This cloud takes no instructions"
        assert panel.page.isHidden()


async def test_fields_that_were_read_back_are_told_in_words(kit: FleetKit) -> None:
    fleet = await kit.login("shop-operator")
    assert fleet.provider.commands is not None
    asked = await fleet.provider.commands.ask(
        SHOP, {"kind": "bms_write", "settings": {"cell_ovp_v": 4.2}}
    )
    fields = {"cell_ovp_v": {"old": 4.25, "sent": 4.2, "read": 4.22, "state": "clamped"}}
    told = replace(asked, state="failed", result={"write": {"fields": fields}})
    assert result_lines(told) == [
        "Cell over-voltage protection: sent 4.200 V, the battery took 4.220 V"
    ]


async def test_what_a_menu_wants_is_asked_once_it_is_known_to_be_possible(kit: FleetKit) -> None:
    await kit.login("shop-operator")
    async with (
        living(kit.server, tracker_of(kit.server)),
        shown(kit, InstructionsPanel, height=900) as panel,
    ):
        choose(kit, SHOP)
        kit.context.chosen.instruction_wanted.emit("restart")
        assert not has_card(panel)
        await until(lambda: has_card(panel))
        assert panel.card is not None
        assert panel.card.row.key == "restart"


async def test_a_broken_link_is_said_over_what_is_old(kit: FleetKit) -> None:
    fleet = await kit.login("shop-operator")
    choose(kit, SHOP)
    async with shown(kit, InstructionsPanel) as panel:
        assert panel.banner.isHidden()
        fleet.phase = FleetPhase.BROKEN
        fleet.error = CloudError("cloud_stream_broken", server="here", detail="it was cut")
        fleet.tell(FleetEvent(topic=FleetTopic.LINK))
        await until(lambda: panel.banner.isVisible())
        fleet.phase = FleetPhase.LIVE
        fleet.tell(FleetEvent(topic=FleetTopic.LINK))
        await until(lambda: panel.banner.isHidden())


async def test_a_battery_that_went_away_is_offered_nothing(kit: FleetKit) -> None:
    fleet = await kit.login("shop-operator")
    choose(kit, SHOP)
    async with shown(kit, InstructionsPanel) as panel:
        await until(lambda: panel.rows["sample"].button.isEnabled())
        fleet.table.drop(SHOP)
        fleet.tell_list()
        panel.retranslate()
        await until(lambda: not panel.rows["sample"].button.isEnabled())
        assert "not in this fleet" in panel.rows["sample"].button.toolTip()
