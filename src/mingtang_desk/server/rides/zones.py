"""Days of time zones."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mingtang_desk.server.problem import Problem


def fixed(zone_min: int) -> timezone:
    """Return a zone so many minutes east of UTC."""
    return timezone(timedelta(minutes=zone_min))


def day_of(time: float, zone_min: int) -> str:
    """Return the local day of a moment (Unix seconds)."""
    moment = datetime.fromtimestamp(time, UTC) + timedelta(minutes=zone_min)
    return moment.date().isoformat()


def zone_of(name: str | None, zone_min: int) -> tzinfo:
    """Return the zone of an IANA name, or one so many minutes east of UTC where there is no name.

    Raises:
        Problem: 422, there is no such zone.
    """
    if name is None:
        return fixed(zone_min)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Problem(422, "zone_unknown", "zone has to be a name like Asia/Shanghai.") from error
