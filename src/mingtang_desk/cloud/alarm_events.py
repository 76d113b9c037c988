"""Alarms as the stream tells them: a summary, made into the alarm of a list."""

from dataclasses import dataclass, replace
from datetime import datetime

from mingtang_desk.cloud.decode import AnswerError, Json, decoded
from mingtang_desk.cloud.models import Battery
from mingtang_desk.cloud.models_alarms import Alarm, AlarmDevice


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmNews:
    """What an event tells of an alarm; see `Alarm`."""

    id: str
    alarm_number: int
    type: str
    severity: str
    state: str
    time: datetime
    count: int
    source: str | None = None
    value: float | None = None
    threshold: float | None = None
    unit: str | None = None
    lat: float | None = None
    lon: float | None = None
    cleared: datetime | None = None
    acknowledged: datetime | None = None
    acknowledged_by: str | None = None
    is_historic: bool = False
    is_quiet: bool = False
    storm: str | None = None


def news_of(values: Json | None) -> AlarmNews | None:
    """Return what an event tells, None where it is nonsense."""
    try:
        return decoded(AlarmNews, values)
    except AnswerError:
        return None


def alarm_of(news: AlarmNews, number: str, battery: Battery | None, now: datetime) -> Alarm:
    """Return a new alarm as far as its event tells it; the server knows the rest.

    Args:
        news: of the event.
        number: of the battery, "" = a storm over many.
        battery: what is known of it.
        now: what time it is at the server, for it has just had it.
    """
    device: AlarmDevice | None = None
    if number:
        device = AlarmDevice(
            number=number,
            name="" if battery is None else battery.name,
            kind="" if battery is None else battery.kind,
            communication="" if battery is None else battery.state,
        )
    return Alarm(
        id=news.id,
        alarm_number=news.alarm_number,
        type=news.type,
        source=None if news.type.startswith("fence_") else news.source,
        severity=news.severity,
        state=news.state,
        time=news.time,
        received=now,
        last=news.time,
        count=news.count,
        cleared=news.cleared,
        acknowledged=news.acknowledged,
        acknowledged_by=news.acknowledged_by,
        device=device,
        lat=news.lat,
        lon=news.lon,
        value=news.value,
        threshold=news.threshold,
        unit=news.unit,
        is_historic=news.is_historic,
        is_quiet=news.is_quiet,
        storm=news.storm,
    )


def changed(alarm: Alarm, news: AlarmNews) -> Alarm:
    """Return an alarm after an event: state, counts and storm; its place and words stay."""
    return replace(
        alarm,
        state=news.state,
        severity=news.severity,
        count=max(alarm.count, news.count),
        cleared=news.cleared,
        acknowledged=news.acknowledged,
        acknowledged_by=news.acknowledged_by,
        storm=news.storm or alarm.storm,
    )
