"""Makes a point a second of how well a link does, from the counters it has anyway."""

import asyncio
from dataclasses import fields
from math import ceil
from typing import Protocol

from mingtang_desk.core.clock import Clock
from mingtang_desk.device.link_quality import LinkLog, LinkPoint
from mingtang_desk.device.model import DeviceModel, LinkPhase, LinkStats, Topic

EVERY_S = 1.0
_COUNTED = tuple(f.name for f in fields(LinkStats) if isinstance(f.default, int))
_FRAMES = ("good", "bad", "ignored_bytes", "answers", "timeouts", "retried", "foreign")
_GONE = (LinkPhase.LOST, LinkPhase.FAILED)
_THERE = (LinkPhase.LIVE, LinkPhase.SILENT)


class Latencies(Protocol):
    """Keeps how long replies took."""

    def take_latencies(self) -> list[float]:
        """Return how long replies took since the last call, seconds."""
        ...


class Counted(Protocol):
    """A link that counts; `session.link.Link` is one."""

    @property
    def stats(self) -> LinkStats:
        """All counters since it was made."""
        ...

    @property
    def health(self) -> Latencies:
        """Where the latencies are."""
        ...

    @property
    def signal_dbm(self) -> int | None:
        """How loud the other end was when it was found last."""
        ...


class LinkQuality:
    """Fills `model.quality` from `start` to `stop`, without a task of its own.

    What is asked while it connects is not counted: protocols and addresses that were tried in vain
    are no faults of a link.

    Args:
        counts: False where somebody else owns the link and only samples can be counted.
    """

    def __init__(
        self, link: Counted, model: DeviceModel, clock: Clock, *, counts: bool = True
    ) -> None:
        self._link, self._model, self._clock = link, model, clock
        self._counts = counts
        self._log = model.quality = LinkLog()
        self._before = LinkStats()
        self._since = clock.monotonic()
        self._phase = model.phase
        self._was_live = self._gone = False
        self._reconnects = 0
        self._signal: int | None = None
        self._due = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._end = _nothing

    def start(self) -> None:
        """Begin, or go on; a second call is harmless."""
        if self._timer is not None:
            return
        self._end = self._model.observe(self._changed)
        self._forget()
        loop = asyncio.get_running_loop()
        self._due = loop.time() + EVERY_S
        self._timer = loop.call_at(self._due, self._ticked)

    def stop(self) -> None:
        """End; a second call is harmless. The points stay."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._end()

    def reset(self) -> None:
        """Count anew."""
        self._forget()
        self._log.reset(self._clock.now())

    def tick(self) -> None:
        """Make a point of what came since the last one."""
        now, before = self._clock.monotonic(), self._before
        seconds, self._since = now - self._since, now
        stats = self._before = self._link.stats
        latencies = sorted(self._link.health.take_latencies())
        phase = self._model.phase
        counts = {name: getattr(stats, name) - getattr(before, name) for name in _COUNTED}
        there = phase in _THERE or (phase is not LinkPhase.CONNECTING and any(counts.values()))
        if not there:
            counts.clear()
            latencies.clear()
        elif not self._counts:
            counts = {name: n for name, n in counts.items() if name not in _FRAMES}
        self._log.add(
            LinkPoint(
                time=self._clock.now(),
                phase=phase,
                seconds=seconds if there else 0.0,
                latency_mean_s=sum(latencies) / len(latencies) if latencies else None,
                latency_p95_s=p95(latencies),
                latency_max_s=latencies[-1] if latencies else None,
                signal_dbm=self._signal,
                reconnects=self._reconnects,
                **counts,
            )
        )
        self._reconnects, self._signal = 0, None

    def _ticked(self) -> None:
        loop = asyncio.get_running_loop()
        self.tick()
        # A desk that was held up makes one long point, not many empty ones.
        self._due = max(self._due + EVERY_S, loop.time() + EVERY_S / 2)
        self._timer = loop.call_at(self._due, self._ticked)

    def _forget(self) -> None:
        self._before, self._since = self._link.stats, self._clock.monotonic()
        self._link.health.take_latencies()
        self._reconnects = 0

    def _changed(self, topic: Topic) -> None:
        if topic is not Topic.LINK:
            return
        before, self._phase = self._phase, self._model.phase
        if self._phase in _GONE:
            self._gone = True
        elif self._phase is LinkPhase.OFFLINE:
            self._gone = False  # let go of on purpose
        if self._phase is not LinkPhase.LIVE or before in _THERE:
            return
        if not self._was_live or before is LinkPhase.CONNECTING:
            self._forget()
        elif self._gone:
            self._reconnects += 1
        self._was_live, self._gone = True, False
        self._signal = self._link.signal_dbm


def p95(ordered: list[float]) -> float | None:
    """Return what 95 % of the values do not exceed (nearest rank), None of nothing."""
    return ordered[ceil(0.95 * len(ordered)) - 1] if ordered else None


def _nothing() -> None:
    """End nothing."""
