"""The addresses that were opened last, below the open devices."""

from collections.abc import Container, Mapping, Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mingtang_desk.ui.panels.devices.connect_form import RecentRow
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label

SHOWN = 4


class RecentList(QWidget):
    """`wanted` carries the address to open, `forgotten` the one to drop."""

    wanted = Signal(str)
    forgotten = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows: list[RecentRow] = []
        self._title = label("muted")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._title)
        self._write()

    def fill(self, uris: Sequence[str], names: Mapping[str, str]) -> None:
        """Take other addresses, newest first, and what they are called."""
        for old in self.rows:
            old.deleteLater()
        self.rows = [RecentRow(self._theme, uri, names.get(uri, uri)) for uri in uris[:SHOWN]]
        for row in self.rows:
            self._column.addWidget(row)
            row.open_button.clicked.connect(lambda _=False, uri=row.uri: self.wanted.emit(uri))
            row.forget_button.clicked.connect(lambda _=False, uri=row.uri: self.forgotten.emit(uri))

    def show_without(self, opened: Container[str]) -> bool:
        """Show all that are not open; return whether there are any."""
        for row in self.rows:
            row.setVisible(row.uri not in opened)
        there = any(row.uri not in opened for row in self.rows)
        self.setVisible(there)
        return there

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write()

    def _write(self) -> None:
        self._title.setText(self.tr("Recent"))
