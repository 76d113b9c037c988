"""The button of the strip that counts the open alarms of the fleet, wherever one works."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer

from mingtang_desk.ui.follower import INTERVAL_MS
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.widgets.basics import Button

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet, FleetEvent


class AlarmChip(Button):
    """Hidden while nobody is logged in or the cloud keeps no alarms; a click opens Alarms.

    The count is that of the list of batteries: storms over many batteries are not in it.
    """

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context.theme, "", icon="triangle-alert", token="muted")
        self._context = context
        self.setObjectName("strip-fleet-alarms")
        self.hide()
        self.clicked.connect(lambda: context.chosen.panel_wanted.emit("alarms"))
        self._soon = QTimer(self, singleShot=True, interval=INTERVAL_MS)
        self._soon.timeout.connect(self.show_now)
        self._end_fleet: Callable[[], None] | None = None
        cloud = context.cloud
        self._end = None if cloud is None else cloud.observe(self._attach)
        self._attach()

    @property
    def _fleet(self) -> Fleet | None:
        cloud = self._context.cloud
        return None if cloud is None else cloud.fleet

    def show_now(self) -> None:
        """Show how many there are now."""
        fleet = self._fleet
        # A cloud where nobody acknowledges does not tell which are open.
        keeps = fleet is not None and None not in (fleet.provider.alarms, fleet.provider.acks)
        is_known = keeps and fleet is not None and (fleet.is_whole or fleet.as_of is not None)
        self.setVisible(is_known)
        if not is_known or fleet is None:
            return
        count = fleet.table.open_alarms
        self.set_icon("triangle-alert", "warn_text" if count and fleet.is_live else "muted")
        self.setText(self.tr("Fleet {n}").format(n=count))
        lines = [self.tr("Open alarms of the fleet: {n}. A click shows them.").format(n=count)]
        if not fleet.is_live:
            lines.append(self.tr("The server cannot be heard now: there may be others."))
        self.name("\n".join(lines))

    def stop(self) -> None:
        """Let go of the fleet; a second call is harmless."""
        self._soon.stop()
        for end in (self._end, self._end_fleet):
            if end is not None:
                end()
        self._end = self._end_fleet = None

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.show_now()

    def _attach(self) -> None:
        if self._end_fleet is not None:
            self._end_fleet()
            self._end_fleet = None
        fleet = self._fleet
        if fleet is not None:
            self._end_fleet = fleet.observe(self._happened)
        self.show_now()

    def _happened(self, event: FleetEvent) -> None:
        if event.topic.value in ("list", "rows", "link") and not self._soon.isActive():
            self._soon.start()
