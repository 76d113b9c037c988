"""The collector of the window's thread; see `core.garbage`."""

import gc

from PySide6.QtCore import QObject, QTimer

from mingtang_desk.core.garbage import collect_if_due

INTERVAL_MS = 500
START_MS = 2000
"""What was made until then is the program itself, and is not looked through again: a look at
everything is a stand-still of the window, a third of it for modules and tables."""


class GarbageTimer(QObject):
    """Collects while it lives; `stop` gives the work back to Python."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(lambda: collect_if_due())
        self._start = QTimer(self, interval=START_MS, singleShot=True)
        self._start.timeout.connect(self._begin)
        self._start.start()

    def stop(self) -> None:
        """Collect automatically again, if that was so before."""
        self._start.stop()
        self._timer.stop()
        gc.unfreeze()
        if self._was_on:
            gc.enable()

    def _begin(self) -> None:
        gc.freeze()
        self._timer.start()
