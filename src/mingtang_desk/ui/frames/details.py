"""The selected frame field by field: place, bytes, name, value, scale."""

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
from mingtang_desk.ui.frames.decode import PartLine
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import mono
from mingtang_desk.ui.tips import hex_groups

type Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """What a column shows."""

    OFFSET = 0
    BYTES = 1
    NAME = 2
    VALUE = 3
    SCALE = 4


_TITLES = {
    Column.OFFSET: QT_TRANSLATE_NOOP("FrameDetails", "Offset"),
    Column.BYTES: QT_TRANSLATE_NOOP("FrameDetails", "Bytes"),
    Column.NAME: QT_TRANSLATE_NOOP("FrameDetails", "Field"),
    Column.VALUE: QT_TRANSLATE_NOOP("FrameDetails", "Value"),
    Column.SCALE: QT_TRANSLATE_NOOP("FrameDetails", "Read as"),
}


class DetailsModel(QAbstractTableModel):
    """The fields of one frame."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._mono = mono()
        self._lines: Sequence[PartLine] = ()

    @property
    def lines(self) -> Sequence[PartLine]:
        """The fields shown."""
        return self._lines

    def show_lines(self, lines: Sequence[PartLine]) -> None:
        """Show another frame."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """Return how many fields there are."""
        return 0 if parent.isValid() else len(self._lines)

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
            return QCoreApplication.translate("FrameDetails", _TITLES[Column(section)])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return text, colour, font or tip of a place."""
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line, column = self._lines[index.row()], Column(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _text(line, column)
        if role == Qt.ItemDataRole.FontRole and column is Column.BYTES:
            return self._mono
        if role == Qt.ItemDataRole.ForegroundRole:
            if column is Column.VALUE and line.value.startswith("×"):
                return self._theme.color("bad_text")
            quiet = column in (Column.OFFSET, Column.SCALE)
            return self._theme.color("muted" if quiet else "text")
        return None


def _text(line: PartLine, column: Column) -> str:
    match column:
        case Column.OFFSET:
            last = line.offset + len(line.data) - 1
            return f"{line.offset}" if len(line.data) < 2 else f"{line.offset}-{last}"
        case Column.BYTES:
            return hex_groups(line.data)
        case Column.NAME:
            return line.name
        case Column.VALUE:
            return line.value
        case Column.SCALE:
            return line.scale
