"""The live picture of one device: latest sample, settings, counters, link.

Observers are plain callables.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.status import StatusSpec
from mingtang_desk.device.origins import Origin, Origins
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.device.settings import SettingSpec, SettingsReading
from mingtang_desk.device.transaction import WriteResult

STALE_AFTER_POLLS = 3.0
"""A value is stale after this many missed polls (notes of users: old values shown as live)."""


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
        retried: requests sent again; timeouts: requests nobody answered.
        latency_s: time from the last byte sent to the last byte of the reply, smoothed, seconds.
        samples_per_s: rate of samples over the last seconds.
    """

    good: int = 0
    bad: int = 0
    ignored_bytes: int = 0
    retried: int = 0
    timeouts: int = 0
    latency_s: float | None = None
    samples_per_s: float | None = None


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
        settings_specs: meaning of every setting this board may have, by key.
    """

    def __init__(
        self, uri: str, clock: Clock, *, mode: Mode = Mode.LIVE, poll_s: float = 1.0
    ) -> None:
        self.uri = uri
        self.clock = clock
        self.mode = mode
        self.poll_s = poll_s
        self.name = uri
        self.protocol: str = ""
        self.protocol_label: str = ""
        self.capabilities: frozenset[Capability] = frozenset()
        self.settings_specs: dict[str, SettingSpec] = {}
        self.sample: PackSample | None = None
        self.settings: SettingsReading | None = None
        self.counters: CounterReading | None = None
        self.last_write: WriteResult | None = None
        self.phase = LinkPhase.OFFLINE
        self.error: MingtangError | None = None
        self.link = LinkStats()
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
    ) -> None:
        """Say which board answered."""
        self._origins, self._setting_origins = origins, setting_origins or {}
        self.protocol, self.protocol_label, self.name = protocol, label, name
        self.capabilities, self.settings_specs = capabilities, specs
        self._tell(Topic.IDENTITY)

    def apply_sample(self, sample: PackSample) -> None:
        """Take a new sample."""
        self.sample = sample
        self._sample_at = self.clock.monotonic()
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

    def apply_write(self, result: WriteResult) -> None:
        """Take the outcome of a write transaction."""
        self.last_write = result
        self._tell(Topic.WRITE)

    def set_link(self, phase: LinkPhase, *, error: MingtangError | None = None) -> None:
        """Say what the link is doing; `error` stays until the next call."""
        self.phase, self.error = phase, error
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

    def origin(self, key: str) -> Origin | None:
        """Return where a value of the present sample was read (`device.origins.Origins`)."""
        if self.sample is None or self._origins is None:
            return None
        return self._origins(self.sample).get(key)

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
