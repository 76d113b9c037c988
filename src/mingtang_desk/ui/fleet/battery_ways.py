"""What can be done with a battery at once, and the way to the panels that show more of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from mingtang_desk.ui.fleet.actions import (
    can_navigate,
    is_gone,
    is_over,
    look_at,
    navigate,
    show_panel,
)
from mingtang_desk.ui.fleet.command_words import problem_words
from mingtang_desk.ui.fleet.rights import lacks_right
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.widgets.basics import Button, plain

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet

_WAYS = (
    ("track", "route", "places"),
    ("mileage", "rows-2", "rides"),
    ("fences", "crosshair", "fences"),
    ("alarms", "triangle-alert", "alarms"),
    ("instructions", "send", "commands"),
)
"""Panels, their icons, and the part of the cloud that each of them needs."""


class BatteryWays(QWidget):
    """Buttons of the chosen battery; `locate()`: it is to say where it is."""

    locate = Signal()

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        theme = context.theme
        self._context = context
        self._fleet: Fleet | None = None
        self._number = ""
        self._busy = False
        self.locate_button = plain(theme, "locate-fixed")
        self.locate_button.clicked.connect(self.locate)
        self.map_button = plain(theme, "crosshair")
        self.map_button.clicked.connect(self._on_map)
        self.navigate_button = plain(theme, "external-link")
        self.navigate_button.clicked.connect(lambda: navigate(context, self._number))
        self.panels = {key: plain(theme, icon) for key, icon, _ in _WAYS}
        for key, button in self.panels.items():
            button.clicked.connect(lambda _=False, key=key: self._go(key))
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        buttons = (self.locate_button, self.map_button, *self.panels.values())
        self._buttons = (*buttons, self.navigate_button)
        self._laid: list[Button] = []
        self._lay()
        self.retranslate()

    def show_for(self, fleet: Fleet, number: str, *, busy: bool) -> None:
        """Show what can be done; `busy`: it is being located."""
        self._fleet, self._number, self._busy = fleet, number, busy
        self._show()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.locate_button.setText(self.tr("Locate now"))
        self.map_button.setText(self.tr("On the map"))
        self.navigate_button.setText(self.tr("Navigate…"))
        words = {
            "track": self.tr("Track"),
            "mileage": self.tr("Mileage"),
            "fences": self.tr("Fences"),
            "alarms": self.tr("Alarms"),
            "instructions": self.tr("Instructions"),
        }
        for key, button in self.panels.items():
            button.setText(words[key])
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _show(self) -> None:
        fleet = self._fleet
        if fleet is None:
            return
        provider, row = fleet.provider, fleet.table.get(self._number)
        for key, _, needed in _WAYS:
            self.panels[key].setVisible(getattr(provider, needed) is not None)
        self.navigate_button.setVisible(can_navigate(self._context))
        has_place = row is not None and row.lat is not None
        self.map_button.setEnabled(has_place)
        self.map_button.setToolTip("" if has_place else self.tr("No position is known yet"))
        refusal = self._refusal(fleet)
        self.locate_button.setVisible(provider.commands is not None)
        self.locate_button.setEnabled(not refusal and not self._busy)
        self.locate_button.setToolTip(refusal or self.tr("Ask the tracker where it is now"))
        self._lay()

    def _lay(self) -> None:
        """Put the buttons that are there side by side, without holes."""
        there = [button for button in self._buttons if not button.isHidden()]
        if there == self._laid:
            return
        self._laid = there
        for button in self._buttons:
            self._grid.removeWidget(button)
        for at, button in enumerate(there):
            self._grid.addWidget(button, at // 2, at % 2)

    def _refusal(self, fleet: Fleet) -> str:
        if not fleet.can("command_read"):
            return lacks_right(fleet, self.tr("Your role may look, not ask."))
        if is_gone(fleet, self._number):
            return self.tr("This battery is not in this fleet any more.")
        row = fleet.table.get(self._number)
        if row is not None and is_over(fleet, self._number):
            return problem_words(f"device_{row.state}")
        return ""

    def _go(self, key: str) -> None:
        show_panel(self._context, self._number, key)

    def _on_map(self) -> None:
        if self._fleet is not None:
            look_at(self._context, self._fleet, [self._number])
