"""The rows of the list of alarms: newest first, storms as one row, changed in place by events."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt

from mingtang_desk.cloud.models_alarms import Alarm
from mingtang_desk.ui.fleet.alarm_words import (
    alarm_title,
    severity_word,
    source_word,
    state_word,
    value_words,
)
from mingtang_desk.ui.fleet.battery_words import place_words, time_words
from mingtang_desk.ui.fleet.paged_model import Index, PagedModel
from mingtang_desk.ui.shown import NOT_REPORTED
from mingtang_desk.ui.widgets.tips import plain_tip

ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is to show; "" and None = all.

    Attributes:
        state: open, raised or cleared; query: part of a number or name.
        kind: type; number: of one battery.
    """

    state: str = ""
    query: str = ""
    kind: str = ""
    severity: str = ""
    number: str = ""

    @property
    def is_flat(self) -> bool:
        """Whether members of storms are rows of their own: whoever looks for one finds it."""
        return bool(self.query or self.kind or self.severity or self.number)

    def takes(self, alarm: Alarm) -> bool:
        """Return whether an alarm that was not in the list belongs there."""
        device = alarm.device
        number, name = ("", "") if device is None else (device.number, device.name)
        sought = self.query.casefold()
        return (
            self.keeps(alarm)
            and self.kind in ("", alarm.type)
            and self.number in ("", number)
            and (sought in number.casefold() or sought in name.casefold())
        )

    def keeps(self, alarm: Alarm) -> bool:
        """Return whether an alarm that the server found stays in the list as it is now."""
        is_open = self.state == "open" and alarm.state != "cleared"
        return (
            (is_open or self.state in ("", alarm.state))
            and self.severity in ("", alarm.severity)
            and (self.is_flat or alarm.storm is None)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRow:
    """One row; `member`: of the storm above it; `open_storm`: its members stand below it."""

    alarm: Alarm
    member: bool = False
    open_storm: bool = False


class AlarmModel(PagedModel):
    """All rows that came so far."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[AlarmRow] = []
        self.temperature = "c"

    @property
    def rows(self) -> Sequence[AlarmRow]:
        """The rows shown."""
        return self._rows

    def show(self, alarms: Iterable[Alarm]) -> None:
        """Show these and no others."""
        self.beginResetModel()
        self._rows = [AlarmRow(alarm=alarm) for alarm in alarms]
        self.endResetModel()

    def append(self, alarms: Iterable[Alarm]) -> int:
        """Add older ones at the end; return how many were new."""
        known = {row.alarm.id for row in self._rows}
        new = [AlarmRow(alarm=alarm) for alarm in alarms if alarm.id not in known]
        if new:
            at = len(self._rows)
            self.beginInsertRows(QModelIndex(), at, at + len(new) - 1)
            self._rows += new
            self.endInsertRows()
        return len(new)

    def put(self, alarm: Alarm) -> None:
        """Put a new one where its time belongs: on top, unless it was told late."""
        place = (alarm.time, alarm.alarm_number)
        others = [row.alarm for row in self._rows if not row.member]
        newer = sum((other.time, other.alarm_number) > place for other in others)
        at = next(
            (n for n, (row, seen) in enumerate(self._with_count()) if seen == newer + 1),
            len(self._rows),
        )
        self.beginInsertRows(QModelIndex(), at, at)
        self._rows.insert(at, AlarmRow(alarm=alarm))
        self.endInsertRows()

    def change(self, alarm_id: str, how: Callable[[Alarm], Alarm]) -> bool:
        """Change one in place; return whether it is here."""
        found = False
        for at, row in enumerate(self._rows):
            if row.alarm.id == alarm_id:
                found = True
                self._rows[at] = AlarmRow(
                    alarm=how(row.alarm), member=row.member, open_storm=row.open_storm
                )
                self.dataChanged.emit(self.index(at), self.index(at))
        return found

    def drop(self, alarm_id: str) -> None:
        """Take one away, a storm with its members; members of one that stays stay with it."""
        for at, row in enumerate(self._rows):
            if row.alarm.id == alarm_id and not row.member:
                end = at + 1
                while end < len(self._rows) and self._rows[end].member:
                    end += 1
                self.beginRemoveRows(QModelIndex(), at, end - 1)
                del self._rows[at:end]
                self.endRemoveRows()
                return

    def get(self, alarm_id: str) -> Alarm | None:
        """Return one by its id."""
        return next((row.alarm for row in self._rows if row.alarm.id == alarm_id), None)

    def fold(self, storm_id: str, members: Sequence[Alarm] | None) -> None:
        """Show the members of a storm below it; None = hide them."""
        at = next((n for n, row in enumerate(self._rows) if row.alarm.id == storm_id), None)
        if at is None:
            return
        end = at + 1
        while end < len(self._rows) and self._rows[end].member:
            end += 1
        if end > at + 1:
            self.beginRemoveRows(QModelIndex(), at + 1, end - 1)
            del self._rows[at + 1 : end]
            self.endRemoveRows()
        self._rows[at] = AlarmRow(alarm=self._rows[at].alarm, open_storm=members is not None)
        self.dataChanged.emit(self.index(at), self.index(at))
        if members:
            self.beginInsertRows(QModelIndex(), at + 1, at + len(members))
            self._rows[at + 1 : at + 1] = [AlarmRow(alarm=each, member=True) for each in members]
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a row, or the row itself."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return alarm_title(row.alarm)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip("\n".join(self.lines(row.alarm)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(self.lines(row.alarm))
        return row if role == ROW else None

    def lines(self, alarm: Alarm) -> list[str]:
        """Return all that a row says, as it is read aloud."""
        what = [alarm_title(alarm), severity_word(alarm.severity), state_word(alarm.state)]
        measured = measured_words(alarm, self.temperature)
        return [line for line in (*what, whose(alarm), measured, where(alarm)) if line] + [
            time_words(alarm.time)
        ]

    def _with_count(self) -> Iterable[tuple[AlarmRow, int]]:
        seen = 0
        for row in self._rows:
            seen += not row.member
            yield row, seen


def whose(alarm: Alarm) -> str:
    """Return number and name of the battery."""
    device = alarm.device
    return "" if device is None else f"{device.number} {device.name}".strip()


def measured_words(alarm: Alarm, temperature: str) -> str:
    """Return value and sensor, "" where nothing was measured."""
    value = "" if alarm.value is None else value_words(alarm.value, alarm.unit, temperature)
    return " · ".join(part for part in (value, source_word(alarm)) if part)


def where(alarm: Alarm) -> str:
    """Return the address, the place as figures, or "" where neither is known."""
    if alarm.address:
        return alarm.address
    figures = place_words(alarm.lat, alarm.lon)
    return "" if figures == NOT_REPORTED else figures
