"""Which batteries are shown in which order: types, accounts, searches; fast enough for 100 000."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from mingtang_desk.cloud.fleet_search import Search, find
from mingtang_desk.cloud.models import Battery
from mingtang_desk.cloud.table import STATES, UNKNOWN, FleetTable

_FEW = 1000
"""So many batteries are put into their new places one by one; more are sorted with all others."""
ALL, ALARM = "all", "alarm"
TYPES = (ALL, *STATES)

type KeyOf = Callable[[Battery], Any]

_RANK = {state: rank for rank, state in enumerate(STATES)}
COLUMNS: Mapping[str, KeyOf] = {
    "number": attrgetter("number"),
    "name": lambda row: row.name.casefold() or None,
    "state": lambda row: _RANK.get(row.state, len(STATES)),
    "soc": attrgetter("soc_pct"),
    "volts": attrgetter("pack_v"),
    "seen": attrgetter("last_seen"),
    "alarms": attrgetter("open_alarms"),
    "account": lambda row: row.account.name.casefold() or None,
    "expires": attrgetter("expires"),
}
"""What can be sorted by, and by which key; None stands last both ways."""
LASTING = frozenset(("number", "name", "account", "expires"))
"""Columns that live events leave as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What is wanted.

    Attributes:
        kind: of `TYPES`, or `ALARM`: with open alarms.
        accounts: ids of the accounts, None = all.
        search: a text or numbers.
        extra: numbers that the server found for the search by what a list does not show.
    """

    kind: str = ALL
    accounts: frozenset[str] | None = None
    search: Search = field(default_factory=Search)
    extra: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is shown: numbers in order, counts of each type, numbers that were not found.

    `counts` has every type and `ALARM`, of the wanted accounts and whatever is searched.
    """

    numbers: list[str]
    counts: Mapping[str, int]
    missing: tuple[str, ...]


class FleetView:
    """Looks at one table; orders and counts are kept until the table changes."""

    def __init__(self, table: FleetTable) -> None:
        self._table = table
        self._orders: dict[str, tuple[int, list[str], int]] = {}
        self._counts: tuple[int, frozenset[str] | None, Mapping[str, int]] | None = None

    def view(self, wanted: Filter, column: str = "number", *, down: bool = False) -> View:
        """Return what is shown, sorted by a column of `COLUMNS`, `down` = the other way round."""
        rows = self._table.rows
        numbers = self._order(column, down=down)
        missing: tuple[str, ...] = ()
        if not wanted.search.is_empty:
            found = find(self._table, wanted.search)
            hits, missing = found.numbers | wanted.extra, found.missing
            numbers = [number for number in numbers if number in hits]
        accounts, kind = wanted.accounts, wanted.kind
        if accounts is not None:
            numbers = [number for number in numbers if rows[number].account.id in accounts]
        if kind == ALARM:
            numbers = [number for number in numbers if rows[number].open_alarms > 0]
        elif kind != ALL:
            numbers = [number for number in numbers if rows[number].state == kind]
        return View(numbers=numbers, counts=self.counts(accounts), missing=missing)

    def counts(self, accounts: frozenset[str] | None = None) -> Mapping[str, int]:
        """Count the batteries of each type in some accounts, None = in all."""
        kept = self._counts
        if kept is not None and kept[:2] == (self._table.changes, accounts):
            return kept[2]
        states: Mapping[str, int] = self._table.states
        total, alarmed = len(self._table), self._table.alarmed
        if accounts is not None:
            rows = [row for row in self._table if row.account.id in accounts]
            states = Counter([row.state for row in rows])
            total, alarmed = len(rows), sum([row.open_alarms > 0 for row in rows])
        counts = {state: states.get(state, 0) for state in STATES} | {ALL: total, ALARM: alarmed}
        if states.get(UNKNOWN):  # not with every cloud
            counts[UNKNOWN] = states[UNKNOWN]
        self._counts = (self._table.changes, accounts, counts)
        return counts

    def _order(self, column: str, *, down: bool) -> list[str]:
        numbers, known = self._sorted(column)
        # Turned round as a whole: equal ones have their numbers downwards too.
        return [*reversed(numbers[:known]), *numbers[known:]] if down else numbers

    def _sorted(self, column: str) -> tuple[list[str], int]:
        """Return all numbers by a column, and how many of them have a value."""
        table = self._table
        version = table.version if column in LASTING else table.changes
        kept = self._orders.get(column)
        if kept is not None and kept[0] == version:
            return kept[1], kept[2]
        moved = None if kept is None else table.changed_since(kept[0])
        if column == "number":
            made = sorted(table.rows)
            known = len(made)
        elif kept is not None and moved is not None and len(moved) <= _FEW:
            made, known = self._moved(kept[1], kept[2], moved, column)
        else:
            made, known = self._sorted_anew(column)
        self._orders[column] = (version, made, known)
        return made, known

    def _sorted_anew(self, column: str) -> tuple[list[str], int]:
        rows, key_of = self._table.rows, COLUMNS[column]
        base, _ = self._sorted("number")
        keys = dict(zip(base, map(key_of, map(rows.__getitem__, base)), strict=True))
        made = [number for number, key in keys.items() if key is not None]
        made.sort(key=keys.__getitem__)
        known = len(made)
        if known < len(base):
            made += [number for number, key in keys.items() if key is None]
        return made, known

    def _moved(
        self, order: list[str], known: int, moved: set[str], column: str
    ) -> tuple[list[str], int]:
        """Return an order in which a few batteries have their new places."""
        rows, key_of = self._table.rows, COLUMNS[column]
        made = [number for number in order[:known] if number not in moved]
        without = [number for number in order[known:] if number not in moved]
        known = len(made)
        for number in moved:
            key = key_of(rows[number])
            if key is None:
                without.append(number)
                continue
            place = bisect_right(made, key, 0, known, key=lambda each: key_of(rows[each]))
            made.insert(place, number)
            known += 1
        return [*made, *without], known
