"""Fields that many bodies have. Control characters are refused: PostgreSQL cannot keep a NUL."""

import base64
import json
import re
from collections.abc import Sequence
from typing import Annotated, Literal, cast

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from mingtang_desk.core.clock import iso
from mingtang_desk.server.accounts.logins import LONGEST_LOGIN
from mingtang_desk.server.accounts.passwords import LONGEST
from mingtang_desk.server.accounts.users import login_of
from mingtang_desk.server.problem import Problem
from mingtang_desk.server.times import moment_of

_PLAIN = r"^[^\x00-\x1f\x7f]*$"
_LOGIN = r"^[\w.@+-]+$"
Text = Annotated[str, StringConstraints(max_length=100, pattern=_PLAIN)]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=_PLAIN),
]
Login = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=64, pattern=_LOGIN),
]
"""A new login: letters and digits of any script and . @ + - _; case does not matter."""
Time = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Password = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
Language = Literal["en", "zh"]
Id = Annotated[
    str,
    Path(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"),
]
Limit = Annotated[int, Query(ge=1, le=200, description="At most so many.")]
Cursor = Annotated[
    str | None,
    Query(max_length=600, description="`next_cursor` of the page before."),
]


class Body(BaseModel):
    """What comes in: a field that is not known is refused, not dropped."""

    model_config = ConfigDict(extra="forbid")


class Done(BaseModel):
    """It is done."""

    done: Literal[True] = True


def cursor_of(*place: str | int) -> str:
    """Return a place in a list as a cursor."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def place_of[T: str | int](cursor: str | None, kind: type[T], parts: int) -> tuple[T, ...] | None:
    """Return the place that a cursor names, None = the beginning.

    Raises:
        Problem: 422, it is none of ours.
    """
    return cast("tuple[T, ...] | None", _place(cursor, (kind,) * parts))


def moment_and_name(cursor: str | None) -> tuple[int, str] | None:
    """Return the place that a cursor names in a list by time and name, None = the beginning.

    Raises:
        Problem: 422, it is none of ours.
    """
    return cast("tuple[int, str] | None", _place(cursor, (int, str)))


def _place(cursor: str | None, kinds: Sequence[type]) -> tuple[str | int, ...] | None:
    if cursor is None:
        return None
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, UnicodeError) as error:
        raise _no_cursor() from error
    if not isinstance(place, list) or len(place) != len(kinds):
        raise _no_cursor()
    for each, kind in zip(place, kinds, strict=True):
        if type(each) is not kind or (isinstance(each, str) and "\0" in each):
            raise _no_cursor()
        if isinstance(each, int) and not 0 <= each < 2**63:
            raise _no_cursor()
    return tuple(place)


def new_login(text: str) -> str:
    """Return a new login as stored.

    Raises:
        Problem: 422, too long or of other characters once it is written out in full.
    """
    login = login_of(text)
    if len(login) > LONGEST_LOGIN or not re.fullmatch(_LOGIN, login):
        raise Problem(422, "invalid", "This cannot be a login; take letters and digits.")
    return login


def time(ms: int) -> str:
    """Return a stored time as JSON shows it."""
    return iso(moment_of(ms))


def _no_cursor() -> Problem:
    return Problem(422, "invalid", "The cursor is none of this list.")
