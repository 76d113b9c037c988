"""The personal centre and the server on this computer, driven as a user does."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pyotp
import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from mingtang_desk.app.embedded import LocalServer, Ports
from mingtang_desk.cloud.accounts import Remembered
from mingtang_desk.cloud.fleet import FleetPhase
from mingtang_desk.cloud.logins import Given, Logins
from mingtang_desk.cloud.own import OwnServer
from mingtang_desk.cloud.provider import FleetProvider
from mingtang_desk.cloud.store import FileSecrets
from mingtang_desk.core.errors import CloudRefusalError
from mingtang_desk.ui.fleet.account_page import AccountPage
from mingtang_desk.ui.fleet.account_totp import Step
from mingtang_desk.ui.panels.account import AccountPanel
from mingtang_desk.ui.theme import Theme
from tests.cloud.conftest import PASSWORD
from tests.cloud.liar import lying
from tests.fleet.kit import CLOCK, FleetKit, desk_of, until
from tests.fleet.test_account_login import click, error_key, panel_of, type_login

pytestmark = pytest.mark.asyncio
NEW = "another long password"


@asynccontextmanager
async def centre_of(kit: FleetKit) -> AsyncIterator[tuple[AccountPanel, AccountPage]]:
    async with panel_of(kit.context) as panel:
        await kit.login()
        await until(lambda: panel.centre is not None and bool(panel.centre.sessions.rows))
        assert panel.centre is not None
        yield panel, panel.centre


async def test_the_password_is_changed_and_other_sessions_end(kit: FleetKit) -> None:
    other = Logins(kit.folder / "other", FileSecrets(kit.folder / "other" / "s.json"), CLOCK)
    async with centre_of(kit) as (panel, page):
        part = page.password
        click(part.begin)
        QTest.keyClicks(part.old, "not that one")
        QTest.keyClicks(part.new, "short")
        assert part.rule.text().startswith("5 more char")
        assert not part.go.isEnabled()
        part.new.clear()
        QTest.keyClicks(part.new, NEW)
        QTest.keyClicks(part.again, NEW[:-1])
        assert "not the same" in part.rule.text()
        QTest.keyClicks(part.again, NEW[-1])
        click(part.go)
        await until(lambda: error_key(panel) == "cloud_password_wrong")
        assert part.old.text() == ""
        QTest.keyClicks(part.old, PASSWORD)
        part.new.setText("password123")
        part.again.setText("password123")
        click(part.go)
        await until(lambda: error_key(panel) == "cloud_password_weak")
        part.new.setText(NEW)
        part.again.setText(NEW)
        click(part.go)
        await until(lambda: not part.done.isHidden())
        assert part.old.text() == part.new.text() == ""
        assert error_key(panel) == ""
        fleet = kit.cloud.fleet
        assert fleet is not None
        await until(lambda: fleet.phase is FleetPhase.LIVE)
        address = kit.server.server.http
        assert kit.cloud.fleet is fleet
    from mingtang_desk.cloud.address import server_address

    with pytest.raises(CloudRefusalError, match="refused the login"):
        await other.login(server_address(address), Given(user="shop-owner", password=PASSWORD))
    await other.login(server_address(address), Given(user="shop-owner", password=NEW))


async def test_a_second_factor_is_scanned_confirmed_and_turned_off(
    kit: FleetKit, tmp_path: Path
) -> None:
    async with centre_of(kit) as (panel, page):
        part = page.second
        is_free = part.cancel.isEnabled  # nothing is under way
        assert part.state.text().startswith("Off")
        click(part.begin)
        QTest.keyClicks(part.password, "not that one")
        click(part.go)
        await until(lambda: error_key(panel) == "cloud_password_wrong" and is_free())
        part.password.setText(PASSWORD)
        click(part.go)
        await until(lambda: part.step is Step.SCAN and is_free())
        image = part.qr.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        read = zxingcpp.read_barcode(memoryview(image.constBits()).cast("B", (200, 200)))
        assert read is not None
        secret = pyotp.parse_uri(read.text)
        assert isinstance(secret, pyotp.TOTP)
        assert part.key.text().replace(" ", "") == secret.secret
        QTest.keyClicks(part.code, "000000")
        click(part.go)
        await until(lambda: error_key(panel) == "cloud_code_wrong" and is_free())
        QTest.keyClicks(part.code, secret.now())
        click(part.go)
        await until(lambda: part.step is Step.CODES and is_free())
        codes = part.codes
        assert len(codes) == 10
        click(part.copy)
        assert QGuiApplication.clipboard().text().split("\n") == list(codes)
        click(part.go)
        assert part.codes == ()
        assert part.shown_codes.toPlainText() == ""
        await until(lambda: part.state.text().startswith("On"))
        click(part.begin)
        QTest.keyClicks(part.password, PASSWORD)
        click(part.go)
        await until(lambda: part.state.text().startswith("Off"))


async def test_sessions_are_listed_and_ended(kit: FleetKit) -> None:
    from mingtang_desk.cloud.address import server_address

    other = Logins(kit.folder / "other", FileSecrets(kit.folder / "other" / "s.json"), CLOCK)
    given = Given(user="shop-owner", password=PASSWORD)
    who, _ = await other.login(server_address(kit.server.server.http), given)
    async with centre_of(kit) as (_, page):
        before = len(page.sessions.rows)
        mine = [row for row in page.sessions.rows if row.row.is_this]
        assert len(mine) == 1
        assert mine[0].end.isHidden()
        line = next(
            row
            for row in page.sessions.rows
            if not row.row.is_this and row.row.client.startswith("Mingtang Desk")
        )
        click(line.end)
        await until(lambda: len(page.sessions.rows) == before - 1)
    async with other.opened(who) as client:
        with pytest.raises(CloudRefusalError, match="has ended"):
            await client.me()


async def test_name_and_language_go_to_the_server_and_the_window_is_offered_the_language(
    kit: FleetKit,
) -> None:
    kit.context.prefs.set(language="en")
    async with centre_of(kit) as (_, page):
        part = page.profile
        await until(part.fields.isEnabled)
        assert not part.save.isEnabled()
        assert part.also_here.isHidden()
        QTest.keyClicks(part.name, "<i>Li</i>")
        part.language.setCurrentIndex(part.language.findData("zh_CN"))
        click(part.save)
        fleet = kit.cloud.fleet
        assert fleet is not None
        await until(lambda: fleet.profile is not None and fleet.profile.language == "zh")
        await until(lambda: not part.save.isEnabled())
        click(part.also_here)
        assert kit.context.prefs.values.language == "zh_CN"
        assert part.also_here.isHidden()
        async with kit.server.client() as client:
            assert (await client.get("/me")).json()["name"] == "<i>Li</i>"


async def test_what_the_desk_notifies_of_is_kept(kit: FleetKit) -> None:
    async with centre_of(kit) as (_, page):
        part = page.notify
        assert part.severity.currentData() == "warning"
        QTest.keyClick(part.severity, Qt.Key.Key_Up)
        part.sound.box.click()
        values = kit.context.prefs.values
        assert (values.alarm_notices, values.alarm_sound) == (("critical",), True)
        QTest.keyClick(part.severity, Qt.Key.Key_End)
        assert kit.context.prefs.values.alarm_notices == ()
        assert not part.sound.isEnabled()


async def test_the_agreement_can_be_read_again(kit: FleetKit) -> None:
    async with centre_of(kit) as (panel, page):
        assert "2026-11" in page.agreement.note.text()
        click(page.agreement.read)
        await until(lambda: "positions" in panel.agreement.text.toPlainText())
        assert not panel.agreement.accept.isVisible()
        click(panel.agreement.back)
        assert panel.stack.currentWidget() is page


async def test_logging_out_ends_the_session_at_the_server_too(kit: FleetKit) -> None:
    async with centre_of(kit) as (panel, page):
        click(page.head.logout)
        await until(lambda: panel.stack.currentWidget() is panel.login)
        await until(lambda: [r.who.is_logged_in for r in panel.login.logins.rows] == [False])
        assert error_key(panel) == ""
        assert [row.is_logged_in for row in await kit.cloud.remembered()] == [False]
        async with kit.server.client() as client:
            rows = (await client.get("/me/sessions")).json()["items"]
        assert not any(row["client"].startswith("Mingtang Desk") for row in rows)


async def test_a_server_that_cannot_be_told_of_the_end_is_said(kit: FleetKit) -> None:
    async with panel_of(kit.context) as panel:
        async with lying() as liar:
            type_login(panel, liar.http, "li", "secret words")
            click(panel.login.form.go)
            await until(lambda: kit.cloud.fleet is not None)
        await kit.cloud.open((await kit.cloud.remembered())[0])
        await until(
            lambda: panel.centre is not None and panel.stack.currentWidget() is panel.centre
        )
        assert panel.centre is not None
        await until(lambda: panel.centre is not None and panel.centre.head.state.text == "Offline")
        click(panel.centre.head.logout)
        await until(lambda: error_key(panel) == "cloud_not_told")
        assert panel.stack.currentWidget() is panel.login


async def test_a_cloud_that_knows_no_login_of_its_own_leaves_out_what_belongs_to_it(
    kit: FleetKit, theme: Theme, tmp_path: Path
) -> None:
    @asynccontextmanager
    async def bare(logins: Logins, who: Remembered) -> AsyncIterator[FleetProvider]:
        async with logins.opened(who) as client:
            made = OwnServer(client)
            vars(made)["me"] = None
            yield made

    async with desk_of(theme, tmp_path / "bare", providers={"mingtang": bare}) as (
        cloud,
        _,
        context,
    ):
        async with panel_of(context) as panel:
            type_login(panel, kit.server.server.http, "shop-owner", PASSWORD)
            click(panel.login.form.go)
            await until(lambda: panel.centre is not None)
            page = panel.centre
            assert page is not None
            await until(lambda: page.head.state.text == "Live")
            assert page.password.isHidden()
            assert page.sessions.isHidden()
            assert page.profile.isHidden()
            assert page.notify.isVisible()
            assert page.head.logout.isVisible()
        assert cloud.fleet is not None


@pytest.mark.slow
async def test_a_server_on_this_computer_in_one_go(theme: Theme, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    server = LocalServer(
        tmp_path / "cloud", tmp_path / "cloud.log", ports=Ports(trackers="127.0.0.1:0")
    )
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(server.stop)
        cloud, _, context = await stack.enter_async_context(desk_of(theme, folder, embedded=server))
        panel = await stack.enter_async_context(panel_of(context))
        click(panel.login.here.go)
        assert not panel.login.form.cancel.isHidden()
        await until(lambda: panel.stack.currentWidget() is panel.owner, 60)
        page = panel.owner
        for field, text in (
            (page.account, "Workshop"),
            (page.user, "li"),
            (page.password, PASSWORD),
            (page.again, PASSWORD),
        ):
            QTest.keyClicks(field, text)
        assert not page.go.isEnabled()
        click(page.read)
        assert "positions" in panel.agreement.text.toPlainText()
        click(panel.agreement.back)
        page.agree.box.click()
        QTest.keyClick(page.again, Qt.Key.Key_Return)
        await until(lambda: cloud.fleet is not None and cloud.fleet.phase is FleetPhase.LIVE)
        await until(lambda: panel.centre is not None and panel.centre.here.isVisible())
        assert panel.centre is not None
        here = panel.centre.here
        assert server.standing is not None
        assert server.standing.trackers in here.where.text()
        click(here.change)
        assert "not encrypted" in here.note.text()
        assert not server.standing.is_lan
        click(here.sure)
        await until(lambda: server.standing is not None and server.standing.is_lan, 60)
        await until(lambda: here.change.text() == "This computer alone" and here.change.isEnabled())
        port = server.standing.trackers.rpartition(":")[2]
        assert f":{port}" in here.where.text()
        fleet = cloud.fleet
        await until(lambda: fleet is not None and fleet.phase is FleetPhase.LIVE, 30)
        assert fleet is not None
        process = server._process
        assert process is not None
        process.kill()  # it falls over
        await until(lambda: fleet.phase is FleetPhase.BROKEN, 30)
        await until(panel.centre.again.isVisible)
        click(panel.centre.again)
        await until(lambda: cloud.fleet not in (None, fleet), 60)
        await until(lambda: cloud.fleet is not None and cloud.fleet.phase is FleetPhase.LIVE)
        await until(lambda: panel.centre is not None and panel.centre.again.isHidden())
