"""The page between typing and writing: what will change where, and afterwards how it ended."""

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from mingtang_desk.core.errors import CloudRefusalError, MingtangError
from mingtang_desk.device.settings import SettingSpec
from mingtang_desk.device.transaction import FieldState, WriteResult
from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.ui.forms import outcome
from mingtang_desk.ui.forms.finding_list import FindingList, ReadWarnings
from mingtang_desk.ui.forms.plan import Plan, warnings_of
from mingtang_desk.ui.forms.review_rows import ReviewTable
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, plain, primary, set_look
from mingtang_desk.ui.widgets.error_line import ErrorLine
from mingtang_desk.ui.widgets.lock_line import LockLine


class Stage(Enum):
    """Where a review stands."""

    ASKING = "asking"
    WRITING = "writing"
    STOPPED = "stopped"
    DONE = "done"


class ReviewPage(QWidget):
    """Shows a plan, asks once more, then shows the result in the same table."""

    confirmed = Signal()
    stopped = Signal()
    left = Signal()
    undo_wanted = Signal()

    def __init__(self, hub: DeviceHub, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan: Plan | None = None
        self.result: WriteResult | None = None
        self.stage = Stage.ASKING
        self._specs: Mapping[str, SettingSpec] = {}
        self._usable = True
        self.title, self.board = label("title", wrap=True), label("muted", wrap=True)
        self.notes = label("muted", wrap=True)
        self.findings, self.read = FindingList(), ReadWarnings()
        self.read.answered.connect(self._dress)
        self.table = ReviewTable()
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.lock = LockLine(hub, theme)
        self.error_line = ErrorLine(theme)
        self.back, self.write = plain(theme), primary(theme)
        self.undo = plain(theme, "undo-2")
        self.back.clicked.connect(self._back)
        self.write.clicked.connect(self._go)
        self.undo.clicked.connect(self.undo_wanted)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.findings)
        column.addWidget(self.table, 1)
        scroll.setWidget(both)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addWidget(self.board)
        layout.addWidget(scroll, 1)
        for widget in (
            self.notes,
            self.read,
            self.progress,
            self.error_line,
            self.lock,
        ):
            layout.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.undo)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.write)
        layout.addLayout(buttons)
        self.retranslate()

    def ask(self, plan: Plan, specs: Mapping[str, SettingSpec]) -> None:
        """Show a plan and wait for the second press."""
        # First, so that no answer to the question of before is taken for one about this plan.
        self.plan, self.stage = plan, Stage.ASKING
        self.result, self._specs = None, specs
        self.table.show_rows(plan.rows, plan.degrees)
        self.findings.show_plan(plan, specs)
        self.read.ask(plan)
        self._enter(Stage.ASKING)
        self.back.setFocus()

    def writing(self) -> None:
        """Say that it is being written."""
        self._enter(Stage.WRITING)
        # Not on the button that stops: Enter pressed twice would.
        self.progress.setFocus()

    def stopped_unknown(self) -> None:
        """Say that it was interrupted: nobody knows what the board stored."""
        self._enter(Stage.STOPPED)

    def failed(self, error: MingtangError) -> None:
        """Say why nothing was written, and ask again; what a server warns of beyond is added."""
        new = warnings_of(error)
        if self.plan is not None and new:
            more = tuple(each for each in new if each not in self.plan.warnings)
            self.ask(replace(self.plan, warnings=(*self.plan.warnings, *more)), self._specs)
        self._enter(Stage.ASKING)
        self.error_line.show_error(
            CloudRefusalError("cloud_write_warned_here", count=len(new)) if new else error
        )

    def show_result(self, result: WriteResult) -> None:
        """Show in the same table how each field ended."""
        self.result = result
        self.table.show_results(result.fields)
        self._enter(Stage.DONE)
        self.back.setFocus()

    def set_usable(self, usable: bool) -> None:
        """Allow or refuse writing (device offline, writing locked)."""
        self._usable = usable
        self._dress()

    def retranslate(self) -> None:
        """Set every word anew."""
        self.progress.setAccessibleName(self.tr("Writing…"))
        self.table.setAccessibleName(self.tr("What will be written"))
        self.undo.setText(self.tr("Undo…"))
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _enter(self, stage: Stage) -> None:
        self.stage = stage
        self.error_line.show_error(None)
        self._dress()

    def _back(self) -> None:
        (self.stopped if self.stage is Stage.WRITING else self.left).emit()

    def _go(self) -> None:
        if self.stage is Stage.ASKING:
            self.confirmed.emit()

    def _dress(self) -> None:
        plan = self.plan
        if plan is None:
            return
        asking, done = self.stage is Stage.ASKING, self.stage is Stage.DONE
        self.board.setText(
            self.tr("Board: {name}, {where}").format(name=plan.board, where=plan.where)
        )
        self.progress.setVisible(self.stage is Stage.WRITING)
        self.lock.want(asking)
        self.write.setVisible(asking)
        self.read.show_when(asking)
        self.write.setEnabled(self._usable and not plan.blocking and self.read.answers)
        self.undo.setVisible(done and not plan.undo and self._something_stored())
        self.undo.setEnabled(self._usable)
        self.findings.show_when(asking)
        self._say_title(plan)

    def _say_title(self, plan: Plan) -> None:
        notes: list[str] = []
        look = "title"
        match self.stage:
            case Stage.ASKING:
                title = self.tr("Undo the last write?") if plan.undo else self.tr("Review")
                self.back.setText(self.tr("Back"))
            case Stage.WRITING:
                title = self.tr("Writing and reading back…")
                self.back.setText(self.tr("Stop"))
            case Stage.STOPPED:
                title, look = self.tr("? Stopped, the result is unknown"), "warn"
                notes = [self.tr("Read the settings to see what the board stored.")]
                self.back.setText(self.tr("Close"))
            case Stage.DONE:
                assert self.result is not None
                title = outcome.summary(self.result.fields.values())
                look = "ok" if self.result.applied else "warn"
                notes = outcome.side_effects(self.result.side_effects, self._specs)
                self.back.setText(self.tr("Done"))
        count = len(plan.rows)
        self.write.setText(
            self.tr("Write 1 value")
            if count == 1
            else self.tr("Write {count} values").format(count=count)
        )
        self.title.setText(title)
        set_look(self.title, look)
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))

    def _something_stored(self) -> bool:
        return self.result is not None and any(
            field.state is not FieldState.REFUSED for field in self.result.fields.values()
        )
