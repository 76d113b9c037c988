"""The base of the panels of the fleet: who is logged in, which battery is chosen, what happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent

from mingtang_desk.core.errors import CloudError, CloudRefusalError, MingtangError
from mingtang_desk.ui.follower import INTERVAL_MS
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.spec import PanelContext

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet, FleetEvent


def is_back(fleet: Fleet | None, error: MingtangError | None) -> bool:
    """Return whether a server that could not be reached is there again."""
    was_away = isinstance(error, CloudError) and not isinstance(error, CloudRefusalError)
    return was_away and fleet is not None and fleet.phase.value == "live"


class FleetPanel(Panel):
    """Override `bind_fleet`, `bind_battery`, `heard`, `fresh`; call `start` last.

    `heard` gets every event at once and has to be quick; `fresh` is called at most ten times a
    second, while the panel is seen, after events for which `heard` returned True.
    """

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        self._end_fleet: Callable[[], None] | None = None
        self._end_cloud: Callable[[], None] | None = None
        self._stale = False
        self._soon = QTimer(self, singleShot=True, interval=INTERVAL_MS)
        self._soon.timeout.connect(self._refresh_now)
        context.chosen.changed.connect(self._chosen)

    @property
    def fleet(self) -> Fleet | None:
        """The open fleet, None = nobody is logged in."""
        cloud = self.context.cloud
        return None if cloud is None else cloud.fleet

    @property
    def number(self) -> str:
        """The chosen battery, "" = none."""
        return self.context.chosen.number

    @property
    def is_up(self) -> bool:
        """Whether the list of the fleet was read once: what comes after it is news."""
        from mingtang_desk.cloud.fleet import FleetPhase

        return self.fleet is not None and self.fleet.phase is not FleetPhase.LOADING

    def start(self) -> None:
        """Write all texts and bind to fleet and battery; the last call of `__init__`."""
        super().start()
        if self.context.cloud is not None:
            self._end_cloud = self.context.cloud.observe(self._attach)
        self._attach()

    def bind_fleet(self, fleet: Fleet | None) -> None:
        """Show another fleet, or none; `bind_battery` is called after it."""

    def bind_battery(self, number: str) -> None:
        """Show another battery, "" = none."""

    def heard(self, event: FleetEvent) -> bool:
        """Take an event; return whether `fresh` is to be called for it."""
        return False

    def fresh(self) -> None:
        """Show what changed."""

    def stop(self) -> None:
        """Let go of device and fleet."""
        super().stop()
        self._soon.stop()
        for end in (self._end_fleet, self._end_cloud):
            if end is not None:
                end()
        self._end_fleet = self._end_cloud = None

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        if self._stale:
            self._soon.start(0)

    def _attach(self) -> None:
        if self._end_fleet is not None:
            self._end_fleet()
            self._end_fleet = None
        fleet = self.fleet
        if fleet is not None:
            self._end_fleet = fleet.observe(self._happened)
        self.bind_fleet(fleet)
        self.bind_battery(self.number)

    def _chosen(self, number: str) -> None:
        self.bind_battery(number)

    def _happened(self, event: FleetEvent) -> None:
        if self.heard(event):
            self._stale = True
            if self.isVisible() and not self._soon.isActive():
                self._soon.start(INTERVAL_MS)

    def _refresh_now(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            self.fresh()
