"""The panel Account: logging in, the agreement, the personal centre."""

from __future__ import annotations

from collections.abc import AsyncIterator

from PySide6.QtWidgets import QApplication, QWidget

from mingtang_desk.ui.panels.account import AccountPanel
from mingtang_desk.ui.tasks import cancel_all
from tests.cloud.conftest import PASSWORD
from tests.fleet.kit import FleetKit, until

WIDTHS = {"narrow": 300, "wide": 440}


async def scenes(kit: FleetKit) -> AsyncIterator[tuple[str, QWidget]]:
    """Yield each state, narrow and wide."""
    QApplication.setQuitOnLastWindowClosed(False)
    for name, width in WIDTHS.items():
        panel = AccountPanel(kit.context)
        panel.resize(width, 860)
        panel.show()
        form = panel.login.form
        await until(lambda: not panel.login.is_busy)
        yield f"account-login-{name}", panel
        form.show_keyring(False)
        form.fill("http://cloud.example.org:8080", "li", "mingtang")
        form.password.setText("x")
        form.ask_code()
        form.ask_insecure("http://cloud.example.org:8080")
        yield f"account-login-asked-{name}", panel
        form.fill(kit.server.server.http, "shop-owner", "mingtang")
        form.password.setText("wrong")
        form.submit()
        await until(lambda: panel.error_line.error is not None)
        yield f"account-login-wrong-{name}", panel
        form.password.setText(PASSWORD)
        form.submit()
        await until(lambda: panel.centre is not None and bool(panel.centre.sessions.rows))
        assert panel.centre is not None
        yield f"account-centre-{name}", panel
        panel.centre.password.open_form(shown=True)
        panel.centre.password.new.setText("short")
        yield f"account-password-{name}", panel
        panel.centre.password.open_form(shown=False)
        second = panel.centre.second
        second.begin.click()
        second.password.setText(PASSWORD)
        second.submit()
        await until(lambda: second.qr.image is not None)
        yield f"account-totp-{name}", panel
        second.cancel.click()
        panel.centre.agreement.read.click()
        await until(lambda: bool(panel.agreement.text.toPlainText()))
        yield f"account-agreement-{name}", panel
        panel.agreement.back.click()
        panel.centre.head.switch.click()
        await until(lambda: bool(panel.login.logins.rows))
        yield f"account-switch-{name}", panel
        assert kit.cloud.fleet is not None
        await kit.cloud.logout()
        panel.owner.ask(await kit.cloud.agreement_of(kit.server.server.http))
        panel.stack.setCurrentWidget(panel.owner)
        yield f"account-owner-{name}", panel
        panel.stop()
        await cancel_all(panel)
        panel.deleteLater()
        for who in await kit.cloud.remembered():
            await kit.cloud.forget(who)
