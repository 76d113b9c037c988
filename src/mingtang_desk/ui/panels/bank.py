"""The bank view: all open packs side by side, what they are together, which one stands out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableView, QWidget

from mingtang_desk.device.bank import Mark
from mingtang_desk.device.model import Mode, Topic
from mingtang_desk.session.hub import HubEvent
from mingtang_desk.ui.bank.model import SIGNS, BankModel
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.shown import NOT_REPORTED, number
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.widgets.basics import label
from mingtang_desk.ui.widgets.figure import Figure
from mingtang_desk.ui.widgets.state_note import StateNote

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession

INTERVAL_MS = 250
AGE_MS = 1000
COLUMN_PX, ROW_PX, NAMES_PX = 132, 26, 116


class BankPanel(Panel):
    """A column for each open pack; a click selects its device."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.legend = label("muted")
        self.header.append(self.legend)
        self.note = StateNote(theme, "layers")
        self.figures = [Figure(theme) for _ in range(4)]
        self.model_of_packs = BankModel(
            theme, context.selection, lambda: context.prefs.values.temperature
        )
        self.table = self._made_table()
        self._top = QWidget()
        row = QHBoxLayout(self._top)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for figure in self.figures:
            row.addWidget(figure, 1)
        self.body.addWidget(self.note, 1)
        self.body.addWidget(self._top)
        self.body.addWidget(self.table, 1)
        self._observed: dict[int, Callable[[], None]] = {}
        self._soon = QTimer(self, singleShot=True, interval=INTERVAL_MS)
        self._soon.timeout.connect(self.show_packs)
        self._tick = QTimer(self, interval=AGE_MS)
        self._tick.timeout.connect(self._later)
        self._end = context.hub.observe(self._hub_changed)
        context.selection.changed.connect(self._later)
        context.prefs.changed.connect(self._later)
        self._watch()
        self.start()
        self._tick.start()

    def bind(self, session: DeviceSession | None) -> None:
        """Show all packs; this panel has no device of its own."""
        self.show_packs()

    def retranslate(self) -> None:
        """Write texts anew."""
        self.legend.setText(
            self.tr("{high} above the others  {low} below  ! trouble").format(
                high=SIGNS[Mark.HIGH], low=SIGNS[Mark.LOW]
            )
        )
        self.table.setAccessibleName(self.tr("Packs side by side"))
        self.model_of_packs.retranslate()
        self.show_packs()

    def rethemed(self) -> None:
        """Take the present colours."""
        self.show_packs()

    def stop(self) -> None:
        """Let go of hub and packs."""
        self._soon.stop()
        self._tick.stop()
        self._end()
        for end in self._observed.values():
            end()
        self._observed.clear()
        super().stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        self.show_packs()

    def show_packs(self) -> None:
        """Show all packs as they are now."""
        sessions = [s for s in self.context.hub.sessions if s.model.mode is not Mode.REPLAY]
        self.model_of_packs.take(sessions)
        empty = not sessions
        self.note.setVisible(empty)
        self.legend.setVisible(len(sessions) > 1)
        self._top.setVisible(not empty)
        self.table.setVisible(not empty)
        if empty:
            self.note.say(
                self.tr("No pack to compare"),
                self.tr(
                    "Packs in parallel stand here side by side: sum of their currents, SOC by "
                    "capacity, and which one stands out. Connect two or more."
                ),
            )
        else:
            self._show_figures()

    def _made_table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("bank-table")
        table.setModel(self.model_of_packs)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setShowGrid(False)
        table.setCornerButtonEnabled(False)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        across, down = table.horizontalHeader(), table.verticalHeader()
        across.setDefaultSectionSize(COLUMN_PX)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        across.setHighlightSections(False)
        down.setDefaultSectionSize(ROW_PX)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        down.setHighlightSections(False)
        down.setMinimumWidth(NAMES_PX)
        down.setStyleSheet("QHeaderView::section { border: none; }")
        table.setStyleSheet("QTableView::item { padding: 0 8px; }")
        table.clicked.connect(self._clicked)
        table.activated.connect(self._clicked)
        across.sectionClicked.connect(self._pick)
        across.setSectionsClickable(True)
        return table

    def _clicked(self, index: QModelIndex) -> None:
        self._pick(index.column())

    def _pick(self, column: int) -> None:
        sessions = self.model_of_packs.sessions
        if 0 <= column < len(sessions):
            self.context.selection.select(sessions[column])

    def _show_figures(self) -> None:
        bank = self.model_of_packs.bank
        current, volts, soc, packs = self.figures
        self._figure(current, self.tr("Current, sum"), bank.current_a, 1, "A")
        self._figure(volts, self.tr("Voltage, mean"), bank.pack_v, 2, "V")
        note = ""
        if bank.remaining_ah is not None and bank.capacity_ah is not None:
            note = self.tr("{left} of {full} Ah").format(
                left=number(bank.remaining_ah, 1), full=number(bank.capacity_ah, 1)
            )
        if bank.unweighted:
            note = self.tr("not every pack tells its capacity")
        self._figure(soc, self.tr("SOC, by capacity"), bank.soc_pct, 0, "%", note)
        apart = sum(bool(marks) for marks in bank.marks)
        packs.show_figure(
            self.tr("Packs live"),
            f"{bank.live}/{bank.packs}",
            "",
            self.tr("%n stand(s) out", "", apart) if apart else self.tr("all alike"),
            note_token="warn_text" if apart else "muted",
        )

    def _figure(
        self,
        figure: Figure,
        caption: str,
        value: float | None,
        decimals: int,
        unit: str,
        note: str = "",
    ) -> None:
        text = NOT_REPORTED if value is None else number(value, decimals)
        figure.show_figure(caption, text, "" if value is None else unit, note)

    def _hub_changed(self, event: HubEvent, session: DeviceSession | None) -> None:
        if event in (HubEvent.OPENED, HubEvent.CLOSED):
            self._watch()
            self.show_packs()

    def _watch(self) -> None:
        """Observe every pack that is open, and no other."""
        sessions = {id(session): session for session in self.context.hub.sessions}
        for key in set(self._observed) - set(sessions):
            self._observed.pop(key)()
        for key, session in sessions.items():
            if key not in self._observed:
                self._observed[key] = session.model.observe(self._changed)

    def _changed(self, topic: Topic) -> None:
        if topic in (Topic.SAMPLE, Topic.LINK, Topic.IDENTITY):
            self._later()

    def _later(self, *_: Any) -> None:
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()
