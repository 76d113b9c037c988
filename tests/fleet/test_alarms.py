"""Alarms on the desk: list, detail on the map, acknowledging, switches, storms."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from mingtang_desk.core.errors import CloudError
from mingtang_desk.device.sample import PackSample
from mingtang_desk.server.ingest.model import BmsReading
from mingtang_desk.server.rides.kinds import CLEAR_S
from mingtang_desk.ui.fleet.alarm_model import AlarmRow
from mingtang_desk.ui.fleet.alarm_place import LAYER
from mingtang_desk.ui.fleet.alarm_words import alarm_title
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.panels.alarms import AlarmsPanel
from mingtang_desk.ui.tasks import spawn
from tests.fleet.kit import FleetKit, until
from tests.fleet.panels import choose, shake, shown
from tests.server.kit import NUMBERS
from tests.server.rides.tracks import device_of, feed

pytestmark = pytest.mark.asyncio
SHOP = NUMBERS["shop"]


async def protect(kit: FleetKit, *keys: str, account: str = "shop", at: float = 0.0) -> None:
    """Let a board say that it has acted."""
    now = time.time() + at
    reading = BmsReading(
        device=device_of(kit.server, account),
        time_ms=round(now * 1000),
        received_ms=round(now * 1000),
        sample=PackSample(
            time=datetime.fromtimestamp(now, UTC),
            protocol="jbd",
            cell_v=(3.6, 4.3, 3.7),
            pack_v=11.6,
            protections=keys,
        ),
    )
    await feed(kit.server, [reading])


async def go_on(kit: FleetKit, *keys: str, at: float, account: str = "shop") -> None:
    """Let a board say these and no others until the others have ended."""
    await protect(kit, *keys, at=at, account=account)
    await protect(kit, *keys, at=at + CLEAR_S + 1, account=account)


def rows(panel: AlarmsPanel) -> list[AlarmRow]:
    return list(panel.list.book.rows)


def types(panel: AlarmsPanel) -> list[str]:
    return [row.alarm.type for row in rows(panel)]


def click(panel: AlarmsPanel, at: int) -> None:
    place = panel.list.visualRect(panel.list.book.index(at)).center()
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))


async def test_a_shaken_battery_that_is_armed_comes_on_top_and_opens_on_the_map(
    kit: FleetKit,
) -> None:
    await kit.login("shop-operator")
    async with shown(kit, AlarmsPanel) as panel:
        await until(lambda: panel.note.title == "No open alarms")
        await protect(kit, "cell_ov")
        await until(lambda: types(panel) == ["cell_ov"])
        await shake(kit)
        await until(lambda: types(panel) == ["vibration", "cell_ov"])
        first = rows(panel)[0].alarm
        assert first.device is not None
        assert (first.device.number, first.device.name) == (SHOP, "battery of shop")
        looked: list[object] = []
        kit.context.map.look.connect(looked.append)
        click(panel, 0)
        await until(lambda: bool(looked))
        (mark,) = kit.context.map.layers[LAYER].marks
        assert mark.place == Place(22.5, 114.0)
        told = panel.detail.rows.shown
        assert told["Type"] == "Vibration while armed"
        assert told["Battery"] == SHOP
        assert told["Communication"].startswith("online")
        assert told["Address"] not in ("", "—")
        assert told["Alarm number"] == str(first.alarm_number)
        QTest.mouseClick(panel.detail.ack, Qt.MouseButton.LeftButton)
        await until(lambda: panel.detail.rows.shown["State"] == "acknowledged")
        assert "shop-operator" in panel.detail.rows.shown["Acknowledged"]
        assert not panel.detail.ack.isEnabled()
        QTest.keyClick(panel.detail, Qt.Key.Key_Escape)
        assert LAYER not in kit.context.map.layers
        assert panel.stack.currentWidget() is panel.list_page


async def test_value_and_cell_are_told_and_del_acknowledges_many(kit: FleetKit) -> None:
    await protect(kit, "cell_ov", "pack_ov")
    await kit.login("shop-operator")
    async with shown(kit, AlarmsPanel) as panel:
        await until(lambda: len(rows(panel)) == 2)
        cell = next(row.alarm for row in rows(panel) if row.alarm.type == "cell_ov")
        assert alarm_title(cell) == "Cell over-voltage"
        lines = panel.list.book.lines(cell)
        assert "4.300 V · Cell 2" in lines
        assert "critical" in lines
        for at in range(2):
            place = panel.list.visualRect(panel.list.book.index(at)).center()
            QTest.mouseClick(
                panel.list.viewport(),
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.ControlModifier,
                place,
            )
        assert panel.stack.currentWidget() is panel.list_page
        assert panel.ack_button.text() == "Acknowledge 2"
        QTest.keyClick(panel.list, Qt.Key.Key_Delete)
        await until(lambda: {row.alarm.state for row in rows(panel)} == {"acknowledged"})
        assert {row.alarm.acknowledged_by for row in rows(panel)} == {"shop-operator"}


def selected(panel: AlarmsPanel) -> list[str]:
    return [alarm.type for alarm in panel.list.chosen]


async def test_an_alarm_that_ends_leaves_the_open_ones(kit: FleetKit) -> None:
    await protect(kit, "cell_ov", "pack_ov", "chg_oc", at=-900)
    await kit.login("shop-operator")
    async with shown(kit, AlarmsPanel) as panel:
        await until(lambda: len(rows(panel)) == 3)
        left = types(panel)
        model, here = panel.list.selectionModel(), left.index("pack_ov")
        model.setCurrentIndex(panel.list.book.index(here), model.SelectionFlag.ClearAndSelect)
        await go_on(kit, "cell_ov", "chg_oc", at=-700)  # what is chosen ends
        await until(lambda: len(rows(panel)) == 2)
        assert "pack_ov" not in types(panel)
        assert selected(panel) == []  # nothing that Del would acknowledge instead
        assert not panel.ack_button.isEnabled()
        assert panel.count.text() == "2"
        here = types(panel).index("chg_oc")
        model.setCurrentIndex(panel.list.book.index(here), model.SelectionFlag.ClearAndSelect)
        await go_on(kit, "chg_oc", at=-500)  # another one ends
        await until(lambda: types(panel) == ["chg_oc"])
        assert selected(panel) == ["chg_oc"]
        assert panel.ack_button.isEnabled()
        panel.acknowledge_chosen()
        await until(lambda: rows(panel)[0].alarm.state == "acknowledged")
        assert types(panel) == ["chg_oc"]  # seen, and still open
        await go_on(kit, at=-300)
        await until(lambda: panel.note.title == "No open alarms")
        assert panel.note.isVisible()


async def test_ended_ones_come_where_they_are_wanted(kit: FleetKit) -> None:
    await protect(kit, "cell_ov", at=-1200)
    await protect(kit, "cell_ov", "pack_ov", at=-1100)
    await kit.login("shop-operator")
    async with shown(kit, AlarmsPanel) as panel:
        await until(lambda: len(rows(panel)) == 2)
        panel.filters.state.setCurrentIndex(3)  # ended
        panel.filters.state.activated.emit(3)
        await until(lambda: not panel.list.loading and not rows(panel))
        await go_on(kit, "cell_ov", at=-1000)
        await until(lambda: types(panel) == ["pack_ov"])
        await go_on(kit, at=-800)
        await until(lambda: types(panel) == ["pack_ov", "cell_ov"])
        assert all(row.alarm.state == "cleared" for row in rows(panel))
        await protect(kit, "chg_oc", at=-600)  # it is open: not here
        await go_on(kit, at=-500)
        await until(lambda: types(panel) == ["chg_oc", "pack_ov", "cell_ov"])


@pytest.mark.parametrize("fails", [False, True])
async def test_what_is_heard_while_a_page_comes_is_not_lost(
    fails: bool, kit: FleetKit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor where an address that is looked for meanwhile does not come."""
    await protect(kit, "cell_ov", at=-600)
    fleet = await kit.login("shop-operator")
    part, asked, go = fleet.provider.alarms, asyncio.Event(), asyncio.Event()
    assert part is not None
    real = part.page

    async def slow(**wanted: object) -> object:
        page = await real(**wanted)  # type: ignore[arg-type]
        asked.set()
        await go.wait()
        return page

    async def no_address() -> None:
        raise CloudError("cloud_timeout", server="s", seconds="1")

    monkeypatch.setattr(part, "page", slow)
    heard: list[str] = []
    fleet.observe(lambda event: heard.append(event.topic.value))
    async with shown(kit, AlarmsPanel) as panel:
        await asyncio.wait_for(asked.wait(), 20)
        if fails:
            await asyncio.wait([spawn(panel.list, no_address())])
        assert panel.list.loading
        await go_on(kit, "pack_ov", at=-400)  # the first one ends, another begins
        await until(lambda: heard.count("alarm") == 2)
        go.set()
        await until(lambda: types(panel) == ["pack_ov"])


