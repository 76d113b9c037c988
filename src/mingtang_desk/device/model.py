"""The live picture of one device: latest sample, settings, counters, link.

Observers are plain callables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from mingtang_desk.core.errors import CloudRefusalError, MingtangError, RejectedError

if TYPE_CHECKING:
    from mingtang_desk.core.clock import Clock
    from mingtang_desk.device.asleep import Diagnosis
    from mingtang_desk.device.capabilities import Capability
    from mingtang_desk.device.catalogue.status import StatusSpec
    from mingtang_desk.device.extras import Extras
    from mingtang_desk.device.link_quality import LinkLog
    from mingtang_desk.device.origins import Origin, Origins
    from mingtang_desk.device.remote import Remote
    from mingtang_desk.device.sample import CounterReading, PackSample
    from mingtang_desk.device.settings import SettingSpec, SettingsReading
    from mingtang_desk.device.transaction import Interrupted, WriteResult

STALE_AFTER_POLLS = 3.0
"""A value is stale after this many missed polls (notes of users: old values shown as live)."""
_NO_ANSWER, _RELEASED = "no_answer", ("link_released", "link_lent")
"""Keys of errors: a request that nobody answered; a link that was given to somebody else."""


class Mode(StrEnum):
    """Where the data comes from; the window frame takes its colour."""

    LIVE = "live"
    REPLAY = "replay"
    SIMULATOR = "simulator"
    OFFLINE = "offline"


class LinkPhase(StrEnum):
    """What the link is doing."""

    OFFLINE = "offline"
    CONNECTING = "connecting"
    LIVE = "live"
    SILENT = "silent"
    LOST = "lost"
    FAILED = "failed"


class Quality(StrEnum):
    """What to think of one value now."""

    LIVE = "live"
    STALE = "stale"
    IMPLAUSIBLE = "implausible"
    NOT_REPORTED = "not_reported"


class Absence(StrEnum):
    """Why there are no fresh values; each asks for something else to be done.

    Attributes:
        BUSY: the link is in order, a long read or write is under way. PAUSED: a recording stands
            still, or has a gap here. ENDED: it has been played.
        SILENT: the line is there and the board answered before, now nothing, and why is not
            known. ASLEEP: the same, and what is known speaks for sleep.
        GARBLED: something answers, but no frame of it is whole.
        REFUSED: the board answers, and says no.
        LOST: port, cable or radio is gone. FAILED: nobody ever answered.
        RELEASED: the link was given to somebody else. CLOSED: it is not in use.
    """

    CONNECTING = "connecting"
    BUSY = "busy"
    PAUSED = "paused"
    ENDED = "ended"
    SILENT = "silent"
    ASLEEP = "asleep"
    GARBLED = "garbled"
    REFUSED = "refused"
    LOST = "lost"
    FAILED = "failed"
    RELEASED = "released"
    CLOSED = "closed"


class Topic(StrEnum):
    """What changed."""

    SAMPLE = "sample"
    SETTINGS = "settings"
    COUNTERS = "counters"
    LINK = "link"
    WRITE = "write"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkStats:
    """Health of a link since it was opened.

    Attributes:
        good: frames with a good checksum; bad: damaged ones; ignored_bytes: bytes in no frame.
        answers: requests answered; retried: those sent again; timeouts: those nobody answered.
        samples: samples read.
        latency_s: time from the last byte sent to the last byte of the reply, smoothed, seconds.
        samples_per_s: rate of samples over the last seconds.
        foreign: requests heard that were not ours; master: what another master asks, in English,
            "" = none was heard.
    """

    good: int = 0
    bad: int = 0
    ignored_bytes: int = 0
    retried: int = 0
    timeouts: int = 0
    latency_s: float | None = None
    samples_per_s: float | None = None
    foreign: int = 0
    master: str = ""
    answers: int = 0
    samples: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value with what to think of it; `age_s` is None before the first sample."""

    value: object
    quality: Quality
    age_s: float | None


