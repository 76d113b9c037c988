"""One moment of the past for all panels: one sets it, plot and cells of that device show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from mingtang_desk.ui.follower import INTERVAL_MS

if TYPE_CHECKING:
    from mingtang_desk.device.sample import PackSample
    from mingtang_desk.session.device_session import DeviceSession
    from mingtang_desk.ui.plot.track import Track

AFTER_S = 300.0
"""A last sample counts for so long, as on a track."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What was told of a device from `start` to `end`, seconds since 1970, UTC.

    Attributes:
        track: all values of it over time.
        at: returns the sample that counts at a time, None where nothing is known.
    """

    start: float
    end: float
    track: Track
    at: Callable[[float], PackSample | None]


class Past(QObject):
    """The moment, of which device, and what is known around it.

    Whoever has a cursor in time calls `show` when the user moves it, and `take` with what was read
    after `needed`. Whoever follows asks `follows`, calls `need` while it is seen, `seek` to move
    the cursor from there, `leave` to see again what is live.

    Signals: `changed` another device, none, or more is known; `moved` another moment, at most ten
    times a second; `needed` somebody looks and what is known does not reach there;
    `wanted(seconds since 1970)` the cursor is to go there; `left` nobody is to lead any more.

    Attributes:
        uri: address of the device, "" = panels show what is live.
        t: the moment, seconds since 1970.
        lacks: nobody keeps a history of this device.
    """

    changed = Signal()
    moved = Signal()
    needed = Signal()
    wanted = Signal(float)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.uri, self.t, self.lacks = "", 0.0, False
        self._stretch: Stretch | None = None
        self._is_due = False
        self._rest = QTimer(self, singleShot=True, interval=INTERVAL_MS)
        self._rest.timeout.connect(self._rested)

    @property
    def stretch(self) -> Stretch | None:
        """What is known around the moment, None = it is being read.

        A little after its end it still counts, while what came since is read.
        """
        known = self._stretch
        is_there = known is not None and known.start <= self.t < known.end + AFTER_S
        return known if is_there else None

    @property
    def sample(self) -> PackSample | None:
        """The sample that counts at the moment."""
        known = self.stretch
        return None if known is None else known.at(self.t)

    def follows(self, session: DeviceSession | None) -> bool:
        """Return whether a panel that shows this device shows the past of it now."""
        return bool(self.uri) and session is not None and session.uri.text == self.uri

    def show(self, uri: str, t: float) -> None:
        """Show a moment of a device."""
        before, known = self.uri, self.stretch
        self.t = t
        if uri != before:
            self.uri, self._stretch, self.lacks = uri, None, False
            self.changed.emit()
        elif self.stretch is not known:
            self.changed.emit()
        elif self._rest.isActive():
            self._is_due = True
        else:
            self._rest.start()
            self.moved.emit()

    def take(self, stretch: Stretch | None, *, lacks: bool = False) -> None:
        """Take what was read, or that there is nothing to be read."""
        self._stretch, self.lacks = stretch, lacks
        self.changed.emit()

    def need(self) -> None:
        """Say that somebody looks."""
        known = self._stretch
        is_there = known is not None and known.start <= self.t < known.end
        if self.uri and not is_there and not self.lacks:
            self.needed.emit()

    def look(self) -> None:
        """Let all who follow look again what they need."""
        if self.uri:
            self.changed.emit()

    def seek(self, t: float) -> None:
        """Ask whoever leads to go to another moment."""
        self.wanted.emit(t)

    def leave(self) -> None:
        """Show what is live again; a second call is harmless."""
        if self.uri:
            self.uri, self._stretch, self.lacks = "", None, False
            self._is_due = False
            self._rest.stop()
            self.left.emit()
            self.changed.emit()

    def _rested(self) -> None:
        if self._is_due:
            self._is_due = False
            self._rest.start()
            self.moved.emit()
