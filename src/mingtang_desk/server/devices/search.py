"""What somebody who searches means: a part of something, or a pasted list of numbers."""

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_

from mingtang_desk.server.devices.directory import Directory
from mingtang_desk.server.problem import Problem
from mingtang_desk.server.store.tables.devices import DEVICES, ENDING

MOST_NUMBERS = 1000
"""So many may be pasted at once."""
_BETWEEN = re.compile(r"[\s,;，；、]+")
_ESCAPE = "/"
_WILD = frozenset(("%", "_", _ESCAPE))
_NUMBER = re.compile(r"(?=.*\d)[0-9A-Za-z._-]{4,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search that was read.

    Attributes:
        part: to be found anywhere in number, tracker, IMEI, SIM or name, whatever its case.
        numbers: any of these, whole.
        ending: last characters of the number.
    """

    part: str = ""
    numbers: tuple[str, ...] = ()
    ending: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether an index finds what it means."""
        return bool(self.numbers) or len(self.ending) >= ENDING


def read_search(q: str, ending: str = "") -> Search:
    """Return what a text means: a list where it is several numbers, else a part.

    Raises:
        Problem: 422, more than `MOST_NUMBERS` numbers.
    """
    q = q.replace("\0", " ").strip()
    words = tuple(dict.fromkeys(word for word in _BETWEEN.split(q) if word))
    if len(words) < 2 or not all(_NUMBER.fullmatch(word) for word in words):
        return Search(part=words[0] if len(words) == 1 else q, ending=ending)
    if len(words) > MOST_NUMBERS:
        raise Problem(
            422,
            "too_many_numbers",
            "Search for fewer numbers at once.",
            extra={"limit": MOST_NUMBERS},
        )
    return Search(numbers=words, ending=ending)


def condition_of(search: Search, directory: Directory) -> list[ColumnElement[bool]]:
    """Return the conditions on `devices`; nothing in a text is a wildcard."""
    found: list[ColumnElement[bool]] = []
    columns = DEVICES.c
    if search.part:
        found.append(_contains(columns.search, search.part, directory.is_sqlite))
    if search.numbers:
        known = (directory.by_number(number) for number in search.numbers)
        pks = {device.pk for device in known if device is not None}
        found.append(
            or_(
                columns.pk.in_(pks),
                columns.imei.in_(search.numbers),
                columns.sim.in_(search.numbers),
            )
        )
    if search.ending:
        size = len(search.ending)
        last = func.substr(columns.number, func.length(columns.number) - (size - 1))
        long_enough = func.length(columns.number) >= size
        found.append(and_(last == search.ending, long_enough))
        if size >= ENDING:
            found.append(columns.ending == search.ending[-ENDING:])
    return found


def _contains(column: ColumnElement[str], part: str, is_sqlite: bool) -> ColumnElement[bool]:
    if is_sqlite:
        return func.instr(column, func.lower(part)) > 0
    # PostgreSQL's LIKE goes through UTF-8 byte by byte, its strpos does not: 1.8 times as fast.
    literal = "".join(_ESCAPE + c if c in _WILD else c for c in part)
    return column.like(func.lower(f"%{literal}%"), escape=_ESCAPE)
