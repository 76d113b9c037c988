"""The list to choose from: a card over the window, searched by typing, grouped, twelve at most."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from mingtang_desk.ui.plot.plotted import DEFAULT, MOST, WORST_CELL, Plotted
from mingtang_desk.ui.plot.quantities import (
    GROUPS,
    NUMBERS,
    Group,
    label_of,
    quantity,
    unit_of,
)
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, label
from mingtang_desk.ui.widgets.layouts import empty
from mingtang_desk.ui.widgets.overlay import Overlay
from mingtang_desk.ui.widgets.scroll import scrolling

_COLUMNS = 2


def offered(reported: tuple[str, ...], chosen: tuple[str, ...]) -> dict[Group, list[str]]:
    """Return keys by group: all of the status table, what the board reports, what is chosen."""
    keys = dict.fromkeys([*(spec.key for spec in NUMBERS), WORST_CELL, *reported, *chosen])
    found: dict[Group, list[str]] = {group: [] for group in Group}
    for key in keys:
        found[quantity(key).group].append(key)
    return {group: members for group, members in found.items() if members}


def chooser_over(window: QWidget, last: Chooser | None, theme: Theme, plotted: Plotted) -> Chooser:
    """Return the last list, or a new one where its panel was taken out of its window, or back."""
    if last is not None and last.parentWidget() is window:
        return last
    if last is not None:
        last.deleteLater()
    return Chooser(theme, window, plotted)


class Chooser(Overlay):
    """Each box that is ticked is plotted at once; what this board does not report is grey."""

    def __init__(self, theme: Theme, window: QWidget, plotted: Plotted) -> None:
        super().__init__(theme, window)
        self._plotted = plotted
        self.wanted = QSize(520, 520)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(False)
        self.search.textChanged.connect(self._filter)
        self.boxes: dict[str, QCheckBox] = {}
        self._heads: dict[Group, QWidget] = {}
        self._grids: dict[Group, QGridLayout] = {}
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(8)
        self.count = label("muted")
        self.usual = Button(theme)
        self.usual.clicked.connect(self._take_usual)
        self.done = Button(theme, "primary")
        self.done.clicked.connect(self.leave)
        foot = QGridLayout()
        foot.addWidget(self.count, 0, 0)
        foot.setColumnStretch(0, 1)
        foot.addWidget(self.usual, 0, 1)
        foot.addWidget(self.done, 0, 2)
        self.body.addWidget(self.search)
        self.area = scrolling(holder)
        self.body.addWidget(self.area, 1)
        self.body.addLayout(foot)
        plotted.changed.connect(self._chosen)

    def offer(self, reported: tuple[str, ...], temperature: str) -> None:
        """Open with what a board reports; `temperature` is the unit of the preferences."""
        self._clear()
        for group, keys in offered(reported, self._plotted.keys).items():
            head = label("strong")
            head.setText(QCoreApplication.translate("Plot", GROUPS[group]))
            grid = QGridLayout()
            grid.setHorizontalSpacing(12)
            grid.setVerticalSpacing(6)
            for column in range(_COLUMNS):
                grid.setColumnStretch(column, 1)
            self._heads[group], self._grids[group] = head, grid
            self._column.addWidget(head)
            self._column.addLayout(grid)
            for key in keys:
                self.boxes[key] = self._box(key, key in reported or key == WORST_CELL, temperature)
        self._column.addStretch(1)
        self.retranslate()
        self._chosen()
        self.search.clear()
        self._filter("")
        self.open()
        self.search.setFocus()

    def retranslate(self) -> None:
        """Write texts anew; those of the list are written when it is offered."""
        self.search.setPlaceholderText(self.tr("Search a value"))
        self.search.setAccessibleName(self.tr("Search a value"))
        self.area.setAccessibleName(self.tr("Values to plot"))
        self.usual.setText(self.tr("Usual values"))
        self.done.setText(self.tr("Done"))

    def _box(self, key: str, reported: bool, temperature: str) -> QCheckBox:
        of = quantity(key)
        unit = unit_of(of, temperature)
        name = label_of(key)
        made = QCheckBox(f"{name}  ({unit})" if unit else name)
        made.setProperty("reported", reported)
        if not reported:
            made.setToolTip(self.tr("Not reported by this board"))
        made.clicked.connect(lambda: self._plotted.toggle(key))
        return made

    def _filter(self, text: str) -> None:
        """Show what contains every word typed, in a grid without holes."""
        words = text.casefold().split()
        for group, grid in self._grids.items():
            empty(grid)
            found = 0
            for key, box in self.boxes.items():
                if quantity(key).group is not group:
                    continue
                fits = all(word in box.text().casefold() for word in words)
                if fits:
                    grid.addWidget(box, found // _COLUMNS, found % _COLUMNS)
                    found += 1
                box.setVisible(fits)
            self._heads[group].setVisible(bool(found))

    def _chosen(self) -> None:
        keys = self._plotted.keys
        full = len(keys) >= MOST
        for key, box in self.boxes.items():
            box.setChecked(key in keys)
            # A full list takes no more; what the board has not may be taken away, not added.
            box.setEnabled(key in keys or (bool(box.property("reported")) and not full))
        self.count.setText(self.tr("{n} of {most} chosen").format(n=len(keys), most=MOST))

    def _take_usual(self) -> None:
        self._plotted.choose(DEFAULT)

    def _clear(self) -> None:
        for box in self.boxes.values():
            box.deleteLater()
        for head in self._heads.values():
            head.deleteLater()
        self.boxes.clear()
        self._heads.clear()
        self._grids.clear()
        empty(self._column)
