"""Two sets of settings side by side; the values of B may be taken over as typed entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHeaderView,
    QSizePolicy,
    QWidget,
)

from mingtang_desk.device.compare import compare
from mingtang_desk.device.settings import SettingSpec
from mingtang_desk.device.settings_file import SettingsDocument
from mingtang_desk.session.golden_plan import Accept, ApplyPlan, BoardNow, plan_apply
from mingtang_desk.ui.forms import texts
from mingtang_desk.ui.frames.tables import table, text_px
from mingtang_desk.ui.golden.compare_model import Column, CompareModel
from mingtang_desk.ui.golden.page import GoldenPage
from mingtang_desk.ui.golden.sources import Source
from mingtang_desk.ui.golden.words import some, why
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, primary, set_look
from mingtang_desk.ui.widgets.tips import plain_tip

FILE = "file"


class ComparePage(GoldenPage):
    """What stands in A and B, and what would be typed to get B.

    Attributes:
        taken: texts to be typed, by setting key.
        wanted: side ("a", "b") and key of the source that was chosen; `FILE` asks for a file.
    """

    taken = Signal(dict)
    wanted = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.a: SettingsDocument | None = None
        self.b: SettingsDocument | None = None
        self.plan: ApplyPlan | None = None
        self._board: BoardNow | None = None
        self._left: Sequence[str] = ()
        self._specs: Mapping[str, SettingSpec] = {}
        self._degrees = "c"
        self._sources: list[Source] = []
        self.boxes = {"a": QComboBox(), "b": QComboBox()}
        sides = QGridLayout()
        sides.setSpacing(6)
        sides.setColumnStretch(1, 1)
        for row, (side, box) in enumerate(self.boxes.items()):
            sides.addWidget(self._letter(side), row, 0)
            sides.addWidget(box, row, 1)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            box.activated.connect(lambda _at, side=side: self._chosen(side))
        self.only = QCheckBox()
        self.only.setChecked(True)
        self.rows = CompareModel(theme)
        self.only.toggled.connect(self.rows.only_differences)
        self.only.toggled.connect(self._say)
        self.table = table(self.rows, several=True)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        for column, widest in (
            (Column.A, "100.000"),
            (Column.B, "100.000"),
            (Column.DELTA, "+1.000 Ah"),
        ):
            header.resizeSection(column, text_px(widest) - 6)
        self.nothing = label("muted", wrap=True)
        self.notes = label("warn", wrap=True)
        self.anyway = QCheckBox()
        self.anyway.toggled.connect(self._plan)
        self.count = label("muted", wrap=True)
        self.take = primary(theme)
        self.take.clicked.connect(self._take)
        self.body.addLayout(sides)
        self.body.addWidget(self.only)
        self.body.addWidget(self.nothing, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.notes)
        self.body.addWidget(self.anyway)
        self.foot.addWidget(self.count, 1)
        self.foot.addWidget(self.take)
        self.retranslate()

    def offer(self, found: Sequence[Source], a: str, b: str) -> None:
        """Show what may be chosen on both sides, and what is."""
        self._sources = list(found)
        for box, key in ((self.boxes["a"], a), (self.boxes["b"], b)):
            box.clear()
            for source in found:
                box.addItem(source.label, source.key)
            box.addItem(self.tr("File…"), FILE)
            box.setPlaceholderText(self.tr("Choose…"))
            box.setCurrentIndex(box.findData(key))

    def source(self, key: str) -> Source | None:
        """Return a source by its key."""
        return next((each for each in self._sources if each.key == key), None)

    def show_side(
        self,
        side: str,
        document: SettingsDocument | None,
        left: Sequence[str] = (),
    ) -> None:
        """Show another set on a side; `left` is what its file had that nobody knows."""
        if side == "a":
            self.a = document
        else:
            self.b, self._left = document, left
            self.anyway.setChecked(False)
        self._plan()

    def show_board(
        self, board: BoardNow | None, specs: Mapping[str, SettingSpec], degrees: str
    ) -> None:
        """Compare for another board, the one that values are taken over to."""
        self._board, self._specs, self._degrees = board, specs, degrees
        self._plan()

    def retranslate(self) -> None:
        """Write every text."""
        super().retranslate()
        self.title.setText(self.tr("Compare settings"))
        self.only.setText(self.tr("Differences only"))
        self.anyway.setText(self.tr("Take it over in spite of that"))
        self.table.setAccessibleName(self.tr("Settings of A and B"))
        for side, box in self.boxes.items():
            box.setAccessibleName(side.upper())
            at = box.findData(FILE)
            if at >= 0:
                box.setItemText(at, self.tr("File…"))
        self._say()

    def _letter(self, side: str) -> QWidget:
        made = label("strong")
        made.setText(side.upper())
        return made

    def _chosen(self, side: str) -> None:
        self.wanted.emit(side, str(self.boxes[side].currentData()))

    def _plan(self) -> None:
        """Work out what taking B over would type."""
        self.plan = None
        if self.b is not None and self._board is not None:
            spite = self.anyway.isChecked()
            accept = Accept(edited=spite, chemistry=spite, cells=spite)
            self.plan = plan_apply(self.b, self._board, accept)
        refused = {
            refusal.key: why(refusal.error)
            for refusal in ([] if self.plan is None else self.plan.refusals)
        }
        a = {} if self.a is None else self.a.settings
        b = {} if self.b is None else self.b.settings
        limits = {} if self._board is None else self._board.reading.limits
        shown = list(compare(a, b, limits)) if self.a is not None and self.b is not None else []
        self.rows.show_rows(shown, self._specs, refused, self._degrees)
        self._say()

    @property
    def typed(self) -> dict[str, str]:
        """What would be typed: good changes, and values in another unit, which the form offers."""
        plan, b = self.plan, self.b
        if plan is None or b is None or self._blocking():
            return {}
        made = {
            key: texts.value_text(self._specs[key], value, unit=False, degrees=self._degrees)
            for key, value in plan.changes.items()
        }
        for refusal in plan.refusals:
            if refusal.error.key == "settings_other_unit":
                made[refusal.key] = f"{refusal.error.values['value']}"
        return made

    def _blocking(self) -> list[str]:
        """Return what speaks against the set as a whole."""
        if self.plan is None:
            return []
        return [why(refusal.error) for refusal in self.plan.refusals if refusal.error.key in _WHOLE]

    def _say(self) -> None:
        plan, blocking = self.plan, self._blocking()
        shown = [row for row in self.rows.rows if not row.equal]
        both = sum(row.a is not None and row.b is not None for row in shown)
        self.nothing.setVisible(not self.rows.rows)
        self.table.setVisible(bool(self.rows.rows))
        self.nothing.setText(
            self.tr("A and B are the same.")
            if self.a is not None and self.b is not None
            else self.tr("Choose what to compare: another pack, a golden set, a preset or a file.")
        )
        lines, tip = [f"! {text}" for text in blocking], ""
        single = [] if plan is None else [r for r in plan.refusals if r.error.key not in _WHOLE]
        refused = [r for r in single if r.error.key != _CONTRADICTS]
        if refused:
            text = self.tr("! {count} values cannot be taken over. {first}")
            if len(refused) == 1:
                text = self.tr("! 1 value cannot be taken over. {first}")
            lines.append(text.format(count=len(refused), first=why(refused[0].error)))
        for contradiction in (r for r in single if r not in refused):
            names = " – ".join(
                texts.label_of_key(key, self._specs.values())
                for key in contradiction.key.split(", ")
            )
            lines.append(self.tr("! They contradict each other: {names}").format(names=names))
        if plan is not None and plan.left_out:
            every = [texts.label_of_key(key, self._specs.values()) for key in plan.left_out]
            names, tip = some(every), "\n".join(every)
            lines.append(self.tr("Left out: {names}").format(names=names))
        if self._left:
            lines.append(self.tr("Not known, left out: {names}").format(names=some(self._left)))
        self.notes.setText("\n".join(lines))
        self.notes.setToolTip(plain_tip("\n".join(part for part in (tip, *self._left) if part)))
        self.notes.setVisible(bool(lines))
        set_look(self.notes, "bad" if blocking else "warn" if single else "muted")
        self.anyway.setVisible(
            self.anyway.isChecked() or (bool(blocking) and self._can_be_accepted())
        )
        said = [self.tr("{count} differ").format(count=both)]
        if len(shown) > both:
            said.append(self.tr("{count} only on one side").format(count=len(shown) - both))
        self.count.setText(", ".join(said) if shown else "")
        typed = len(self.typed)
        self.take.setText(
            self.tr("Take over 1 value")
            if typed == 1
            else self.tr("Take over {count} values").format(count=typed)
        )
        self.take.setToolTip(
            self.tr("Type the values of B into the form; nothing is written before the review")
        )
        self.take.setEnabled(bool(typed))

    def _can_be_accepted(self) -> bool:
        keys = {r.error.key for r in self.plan.refusals} if self.plan is not None else set()
        return not keys & {"settings_file_other", "settings_other_board"}

    def _take(self) -> None:
        if self.typed:
            self.taken.emit(self.typed)


_WHOLE = frozenset(
    (
        *("golden_edited", "settings_file_other", "settings_other_board"),
        *("settings_other_chemistry", "settings_other_cells", "settings_all_left_out"),
    )
)
"""Refusals of a set as a whole."""
_CONTRADICTS = "cross_check"
