"""The window: strip on top, headline in the middle, docks made from `PANELS` around it."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QTabWidget, QVBoxLayout, QWidget

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.ui.dock import CardDock
from mingtang_desk.ui.headline import Headline
from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.layout import VERSION, arrange, give_devices_room, size_docks
from mingtang_desk.ui.menu import WindowMenu
from mingtang_desk.ui.panels import PANELS
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.strip import Strip
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.theme.tokens import Scheme

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession
    from mingtang_desk.ui.panels.devices import DevicesPanel
    from mingtang_desk.ui.panels.settings import SettingsPanel

FRAME = 3
MARGIN = 8
_FRAMES = {"ok": "ok", "accent": "accent", "replay": "replay", "warn": "warn", "muted": "muted"}


class MainWindow(QMainWindow):
    """All of it. With `late` the panels are made after the first paint, one by one.

    `closing` is emitted when the user wants to leave, the window stays until told; `ready` when
    every panel is there.
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
        self._placed = False
        self._late = late
        self._reading: set[str] = set()
        self.setObjectName("main-window")
        self.setWindowTitle("Mingtang Desk")
        self.setMinimumSize(QSize(960, 600))
        self.resize(1480, 900)
        self.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self.setDockNestingEnabled(True)
        self.setDocumentMode(True)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.strip = Strip(context)
        self.setMenuWidget(_with_gap_below(self.strip))
        self.headline = Headline(context)
        self.setCentralWidget(self.headline)
        self.docks = {spec.key: CardDock(spec, context, self) for spec in PANELS}
        arrange(self, self.docks)
        if not late:
            for dock in self.docks.values():
                dock.fill()
            self._filled()
        self.menu = WindowMenu(self)
        self.strip.menu.clicked.connect(self._open_menu)
        self.strip.mode_changed.connect(self._mode_changed)
        self.strip.alarms_wanted.connect(self.docks["status"].bring_up)
        self._mode = self.strip.chip.state
        context.prefs.changed.connect(self._preferred)
        context.theme.changed.connect(self.update)

    @property
    def language(self) -> str:
        """The language in use."""
        return self._translations.language

    def show_error(self, error: MingtangError | None) -> None:
        """Show what belongs to no panel in that of the devices."""
        self.docks["devices"].panel.show_error(error)

    def connect_device(self) -> None:
        """Open the connect form."""
        self.docks["devices"].bring_up()
        self._devices().open_form()

    def read_all(self) -> None:
        """Read everything of a device anew: that of the panel with the keyboard, or the selected.

        What fails is said in that panel.
        """
        panel = self._focused().panel
        session = panel.session or self.context.selection.current
        if session is None or session.model.uri in self._reading:
            return
        uri = session.model.uri
        self._reading.add(uri)
        spawn(panel, _read_all(session), done=lambda: self._reading.discard(uri))

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

    def reset_layout(self) -> None:
        """Put every panel where it was at first."""
        for dock in self.docks.values():
            dock.setFloating(False)
            dock.show()
        arrange(self, self.docks)
        size_docks(self, self.docks)

    def stop(self) -> None:
        """Keep layout and size, let go of every device; the window may close after it."""
        values = {
            "geometry": _text(bytes(self.saveGeometry().data())),
            "layout": _text(bytes(self.saveState(VERSION).data())),
            "layout_version": VERSION,
        }
        self._may_close = True
        self.strip.stop()
        self.headline.stop()
        self._late = False
        for dock in self.docks.values():
            if dock.filled:
                dock.panel.stop()
        self.context.prefs.set(**values)

    def restore(self) -> None:
        """Take the size and layout of the last time."""
        values = self.context.prefs.values
        if values.geometry and values.layout_version == VERSION:
            self.restoreGeometry(b64decode(values.geometry))
            self._placed = self.restoreState(b64decode(values.layout), VERSION)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the docks their first sizes once there is a window to divide."""
        super().showEvent(event)
        if not self._placed:
            self._placed = True
            size_docks(self, self.docks)
            QTimer.singleShot(0, self, lambda: size_docks(self, self.docks))
            if not self._late:
                self._focus_first()

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
        if event.type() == QEvent.Type.LanguageChange:
            self.menu.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame in the colour of the mode; the first time panels are made after it."""
        super().paintEvent(event)
        if self._late:
            self._late = False
            QTimer.singleShot(0, self, self._fill_next)
        painter = QPainter(self)
        painter.setPen(QPen(self.context.theme.color(_FRAMES[self._mode]), FRAME))
        inset = FRAME / 2
        painter.drawRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))

    def _fill_next(self) -> None:
        waiting = [dock for dock in self.docks.values() if not dock.filled]
        if self._may_close:
            return
        if waiting:
            waiting[0].fill()
            QTimer.singleShot(0, self, self._fill_next)
            return
        self._filled()
        self._focus_first()
        self.ready.emit()

    def _filled(self) -> None:
        self._devices().room_wanted.connect(lambda on: give_devices_room(self, self.docks, on))
        if self._devices().roomy:
            give_devices_room(self, self.docks, form=True)

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
        self.docks["cells" if self.context.hub.sessions else "devices"].bring_up()

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


async def _read_all(session: DeviceSession) -> None:
    await session.read_sample()
    can = session.model.capabilities
    if Capability.SETTINGS_READ in can:
        await session.read_settings()
    if Capability.COUNTERS in can:
        await session.read_counters()


def _with_gap_below(widget: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, MARGIN)
    column.addWidget(widget)
    return holder


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def application() -> QApplication:
    """Return the one application, made when there is none."""
    found = QApplication.instance()
    return found if isinstance(found, QApplication) else QApplication([])
