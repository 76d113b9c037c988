"""A recording in memory: decoded once, in a thread, then looked at from any time."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from mingtang_desk.core.errors import InputFileError, UsageError
from mingtang_desk.device.link_quality import LinkPoint
from mingtang_desk.device.model import LinkStats
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.device.settings import SettingsReading
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.session.drivers import all_drivers, find_driver
from mingtang_desk.session.replay import Moment, ReplayRunner
from mingtang_desk.session.replay_events import (
    EventFinder,
    EventKind,
    ReplayEvent,
    find_gaps,
    usual_interval,
)
from mingtang_desk.wire.capture import Capture

MOST_SAMPLES = 100_000
"""About 200 MB. A longer recording keeps every second sample, every fourth, and so on."""
LOOK_AT = 2000
"""Chunks that are looked at to find a protocol that the header does not name."""

type Note = Callable[[float], None]
"""Is told how much is done, 0 to 1; what it raises ends the work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """All that a capture tells.

    Attributes:
        moments: everything that became known, in order of time.
        asides: those among them that tell settings or counters.
        samples, times: the samples among them, and their seconds since the start.
        events: in order of time, gaps among them.
        quality: how well the link did, over time.
        poll_s: usual time from one sample to the next, None with less than two of them.
        duration_s: seconds from the start to the last byte.
        every: 1 = all samples are kept, 2 = every second one. What an event shows in always is.
        cut_line: the unfinished last line of the file, None when it is whole.
    """

    driver: Driver
    started: datetime
    name: str
    moments: tuple[Moment, ...]
    asides: tuple[Moment, ...]
    samples: tuple[PackSample, ...]
    times: tuple[float, ...]
    events: tuple[ReplayEvent, ...]
    stats: LinkStats
    quality: tuple[LinkPoint, ...]
    poll_s: float | None
    duration_s: float
    every: int = 1
    cut_line: int | None = None

    @property
    def gaps(self) -> tuple[ReplayEvent, ...]:
        """The gaps among the events."""
        return tuple(event for event in self.events if event.kind is EventKind.GAP)

    def time_of(self, t: float) -> datetime:
        """Return the wall clock at a time of the recording."""
        return self.started + timedelta(seconds=t)

    def next_moment(self, t: float) -> int:
        """Return the number of the first moment after `t`."""
        return bisect_right(self.moments, t, key=lambda moment: moment.t)

    def at(self, t: float) -> tuple[int, SettingsReading | None, CounterReading | None]:
        """Return what was known at `t`: how many samples had come, settings, counters."""
        settings: SettingsReading | None = None
        counters: CounterReading | None = None
        known = bisect_right(self.asides, t, key=lambda moment: moment.t)
        for moment in self.asides[:known]:
            if moment.settings is not None:
                old = {} if settings is None else settings.values
                settings = replace(moment.settings, values={**old, **moment.settings.values})
            counters = moment.counters or counters
        return bisect_right(self.times, t), settings, counters


def decode_recording(
    capture: Capture, path: object, driver: Driver | None, note: Note | None = None
) -> Recording:
    """Decode a whole capture; takes seconds for a long one, so call it in a thread.

    Without a driver it is the one that the header names, else the one that fits best. `path` is
    for errors only.

    Raises:
        InputFileError: it is empty, its protocol is not known, or nothing can be decoded.
    """
    if not capture.entries:
        raise InputFileError("recording_empty", path=path)
    capture = _in_order(capture, path)
    chosen = driver or _named(capture, path) or _fitting(capture, path)
    runner = ReplayRunner(chosen, capture, note)
    if not runner.stats.good:
        raise _undecoded(path, chosen.key, runner.stats)
    kept = _Kept()
    for moment in runner.moments():
        kept.add(moment)
    samples = [(m.t, m.sample) for m in kept.moments if m.sample is not None]
    times = tuple(t for t, _ in samples)
    poll_s = usual_interval(times)
    duration_s = capture.entries[-1].t
    gaps = find_gaps(runner.heard_at, duration_s, (poll_s or 1.0) / kept.every)
    return Recording(
        driver=chosen,
        started=capture.header.started,
        name=str(capture.header.extra.get("model") or ""),
        moments=tuple(kept.moments),
        asides=tuple(m for m in kept.moments if m.settings is not None or m.counters is not None),
        samples=tuple(sample for _, sample in samples),
        times=times,
        events=tuple(sorted([*kept.events, *gaps], key=lambda event: event.t)),
        stats=runner.stats,
        quality=runner.quality,
        poll_s=poll_s,
        duration_s=duration_s,
        every=kept.every,
        cut_line=capture.cut_line,
    )


