"""The list of batteries as a Qt model: numbers in order, looked up when they are drawn."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from mingtang_desk.cloud.models import Battery
from mingtang_desk.ui.fleet.list_columns import COLUMNS, KEYS, text_of, title_of
from mingtang_desk.ui.widgets.tips import plain_tip

type Index = QModelIndex | QPersistentModelIndex
NARROW = len(COLUMNS)
"""The column after all others: everything in two lines, for narrow panels."""


class FleetModel(QAbstractTableModel):
    """Rows of a fleet.

    Attributes:
        look_up: gives a battery by its number, None = it went.
        now: what time it is at the server.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.look_up: Callable[[str], Battery | None] = lambda _: None
        self.now: Callable[[], datetime] = lambda: datetime.now().astimezone()
        self._numbers: Sequence[str] = ()
        self._places: dict[str, int] | None = None

    @property
    def numbers(self) -> Sequence[str]:
        """What is listed, in order."""
        return self._numbers

    def list_numbers(self, numbers: Sequence[str]) -> None:
        """List others."""
        self.beginResetModel()
        self._numbers, self._places = numbers, None
        self.endResetModel()

    def touch(self, first: int, last: int) -> None:
        """Draw some rows anew."""
        last = min(last, len(self._numbers) - 1)
        if 0 <= first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, NARROW))

    def place_of(self, number: str) -> int:
        """Return the row of a battery, -1 = it is not listed."""
        if self._places is None:
            self._places = {each: place for place, each in enumerate(self._numbers)}
        return self._places.get(number, -1)

    def battery(self, row: int) -> Battery | None:
        """Return the battery of a row."""
        return self.look_up(self._numbers[row]) if 0 <= row < len(self._numbers) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """Return how many batteries there are."""
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """Return how many columns there are, with the narrow one."""
        return 0 if parent.isValid() else NARROW + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a cell."""
        if role not in _ROLES:
            return None
        row = self.battery(index.row())
        if row is None:
            return None
        at = index.column()
        if at == NARROW:
            text = ", ".join(filter(None, (text_of(key, row, self.now()) for key in KEYS)))
        else:
            text = text_of(KEYS[at], row, self.now())
        return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return the title of a column."""
        if orientation is not Qt.Orientation.Horizontal or section >= NARROW:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if COLUMNS[section].is_right else _LEFT
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return title_of(COLUMNS[section]) if role == Qt.ItemDataRole.DisplayRole else None


_LEFT = Qt.AlignmentFlag.AlignLeft
_ROLES = frozenset(
    (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
    )
)
