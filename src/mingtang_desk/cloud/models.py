"""What a server tells, as the desk keeps it. Times are UTC, `None` = not known, places WGS-84."""

from dataclasses import dataclass, field
from datetime import datetime

from mingtang_desk.cloud.decode import Json, called, json_object, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What answers, and of which version."""

    status: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerTime:
    """What time it is there, and the number of its last event."""

    time: datetime
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Who is logged in. `rights`: what that one may do."""

    id: str
    login: str
    name: str
    role: str
    rights: tuple[str, ...]
    is_admin: bool
    account_id: str
    account_name: str
    has_totp: bool
    agreement_due: bool
    language: str = "en"
    agreement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """A session as the server gives it, once. Never shown, never logged."""

    access_token: str = field(repr=False)
    expires_in_s: int
    refresh_token: str = field(repr=False)
    agreement_due: bool
    user: Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whose a battery is."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Battery:
    """A battery of a list. `state`: online, sleeping, offline, expired, not_enabled."""

    number: str
    name: str
    kind: str
    account: Account
    state: str
    since: datetime | None
    last_seen: datetime | None
    soc_pct: float | None
    pack_v: float | None
    lat: float | None
    lon: float | None
    position_time: datetime | None
    signal: int | None
    open_alarms: int
    enabled: datetime | None
    expires: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatteryPage:
    """A page of a list; `next_cursor` leads to the next one."""

    items: tuple[Battery, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracker:
    """The tracker of a battery; intervals in seconds."""

    terminal: str | None
    vendor: str | None
    firmware: str | None
    is_linked: bool
    is_proven: bool | None
    interval_s: float | None
    ordered_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatteryDetails(Battery):
    """Everything of a battery but its samples.

    `state_s`: how long it is in that state; `zone_min`: its minutes east of UTC, None = not told.
    """

    imei: str | None
    sim: str | None
    note: str
    protocol: str
    firmware: str | None
    tracker: Tracker
    created: datetime | None
    state_s: float | None
    days_to_expiry: int | None
    zone_min: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeCounts:
    """How many batteries are of each type."""

    all: int
    online: int
    sleeping: int
    offline: int
    expired: int
    not_enabled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCounts:
    """Counts of an account right below, with those below it."""

    account_id: str
    name: str
    counts: TypeCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetCounts:
    """Counts of an account with all below, of it alone, of each below it."""

    account_id: str
    counts: TypeCounts
    own: TypeCounts
    children: tuple[AccountCounts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a board said last, as CONTRACT has it.

    Attributes:
        document: the sample, the settings file, or the counters.
        measured: when the board said it; received: when the server had it; None = not told.
    """

    document: Json
    measured: datetime | None
    received: datetime | None


def report_of(body: object) -> Report:
    """Return what a board said, with the times in it.

    Raises:
        AnswerError: it is no object, or a time is none.
    """
    document = json_object(body, "answer")
    measured, received = document.get("time"), document.get("received")
    return Report(
        document=document,
        measured=None if measured is None else moment(measured, "answer.time"),
        received=None if received is None else moment(received, "answer.received"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A report of a tracker.

    `event`: that came with it, "" = none; `accuracy_m`: how far off it may be, None = not known;
    older servers never tell.
    """

    time: datetime
    received: datetime
    lat: float | None
    lon: float | None
    altitude_m: float | None
    speed_kmh: float | None
    course_deg: float | None
    satellites: int | None
    signal: int | None
    mileage_m: float | None
    acc: bool | None
    alarms: tuple[str, ...]
    status: tuple[str, ...]
    flags: tuple[str, ...]
    event: str = ""
    accuracy_m: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestPlace(Place):
    """The last report with a fix; `age_s` by the clock of the server."""

    number: str
    age_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackPage:
    """A page of a track, oldest first; `next_cursor` leads to the next one."""

    number: str
    points: tuple[Place, ...]
    is_simplified: bool
    next_cursor: str | None


ENDED = frozenset(("succeeded", "failed", "expired", "cancelled", "unknown"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command as it stands.

    `is_settling`: its end is `unknown` and the server still looks for the truth.
    """

    id: str
    device: str
    kind: str
    command_class: str = field(metadata=called("class"))
    state: str
    attempts: int
    body: Json
    result: Json | None
    created: datetime
    expires: datetime
    sent: datetime | None
    delivered: datetime | None
    ended: datetime | None
    is_settling: bool

    @property
    def is_over(self) -> bool:
        """Whether nothing will change any more."""
        return self.state in ENDED and not self.is_settling


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandStep:
    """A line of the log of a command.

    Attributes:
        what: "state" for a step of its life, "tx" and "rx" for messages, or a note.
        body: of a step `state` and `attempts`.
    """

    time: datetime
    what: str
    body: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandStory:
    """Everything that happened on the way of a command, the oldest first."""

    log: tuple[CommandStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandPage:
    """A page of commands, the newest first; `next_cursor` leads to the next one."""

    items: tuple[Command, ...]
    next_cursor: str | None
