"""The history of a battery in the plot: a day of it, and the cursor of the track."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mingtang_desk.ui.past import Past

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession
    from mingtang_desk.ui.plot.track import Track


class PastPlot(QObject):
    """What `Replayed` is for a recording; `turned` once it begins or ends, or knows more.

    Attributes:
        on: the past of the device shown is shown.
    """

    turned = Signal(bool)
    moved = Signal()

    def __init__(self, past: Past, parent: QObject) -> None:
        super().__init__(parent)
        self._past = past
        self._session: DeviceSession | None = None
        self.on = False
        past.changed.connect(self._changed)
        past.moved.connect(self._moved)

    @property
    def present(self) -> float | None:
        """Where the cursor is, seconds since 1970; None before there is anything."""
        return self._past.t if self.on and self.track is not None else None

    @property
    def track(self) -> Track | None:
        """All values of the day, None while they are read."""
        stretch = self._past.stretch if self.on else None
        return None if stretch is None else stretch.track

    @property
    def lacks(self) -> bool:
        """Nobody keeps a history of this device."""
        return self._past.lacks

    def bind(self, session: DeviceSession | None) -> None:
        """Take another device."""
        self._session = session
        self.on = self._past.follows(session)

    def need(self) -> None:
        """Say that somebody looks."""
        if self.on:
            self._past.need()

    def seek(self, when: float) -> None:
        """Move the cursor of the track."""
        self._past.seek(when)

    def _changed(self) -> None:
        was, self.on = self.on, self._past.follows(self._session)
        if self.on or was:
            self.turned.emit(was is not self.on)

    def _moved(self) -> None:
        if self.on:
            self.moved.emit()