async def test_search_and_filters_ask_the_server(kit: FleetKit) -> None:
    await protect(kit, "cell_ov")
    await protect(kit, "short", account="child")
    await kit.login()
    async with shown(kit, AlarmsPanel) as panel:
        await until(lambda: len(rows(panel)) == 2)
        QTest.keyClicks(panel.filters.search, "of child")
        await until(lambda: types(panel) == ["short"])
        panel.filters.search.clear()
        await until(lambda: len(rows(panel)) == 2)
        panel.filters.kind.setCurrentText("Cell over-voltage")
        panel.filters.kind.activated.emit(panel.filters.kind.currentIndex())
        await until(lambda: types(panel) == ["cell_ov"])
        await protect(kit, "short", "dsg_oc", at=1)  # of another type: not put into this list
        await until(lambda: not panel.list.loading)
        assert types(panel) == ["cell_ov"]
        panel.filters.clear()
        choose(kit, NUMBERS["child"])
        QTest.mouseClick(panel.filters.mine, Qt.MouseButton.LeftButton)
        await until(lambda: types(panel) == ["short"])
        QTest.keyClicks(panel.filters.search, "nothing like this")
        await until(lambda: panel.note.title == "No such alarm")
        QTest.mouseClick(panel.note.action, Qt.MouseButton.LeftButton)
        await until(lambda: len(rows(panel)) == 4)


