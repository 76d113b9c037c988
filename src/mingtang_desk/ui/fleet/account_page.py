"""The personal centre: who is logged in, and what that one may change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mingtang_desk.cloud.fleet import FleetPhase
from mingtang_desk.ui.fleet.account_here import HereServerSection
from mingtang_desk.ui.fleet.account_notify import NotifySection
from mingtang_desk.ui.fleet.account_part import BESIDE_BAR_PX, Part, Say, Section, cloud_role
from mingtang_desk.ui.fleet.account_password import PasswordSection
from mingtang_desk.ui.fleet.account_profile import ProfileSection
from mingtang_desk.ui.fleet.account_sessions import SessionsSection
from mingtang_desk.ui.fleet.account_totp import SecondFactorSection
from mingtang_desk.ui.prefs import Preferences
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size
from mingtang_desk.ui.widgets.basics import Chip, label, plain
from mingtang_desk.ui.widgets.elided import ElidedText
from mingtang_desk.ui.widgets.layouts import button_row
from mingtang_desk.ui.widgets.scroll import scrolling

if TYPE_CHECKING:
    from mingtang_desk.cloud.desk import CloudDesk
    from mingtang_desk.cloud.fleet import Fleet

_STATES = {
    FleetPhase.LOADING: "muted",
    FleetPhase.LIVE: "ok",
    FleetPhase.BROKEN: "warn",
    FleetPhase.ENDED: "bad",
}


class HeadPart(Part):
    """Name, account, role and server; logging out and switching."""

    def __init__(self, theme: Theme, say: Say) -> None:
        super().__init__(theme, say)
        self.fleet: Fleet | None = None
        self.name = ElidedText(theme, size=Size.CELL, strong=True)
        self.account = label(wrap=True)
        self.server = ElidedText(theme, token="muted", size=Size.SMALL, middle=True)
        self.state = Chip(theme)
        self.switch, self.logout = plain(theme), plain(theme)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.name, 1)
        head.addWidget(self.state)
        self.body.addLayout(head)
        for widget in (self.account, self.server):
            self.body.addWidget(widget)
        self.body.addLayout(button_row(self.switch, self.logout))
        self.start()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.switch.setText(self.tr("Switch account…"))
        self.logout.setText(self.tr("Log out"))
        fleet = self.fleet
        if fleet is None:
            return
        who, profile = fleet.provider.who, fleet.profile
        called = who.user if profile is None or not profile.name else profile.name
        self.name.set_text(called)
        user = who.user if profile is None else profile.login
        account = who.account if profile is None else profile.account_name
        role = cloud_role(who.role if profile is None else profile.role)
        self.account.setText(" · ".join(each for each in (user, account, role) if each))
        self.server.set_text(who.server)
        state = {
            FleetPhase.LOADING: self.tr("Loading"),
            FleetPhase.LIVE: self.tr("Live"),
            FleetPhase.BROKEN: self.tr("Offline"),
            FleetPhase.ENDED: self.tr("Ended"),
        }
        self.state.show_state(state[fleet.phase], _STATES[fleet.phase])


class AgreementSection(Section):
    """Which version was accepted, and a way to read it."""

    def __init__(self, theme: Theme, say: Say) -> None:
        super().__init__(theme, say)
        self.version: str | None = None
        self.note = label("muted", wrap=True)
        self.read = plain(theme)
        self.body.addWidget(self.note)
        self.body.addLayout(button_row(self.read))
        self.start()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.title.setText(self.tr("User agreement"))
        self.note.setText(
            self.tr("None was accepted.")
            if self.version is None
            else self.tr("You accepted version {version}.").format(version=self.version)
        )
        self.read.setText(self.tr("Read"))


class AccountPage(Part):
    """`logout_wanted`, `switch_wanted` and `agreement_wanted` are for the panel."""

    logout_wanted = Signal()
    switch_wanted = Signal()
    agreement_wanted = Signal()
    start_wanted = Signal()

    def __init__(self, theme: Theme, cloud: CloudDesk, prefs: Preferences, say: Say) -> None:
        super().__init__(theme, say)
        self._cloud = cloud
        self.fleet: Fleet | None = None
        self.head = HeadPart(theme, say)
        self.profile = ProfileSection(theme, prefs, say)
        self.password = PasswordSection(theme, say)
        self.second = SecondFactorSection(theme, say)
        self.sessions = SessionsSection(theme, say)
        self.notify = NotifySection(theme, prefs, say)
        self.here = HereServerSection(theme, cloud, say)
        self.agreement = AgreementSection(theme, say)
        self.gone = label("warn", wrap=True)
        self.again = plain(theme)
        self.again.clicked.connect(self.start_wanted)
        self.head.logout.clicked.connect(self.logout_wanted)
        self.head.switch.clicked.connect(self.switch_wanted)
        self.agreement.read.clicked.connect(self.agreement_wanted)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, BESIDE_BAR_PX, 0)
        column.setSpacing(16)
        column.addWidget(self.head)
        column.addWidget(self.gone)
        column.addLayout(button_row(self.again))
        self._own: tuple[Section, ...] = (
            *(self.profile, self.password, self.second, self.sessions),
            self.agreement,
        )
        for part in (*self._own[:-1], self.notify, self.here, self.agreement):
            column.addWidget(part)
        column.addStretch(1)
        self.body.addWidget(scrolling(content))
        self.start()

    def show_fleet(self, fleet: Fleet) -> None:
        """Show the login of a fleet as it is now."""
        self.fleet = self.head.fleet = fleet
        self.head.retranslate()
        me, profile = fleet.provider.me, fleet.profile
        for part in self._own:
            part.setVisible(me is not None)
        self.second.setVisible(me is not None and profile is not None)
        self.notify.show_fleet(fleet)
        if me is not None:
            self.profile.show_fleet(fleet, me)
            self.password.show_me(me)
            if profile is not None:
                self.second.show_me(me, profile.login, on=profile.has_totp)
                self.sessions.show_me(me)
                self.agreement.version = profile.agreement
                self.agreement.retranslate()
        self.here.refresh()
        cloud = self._cloud
        at_home = cloud.embedded is not None and cloud.embedded.address == fleet.provider.who.server
        is_gone = at_home and fleet.phase is FleetPhase.BROKEN
        self.gone.setVisible(is_gone)
        self.again.setVisible(is_gone)

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.gone.setText(self.tr("The server on this computer does not answer."))
        self.again.setText(self.tr("Start it again"))
