"""What a server tells of alarms and their switches. Times are UTC, `None` = not known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mingtang_desk.cloud.decode import Json, called, decoded


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmDevice:
    """The battery of an alarm; `communication_s`: how long it is in that state, seconds."""

    number: str
    name: str
    communication: str
    kind: str = ""
    imei: str | None = None
    communication_s: float | None = None
    communication_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """An alarm; `device` None = a storm over many batteries.

    Attributes:
        state: raised, acknowledged, cleared.
        source: the sensor, "" or None = it has none.
        address: of the place, in words; `lat`, `lon`: where it happened, WGS-84.
        value, threshold: in `unit`.
        is_historic: it was told late; is_quiet: nobody was told.
    """

    id: str
    alarm_number: int
    type: str
    source: str | None
    severity: str
    state: str
    time: datetime
    received: datetime
    last: datetime
    count: int
    cleared: datetime | None
    acknowledged: datetime | None
    acknowledged_by: str | None
    device: AlarmDevice | None
    lat: float | None
    lon: float | None
    value: float | None
    threshold: float | None
    unit: str | None
    is_historic: bool
    is_quiet: bool = False
    address: str | None = None
    fence: str | None = None
    storm: str | None = None
    board_class: str | None = None
    position_time: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmPage:
    """A page of alarms, the newest first; `next_cursor` leads to the next one."""

    items: tuple[Alarm, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmSwitch:
    """How one type is treated.

    Attributes:
        severity: info, warning or critical.
        raise_delay_s: so long it has to last.
        threshold: of `low_capacity`, percent.
    """

    enabled: bool
    severity: str
    raise_delay_s: float
    threshold: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """`from_`, `to`: local times of the battery, HH:MM; alarms are listed then, nobody is told."""

    from_: str = field(metadata=called("from"))
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmSettings:
    """How every type is treated; `own`: what is set right here and not inherited."""

    types: Mapping[str, AlarmSwitch]
    quiet: QuietHours | None
    own: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settings:
    types: Json
    quiet: QuietHours | None
    own: Json


def alarm_settings_of(body: object) -> AlarmSettings:
    """Return settings as a server tells them.

    Raises:
        AnswerError: they are not what they should be.
    """
    found = decoded(_Settings, body)
    types = {key: decoded(AlarmSwitch, value, key) for key, value in found.types.items()}
    return AlarmSettings(types=types, quiet=found.quiet, own=found.own)
