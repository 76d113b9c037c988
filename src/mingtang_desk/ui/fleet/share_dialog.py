"""The dialog by which a board of the bench is shared to a server, and the share is looked after."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from mingtang_desk.cloud.shares import can_be_shared
from mingtang_desk.core.errors import MingtangError
from mingtang_desk.session.hub import HubEvent
from mingtang_desk.ui.fleet.share_card import ShareCard
from mingtang_desk.ui.fleet.share_form import ShareForm
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.error_line import ErrorLine
from mingtang_desk.ui.widgets.state_note import StateNote

if TYPE_CHECKING:
    from mingtang_desk.cloud.accounts import Remembered
    from mingtang_desk.cloud.gateway import Share
    from mingtang_desk.session.device_session import DeviceSession

WIDTH, HEIGHT = 520, 380
UPLINK, DEVICES = "uplink", "devices"
_TICK_MS = 1000
_ERROR_PX = 80


def open_share(
    context: PanelContext, session: DeviceSession | None, parent: QWidget
) -> ShareDialog:
    """Open the dialog for a device of the bench."""
    dialog = ShareDialog(context, session, parent)
    dialog.open()
    return dialog


class ShareDialog(QDialog):
    """Asks as which battery, or shows the share that stands.

    Attributes:
        form, card, note: what it shows, one of them at a time.
    """

    def __init__(
        self, context: PanelContext, session: DeviceSession | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context, self._session = context, session
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(WIDTH, HEIGHT)
        self.form, self.card = ShareForm(context.theme), ShareCard(context.theme, context.hub)
        self.note = StateNote(context.theme, "users")
        self.stack = QStackedWidget()
        for page in (self.form, self.card, self.note):
            self.stack.addWidget(page)
        self.error_line = ErrorLine(context.theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.stack, 1)
        column.addWidget(self.error_line)
        self.form.wanted.connect(self._begin)
        self.form.cancelled.connect(self.reject)
        self.card.allowed.connect(self._allow)
        self.card.forbidden.connect(self._forbid)
        self.card.ended.connect(self._end)
        cloud = context.cloud
        self._ends = [context.hub.observe(self._hub_changed)]
        if cloud is not None:
            self._ends += [cloud.shares.observe(self.show_now), cloud.observe(self._load)]
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self.show_now)
        self._tick.start()
        self.finished.connect(self._finished)
        self._propose()
        self._retranslate()
        self._load()

    def show_error(self, error: MingtangError | None) -> None:
        """Show what failed, on room of its own."""
        self.error_line.show_error(error)
        self.resize(self.width(), HEIGHT + (0 if error is None else _ERROR_PX))

    def show_now(self) -> None:
        """Show what there is to show."""
        share = self._share_now
        if share is not None:
            self.card.show_state(share.state)
            if share.opened.is_set():
                self.stack.setCurrentWidget(self.card)
            return
        why = self._why_not()
        if why is None:
            self.stack.setCurrentWidget(self.form)
        else:
            self.note.say(*why)
            self.stack.setCurrentWidget(self.note)

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        name = "" if self._session is None else self._session.model.name
        self.setWindowTitle(self.tr("Share {name}").format(name=name).rstrip())
        self.show_now()

    @property
    def _share_now(self) -> Share | None:
        cloud = self._context.cloud
        return None if cloud is None else cloud.shares.of(self._session)

    @property
    def _who(self) -> Remembered | None:
        cloud = self._context.cloud
        fleet = None if cloud is None else cloud.fleet
        return None if fleet is None else fleet.provider.who

    def _why_not(self) -> tuple[str, str] | None:
        """Return why this device cannot be shared now, and what to do."""
        if self._session is None or not can_be_shared(self._session):
            return (
                self.tr("This device cannot be shared"),
                self.tr(
                    "Connect a board to this desk and wait until it answers. Recordings and "
                    "batteries of a cloud cannot be shared."
                ),
            )
        cloud = self._context.cloud
        fleet = None if cloud is None else cloud.fleet
        if fleet is None:
            return (
                self.tr("Nobody is logged in"),
                self.tr("Log in to a server in the panel Account; the board is shared there."),
            )
        if fleet.profile is not None and not fleet.can(UPLINK):
            return (
                self.tr("Your role may not share boards"),
                self.tr("An operator, manager or owner of the account at {server} can.").format(
                    server=fleet.provider.who.server
                ),
            )
        return None

    def _propose(self) -> None:
        if self._session is not None:
            name = self._session.key.device_id or self._session.model.name
            number = re.sub(r"[^0-9A-Za-z._-]+", "-", name).strip("-")[:40]
            self.form.propose(f"bench-{number or 1}", self._session.model.name)

    def _load(self) -> None:
        """Offer the batteries of the account."""
        self.show_now()
        who = self._who
        if who is not None and self._why_not() is None:
            spawn(self, self._offer(who))

    async def _offer(self, who: Remembered) -> None:
        from mingtang_desk.cloud.gateway_numbers import offered_batteries

        cloud = self._context.cloud
        assert cloud is not None
        logins = await cloud.logins()
        async with logins.opened(who) as client:
            profile = await client.me()
            offered = await offered_batteries(client)
        self.form.offer(offered, may_make=DEVICES in profile.rights, is_admin=profile.is_admin)

    def _begin(self, number: str, name: str, is_new: bool) -> None:
        who, session = self._who, self._session
        if who is None or session is None:
            self.show_now()
            return
        self.form.set_busy(True)
        spawn(self, self._share(who, session, number, name, is_new), done=self._begun)

    async def _share(
        self, who: Remembered, session: DeviceSession, number: str, name: str, is_new: bool
    ) -> None:
        cloud = self._context.cloud
        assert cloud is not None
        if is_new:
            from mingtang_desk.cloud.gateway_numbers import new_battery

            logins = await cloud.logins()
            async with logins.opened(who) as client:
                profile = await client.me()
                await new_battery(
                    client,
                    number,
                    name=name,
                    kind="bench",
                    protocol=session.key.protocol,
                    enabled=profile.is_admin,
                )
            self.form.known.setChecked(True)  # it is there now, also if sharing it fails
            self.form.number.setEditText(number)
        await cloud.shares.begin(self._context.hub, session, who, number)

    def _begun(self) -> None:
        self.form.set_busy(False)
        self.show_now()

    def _allow(self, minutes: int) -> None:
        share = self._share_now
        self.show_error(None)
        if share is not None:
            try:
                share.allow_writing(minutes)
            except MingtangError as error:
                self.show_error(error)

    def _forbid(self) -> None:
        if (share := self._share_now) is not None:
            share.forbid_writing()

    def _end(self) -> None:
        cloud, session = self._context.cloud, self._session
        if cloud is not None and session is not None:
            spawn(self, cloud.shares.end(session), done=self.show_now)

    def _hub_changed(self, event: HubEvent, session: DeviceSession | None) -> None:
        if event is HubEvent.CLOSED and session is self._session:
            self.reject()
        elif event is HubEvent.WRITING:
            self.show_now()

    def _finished(self) -> None:
        self._tick.stop()
        for end in self._ends:
            end()
