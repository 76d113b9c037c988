"""Pages of a calendar for mileage: which days, weeks or months are looked at together; local."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

WEEKS = 13
LONGEST_DAYS = 3650


class Bucket(StrEnum):
    """What mileage is counted by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Days of one month, thirteen weeks, months of one year, or all; `last` is in it."""

    bucket: Bucket
    first: date
    last: date

    @property
    def periods(self) -> tuple[str, ...]:
        """The names of all periods in it, as a server tells them."""
        if self.bucket is Bucket.TOTAL:
            return ("total",)
        days = [self.first + timedelta(n) for n in range((self.last - self.first).days + 1)]
        return tuple(dict.fromkeys(period_of(day, self.bucket) for day in days))


def page_of(day: date, bucket: Bucket) -> Page:
    """Return the page that a day is on."""
    if bucket is Bucket.DAY:
        first = day.replace(day=1)
        return Page(bucket=bucket, first=first, last=_month_after(first) - timedelta(1))
    if bucket is Bucket.WEEK:
        last = day - timedelta(day.weekday()) + timedelta(6)
        return Page(bucket=bucket, first=last - timedelta(7 * WEEKS - 1), last=last)
    if bucket is Bucket.MONTH:
        return Page(bucket=bucket, first=date(day.year, 1, 1), last=date(day.year, 12, 31))
    return Page(bucket=bucket, first=day - timedelta(LONGEST_DAYS), last=day)


def beside(page: Page, steps: int) -> Page:
    """Return the page after (`steps` 1) or before (-1) another one; of the total there is one."""
    if page.bucket is Bucket.TOTAL:
        return page
    if page.bucket is Bucket.WEEK:
        return page_of(page.last + timedelta(7 * WEEKS * steps), page.bucket)
    day = page.last + timedelta(1) if steps > 0 else page.first - timedelta(1)
    return page_of(day, page.bucket)


def period_of(day: date, bucket: Bucket) -> str:
    """Return the name of the period a day is in: 2026-11-22, 2026-W47, 2026-11, total."""
    if bucket is Bucket.DAY:
        return day.isoformat()
    if bucket is Bucket.WEEK:
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"
    return f"{day:%Y-%m}" if bucket is Bucket.MONTH else "total"


def days_of(period: str) -> tuple[date, date] | None:
    """Return first and last day of a period; None where it is none (the total, or nonsense)."""
    try:
        if "W" in period:
            year, _, week = period.partition("-W")
            first = date.fromisocalendar(int(year), int(week), 1)
            return first, first + timedelta(6)
        if len(period) == len("2026-11"):
            first = date.fromisoformat(f"{period}-01")
            return first, _month_after(first) - timedelta(1)
        day = date.fromisoformat(period)
    except ValueError:
        return None
    return day, day


def span_of(first: date, last: date) -> tuple[datetime, datetime]:
    """Return from and to of some local days, with the offsets those days have."""
    after = last + timedelta(1)
    start, end = (datetime(day.year, day.month, day.day).astimezone() for day in (first, after))
    return start, end


def _month_after(first: date) -> date:
    return (first + timedelta(32)).replace(day=1)
