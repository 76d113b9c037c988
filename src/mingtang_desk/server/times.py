"""Times on the server: whole milliseconds since 1970 UTC in tables, ISO 8601 in JSON."""

from datetime import UTC, datetime, timedelta

from mingtang_desk.core.clock import Clock, iso

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def ms_of(moment: datetime) -> int:
    """Return an aware time as milliseconds."""
    return (moment - _EPOCH) // _MS


def moment_of(ms: int) -> datetime:
    """Return milliseconds as an aware UTC time."""
    return _EPOCH + ms * _MS


def now_ms(clock: Clock) -> int:
    """Return what time it is, in milliseconds."""
    return ms_of(clock.now())


def iso_ms(ms: int | None) -> str | None:
    """Return milliseconds as JSON shows them."""
    return None if ms is None else iso(moment_of(ms))
