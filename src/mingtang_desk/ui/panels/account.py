"""Account (MISSION A1, I1): logging in, and the personal centre of whoever is logged in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from mingtang_desk.cloud.fleet import FleetPhase, FleetTopic
from mingtang_desk.core.errors import CloudError, MingtangError
from mingtang_desk.ui.fleet.panel import FleetPanel
from mingtang_desk.ui.languages import system_language
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.state_note import StateNote

if TYPE_CHECKING:
    from mingtang_desk.cloud.accounts import Remembered
    from mingtang_desk.cloud.desk import CloudDesk, Standing
    from mingtang_desk.cloud.fleet import Fleet, FleetEvent
    from mingtang_desk.ui.fleet.account_page import AccountPage
    from mingtang_desk.ui.fleet.login_here import Owner

_AGREEMENT_DUE = "cloud_agreement_due"


class AccountPanel(FleetPanel):
    """One page at a time: log in, agreement, first owner, personal centre."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        self.stack = QStackedWidget()
        self.note = StateNote(context.theme, "user")
        self.stack.addWidget(self.note)
        self.body.addWidget(self.stack, 1)
        self._switching = self._reading = False
        self._due: Remembered | None = None
        self._ended: Fleet | None = None
        self._new_here: Standing | None = None
        self._told: MingtangError | None = None
        self.centre: AccountPage | None = None
        if context.cloud is not None:
            self._make_pages(context.cloud)
        self.start()

    def bind_fleet(self, fleet: Fleet | None) -> None:
        """Show who is logged in, or the form."""
        if fleet is not None:
            self._due = self._new_here = None
        self._switching = self._reading = False
        self._ended = None
        self._show()

    def heard(self, event: FleetEvent) -> bool:
        """Follow the link."""
        return event.topic is FleetTopic.LINK

    def fresh(self) -> None:
        """Show how the link is now."""
        self._show()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self._show()

    def _make_pages(self, cloud: CloudDesk) -> None:
        from mingtang_desk.ui.fleet.login_agreement import AgreementPage
        from mingtang_desk.ui.fleet.login_here import OwnerPage
        from mingtang_desk.ui.fleet.login_page import LoginPage

        theme, say = self.context.theme, self.show_error
        self.login = LoginPage(theme, cloud, say)
        self.login.agreement_due.connect(self._agreement_due)
        self.login.owner_wanted.connect(self._owner_wanted)
        self.login.left.connect(self._stay)
        self.agreement = AgreementPage(theme, self._language, say)
        self.agreement.accepted.connect(self._accept)
        self.agreement.refused.connect(self._refuse)
        self.agreement.left.connect(self._stop_reading)
        self.owner = OwnerPage(theme, say)
        self.owner.wanted.connect(self._make_owner)
        self.owner.left.connect(self._leave_owner)
        self.owner.read_wanted.connect(self._read_here)
        for page in (self.login, self.agreement, self.owner):
            self.stack.addWidget(page)
        self.login.load()

    def _page(self, cloud: CloudDesk) -> AccountPage:
        """Return the personal centre; it is made when somebody is logged in."""
        if self.centre is None:
            from mingtang_desk.ui.fleet.account_page import AccountPage

            made = AccountPage(self.context.theme, cloud, self.context.prefs, self.show_error)
            made.logout_wanted.connect(self._log_out)
            made.switch_wanted.connect(self._switch)
            made.agreement_wanted.connect(self._read)
            made.start_wanted.connect(self._start_again)
            made.second.changed.connect(self._reread)
            self.stack.addWidget(made)
            self.centre = made
        return self.centre

    def _show(self) -> None:
        """Bring up the page that fits."""
        cloud, fleet = self.context.cloud, self.fleet
        if cloud is None:
            self.note.say(self.tr("The client of the cloud is not installed."))
            self.stack.setCurrentWidget(self.note)
        elif self._due is not None or self._reading:
            self.stack.setCurrentWidget(self.agreement)
        elif self._new_here is not None:
            self.stack.setCurrentWidget(self.owner)
        elif fleet is not None and fleet.phase is FleetPhase.ENDED and fleet.error is not None:
            self._show_ended(fleet, fleet.error)
        elif fleet is not None and not self._switching:
            self._page(cloud).show_fleet(fleet)
            self.stack.setCurrentWidget(self._page(cloud))
        elif cloud.busy and fleet is None:
            self.note.say(self.tr("Opening the last login…"), icon="user")
            self.stack.setCurrentWidget(self.note)
        else:
            self.login.show_back(shown=fleet is not None)
            self._show_login(cloud)

    def _show_login(self, cloud: CloudDesk) -> None:
        if self.stack.currentWidget() is not self.login:
            self.stack.setCurrentWidget(self.login)
            self.login.load()
        if cloud.trouble is not None and cloud.trouble is not self._told:
            self._told = cloud.trouble
            self.show_error(cloud.trouble)

    def _show_ended(self, fleet: Fleet, error: CloudError) -> None:
        """The login ended by itself: say why, once, and let somebody log in again."""
        if self._ended is fleet:
            return
        self._ended = fleet
        if error.key == _AGREEMENT_DUE:
            self._agreement_due(fleet.provider.who)
            return
        self.stack.setCurrentWidget(self.login)
        self.login.show_back(shown=False)
        self.login.load()
        self.login.ask_again(fleet.provider.who)
        self.show_error(error)

    def _language(self) -> str:
        return self.context.prefs.values.language or system_language()

    def _switch(self) -> None:
        self._switching = True
        if self.fleet is not None:
            who = self.fleet.provider.who
            self.login.form.fill(who.server, "", who.kind)
        self._show()

    def _stay(self) -> None:
        self._switching = False
        self._show()

    def _log_out(self) -> None:
        if self.context.cloud is not None and self.fleet is not None:
            spawn(self, self._logged_out(self.context.cloud, self.fleet.provider.who.server))

    async def _logged_out(self, cloud: CloudDesk, server: str) -> None:
        is_told = await cloud.logout()
        self.login.load()
        if not is_told:
            raise CloudError("cloud_not_told", server=server)

    def _agreement_due(self, who: Remembered) -> None:
        self._due = who
        self.agreement.ask(who.server, None, due=True)
        self._show()
        self._load_agreement(who.server, due=True)

    def _read(self) -> None:
        """Show the agreement of the login in use."""
        if self.fleet is not None:
            server = self.fleet.provider.who.server
            self.agreement.ask(server, None, due=False)
            self._reading = True
            self._show()
            self._load_agreement(server, due=False)

    def _read_here(self) -> None:
        if self._new_here is not None:
            self.agreement.ask(self._new_here.http, self.owner.agreement, due=False)
            self._reading = True
            self._show()

    def _stop_reading(self) -> None:
        self._reading = False
        self._show()

    def _load_agreement(self, server: str, *, due: bool) -> None:
        cloud = self.context.cloud
        if cloud is None:
            return

        async def load() -> None:
            self.agreement.ask(server, await cloud.agreement_of(server), due=due)

        spawn(self, load())

    def _accept(self, version: str) -> None:
        if self._due is not None and self.context.cloud is not None:
            self.agreement.show_busy(True)
            work = self._accepted(self.context.cloud, self._due, version)
            spawn(self, work, done=lambda: self.agreement.show_busy(False))

    async def _accepted(self, cloud: CloudDesk, who: Remembered, version: str) -> None:
        try:
            async with cloud.provider(who) as provider:
                if provider.me is not None:
                    await provider.me.accept_agreement(version)
        except CloudError as error:
            if error.key == "cloud_agreement_changed":
                self._load_agreement(who.server, due=True)
            raise
        self._due = None
        await cloud.open(who)

    def _refuse(self) -> None:
        if self._due is not None and self.context.cloud is not None:
            self.agreement.show_busy(True)
            work = self._refused(self.context.cloud, self._due)
            spawn(self, work, done=lambda: self.agreement.show_busy(False))

    async def _refused(self, cloud: CloudDesk, who: Remembered) -> None:
        self._due = None
        if cloud.fleet is not None and cloud.fleet.provider.who == who:
            await cloud.close()
        is_told = await cloud.end(who)
        self._show()
        self.login.load()
        if not is_told:
            raise CloudError("cloud_not_told", server=who.server)

    def _owner_wanted(self, standing: Standing) -> None:
        cloud = self.context.cloud
        if cloud is None:
            return

        async def ask() -> None:
            agreement = await cloud.agreement_of(standing.http)
            self._new_here = standing
            self.owner.ask(agreement)
            self._show()

        spawn(self, ask())

    def _make_owner(self, owner: Owner) -> None:
        if self.context.cloud is not None:
            self.owner.show_busy(True)
            work = self._owned(self.context.cloud, owner)
            spawn(self, work, done=lambda: self.owner.show_busy(False))

    async def _owned(self, cloud: CloudDesk, owner: Owner) -> None:
        from mingtang_desk.cloud.logins import Given

        given = Given(user=owner.user, password=owner.password)
        await cloud.here.own(given, owner.account, owner.agreement)
        self.owner.forget()

    def _leave_owner(self) -> None:
        self._new_here = None
        self._show()

    def _start_again(self) -> None:
        if self.context.cloud is not None and self.fleet is not None:
            spawn(self, self.context.cloud.open(self.fleet.provider.who))

    def _reread(self) -> None:
        """Read again who is logged in: a second factor came or went."""
        fleet = self.fleet
        if fleet is None or fleet.provider.me is None:
            return
        me = fleet.provider.me

        async def read() -> None:
            fleet.profile = await me.profile()
            self._show()

        spawn(self, read())
