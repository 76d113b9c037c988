"""The rows of a fleet by number, and what a live event changes in one."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from mingtang_desk.cloud.decode import AnswerError, moment
from mingtang_desk.cloud.models import Battery
from mingtang_desk.cloud.stream import Change


class FleetTable:
    """Batteries in the order of the list."""

    def __init__(self) -> None:
        self._rows: dict[str, Battery] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Battery]:
        return iter(self._rows.values())

    def get(self, number: str) -> Battery | None:
        """Return a battery, None = not (or no longer) in this fleet."""
        return self._rows.get(number)

    def add(self, rows: Iterable[Battery]) -> None:
        """Take more rows, or newer ones."""
        self._rows.update((row.number, row) for row in rows)

    def replace(self, rows: Iterable[Battery]) -> None:
        """Take these rows and no others."""
        self._rows = {row.number: row for row in rows}

    def take(self, change: Change) -> bool:
        """Put what an event tells into its row; return whether that changed anything."""
        row = self._rows.get(change.number)
        if row is None:
            return False
        try:
            new = _changed(row, change)
        except AnswerError:
            return False  # a server that lies about one value is not believed in that value
        if new == row:
            return False
        self._rows[change.number] = new
        return True


def _changed(row: Battery, change: Change) -> Battery:
    values = change.values
    match change.kind:
        case "pos":
            lat, lon = _number(values.get("lat")), _number(values.get("lon"))
            if lat is None or lon is None:
                return row
            return replace(
                row, lat=lat, lon=lon, position_time=_moment(values.get("time"), "pos.time")
            )
        case "bms":
            return replace(
                row, soc_pct=_number(values.get("soc_pct")), pack_v=_number(values.get("pack_v"))
            )
        case "presence":
            state = values.get("state")
            if not isinstance(state, str):
                raise AnswerError("presence.state is no text")
            return replace(
                row,
                state=state,
                since=_moment(values.get("since"), "presence.since"),
                last_seen=_moment(values.get("seen"), "presence.seen") or row.last_seen,
            )
    return row


def _number(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AnswerError("a value is no number")
    return float(value)


def _moment(value: object, where: str) -> datetime | None:
    return None if value is None else moment(value, where)
