"""A track that grows while its battery rides: what the fleet tells of it leads to what is new."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from mingtang_desk.cloud.track_grow import grown_track
from mingtang_desk.core.errors import CloudError
from mingtang_desk.ui.tasks import spawn

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet, FleetEvent
    from mingtang_desk.cloud.track_load import TrackData

SETTLE_MS = 1500
"""Reports of a moment are read together."""
_log = logging.getLogger(__name__)


class TrackGrowth(QObject):
    """`grown` carries the track with what came to it (`TrackData`)."""

    grown = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._fleet: Fleet | None = None
        self._data: TrackData | None = None
        self._is_open = self._alarms = self._is_due = False
        self._task: asyncio.Task[None] | None = None
        self._soon = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._soon.timeout.connect(self._begin)

    def use(self, fleet: Fleet | None, data: TrackData | None, *, is_open: bool) -> None:
        """Watch a track, or none; `is_open`: it goes on for ever, whatever was asked for."""
        self.stop()
        self._fleet, self._data, self._is_open = fleet, data, is_open
        self._alarms = self._is_due = False

    def heard(self, event: FleetEvent) -> None:
        """Take an event: a report of the battery, an alarm, or that the link is back."""
        if self._data is None or self._fleet is None or not self._data.number:
            return
        is_back = event.topic == "link" and self._fleet.is_live
        is_mine = event.number == self._data.number
        if is_back or (is_mine and event.topic in ("place", "sample", "alarm")):
            self._alarms = self._alarms or is_back or event.topic == "alarm"
            self._is_due = True
            if not self._soon.isActive():
                self._soon.start()

    def stop(self) -> None:
        """Watch nothing; a second call is harmless."""
        self._soon.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _begin(self) -> None:
        if self._task is None and self._fleet is not None and self._data is not None:
            self._is_due = False
            self._task = spawn(self, self._grow(self._fleet, self._data), done=self._ended)

    async def _grow(self, fleet: Fleet, data: TrackData) -> None:
        now = max(fleet.now(), datetime.now(UTC))
        alarms, self._alarms = self._alarms, False
        try:
            end = now if self._is_open else min(now, data.end)
            found = await grown_track(fleet.provider, data, end, alarms=alarms)
        except CloudError as error:  # the link says so itself; the next report asks again
            _log.info("track does not grow: %s", error.key)
            self._alarms = self._alarms or alarms
            return
        if found is not None and data is self._data:
            self._data = found
            self.grown.emit(found)

    def _ended(self) -> None:
        self._task = None
        if self._is_due:
            self._soon.start()
