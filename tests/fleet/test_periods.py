"""Pages of the calendar, by which mileage is looked at."""

from datetime import date, timedelta

from mingtang_desk.cloud.periods import Bucket, beside, days_of, page_of


def test_pages_of_the_calendar() -> None:
    day = date(2026, 11, 22)
    month = page_of(day, Bucket.DAY)
    assert (month.first, month.last) == (date(2026, 11, 1), date(2026, 11, 30))
    assert month.periods[0] == "2026-11-01"
    assert beside(month, 1).first == date(2026, 12, 1)
    assert beside(month, -1).first == date(2026, 10, 1)
    weeks = page_of(day, Bucket.WEEK)
    assert len(weeks.periods) == 13
    assert weeks.periods[-1] == "2026-W47"
    assert beside(weeks, 1).first == weeks.last + timedelta(1)
    assert beside(weeks, -1).last == weeks.first - timedelta(1)
    year = page_of(day, Bucket.MONTH)
    assert year.periods[0] == "2026-01"
    assert len(year.periods) == 12
    assert beside(year, -1).first == date(2025, 1, 1)
    total = page_of(day, Bucket.TOTAL)
    assert beside(total, 1) is total
    assert total.periods == ("total",)
    assert days_of("2026-W53") == (date(2026, 12, 28), date(2027, 1, 3))
    assert days_of("2026-02") == (date(2026, 2, 1), date(2026, 2, 28))
    assert days_of("2026-11-22") == (day, day)
    assert days_of("total") is days_of("nonsense") is days_of("2026-W99") is None
