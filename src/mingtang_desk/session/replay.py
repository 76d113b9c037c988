"""Samples out of a recorded conversation, as the desk that recorded it had them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from mingtang_desk.device.model import LinkStats
from mingtang_desk.device.plausibility import PlausibilityCheck
from mingtang_desk.device.sample import CounterReading, PackInfo, PackSample, SampleQuality
from mingtang_desk.device.settings import SettingsReading
from mingtang_desk.interfaces.driver import Decoded, Driver, Frame, Framer
from mingtang_desk.session.listener import hidden_frames
from mingtang_desk.session.recorded_quality import RecordedQuality, duration_s
from mingtang_desk.wire.capture import Capture

CYCLE_GAP_S = 0.5
"""A line that idles longer than this, between a reply and the next request, idles between polls."""
STALL_S = 2.0
"""The same where it is known what every poll begins with: a desk may freeze within one."""
_NOTE_UNITS = 512
_FRAMING = 0.25
"""Share of the work that goes into finding the frames."""

_INFO_FIELDS = frozenset(field.name for field in fields(PackInfo))


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What became known at one recorded time, `t` seconds since the start."""

    t: float
    sample: PackSample | None = None
    settings: SettingsReading | None = None
    counters: CounterReading | None = None


class _Heard(NamedTuple):
    t: float
    direction: str
    frame: Frame


class _Unit(NamedTuple):
    """What is decoded as one: a frame, with its request before it where the driver needs that.

    Attributes:
        key: the same for every answer to the same question.
        begun: when the question was asked first; without one, when the answer came.
    """

    t: float
    begun: float
    key: object
    frames: tuple[tuple[str, Frame], ...]

    @property
    def answer(self) -> Frame:
        """The last frame of it."""
        return self.frames[-1][1]

    @property
    def is_reply(self) -> bool:
        """True unless it is a request that is a unit of its own."""
        return self.frames[-1][0] == "rx"


class _Part(NamedTuple):
    """What the answers to one question tell.

    Attributes:
        poll: values of a sample.
        beside: settings or counters; named: who the board is, where no sample says it.
    """

    poll: bool
    beside: bool
    named: bool


