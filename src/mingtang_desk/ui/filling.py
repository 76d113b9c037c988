"""Makes the panels of a window, each when it first comes up, so that the start stays short."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer

from mingtang_desk.ui.dock import CardDock

EARLY_MS = 200
"""After the window is there: time for whoever begins to work at once."""


class Filling(QObject):
    """Fills docks that are seen; with `late` none before `begin`, at last those that are `early`.

    Args:
        done: called once, when every panel that was in sight at first is there; not without `late`.
    """

    def __init__(
        self,
        docks: Mapping[str, CardDock],
        parent: QObject,
        *,
        late: bool,
        done: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._docks, self._done = docks, done
        self.waits = late
        self._filled_once = not late
        self._stopped = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fill_next)
        for dock in docks.values():
            dock.came_up.connect(self._came_up)

    def begin(self) -> None:
        """Make panels from the next turn of the loop on."""
        if self.waits:
            self.waits = False
            self._soon.start()

    def stop(self) -> None:
        """Make no more."""
        self._stopped, self.waits = True, False

    def _came_up(self, dock: CardDock) -> None:
        # Later: while docks are arranged each of them is in front for a moment.
        if not self.waits and not dock.filled:
            self._soon.start()

    def _fill_next(self) -> None:
        """Make the panels that came up, at first one at a turn of the loop: it stays awake."""
        if self._stopped:
            return
        waiting = [dock for dock in self._docks.values() if dock.seen and not dock.filled]
        for dock in waiting if self._filled_once else waiting[:1]:
            dock.fill()
        if self._filled_once:
            return
        if len(waiting) > 1:
            self._soon.start()
        else:
            self._filled_once = True
            self._done()
            QTimer.singleShot(EARLY_MS, self, self._fill_early)

    def _fill_early(self) -> None:
        for dock in self._docks.values():
            if dock.spec.early and not self._stopped:
                dock.fill()
