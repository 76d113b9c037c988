"""Calibration wizard: target, reference, wait, review, result; each step says what it needs."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.calibration import RULES, CalibrationPoint
from mingtang_desk.device.calibration_record import Instrument
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.model import Mode, Topic
from mingtang_desk.interfaces.calibration import NO_CALIBRATION, CalibrationOffer
from mingtang_desk.session.calibration_records import KeptRecord, RecordBook
from mingtang_desk.session.calibration_wait import Pace, Settled
from mingtang_desk.session.hub import HubEvent
from mingtang_desk.ui.calibration.foot import Foot, FootState, Step
from mingtang_desk.ui.calibration.records_page import RecordsPage
from mingtang_desk.ui.calibration.reference_step import ReferenceStep
from mingtang_desk.ui.calibration.review_step import ResultStep, ReviewStep
from mingtang_desk.ui.calibration.sitting import Callbacks, Sitting, try_meter
from mingtang_desk.ui.calibration.target_step import TargetStep
from mingtang_desk.ui.calibration.wait_step import WaitStep
from mingtang_desk.ui.calibration.words import figure, target_name
from mingtang_desk.ui.documents import documents_of
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.forms.link_words import why_not
from mingtang_desk.ui.link_words import no_device_words, state_words
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.target_names import say
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import Button, label
from mingtang_desk.ui.widgets.lock_line import LockLine
from mingtang_desk.ui.widgets.scroll import scrolling
from mingtang_desk.ui.widgets.state_note import StateNote

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession
    from mingtang_desk.ui.spec import PanelContext


class CalibrationPanel(Panel):
    """Calibrates one board, a target at a time."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.pace = Pace()
        self.step = Step.TARGET
        self._book = RecordBook(documents_of(context.history))
        self._sitting: Sitting | None = None
        self._task: asyncio.Task[None] | None = None
        self._kept: dict[str, KeptRecord] = {}
        self._point: CalibrationPoint | None = None
        self._trying = self._undoing = False
        self.notice = StateNote(theme, "crosshair")
        self.where = label("muted")
        self.target, self.reference = TargetStep(theme), ReferenceStep(theme)
        self.wait, self.review, self.result = WaitStep(theme), ReviewStep(theme), ResultStep(theme)
        self.records = RecordsPage(theme)
        self.records_button = Button(theme, "link", icon="list", token="accent_text")
        self.foot = Foot(theme)
        self.back, self.next, self.undo = self.foot.back, self.foot.next, self.foot.undo
        self.reason = label("warn", wrap=True)
        self.lock = LockLine(context.hub, theme)
        self.steps = QStackedWidget()
        for step in (self.target, self.reference, self.wait, self.review, self.result):
            self.steps.addWidget(scrolling(step))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.notice)
        self.stack.addWidget(self._wizard())
        self.stack.addWidget(self.records)
        self.body.addWidget(self.stack, 1)
        self._connect()
        self.reference.recall(context.prefs.values.calibration)
        self._end_hub = context.hub.observe(self._hub_changed)
        self.start()

    def go_on(self) -> None:
        """Do what the main button says."""
        if not self.next.isEnabled():
            return
        match self.step:
            case Step.TARGET:
                self._show_step(Step.REFERENCE)
                entry = self.reference
                (entry.value if entry.by_hand.isChecked() else entry.address).setFocus()
            case Step.REFERENCE:
                self._begin()
            case Step.REVIEW if self._sitting is not None:
                self._sitting.decide()
            case Step.RESULT:
                self._next_target()
            case _:
                pass

    def go_back(self) -> None:
        """One step back; a wait or an unanswered question ends, nothing was sent."""
        if self._sitting is not None and self._sitting.sending:
            return
        self._abandon()
        self._show_step(
            Step.TARGET if self.step in (Step.TARGET, Step.REFERENCE) else Step.REFERENCE
        )

    def bind(self, session: DeviceSession | None) -> None:
        """Show another device; a wait for the former one ends."""
        if self._sitting is None or not self._sitting.sending:
            self._abandon()
        self._point = None
        self.step = Step.TARGET
        self._show()

    def refresh(self, topics: frozenset[Topic]) -> None:
        """Show what the board reads."""
        self._show()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        for part in (
            self.target,
            self.reference,
            self.wait,
            self.review,
            self.result,
            self.records,
        ):
            part.retranslate()
        self.records_button.setText(self.tr("Records"))
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Esc goes back."""
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and self.reference.address.hasFocus():
            pass  # there it tries the meter
        elif entered and self._shows_wizard:
            self.go_on()
        elif event.key() == Qt.Key.Key_Escape and self._shows_wizard and self.step:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def stop(self) -> None:
        """Let go of device and hub."""
        if self._sitting is None or not self._sitting.sending:
            self._abandon()
        self._end_hub()
        super().stop()

    def open_records(self) -> None:
        """Show the records of this board."""
        spawn(self, self._open_records())

    @property
    def _shows_wizard(self) -> bool:
        return self.stack.currentIndex() == 1

    def _connect(self) -> None:
        self.target.changed.connect(self._show)
        self.reference.changed.connect(self._show)
        self.reference.tried.connect(self._try)
        self.records_button.clicked.connect(self.open_records)
        self.records.closed.connect(self._close_records)
        self.records.failed.connect(self.show_error)
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self.undo.clicked.connect(self._undo)

    def _wizard(self) -> QWidget:
        page = QWidget()
        head = QHBoxLayout()
        head.addWidget(self.where, 1)
        head.addWidget(self.records_button)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.steps, 1)
        layout.addWidget(self.reason)
        layout.addWidget(self.lock)
        layout.addWidget(self.foot)
        return page

    def _begin(self) -> None:
        session, offer, choice = self.session, self.target.offer, self.reference.choice
        if session is None or offer is None or choice is None or self._task is not None:
            return
        remembered = self.reference.remembered()
        self.context.prefs.keep(self.show_error, calibration=remembered)
        sitting = self._sitting = Sitting(
            self.context.hub, session, self._book, offer, choice, self.pace
        )
        self.wait.begin(offer.target, self.pace.patience_s)
        self._show_step(Step.WAIT)
        tell = Callbacks(
            progress=self.wait.show_progress,
            instrument=self._know_instrument,
            settled=lambda settled, meter: self._settled(offer, settled, meter),
            sending=self._show,
            done=lambda point, kept: self._done(session, point, kept),
        )
        self._task = spawn(
            self,
            sitting.run(tell, self._kept.get(session.uri.text)),
            done=lambda: self._ended(sitting),
        )
        self._show()

    def _know_instrument(self, instrument: Instrument) -> None:
        self.reference.take_identity(instrument)
        self.context.prefs.keep(self.show_error, calibration=self.reference.remembered())

    def _settled(self, offer: CalibrationOffer, settled: Settled, instrument: Instrument) -> None:
        self.review.show_settled(offer, settled, instrument)
        self._show_step(Step.REVIEW)
        self.next.setFocus()

    def _done(
        self, session: DeviceSession, point: CalibrationPoint, kept: KeptRecord | None
    ) -> None:
        if kept is not None:
            self._kept[session.uri.text] = kept
        if session is not self.session:
            return
        self._point = point
        self.result.show_point(point, 0 if kept is None else kept.number)
        self._show_step(Step.RESULT)

    def _ended(self, sitting: Sitting) -> None:
        """Free the wizard; what failed stands in the line, one step before."""
        if self._sitting is not sitting:
            return
        self._sitting = self._task = None
        if self.step in (Step.WAIT, Step.REVIEW):
            self._show_step(Step.REFERENCE)
        self._show()

    def _abandon(self) -> None:
        task, self._task, self._sitting = self._task, None, None
        if task is not None:
            task.cancel()

    def _next_target(self) -> None:
        """Go on with the target that follows, so that a row of cells goes quickly."""
        which = self.target.which
        which.setCurrentIndex(min(which.currentIndex() + 1, which.count() - 1))
        self._point = None
        self._show_step(Step.TARGET)

    def _try(self) -> None:
        session, offer = self.session, self.target.offer
        address = self.reference.address.text().strip()
        if session is None or offer is None or not address or self._trying:
            return
        self._trying = True
        self.reference.say_meter(self.tr("Asking the meter…"))
        self._show()
        spawn(self, self._ask_meter(session, offer, address), done=self._tried)

    async def _ask_meter(
        self, session: DeviceSession, offer: CalibrationOffer, address: str
    ) -> None:
        try:
            attempt = await try_meter(address, session, offer)
        except MingtangError as error:
            words = error_words(error)
            self.reference.say_meter(f"{words.message} {words.hint}", "bad")
            return
        self._know_instrument(attempt.instrument)
        reads = self.tr("✓ {name} reads {value}").format(
            name=attempt.instrument.name,
            value=figure(attempt.reading, RULES[offer.target.kind]),
        )
        told = "; ".join(attempt.errors)
        if told:
            reads += "\n" + self.tr("It complains: {errors}").format(errors=told)
        self.reference.say_meter(reads, "warn" if told else "ok")

    def _tried(self) -> None:
        self._trying = False
        self._show()

    def _undo(self) -> None:
        session, point = self.session, self._point
        if session is None or point is None or self._undoing:
            return
        self._undoing = True
        self._show()
        spawn(self, self._put_back(session, point), done=self._undone)

    async def _put_back(self, session: DeviceSession, point: CalibrationPoint) -> None:
        await self.context.hub.undo_calibration(session, point)
        self._point = None
        self.result.show_undone()

    def _undone(self) -> None:
        self._undoing = False
        self._show()

    async def _open_records(self) -> None:
        session = self.session
        if session is not None:
            self.records.show_records(await self._book.records(session.key))
            self.stack.setCurrentIndex(2)
            self.records.back.setFocus()

    def _close_records(self) -> None:
        self.stack.setCurrentIndex(1)
        self._show()

    def _hub_changed(self, event: HubEvent, _: DeviceSession | None) -> None:
        if event is HubEvent.WRITING:
            self._show()

    def _show_step(self, step: Step) -> None:
        self.step = step
        self._show()

    def _show(self) -> None:
        model, session = self.model, self.session
        if model is None or session is None or not model.protocol:
            if session is None:
                self._refuse(*no_device_words())
            else:
                self._refuse(*(state_words(session.model, session.uri) or ("", "")))
            return
        if model.mode is Mode.REPLAY:
            self._refuse(self.tr("A recording cannot be calibrated."), "")
            return
        if self.lacks(Capability.CALIBRATION):
            why = self.lack_reason() or say(NO_CALIBRATION)
            self._refuse(self.tr("This board cannot be calibrated from here."), why)
            return
        if self.stack.currentIndex() == 2:
            return
        self.target.show_board(session.calibrator.offers(), model.sample)
        offer = self.target.offer
        if offer is None:
            self._refuse(self.tr("Nothing to calibrate was found yet."), why_not(model))
            return
        self.reference.show_target(offer.target, datetime.now(UTC).date())
        self.stack.setCurrentIndex(1)
        self.steps.setCurrentIndex(self.step)
        self._show_foot(offer, why_not(model))

    def _refuse(self, title: str, hint: str) -> None:
        self.notice.say(title, hint)
        self.stack.setCurrentIndex(0)

    def _show_foot(self, offer: CalibrationOffer, why: str) -> None:
        step, sending = self.step, self._sitting is not None and self._sitting.sending
        shown = "" if step is Step.TARGET else f" · {target_name(offer.target)}"
        self.where.setText(self.foot.where(step) + shown)
        unlocked = self.context.hub.writing_unlocked
        usable = {
            Step.TARGET: self.target.ready and not why,
            Step.REFERENCE: self.reference.choice is not None and not why,
            Step.WAIT: False,
            Step.REVIEW: unlocked and not why,
            Step.RESULT: self._task is None,
        }[step]
        self.foot.show_state(
            FootState(
                step=step,
                usable=usable,
                sending=sending,
                undo=step is Step.RESULT and self._point is not None and _can_undo(self._point),
                undo_usable=unlocked and not why and not self._undoing,
            )
        )
        self.reference.attempt.setEnabled(
            not self._trying and bool(self.reference.address.text().strip()) and not why
        )
        self.records_button.setEnabled(not sending)
        self.reason.setText(why)
        self.reason.setVisible(bool(why))
        self.lock.want(not why and step in (Step.REVIEW, Step.RESULT))


def _can_undo(point: CalibrationPoint) -> bool:
    return point.old_correction is not None and point.new_correction is not None