class _Kept:
    """Moments, thinned out when there are too many samples."""

    def __init__(self) -> None:
        self.moments: list[Moment] = []
        self.events: list[ReplayEvent] = []
        self.every = 1
        self._finder = EventFinder()
        self._marked: set[float] = set()
        self._seen = self._samples = 0
        self._most = MOST_SAMPLES

    def add(self, moment: Moment) -> None:
        events = self._finder.look(moment)
        self.events += events
        if moment.sample is None:
            self.moments.append(moment)
            return
        self._seen += 1
        if events:
            self._marked.add(moment.t)
        elif self._seen % self.every:
            return
        self.moments.append(moment)
        self._samples += 1
        if self._samples > self._most:
            self._thin_out()

    def _thin_out(self) -> None:
        self.every *= 2
        kept: list[Moment] = []
        self._samples = 0
        for moment in self.moments:
            if moment.sample is not None:
                self._samples += 1
                if self._samples % 2 and moment.t not in self._marked:
                    continue
            kept.append(moment)
        self.moments = kept
        self._samples = sum(moment.sample is not None for moment in kept)
        self._most = max(MOST_SAMPLES, 2 * self._samples)  # events may have kept them all


def _in_order(capture: Capture, path: object) -> Capture:
    """Return it in order of time, as somebody may have put files together by hand."""
    entries = sorted(capture.entries, key=lambda entry: entry.t)
    try:
        for entry in (entries[0], entries[-1]):
            (capture.header.started + timedelta(seconds=entry.t)).astimezone(UTC)
    except OverflowError as error:
        raise InputFileError("recording_times", path=path) from error
    return replace(capture, entries=tuple(entries))


def _named(capture: Capture, path: object) -> Driver | None:
    protocol = capture.header.protocol or "auto"
    try:
        return find_driver(protocol)
    except UsageError as error:
        if error.key != "protocol_unknown":  # it says by itself what is missing
            raise InputFileError(error.key, **error.values) from error
        known = ", ".join(driver.key for driver in all_drivers())
        raise InputFileError(
            "recording_protocol", path=path, protocol=protocol, known=known
        ) from error


def _fitting(capture: Capture, path: object) -> Driver:
    """Return the driver that makes most of the beginning.

    Of several that understand the same (a map and its extension) it is the one that claims least.
    """
    part = replace(capture, entries=capture.entries[:LOOK_AT])
    best: tuple[tuple[int, int], Driver] | None = None
    drivers = all_drivers()
    for driver in drivers:
        runner = ReplayRunner(driver, part)
        score = runner.understood, -len(driver.capabilities)
        if runner.understood and (best is None or score > best[0]):
            best = score, driver
    if best is None:
        total = sum(len(entry.data) for entry in capture.entries if entry.direction == "rx")
        known = ", ".join(driver.key for driver in drivers)
        raise _undecoded(path, known, LinkStats(ignored_bytes=total))
    return best[1]


def _undecoded(path: object, protocol: str, stats: LinkStats) -> InputFileError:
    return InputFileError(
        "recording_undecoded",
        path=path,
        protocol=protocol,
        bad_frames=stats.bad,
        ignored_bytes=stats.ignored_bytes,
    )
