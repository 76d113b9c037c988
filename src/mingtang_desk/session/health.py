"""Link counters: what the strip and the link panel show."""

from collections import deque

from mingtang_desk.device.model import LinkStats
from mingtang_desk.interfaces.driver import Framer, FramerCounts

_SMOOTHING = 0.2
_WINDOW_S = 5.0


class LinkHealth:
    """Counts since the link was first opened, over all framers it had."""

    def __init__(self) -> None:
        self.retried = 0
        self.timeouts = 0
        self.foreign = 0
        self.master = ""
        self._latency_s: float | None = None
        self._samples: deque[float] = deque(maxlen=256)
        self._past = FramerCounts()

    def answered(self, latency_s: float) -> None:
        """Take the time one reply took."""
        old = self._latency_s
        self._latency_s = latency_s if old is None else old + _SMOOTHING * (latency_s - old)

    def sampled(self, now: float) -> None:
        """Take the time of a sample, monotonic seconds."""
        self._samples.append(now)

    def retire(self, framer: Framer) -> None:
        """Keep the counts of a framer that is thrown away."""
        self._past = _sum(self._past, framer.counts)

    def stats(self, framer: Framer | None, now: float) -> LinkStats:
        """Return all counters."""
        counts = self._past if framer is None else _sum(self._past, framer.counts)
        while self._samples and now - self._samples[0] > _WINDOW_S:
            self._samples.popleft()
        rate = None
        if len(self._samples) > 1 and self._samples[-1] > self._samples[0]:
            rate = (len(self._samples) - 1) / (self._samples[-1] - self._samples[0])
        return LinkStats(
            good=counts.good,
            bad=counts.bad,
            ignored_bytes=counts.ignored,
            retried=self.retried,
            timeouts=self.timeouts,
            latency_s=self._latency_s,
            samples_per_s=rate,
            foreign=self.foreign,
            master=self.master,
        )


def _sum(a: FramerCounts, b: FramerCounts) -> FramerCounts:
    return FramerCounts(a.good + b.good, a.bad + b.bad, a.ignored + b.ignored)
