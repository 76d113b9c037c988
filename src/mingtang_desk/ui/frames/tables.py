"""The two tables of the Frames panel: rows that keep up with the line, fields of one of them."""

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from mingtang_desk.ui.theme.type import Size, font, mono

ROW_PX = 20
_PAD = 16


def table(model: QAbstractItemModel, *, several: bool) -> QTableView:
    """Return a table of rows of one height, so that thousands of them cost nothing."""
    made = QTableView()
    made.setModel(model)
    made.setFont(font(Size.SMALL))
    made.setShowGrid(False)
    made.setWordWrap(False)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setSelectionMode(
        QAbstractItemView.SelectionMode.ExtendedSelection
        if several
        else QAbstractItemView.SelectionMode.SingleSelection
    )
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setTabKeyNavigation(False)
    made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
    made.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    rows = made.verticalHeader()
    rows.setVisible(False)
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setMinimumSectionSize(ROW_PX)
    rows.setDefaultSectionSize(ROW_PX)
    columns = made.horizontalHeader()
    columns.setHighlightSections(False)
    columns.setMinimumSectionSize(24)
    columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    columns.setFixedHeight(24)
    # Titles begin where the words below them begin.
    columns.setStyleSheet("QHeaderView::section { padding: 4px 3px; }")
    return made


def text_px(text: str) -> int:
    """Return the width of a column that shows this text."""
    return QFontMetrics(font(Size.SMALL)).horizontalAdvance(text) + _PAD


def bytes_px(count: int) -> int:
    """Return the width of a column that shows so many bytes in hex."""
    return QFontMetrics(mono()).horizontalAdvance("00 " * count) + _PAD
