"""What keys, menus and the palette ask of the window: most of it is done by a panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow

from mingtang_desk.core.errors import MingtangError

if TYPE_CHECKING:
    from mingtang_desk.ui.arrangement import Arrangement
    from mingtang_desk.ui.device_commands import DeviceCommands
    from mingtang_desk.ui.dock import CardDock
    from mingtang_desk.ui.golden.desk import SettingsFiles
    from mingtang_desk.ui.panels.devices import DevicesPanel
    from mingtang_desk.ui.panels.settings import SettingsPanel
    from mingtang_desk.ui.spec import PanelContext
    from mingtang_desk.ui.strip import Strip


class WindowCommands(QMainWindow):
    """The commands; `MainWindow` makes what they act on.

    Attributes:
        docks: by key of their panel.
        arrangement: the workspace in use.
        device: commands of the selected device.
    """

    context: PanelContext
    docks: dict[str, CardDock]
    strip: Strip
    arrangement: Arrangement
    device: DeviceCommands

    def show_error(self, error: MingtangError | None) -> None:
        """Show what belongs to no panel in that of the devices."""
        if error is not None:
            self.docks["devices"].show()
            self.docks["devices"].raise_()
            self.docks["devices"].panel.show_error(error)
        elif self.docks["devices"].filled:
            self.docks["devices"].panel.show_error(None)

    def connect_device(self) -> None:
        """Open the connect form."""
        self.docks["devices"].bring_up()
        self._devices().open_form()

    def connect_to(self, uri: str) -> None:
        """Open an address; what is tried and what failed is said under Devices."""
        self.docks["devices"].bring_up()
        self._devices().connect_to(uri)

    def help_waking(self) -> None:
        """Say under Devices why the selected board does not answer, and how it is woken."""
        self.docks["devices"].bring_up()
        self._devices().help_waking()

    def share_device(self) -> None:
        """Share the selected device to a server, or look after its share."""
        from mingtang_desk.ui.fleet.share_dialog import open_share

        open_share(self.context, self.context.selection.current, self)

    def read_all(self) -> None:
        """Read everything of a device anew: that of the panel with the keyboard, or the selected.

        What fails is said in that panel.
        """
        panel = self._focused().panel
        self.device.read_all(panel.session or self.context.selection.current, panel)

    def use_workspace(self, key: str) -> None:
        """Bring up a workspace as it was left."""
        try:
            self.arrangement.switch(key)
        except MingtangError as error:
            self.show_error(error)
        self.strip.workspaces.show_current(self.arrangement.current.key)

    def reset_layout(self) -> None:
        """Put every panel of this workspace where it was at first."""
        try:
            self.arrangement.reset()
        except MingtangError as error:
            self.show_error(error)

    def show_setting(self, key: str) -> None:
        """Go to the row of a setting."""
        self._settings().form.reveal(key)

    def stop_work(self) -> None:
        """Esc: end what connects or reads; a write goes on."""
        self.device.stop()

    def golden_sets(self) -> SettingsFiles:
        """Show the settings and give what applies saved sets."""
        return self._settings().files

    def review_settings(self) -> None:
        """Show what would be written."""
        self._settings().review_all()

    def undo_last(self) -> None:
        """Show what undoing the last write would do."""
        self._settings().undo_last()

    def toggle_lock(self) -> None:
        """Unlock writing, or lock it."""
        self.strip.toggle_lock()

    def toggle_full_screen(self) -> None:
        """Fill the screen, or go back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _devices(self) -> DevicesPanel:
        from mingtang_desk.ui.panels.devices import DevicesPanel

        panel = self.docks["devices"].panel
        assert isinstance(panel, DevicesPanel)
        return panel

    def _settings(self) -> SettingsPanel:
        from mingtang_desk.ui.panels.settings import SettingsPanel

        dock = self.docks["settings"]
        dock.show()
        dock.raise_()
        panel = dock.panel
        assert isinstance(panel, SettingsPanel)
        return panel

    def _focused(self) -> CardDock:
        """Return the dock that has the keyboard, or the status."""
        at = QApplication.focusWidget()
        for dock in self.docks.values():
            if at is not None and dock.spec.follows and dock.isAncestorOf(at):
                return dock
        return self.docks["status"]
