"""Logging in by the panel Account, driven as a user does."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path

import pyotp
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mingtang_desk.cloud.accounts import Remembered
from mingtang_desk.cloud.desk import CloudDesk
from mingtang_desk.cloud.fleet import FleetPhase
from mingtang_desk.cloud.kinds import OWN_KIND, Entered
from mingtang_desk.cloud.logins import Given, Logins
from mingtang_desk.cloud.store import FileSecrets, Keeping, WindowSecrets
from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.panels.account import AccountPanel
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import cancel_all
from mingtang_desk.ui.theme import Theme
from tests.cloud.conftest import PASSWORD
from tests.cloud.liar import HANG, PROFILE, TOKENS, answer, lying, problem
from tests.fleet.kit import CLOCK, FleetKit, desk_of, until

pytestmark = pytest.mark.asyncio


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


@asynccontextmanager
async def panel_of(context: PanelContext) -> AsyncIterator[AccountPanel]:
    QApplication.setQuitOnLastWindowClosed(False)  # as the window has it
    made = AccountPanel(context)
    made.resize(400, 900)
    made.show()
    await until(lambda: not made.login.form.where.isHidden() or not made.login.is_busy)
    try:
        yield made
    finally:
        made.stop()
        await cancel_all(made)
        made.deleteLater()


def type_login(panel: AccountPanel, server: str, user: str, password: str) -> None:
    form = panel.login.form
    for field, text in ((form.server, server), (form.user, user), (form.password, password)):
        field.clear()
        QTest.keyClicks(field, text)


async def until_idle(panel: AccountPanel) -> None:
    """Wait until the form takes keys again: what it says comes a turn of the loop before."""
    await until(lambda: not panel.login.is_busy)


def error_key(panel: AccountPanel) -> str:
    error = panel.error_line.error
    return "" if error is None else error.key


async def test_a_wrong_password_is_said_and_the_right_one_opens_the_fleet(kit: FleetKit) -> None:
    async with panel_of(kit.context) as panel:
        form = panel.login.form
        assert not form.go.isEnabled()
        type_login(panel, kit.server.server.http, "shop-owner", "not that one")
        click(form.go)
        assert not form.cancel.isHidden()
        await until(lambda: error_key(panel) == "cloud_login_refused")
        await until_idle(panel)
        assert form.password.text() == ""
        assert form.user.text() == "shop-owner"
        QTest.keyClicks(form.password, PASSWORD)
        QTest.keyClick(form.password, Qt.Key.Key_Return)
        await until(lambda: kit.cloud.fleet is not None)
        fleet = kit.cloud.fleet
        assert fleet is not None
        await until(lambda: fleet.phase is FleetPhase.LIVE)
        await until(lambda: panel.centre is not None and panel.centre.head.state.text == "Live")
        assert panel.centre is not None
        assert panel.centre.head.account.text() == "shop-owner · shop · owner"
        assert form.password.text() == ""
        assert error_key(panel) == ""
    kept = "".join(path.read_text() for path in (kit.folder / "desk").glob("*.json"))
    assert PASSWORD not in kept


async def test_the_code_is_asked_for_only_where_the_server_wants_it(kit: FleetKit) -> None:
    fleet = await kit.login()
    me = fleet.provider.me
    assert me is not None
    await me.prove(PASSWORD)
    made = await me.begin_totp()
    recovery = await me.confirm_totp(pyotp.TOTP(made.secret).now())
    await kit.cloud.logout()
    async with panel_of(kit.context) as panel:
        form = panel.login.form
        assert not form.wants_code
        type_login(panel, kit.server.server.http, "shop-owner", PASSWORD)
        click(form.go)
        await until(lambda: form.wants_code)
        await until_idle(panel)
        assert error_key(panel) == ""
        assert not form.go.isEnabled()
        QTest.keyClicks(form.code, "000000")
        click(form.go)
        await until(lambda: error_key(panel) == "cloud_code_wrong")
        await until_idle(panel)
        assert form.code.text() == ""
        click(form.other_code)
        QTest.keyClicks(form.code, recovery.recovery_codes[0])
        click(form.go)
        await until(lambda: kit.cloud.fleet is not None)
        assert not form.wants_code


async def test_an_agreement_that_is_due_comes_before_the_fleet(kit: FleetKit) -> None:
    await forget_agreements(kit)
    async with panel_of(kit.context) as panel:
        type_login(panel, kit.server.server.http, "shop-owner", PASSWORD)
        click(panel.login.form.go)
        await until(lambda: panel.agreement.agreement is not None)
        assert panel.stack.currentWidget() is panel.agreement
        assert user_of(kit.cloud) == ""
        assert "positions" in panel.agreement.text.toPlainText()
        click(panel.agreement.refuse)
        await until(lambda: panel.stack.currentWidget() is panel.login)
        assert [row.is_logged_in for row in await kit.cloud.remembered()] == [False]

        await until(lambda: bool(panel.login.logins.rows))
        click(panel.login.logins.rows[0].open)  # logged out: it fills the form
        QTest.keyClicks(panel.login.form.password, PASSWORD)
        click(panel.login.form.go)
        await until(
            lambda: panel.agreement.accept.isVisible() and panel.agreement.accept.isEnabled()
        )
        click(panel.agreement.accept)
        await until(lambda: kit.cloud.fleet is not None)
        fleet = kit.cloud.fleet
        assert fleet is not None
        await until(lambda: fleet.phase is FleetPhase.LIVE)


async def test_an_agreement_that_came_later_stops_the_fleet_before_it_is_read(
    kit: FleetKit,
) -> None:
    await kit.login()
    await kit.cloud.close()
    await forget_agreements(kit)
    async with panel_of(kit.context) as panel:
        await kit.cloud.open_last()
        await until(lambda: panel.agreement.accept.isEnabled())
        fleet = kit.cloud.fleet
        assert fleet is not None
        assert (fleet.phase, len(fleet.table)) == (FleetPhase.ENDED, 0)
        click(panel.agreement.accept)
        await until(lambda: kit.cloud.fleet not in (None, fleet))
        opened = kit.cloud.fleet
        assert opened is not None
        await until(lambda: opened.phase is FleetPhase.LIVE)


async def test_plain_http_to_another_machine_needs_a_tick(kit: FleetKit) -> None:
    async with panel_of(kit.context) as panel:
        form = panel.login.form
        type_login(panel, "http://cloud.example.org:9", "li", "secret words")
        click(form.go)
        await until(lambda: not form.insecure.isHidden())
        assert "cloud.example.org" in form.insecure_reason.text()
        assert not form.go.isEnabled()
        form.insecure.box.click()
        await until(form.go.isEnabled)
        QTest.keyClicks(form.server, "9")  # another server: it is asked anew
        assert form.insecure.isHidden()
        assert not form.insecure.is_on


@pytest.mark.parametrize(
    ("server", "key"),
    [
        ("http://127.0.0.1:9", "cloud_unreachable"),
        ("ftp://cloud.example.org", "cloud_address_invalid"),
        ("https://li:pw@cloud.example.org", "cloud_address_invalid"),
    ],
)
async def test_a_server_that_is_none_is_said(kit: FleetKit, server: str, key: str) -> None:
    async with panel_of(kit.context) as panel:
        type_login(panel, server, "li", "secret words")
        click(panel.login.form.go)
        await until(lambda: error_key(panel) == key)
        assert panel.login.form.go.isEnabled()


async def test_too_many_tries_say_how_long_to_wait(kit: FleetKit) -> None:
    async with lying() as liar, panel_of(kit.context) as panel:
        liar.answers["/auth/login"] = problem(429, "too_many", head="Retry-After: 2\r\n")
        form = panel.login.form
        type_login(panel, liar.http, "li", "secret words")
        click(form.go)
        await until(lambda: error_key(panel) == "cloud_too_many")
        assert not form.go.isEnabled()
        assert form.go.text() == "Log in (2 s)"
        await until(lambda: form.go.isEnabled())
        assert form.go.text() == "Log in"


async def test_a_login_that_hangs_can_be_cancelled(kit: FleetKit) -> None:
    async with lying() as liar, panel_of(kit.context) as panel:
        liar.answers["/auth/login"] = HANG
        form = panel.login.form
        type_login(panel, liar.http, "li", "secret words")
        click(form.go)
        await until(lambda: "/auth/login" in liar.asked)
        assert not form.go.isEnabled()
        click(form.cancel)
        await until(lambda: form.go.isEnabled())
        assert form.cancel.isHidden()
        assert form.password.text() == "secret words"


async def test_names_of_a_server_are_shown_as_they_are(kit: FleetKit) -> None:
    bad = "<img src=x onerror=alert(1)>"
    user = {**PROFILE, "account_name": bad, "name": "<b>li</b>"}
    async with lying() as liar, panel_of(kit.context) as panel:
        liar.answers["/auth/login"] = answer({**TOKENS, "user": user})
        liar.answers |= {"/me": answer(user), "/time": HANG}
        type_login(panel, liar.http, "li", "secret words")
        click(panel.login.form.go)
        await until(lambda: panel.centre is not None and panel.centre.head.name.text != "li")
        assert panel.centre is not None
        assert panel.centre.head.name.text == "<b>li</b>"
        assert bad in panel.centre.head.account.text()
        assert panel.centre.head.account.textFormat() is Qt.TextFormat.PlainText


async def test_a_login_that_ended_asks_for_its_password_again(kit: FleetKit) -> None:
    async with panel_of(kit.context) as panel:
        fleet = await kit.login()
        await until(lambda: panel.centre is not None)
        async with kit.server.client() as other:  # somebody ends all sessions of this user
            rows = (await other.get("/me/sessions")).json()["items"]
            for row in rows:
                if row["client"].startswith("Mingtang Desk"):
                    await other.delete(f"/me/sessions/{row['id']}")
        await until(lambda: fleet.phase is FleetPhase.ENDED)
        await until(lambda: panel.stack.currentWidget() is panel.login)
        assert error_key(panel) == "cloud_logged_out"
        form = panel.login.form
        assert (form.server.text(), form.user.text()) == (kit.server.server.http, "shop-owner")
        QTest.keyClicks(form.password, PASSWORD)
        click(form.go)
        await until(lambda: kit.cloud.fleet not in (None, fleet))
        await until(lambda: panel.stack.currentWidget() is panel.centre)


async def test_several_logins_are_remembered_opened_and_forgotten(kit: FleetKit) -> None:
    await kit.login("child-viewer")
    await kit.login("shop-owner")
    async with panel_of(kit.context) as panel:
        await until(lambda: panel.centre is not None)
        assert panel.centre is not None
        click(panel.centre.head.switch)
        await until(lambda: len(panel.login.logins.rows) == 2)
        assert [row.who.user for row in panel.login.logins.rows] == ["shop-owner", "child-viewer"]
        assert panel.login.logins.rows[1].where.text.endswith("viewer")
        click(panel.login.back)
        assert panel.stack.currentWidget() is panel.centre
        click(panel.centre.head.switch)
        click(panel.login.logins.rows[1].open)
        await until(lambda: user_of(kit.cloud) == "child-viewer")
        await until(lambda: panel.stack.currentWidget() is panel.centre)
        assert [row.user for row in await kit.cloud.remembered()] == ["child-viewer", "shop-owner"]
        click(panel.centre.head.switch)
        await until(lambda: panel.login.logins.rows[0].who.user == "child-viewer")
        row = panel.login.logins.rows[1]
        click(row.forget)
        assert row.open.isHidden()
        click(row.sure)
        await until(lambda: len(panel.login.logins.rows) == 1)
        assert [row.user for row in await kit.cloud.remembered()] == ["child-viewer"]


def user_of(cloud: CloudDesk) -> str:
    return "" if cloud.fleet is None else cloud.fleet.provider.who.user


async def test_without_a_keyring_the_login_ends_with_the_window_unless_a_file_is_wanted(
    kit: FleetKit, theme: Theme, tmp_path: Path
) -> None:
    folder = tmp_path / "bare"
    secrets = WindowSecrets(None, FileSecrets(folder / "secrets.json"))

    async def logins() -> Logins:
        return Logins(folder, secrets, CLOCK, request_s=10)

    async with desk_of(theme, folder) as (cloud, _, context):
        cloud._make_logins = logins
        async with panel_of(context) as panel:
            form = panel.login.form
            await until(lambda: not form.keep.isHidden())
            assert "no keyring" in form.where.text()
            type_login(panel, kit.server.server.http, "shop-owner", PASSWORD)
            click(form.go)
            await until(lambda: cloud.fleet is not None)
            await until(lambda: panel.stack.currentWidget() is panel.centre)
            assert secrets.keeping is Keeping.MEMORY
            assert not (folder / "secrets.json").exists()
            here, lasting = await cloud.remembered(), (await cloud.logins()).remembered()
            assert [row.is_logged_in for row in (*here, *lasting)] == [True, False]
            await cloud.logout()
            await until(lambda: panel.stack.currentWidget() is panel.login)
            form.keep.box.click()
            type_login(panel, kit.server.server.http, "shop-owner", PASSWORD)
            click(form.go)
            await until(lambda: cloud.fleet is not None)
    assert (folder / "secrets.json").stat().st_mode & 0o077 == 0
    assert [row.is_logged_in for row in Logins(folder, secrets, CLOCK).remembered()] == [True]


async def test_the_kind_of_server_is_asked_for_only_where_there_are_several(
    kit: FleetKit, theme: Theme, tmp_path: Path
) -> None:
    asked: list[tuple[str, Given]] = []

    async def enter(logins: Logins, server: str, given: Given, insecure: bool) -> Entered:
        asked.append((server, given))
        entered = await OWN_KIND.enter(logins, server, given, insecure)
        who = replace(entered.who, kind="other")
        await logins.remember(who, await logins.secrets.get(who.secret) or "")
        return replace(entered, who=who)

    other = replace(OWN_KIND, key="other", title="Other cloud", enter=enter)
    async with panel_of(kit.context) as panel:
        assert panel.login.form.kind.isHidden()
    folder = tmp_path / "two"
    async with desk_of(theme, folder, kinds=(other,)) as (cloud, _, context):
        async with panel_of(context) as panel:
            form = panel.login.form
            assert form.kind.isVisible()
            assert [form.kind.itemText(at) for at in range(2)] == ["Mingtang server", "Other cloud"]
            form.kind.setCurrentIndex(1)
            type_login(panel, kit.server.server.http, "shop-owner", PASSWORD)
            click(form.go)
            await until(lambda: cloud.fleet is not None)
        assert [who.kind for who in await cloud.remembered()] == ["other"]
        assert asked[0][1].user == "shop-owner"
    async with desk_of(theme, folder) as (older, _, context):
        async with panel_of(context) as panel:
            await until(lambda: bool(panel.login.logins.rows))
            click(panel.login.logins.rows[0].open)
            await until(lambda: error_key(panel) == "cloud_kind_unknown")
        assert older.fleet is None


async def test_a_list_of_an_older_desk_is_read(tmp_path: Path) -> None:
    row = {"server": "https://cloud.example.org", "user": "li", "account": "a", "role": "owner"}
    document = {"format": "mingtang-cloud-accounts/1", "accounts": [row]}
    (tmp_path / "cloud-accounts.json").write_text(json.dumps(document))
    logins = Logins(tmp_path, FileSecrets(tmp_path / "s.json"), CLOCK)
    found = Remembered(server=row["server"], user="li", account="a", role="owner")
    assert logins.remembered() == (found,)
    assert found.kind == "mingtang"


@contextmanager
def everything_logged() -> Iterator[list[str]]:
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    root, keep = logging.getLogger(), Keep(logging.DEBUG)
    level = root.level
    root.addHandler(keep)
    root.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.setLevel(level)
        root.removeHandler(keep)


async def test_the_password_is_never_logged(kit: FleetKit) -> None:
    with everything_logged() as lines:
        async with panel_of(kit.context) as panel:
            type_login(panel, kit.server.server.http, "shop-owner", "a wrong secret")
            click(panel.login.form.go)
            await until(lambda: error_key(panel) == "cloud_login_refused")
            await until_idle(panel)
            QTest.keyClicks(panel.login.form.password, PASSWORD)
            click(panel.login.form.go)
            await until(lambda: kit.cloud.fleet is not None)
    said = "\n".join(lines)
    assert "a wrong secret" not in said
    assert PASSWORD not in said


async def test_it_is_translated_while_it_is_open(kit: FleetKit, translations: Translations) -> None:
    async with panel_of(kit.context) as panel:
        form = panel.login.form
        assert form.go.text() == "Log in"
        translations.use("zh_CN")
        await until(lambda: form.go.text() == "登录")
        translations.use("en")
        await until(lambda: form.go.text() == "Log in")


async def forget_agreements(kit: FleetKit) -> None:
    from sqlalchemy import update

    from mingtang_desk.server.store.tables.accounts import USERS

    async with kit.server.services.core.store.write() as tx:
        await tx.connection.execute(update(USERS).values(agreement=None))
    kit.server.services.accounts.tell([])
