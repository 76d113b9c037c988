"""The form of one repair job. It keeps nothing itself: what was typed is asked for by its panel."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from mingtang_desk.diagnosis.bench_stored import stored_check
from mingtang_desk.reports.bench_page import verdict_words
from mingtang_desk.reports.job import LONGEST, Job, settings_changed
from mingtang_desk.reports.job_page import change_line, reading_rows
from mingtang_desk.reports.words import moment
from mingtang_desk.ui.jobs.parts import PartsEditor
from mingtang_desk.ui.panel import words
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, Chip, label, plain, primary
from mingtang_desk.ui.widgets.scroll import scrolling

_FIELDS = ("customer", "contact", "number", "device")
_LINE_CHARS = 200
_NARROW_PX = 440


class JobEditor(QWidget):
    """One job.

    Signals:
        edited: something was typed or chosen.
        read_wanted: "before" or "after".
        attach_wanted: place of a check among those offered.
    """

    edited = Signal()
    back_wanted = Signal()
    read_wanted = Signal(str)
    attach_wanted = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._job = Job()
        self._is_narrow = False
        self.back = Button(theme, "link", icon="chevron-left", token="muted")
        self.back.clicked.connect(self.back_wanted)
        self.chip = Chip(theme)
        self.status, self.print, self.pdf = plain(theme), plain(theme), primary(theme)
        self.status.clicked.connect(self._turn)
        self.saved = label("muted")
        self.names = {key: label("muted") for key in _FIELDS}
        self.fields = {key: QLineEdit() for key in _FIELDS}
        self.complaint, self.work = _Text(), _Text()
        self.heads = {key: label("strong") for key in _HEADS}
        self.before, self.after = plain(theme), plain(theme)
        self.before.clicked.connect(lambda: self.read_wanted.emit("before"))
        self.after.clicked.connect(lambda: self.read_wanted.emit("after"))
        self.reason = label("warn", wrap=True)
        self._readings = QGridLayout()
        self.changes = label(wrap=True)
        self.changes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.parts = PartsEditor(theme)
        self.checks = label(wrap=True)
        self.offered = QComboBox()
        self.offered.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.offered.setMinimumContentsLength(8)
        self.attach = plain(theme)
        self.attach.clicked.connect(lambda: self.attach_wanted.emit(self.offered.currentIndex()))
        self._lay_out()
        for field in self.fields.values():
            field.setMaxLength(_LINE_CHARS)
            field.textChanged.connect(self.edited)
        for text in (self.complaint, self.work):
            text.textChanged.connect(self.edited)
        self.parts.edited.connect(self.edited)

    def job(self) -> Job:
        """Return the job with what was typed."""
        typed = {key: field.text() for key, field in self.fields.items()}
        return replace(
            self._job,
            customer=typed["customer"],
            contact=typed["contact"],
            number=typed["number"],
            device=typed["device"],
            complaint=self.complaint.toPlainText()[:LONGEST],
            work=self.work.toPlainText()[:LONGEST],
            parts=self.parts.parts(),
            currency=self.parts.currency.text(),
        )

    def show_job(self, job: Job) -> None:
        """Show another job; what can be undone in its texts begins anew."""
        self._job = job
        self.blockSignals(True)
        for key, field in self.fields.items():
            field.setText(str(getattr(job, key)))
        self.complaint.setPlainText(job.complaint)
        self.work.setPlainText(job.work)
        self.parts.show_parts(job.parts, job.currency)
        self.blockSignals(False)
        self.show_rest(job)

    def show_rest(self, job: Job) -> None:
        """Show what is not typed: readings, changes, checks, status; typed words stay."""
        self._job = job
        self.chip.show_state(
            self.tr("open") if job.is_open else self.tr("closed"), "accent" if job.is_open else "ok"
        )
        self.status.setText(self.tr("Close the job") if job.is_open else self.tr("Open again"))
        self._show_readings(job.before, job.after)
        lines = [change_line(change, words) for change in job.changes]
        differ = len(settings_changed(job)) if job.after is not None else 0
        if job.after is not None and not lines:
            lines.append(self.tr("Nothing was written by this desk between the two readings."))
        if differ:
            lines.append(self.tr("{n} settings read differently.").format(n=differ))
        self.changes.setText("\n".join(lines))
        self.changes.setVisible(bool(lines))
        told = []
        for body in job.checks:
            check = stored_check(body)
            if check is not None:
                told.append(f"{moment(body.get('time'))}  {verdict_words(check, words)}")
        self.checks.setText("\n".join(told))
        self.checks.setVisible(bool(told))

    def offer_checks(self, names: Sequence[str]) -> None:
        """Offer checks of this pack to be attached."""
        self.offered.clear()
        self.offered.addItems(list(names) or [self.tr("No bench check of this pack yet")])
        self.offered.setEnabled(bool(names))
        self.attach.setEnabled(bool(names))

    def set_reading(self, why: str, *, busy: bool) -> None:
        """Say whether the pack can be read now."""
        for button in (self.before, self.after):
            button.setEnabled(not why and not busy)
        self.back.setEnabled(not busy)
        self.reason.setText(self.tr("Reading everything…") if busy else why)
        self.reason.setVisible(bool(why) or busy)

    def retranslate(self) -> None:
        """Write every text."""
        self.back.setText(self.tr("All jobs"))
        self.pdf.setText(self.tr("PDF…"))
        self.print.setText(self.tr("Print…"))
        for key, text in {
            "customer": self.tr("Customer"),
            "contact": self.tr("Contact"),
            "number": self.tr("Job number"),
            "device": self.tr("Device"),
        }.items():
            self.names[key].setText(text)
            self.fields[key].setAccessibleName(text)
        for key, text in {
            "complaint": self.tr("Complaint"),
            "readings": self.tr("Readings and settings"),
            "work": self.tr("Work done"),
            "parts": self.tr("Parts"),
            "checks": self.tr("Bench checks"),
        }.items():
            self.heads[key].setText(text)
        self.complaint.setAccessibleName(self.heads["complaint"].text())
        self.work.setAccessibleName(self.heads["work"].text())
        self.before.setText(self.tr("Read before"))
        self.after.setText(self.tr("Read after"))
        tip = self.tr("Reads values, all settings and counters of the pack; nothing is written")
        self.before.setToolTip(tip)
        self.after.setToolTip(tip)
        self.attach.setText(self.tr("Attach"))
        self.offered.setAccessibleName(self.tr("Bench check to attach"))
        self.parts.retranslate()
        self.show_rest(self._job)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put names above their figures where there is no room beside them."""
        super().resizeEvent(event)
        if (self.width() < _NARROW_PX) is not self._is_narrow:
            self._is_narrow = not self._is_narrow
            self._show_readings(self._job.before, self._job.after)

    def _turn(self) -> None:
        self.show_rest(replace(self._job, is_open=not self._job.is_open))
        self.edited.emit()

    def _show_readings(
        self, before: Mapping[str, object] | None, after: Mapping[str, object] | None
    ) -> None:
        while (item := self._readings.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for place, stretch in enumerate((0, 3, 3) if self._is_narrow else (2, 3, 3)):
            self._readings.setColumnStretch(place, stretch)
        if before is None and after is None:
            return
        rows = [("", self.tr("Before"), self.tr("After")), *reading_rows(before, after, words)]
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                cell: QLabel = label("muted" if column == 0 or row == 0 else "", wrap=True)
                cell.setText(text)
                if not self._is_narrow:
                    self._readings.addWidget(cell, row, column, Qt.AlignmentFlag.AlignTop)
                elif column == 0:
                    self._readings.addWidget(cell, 2 * row, 1, 1, 2)
                else:
                    self._readings.addWidget(cell, 2 * row + 1, column, Qt.AlignmentFlag.AlignTop)

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setLayout(self._form())
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.back)
        head.addStretch(1)
        head.addWidget(self.saved)
        head.addWidget(self.chip)
        foot.setSpacing(8)
        foot.addWidget(self.status)
        foot.addStretch(1)
        foot.addWidget(self.print)
        foot.addWidget(self.pdf)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addLayout(head)
        outer.addWidget(scrolling(inner), 1)
        outer.addLayout(foot)

    def _form(self) -> QVBoxLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for row, key in enumerate(_FIELDS):
            grid.addWidget(self.names[key], row, 0)
            grid.addWidget(self.fields[key], row, 1)
        grid.setColumnStretch(1, 1)
        self._readings.setHorizontalSpacing(12)
        self._readings.setVerticalSpacing(2)
        taking, attaching = QHBoxLayout(), QHBoxLayout()
        taking.setSpacing(8)
        taking.addWidget(self.before)
        taking.addWidget(self.after)
        taking.addStretch(1)
        attaching.setSpacing(8)
        attaching.addWidget(self.offered, 1)
        attaching.addWidget(self.attach)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        parts: tuple[QWidget | QLayout, ...] = (
            *(grid, self.heads["complaint"], self.complaint),
            *(self.heads["readings"], taking, self.reason, self._readings, self.changes),
            *(self.heads["work"], self.work, self.heads["parts"], self.parts),
            *(self.heads["checks"], self.checks, attaching),
        )
        for part in parts:
            if isinstance(part, QWidget):
                column.addWidget(part)
            else:
                column.addLayout(part)
        column.addStretch(1)
        return column


_HEADS = ("complaint", "readings", "work", "parts", "checks")


class _Text(QPlainTextEdit):
    """A few lines of text with undo of its own; Tab goes on to the next field."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(84)
