"""Times on an axis, local: where ticks stand, and how they are written."""

from bisect import bisect_left
from datetime import UTC, datetime

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0

STEPS: tuple[float, ...] = (
    *(0.001 * n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500)),
    *(1.0, 2.0, 5.0, 10.0, 15.0, 30.0),
    *(MINUTE * n for n in (1, 2, 5, 10, 15, 30)),
    *(HOUR * n for n in (1, 2, 3, 6, 12)),
    *(DAY * n for n in (1, 2, 7, 14, 28, 91, 182, 365)),
)
"""What may lie between two ticks."""
_DATED_FROM = DAY
_TICK_PX = 72.0


def local(when: float) -> datetime:
    """Return a time in the zone of this machine."""
    return datetime.fromtimestamp(when, UTC).astimezone()


def step_for(span: float, pixels: float) -> float:
    """Return how far apart ticks stand, so that their words do not touch."""
    wanted = span / max(pixels / _TICK_PX, 1.0)
    return STEPS[min(bisect_left(STEPS, wanted), len(STEPS) - 1)]


def ticks(begin: float, end: float, step: float) -> list[float]:
    """Return the ticks between two times, on round local times."""
    shift = _offset(begin)
    first = -(-(begin + shift) // step)
    found = []
    for number in range(int((end - begin) / step) + 2):
        tick = (first + number) * step - shift
        if begin <= tick <= end:
            found.append(tick)
    return found


def tick_text(when: float, step: float, span: float) -> str:
    """Return a tick in words: hh:mm, with seconds or the date where they tell something."""
    time = local(when)
    if step < 1.0:
        return f"{time:%H:%M:%S}.{time.microsecond // 1000:03d}"
    if step >= DAY:
        return f"{time:%Y-%m-%d}"
    if span > _DATED_FROM:
        return f"{time:%m-%d %H:%M}"
    return f"{time:%H:%M}" if step >= MINUTE else f"{time:%H:%M:%S}"


def moment_text(when: float, *, dated: bool = False) -> str:
    """Return one time to the tenth of a second, with the date if asked for."""
    time = local(when)
    text = f"{time:%H:%M:%S}.{time.microsecond // 100_000}"
    return f"{time:%Y-%m-%d} {text}" if dated else text


def span_text(seconds: float) -> str:
    """Return a duration: 12.3 s, 4:05 min, 2:30:00 h."""
    if seconds < MINUTE:
        return f"{seconds:.3g} s" if seconds < 1 else f"{seconds:.1f} s"
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d} h" if hours else f"{minutes}:{left:02d} min"


def _offset(when: float) -> float:
    shift = local(when).utcoffset()
    return 0.0 if shift is None else shift.total_seconds()
