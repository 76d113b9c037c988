"""A recording in the plot: all of its samples at once, and a cursor that can be dragged."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mingtang_desk.device.sample import PackSample
from mingtang_desk.session.replay_session import ReplaySession
from mingtang_desk.ui.plot.track import Track, track_of
from mingtang_desk.ui.tasks import spawn

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession

_AT_ONCE = 1_000
"""More samples are put into columns beside the loop: that many take some 15 ms."""


class Replayed(QObject):
    """The track of a replay session, where its cursor is, and the way to another place.

    Attributes:
        track: every sample of the recording, None until they are loaded.
    """

    loaded = Signal()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self._session: ReplaySession | None = None
        self._samples: Sequence[PackSample] = ()
        self.track: Track | None = None

    @property
    def on(self) -> bool:
        """True while the device shown is a recording."""
        return self._session is not None

    @property
    def present(self) -> float | None:
        """Where the cursor is, seconds since 1970; None before the recording is loaded."""
        if self._session is None or self.track is None:
            return None
        return self._session.model.clock.now().timestamp()

    def bind(self, session: DeviceSession | None) -> None:
        """Take another device."""
        self._session = session if isinstance(session, ReplaySession) else None
        self._samples, self.track = (), None
        self.look()

    def look(self) -> None:
        """Take the samples once they are loaded."""
        if self._session is None or self._session.recorded is self._samples:
            return
        samples = self._samples = self._session.recorded
        if len(samples) <= _AT_ONCE:
            self._take(samples, track_of(samples))
        else:
            spawn(self._owner, self._load(samples))

    def seek(self, when: float) -> None:
        """Put the cursor to a time."""
        present, session = self.present, self._session
        if present is not None and session is not None:
            start = present - session.position_s
            session.wind(when - start)

    async def _load(self, samples: Sequence[PackSample]) -> None:
        self._take(samples, await asyncio.to_thread(track_of, samples))

    def _take(self, samples: Sequence[PackSample], track: Track) -> None:
        if samples is self._samples:
            self.track = track
            self.loaded.emit()
