"""Steps 4 and 5: the error before, the question, and after it the error that is left."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mingtang_desk.device.calibration import RULES, CalibrationPoint, Verdict
from mingtang_desk.device.calibration_record import UNPROVEN, VERDICT_WORDS, Instrument
from mingtang_desk.interfaces.calibration import CalibrationOffer
from mingtang_desk.session.calibration_wait import Settled
from mingtang_desk.ui.calibration.words import LOOKS, SIGNS, figure, target_name
from mingtang_desk.ui.target_names import say
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, rule, set_look
from mingtang_desk.ui.widgets.value_row import ValueRow


class ReviewStep(QWidget):
    """What will be sent, and what it is based on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._shown: tuple[CalibrationOffer, Settled, Instrument] | None = None
        self.title = label("strong", wrap=True)
        self.rows = [ValueRow(theme) for _ in range(4)]
        self.judged = label(wrap=True)
        self.instrument = label("muted", wrap=True)
        self.note, self.undo = label("muted", wrap=True), label("warn", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(8)
        for widget in (
            self.title,
            *self.rows,
            self.judged,
            rule(),
            self.instrument,
            self.note,
            self.undo,
        ):
            layout.addWidget(widget)
        layout.addStretch(1)

    def show_settled(
        self, offer: CalibrationOffer, settled: Settled, instrument: Instrument
    ) -> None:
        """Show what both say while they are steady."""
        self._shown = (offer, settled, instrument)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        if self._shown is None:
            return
        offer, settled, instrument = self._shown
        about = RULES[offer.target.kind]
        tolerance = about.tolerance_of(settled.reference)
        within = abs(settled.error) <= tolerance
        self.title.setText(self.tr("{name}: steady").format(name=target_name(offer.target)))
        for row, (caption, text, token) in zip(
            self.rows,
            (
                (self.tr("The board reads"), figure(settled.reading, about), "text"),
                (self.tr("The reference is"), figure(settled.reference, about), "text"),
                (
                    self.tr("Error"),
                    figure(settled.error, about, sign=True),
                    "ok_text" if within else "warn_text",
                ),
                (self.tr("Tolerance"), f"±{figure(tolerance, about)}", "text"),
            ),
            strict=True,
        ):
            value, _, unit = text.partition(" ")
            row.show_value(caption, value, unit, token)
        set_look(self.judged, "ok" if within else "warn")
        self.judged.setText(
            self.tr("Within tolerance already; calibrating is not needed.")
            if within
            else self.tr("Outside of the tolerance.")
        )
        name = instrument.name or self.tr("not named")
        self.instrument.setText(self.tr("Instrument: {name}").format(name=name))
        self.note.setText(say(offer.note))
        self.undo.setText("" if offer.undo else say(offer.no_undo))
        self.undo.setVisible(not offer.undo)


class ResultStep(QWidget):
    """How it ended."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._point: CalibrationPoint | None = None
        self._kept, self._undone = 0, False
        self.title = label("strong", wrap=True)
        self.rows = [ValueRow(theme) for _ in range(4)]
        self.judged = label(wrap=True)
        self.unproven = label("warn", wrap=True)
        self.kept = label("muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(8)
        for widget in (self.title, self.judged, *self.rows, self.unproven, rule(), self.kept):
            layout.addWidget(widget)
        layout.addStretch(1)

    def show_point(self, point: CalibrationPoint, kept: int) -> None:
        """Show a result; `kept` is the number of its record, 0 = it was not kept."""
        self._point, self._kept, self._undone = point, kept, False
        self.retranslate()

    def show_undone(self) -> None:
        """Say that the point is taken back: what was measured with it holds no more."""
        self._undone = True
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        point = self._point
        if point is None:
            return
        about, verdict = RULES[point.target.kind], point.verdict
        self.title.setText(target_name(point.target))
        set_look(self.judged, LOOKS[verdict])
        self.judged.setText(f"{SIGNS[verdict]} {say(VERDICT_WORDS[verdict])}")
        token = {"ok": "ok_text", "warn": "warn_text", "bad": "bad_text"}[LOOKS[verdict]]
        unread = verdict is Verdict.UNKNOWN
        for row, (caption, text, colour) in zip(
            self.rows,
            (
                (self.tr("Error before"), figure(point.error_before, about, sign=True), "text"),
                (
                    self.tr("Error after"),
                    self.tr("not read") if unread else figure(point.error_after, about, sign=True),
                    token,
                ),
                (self.tr("The board reads now"), figure(point.after, about), "text"),
                (self.tr("Tolerance"), f"±{figure(point.tolerance, about)}", "text"),
            ),
            strict=True,
        ):
            worded = unread and caption == self.tr("Error after")
            value, _, unit = (text, "", "") if worded else text.partition(" ")
            row.show_value(caption, value, unit, colour)
        self.unproven.setText("" if point.proven else say(UNPROVEN))
        self.unproven.setVisible(not point.proven and not self._undone)
        for row in self.rows:
            row.setVisible(not self._undone)
        if self._undone:
            set_look(self.judged, "")
            self.judged.setText(self.tr("Undone: the former correction is in use again."))
        kept = self.tr("Kept as record {n}.").format(n=self._kept)
        self.kept.setText(kept if self._kept else self.tr("No record was kept."))