async def test_older_ones_come_when_the_list_is_scrolled(kit: FleetKit) -> None:
    for n in range(130):
        # Each ends before the next of its kind.
        await protect(kit, "cell_ov", at=100.0 * n)
        await protect(kit, at=100.0 * n + 40)
        await protect(kit, at=100.0 * n + 80)
    await kit.login()
    async with shown(kit, AlarmsPanel) as panel:
        panel.filters.state.setCurrentIndex(2)
        panel.filters.state.activated.emit(2)
        await until(lambda: len(rows(panel)) == 100 and not panel.list.loading)
        assert panel.count.text() == "100+"
        panel.list.scrollToBottom()
        await until(lambda: len(rows(panel)) == 130)
        numbers = [row.alarm.alarm_number for row in rows(panel)]
        assert numbers == sorted(numbers, reverse=True)
        assert not panel.list.book.has_more


async def test_a_type_that_is_switched_off_raises_nothing(kit: FleetKit) -> None:
    await kit.login("shop-manager")
    async with shown(kit, AlarmsPanel) as panel:
        await until(lambda: panel.note.title == "No open alarms")
        QTest.mouseClick(panel.switches_button, Qt.MouseButton.LeftButton)
        page = panel.switches
        assert page is not None
        await until(lambda: "cell_ov" in page.rows)
        assert page.rows["cell_ov"].mark.text() == "inherited"
        page.rows["cell_ov"].box.click()
        page.rows["low_capacity"].threshold.setValue(35)
        assert page.save_button.text().startswith("Save 2 ")
        QTest.mouseClick(page.save_button, Qt.MouseButton.LeftButton)
        await until(lambda: page.draft is not None and not page.draft.count)
        assert page.rows["cell_ov"].mark.text() == "set here"
        assert page.rows["low_capacity"].threshold.value() == 35
        await protect(kit, "cell_ov", "pack_ov")
        QTest.keyClick(page, Qt.Key.Key_Escape)
        await until(lambda: types(panel) == ["pack_ov"])
        # A battery of its own: what the account says is inherited, and undone there.
        choose(kit, SHOP)
        panel.open_switches()
        page.scope.setCurrentIndex(1)
        page.scope.activated.emit(1)
        await until(lambda: page.draft is not None and not page.draft.read.own)
        assert not page.rows["cell_ov"].box.isChecked()
        assert page.rows["cell_ov"].mark.text() == "inherited"
        page.rows["cell_ov"].box.click()
        page.quiet.click()
        page.begin.setText("23:30")
        page.begin.editingFinished.emit()
        page.save()
        await until(lambda: page.draft is not None and "quiet" in page.draft.read.own)
        async with kit.server.client("shop-owner") as client:
            told = (await client.get(f"/devices/{SHOP}/alarm-settings")).json()["own"]
        assert told == {
            "types": {"cell_ov": {"enabled": True}},
            "quiet": {"from": "23:30", "to": "07:00"},
        }
        await protect(kit, "cell_ov", "pack_ov", at=5)
        await until(lambda: set(types(panel)) == {"pack_ov", "cell_ov"})
        page.rows["cell_ov"].reset.click()
        page.quiet_reset.click()
        page.save()
        await until(lambda: page.draft is not None and not page.draft.read.own)


