"""The window: strip on top, headline in the middle, docks made from `PANELS` around it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QTabWidget, QVBoxLayout, QWidget

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.session.hub import HubEvent
from mingtang_desk.ui.arrangement import Arrangement
from mingtang_desk.ui.device_commands import DeviceCommands
from mingtang_desk.ui.dock import CardDock
from mingtang_desk.ui.filling import EARLY_MS, Filling
from mingtang_desk.ui.fleet.wiring import FleetWiring
from mingtang_desk.ui.headline import Headline
from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.layout import give_devices_room
from mingtang_desk.ui.panels import PANELS
from mingtang_desk.ui.replay.opening import RecordingDrop
from mingtang_desk.ui.roles.idle import IdleSignOut
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.strip import Strip
from mingtang_desk.ui.theme.tokens import Scheme

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession
    from mingtang_desk.ui.golden.desk import SettingsFiles
    from mingtang_desk.ui.menu import WindowMenu
    from mingtang_desk.ui.overlays import Overlays
    from mingtang_desk.ui.panels.devices import DevicesPanel
    from mingtang_desk.ui.panels.settings import SettingsPanel
    from mingtang_desk.ui.replay_bar import ReplayBar

FRAME = 3
MARGIN = 8
_FRAMES = {"ok": "ok", "accent": "accent", "replay": "replay", "warn": "warn", "muted": "muted"}


class MainWindow(QMainWindow):
    """All of it. A panel is made when it first comes up; with `late` not before the first paint.

    `closing` is emitted when the user wants to leave, the window stays until told; `ready` when
    every panel in sight is there.

    Attributes:
        docks: by key of their panel.
        arrangement: the workspace in use.
        device: commands of the selected device.
    """

    closing = Signal()
    ready = Signal()

    def __init__(
        self, context: PanelContext, translations: Translations, *, late: bool = False
    ) -> None:
        super().__init__()
        self.context = context
        self._translations = translations
        self._mode = "muted"
        self._may_close = False
        self._late: tuple[WindowMenu, ReplayBar] | None = None
        self.setObjectName("main-window")
        self.setWindowTitle("Mingtang Desk")
        self.setMinimumSize(QSize(960, 600))
        self.resize(1480, 900)
        self.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self.setDockNestingEnabled(True)
        self.setAnimated(False)
        self.setDocumentMode(True)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.strip = Strip(context)
        self._top = _with_gap_below(self, self.strip)
        self.headline = Headline(context)
        self.setCentralWidget(self.headline)
        self._end_hub = context.hub.observe(self._hub_changed)
        self._idle = None if context.roles is None else IdleSignOut(context.roles, self)
        self.docks = {spec.key: CardDock(spec, context, self) for spec in PANELS}
        for dock in self.docks.values():
            dock.filled_now.connect(self._filled)
            dock.escaped.connect(self.stop_work)
        self._filling = Filling(self.docks, self, late=late, done=self._all_there)
        self.arrangement = Arrangement(self, self.docks, context.prefs)
        self.arrangement.changed.connect(self._workspace_changed)
        self.device: DeviceCommands = DeviceCommands(context, self)
        self.strip.menu.clicked.connect(self._open_menu)
        self.strip.mode_changed.connect(self._mode_changed)
        self.strip.alarms_wanted.connect(self.docks["status"].bring_up)
        self.strip.sign_in_wanted.connect(lambda: self.overlays.sign_in())
        self.strip.wake_wanted.connect(self.help_waking)
        self.strip.workspaces.wanted.connect(self.use_workspace)
        RecordingDrop(self, self.connect_to)
        self._mode = self.strip.chip.state
        context.prefs.changed.connect(self._preferred)
        context.theme.changed.connect(self.update)
        self.fleet = FleetWiring(self)
        if not late:
            self._make_late()
            self.fleet.watch_alarms()
        self._workspace_changed()

    @cached_property
    def overlays(self) -> Overlays:
        """Palette, help, comment, sign-in; loaded when first wanted, after the first paint."""
        from mingtang_desk.ui.overlays import Overlays

        return Overlays(self)

    @cached_property
    def menu(self) -> WindowMenu:
        """All commands with their keys; made after the first paint, or if wanted."""
        from mingtang_desk.ui.menu import WindowMenu

        return WindowMenu(self)

    @cached_property
    def replay_bar(self) -> ReplayBar:
        """The bar of a recording, hidden without one; made after the first paint, or if wanted."""
        from mingtang_desk.ui.replay_bar import ReplayBar

        made = ReplayBar(self.context)
        made.wanted.connect(self.connect_to)
        self._top.addWidget(made)
        return made

    @property
    def language(self) -> str:
        """The language in use."""
        return self._translations.language

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

    def stop(self) -> None:
        """Keep layout and size, let go of every device; the window may close after it."""
        layouts, geometry = self.arrangement.kept(), self.arrangement.geometry()
        self._may_close = True
        self._end_hub()
        if self._idle is not None:
            self._idle.stop()
        self.fleet.stop()
        self.strip.stop()
        if self._late is not None:
            self._late[1].stop()
        self.headline.stop()
        self._filling.stop()
        for dock in self.docks.values():
            if dock.filled:
                dock.panel.stop()
        self.context.prefs.set(geometry=geometry, layouts=layouts)

    def restore(self) -> None:
        """Take the size and layout of the last time."""
        self.arrangement.restore()

    def showEvent(self, event: QShowEvent) -> None:
        """Give the docks their first sizes once there is a window to divide."""
        super().showEvent(event)
        if self.arrangement.shown() and not self._filling.waits:
            self._focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that nothing else took stops what runs."""
        if event.key() == Qt.Key.Key_Escape:
            self.stop_work()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the keyboard in its panel when what had it is hidden or disabled.

        Qt would give it to the panel beside, where the next press means something else.
        """
        at = cast("QWidget | None", self.focusWidget())
        if at is not None and not (at.isEnabled() and at.isVisible()):
            for dock in self.docks.values():
                if dock.filled and dock.isAncestorOf(at):
                    (dock.panel if dock.panel.isVisible() else self).setFocus()
                    return True
        return super().focusNextPrevChild(forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask for the end first: services close before their window."""
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.closing.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Translate the menu anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._late is not None:
            self._late[0].retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame in the colour of the mode; the first time panels are made after it."""
        super().paintEvent(event)
        self._filling.begin()
        painter = QPainter(self)
        painter.setPen(QPen(self.context.theme.color(_FRAMES[self._mode]), FRAME))
        inset = FRAME / 2
        painter.drawRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))

    def _all_there(self) -> None:
        self._make_late()
        self._focus_first()
        self.ready.emit()
        QTimer.singleShot(EARLY_MS, self.fleet, self.fleet.watch_alarms)

    def _make_late(self) -> None:
        """Make what has keys or follows devices, but is not to be seen at first."""
        self._late = (self.menu, self.replay_bar)

    def _filled(self, dock: CardDock) -> None:
        if dock.spec.key == "devices":
            self._devices().room_wanted.connect(lambda on: give_devices_room(self, self.docks, on))
            if self._devices().roomy:
                give_devices_room(self, self.docks, form=True)

    def _workspace_changed(self) -> None:
        row = self.arrangement.current
        self.headline.set_big(row.big)
        self.strip.workspaces.show_current(row.key)
        if self.isVisible():
            self._focus_first()

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

    def _focus_first(self) -> None:
        row = self.arrangement.current
        is_apart = any(place.key == "devices" and place.closed for place in row.places)
        wanted = row.first if is_apart or self.context.hub.sessions else ("devices",)
        found = [self.docks[key] for key in wanted if key in self.docks]
        next((dock for dock in found if not dock.isHidden()), found[0]).bring_up()

    def _hub_changed(self, event: HubEvent, session: DeviceSession | None) -> None:
        if event is HubEvent.SIGN_IN:
            self.overlays.sign_in()

    def _mode_changed(self, mode: str) -> None:
        self._mode = mode
        self.update()

    def _open_menu(self) -> None:
        button = self.strip.menu
        corner = button.mapToGlobal(button.rect().bottomRight())
        self.menu.popup(corner - QPoint(self.menu.sizeHint().width(), -4))

    def _preferred(self, names: set[Any]) -> None:
        values = self.context.prefs.values
        if "theme" in names:
            self.context.theme.apply(Scheme(values.theme))
        if "language" in names:
            self._translations.use(values.language)


def _with_gap_below(window: QMainWindow, widget: QWidget) -> QVBoxLayout:
    """Put a widget on top of a window; return the column, to which more can be added."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, MARGIN)
    column.setSpacing(MARGIN)
    column.addWidget(widget)
    window.setMenuWidget(holder)
    return column
