"""The rows of a fleet by number, and what a live event changes in one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import TYPE_CHECKING

from mingtang_desk.cloud.decode import AnswerError, moment
from mingtang_desk.cloud.models import Battery

if TYPE_CHECKING:  # it brings sockets along, which load slowly
    from mingtang_desk.cloud.stream import Change

STATES = ("online", "sleeping", "offline", "expired", "not_enabled")
UNKNOWN = "unknown"
"""The state of a battery of which its cloud does not know whether it is there; ours knows."""
"""Types of batteries; each has one."""
_TOLD = frozenset((*STATES, UNKNOWN))
"""What a server may say of one; some do not know it themselves, which is better than old news."""
_MOST_LOG = 5000
"""Changes that are told one by one; of more than that somebody has to look at all rows."""
_LIVE = frozenset(("online", "sleeping", "offline"))


class FleetTable:
    """Batteries, with a text of each that is searched.

    Attributes:
        version: rises when rows came, went or got other names: what is sorted by these is old then.
        changes: rises with every change of a row too.
    """

    def __init__(self) -> None:
        self._rows: dict[str, Battery] = {}
        self._texts: dict[str, str] = {}
        self._states: Counter[str] = Counter()
        self._alarmed = self._open_alarms = 0
        self._log: list[str] = []
        self._log_from = 0
        self.version = self.changes = 0

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Battery]:
        return iter(self._rows.values())

    def __contains__(self, number: object) -> bool:
        return number in self._rows

    @property
    def rows(self) -> Mapping[str, Battery]:
        """All by number; read only."""
        return self._rows

    @property
    def texts(self) -> Mapping[str, str]:
        """What is searched of each: number and name, without case; read only."""
        return self._texts

    @property
    def states(self) -> Mapping[str, int]:
        """How many batteries are in each state; read only."""
        return self._states

    @property
    def alarmed(self) -> int:
        """How many batteries have open alarms."""
        return self._alarmed

    @property
    def open_alarms(self) -> int:
        """How many alarms are open, of all batteries together."""
        return self._open_alarms

    def changed_since(self, changes: int) -> set[str] | None:
        """Return which batteries changed since `changes` had that value, None = too many."""
        at = changes - self._log_from
        return set(self._log[at:]) if at >= 0 else None

    def get(self, number: str) -> Battery | None:
        """Return a battery, None = not (or no longer) in this fleet."""
        return self._rows.get(number)

    def add(self, rows: Iterable[Battery]) -> None:
        """Take more rows, or newer ones."""
        for row in rows:
            self._set(row)
            self._texts[row.number] = f"{row.number}\n{row.name}".casefold()
        self._renewed()

    def put(self, row: Battery) -> bool:
        """Take one battery as it is now; return whether that changed anything."""
        old = self._rows.get(row.number)
        if old == row:
            return False
        if old is None or _lasting(old) != _lasting(row):
            self.add((row,))
        else:
            self._set(row)
            self._changed(row.number)
        return True

    def replace(self, rows: Iterable[Battery]) -> None:
        """Take these rows and no others."""
        self._rows, self._texts = {}, {}
        self._states.clear()
        self._alarmed = self._open_alarms = 0
        self.add(rows)

    def keep(self, numbers: Iterable[str]) -> bool:
        """Drop all but these; return whether there were others."""
        gone = self._rows.keys() - set(numbers)
        for number in gone:
            self._unset(number)
        if gone:
            self._renewed()
        return bool(gone)

    def drop(self, number: str) -> bool:
        """Take a battery out; return whether it was there."""
        if number not in self._rows:
            return False
        self._unset(number)
        self._renewed()
        return True

    def take(self, change: Change, now: datetime | None = None) -> bool:
        """Put what an event tells into its row; return whether that changed anything.

        `now` is the server's time: no battery was seen after it, whatever its clock says.
        """
        row = self._rows.get(change.number)
        reader = _READERS.get(change.kind)
        if row is None or reader is None:
            return False
        try:
            new = _seen(reader(row, change.values), change, now)
        except AnswerError:
            return False  # a server that lies about one value is not believed in that value
        if new == row:
            return False
        self._set(new)
        self._changed(new.number)
        return True

    def expire(self, now: datetime) -> list[str]:
        """Let batteries be expired whose time ran out, for no event says so; return which."""
        found = [
            row
            for row in self._rows.values()
            if row.expires is not None and row.expires <= now and row.state in _LIVE
        ]
        for row in found:
            self._set(replace(row, state="expired", since=row.expires))
            self._changed(row.number)
        return [row.number for row in found]

    def _set(self, row: Battery) -> None:
        old = self._rows.get(row.number)
        if old is not None:
            self._states[old.state] -= 1
            self._alarmed -= old.open_alarms > 0
            self._open_alarms -= old.open_alarms
        self._states[row.state] += 1
        self._alarmed += row.open_alarms > 0
        self._open_alarms += row.open_alarms
        self._rows[row.number] = row

    def _unset(self, number: str) -> None:
        old = self._rows.pop(number)
        self._states[old.state] -= 1
        self._alarmed -= old.open_alarms > 0
        self._open_alarms -= old.open_alarms
        del self._texts[number]

    def _changed(self, number: str) -> None:
        self.changes += 1
        self._log.append(number)
        if len(self._log) > _MOST_LOG:
            self._log.clear()
            self._log_from = self.changes

    def _renewed(self) -> None:
        self.version += 1
        self.changes += 1
        self._log.clear()
        self._log_from = self.changes


def _lasting(row: Battery) -> tuple[object, ...]:
    return row.name, row.account, row.expires


_OF_ROWS = tuple(each.name for each in fields(Battery))


def row_of(battery: Battery) -> Battery:
    """Return a battery as a list has it, without its details."""
    return Battery(**{name: getattr(battery, name) for name in _OF_ROWS})


def _placed(row: Battery, values: Mapping[str, object]) -> Battery:
    lat, lon = _number(values.get("lat"), 90), _number(values.get("lon"), 180)
    if lat is None or lon is None or (lat, lon) == (0.0, 0.0):
        return row  # trackers without a fix report the place where all lines begin
    time = _moment(values.get("time"), "pos.time")
    if time is not None and row.position_time is not None and time < row.position_time:
        return row
    return replace(row, lat=lat, lon=lon, position_time=time)


def _sampled(row: Battery, values: Mapping[str, object]) -> Battery:
    soc, pack_v = _number(values.get("soc_pct"), 1000), _number(values.get("pack_v"), 10_000)
    if soc is not None and not 0 <= soc <= 100:
        raise AnswerError("bms.soc_pct is no percentage")
    return replace(row, soc_pct=soc, pack_v=pack_v)


def _present(row: Battery, values: Mapping[str, object]) -> Battery:
    state = values.get("state")
    if state not in _TOLD:
        raise AnswerError("presence.state is none")
    return replace(
        row,
        state=str(state),
        since=_moment(values.get("since"), "presence.since"),
        last_seen=_moment(values.get("seen"), "presence.seen") or row.last_seen,
    )


_READERS: Mapping[str, Callable[[Battery, Mapping[str, object]], Battery]] = {
    "pos": _placed,
    "bms": _sampled,
    "presence": _present,
}


def _seen(row: Battery, change: Change, now: datetime | None) -> Battery:
    """Return a row with when its battery was heard: a report is heard when it is received."""
    if change.kind not in _REPORTS:
        return row
    heard = _moment(change.values.get("received") or change.values.get("time"), "received")
    if heard is None:
        return row
    heard = heard if now is None else min(heard, now)
    if row.last_seen is not None and heard <= row.last_seen:
        return row
    return replace(row, last_seen=heard)


_REPORTS = frozenset(("pos", "bms"))


def _number(value: object, most: float) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AnswerError("a value is no number")
    if not math.isfinite(value) or abs(value) > most:
        raise AnswerError("a value is out of every range")
    return float(value)


def _moment(value: object, where: str) -> datetime | None:
    return None if value is None else moment(value, where)
