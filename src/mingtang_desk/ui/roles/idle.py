"""Signs out whoever left the desk."""

import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from mingtang_desk.session.roles import Roles

IDLE_S = 15 * 60.0
_LOOK_MS = 20_000
_SIGNS = frozenset((QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel))


class IdleSignOut(QObject):
    """Watches the keyboard and mouse of the application; a pointer that only moves is nobody."""

    def __init__(self, roles: Roles, parent: QObject, *, idle_s: float = IDLE_S) -> None:
        super().__init__(parent)
        self._roles, self._idle_s = roles, idle_s
        self._last = time.monotonic()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def look(self) -> None:
        """Sign out if nobody touched anything for too long."""
        if self._roles.who and time.monotonic() - self._last >= self._idle_s:
            self._roles.sign_out()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that somebody is there."""
        if event.type() in _SIGNS:
            self._last = time.monotonic()
        return False

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
