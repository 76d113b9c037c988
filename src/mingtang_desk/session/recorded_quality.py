"""How well the link of a recording did, from its bytes and their times."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from mingtang_desk.device.link_quality import MOST_POINTS, LinkPoint
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.interfaces.driver import Framer, FramerCounts
from mingtang_desk.session.health import difference, total
from mingtang_desk.session.link_quality import p95
from mingtang_desk.wire.capture import Capture

_PIECES_S = 0.01
"""Nobody repeats a request so soon: what is sent in this time belongs together."""


@dataclass(slots=True)
class _Bin:
    """What happened in one point's time."""

    counts: FramerCounts = field(default_factory=FramerCounts)
    latencies: list[float] = field(default_factory=list)
    timeouts: int = 0
    retried: int = 0


class RecordedQuality:
    """Takes a recording chunk by chunk, in order of time, and makes points of it.

    A request that the next one follows without a whole frame between them was not answered. Damaged
    frames count where the framer gives them up, which may be a chunk or two late.

    Args:
        duration_s: of the recording; a long one has points of some seconds, so that none has more
            of them than a live link.
    """

    def __init__(self, started: datetime, duration_s: float) -> None:
        self._started = started
        self._wide_s = float(max(1, ceil(duration_s / MOST_POINTS)))
        self._bins: defaultdict[int, _Bin] = defaultdict(_Bin)
        self._counted = FramerCounts()
        self._asked: tuple[float, bytes] | None = None
        self._asks = False

    def sent(self, t: float, data: bytes) -> None:
        """Take a request, `t` seconds after the start."""
        if self._asked is not None and t - self._asked[0] <= _PIECES_S:
            self._asked = t, self._asked[1] + data
            return
        if self._asked is not None:
            self._bin(self._asked[0]).timeouts += 1
            self._bin(t).retried += data == self._asked[1]
        self._asked, self._asks = (t, data), True

    def heard(self, t: float, framer: Framer, whole: bool) -> None:
        """Take what a framer made of a chunk; `whole` when that completed a frame."""
        counts = framer.counts
        if counts != self._counted:
            slot = self._bin(t)
            slot.counts = total(slot.counts, difference(counts, self._counted))
            self._counted = counts
        if whole and self._asked is not None:
            self._bin(t).latencies.append(t - self._asked[0])
            self._asked = None

    def points(self) -> tuple[LinkPoint, ...]:
        """Return the points, those without a byte too."""
        return tuple(self._point(n) for n in range(max(self._bins, default=-1) + 1))

    def _bin(self, t: float) -> _Bin:
        return self._bins[int(t / self._wide_s)]

    def _point(self, number: int) -> LinkPoint:
        time = self._started + timedelta(seconds=(number + 1) * self._wide_s)
        slot = self._bins.get(number)
        if slot is None:
            return LinkPoint(time=time, phase=LinkPhase.OFFLINE)
        ordered = sorted(slot.latencies)
        return LinkPoint(
            time=time,
            phase=LinkPhase.LIVE,
            seconds=self._wide_s,
            good=slot.counts.good,
            bad=slot.counts.bad,
            ignored_bytes=slot.counts.ignored,
            answers=len(ordered) if self._asks else None,
            timeouts=slot.timeouts if self._asks else None,
            retried=slot.retried if self._asks else None,
            latency_mean_s=sum(ordered) / len(ordered) if ordered else None,
            latency_p95_s=p95(ordered),
            latency_max_s=ordered[-1] if ordered else None,
        )


def duration_s(capture: Capture) -> float:
    """Return the time from the start to the last byte, 0 of an empty one."""
    return capture.entries[-1].t if capture.entries else 0.0