async def test_a_viewer_looks_and_changes_nothing(kit: FleetKit) -> None:
    await protect(kit, "cell_ov")
    await kit.login("shop-viewer")
    async with shown(kit, AlarmsPanel) as panel:
        await until(lambda: len(rows(panel)) == 1)
        panel.list.selectAll()
        assert not panel.ack_button.isEnabled()
        assert "not acknowledge" in panel.ack_button.toolTip()
        QTest.keyClick(panel.list, Qt.Key.Key_Delete)
        panel.open_switches()
        page = panel.switches
        assert page is not None
        await until(lambda: "cell_ov" in page.rows)
        assert not page.rows["cell_ov"].box.isEnabled()
        assert "not change" in page.reason.text()
        await asyncio.sleep(0.1)
        assert rows(panel)[0].alarm.state == "raised"


async def test_a_cloud_without_some_parts_goes_without_their_buttons(kit: FleetKit) -> None:
    await protect(kit, "cell_ov")
    fleet = await kit.login()
    vars(fleet.provider).update(acks=None, switches=None)
    async with shown(kit, AlarmsPanel) as panel:
        await until(lambda: len(rows(panel)) == 1)
        assert panel.ack_button.isHidden()
        assert panel.switches_button.isHidden()
        panel.open_alarm(rows(panel)[0].alarm.id)
        await until(lambda: panel.stack.currentWidget() is panel.detail)
        assert not panel.detail.ack.isEnabled()
    vars(fleet.provider)["alarms"] = None
    async with shown(kit, AlarmsPanel) as panel:
        assert panel.note.title == "This cloud has no alarms"
        assert panel.filters.isHidden()


async def test_a_storm_is_one_row_with_its_members_below(kit: FleetKit) -> None:
    await _many(kit, 54)
    await kit.login("shop-operator")
    async with shown(kit, AlarmsPanel) as panel:
        await until(lambda: "storm" in types(panel))
        at = types(panel).index("storm")
        before = len(rows(panel))
        assert alarm_title(rows(panel)[at].alarm) == "Storm: Short circuit"
        assert not any(row.alarm.storm for row in rows(panel))
        panel.list.setCurrentIndex(panel.list.book.index(at))
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
        await until(lambda: len(rows(panel)) > before)
        members = [row for row in rows(panel) if row.member]
        assert len(members) == 54 - 50
        assert {row.alarm.storm for row in members} == {rows(panel)[at].alarm.id}
        QTest.keyClick(panel.list, Qt.Key.Key_Left)
        assert len(rows(panel)) == before
        # Whoever looks for one battery finds its alarm as a row of its own.
        device = members[0].alarm.device
        assert device is not None
        QTest.keyClicks(panel.filters.search, device.number)
        await until(lambda: types(panel) == ["short"])


async def _many(kit: FleetKit, count: int) -> None:
    """Enter batteries, and let the board of each act at once."""
    now = time.time()
    numbers = [f"1390000{n:04}" for n in range(count)]
    sheet = "number\n" + "\n".join(numbers)
    async with kit.server.client("shop-manager") as client:
        answer = await client.post(
            "/devices/import", content=sheet, headers={"Content-Type": "text/csv"}
        )
        assert answer.status_code == 200, answer.text
    readings = []
    for number in numbers:
        device = kit.server.services.directory.by_number(number)
        assert device is not None
        readings.append(
            BmsReading(
                device=device,
                time_ms=round(now * 1000),
                received_ms=round(now * 1000),
                sample=PackSample(
                    time=datetime.fromtimestamp(now, UTC),
                    protocol="jbd",
                    pack_v=11.6,
                    protections=("short",),
                ),
            )
        )
    await feed(kit.server, readings)
