"""The window: strip on top, headline in the middle, docks made from `PANELS` around it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QMainWindow, QTabWidget, QVBoxLayout, QWidget

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
from mingtang_desk.ui.window_commands import WindowCommands

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession
    from mingtang_desk.ui.menu import WindowMenu
    from mingtang_desk.ui.overlays import Overlays
    from mingtang_desk.ui.replay_bar import ReplayBar

FRAME = 3
MARGIN = 8
_FRAMES = {"ok": "ok", "accent": "accent", "replay": "replay", "warn": "warn", "muted": "muted"}


class MainWindow(WindowCommands):
    """All of it. A panel is made when it first comes up; with `late` not before the first paint.

    `closing` is emitted when the user wants to leave, the window stays until told; `ready` when
    every panel in sight is there.

    What can be asked of it is in `WindowCommands`.
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
        self.device = DeviceCommands(context, self)
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
