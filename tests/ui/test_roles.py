"""Signing in, and the book of roles, in the window."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QWidget

from mingtang_desk.core.errors import NotPermittedError
from mingtang_desk.device.roles import Role, WriteClass
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.session.roles import Roles
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.main_window import MainWindow
from mingtang_desk.ui.prefs import Preferences
from mingtang_desk.ui.roles.book import RoleBook
from mingtang_desk.ui.roles.idle import IdleSignOut
from mingtang_desk.ui.roles.sign_in import SignIn
from mingtang_desk.ui.selection import Selection
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.theme import Theme
from tests.ui.building import settle
from tests.ui.conftest import until

WAIT_S = 20.0


class Shop:
    """A window of a desk with roles."""

    def __init__(self, roles: Roles, theme: Theme, translations: Translations) -> None:
        self.roles = roles
        self.hub = DeviceHub(clock=SystemClock(), who="the system's user", gate=roles)
        self.selection = Selection(self.hub)
        context = PanelContext(
            hub=self.hub,
            theme=theme,
            prefs=Preferences(None),
            selection=self.selection,
            roles=roles,
        )
        self.window = MainWindow(context, translations)
        self.window.show()
        settle()

    @property
    def sign_in(self) -> SignIn:
        found = self.window.findChild(SignIn)
        assert isinstance(found, SignIn)
        return found

    async def type_pin(self, name: str, pin: str) -> None:
        page = self.sign_in
        page.names.setCurrentIndex(page.names.findData(name))
        page.pin.setText(pin)
        page.pin.returnPressed.emit()
        async with asyncio.timeout(WAIT_S):
            while page._busy:
                await asyncio.sleep(0.01)

    def close(self) -> None:
        self.window.stop()
        self.selection.stop()
        self.window.close()
        self.window.deleteLater()
        settle()


async def book(tmp_path: Path) -> Roles:
    roles = Roles(tmp_path / "roles.json", SystemClock())
    await roles.turn_on("Chen", "engineer-1")
    await roles.add("Li", Role.TECHNICIAN, "4711")
    roles.sign_out()
    return roles


@pytest.mark.asyncio
async def test_unlocking_asks_who_it_is_and_the_journal_gets_the_name(
    tmp_path: Path, theme: Theme, translations: Translations
) -> None:
    shop = Shop(await book(tmp_path), theme, translations)
    try:
        strip = shop.window.strip
        assert strip.person.isVisible()
        assert strip.person.text() == "Sign in"
        strip.lock.click()
        assert not is_unlocked(shop)
        assert shop.sign_in.isVisible()
        assert not shop.sign_in.go.isEnabled()
        await shop.type_pin("Li", "0000")
        assert "4 attempts are left" in shop.sign_in.note.text()
        assert shop.sign_in.pin.text() == ""
        await shop.type_pin("Li", "4711")
        assert not shop.sign_in.isVisible()
        assert shop.hub.writing_unlocked
        assert (strip.person.text(), shop.hub.who) == ("Li", "Li")
        strip.person.click()
        assert shop.hub.who == "the system's user"
        assert not is_unlocked(shop)
        assert shop.roles.role is Role.OBSERVER
    finally:
        shop.close()


@pytest.mark.asyncio
async def test_at_home_nothing_of_it_is_seen(
    tmp_path: Path, theme: Theme, translations: Translations
) -> None:
    shop = Shop(Roles(tmp_path / "roles.json", SystemClock()), theme, translations)
    try:
        assert not shop.window.strip.person.isVisible()
        shop.window.strip.lock.click()
        assert shop.hub.writing_unlocked
        shop.window.overlays.sign_in()  # there is nobody to sign in: the book opens
        page = shop.window.findChild(RoleBook)
        assert isinstance(page, RoleBook)
        page.name.setText("Chen")
        page.pin.setText("12")
        page.add.click()
        await until(lambda: not page.error_line.isHidden())
        assert not shop.roles.on
        page.pin.setText("1234")
        page.add.click()
        await until(lambda: shop.roles.on)
        settle()
        assert shop.window.strip.person.text() == "Chen"
        assert page.add.text() == "Add"
        page.close()
    finally:
        shop.close()


@pytest.mark.asyncio
async def test_an_engineer_changes_the_book_a_technician_only_reads_it(
    tmp_path: Path, theme: Theme, translations: Translations
) -> None:
    roles = await book(tmp_path)
    await roles.sign_in("Li", "4711")
    shop = Shop(roles, theme, translations)
    try:
        page = RoleBook(theme, roles, shop.window)
        page.open()
        settle()
        assert not page.add.isEnabled()
        assert not page.off.isEnabled()
        assert [b.isEnabled() for b in buttons(page, "New PIN…")] == [False, True]
        await roles.sign_in("Chen", "engineer-1")
        settle()
        assert page.add.isEnabled()
        box = next(b for b in page.findChildren(QComboBox) if b.accessibleName() == "Safety limits")
        box.setCurrentIndex(box.findData("technician"))
        box.activated.emit(box.currentIndex())
        assert roles.needs[WriteClass.DANGEROUS] is Role.TECHNICIAN
        settle()
        box = named(page, "Role of Chen")
        box.setCurrentIndex(box.findData("observer"))
        box.activated.emit(box.currentIndex())
        settle()
        assert not page.error_line.isHidden()  # the only engineer
        assert named(page, "Role of Chen").currentData() == "engineer"
        page.off.click()
        assert page.off.text() == "Forget all names and PINs"
        page.off.click()
        assert not roles.on
        settle()
        assert not page.off.isVisible()
        page.close()
    finally:
        shop.close()


@pytest.mark.asyncio
async def test_who_leaves_the_desk_is_signed_out(
    tmp_path: Path, theme: Theme, translations: Translations
) -> None:
    roles = await book(tmp_path)
    await roles.sign_in("Li", "4711")
    shop = Shop(roles, theme, translations)
    try:
        shop.hub.set_writing(True)
        watch = IdleSignOut(roles, shop.window, idle_s=3600)
        watch.look()
        assert roles.who == "Li"
        watch.stop()
        watch = IdleSignOut(roles, shop.window, idle_s=0)
        watch.look()
        watch.stop()
        assert roles.who == ""
        assert not shop.hub.writing_unlocked
    finally:
        shop.close()


def test_a_refusal_names_roles_in_the_language_of_the_window(translations: Translations) -> None:
    error = NotPermittedError(
        "not_permitted", needed="engineer", role="observer", what=WriteClass.RAW.value
    )
    assert error_words(error).message == (
        "This needs the role Engineer; you are Observer (Raw bytes)."
    )


def is_unlocked(shop: Shop) -> bool:
    return shop.hub.writing_unlocked


def buttons(page: RoleBook, text: str) -> list[QPushButton]:
    found = page._people.findChildren(QPushButton)
    return [each for each in found if each.text() == text and not each.isHidden()]


def named(page: RoleBook, name: str) -> QComboBox:
    found = [box for box in page._people.findChildren(QComboBox) if box.accessibleName() == name]
    return next(box for box in found if not box.isHidden())


@pytest.mark.asyncio
async def test_the_book_grows_with_what_it_shows(tmp_path: Path, theme: Theme) -> None:
    roles = Roles(tmp_path / "roles.json", SystemClock())
    window = QWidget()
    book = RoleBook(theme, roles, window)
    book.show()
    settle()
    low = book.height()
    book.pin.setText("1")
    book.add.click()
    await until(lambda: book.error_line.isVisible())
    await until(lambda: book.height() > low)
    column = book.layout()
    assert column is not None
    await until(lambda: book.height() >= column.totalHeightForWidth(book.width()))
    book.close()


def test_a_key_in_any_window_says_that_somebody_is_there(
    tmp_path: Path, qapp: QApplication
) -> None:
    watch = IdleSignOut(Roles(tmp_path / "roles.json", SystemClock()), qapp)
    windows = [QWidget(), QWidget()]
    for window in windows:
        window.show()
        handle = window.windowHandle()
        assert handle is not None
        watch.watch(handle)
        before = watch._last
        QTest.keyClick(handle, Qt.Key.Key_A)
        settle()
        assert watch._last > before
    watch.stop()
    for window in windows:
        window.close()
