"""The rows as a table that keeps up with the line, and the fields of one of them below it."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QSplitter

from mingtang_desk.ui.frames.decode import Teller
from mingtang_desk.ui.frames.details import Column as Part
from mingtang_desk.ui.frames.details import DetailsModel
from mingtang_desk.ui.frames.filters import FilterLine
from mingtang_desk.ui.frames.model import Column, Filter, FramesModel
from mingtang_desk.ui.frames.source import Line, Source
from mingtang_desk.ui.frames.tables import bytes_px, table, text_px
from mingtang_desk.ui.theme import Theme


class FramesPage(QSplitter):
    """Follows the newest row until somebody scrolls up or picks a row.

    Args:
        filters: says what is shown; its switch says whether the newest row is followed.

    Attributes:
        rows, details: what stands in `table` and `fields`.
    """

    def __init__(self, theme: Theme, filters: FilterLine) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._filters = filters
        self._syncing = False
        self.rows, self.details = FramesModel(theme), DetailsModel(theme)
        self.table = table(self.rows, several=True)
        self.fields = table(self.details, several=False)
        self.setChildrenCollapsible(False)
        self.addWidget(self.table)
        self.addWidget(self.fields)
        self.setSizes([260, 140])
        self.fields.hide()
        self.table.selectionModel().currentRowChanged.connect(self._show_details)
        bar = self.table.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        bar.rangeChanged.connect(self._keep_up)
        self.rows.modelReset.connect(self._show_details)
        filters.follow.toggled.connect(lambda on: self.table.scrollToBottom() if on else None)
        filters.ascii.toggled.connect(self._size_columns)

    def show_source(self, source: Source | None, teller: Teller) -> None:
        """Show the rows of another source, from the newest."""
        self._syncing = True
        self.rows.show_source(source, teller)
        self._syncing = False
        self.table.scrollToBottom()

    def sync(self) -> None:
        """Take the rows that came since."""
        self._syncing = True
        if self.rows.sync() and self._filters.follow.isChecked():
            self.table.scrollToBottom()
        self._syncing = False

    def filter(self, wanted: Filter) -> None:
        """Show other rows."""
        self._syncing = True
        self.rows.set_filter(wanted)
        self._to_end()
        self._syncing = False

    def selected(self) -> list[Line]:
        """Return the selected rows, oldest first."""
        places = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.rows.lines[place] for place in places]

    def retranslate(self) -> None:
        """Tell the rows in the present language."""
        self.rows.reload()
        self._size_columns()

    def _show_details(self, *_: QModelIndex) -> None:
        at = self.table.currentIndex()
        lines = self.rows.lines
        line = lines[at.row()] if at.isValid() and at.row() < len(lines) else None
        self.details.show_lines([] if line is None else self.rows.teller.parts(line.row))
        self.fields.setVisible(line is not None)
        if line is not None:
            self._filters.follow.setChecked(False)

    def _size_columns(self) -> None:
        header = self.table.horizontalHeader()
        title = str(self.rows.headerData(Column.LENGTH, Qt.Orientation.Horizontal))
        widths = {
            Column.TIME: text_px("00:00:00.000"),
            Column.WAY: 28,
            Column.LENGTH: max(text_px("000"), text_px(title)),
            Column.WORDS: 260,
            Column.BYTES: bytes_px(32),
            Column.ASCII: bytes_px(11),
        }
        for column, width in widths.items():
            header.resizeSection(column, width)
        self.table.setColumnHidden(Column.ASCII, not self._filters.ascii.isChecked())
        fields = self.fields.horizontalHeader()
        for part, width in (
            (Part.OFFSET, text_px("000-000")),
            (Part.BYTES, bytes_px(4)),
            (Part.NAME, 170),
            (Part.VALUE, 130),
        ):
            fields.resizeSection(part, width)
        fields.setStretchLastSection(True)

    def _scrolled(self, value: int) -> None:
        """Somebody who scrolls up reads; at the end the table follows again."""
        if not self._syncing:
            self._filters.follow.setChecked(value >= self.table.verticalScrollBar().maximum())

    def _keep_up(self) -> None:
        """Stay at the end when the table becomes lower."""
        self._syncing = True
        self._to_end()
        self._syncing = False

    def _to_end(self) -> None:
        if self._filters.follow.isChecked():
            self.table.scrollToBottom()
