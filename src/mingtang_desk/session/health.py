"""Link counters: what the strip and the link panel show."""

from collections import deque

from mingtang_desk.device.model import LinkStats
from mingtang_desk.interfaces.driver import FramerCounts

_SMOOTHING = 0.2
_WINDOW_S = 5.0
_MOST_LATENCIES = 4096


class LinkHealth:
    """Counts since the link was first opened, over all framers it had."""

    def __init__(self) -> None:
        self.retried = 0
        self.timeouts = 0
        self.answers = 0
        self.samples = 0
        self._latency_s: float | None = None
        self._latencies: deque[float] = deque(maxlen=_MOST_LATENCIES)
        self._samples: deque[float] = deque(maxlen=256)
        self._counts = FramerCounts()

    def answered(self, latency_s: float) -> None:
        """Take the time one reply took."""
        self.answers += 1
        self._latencies.append(latency_s)
        old = self._latency_s
        self._latency_s = latency_s if old is None else old + _SMOOTHING * (latency_s - old)

    def sampled(self, now: float) -> None:
        """Take the time of a sample, monotonic seconds."""
        self.samples += 1
        self._samples.append(now)

    def take_latencies(self) -> list[float]:
        """Return how long replies took since the last call, seconds."""
        taken = list(self._latencies)
        self._latencies.clear()
        return taken

    def heard(self, counts: FramerCounts) -> None:
        """Take what a framer counted while this link had the line."""
        self._counts = total(self._counts, counts)

    def stats(self, now: float, *, foreign: int = 0, master: str = "") -> LinkStats:
        """Return all counters; those of another master are the line's."""
        counts = self._counts
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
            foreign=foreign,
            master=master,
            answers=self.answers,
            samples=self.samples,
        )


def total(a: FramerCounts, b: FramerCounts) -> FramerCounts:
    """Return both together."""
    return FramerCounts(a.good + b.good, a.bad + b.bad, a.ignored + b.ignored)


def difference(now: FramerCounts, before: FramerCounts) -> FramerCounts:
    """Return what came in between."""
    return FramerCounts(now.good - before.good, now.bad - before.bad, now.ignored - before.ignored)
