"""Step 3: the wait until board and meter are steady, with a small plot and the figures."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mingtang_desk.device.calibration import RULES, Target
from mingtang_desk.device.stability import Stability
from mingtang_desk.session.calibration_wait import Progress
from mingtang_desk.ui.calibration.traces import Traces
from mingtang_desk.ui.calibration.words import STEADY_LOOKS, figure, steady_words
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, set_look
from mingtang_desk.ui.widgets.value_row import ValueRow


class WaitStep(QWidget):
    """Shows a `Progress` as it comes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._target: Target | None = None
        self._last: Progress | None = None
        self._patience_s = 0.0
        self.title = label("strong", wrap=True)
        self.traces = Traces(theme)
        self.board, self.meter = ValueRow(theme), ValueRow(theme)
        self.board_state, self.meter_state = label("muted", wrap=True), label("muted", wrap=True)
        self.elapsed = label("muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(8)
        for widget in (
            self.title,
            self.traces,
            self.board,
            self.board_state,
            self.meter,
            self.meter_state,
            self.elapsed,
        ):
            layout.addWidget(widget)
        layout.addStretch(1)

    def begin(self, target: Target, patience_s: float) -> None:
        """Show that nothing was read yet."""
        self._target, self._last, self._patience_s = target, None, patience_s
        self.traces.show_points((), (), 3)
        self.retranslate()

    def show_progress(self, progress: Progress) -> None:
        """Show how it goes."""
        self._last = progress
        self._show()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.title.setText(self.tr("Waiting until board and meter are steady…"))
        self.traces.name(self.tr("board"), self.tr("meter"))
        self._show()

    def _show(self) -> None:
        progress = self._last
        if self._target is None:
            return
        about = RULES[self._target.kind]
        for row, caption in (
            (self.board, self.tr("The board reads")),
            (self.meter, self.tr("The meter reads")),
        ):
            value = None
            if progress is not None:
                value = progress.reading if row is self.board else progress.reference
            text, _, unit = figure(value, about).partition(" ")
            row.show_value(caption, text, unit, "text")
        self._say(self.board_state, None if progress is None else progress.board)
        self._say(self.meter_state, None if progress is None else progress.meter)
        if progress is not None and progress.meter is None:
            set_look(self.meter_state, "muted")
            self.meter_state.setText(self.tr("typed"))
        if progress is None:
            self.elapsed.setText("")
            return
        self.traces.show_points(progress.board_points, progress.reference_points, about.decimals)
        self.elapsed.setText(
            self.tr("{seconds} s; given up after {most} s").format(
                seconds=f"{progress.elapsed_s:.0f}", most=f"{self._patience_s:.0f}"
            )
        )

    def _say(self, line: QLabel, judged: Stability | None) -> None:
        if judged is None or self._target is None:
            line.setText("…")
            set_look(line, "muted")
            return
        set_look(line, STEADY_LOOKS[judged.state])
        line.setText(steady_words(judged, RULES[self._target.kind]))
