"""What the window does when panels of the fleet ask for it: panels, map, ways, sets, notices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from mingtang_desk.ui.fleet.alarm_notices import AlarmNotices
    from mingtang_desk.ui.main_window import MainWindow


class FleetWiring(QObject):
    """Belongs to one window; `watch_alarms` once everything in sight is there."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._notices: AlarmNotices | None = None
        self._is_over = False
        chosen = window.context.chosen
        chosen.panel_wanted.connect(self.bring_up)
        chosen.batch_wanted.connect(self.set_many)
        chosen.navigate_wanted.connect(self.navigate)
        window.context.map.wanted.connect(self.show_map)

    def bring_up(self, key: str) -> None:
        """Bring a panel up by its key; one that is not there is no error."""
        if key in self._window.docks:
            self._window.docks[key].bring_up()

    def show_map(self) -> None:
        """Show the map; the keyboard stays with whoever asked for it."""
        dock = self._window.docks["map"]
        dock.show()
        dock.raise_()

    def set_many(self, numbers: Sequence[str]) -> None:
        """Choose a set for batteries, by their numbers."""
        context = self._window.context
        fleet = None if context.cloud is None else context.cloud.fleet
        if fleet is None:
            return
        rows = [(context.chosen.uri(number), fleet.table.get(number)) for number in numbers]
        targets = {uri: uri if row is None else row.name or row.number for uri, row in rows if uri}
        self._window.golden_sets().set_many(targets)

    def navigate(self, number: str) -> None:
        """Show the way to a battery."""
        from mingtang_desk.ui.fleet.navigate_dialog import open_navigation

        open_navigation(self._window.context, number, self._window)

    def watch_alarms(self) -> None:
        """Tell of alarms from now on."""
        from mingtang_desk.ui.fleet.alarm_notices import AlarmNotices

        if self._notices is None and not self._is_over:
            context = self._window.context
            self._notices = AlarmNotices(context, self._window, context.hub.clock)

    def stop(self) -> None:
        """Tell of nothing any more; a second call is harmless."""
        self._is_over = True
        if self._notices is not None:
            self._notices.stop()
            self._notices = None
