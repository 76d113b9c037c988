"""Where a page of a list ends: opaque to clients, checked as if a stranger had written it."""

import base64
import json
import math
from dataclasses import dataclass
from typing import Any

from mingtang_desk.server.problem import Problem

_LONGEST = 2000
_BIGGEST = 2**63

type Key = str | int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """The last row of a page.

    Attributes:
        sort: what the list is sorted by.
        key: that row's value of it; pk: and its internal key.
    """

    sort: str
    key: Key
    pk: int

    def text(self) -> str:
        """Return it as clients pass it back."""
        body = json.dumps([self.sort, self.key, self.pk], separators=(",", ":"))
        return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")


def read_cursor(text: str, sort: str, kind: type[Key]) -> Cursor:
    """Return a cursor that a client passed back.

    Args:
        text: as `Cursor.text` gave it.
        sort: what the list is sorted by now.
        kind: of its values.

    Raises:
        Problem: 400, it is none of ours, or of a list sorted by something else.
    """
    found = _parts(text)
    if found is not None:
        found_sort, key, pk = found
        if kind is float and type(key) is int:
            key = float(key) if abs(key) < _BIGGEST else key
        is_key = type(key) is kind and _is_storable(key)
        if found_sort == sort and is_key and type(pk) is int and 0 <= pk < _BIGGEST:
            return Cursor(sort=sort, key=key, pk=pk)
    raise Problem(
        400, "bad_cursor", "Take the cursor as the page before gave it, with the same sort."
    )


def _parts(text: str) -> tuple[object, Any, object] | None:
    if len(text) > _LONGEST or not text.isascii():
        return None
    try:
        body = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list) or len(found) != 3:
        return None
    return found[0], found[1], found[2]


def _is_storable(key: Key) -> bool:
    if isinstance(key, str):
        return "\0" not in key and not any("\ud800" <= c <= "\udfff" for c in key)
    return math.isfinite(key) and abs(key) < _BIGGEST
