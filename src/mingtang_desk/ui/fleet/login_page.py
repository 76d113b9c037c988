"""Logging in: remembered logins, the form, and a server on this computer."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mingtang_desk.cloud.kinds import OWN
from mingtang_desk.core.errors import CloudError, CloudRefusalError
from mingtang_desk.ui.fleet.account_part import BESIDE_BAR_PX, Part, Say, Section, busy_line
from mingtang_desk.ui.fleet.login_form import LoginForm, Typed
from mingtang_desk.ui.fleet.login_servers import RememberedLogins
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, plain
from mingtang_desk.ui.widgets.layouts import button_row
from mingtang_desk.ui.widgets.scroll import scrolling

if TYPE_CHECKING:
    from mingtang_desk.cloud.accounts import Remembered
    from mingtang_desk.cloud.desk import CloudDesk


class HereSection(Section):
    """Starts the server on this computer."""

    wanted = Signal()

    def __init__(self, theme: Theme, say: Say) -> None:
        super().__init__(theme, say)
        self.note = label("muted", wrap=True)
        self.busy_line = busy_line()
        self.go = plain(theme)
        self.go.clicked.connect(self.wanted)
        self.body.addWidget(self.note)
        self.body.addWidget(self.busy_line)
        self.body.addLayout(button_row(self.go))
        self.start()

    def show_busy(self, busy: bool) -> None:
        """Say that it starts, or stands."""
        self.busy_line.setVisible(busy)
        self.go.setEnabled(not busy)

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.title.setText(self.tr("No server yet?"))
        self.note.setText(
            self.tr(
                "This program has one with it: for a single workshop, or to try things out. It "
                "runs here, while this window is open, and needs no network."
            )
        )
        self.go.setText(self.tr("Start a server on this computer"))


class LoginPage(Part):
    """Opens fleets at `cloud`.

    `agreement_due` carries a login that has to accept the user agreement first; `owner_wanted` the
    server on this computer that has no owner; `left` goes back to the fleet that is open.
    """

    agreement_due = Signal(object)
    owner_wanted = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, cloud: CloudDesk, say: Say) -> None:
        super().__init__(theme, say)
        self._cloud = cloud
        self._work: asyncio.Task[Any] | None = None
        self.title = label("title", wrap=True)
        self.back = plain(theme)
        self.back.clicked.connect(self.left)
        self.logins = RememberedLogins(theme, say)
        self.form = LoginForm(theme, cloud.providers, say)
        self.here = HereSection(theme, say)
        self.here.setVisible(cloud.embedded is not None)
        self.logins.opened.connect(self.open_login)
        self.logins.forgotten.connect(lambda who: spawn(self, self._forget(who)))
        self.form.wanted.connect(self._login)
        self.form.cancelled.connect(self.cancel)
        self.here.wanted.connect(self._start_here)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, BESIDE_BAR_PX, 0)
        column.setSpacing(16)
        head = button_row(self.back)
        head.insertWidget(0, self.title)
        column.addLayout(head)
        for widget in (self.logins, self.form, self.here):
            column.addWidget(widget)
        column.addStretch(1)
        self.area = scrolling(content)
        self.body.addWidget(self.area)
        self.show_back(shown=False)
        self.start()

    @property
    def is_busy(self) -> bool:
        """Something is under way."""
        return self._work is not None

    def show_back(self, *, shown: bool) -> None:
        """Offer the way back to the fleet that is open."""
        self.back.setVisible(shown)

    def load(self) -> None:
        """Read the list of logins."""
        spawn(self, self._load())

    def open_login(self, who: Remembered) -> None:
        """Open a remembered login, or ask for its password where it is logged out."""
        if self.is_busy:
            return
        if who.is_logged_in:
            self._begin(self._open(who))
        else:
            self.ask_again(who)

    def ask_again(self, who: Remembered) -> None:
        """Put a login into the form."""
        self.form.fill(who.server, who.user, who.kind)
        self.area.ensureWidgetVisible(self.form.go)

    def cancel(self) -> None:
        """End what is under way."""
        if self._work is not None:
            self._work.cancel()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.title.setText(self.tr("Log in"))
        self.back.setText(self.tr("Back to the fleet"))

    def _login(self, typed: Typed) -> None:
        if not self.is_busy:
            self._begin(self._enter(typed))

    def _start_here(self) -> None:
        if not self.is_busy:
            self.here.show_busy(True)
            self._begin(self._here())

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self.form.show_busy(True)
        task = self._work = spawn(self, work, stoppable=True)
        task.add_done_callback(self._ended)

    def _ended(self, _: object) -> None:
        self._work = None
        self.form.show_busy(False)
        self.here.show_busy(False)

    async def _load(self) -> None:
        from mingtang_desk.cloud.store import Keeping, WindowSecrets

        logins = await self._cloud.logins()
        if isinstance(logins.secrets, WindowSecrets):
            self.form.show_keyring(logins.secrets.keeping is Keeping.KEYRING)
        rows = await self._cloud.remembered()
        self.logins.show_logins(rows)
        if rows and not self.form.server.text() and not rows[0].is_logged_in:
            self.form.fill(rows[0].server, rows[0].user, rows[0].kind)

    async def _open(self, who: Remembered) -> None:
        await self._cloud.open(who)

    async def _enter(self, typed: Typed) -> None:
        from mingtang_desk.cloud.logins import Given
        from mingtang_desk.cloud.store import WindowSecrets

        logins = await self._cloud.logins()
        if isinstance(logins.secrets, WindowSecrets):
            logins.secrets.may_use_file = typed.keep
        given = Given(
            user=typed.user,
            password=typed.password,
            code=typed.code or None,
            recovery=typed.recovery or None,
        )
        try:
            entered = await self._cloud.enter(
                typed.server, given, insecure=typed.insecure, kind=typed.kind
            )
        except CloudRefusalError as error:
            if self._asked_for_more(error):
                return
            raise
        self.form.forget()
        if entered.agreement_due:
            self.agreement_due.emit(entered.who)
        else:
            await self._cloud.open(entered.who)

    def _asked_for_more(self, error: CloudRefusalError) -> bool:
        """Let the form ask for what the server wants; False = its error has to be said too."""
        match error.key:
            case "cloud_code_due":
                self.form.ask_code()
                return True
            case "cloud_insecure":
                self.form.ask_insecure(str(error.values.get("server", "")))
                return True
            case "cloud_code_wrong":
                self.form.wrong_code()
            case "cloud_login_refused":
                self.form.wrong_password()
            case "cloud_too_many":
                seconds = error.values.get("seconds")
                self.form.rest(seconds if isinstance(seconds, int) else 0)
        return False

    async def _here(self) -> None:
        standing = await self._cloud.here.start()
        if standing.setup:
            self.owner_wanted.emit(standing)
            return
        rows = [row for row in await self._cloud.remembered() if row.server == standing.http]
        if rows and rows[0].is_logged_in:
            await self._cloud.open(rows[0])
        else:
            self.form.fill(standing.http, rows[0].user if rows else "", OWN)

    async def _forget(self, who: Remembered) -> None:
        try:
            if not await self._cloud.forget(who):
                raise CloudError("cloud_not_told", server=who.server)
        finally:
            await self._load()
