"""A card in which somebody says how the cells of a pack lie; each choice is seen at once."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QWidget

from mingtang_desk.ui.cell_layout import FREE, MOST_COLUMNS, CellLayout
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, label
from mingtang_desk.ui.widgets.overlay import Overlay

_GAPS = (0, 12, 24, 48)
_ROWS = range(1, 9)
_PARALLEL = range(1, 65)


class CellLayoutPopover(Overlay):
    """Opens under a button; `chosen` carries each new layout."""

    chosen = Signal(CellLayout)

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, shade=False)
        self.setObjectName("cells-layout-popover")
        self._count = 0
        self.columns, self.rows, self.beside = QComboBox(), QComboBox(), QComboBox()
        self.gap, self.parallel = QComboBox(), QComboBox()
        self.serpentine = QCheckBox()
        self.summary = label("muted", wrap=True)
        self.reset = Button(theme, "link")
        self._words: list[tuple[QLabel, QComboBox]] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        boxes = (self.columns, self.rows, self.beside, self.gap, self.parallel)
        for row, box in enumerate(boxes):
            words = label("muted")
            words.setBuddy(box)
            self._words.append((words, box))
            grid.addWidget(words, row, 0)
            grid.addWidget(box, row, 1)
        grid.addWidget(self.serpentine, len(boxes), 0, 1, 2)
        grid.addWidget(self.summary, len(boxes) + 1, 0, 1, 2)
        grid.addWidget(self.reset, len(boxes) + 2, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(grid)
        self._retranslate()
        self._write(FREE)
        for box in boxes:
            box.activated.connect(self._choose)
        self.serpentine.clicked.connect(self._choose)
        self.reset.clicked.connect(self._reset)

    @property
    def layout_chosen(self) -> CellLayout:
        """What the fields say."""
        return CellLayout(
            columns=self.columns.currentData(),
            rows=self.rows.currentData(),
            beside=self.beside.currentData(),
            serpentine=self.serpentine.isChecked(),
            gap=self.gap.currentData(),
            parallel=self.parallel.currentData(),
        )

    def open_for(self, layout: CellLayout, count: int, near: QRect) -> None:
        """Show a layout for so many cells, under a place of the window."""
        self._count = count
        self._write(layout)
        self.wanted = QSize(340, self.card.sizeHint().height())
        self.open(near)
        self.columns.setFocus(Qt.FocusReason.PopupFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        present = self.layout_chosen if self.columns.count() else FREE
        titles = (
            self.tr("Cells in a row of a module"),
            self.tr("Rows of a module"),
            self.tr("Modules stand"),
            self.tr("Gap between modules"),
            self.tr("Cells in parallel"),
        )
        for (words, box), title in zip(self._words, titles, strict=True):
            words.setText(title)
            box.setAccessibleName(title)
        _offer(self.columns, [(self.tr("as there is room"), 0)])
        _offer(self.columns, ((str(n), n) for n in range(1, MOST_COLUMNS + 1)), anew=False)
        _offer(self.rows, ((str(n), n) for n in _ROWS))
        _offer(
            self.beside,
            [(self.tr("below each other"), False), (self.tr("beside each other"), True)],
        )
        gaps = (self.tr("none"), self.tr("small"), self.tr("middle"), self.tr("large"))
        _offer(self.gap, zip(gaps, _GAPS, strict=True))
        _offer(self.parallel, [(self.tr("not shown"), 1)])
        _offer(self.parallel, ((f"{n}P", n) for n in _PARALLEL if n > 1), anew=False)
        self.serpentine.setText(self.tr("Every other row runs backwards"))
        self.reset.setText(self.tr("As there is room, no modules"))
        self._write(present)

    def _write(self, layout: CellLayout) -> None:
        pairs = (
            (self.columns, layout.columns),
            (self.rows, layout.rows),
            (self.beside, layout.beside),
            (self.gap, min(_GAPS, key=lambda gap: abs(gap - layout.gap))),
            (self.parallel, layout.parallel),
        )
        for box, value in pairs:
            box.setCurrentIndex(max(box.findData(value), 0))
        self.serpentine.setChecked(layout.serpentine)
        self._sum_up(layout)

    def _sum_up(self, layout: CellLayout) -> None:
        for box in (self.rows, self.beside, self.gap):
            box.setEnabled(not layout.free)
        modules = layout.modules(self._count)
        text = ""
        if not layout.free and self._count:
            words = (
                self.tr("{cells} cells in one module of {size}")
                if modules == 1
                else self.tr("{cells} cells in {modules} modules of {size}")
            )
            text = words.format(
                cells=self._count, modules=modules, size=layout.columns * layout.rows
            )
        self.summary.setText(text)
        self.reset.setEnabled(layout != FREE)

    def _choose(self) -> None:
        layout = self.layout_chosen
        self._sum_up(layout)
        self.chosen.emit(layout)

    def _reset(self) -> None:
        self._write(FREE)
        self.chosen.emit(FREE)


def _offer(box: QComboBox, rows: Iterable[tuple[str, object]], *, anew: bool = True) -> None:
    if anew:
        box.clear()
    for text, value in rows:
        box.addItem(text, value)
