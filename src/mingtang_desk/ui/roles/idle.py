"""Signs out whoever left the desk."""

import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from shiboken6 import isValid

from mingtang_desk.session.roles import Roles

IDLE_S = 15 * 60.0
_LOOK_MS = 20_000
_SIGNS = frozenset((QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel))


class IdleSignOut(QObject):
    """Watches the keyboard and mouse of each window in use; a pointer that only moves is nobody.

    It is no filter of the application: that one would see objects of Qt WebEngine while they are
    made, and the process would die with the first map.
    """

    def __init__(self, roles: Roles, parent: QObject, *, idle_s: float = IDLE_S) -> None:
        super().__init__(parent)
        self._roles, self._idle_s = roles, idle_s
        self._last = time.monotonic()
        self._window: QWindow | None = None
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        self._application = application
        application.focusWindowChanged.connect(self.watch)
        self.watch(application.focusWindow())

    def look(self) -> None:
        """Sign out if nobody touched anything for too long."""
        if self._roles.who and time.monotonic() - self._last >= self._idle_s:
            self._roles.sign_out()

    def watch(self, window: QWindow | None) -> None:
        """Watch the window that is used now; what is typed or pressed reaches it first."""
        if self._window is not None and isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = window
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that somebody is there."""
        if event.type() in _SIGNS:
            self._last = time.monotonic()
        return False

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        self._application.focusWindowChanged.disconnect(self.watch)
        self.watch(None)
