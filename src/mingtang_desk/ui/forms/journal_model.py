"""The lines of the journal as a Qt model, and how one is drawn."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mingtang_desk.ui.forms.journal_rows import JournalRow, moment
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font

type Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
_PAD, _GAP = 3, 8
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=[^\W\d_]{1,2}\b|[%°µ])")


class JournalModel(QAbstractListModel):
    """One row per line."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[JournalRow] = ()

    @property
    def rows(self) -> Sequence[JournalRow]:
        """The lines shown, newest first."""
        return self._rows

    def show_rows(self, rows: Sequence[JournalRow]) -> None:
        """Show other lines."""
        if list(rows) == list(self._rows):
            return
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a line, all of its details, or the line itself."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.text} {row.outcome}".strip()
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(row.details)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.line
        return row if role == ROW else None


class JournalDelegate(QStyledItemDelegate):
    """Draws a line; long words go on below, beside the time."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.today: date | None = None
        self._font, self._small = font(Size.TEXT), font(Size.SMALL)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its words need at this width."""
        row = _drawn(index.data(ROW))
        width = option.rect.width()
        if row is None or width <= 0:
            return QSize(0, 24)
        left = self._time_width(row)
        height = self._flow(row, QRect(left, 0, max(80, width - left), 10_000)).height()
        return QSize(width, height + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw time, words, and how it ended."""
        row = _drawn(index.data(ROW))
        if row is None:
            return
        place: QRect = option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, self._theme.color("raised"))
        left = place.left() + self._time_width(row)
        top = place.top() + _PAD
        painter.setFont(self._small)
        painter.setPen(self._theme.color("muted"))
        # As high as the first line of the words: Chinese ones are higher than the figures.
        wide = QRect(0, 0, 10_000, 1_000)
        high = QFontMetrics(self._font).boundingRect(wide, 0, row.text).height()
        painter.drawText(
            QRect(place.left() + 4, top, left - place.left(), high),
            Qt.AlignmentFlag.AlignVCenter,
            moment(row.time, self.today),
        )
        # The same width as in `sizeHint`, to the pixel: words must break at the same places.
        area = QRect(left, top, max(80, place.left() + place.width() - left), place.height())
        words = self._flow(row, area)
        painter.setFont(self._font)
        painter.setPen(self._theme.color("text" if row.outcome else row.token))
        painter.drawText(area, Qt.TextFlag.TextWordWrap, row.text)
        if row.outcome:
            painter.setPen(self._theme.color(row.token))
            wrap = 0 if self._fits(row, area) else Qt.TextFlag.TextWordWrap
            painter.drawText(self._end_place(row, area, words), wrap, row.outcome)
        painter.restore()

    def _time_width(self, row: JournalRow) -> int:
        text = moment(row.time, self.today)
        return QFontMetrics(self._small).horizontalAdvance(text) + _GAP + 4

    def _flow(self, row: JournalRow, area: QRect) -> QRect:
        """Return the room of words and ending together."""
        metrics = QFontMetrics(self._font)
        words = metrics.boundingRect(area, Qt.TextFlag.TextWordWrap, row.text)
        if row.outcome and not self._fits(row, area):
            words.setHeight(words.height() + self._end_height(row, area))
        return words

    def _fits(self, row: JournalRow, area: QRect) -> bool:
        metrics = QFontMetrics(self._font)
        both = metrics.horizontalAdvance(row.text) + _GAP + metrics.horizontalAdvance(row.outcome)
        return both <= area.width()

    def _end_place(self, row: JournalRow, area: QRect, words: QRect) -> QRect:
        metrics = QFontMetrics(self._font)
        if self._fits(row, area):
            return area.adjusted(metrics.horizontalAdvance(row.text) + _GAP, 0, 400, 0)
        return area.adjusted(0, words.height() - self._end_height(row, area), 0, 0)

    def _end_height(self, row: JournalRow, area: QRect) -> int:
        wrap = Qt.TextFlag.TextWordWrap
        return QFontMetrics(self._font).boundingRect(area, wrap, row.outcome).height()


def _drawn(found: object) -> JournalRow | None:
    """Return a line whose figures stay with their units where it is broken."""
    if not isinstance(found, JournalRow):
        return None
    return replace(found, text=_BEFORE_UNIT.sub("\u00a0", found.text))