class ReplayRunner:
    """Rebuilds samples, settings and counters of a capture, in order.

    Which questions make up a poll is found in the recording itself. A poll that lacks a part (it
    was cut off, or only asked who is there) gives no sample.

    Args:
        note: is told now and then how much is done, 0 to 1, and may raise to end it.

    Attributes:
        stats: what the framer of what was received saw.
        heard_at: when each good frame came from the board.
        quality: how well the link did, over time.
    """

    def __init__(
        self, driver: Driver, capture: Capture, note: Callable[[float], None] | None = None
    ) -> None:
        self._driver = driver
        self._started = capture.header.started
        self._note = note
        received = driver.framer()
        quality = RecordedQuality(self._started, duration_s(capture))
        heard = _frames(driver, capture, received, self._noted, quality)
        self.quality = quality.points()
        self.heard_at = [one.t for one in heard if one.direction == "rx"]
        self._units = list(_units(heard, paired=driver.paired))
        counts = received.counts
        self.stats = LinkStats(good=counts.good, bad=counts.bad, ignored_bytes=counts.ignored)
        self._parts = self._find_parts()
        self._poll = self._find_poll()
        self._opens = usual_first(self._pauses())

    def moments(self) -> Iterator[Moment]:
        """Yield everything that became known, in order of time."""
        context: dict[object, _Unit] = {}
        cycle: dict[object, _Unit] = {}
        names = _Names()
        around: list[_Unit] = []
        plausible = PlausibilityCheck()
        last, idle_s = 0.0, CYCLE_GAP_S if self._opens is None else STALL_S
        for number, unit in enumerate(self._units):
            if number % _NOTE_UNITS == 0:
                self._noted(_FRAMING + (1.0 - _FRAMING) * number / len(self._units))
            moment = self._aside(unit, around, names)
            if moment is not None:
                yield moment
            if unit.key not in self._poll:
                if self._matters(unit):
                    context[unit.key] = unit
                continue
            begins = unit.key == self._opens or unit.begun - last > idle_s
            if begins or unit.key in cycle or unit.answer.status:
                cycle = {}
            last = unit.t
            if unit.answer.status:
                continue
            cycle[unit.key] = unit
            if self._poll <= cycle.keys():
                decoded = self._decode([*context.values(), *cycle.values()], unit.t)
                around = list(cycle.values()) if self._driver.paired else []
                cycle = {}
                if decoded.sample is not None:
                    sample = plausible.check(names.complete(decoded.sample))
                    yield Moment(t=unit.t, sample=sample)

    def _noted(self, share: float) -> None:
        if self._note is not None:
            self._note(share)

    @property
    def understood(self) -> int:
        """How many answers tell something."""
        parts = self._parts
        return sum(u.is_reply and u.key in parts and any(parts[u.key]) for u in self._units)

    def _matters(self, unit: _Unit) -> bool:
        """Return whether something outside of a poll is decoded along with the polls after it."""
        if not self._driver.paired:
            return self._driver.context(unit.answer)
        part = self._parts.get(unit.key)
        # Slow values belong to the sample; settings and counters do not, live they are read apart.
        return part is not None and (part.poll or part.named or not part.beside)

    def _aside(self, unit: _Unit, around: Sequence[_Unit], names: "_Names") -> Moment | None:
        """Return what a unit says besides a sample: names go into `names`.

        `around` is the poll before it, by which a driver may see which parts a board has.
        """
        part = self._parts.get(unit.key)
        if part is None or not (part.beside or part.named):
            return None
        decoded = self._decode([*around, unit], unit.t)
        names.add(decoded.info)
        settings = None
        if decoded.settings:
            settings = SettingsReading(
                time=self._time(unit.t),
                protocol=self._driver.key,
                device_id=None,
                values=decoded.settings,
            )
        if settings is None and decoded.stats is None:
            return None
        return Moment(t=unit.t, settings=settings, counters=decoded.stats)

    def _decode(self, units: Sequence[_Unit], t: float) -> Decoded:
        return self._driver.decode([one for unit in units for one in unit.frames], self._time(t))

    def _time(self, t: float) -> datetime:
        return self._started + timedelta(seconds=t)

    def _find_parts(self) -> dict[object, _Part]:
        """Look at the first good answer to each question."""
        parts: dict[object, _Part] = {}
        for unit in self._units:
            if not unit.is_reply or unit.key in parts or unit.answer.status != 0:
                continue
            decoded = self._decode([unit], unit.t)
            poll = decoded.sample is not None and _measures(decoded.sample)
            beside = bool(decoded.settings) or decoded.stats is not None
            parts[unit.key] = _Part(poll, beside, bool(decoded.info) and not poll)
        return parts

    def _find_poll(self) -> frozenset[object]:
        """Return the questions of a poll: the set that was asked most often, the larger of two.

        What is asked now and then only (names, slow values) is decoded along with every poll.
        """
        polls: Counter[frozenset[object]] = Counter()
        keys: set[object] = set()
        last = 0.0
        for unit in self._units:
            part = self._parts.get(unit.key)
            if part is None or not part.poll:
                continue
            if unit.key in keys or unit.begun - last > CYCLE_GAP_S:
                polls[frozenset(keys)] += 1
                keys = set()
            keys.add(unit.key)
            last = unit.t
        polls[frozenset(keys)] += 1
        del polls[frozenset()]
        return max(polls, key=lambda poll: (polls[poll], len(poll)), default=frozenset())

    def _pauses(self) -> Iterator[object]:
        """Yield the question of a poll that ended each pause between polls."""
        last = 0.0
        for unit in self._units:
            if unit.key in self._poll:
                if unit.begun - last > CYCLE_GAP_S:
                    yield unit.key
                last = unit.t


