"""Help with a board that does not answer: verdict, evidence, a try of the desk's own, and steps.

It knows no session: whoever owns it says what is known and does what is `wanted`.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from mingtang_desk.device.asleep import Diagnosis, Evidence, Verdict, Way, judge
from mingtang_desk.interfaces.wake import ANY_BOARD_WAKE, WakeRow
from mingtang_desk.session.silence import FOUND_AWAKE
from mingtang_desk.session.wake_rows import steps_for
from mingtang_desk.session.waking import WakeStep, Waking
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.wake_words import reason_words, source_words, step_words, verdict_words
from mingtang_desk.ui.widgets.basics import label, plain, primary, rule
from mingtang_desk.ui.widgets.elided import ElidedText
from mingtang_desk.ui.widgets.scroll import scrolling

_SIGNS = {
    Verdict.AWAKE: ("check", "ok"),
    Verdict.WOKEN: ("check", "ok"),
    Verdict.UNKNOWN: ("info", "muted"),
}
_TROUBLE = ("triangle-alert", "warn")


class WakeView(QWidget):
    """`wanted` asks for a try, `stopped` for its end, `left` for the list of devices."""

    wanted = Signal()
    stopped = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._row: WakeRow = ANY_BOARD_WAKE
        self.diagnosis: Diagnosis = judge(Evidence())
        self.step: WakeStep | None = None
        self.name = ElidedText(theme, token="muted", middle=True)
        self.title = label("strong", wrap=True)
        self.hint = label("muted", wrap=True)
        self.reasons_title, self.reasons = label("small"), label(wrap=True)
        self.steps_title = label("small")
        self.steps: list[QLabel] = []
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.doing = label("muted", wrap=True)
        self.back_button, self.go_button = plain(theme), primary(theme)
        self.back_button.setObjectName("wake-back")
        self.go_button.setObjectName("wake-go")
        self.back_button.clicked.connect(self._leave)
        self.go_button.clicked.connect(self.wanted)
        self._sign = QLabel()
        self._sign.setFixedWidth(16)
        self._arrange()
        theme.changed.connect(self.show_now)
        self.hide()

    @property
    def running(self) -> bool:
        """True while the desk tries."""
        return self.step is not None

    def show_board(self, name: str, row: WakeRow, diagnosis: Diagnosis) -> None:
        """Show what is known of a board, and how boards of its kind are woken."""
        if (name, row, diagnosis) != (self.name.text, self._row, self.diagnosis):
            self.name.set_text(name)
            self._row, self.diagnosis = row, diagnosis
            self.show_now()

    def begin(self) -> None:
        """Show that the desk tries."""
        self.take(WakeStep(Waking.OPENING))

    def take(self, step: WakeStep) -> None:
        """Show how far a try is."""
        self.step = step
        self._show_step()

    def end(self, diagnosis: Diagnosis | None = None) -> None:
        """Show what came out; None = the try was ended before it told anything."""
        self.step = None
        if diagnosis is not None:
            self.diagnosis = diagnosis
        self.show_now()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.show_now()

    def show_now(self) -> None:
        """Write everything."""
        title, hint = verdict_words(self.diagnosis)
        icon, token = _SIGNS.get(self.diagnosis.verdict, _TROUBLE)
        self._sign.setPixmap(self._theme.pixmap(icon, token, 16, self.devicePixelRatioF()))
        self.title.setText(title)
        self.hint.setText(hint)
        lines = [reason_words(reason) for reason in self.diagnosis.reasons]
        self.reasons.setText("\n".join(f"· {line}" for line in lines))
        self.reasons_title.setText(self.tr("What is known"))
        for widget in (self.reasons_title, self.reasons):
            widget.setVisible(bool(lines))
        self._show_steps()
        self.go_button.setVisible(self.diagnosis.verdict not in FOUND_AWAKE)
        again = bool(self.diagnosis.evidence.was_tried)
        self.go_button.setText(self.tr("Try again") if again else self.tr("Try to wake"))
        asking = step_words(self._row.asking)
        self.go_button.setToolTip(self.tr("{what} It only reads.").format(what=asking))
        self._show_step()

    def _show_steps(self) -> None:
        ways = steps_for(self._row, self.diagnosis)
        self._make_room(len(ways))
        self.steps_title.setText(self.tr("What you can do"))
        self.steps_title.setVisible(bool(ways))
        for number, (line, way) in enumerate(zip(self.steps, ways, strict=True), start=1):
            line.setText(f"{number}. {step_words(way)}")
            line.setToolTip(source_words(way))

    def _show_step(self) -> None:
        step = self.step
        for widget in (self.progress, self.doing):
            widget.setVisible(step is not None)
        self.go_button.setEnabled(step is None)
        self.back_button.setText(self.tr("Back") if step is None else self.tr("Stop"))
        if step is None:
            return
        self.progress.setRange(0, step.of)
        self.progress.setValue(step.ask)
        if step.doing is Waking.ASKING:
            text = self.tr("Asking, {n} of {of}; it only reads").format(n=step.ask, of=step.of)
        elif self.diagnosis.evidence.way is Way.RADIO:
            text = self.tr("Listening whether it announces itself, then connecting")
        else:
            text = self.tr("Opening the line, listening who talks")
        self.doing.setText(text)
        self.progress.setAccessibleName(text)

    def _make_room(self, count: int) -> None:
        while len(self.steps) > count:
            self.steps.pop().deleteLater()
        while len(self.steps) < count:
            self.steps.append(label(wrap=True))
            self._steps_column.addWidget(self.steps[-1])

    def _leave(self) -> None:
        if self.running:
            self.stopped.emit()
        else:
            self.left.emit()

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self._sign)
        top.addWidget(self.title, 1)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(4)
        self._steps_column = steps = QVBoxLayout()
        steps.setSpacing(4)
        parts: Sequence[QWidget] = (self.hint, self.reasons_title, self.reasons, self.steps_title)
        for part in parts:
            column.addWidget(part)
        for title in (self.reasons_title, self.steps_title):
            title.setContentsMargins(0, 6, 0, 0)
        column.addLayout(steps)
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.go_button, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        outer.addWidget(self.name)
        outer.addLayout(top)
        outer.addWidget(rule())
        outer.addWidget(scrolling(holder), 1)
        outer.addWidget(self.progress)
        outer.addWidget(self.doing)
        outer.addLayout(buttons)
