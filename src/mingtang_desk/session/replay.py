"""Samples out of a recorded conversation, as the desk that recorded it had them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from mingtang_desk.device.model import LinkStats
from mingtang_desk.device.sample import CounterReading, PackInfo, PackSample
from mingtang_desk.device.settings import SettingsReading
from mingtang_desk.interfaces.driver import Decoded, Driver, Frame, Framer
from mingtang_desk.session.listener import hidden_frames
from mingtang_desk.wire.capture import Capture

CYCLE_GAP_S = 0.5
"""Frames further apart than this belong to two polls."""

_INFO_FIELDS = frozenset(field.name for field in fields(PackInfo))


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What became known at one recorded time, `t` seconds since the start."""

    t: float
    sample: PackSample | None = None
    settings: SettingsReading | None = None
    counters: CounterReading | None = None


@dataclass(frozen=True, slots=True)
class _Heard:
    t: float
    direction: str
    frame: Frame


class ReplayRunner:
    """Rebuilds samples, settings and counters of a capture, in order.

    A sample is complete when the next frame begins another poll, which a recording, unlike a line,
    lets us see in advance. A poll that lacks a part (it was cut off, or only asked who is there)
    gives no sample.
    """

    def __init__(self, driver: Driver, capture: Capture) -> None:
        self._driver = driver
        self._started = capture.header.started
        received = driver.framer()
        self._heard = _frames(driver, capture, received)
        self._in_sample = self._sample_commands()
        counts = received.counts
        self.stats = LinkStats(good=counts.good, bad=counts.bad, ignored_bytes=counts.ignored)

    def moments(self) -> Iterator[Moment]:
        """Yield everything that became known, in order of time."""
        context: dict[tuple[str, int], _Heard] = {}
        cycle: dict[int, _Heard] = {}
        info: dict[str, object] = {}
        for heard in self._heard:
            command = heard.frame.command
            if heard.direction != "rx" or command not in self._in_sample:
                context[heard.direction, command] = heard
                if heard.direction == "rx":
                    moment = self._aside(heard, info)
                    if moment is not None:
                        yield moment
                continue
            if cycle and (
                command in cycle or heard.t - max(h.t for h in cycle.values()) > CYCLE_GAP_S
            ):
                cycle = {}
            cycle[command] = heard
            if self._in_sample <= cycle.keys():
                decoded = self._decode([*context.values(), *cycle.values()], heard.t)
                cycle = {}
                if decoded.sample is not None:
                    yield Moment(t=heard.t, sample=_informed(decoded.sample, info))

    def _aside(self, heard: _Heard, info: dict[str, object]) -> Moment | None:
        """Return what a frame outside of polls says: names go into `info`."""
        decoded = self._decode([heard], heard.t)
        info.update(decoded.info)
        settings = None
        if decoded.settings:
            settings = SettingsReading(
                time=self._time(heard.t),
                protocol=self._driver.key,
                device_id=None,
                values=decoded.settings,
            )
        if settings is None and decoded.stats is None:
            return None
        return Moment(t=heard.t, settings=settings, counters=decoded.stats)

    def _decode(self, heard: Sequence[_Heard], t: float) -> Decoded:
        return self._driver.decode([(h.direction, h.frame) for h in heard], self._time(t))

    def _time(self, t: float) -> datetime:
        return self._started + timedelta(seconds=t)

    def _sample_commands(self) -> frozenset[int]:
        """Return the commands whose replies make up a sample, by the first good reply of each."""
        known: dict[int, bool] = {}
        for heard in self._heard:
            command = heard.frame.command
            if heard.direction != "rx" or command in known or heard.frame.status != 0:
                continue
            known[command] = self._decode([heard], heard.t).sample is not None
        return frozenset(command for command, part in known.items() if part)


def _frames(driver: Driver, capture: Capture, received: Framer) -> list[_Heard]:
    """Return all frames of both directions; a new request ends what is unfinished, as on a line."""
    framers: dict[str, Framer] = {"rx": received, "tx": driver.framer()}
    heard: list[_Heard] = []
    last = 0.0
    for entry in capture.entries:
        if entry.t - last > driver.silence_s:
            for direction, framer in framers.items():
                heard += (_Heard(last, direction, frame) for frame in hidden_frames(framer))
        if entry.direction == "tx":
            heard += (_Heard(last, "rx", frame) for frame in received.flush())
        last = entry.t
        frames = framers[entry.direction].feed(entry.data)
        heard += (_Heard(last, entry.direction, frame) for frame in frames)
    for direction, framer in framers.items():
        heard += (_Heard(last, direction, frame) for frame in framer.flush())
    return heard


def _informed(sample: PackSample, info: dict[str, object]) -> PackSample:
    """Return a sample with the names that were told outside of its poll."""
    missing: dict[str, Any] = {
        key: value
        for key, value in info.items()
        if key in _INFO_FIELDS and getattr(sample.info, key) in ("", None)
    }
    if not missing:
        return sample
    return replace(sample, info=replace(sample.info, **missing))
