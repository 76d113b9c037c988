"""The collector of the window's thread; see `core.garbage`."""

import gc

from PySide6.QtCore import QObject, QTimer

from mingtang_desk.core.garbage import collect_if_due

INTERVAL_MS = 500


class GarbageTimer(QObject):
    """Collects while it lives; `stop` gives the work back to Python."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(lambda: collect_if_due())
        self._timer.start()

    def stop(self) -> None:
        """Collect automatically again, if that was so before."""
        self._timer.stop()
        if self._was_on:
            gc.enable()
