"""Stretches of time and pages, as many lists take them."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Query
from pydantic import AwareDatetime, Field

from mingtang_desk.server.problem import Problem
from mingtang_desk.server.times import ms_of

_NO_TIME = "from and to have to be of our time."
From = Annotated[
    AwareDatetime | None, Query(alias="from", description="Not before; ISO 8601 with an offset.")
]
To = Annotated[
    AwareDatetime | None, Query(alias="to", description="Before; ISO 8601 with an offset.")
]
Limit = Annotated[int, Query(ge=1, le=500, description="At most so many.")]
Cursor = Annotated[
    str | None,
    Query(pattern=r"^[1-9][0-9]{0,14}$", description="`next_cursor` of the page before."),
]
NextCursor = Annotated[
    str | None, Field(description="Give it as `cursor` for the next page; null = this is the last.")
]
Zone = Annotated[
    str | None,
    Query(
        pattern=r"^[A-Za-z][A-Za-z0-9_+/-]{0,63}$",
        description="IANA name of the zone whose days count; without it the battery's own.",
    ),
]


def _is_ours(moment: datetime) -> bool:
    """Whether a time is one that days of any zone can be counted from."""
    return 1970 < moment.year < 3000


def span_ms(begin: datetime | None, end: datetime | None) -> tuple[int | None, int | None]:
    """Return a stretch of time in milliseconds.

    Raises:
        Problem: 422, it ends before it begins.
    """
    if not all(_is_ours(moment) for moment in (begin, end) if moment is not None):
        raise Problem(422, "range_invalid", _NO_TIME)
    if begin is not None and end is not None and end < begin:
        raise Problem(422, "range_invalid", "to has to be after from.")
    return None if begin is None else ms_of(begin), None if end is None else ms_of(end)


def closed_span_ms(
    begin: datetime | None, end: datetime | None, now: datetime, days: float, most_days: float
) -> tuple[int, int]:
    """Return a stretch of time in milliseconds that has two ends.

    Args:
        begin: as asked, None = `days` before the end.
        end: as asked, None = now.
        now: what time it is.
        days: how long it is unless told.
        most_days: how long it may be.

    Raises:
        Problem: 422, it ends before it begins or is too long.
    """
    until = now if end is None else end
    try:
        since = until - timedelta(days=days) if begin is None else begin
    except OverflowError as error:
        raise Problem(422, "range_invalid", _NO_TIME) from error
    if not (_is_ours(since) and _is_ours(until)):
        raise Problem(422, "range_invalid", _NO_TIME)
    if until < since:
        raise Problem(422, "range_invalid", "to has to be after from.")
    if until - since > timedelta(days=most_days):
        raise Problem(
            422,
            "range_too_long",
            f"At most {most_days:g} days at once.",
            extra={"limit_days": most_days},
        )
    return ms_of(since), ms_of(until)
