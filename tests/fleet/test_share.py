"""The dialog that shares a board, the lines under Devices, the button in the strip."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from mingtang_desk.cloud.share_state import SharePhase
from mingtang_desk.ui.fleet.share_chip import ShareChip
from mingtang_desk.ui.fleet.share_dialog import ShareDialog
from mingtang_desk.ui.fleet.share_lines import ShareLines
from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.main_window import MainWindow
from mingtang_desk.ui.tasks import cancel_all
from tests.fleet.kit import FleetKit, until
from tests.fleet.sharing import ask, bench, dialog_of
from tests.server.kit import NUMBERS

pytestmark = pytest.mark.asyncio
SHOP, CHILD = NUMBERS["shop"], NUMBERS["child"]


@pytest.fixture(autouse=True)
def _stays(qapp: QApplication) -> Iterator[None]:
    """The last window may close, as in the product."""
    qapp.setQuitOnLastWindowClosed(False)
    yield
    qapp.setQuitOnLastWindowClosed(True)


def click(button: QPushButton) -> None:
    assert button.isEnabled(), button.text()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


async def test_a_board_is_shared_looked_at_written_and_taken_back(
    kit: FleetKit, translations: Translations
) -> None:
    await kit.login()
    window = QWidget()
    async with bench(kit) as (context, session), dialog_of(context, session, window) as dialog:
        lines, chip = ShareLines(context), ShareChip(context)
        chip.setParent(window)
        window.show()
        form, card = dialog.form, dialog.card
        assert dialog.stack.currentWidget() is form
        await until(lambda: form.number.count() == 2)
        form.number.setEditText(SHOP)
        click(form.go)
        await until(lambda: dialog.stack.currentWidget() is card)
        share = kit.cloud.shares.of(session)
        assert share is not None
        await until(lambda: lines.rows != {} and chip.isVisible())
        (line,) = lines.rows.values()
        assert line.title.text.endswith(f"is shared with {kit.server.server.http[7:]}, {SHOP}")
        assert line.words.text == "writing not allowed"
        assert chip.text() == "Shared"

        QTest.mouseClick(card.copy_button, Qt.MouseButton.LeftButton)
        text = QGuiApplication.clipboard().text()
        assert text == f"Battery {SHOP} at {kit.server.server.http}"

        assert (await ask(kit, "bms_read"))["state"] == "succeeded"
        dialog.show_now()
        assert card.looking.text() == "shop-operator"
        assert card.last.text().endswith("shop-operator: read")
        assert not card.allow.isEnabled()  # the desk itself only reads
        assert "Ctrl+L" in card.can.text()
        context.hub.set_writing(True)
        click(card.allow)
        assert card.sure.isVisible()
        assert share.state.writing_left_s is None  # asked first
        card.minutes.setCurrentIndex(1)
        click(card.sure)
        assert share.state.writing_left_s == pytest.approx(1800, abs=60)
        assert card.writing.text == "Writing allowed, 30 min left"
        await until(lambda: chip.text() == "Writable from afar")
        await until(lambda: share.state.waiting == 0)
        done = await ask(kit, "bms_control", action="discharge", value="off", confirm=True)
        assert done["state"] == "succeeded", done
        click(card.forbid)
        assert share.state.writing_left_s is None
        assert line.words.text == "1 looking, writing not allowed"
        click(line.end_button)
        await until(lambda: share.state.phase is SharePhase.ENDED)
        await until(lambda: not chip.isVisible() and lines.rows == {})
        assert dialog.stack.currentWidget() is form
        await cancel_all(lines)
        lines.stop()
        chip.stop()
    window.deleteLater()


async def test_locking_the_desk_ends_the_leave_to_write(kit: FleetKit) -> None:
    await kit.login()
    window = QWidget()
    async with bench(kit) as (context, session), dialog_of(context, session, window) as dialog:
        await until(lambda: dialog.form.number.count() == 2)
        dialog.form.number.setEditText(SHOP)
        click(dialog.form.go)
        await until(lambda: dialog.stack.currentWidget() is dialog.card)
        context.hub.set_writing(True)
        click(dialog.card.allow)
        click(dialog.card.sure)
        context.hub.set_writing(False)
        dialog.show_now()
        assert dialog.card.writing.text == "Writing not allowed"
        await context.hub.close(session)  # the bench closes: the dialog goes with it
        await until(lambda: not dialog.isVisible())
    window.deleteLater()


async def test_what_the_server_refuses_is_said_and_a_new_battery_is_made(kit: FleetKit) -> None:
    await kit.login()
    window = QWidget()
    async with bench(kit) as (context, session), dialog_of(context, session, window) as dialog:
        form = dialog.form
        await until(lambda: form.number.count() == 2)
        form.number.setEditText("not/a number")
        assert not form.go.isEnabled()
        form.number.setEditText(NUMBERS["sibling"])
        click(form.go)
        await until(lambda: dialog.error_line.error is not None)
        error = dialog.error_line.error
        assert error is not None
        assert error.key == "cloud_not_found"
        assert dialog.stack.currentWidget() is form
        click(form.new)
        assert form.new_number.text() == "bench-JBD-SP13S050"
        form.new_number.setText("bench-1")
        QTest.keyClick(form.new_number, Qt.Key.Key_Return)
        await until(lambda: dialog.stack.currentWidget() is dialog.card)
        assert dialog.card.number.text() == "bench-1"
        async with kit.server.client() as client:
            found = (await client.get("/devices/bench-1")).json()
        assert (found["kind"], found["protocol"]) == ("bench", "jbd")
    window.deleteLater()


async def test_who_may_not_share_is_told_why(kit: FleetKit) -> None:
    window = QWidget()
    async with bench(kit) as (context, session):
        async with dialog_of(context, None, window) as dialog:
            assert dialog.note.title == "This device cannot be shared"
        async with dialog_of(context, session, window) as dialog:
            assert dialog.note.title == "Nobody is logged in"
            await kit.login("shop-operator")
            await until(lambda: dialog.stack.currentWidget() is dialog.form)
            await until(lambda: dialog.form.number.count() == 2)
            assert not dialog.form.new.isEnabled()
            assert "manager" in dialog.form.new.toolTip()
        await kit.login("shop-viewer")
        async with dialog_of(context, session, window) as dialog:
            assert dialog.note.title == "Your role may not share boards"
    window.deleteLater()


async def test_the_menu_of_the_window_opens_it_and_the_strip_shows_it(
    kit: FleetKit, translations: Translations
) -> None:
    await kit.login()
    async with bench(kit) as (context, session):
        window = MainWindow(context, translations, late=True)
        window.show()
        action = next(each for _, each in window.menu.commands() if "support" in each.text())
        action.trigger()
        (dialog,) = window.findChildren(ShareDialog)
        await until(lambda: dialog.form.number.count() == 2)
        dialog.form.number.setEditText(SHOP)
        click(dialog.form.go)
        await until(lambda: window.strip.share.isVisible())
        assert "writing not allowed" in window.strip.share.toolTip()
        dialog.reject()
        click(window.strip.share)
        await until(lambda: any(d.isVisible() for d in window.findChildren(ShareDialog)))
        await kit.cloud.shares.end(session)
        await until(lambda: not window.strip.share.isVisible())
        for each in window.findChildren(ShareDialog):
            each.close()
        await cancel_all(window)
        window.stop()
        window.close()
        window.deleteLater()