def usual_first[K](ended_pauses: Iterable[K]) -> K | None:
    """Return the question that every poll begins with: it ended most pauses; None = not known.

    Without it a recording that begins within a poll, with the next one right behind, would put the
    end of one and the beginning of the other together.
    """
    counts = Counter(ended_pauses)
    key, most = next(iter(counts.most_common(1)), (None, 0))
    return key if 2 * most > counts.total() else None


def _frames(
    driver: Driver,
    capture: Capture,
    received: Framer,
    noted: Callable[[float], None],
    quality: RecordedQuality,
) -> list[_Heard]:
    """Return all frames of both directions.

    A new request ends what is unfinished, as on a line; and what was sent is over when something
    comes, which a framer of a protocol that knows no lengths cannot see by itself.
    """
    framers: dict[str, Framer] = {"rx": received, "tx": driver.framer()}
    heard: list[_Heard] = []
    last, before = 0.0, ""
    for number, entry in enumerate(capture.entries):
        if number % _NOTE_UNITS == 0:
            noted(_FRAMING * number / len(capture.entries))
        if entry.t - last > driver.silence_s:
            for direction, framer in framers.items():
                heard += (_Heard(last, direction, frame) for frame in hidden_frames(framer))
        if entry.direction != before:
            other = "rx" if entry.direction == "tx" else "tx"
            heard += (_Heard(last, other, frame) for frame in framers[other].flush())
        last, before = entry.t, entry.direction
        frames = framers[entry.direction].feed(entry.data)
        if entry.direction == "tx":
            quality.sent(entry.t, entry.data)
        else:
            quality.heard(entry.t, received, bool(frames))
        heard += (_Heard(last, entry.direction, frame) for frame in frames)
    for direction, framer in framers.items():
        heard += (_Heard(last, direction, frame) for frame in framer.flush())
    quality.heard(last, received, False)
    return heard


def _units(heard: Iterable[_Heard], *, paired: bool) -> Iterator[_Unit]:
    """Put together what is decoded as one; a reply belongs to the request sent last before it."""
    request: Frame | None = None
    begun: float | None = None
    for t, direction, frame in heard:
        if direction == "tx":
            request, begun = frame, t if begun is None else begun
            if not paired:
                yield _Unit(t, t, ("tx", frame.command), (("tx", frame),))
            continue
        asked, begun = t if begun is None else begun, None
        if not paired:
            yield _Unit(t, asked, frame.command, (("rx", frame),))
        elif request is not None:
            yield _Unit(t, asked, request.raw, (("tx", request), ("rx", frame)))
            request = None


def _measures(sample: PackSample) -> bool:
    """Return whether a sample tells more than who it is."""
    named = replace(
        sample, device_id=None, info=PackInfo(), quality=SampleQuality(), raw={}, extras={}
    )
    return named != PackSample(time=sample.time, protocol=sample.protocol)


class _Names:
    """Names that were told outside of polls, for the samples after them."""

    def __init__(self) -> None:
        self._told: dict[str, Any] = {}
        self._before: PackInfo | None = None
        self._after = PackInfo()

    def add(self, info: Mapping[str, object]) -> None:
        """Take what a board says of itself."""
        for key, value in info.items():
            if key in _INFO_FIELDS:
                self._told[key] = (
                    date.fromisoformat(str(value)) if key == "production_date" else value
                )
        self._before = None

    def complete(self, sample: PackSample) -> PackSample:
        """Return a sample with the names it lacks; all samples share them."""
        if sample.info != self._before:
            self._before = sample.info
            missing = {
                key: value
                for key, value in self._told.items()
                if getattr(sample.info, key) in ("", None)
            }
            self._after = replace(sample.info, **missing) if missing else sample.info
        return sample if self._after == sample.info else replace(sample, info=self._after)
