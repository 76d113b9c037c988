"""The panel with the list of batteries against a real server, used as people use it."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeWidgetItem, QWidget

from mingtang_desk.cloud.accounts import Remembered
from mingtang_desk.cloud.client import CloudClient
from mingtang_desk.cloud.fleet import FleetPhase
from mingtang_desk.cloud.logins import Logins
from mingtang_desk.cloud.own import OwnServer
from mingtang_desk.cloud.provider import FleetProvider
from mingtang_desk.device.json import sample_json
from mingtang_desk.device.sample import PackSample
from mingtang_desk.ui.panels.fleet import FleetListPanel
from mingtang_desk.ui.spec import PanelContext
from tests.fleet.kit import FleetKit, desk_of, until
from tests.fleet.many import fill, number_of, server_counts
from tests.fleet.panels import shown as panel_shown
from tests.fleet.served import served
from tests.fleet.test_list_scan import picture
from tests.server.kit import NUMBERS

pytestmark = pytest.mark.asyncio
SHOP, CHILD = NUMBERS["shop"], NUMBERS["child"]


def shown(
    context: PanelContext, width: int = 700, height: int = 600
) -> AbstractAsyncContextManager[FleetListPanel]:
    """Show the panel for the time of a block."""
    return panel_shown(context, FleetListPanel, width=width, height=height)


@contextmanager
def wanted(context: PanelContext) -> Iterator[list[str]]:
    """Note which panels are wanted."""
    heard: list[str] = []
    context.chosen.panel_wanted.connect(heard.append)
    yield heard


def listed(panel: FleetListPanel) -> list[str]:
    return list(panel.view.rows.numbers)


def click(panel: FleetListPanel, number: str, *, twice: bool = False) -> None:
    view = panel.view
    at = view.visualRect(view.rows.index(view.rows.place_of(number), view.columnAt(5))).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    if twice:
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)


def child_of(item: QTreeWidgetItem, name: str) -> QTreeWidgetItem:
    found = [each for at in range(item.childCount()) if (each := item.child(at)) is not None]
    return next(each for each in found if each.text(0) == name)


def type_at_speed(widget: QWidget, text: str, *, gap_ms: int) -> None:
    """Press keys as far apart as a hand or a scanner presses them; the last one is Enter."""
    at_ms = 100_000
    for sign in f"{text}\r":
        key = Qt.Key.Key_Return if sign == "\r" else Qt.Key(ord(sign.upper()))
        for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, sign)
            event.setTimestamp(at_ms)
            QApplication.sendEvent(QApplication.focusWidget() or widget, event)
        at_ms += gap_ms


@served
async def test_without_a_login_one_button_leads_to_it(kit: FleetKit) -> None:
    async with shown(kit.context, 300) as panel:
        with wanted(kit.context) as panels:
            QTest.mouseClick(panel.nobody.action, Qt.MouseButton.LeftButton)
        assert panels == ["account"]
        assert panel.nobody.title == "Not logged in"
        await kit.login()
        await until(lambda: len(listed(panel)) == 2)
        await kit.cloud.close()
        assert panel.nobody.isVisible()


@served
async def test_types_have_counts_and_switch_the_list_by_mouse_and_keyboard(kit: FleetKit) -> None:
    await fill(kit.server, 60)
    fleet = await kit.login("top-owner")
    async with shown(kit.context) as panel:
        await until(lambda: len(listed(panel)) == 64)
        counts = await server_counts(kit.server)
        for kind, button in panel.tabs.buttons.items():
            if kind in counts:  # alarms are counted apart, and our server knows every state
                assert button.text().endswith(f" {counts[kind]}"), kind
        QTest.mouseClick(panel.tabs.buttons["offline"], Qt.MouseButton.LeftButton)
        states = {row.state for row in map(fleet.table.get, listed(panel)) if row}
        assert states == {"offline"}
        assert len(listed(panel)) == counts["offline"]
        QTest.keyClick(panel.tabs.buttons["offline"], Qt.Key.Key_Right)
        assert panel.tabs.kind == "expired"
        assert len(listed(panel)) == counts["expired"]


@served
async def test_the_last_digits_and_enter_open_the_battery_on_the_map(kit: FleetKit) -> None:
    await fill(kit.server, 60)
    await kit.login("top-owner")
    async with shown(kit.context) as panel:
        await until(lambda: len(listed(panel)) == 64)
        number = number_of(7)
        with wanted(kit.context) as panels:
            panel.search.field.setFocus()
            QTest.keyClicks(panel.search.field, number[-5:])
            type_at_speed(panel.search.field, "", gap_ms=500)
            await until(lambda: kit.context.chosen.number == number)
        assert panels == ["map"]
        assert listed(panel) == [number]


@served
async def test_a_click_chooses_and_a_double_click_opens_the_map(kit: FleetKit) -> None:
    await kit.login()
    async with shown(kit.context, 320) as panel:
        await until(lambda: len(listed(panel)) == 2)
        with wanted(kit.context) as panels:
            click(panel, CHILD)
            assert kit.context.chosen.number == CHILD
            assert panels == []
            click(panel, SHOP, twice=True)
            assert kit.context.chosen.number == SHOP
            assert panels == ["map"]
        assert panel.view.painter.chosen == SHOP
        panel.view.selectAll()
        await until(lambda: "2 selected" in panel.foot.text())
        QTest.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text() == f"{SHOP}\n{CHILD}"


@served
async def test_a_pasted_list_shows_the_found_and_names_the_others(kit: FleetKit) -> None:
    await fill(kit.server, 30)
    await kit.login("top-owner")
    async with shown(kit.context) as panel:
        await until(lambda: len(listed(panel)) == 34)
        QGuiApplication.clipboard().setText(f"{number_of(3)}\n{number_of(9)}\r\n99990001\n")
        panel.search.field.setFocus()
        QTest.keyClick(panel.search.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: set(listed(panel)) == {number_of(3), number_of(9)})
        assert panel.note_line.text().endswith("not found: 99990001")
        QTest.keyClick(panel.search.field, Qt.Key.Key_Escape)
        assert len(listed(panel)) == 34
        assert panel.note_line.isHidden()


@served
async def test_esc_brings_the_chosen_one_into_sight_among_all(kit: FleetKit) -> None:
    await fill(kit.server, 300)
    await kit.login("top-owner")
    async with shown(kit.context) as panel:
        await until(lambda: len(listed(panel)) == 304)
        far = listed(panel)[250]
        panel.search.field.setFocus()
        type_at_speed(panel.search.field, far[-7:], gap_ms=200)
        await until(lambda: listed(panel) == [far])
        QTest.keyClick(panel.search.field, Qt.Key.Key_Return)
        await until(lambda: kit.context.chosen.number == far)
        panel.search.field.setFocus()
        QTest.keyClick(panel.search.field, Qt.Key.Key_Escape)
        assert len(listed(panel)) == 304
        first, last = panel.view.seen_rows()
        assert first <= 250 <= last
        assert panel.view.current() == far


@served
async def test_imei_and_sim_are_found_by_the_server(kit: FleetKit) -> None:
    await fill(kit.server, 30)
    await kit.login("top-owner")
    async with shown(kit.context) as panel:
        await until(lambda: len(listed(panel)) == 34)
        panel.search.field.setFocus()
        type_at_speed(panel.search.field, f"86{1004:013}", gap_ms=200)
        await until(lambda: kit.context.chosen.number == number_of(4))


@served
async def test_a_scanner_works_while_the_list_has_the_keyboard(kit: FleetKit) -> None:
    await fill(kit.server, 30)
    await kit.login("top-owner")
    async with shown(kit.context) as panel:
        await until(lambda: len(listed(panel)) == 34)
        panel.search.write("red")
        panel.tabs.pick("offline")
        panel.view.setFocus()
        type_at_speed(panel.view, f"MT{number_of(5)}-X", gap_ms=4)
        await until(lambda: kit.context.chosen.number == number_of(5))
        assert listed(panel) == [number_of(5)]
        panel.view.setFocus()
        type_at_speed(panel.view, "ZZ00000", gap_ms=4)
        await until(lambda: "ZZ00000" in panel.note_line.text())
        assert kit.context.chosen.number == number_of(5)


@served
async def test_a_photograph_of_a_label_opens_its_battery(kit: FleetKit) -> None:
    await kit.login()
    async with shown(kit.context) as panel:
        await until(lambda: len(listed(panel)) == 2)
        picture(CHILD).save(str(kit.folder / "label.png"))
        panel.search.read_picture(kit.folder / "label.png")
        await until(lambda: kit.context.chosen.number == CHILD)
        picture(CHILD).copy(0, 0, 90, 40).save(str(kit.folder / "edge.png"))
        panel.search.read_picture(kit.folder / "edge.png")
        await until(lambda: panel.note_line.text() == "There is no bar code in this picture.")
        panel.search.read_picture(kit.folder / "gone.png")
        await until(lambda: panel.error_line.error is not None)
        assert panel.error_line.error is not None
        assert panel.error_line.error.key == "picture_unreadable"


@served
async def test_the_camera_reads_a_code_or_is_said_to_be_missing(kit: FleetKit) -> None:
    await kit.login()
    async with shown(kit.context) as panel:
        await until(lambda: len(listed(panel)) == 2)
        panel.search.scan_by_camera()
        camera, error = panel.search.camera_view(), panel.error_line.error
        if error is None:
            camera.stop()  # this machine has one
        else:
            assert error.key in ("camera_none", "camera_missing_library")
        assert not camera.is_on
        camera.watch()
        camera.look_at(picture("nothing").copy(0, 0, 80, 50))
        assert camera.isVisible()
        camera.look_at(picture(CHILD))
        await until(lambda: kit.context.chosen.number == CHILD)
        assert camera.isHidden()


@served
async def test_what_happens_is_shown_without_losing_place_and_selection(kit: FleetKit) -> None:
    await fill(kit.server, 300)
    fleet = await kit.login("top-owner")
    async with shown(kit.context, 320) as panel:
        await until(lambda: len(listed(panel)) == 304)
        middle = listed(panel)[150]
        panel.view.go_to(middle)
        place, selected = panel.view.verticalScrollBar().value(), panel.view.selected()
        assert place > 0
        before = int(panel.tabs.buttons["online"].text().rpartition(" ")[2])
        await kit.report(SHOP, 22.5, 114.0)
        await until(lambda: panel.tabs.buttons["online"].text().endswith(f" {before + 1}"))
        assert panel.view.verticalScrollBar().value() == place
        assert panel.view.selected() == selected == [middle]
        panel.tabs.pick("online")
        assert SHOP in listed(panel)
        panel.tabs.pick("all")
        panel.view.go_to(middle)
        assert fleet.table.drop(number_of(1))
        fleet.tell_list()
        await until(lambda: len(listed(panel)) == 303)
        assert panel.view.selected() == [middle]
        assert panel.view.current() == middle


@served
async def test_an_alarm_counts_in_the_list(kit: FleetKit) -> None:
    fleet = await kit.login()
    async with shown(kit.context) as panel:
        await until(lambda: len(listed(panel)) == 2)
        low = PackSample(
            time=datetime.now(UTC),
            protocol="jbd",
            pack_v=42.9,
            soc_pct=9.0,
            current_a=0.0,
            cell_v=(3.3,) * 13,
        )
        await kit.uplink({"type": "sample", "device": SHOP, "sample": sample_json(low)})
        await until(lambda: panel.tabs.buttons["alarm"].text() == "Alarm 1")
        panel.tabs.pick("alarm")
        assert listed(panel) == [SHOP]
        row = fleet.table.get(SHOP)
        assert row is not None
        assert row.open_alarms == 1
        assert row.soc_pct == 9.0


@served
async def test_the_accounts_open_step_by_step_and_narrow_the_list(kit: FleetKit) -> None:
    await fill(kit.server, 60)
    await kit.login("top-owner")
    async with shown(kit.context) as panel:
        tree = panel.tree.tree
        await until(lambda: tree.topLevelItemCount() == 1 and len(listed(panel)) == 64)
        top = tree.topLevelItem(0)
        assert top is not None
        assert (top.text(0), top.text(1)) == ("top", "64")
        shop = child_of(top, "shop")
        assert shop.text(1) == "2"
        assert shop.childCount() == 0
        shop.setExpanded(True)
        await until(lambda: shop.childCount() == 1)
        child = child_of(shop, "child")
        tree.setCurrentItem(shop)
        await until(lambda: set(listed(panel)) == {SHOP, CHILD})
        assert panel.tabs.buttons["all"].text() == "All 2"
        tree.setCurrentItem(child)
        await until(lambda: listed(panel) == [CHILD])
        async with kit.server.client("top-owner") as client:
            body = {"account_id": kit.server.accounts["child"]}
            assert (await client.post(f"/devices/{SHOP}/move", json=body)).is_success
        QTest.mouseClick(panel.tree.refresh_button, Qt.MouseButton.LeftButton)
        await until(lambda: panel.tree.refresh_button.isEnabled())
        found = tree.currentItem()
        assert found is not None
        assert (found.text(0), found.text(1)) == ("child", "2")
        assert panel.tree_button.isVisibleTo(panel)


@served
async def test_there_is_no_tree_where_nothing_is_below(kit: FleetKit) -> None:
    await kit.login("child-viewer")
    async with shown(kit.context) as panel:
        await until(lambda: listed(panel) == [CHILD] and not panel.tree.is_due)
        await until(lambda: panel.tree.refresh_button.isEnabled())
        assert panel.tree.isHidden()
        assert panel.tree_button.isHidden()


@served
async def test_a_cloud_without_accounts_has_a_list_all_the_same(
    kit: FleetKit,
) -> None:
    @asynccontextmanager
    async def treeless(logins: Logins, who: Remembered) -> AsyncIterator[FleetProvider]:
        async with logins.opened(who) as client:
            server: FleetProvider = Treeless(client)
            yield server

    async with desk_of(kit.context.theme, kit.folder / "b", providers={"mingtang": treeless}) as (
        cloud,
        _,
        panels,
    ):
        other = FleetKit(
            server=kit.server, folder=kit.folder, cloud=cloud, hub=kit.hub, context=panels
        )
        await other.login()
        async with shown(panels) as panel:
            await until(lambda: len(listed(panel)) == 2)
            assert panel.tree.isHidden()


class Treeless(OwnServer):
    """Our server, as one that knows no accounts."""

    def __init__(self, client: CloudClient) -> None:
        super().__init__(client)
        object.__setattr__(self, "tree", None)


@served
async def test_a_battery_that_went_to_somebody_else_is_taken_out(kit: FleetKit) -> None:
    fleet = await kit.login()
    async with shown(kit.context) as panel:
        await until(lambda: len(listed(panel)) == 2)
        async with kit.server.client("top-owner") as client:
            body = {"account_id": kit.server.accounts["sibling"]}
            for number in (SHOP, CHILD):
                assert (await client.post(f"/devices/{number}/move", json=body)).is_success
        click(panel, SHOP)
        await until(lambda: listed(panel) == [CHILD])
        assert panel.note_line.text() == f"{SHOP} is no longer in this fleet."
        fleet.retry()
        await until(lambda: listed(panel) == [] and fleet.is_whole)
        assert panel.notice.title == "No batteries yet"


@served
async def test_a_battery_that_comes_to_the_fleet_appears_when_it_is_heard(kit: FleetKit) -> None:
    await kit.login("child-owner")
    async with shown(kit.context) as panel:
        await until(lambda: listed(panel) == [CHILD])
        async with kit.server.client("top-owner") as client:
            body = {"account_id": kit.server.accounts["child"]}
            assert (await client.post(f"/devices/{SHOP}/move", json=body)).is_success
        await kit.report(SHOP, 22.5, 114.0)
        await until(lambda: set(listed(panel)) == {SHOP, CHILD})


@served
async def test_columns_order_and_widths_are_remembered(kit: FleetKit) -> None:
    await kit.login()
    async with shown(kit.context, 900) as panel:
        await until(lambda: len(listed(panel)) == 2)
        view = panel.view
        at = view.head.sectionViewportPosition(0) + 20
        for expected in ([CHILD, SHOP], [SHOP, CHILD]):
            QTest.mouseClick(
                view.head.viewport(),
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
                QPoint(at, 8),
            )
            assert listed(panel) == expected
        view.sort_wanted.emit("-number")
        view.setColumnWidth(0, 171)
        await until(lambda: kit.context.prefs.values.fleet_widths == {"number": "171"})
        view._want_column("account", is_on=True)
        view._want_column("volts", is_on=False)
    async with shown(kit.context, 900) as panel:
        await until(lambda: listed(panel) == [CHILD, SHOP])
        assert panel.view.columnWidth(0) == 171
        assert "account" in panel.view.columns
        assert "volts" not in panel.view.columns
        assert panel.view.head.isVisible()
        panel.resize(320, 600)
        assert panel.view.is_narrow
        assert not panel.view.head.isVisible()


@served
async def test_names_are_shown_as_they_are(kit: FleetKit) -> None:
    name = "<b>Van</b><script>alert(1)</script> \u202eesrever " + "x" * 40
    async with kit.server.client("shop-owner") as client:
        answer = await client.patch(f"/devices/{SHOP}", json={"name": name})
        assert answer.is_success, answer.text
    await kit.login()
    async with shown(kit.context) as panel:
        await until(lambda: len(listed(panel)) == 2)
        rows = panel.view.rows
        index = rows.index(rows.place_of(SHOP), 1)
        text = str(rows.data(index))
        assert text.startswith("<b>Van</b><script>")
        assert "\u202e" not in text
        assert "&lt;script&gt;" in str(rows.data(index, Qt.ItemDataRole.ToolTipRole))
        panel.search.write("<script>")
        assert listed(panel) == [SHOP]


@served
async def test_the_list_is_saved_as_a_table(kit: FleetKit) -> None:
    async with kit.server.client("shop-owner") as client:
        assert (await client.patch(f"/devices/{SHOP}", json={"name": "=1+1"})).is_success
    await kit.login()
    async with shown(kit.context) as panel:
        await until(lambda: len(listed(panel)) == 2)
        panel.saving.ask()
        assert panel.saving.dialog is not None
        panel.saving.dialog.fileSelected.emit(str(kit.folder / "out.csv"))
        await until(lambda: "2 batteries saved." in panel.note_line.text())
        text = (kit.folder / "out.csv").read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(text.splitlines()))
        assert [row["number"] for row in rows] == [SHOP, CHILD]
        assert rows[0]["name"] == "'=1+1"
        panel.saving.dialog.close()


@served
async def test_everything_can_be_shown_again_when_nothing_is_found(kit: FleetKit) -> None:
    fleet = await kit.login()
    async with shown(kit.context) as panel:
        await until(lambda: len(listed(panel)) == 2)
        panel.tabs.pick("expired")
        panel.search.write("nobody")
        assert panel.notice.title == "Nothing found"
        QTest.mouseClick(panel.notice.action, Qt.MouseButton.LeftButton)
        assert len(listed(panel)) == 2
        assert panel.tabs.kind == "all"
        assert fleet.phase is FleetPhase.LIVE
