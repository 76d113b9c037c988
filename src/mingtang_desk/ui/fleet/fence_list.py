"""The list of fences as a Qt model, and how a row is drawn."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mingtang_desk.ui.fleet.fence_rows import MARKS, FenceRow
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font
from mingtang_desk.ui.widgets.tips import plain_tip

type Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
HEIGHT = 62
_LEFT = 28


class FenceModel(QAbstractListModel):
    """One row per fence; rows that stay keep their selection."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[FenceRow] = ()

    def show_rows(self, rows: Sequence[FenceRow]) -> None:
        """Show other rows."""
        if [row.key for row in rows] == [row.key for row in self.rows]:
            if list(rows) != list(self.rows):
                self.rows = tuple(rows)
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def at(self, key: str) -> QModelIndex:
        """Return the index of a fence, an invalid one where it is not shown."""
        found = next((n for n, row in enumerate(self.rows) if row.key == key), None)
        return QModelIndex() if found is None else self.index(found)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """Return how many fences there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a row, or the row itself."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(row.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.name}: {row.state}, {row.sub}"
        return row if role == ROW else None


class FenceDelegate(QStyledItemDelegate):
    """Draws sign, name, state, and what the fence is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._name, self._small = font(Size.TEXT, strong=True), font(Size.SMALL)
        self._sign = font(Size.CELL, strong=True)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are as high."""
        return QSize(0, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw it; what does not fit ends in an ellipsis."""
        row = index.data(ROW)
        if not isinstance(row, FenceRow):
            return
        place: QRect = option.rect
        color = self._theme.color
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, color("raised"))
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.fillRect(
                    QRect(place.left(), place.top(), 2, place.height()), color("accent")
                )
        sign, token = MARKS[row.sign]
        painter.setFont(self._sign)
        painter.setPen(color(token))
        top = QRect(place.left(), place.top() + 5, _LEFT, 19)
        painter.drawText(top, Qt.AlignmentFlag.AlignCenter, sign)
        left, width = place.left() + _LEFT, place.width() - _LEFT - 6
        lines = (
            (row.name, self._name, "text", 5, 19),
            (row.state, self._small, token, 24, 17),
            (row.sub, self._small, "muted", 40, 17),
        )
        for text, in_font, pen, y, high in lines:
            painter.setFont(in_font)
            painter.setPen(color(pen))
            shown = QFontMetrics(in_font).elidedText(
                text.replace("\n", " "), Qt.TextElideMode.ElideRight, width
            )
            area = QRect(left, place.top() + y, width, high)
            painter.drawText(
                area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown
            )
        painter.restore()


class FenceList(QListView):
    """The list; rows are drawn, not made."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fences = FenceModel()
        self._delegate = FenceDelegate(theme)
        self.setModel(self.fences)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        theme.changed.connect(self.viewport().update)
