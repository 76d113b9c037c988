"""Two sets of settings as a table: name, A, B, difference in the unit of the setting."""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from mingtang_desk.device.compare import ComparedRow
from mingtang_desk.device.settings import SettingSpec
from mingtang_desk.ui.forms import texts
from mingtang_desk.ui.forms.degrees import span, unit_of
from mingtang_desk.ui.golden.words import raw_text
from mingtang_desk.ui.theme import Theme

type Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Column(IntEnum):
    """Columns from left to right."""

    NAME = 0
    A = 1
    B = 2
    DELTA = 3


class CompareModel(QAbstractTableModel):
    """Rows of a comparison; what speaks against a row is its tip, and a sign before its name."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows: list[ComparedRow] = []
        self._all: list[ComparedRow] = []
        self._specs: Mapping[str, SettingSpec] = {}
        self._refused: Mapping[str, str] = {}
        self._only_differences = True
        self._degrees = "c"
        theme.changed.connect(self._dressed)

    def show_rows(
        self,
        rows: Sequence[ComparedRow],
        specs: Mapping[str, SettingSpec],
        refused: Mapping[str, str],
        degrees: str,
    ) -> None:
        """Show other rows; `refused` says by key why B's value cannot be taken over."""
        self._all, self._specs = list(rows), specs
        self._refused, self._degrees = refused, degrees
        self._filter()

    def only_differences(self, on: bool) -> None:
        """Leave out what is equal."""
        self._only_differences = on
        self._filter()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return text, colour, place and tip of a cell."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row, column = self.rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(row)
            case Qt.ItemDataRole.TextAlignmentRole if column is not Column.NAME:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.ForegroundRole:
                return self._theme.color(self._token(row, column))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the titles."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Setting"), "A", "B", self.tr("B − A"))[section]

    def _text(self, row: ComparedRow, column: Column) -> str:
        spec = self._specs.get(row.key)
        match column:
            case Column.NAME:
                name = texts.label_of_key(row.key, self._specs.values())
                return f"! {name}" if row.key in self._refused else name
            case Column.A:
                return raw_text(spec, row.a, self._degrees)
            case Column.B:
                return raw_text(None if row.key in self._refused else spec, row.b, self._degrees)
            case Column.DELTA:
                return self._delta(row, spec)

    def _delta(self, row: ComparedRow, spec: SettingSpec | None) -> str:
        if row.equal:
            return "="
        if row.delta is None:
            return "≠"
        sign = "+" if row.delta > 0 else "−"
        if spec is None:
            return f"{sign}{abs(row.delta):g}"
        width = round(span(spec, abs(row.delta), self._degrees), 6)
        figure = texts.number(width, spec.decimals, trim=True)
        return f"{sign}{figure} {unit_of(spec, self._degrees)}".strip()

    def _tip(self, row: ComparedRow) -> str:
        return "\n".join(part for part in (row.key, self._refused.get(row.key, "")) if part)

    def _token(self, row: ComparedRow, column: Column) -> str:
        if row.key in self._refused and column in (Column.NAME, Column.B):
            return "warn_text"
        if row.equal or column is Column.A:
            return "muted"
        return "accent_text" if column is Column.DELTA else "text"

    def _filter(self) -> None:
        self.beginResetModel()
        wanted = self._only_differences
        shown = [row for row in self._all if not (wanted and row.equal)]
        self.rows = sorted(shown, key=lambda row: row.a is None or row.b is None)
        self.endResetModel()

    def _dressed(self) -> None:
        if self.rows:
            end = self.index(len(self.rows) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), end)
