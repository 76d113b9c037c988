"""The panel Account: logging in, the agreement, the personal centre, a server on this computer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from mingtang_desk.app.embedded import LocalServer, Ports
from mingtang_desk.cloud.fleet import FleetPhase
from mingtang_desk.cloud.logins import Given
from mingtang_desk.ui.panels.account import AccountPanel
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import cancel_all
from mingtang_desk.ui.widgets.card import Card
from tests.cloud.conftest import PASSWORD
from tests.fleet.kit import FleetKit, desk_of, until

WIDTHS = {"narrow": 300, "wide": 440}


async def scenes(kit: FleetKit) -> AsyncIterator[tuple[str, QWidget]]:
    """Yield each state, narrow and wide."""
    QApplication.setQuitOnLastWindowClosed(False)
    for name, width in WIDTHS.items():
        async for scene in _at_a_server(kit, name, width):
            yield scene
    async for scene in _here(kit):
        yield scene


def _panel(context: PanelContext, width: int) -> tuple[Card, AccountPanel]:
    panel = AccountPanel(context)
    card = Card(context.theme)  # its ground
    card.body.addWidget(panel)
    card.resize(width, 900)
    card.show()
    return card, panel


async def _end(panel: AccountPanel) -> None:
    panel.stop()
    await cancel_all(panel)
    panel.window().close()


async def _at_a_server(kit: FleetKit, name: str, width: int) -> AsyncIterator[tuple[str, QWidget]]:
    card, panel = _panel(kit.context, width)
    form = panel.login.form
    yield f"account-login-{name}", card
    form.show_keyring(False)
    form.fill("http://cloud.example.org:8080", "li", "mingtang")
    form.password.setText("x")
    form.ask_code()
    form.ask_insecure("http://cloud.example.org:8080")
    yield f"account-login-asked-{name}", card
    form.fill(kit.server.server.http, "shop-owner", "mingtang")
    form.password.setText("wrong")
    form.submit()
    await until(lambda: panel.error_line.error is not None)
    yield f"account-login-wrong-{name}", card
    form.password.setText(PASSWORD)
    form.submit()
    await until(lambda: panel.centre is not None and bool(panel.centre.sessions.rows))
    page = panel.centre
    assert page is not None
    yield f"account-centre-{name}", card
    page.password.open_form(shown=True)
    page.password.new.setText("short")
    yield f"account-password-{name}", card
    page.password.open_form(shown=False)
    page.second.begin.click()
    page.second.password.setText(PASSWORD)
    page.second.submit()
    await until(lambda: page.second.qr.text != "")
    yield f"account-totp-{name}", card
    page.second.cancel.click()
    page.agreement.read.click()
    await until(lambda: bool(panel.agreement.text.toPlainText()))
    yield f"account-agreement-{name}", card
    panel.agreement.back.click()
    page.head.switch.click()
    await until(lambda: bool(panel.login.logins.rows))
    yield f"account-switch-{name}", card
    await kit.cloud.logout()
    await _end(panel)
    for who in await kit.cloud.remembered():
        await kit.cloud.forget(who)


async def _here(kit: FleetKit) -> AsyncIterator[tuple[str, QWidget]]:
    folder: Path = kit.folder / "here"
    ports = Ports(trackers="127.0.0.1:0")
    server = LocalServer(folder / "cloud", folder / "cloud.log", ports=ports)
    try:
        async with desk_of(kit.context.theme, folder / "desk", embedded=server) as (
            cloud,
            _,
            context,
        ):
            card, panel = _panel(context, WIDTHS["wide"])
            yield "account-here-offer", card
            panel.login.here.go.click()
            await until(lambda: panel.stack.currentWidget() is panel.owner, 60)
            yield "account-here-owner", card
            given = Given(user="li", password=PASSWORD)
            version = (await cloud.agreement_of(server.address)).version
            fleet = await cloud.here.own(given, "Workshop", version)
            await until(lambda: fleet.phase is FleetPhase.LIVE and panel.centre is not None)
            page = panel.centre
            assert page is not None
            await until(page.here.isVisible)
            page.here.change.click()
            card.resize(WIDTHS["wide"], 1400)
            yield "account-here-centre", card
            await _end(panel)
    finally:
        await server.stop()