class DeviceModel:
    """One device. Only the thread of the event loop may touch it.

    Attributes:
        uri: its address, also its identity inside the running desk.
        name: what to call it on screen.
        poll_s: how often a sample is expected, seconds.
        opened: since when it is open here.
        settings_specs: meaning of every setting this board may have, by key.
        quality: how well its link did over time, None where nobody keeps it.
        interrupted: a write that was broken off and not yet finished, taken back or left.
        diagnosis: what is known of a board that does not answer, None while it does.
        remote: what a server knows of it, None where the desk speaks to the board itself.
    """

    def __init__(
        self, uri: str, clock: Clock, *, mode: Mode = Mode.LIVE, poll_s: float = 1.0
    ) -> None:
        self.uri = uri
        self.clock = clock
        self.mode = mode
        self.poll_s = poll_s
        self.opened = clock.now()
        self.name = uri
        self.protocol: str = ""
        self.protocol_label: str = ""
        self.capabilities: frozenset[Capability] = frozenset()
        self.settings_specs: dict[str, SettingSpec] = {}
        self.sample: PackSample | None = None
        self.settings: SettingsReading | None = None
        self.counters: CounterReading | None = None
        self.last_write: WriteResult | None = None
        self.interrupted: Interrupted | None = None
        self.phase = LinkPhase.OFFLINE
        self.error: MingtangError | None = None
        self.diagnosis: Diagnosis | None = None
        self.link = LinkStats()
        self.quality: LinkLog | None = None
        self.remote: Remote | None = None
        self.lacks = ""
        self.extras: Extras = {}
        self._origins: Callable[[PackSample], Origins] | None = None
        self._setting_origins: Origins = {}
        self._sample_at: float | None = None
        self._observers: dict[int, Callable[[Topic], None]] = {}
        self._next_observer = 0

    def observe(self, callback: Callable[[Topic], None]) -> Callable[[], None]:
        """Call `callback` after each change.

        Return a function that ends it (calling it twice is harmless).
        """
        number = self._next_observer
        self._next_observer += 1
        self._observers[number] = callback
        return lambda: void(self._observers.pop(number, None))

    def identify(
        self,
        *,
        protocol: str,
        label: str,
        name: str,
        capabilities: frozenset[Capability],
        specs: dict[str, SettingSpec],
        origins: Callable[[PackSample], Origins] | None = None,
        setting_origins: Origins | None = None,
        lacks: str = "",
        extras: Extras | None = None,
    ) -> None:
        """Say which board answered; `lacks` is why it can do less than others of its kind."""
        self.lacks, self.extras = lacks, extras or {}
        self._origins, self._setting_origins = origins, setting_origins or {}
        self.protocol, self.protocol_label, self.name = protocol, label, name
        self.capabilities, self.settings_specs = capabilities, specs
        self._tell(Topic.IDENTITY)

    def apply_sample(self, sample: PackSample, *, age_s: float = 0.0) -> None:
        """Take a new sample, which may be old already where somebody else heard it."""
        self.sample = sample
        self._sample_at = self.clock.monotonic() - age_s
        self._tell(Topic.SAMPLE)

    def apply_settings(self, reading: SettingsReading) -> None:
        """Take settings as read from the board; a partial reading replaces only what it has."""
        if self.settings is not None:
            reading = replace(
                reading,
                values={**self.settings.values, **reading.values},
                raw={**self.settings.raw, **reading.raw},
                limits={**self.settings.limits, **reading.limits},
            )
        self.settings = reading
        self._tell(Topic.SETTINGS)

    def apply_counters(self, counters: CounterReading) -> None:
        """Take counters as read from the board."""
        self.counters = counters
        self._tell(Topic.COUNTERS)

    def forget_readings(self) -> None:
        """Drop settings and counters: after a new connection they may be another pack's."""
        self.settings = self.counters = None
        self._tell(Topic.SETTINGS)
        self._tell(Topic.COUNTERS)

    def restore(
        self,
        sample: PackSample | None,
        settings: SettingsReading | None,
        counters: CounterReading | None,
        *,
        age_s: float = 0.0,
    ) -> None:
        """Take the whole picture of another time of a recording; None = not known then."""
        self.sample, self.settings, self.counters = sample, settings, counters
        self._sample_at = None if sample is None else self.clock.monotonic() - age_s
        for topic in (Topic.SAMPLE, Topic.SETTINGS, Topic.COUNTERS):
            self._tell(topic)

    def apply_write(self, result: WriteResult) -> None:
        """Take the outcome of a write transaction."""
        self.last_write = result
        self._tell(Topic.WRITE)

    def set_interrupted(self, interrupted: Interrupted | None) -> None:
        """Say that a write of this board waits to be finished or taken back, None = none does."""
        if interrupted != self.interrupted:
            self.interrupted = interrupted
            self._tell(Topic.WRITE)

    def set_link(
        self,
        phase: LinkPhase,
        *,
        error: MingtangError | None = None,
        diagnosis: Diagnosis | None = None,
    ) -> None:
        """Say what the link is doing; error and diagnosis stay until the next call."""
        self.phase, self.error, self.diagnosis = phase, error, diagnosis
        self._tell(Topic.LINK)

    def set_remote(self, remote: Remote) -> None:
        """Say what a server knows of the board."""
        if remote != self.remote:
            self.remote = remote
            self._tell(Topic.LINK)

    def set_stats(self, stats: LinkStats) -> None:
        """Take new link counters (no notice: they come with every sample, the strip reads them)."""
        self.link = stats

    @property
    def age_s(self) -> float | None:
        """Seconds since the last sample, None before the first."""
        return None if self._sample_at is None else self.clock.monotonic() - self._sample_at

    @property
    def stale(self) -> bool:
        """True when samples were expected and did not come, or the link is not live."""
        age = self.age_s
        if age is None:
            return True
        return self.phase is not LinkPhase.LIVE or age > STALE_AFTER_POLLS * max(self.poll_s, 0.2)

    @property
    def absence(self) -> Absence | None:
        """Why there are no fresh values, None while there are."""
        if self.phase is not LinkPhase.LIVE:
            return self._why_not_live()
        if not self.stale or self.age_s is None:
            return None
        return Absence.PAUSED if self.mode is Mode.REPLAY else Absence.BUSY

    def _why_not_live(self) -> Absence:
        if isinstance(self.error, RejectedError | CloudRefusalError):
            return Absence.REFUSED
        if self.phase is LinkPhase.SILENT:
            if self.remote is not None and self.error is None:
                from mingtang_desk.device.remote import SLEEPING

                return Absence.ASLEEP if self.remote.state == SLEEPING else Absence.SILENT
            garbled = self.error is not None and self.error.key != _NO_ANSWER
            if garbled:
                return Absence.GARBLED
            sleeps = self.diagnosis is not None and self.diagnosis.sleeps
            return Absence.ASLEEP if sleeps else Absence.SILENT
        if self.phase is LinkPhase.OFFLINE:
            if self.error is not None and self.error.key in _RELEASED:
                return Absence.RELEASED
            return Absence.ENDED if self.mode is Mode.REPLAY else Absence.CLOSED
        return Absence(self.phase.value)

    @property
    def origins(self) -> Origins:
        """Where the values of the present sample were read, by key; worked out when asked for."""
        if self.sample is None or self._origins is None:
            return {}
        return self._origins(self.sample)

    def origin(self, key: str) -> Origin | None:
        """Return where a value of the present sample was read (`device.origins.Origins`)."""
        return self.origins.get(key)

    def setting_origin(self, key: str) -> Origin | None:
        """Return where a setting is kept on this board."""
        return self._setting_origins.get(key)

    def value(self, spec: StatusSpec) -> Value:
        """Return one status value with its quality and age."""
        got = None if self.sample is None else spec.get(self.sample)
        if self.sample is None or got is None:
            return Value(value=None, quality=Quality.NOT_REPORTED, age_s=self.age_s)
        if spec.key in self.sample.quality.implausible:
            return Value(value=got, quality=Quality.IMPLAUSIBLE, age_s=self.age_s)
        return Value(
            value=got, quality=Quality.STALE if self.stale else Quality.LIVE, age_s=self.age_s
        )

    def _tell(self, topic: Topic) -> None:
        for callback in tuple(self._observers.values()):
            callback(topic)


def void(_: object) -> None:
    """Take a value and return nothing, for callbacks that must not return one."""
