"""The server on this computer: where trackers reach it, and whether those of the network may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from mingtang_desk.ui.fleet.account_part import Say, Section, busy_line
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, label, plain
from mingtang_desk.ui.widgets.layouts import button_row

if TYPE_CHECKING:
    from mingtang_desk.cloud.desk import CloudDesk
    from mingtang_desk.cloud.embedded import Standing


class HereServerSection(Section):
    """Shown while the fleet is one of the server on this computer."""

    def __init__(self, theme: Theme, cloud: CloudDesk, say: Say) -> None:
        super().__init__(theme, say)
        self._cloud = cloud
        self._asking = self._busy = False
        self.where = label(wrap=True)
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note = label("muted", wrap=True)
        self.busy_line = busy_line()
        self.change, self.cancel = plain(theme), plain(theme)
        self.sure = Button(theme, "danger")
        self.change.clicked.connect(self._wanted)
        self.cancel.clicked.connect(lambda: self._ask(asked=False))
        self.sure.clicked.connect(lambda: self._go(lan=True))
        for widget in (self.where, self.note, self.busy_line):
            self.body.addWidget(widget)
        self.body.addLayout(button_row(self.change, self.cancel, self.sure))
        self.start()

    @property
    def standing(self) -> Standing | None:
        """The server, None = the fleet is of another one."""
        cloud = self._cloud
        found = None if cloud.embedded is None else cloud.embedded.standing
        fleet = cloud.fleet
        if found is None or fleet is None or fleet.provider.who.server != found.http:
            return None
        return found

    def refresh(self) -> None:
        """Show how it is now."""
        self.setVisible(self.standing is not None)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.title.setText(self.tr("Server on this computer"))
        found = self.standing
        is_lan = found is not None and found.is_lan
        if found is None or not found.trackers:
            self.where.setText(self.tr("Trackers cannot connect to it."))
        else:
            self.where.setText(self.tr("Trackers connect to {where}").format(where=_shown(found)))
        self.change.setText(
            self.tr("This computer alone") if is_lan else self.tr("Let in the network…")
        )
        self.cancel.setText(self.tr("Cancel"))
        self.sure.setText(self.tr("Let in the network"))
        if self._asking:
            said = self.tr(
                "Every device of the network could send reports to this port then, and what they "
                "send is not encrypted. Only in a network that you trust. The server starts anew."
            )
        elif found is not None and not found.is_ours:
            said = self.tr("Another window started it, and it ends with that one.")
        elif is_lan:
            said = self.tr("Reached from the network, and by whatever a router sends on to it.")
        else:
            said = self.tr("Reached from this computer alone.")
        self.note.setText(said)
        self._dress()

    def _wanted(self) -> None:
        found = self.standing
        if found is not None and found.is_lan:
            self._go(lan=False)
        else:
            self._ask(asked=True)

    def _ask(self, *, asked: bool) -> None:
        self._asking = asked
        self.retranslate()
        if asked:
            self.cancel.setFocus()

    def _go(self, *, lan: bool) -> None:
        self._asking, self._busy = False, True
        self.retranslate()
        spawn(self, self._cloud.here.listen(lan=lan), done=self._ended)

    def _ended(self) -> None:
        self._busy = False
        self.refresh()

    def _dress(self) -> None:
        found = self.standing
        self.change.setVisible(not self._asking)
        self.change.setEnabled(not self._busy and found is not None and found.is_ours)
        self.cancel.setVisible(self._asking)
        self.sure.setVisible(self._asking)
        self.busy_line.setVisible(self._busy)


def _shown(found: Standing) -> str:
    """Return where trackers connect; behind "all addresses" those that this computer has."""
    host, _, port = found.trackers.rpartition(":")
    if host != "0.0.0.0":
        return found.trackers
    from PySide6.QtNetwork import QAbstractSocket, QNetworkInterface

    ours = [
        each.toString()
        for each in QNetworkInterface.allAddresses()
        if each.protocol() == QAbstractSocket.NetworkLayerProtocol.IPv4Protocol
        and not each.isLoopback()
    ]
    return " · ".join(f"{each}:{port}" for each in ours) or found.trackers
