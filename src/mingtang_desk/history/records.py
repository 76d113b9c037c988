"""What the history hands out beside the types of `device` and `interfaces`: never a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from mingtang_desk.core.clock import iso
from mingtang_desk.device.sample import CounterReading
from mingtang_desk.device.settings import SettingsReading
from mingtang_desk.history.damage import DamagedRowError
from mingtang_desk.interfaces.storage import DeskDocument, DeviceKey

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Topic(StrEnum):
    """What changed in the history."""

    DEVICES = "devices"
    EVENTS = "events"
    JOURNAL = "journal"
    SETTINGS = "settings"
    COUNTERS = "counters"
    CAPTURES = "captures"
    DOCUMENTS = "documents"
    IMPORTED = "imported"
    BACKLOG = "backlog"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRecord:
    """One device the history knows, and when its first and last sample (or other entry) was."""

    id: int
    key: DeviceKey
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecord:
    """Something that happened: connected, lost, a protection on or off, settings read."""

    device: DeviceKey
    time: datetime
    key: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotRecord:
    """Settings of a device as they once were."""

    device: DeviceKey
    reading: SettingsReading


@dataclass(frozen=True, slots=True, kw_only=True)
class CountersRecord:
    """Counters of a device as they once were; `reason` says why they were read."""

    device: DeviceKey
    reading: CounterReading
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRecord:
    """A file of recorded chunks: where it is, whose, from when to when, how long."""

    device: DeviceKey
    path: str
    start: datetime
    end: datetime
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentItem:
    """A document and the name it keeps in every history it is copied to."""

    uid: str
    document: DeskDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryStat:
    """How much there is; `start` and `end` are the first and the last sample."""

    devices: int
    samples: int
    events: int
    start: datetime | None
    end: datetime | None
    bytes: int

    def as_json(self) -> dict[str, object]:
        """Return what `history stat` prints."""
        return {
            "devices": self.devices,
            "samples": self.samples,
            "events": self.events,
            "from": None if self.start is None else iso(self.start),
            "to": None if self.end is None else iso(self.end),
            "bytes": self.bytes,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a complete check found; each problem names its place."""

    samples: int
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """True when nothing was found."""
        return not self.problems

    def as_json(self) -> dict[str, object]:
        """Return what `history verify` prints."""
        return {"ok": self.ok, "samples": self.samples, "problems": list(self.problems)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import brought.

    Attributes:
        samples: new ones; `known` were there already.
        others: new events, settings, counters, journal entries, captures, documents.
    """

    samples: int
    known: int
    others: int

    def as_json(self) -> dict[str, object]:
        """Return what `history import` prints."""
        return {"samples": self.samples, "known": self.known, "others": self.others}


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """How recording is doing.

    Attributes:
        pending: samples taken, not yet committed.
        stored: committed since the history was opened.
        repeated: of a device and millisecond that were there already; kept once.
        dropped: lost, because the file could not be written for too long or was closed.
        trouble: why the last commit failed, in English; "" = it did not.
    """

    pending: int = 0
    stored: int = 0
    repeated: int = 0
    dropped: int = 0
    trouble: str = ""


def microseconds(moment: datetime) -> int:
    """Return whole microseconds since 1970 of an aware time."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(us: int) -> datetime:
    """Return the aware UTC time of microseconds since 1970.

    Raises:
        DamagedRowError: no calendar has it.
    """
    try:
        return _EPOCH + timedelta(microseconds=us)
    except (OverflowError, TypeError) as error:
        raise DamagedRowError(f"{us!r} is no time") from error
