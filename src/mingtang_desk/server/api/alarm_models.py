"""What the routes of alarms take and answer."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from mingtang_desk.server.api.ranges import NextCursor
from mingtang_desk.server.rides.alarm_changes import state_of
from mingtang_desk.server.times import iso_ms

Severity = Literal["info", "warning", "critical"]
AlarmState = Literal["raised", "acknowledged", "cleared"]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Contact = Literal["online", "sleeping", "offline", "not_enabled", "expired"]
ALARM_COLUMNS = (
    "alarm_number", "type", "source", "severity", "state", "time", "last", "count", "cleared",
    "acknowledged", "acknowledged_by", "number", "name", "device_type", "imei", "lat", "lon",
    "address", "value", "threshold", "unit", "is_historic",
)  # fmt: skip


class AlarmDevice(BaseModel):
    """The battery of an alarm.

    `communication`: online, sleeping, offline, not_enabled or expired now; `communication_s`: for
    so many seconds, null = not known.
    """

    number: str
    name: str
    kind: str
    imei: str | None
    communication: Contact
    communication_since: str | None
    communication_s: float | None


class AlarmOut(BaseModel):
    """An alarm.

    `source`: sensor or cell (`cell_7`, `board`), for a storm the type of its alarms. `value` and
    `threshold` in `unit`. `lat`, `lon`: where it happened, WGS-84, known at `position_time`.
    `is_historic`: the report came too late to act on. `is_quiet`: in quiet hours, nobody was told.
    `storm`: id of the storm it is part of. `device` is null for a storm.
    """

    id: str
    alarm_number: int
    type: str
    source: str | None
    severity: Severity
    state: AlarmState
    time: str
    received: str
    last: str
    count: int
    cleared: str | None
    acknowledged: str | None
    acknowledged_by: str | None
    device: AlarmDevice | None
    lat: float | None
    lon: float | None
    position_time: str | None
    address: str | None
    value: float | None
    threshold: float | None
    unit: str | None
    is_historic: bool
    is_quiet: bool
    storm: str | None
    fence: str | None = Field(description="Name of the fence that was crossed, as it was then.")
    board_class: Literal["protection", "alarm", "fault"] | None


class AlarmList(BaseModel):
    """A page of alarms, the newest number first."""

    items: list[AlarmOut]
    next_cursor: NextCursor


class AlarmCounts(BaseModel):
    """How many alarms are open."""

    open: int
    raised: int
    acknowledged: int
    by_type: dict[str, int]
    by_severity: dict[str, int]


class AckMany(BaseModel):
    """Alarms that somebody has seen."""

    model_config = ConfigDict(extra="forbid")
    ids: Annotated[
        list[Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}$")]],
        Field(min_length=1, max_length=500),
    ]


class Acked(BaseModel):
    """Which of them exist for the asker; all of these are acknowledged now."""

    ids: list[str]


class TypeIn(BaseModel):
    """What is set of one type; what is left out is inherited."""

    model_config = ConfigDict(extra="forbid")
    enabled: bool | None = None
    severity: Severity | None = None
    raise_delay_s: Annotated[float, Field(ge=0, le=86400)] | None = None
    threshold: Annotated[float, Field(ge=0, le=100)] | None = Field(
        None, description="Of low_capacity, in percent."
    )


class QuietHours(BaseModel):
    """Local times of the battery between which nobody is told; alarms are listed all the same."""

    model_config = ConfigDict(
        extra="forbid", populate_by_name=True, json_schema_extra={"example": {"from": "22:00"}}
    )
    begin: Clock = Field(alias="from")
    end: Clock = Field(alias="to")


class AlarmSettingsIn(BaseModel):
    """What is set here; an empty body inherits everything.

    `quiet`: left out = inherited, null = none.
    """

    model_config = ConfigDict(extra="forbid")
    types: Annotated[dict[Key, TypeIn], Field(max_length=200)] = Field(default_factory=dict)
    quiet: QuietHours | None = None

    def stored(self) -> dict[str, object]:
        """Return it as it is stored: only what is set."""
        types = {key: each.model_dump(exclude_none=True) for key, each in self.types.items()}
        body: dict[str, object] = {}
        if kept := {key: each for key, each in types.items() if each}:
            body["types"] = kept
        if "quiet" in self.model_fields_set:
            body["quiet"] = None if self.quiet is None else self.quiet.model_dump(by_alias=True)
        return body


class TypeOut(BaseModel):
    """What holds for one type."""

    enabled: bool
    severity: Severity
    raise_delay_s: float
    threshold: float | None


class AlarmSettingsOut(BaseModel):
    """What is set here, and what holds here."""

    own: dict[str, Any]
    types: dict[str, TypeOut]
    quiet: QuietHours | None


def alarm_out(row: Mapping[str, Any], now: int) -> AlarmOut:
    """Return a row of `alarm_list` as the API shows it."""
    detail = json.loads(row["body"])
    return AlarmOut(
        id=row["id"],
        alarm_number=row["number"],
        type=row["kind"],
        source=None if "fence" in detail else row["source"] or None,
        severity=row["severity"],
        state=state_of(row),  # type: ignore[arg-type]
        time=_iso(row["raised_ms"]),
        received=_iso(row["received_ms"]),
        last=_iso(row["last_ms"]),
        count=row["count"],
        cleared=iso_ms(row["cleared_ms"]),
        acknowledged=iso_ms(row["acked_ms"]),
        acknowledged_by=row["acked_by"],
        device=None if row["device_number"] is None else device_out(row, now),
        lat=row["lat"],
        lon=row["lon"],
        position_time=iso_ms(row["position_ms"]),
        address=row["address"],
        value=row["value"],
        threshold=row["threshold"],
        unit=row["unit"] or None,
        is_historic=row["is_historic"],
        is_quiet=row["is_quiet"],
        storm=row["storm"],
        fence=detail.get("fence"),
        board_class=detail.get("class"),
    )


def alarm_row(row: Mapping[str, Any], now: int) -> dict[str, Any]:
    """Return a row of `alarm_list` as a line of a report."""
    values = alarm_out(row, now).model_dump()
    device = values.pop("device") or {}
    names = {"number": device.get("number"), "name": device.get("name")}
    return values | names | {"device_type": device.get("type"), "imei": device.get("imei")}


def device_out(row: Mapping[str, Any], now: int) -> AlarmDevice:
    """Return the battery of a row, with its contact at a moment."""
    contact, since = _contact(row, now)
    return AlarmDevice(
        number=row["device_number"],
        name=row["device_name"],
        kind=row["device_kind"],
        imei=row["imei"],
        communication=contact,
        communication_since=iso_ms(since),
        communication_s=None if since is None else max(0.0, (now - since) / 1000),
    )


def _contact(row: Mapping[str, Any], now: int) -> tuple[Contact, int | None]:
    """Since when: the link, or the last report where there is none."""
    expires = row["expires_ms"]
    if row["enabled_ms"] is None:
        return "not_enabled", None
    if expires is not None and now >= expires:
        return "expired", expires
    if row["linked_ms"] is not None:
        return "online", row["linked_ms"]
    if (row["online_until_ms"] or 0) >= now:
        return "online", None
    if (row["sleep_until_ms"] or 0) >= now:
        return "sleeping", row["seen_ms"]
    return "offline", row["seen_ms"]


def _iso(ms: int) -> str:
    text = iso_ms(ms)
    assert text is not None
    return text
