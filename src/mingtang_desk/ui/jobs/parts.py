"""The parts of a job: name, count, price, as many rows as are needed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from mingtang_desk.reports.job import PartUsed, total
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, icon_button, label, plain

MOST = 9999


class PartRow(QWidget):
    """One part."""

    edited = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, part: PartUsed) -> None:
        super().__init__()
        self.name, self.price = QLineEdit(part.name), QLineEdit(part.price)
        self.name.setMaxLength(200)
        self.price.setMaxLength(20)
        self.price.setFixedWidth(80)
        self.count = QSpinBox()
        self.count.setRange(0, MOST)
        self.count.setValue(min(part.count, MOST))
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.count.setFixedWidth(56)
        self.price.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.remove: Button = icon_button(theme, "x")
        self.remove.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        row.addWidget(self.count)
        row.addWidget(self.price)
        row.addWidget(self.remove)
        self.name.textChanged.connect(self.edited)
        self.price.textChanged.connect(self.edited)
        self.count.valueChanged.connect(self.edited)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text."""
        self.name.setPlaceholderText(self.tr("Part"))
        self.name.setAccessibleName(self.tr("Part"))
        self.count.setAccessibleName(self.tr("Count"))
        self.price.setPlaceholderText(self.tr("Price"))
        self.price.setAccessibleName(self.tr("Price of one"))
        self.remove.name(self.tr("Remove this part"))

    def part(self) -> PartUsed:
        """Return what was typed."""
        return PartUsed(
            name=self.name.text(), count=self.count.value(), price=self.price.text().strip()
        )


class PartsEditor(QWidget):
    """Rows of parts, the currency, the sum."""

    edited = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows: list[PartRow] = []
        self.add = plain(theme)
        self.add.clicked.connect(self._add_empty)
        self.currency = QLineEdit()
        self.currency.setMaxLength(8)
        self.currency.setFixedWidth(80)
        self.currency.textChanged.connect(self._changed)
        self.total = label("muted")
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        foot = QGridLayout()
        foot.setHorizontalSpacing(8)
        foot.addWidget(self.add, 0, 0)
        foot.addWidget(self.total, 0, 2)
        foot.addWidget(self.currency, 0, 3)
        foot.setColumnStretch(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addLayout(self._column)
        outer.addLayout(foot)

    def retranslate(self) -> None:
        """Write every text."""
        self.add.setText(self.tr("Add a part"))
        self.currency.setPlaceholderText(self.tr("Currency"))
        self.currency.setAccessibleName(self.tr("Currency"))
        for row in self.rows:
            row.retranslate()
        self._show_total()

    def show_parts(self, parts: tuple[PartUsed, ...], currency: str) -> None:
        """Show these."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for part in parts:
            self._add(part)
        self.currency.blockSignals(True)
        self.currency.setText(currency)
        self.currency.blockSignals(False)
        self._show_total()

    def parts(self) -> tuple[PartUsed, ...]:
        """Return the rows that have a name."""
        return tuple(part for row in self.rows if (part := row.part()).name.strip())

    def _add_empty(self) -> None:
        self._add(PartUsed(name="")).name.setFocus()

    def _add(self, part: PartUsed) -> PartRow:
        row = PartRow(self._theme, part)
        row.edited.connect(self._changed)
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._column.addWidget(row)
        return row

    def _remove(self, row: PartRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.add.setFocus()
        self._changed()

    def _changed(self) -> None:
        self._show_total()
        self.edited.emit()

    def _show_total(self) -> None:
        whole = total(self.parts())
        text = "" if whole is None else self.tr("Sum {sum}").format(sum=f"{whole:.2f}")
        self.total.setText(text)
