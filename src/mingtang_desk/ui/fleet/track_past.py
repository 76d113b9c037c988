"""What a board told around the cursor of a track, for plot and cells: read a day at a time."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from mingtang_desk.cloud.samples import NEAR_S, Sample
from mingtang_desk.cloud.track_load import load_history, utc
from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.model import STALE_AFTER_POLLS
from mingtang_desk.device.plausibility import PlausibilityCheck
from mingtang_desk.device.sample import PackSample
from mingtang_desk.ui.past import Past, Stretch
from mingtang_desk.ui.plot.track import track_of
from mingtang_desk.ui.tasks import spawn

if TYPE_CHECKING:
    from mingtang_desk.cloud.parts import BoardsPart

DAY_S = 86_400.0
_KEPT = 3
"""Days in memory: the one of the cursor, and those it came from."""
_REST_MS = 5000
"""After an answer that did not come."""


@dataclass(frozen=True, slots=True)
class _Day:
    packs: list[PackSample]
    check: PlausibilityCheck
    stretch: Stretch


class TrackPast(QObject):
    """Leads plot and cells of the battery of a track through its history.

    Args:
        past: the moment of the desk.
        owner: the panel whose line shows what could not be read.
    """

    def __init__(self, past: Past, owner: QObject) -> None:
        super().__init__(owner)
        self._past = past
        self._boards: BoardsPart | None = None
        self._uri = self._number = ""
        self._start = 0.0
        self._days: dict[int, _Day] = {}
        self._reading: asyncio.Task[None] | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._look)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(past.look)
        past.needed.connect(self._needed)

    def use(self, boards: BoardsPart | None, number: str, uri: str, start: datetime | None) -> None:
        """Take another track, which begins at `start`; without boards nobody is led."""
        self._past.leave()
        self._boards, self._number = boards, number
        self._uri = "" if boards is None or start is None else uri
        self._start = 0.0 if start is None else start.timestamp()
        self._days.clear()
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        self._soon.stop()
        self._rest.stop()

    def lead(self, t: float) -> None:
        """Show a moment of the battery in plot and cells."""
        if self._uri:
            self._past.show(self._uri, t)

    @property
    def leads(self) -> bool:
        """Whether plot and cells show what this one tells."""
        return bool(self._uri) and self._past.uri == self._uri

    def _needed(self) -> None:
        """Read soon: whoever asks is just showing itself."""
        if self._reading is None and not self._rest.isActive():
            self._soon.start()

    def _look(self) -> None:
        """Give what is known of the day of the cursor, or read it, or what came after it."""
        if self._boards is None or not self.leads or self._reading is not None:
            return
        at = self._day_of(self._past.t)
        day = self._days.get(at)
        if day is not None and self._past.t < day.stretch.end:
            self._past.take(day.stretch)
            return
        self._reading = spawn(self, self._read(self._boards, at, day), done=self._ended)

    def _day_of(self, t: float) -> int:
        return int((t - self._start) // DAY_S)

    async def _read(self, boards: BoardsPart, at: int, known: _Day | None) -> None:
        """Read a day, or of one that is not over what came since it was read."""
        begin = self._start + at * DAY_S
        packs = [] if known is None else known.packs
        since = packs[-1].time if packs else utc(begin - NEAR_S)
        now = datetime.now(UTC).timestamp()
        try:
            found = await load_history(boards, self._number, since, utc(begin + DAY_S))
        except MingtangError:
            self._rest.start()
            raise
        if found is None:
            self._past.take(None, lacks=True)
            return
        news = [each for each in found if not packs or each.time > since]
        check = PlausibilityCheck() if known is None else known.check
        end = min(begin + DAY_S, max(now, self._past.t + 1.0))
        packs, stretch = await asyncio.to_thread(_made, packs, news, check, begin, end)
        self._days.pop(at, None)
        while len(self._days) >= _KEPT:
            del self._days[next(iter(self._days))]
        self._days[at] = _Day(packs, check, stretch)
        if self.leads and self._day_of(self._past.t) == at:
            self._past.take(stretch)

    def _ended(self) -> None:
        self._reading = None
        self._past.look()


def _made(
    known: Sequence[PackSample],
    news: Sequence[Sample],
    check: PlausibilityCheck,
    begin: float,
    end: float,
) -> tuple[list[PackSample], Stretch]:
    """Make samples of the server into such as panels show; those that cannot be are marked."""
    packs = [*known, *(check.check(_pack(each)) for each in news)]
    times = [each.time.timestamp() for each in packs]
    track = track_of(packs, NEAR_S / STALE_AFTER_POLLS)
    track.end(end, NEAR_S)

    def at(t: float) -> PackSample | None:
        found = bisect_right(times, t) - 1
        return packs[found] if found >= 0 and t - times[found] <= NEAR_S else None

    return packs, Stretch(start=begin, end=end, track=track, at=at)


def _pack(sample: Sample) -> PackSample:
    return PackSample(
        time=sample.time,
        protocol="",
        pack_v=sample.pack_v,
        current_a=sample.current_a,
        soc_pct=sample.soc_pct,
        cell_v=sample.cell_v or (),
    )
