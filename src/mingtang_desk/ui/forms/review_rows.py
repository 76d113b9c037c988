"""The table of a review: name, now, new, what it means, how it ended; stacked where narrow."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from mingtang_desk.device.transaction import FieldResult
from mingtang_desk.ui.forms import outcome, texts
from mingtang_desk.ui.forms.plan import PlanRow
from mingtang_desk.ui.widgets.basics import label, rule, set_look
from mingtang_desk.ui.widgets.layouts import empty

_WIDE_PX = 560


class ReviewLine:
    """The labels of one row."""

    def __init__(self, row: PlanRow, degrees: str = "c") -> None:
        self.row = row
        self._degrees = degrees
        self.name, self.old, self.arrow = label(wrap=True), label("muted"), label("muted")
        self.new, self.meaning, self.state = label("strong"), label("muted", wrap=True), label()
        self.rule = rule()
        for figure in (self.old, self.new):
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.result: FieldResult | None = None
        self.write()

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """Every widget of the row."""
        return (
            self.name, self.old, self.arrow, self.new, self.meaning, self.state, self.rule,
        )  # fmt: skip

    def write(self) -> None:
        """Write every text."""
        spec, old, new = self.row.spec, self.row.old, self.row.new
        self.name.setText(texts.label_of(spec))
        self.old.setText(texts.value_text(spec, old, degrees=self._degrees))
        self.arrow.setText("→")
        self.new.setText(texts.value_text(spec, new, degrees=self._degrees))
        if self.result is None:
            effect, use = (
                texts.change_text(spec, old, new, self._degrees),
                texts.translated("SettingHelp", spec.help),
            )
            self.meaning.setText(" · ".join(part for part in (effect, use) if part))
            set_look(self.meaning, "warn" if texts.looser(spec, old, new) else "muted")
            self.state.setText("")
        else:
            self.meaning.setText(outcome.meaning(spec, self.result, self._degrees))
            set_look(self.meaning, "muted")
            self.state.setText(outcome.word(self.result.state))
            set_look(self.state, outcome.LOOKS[self.result.state])
        self.name.setAccessibleDescription(
            f"{self.old.text()} → {self.new.text()}. {self.meaning.text()} {self.state.text()}"
        )


class ReviewTable(QWidget):
    """Rows of a plan, later with their results."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[ReviewLine] = []
        self._heads: list[QLabel] = [label("muted") for _ in range(5)]
        self._wide: bool | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 4, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        for head in self._heads:
            head.setParent(self)
        self.retranslate()

    def show_rows(self, rows: tuple[PlanRow, ...], degrees: str = "c") -> None:
        """Show what is about to be written."""
        self._clear()
        for line in self.lines:
            for part in line.parts:
                part.hide()
                part.deleteLater()
        self.lines = [ReviewLine(row, degrees) for row in rows]
        self._place()

    def show_results(self, results: Mapping[str, FieldResult]) -> None:
        """Show in the same rows how each ended."""
        for line in self.lines:
            line.result = results.get(line.row.spec.key)
            line.write()
        self._show_heads()

    def retranslate(self) -> None:
        """Set every word anew."""
        names = (
            self.tr("Setting"),
            self.tr("Now"),
            self.tr("New"),
            self.tr("What it means"),
            self.tr("Result"),
        )
        for head, text in zip(self._heads, names, strict=True):
            head.setText(text)
        for number in (1, 2):
            self._heads[number].setAlignment(Qt.AlignmentFlag.AlignRight)
        for line in self.lines:
            line.write()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the rows where they would not fit."""
        super().resizeEvent(event)
        wide = self.width() >= _WIDE_PX
        if wide is not self._wide:
            self._place()

    def _clear(self) -> None:
        empty(self._grid)
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)

    def _place(self) -> None:
        self._wide = self.width() >= _WIDE_PX
        self._clear()
        self._show_heads()
        row = self._place_wide() if self._wide else self._place_stacked()
        self._grid.setRowStretch(row, 1)

    def _show_heads(self) -> None:
        for head in self._heads:
            head.setVisible(bool(self._wide))
        ended = any(line.result is not None for line in self.lines)
        self._heads[-1].setVisible(bool(self._wide) and ended)

    def _place_wide(self) -> int:
        for head, column in zip(self._heads, (0, 1, 3, 4, 5), strict=True):
            self._grid.addWidget(head, 0, column)
        top = Qt.AlignmentFlag.AlignTop
        row = 1
        for line in self.lines:
            self._grid.addWidget(line.rule, row, 0, 1, 6)
            for column, part in enumerate(line.parts[:-1]):
                self._grid.addWidget(part, row + 1, column, top)
                part.show()
            line.rule.show()
            row += 2
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(4, 3)
        return row

    def _place_stacked(self) -> int:
        row = 0
        for line in self.lines:
            self._grid.addWidget(line.rule, row, 0, 1, 5)
            self._grid.addWidget(line.name, row + 1, 0, 1, 5)
            for column, part in enumerate((line.old, line.arrow, line.new)):
                self._grid.addWidget(part, row + 2, column)
            self._grid.addWidget(line.state, row + 2, 4, Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(line.meaning, row + 3, 0, 1, 5)
            for widget in line.parts:
                widget.show()
            row += 4
        self._grid.setColumnStretch(3, 1)
        return row
