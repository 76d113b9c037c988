"""Cells and boards with the limits of their makers: a proposal for this pack, with its source."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.presets import MOST_PARALLEL, MOST_SERIES, Proposal, for_pack, of_set
from mingtang_desk.session.golden_checks import proposal_findings
from mingtang_desk.session.presets import cell_presets, set_presets
from mingtang_desk.ui.forms import texts
from mingtang_desk.ui.golden.page import GoldenPage
from mingtang_desk.ui.shown import word
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, primary, set_look
from mingtang_desk.ui.widgets.scroll import scrolling


class PresetPage(GoldenPage):
    """Choose a cell, say how many; see what follows.

    Attributes:
        chosen: the proposal, to be compared with the pack.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.box = QComboBox()
        self.box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.series, self.parallel = QLineEdit("13"), QLineEdit("1")
        self.series.setValidator(QIntValidator(1, MOST_SERIES, self))
        self.parallel.setValidator(QIntValidator(1, MOST_PARALLEL, self))
        for field in (self.series, self.parallel):
            field.textChanged.connect(self._say)
        for cell in cell_presets().values():
            self.box.addItem(f"{cell.label}, {cell.capacity_ah:g} Ah", cell.key)
        for preset in set_presets().values():
            self.box.addItem(preset.label, preset.key)
        self.box.currentIndexChanged.connect(self._say)
        self._cell_word, self._pack_word = label("muted"), label("muted")
        self._series_word, self._parallel_word = label("muted"), label("muted")
        grid = QGridLayout()
        grid.setSpacing(6)
        grid.addWidget(self._cell_word, 0, 0)
        grid.addWidget(self.box, 0, 1, 1, 4)
        grid.addWidget(self._pack_word, 1, 0)
        for column, part in enumerate(
            (self.series, self._series_word, self.parallel, self._parallel_word), 1
        ):
            grid.addWidget(part, 1, column)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.source, self.note = label("muted", wrap=True), label("muted", wrap=True)
        self.warning = label("bad", wrap=True)
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self.compare = primary(theme)
        self.compare.clicked.connect(self._go)
        inner = QWidget()
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(0, 0, 4, 0)
        lines.setSpacing(8)
        lines.addLayout(grid)
        for part in (self.source, holder, self.note, self.warning):
            lines.addWidget(part)
        lines.addStretch(1)
        self.body.addWidget(scrolling(inner), 1)
        self.foot.addStretch(1)
        self.foot.addWidget(self.compare)
        self.retranslate()

    def show_pack(self, cells: int | None, chemistry: str) -> None:
        """Begin with the cells of the pack shown."""
        if cells is not None and 1 <= cells <= MOST_SERIES:
            self.series.setText(str(cells))
        found = [c.key for c in cell_presets().values() if c.chemistry == chemistry]
        if found:
            self.box.setCurrentIndex(self.box.findData(found[0]))

    @property
    def proposal(self) -> Proposal | None:
        """What follows from the choice; None when nothing does."""
        key = str(self.box.currentData())
        if key in set_presets():
            return of_set(set_presets()[key])
        try:
            series, parallel = int(self.series.text()), int(self.parallel.text())
            return for_pack(cell_presets()[key], series, parallel)
        except (MingtangError, ValueError):
            return None

    def retranslate(self) -> None:
        """Write every text."""
        super().retranslate()
        self.title.setText(self.tr("Presets: a proposal from the maker's data sheet"))
        self._cell_word.setText(self.tr("Cell"))
        self._pack_word.setText(self.tr("Pack"))
        self.box.setAccessibleName(self.tr("Cell"))
        self._series_word.setText(self.tr("in series"))
        self._parallel_word.setText(self.tr("in parallel"))
        self.series.setAccessibleName(self.tr("Cells in series"))
        self.parallel.setAccessibleName(self.tr("Cells in parallel"))
        self.compare.setText(self.tr("Compare and take over"))
        self._say()

    def _say(self) -> None:
        made = self.proposal
        is_cell = str(self.box.currentData()) in cell_presets()
        for widget in (
            *(self.series, self.parallel, self._pack_word),
            *(self._series_word, self._parallel_word),
        ):
            widget.setVisible(is_cell)
        while (item := self._grid.takeAt(0)) is not None:
            if (widget_of := item.widget()) is not None:
                widget_of.hide()
                widget_of.deleteLater()
        self.compare.setEnabled(made is not None)
        if made is None:
            return
        for row, (key, value) in enumerate(made.settings.items()):
            name, figure = label("muted", wrap=True), label()
            name.setText(texts.label_of(SETTINGS[key]))
            figure.setText(texts.value_text(SETTINGS[key], value))
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(figure, row, 1)
        self._grid.setRowStretch(len(made.settings), 1)
        self.source.setText(
            self.tr("{chemistry} · Source: {source}").format(
                chemistry=word(made.chemistry), source=made.source
            )
        )
        bounds = self.tr(
            "Limits of current are those of the cells; the board's own are never raised by them."
        )
        self.note.setText("\n".join(part for part in (made.note, bounds) if part))
        wrong = [text for _, text in proposal_findings(made.settings, SETTINGS)]
        self.warning.setText("\n".join(f"! {text}" for text in wrong))
        self.warning.setVisible(bool(wrong))
        set_look(self.warning, "bad")

    def _go(self) -> None:
        if self.proposal is not None:
            self.chosen.emit(self.proposal)
