"""The raw registers as a Qt model; values change in place, only other registers reset it."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.model import DeviceModel
from mingtang_desk.ui.extend.registers import Register, tip
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import mono
from mingtang_desk.ui.tips import hex_groups

type Index = QModelIndex | QPersistentModelIndex
CHANGED = "≠"


class Column(IntEnum):
    """What a column shows."""

    PLACE = 0
    HEX = 1
    NAMES = 2
    VALUES = 3
    UNSIGNED = 4
    SIGNED = 5
    BINARY = 6
    TEXT = 7
    SCALE = 8


_TITLES = {
    Column.PLACE: QT_TRANSLATE_NOOP("Registers", "Register"),
    Column.HEX: QT_TRANSLATE_NOOP("Registers", "Hex"),
    Column.NAMES: QT_TRANSLATE_NOOP("Registers", "What lives there"),
    Column.VALUES: QT_TRANSLATE_NOOP("Registers", "Value"),
    Column.UNSIGNED: QT_TRANSLATE_NOOP("Registers", "Unsigned"),
    Column.SIGNED: QT_TRANSLATE_NOOP("Registers", "Signed"),
    Column.BINARY: QT_TRANSLATE_NOOP("Registers", "Bits"),
    Column.TEXT: QT_TRANSLATE_NOOP("Registers", "Text"),
    Column.SCALE: QT_TRANSLATE_NOOP("Registers", "Read as"),
}
_WAS = QT_TRANSLATE_NOOP("Registers", "Changed, before: {raw}")
_MONO = (Column.HEX, Column.BINARY, Column.TEXT)
_FIGURES = (Column.UNSIGNED, Column.SIGNED)
_QUIET = (Column.SCALE, Column.UNSIGNED, Column.SIGNED, Column.BINARY, Column.TEXT)


class RegistersModel(QAbstractTableModel):
    """The registers of one board."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._mono = mono()
        self._device: DeviceModel | None = None
        self._all: Sequence[Register] = ()
        self._rows: list[Register] = []
        self._wanted = ""

    @property
    def rows(self) -> Sequence[Register]:
        """The rows shown."""
        return self._rows

    @property
    def empty(self) -> bool:
        """True when there is nothing at all, whatever the filter."""
        return not self._all

    def show_rows(self, device: DeviceModel | None, rows: Sequence[Register]) -> None:
        """Show what was read."""
        self._device, self._all = device, rows
        self._apply()

    def set_filter(self, wanted: str) -> None:
        """Show only rows that this text is part of."""
        self._wanted = wanted
        self._apply()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the title of a column."""
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _tr(_TITLES[Column(section)])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(Column(section))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return text, colour, font or tip of a place."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._theme.color(self._token(row, column))
        if role == Qt.ItemDataRole.FontRole:
            return self._mono if column in _MONO else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.ToolTipRole and self._device is not None:
            was = "" if row.before is None else _tr(_WAS).format(raw=hex_groups(row.before))
            return "\n\n".join(part for part in (tip(self._device, row), was) if part)
        return None

    def _text(self, row: Register, column: Column) -> str:
        match column:
            case Column.PLACE:
                return row.place
            case Column.HEX:
                return f"{row.hex} {CHANGED}" if row.before is not None else row.hex
            case Column.NAMES:
                return row.names
            case Column.VALUES:
                return row.values
            case Column.UNSIGNED:
                return row.unsigned
            case Column.SIGNED:
                return row.signed
            case Column.BINARY:
                return row.binary
            case Column.TEXT:
                return row.text
            case Column.SCALE:
                return row.scales

    def _token(self, row: Register, column: Column) -> str:
        if self._device is not None and self._device.stale and not row.settings:
            return "muted"
        if row.before is not None and column in (Column.HEX, Column.VALUES):
            return "accent_text"
        return "muted" if column in _QUIET else "text"

    def _apply(self) -> None:
        rows = [row for row in self._all if row.passes(self._wanted)]
        same = [(r.settings, r.block, r.offset) for r in rows] == [
            (r.settings, r.block, r.offset) for r in self._rows
        ]
        if not same:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        elif rows:
            self._rows = rows
            last = self.index(len(rows) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


def _side(column: Column) -> int:
    side = Qt.AlignmentFlag.AlignRight if column in _FIGURES else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Registers", text)
