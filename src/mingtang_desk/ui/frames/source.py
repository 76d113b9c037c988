"""Where rows come from: a live link, a recording as it plays, a file as a whole."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mingtang_desk.core.errors import InputFileError, LinkLostError, UsageError
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.interfaces.transport import Direction
from mingtang_desk.session.drivers import find_driver
from mingtang_desk.session.frames import FrameLog, FrameRow
from mingtang_desk.session.replay_session import ReplaySession
from mingtang_desk.wire.capture import read_capture

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession
    from mingtang_desk.session.hub import DeviceHub

LIMIT = 5000
"""Rows kept of each device; older ones are dropped."""
_MOST = 2 * LIMIT
"""Chunks of a recording that are cut at once."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its number in this view and the time on the wall."""

    number: int
    row: FrameRow
    time: datetime


class Source:
    """Rows of one origin.

    Attributes:
        driver: None while the protocol is not known.
        log: cuts and counts.
        lines: the last rows, oldest first.
        version: goes up when they were begun anew; total: rows there have ever been.
    """

    def __init__(self, driver: Driver | None, start: datetime) -> None:
        self.driver = driver
        self.log = FrameLog(driver)
        self.lines: deque[Line] = deque(maxlen=LIMIT)
        self.version = self.total = 0
        self._start = start

    def clear(self) -> None:
        """Drop the rows; the counts stay."""
        self.lines.clear()
        self.version += 1

    def tick(self) -> None:
        """Look at the clock."""

    def close(self) -> None:
        """Take no more."""

    def add(self, rows: Iterable[FrameRow]) -> None:
        """Take rows."""
        for row in rows:
            time = self._start + timedelta(seconds=row.t)
            self.lines.append(Line(self.total, row, time))
            self.total += 1

    def _begin(self, driver: Driver | None) -> None:
        self.driver, self.log = driver, FrameLog(driver)
        self.clear()


class LiveSource(Source):
    """The chunks of an open device, from a little before it was first looked at."""

    def __init__(self, hub: DeviceHub, session: DeviceSession) -> None:
        clock = session.model.clock
        super().__init__(None, clock.now() - timedelta(seconds=clock.monotonic()))
        self._hub, self._session = hub, session
        self._begin_anew()
        self._end: Callable[[], None] = hub.watch_chunks(session, self._chunk)

    def tick(self) -> None:
        """Take the protocol once it is known; look behind what is unfinished."""
        # A board that is looked for anew keeps its protocol until another one answers.
        if self._session.driver not in (None, self.driver):
            self._begin_anew()
        self.add(self.log.settle(self._session.model.clock.monotonic()))

    def close(self) -> None:
        """Watch no more."""
        self._end()

    def _begin_anew(self) -> None:
        self._begin(self._session.driver)
        for entry in self._hub.recent_chunks(self._session):
            self.add(self.log.feed(entry.t, entry.direction, entry.data))

    def _chunk(self, t: float, direction: Direction, data: bytes) -> None:
        self.add(self.log.feed(t, direction, data))


class ReplaySource(Source):
    """The chunks of a recording, up to where it plays."""

    def __init__(self, session: ReplaySession) -> None:
        super().__init__(session.driver, session.model.clock.now())
        self._session = session
        self._at = 0
        self._position = 0.0
        self.tick()

    def tick(self) -> None:
        """Take what has been played since; begin anew when it went back."""
        player, driver = self._session.player, self._session.driver
        try:
            entries = player.entries
            self._start = player.header.started
        except LinkLostError:  # not loaded yet, or closed: what is there stays
            return
        if player.position_s < self._position or driver is not self.driver:
            self._begin(driver)
            self._at = 0
        self._position = player.position_s
        due = bisect_right(entries, self._position, key=lambda entry: entry.t)
        if due - self._at > _MOST:  # a leap: what lies far behind would be dropped anyway
            self._begin(driver)
            self._at = due - _MOST
        while self._at < len(entries) and entries[self._at].t <= self._position:
            entry = entries[self._at]
            self.add(self.log.feed(entry.t, entry.direction, entry.data))
            self._at += 1
        self.add(self.log.settle(self._position))


class FileSource(Source):
    """A capture file as a whole, whatever is in it."""

    def __init__(self, path: Path) -> None:
        capture = read_capture(path)
        header = capture.header
        profile = str(header.extra.get("profile", ""))
        super().__init__(driver_of(header.protocol, profile), header.started)
        self.path = path
        for entry in capture.entries:
            self.add(self.log.feed(entry.t, entry.direction, entry.data))
        self.add(self.log.flush())


def source_of(hub: DeviceHub, session: DeviceSession) -> Source:
    """Return the rows of an open device."""
    if isinstance(session, ReplaySession):
        return ReplaySource(session)
    return LiveSource(hub, session)


def driver_of(protocol: str, profile: str = "") -> Driver | None:
    """Return the driver that a recording names, None where there is none here."""
    try:
        return find_driver(protocol or "auto", profile)
    except (UsageError, InputFileError):
        return None
