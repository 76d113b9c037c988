"""The three pages of the bench check: what to prepare, what to do now, what came out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from mingtang_desk.device.model import DeviceModel
from mingtang_desk.diagnosis.bench_check import (
    GOOD_SHARE,
    BenchCheck,
    BenchPlan,
    Phase,
    least_load_a,
)
from mingtang_desk.diagnosis.bench_reading import reading_of
from mingtang_desk.diagnosis.bench_stored import StoredCheck
from mingtang_desk.diagnosis.bench_texts import CONTEXT, GRADES, PHASES, remark_text
from mingtang_desk.reports.bench_page import remark_lines, verdict_words
from mingtang_desk.ui.bench_check.chart import SagChart, Traces, last_rest
from mingtang_desk.ui.bench_check.ranking import RankList, number_of
from mingtang_desk.ui.panel import words
from mingtang_desk.ui.shown import number
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font
from mingtang_desk.ui.widgets.basics import Button, Chip, label, plain, primary
from mingtang_desk.ui.widgets.layouts import button_row
from mingtang_desk.ui.widgets.scroll import scrolling

_CHIPS = {"ok": "ok", "watch": "warn", "replace": "bad", "not_enough_data": "muted"}
_TOTAL_S = 360.0


def bench_words(text: str) -> str:
    """Translate a text of the check."""
    return words(CONTEXT, text)


class PreparePage(QWidget):
    """What is needed, what the pack says now, and the button."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.what = label(wrap=True)
        self.load = label("strong", wrap=True)
        self.course = label("muted", wrap=True)
        self.now = label("muted", wrap=True)
        self.warning = label("warn", wrap=True)
        self.loaded = QCheckBox()
        self.start = primary(theme)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        for part in (self.what, self.load, self.course, self.now, self.warning):
            column.addWidget(part)
        column.addWidget(self.loaded)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.start)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(scrolling(inner), 1)
        outer.addLayout(foot)

    def retranslate(self) -> None:
        """Write the texts that do not depend on the pack."""
        plan = BenchPlan()
        self.what.setText(
            self.tr(
                "Measures the direct current resistance of each cell with a load you connect: a "
                "lamp, a heater, an electronic load; a charger does as well. Nothing is sent to "
                "the board."
            )
        )
        self.course.setText(
            self.tr(
                "{rest} s of rest, then {load} s with the load, then {recovery} s of rest. Charger "
                "and every consumer off before; the switches of the board on. The page says when "
                "to connect and remove the load, and sees by the current that it was done."
            ).format(
                rest=f"{plan.rest_s:.0f}",
                load=f"{plan.load_s:.0f}",
                recovery=f"{plan.recovery_s:.0f}",
            )
        )
        self.loaded.setText(self.tr("The load is on already"))
        self.loaded.setToolTip(
            self.tr("No rest before it: only its removal is measured, which is less certain")
        )
        self.start.setText(self.tr("Start the check"))

    def show_model(self, model: DeviceModel, why: str) -> None:
        """Show what this pack needs, and what stands against a start."""
        sample = model.sample
        reading = None if sample is None else reading_of(sample, 0.0)
        capacity = None if reading is None else reading.capacity_ah
        least = least_load_a(capacity)
        if capacity is None:
            text = self.tr("Load: at least {least} A; the capacity of this pack is not known.")
            self.load.setText(text.format(least=number(least, 1)))
        else:
            text = self.tr("Load: about {good} A (0.2 C), at least {least} A.")
            self.load.setText(
                text.format(good=number(GOOD_SHARE * capacity, 0), least=number(least, 1))
            )
        self.now.setVisible(reading is not None)
        if reading is not None:
            self.now.setText(
                self.tr("Now: {amps}, {celsius}, {soc} charge").format(
                    amps=number_of(reading.current_a, 2, "A"),
                    celsius=number_of(reading.temperature_c, 1, "°C"),
                    soc=number_of(reading.soc_pct, 0, "%"),
                )
            )
        self.warning.setText(why)
        self.warning.setVisible(bool(why))
        self.start.setEnabled(not why)
        self.loaded.setEnabled(not why)


class RunPage(QWidget):
    """The instruction, what is left of it, the curves, and what is wrong."""

    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.step = label("muted")
        self.instruction = label("strong", wrap=True)
        self.instruction.setStyleSheet("font-size: 20px; font-weight: 600;")
        self.left = label("strong")
        self.left.setFont(font(Size.HEADLINE, strong=True))
        self.left.setStyleSheet("font-size: 26px; font-weight: 600;")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.now = label("muted")
        self.problem = label("warn", wrap=True)
        self.trouble = label("bad", wrap=True)
        self.chart = SagChart(theme)
        self.cancel = plain(theme)
        self.cancel.clicked.connect(self.cancelled)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.instruction, 1)
        top.addWidget(self.left, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.now, 1)
        foot.addWidget(self.cancel)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self.step)
        outer.addLayout(top)
        outer.addWidget(self.bar)
        outer.addWidget(self.problem)
        outer.addWidget(self.trouble)
        outer.addWidget(self.chart, 1)
        outer.addLayout(foot)

    def show_check(self, check: BenchCheck, trouble: str) -> None:
        """Show where a check is; `trouble` says why nothing is heard."""
        numbers = {Phase.REST: 1, Phase.CONNECT: 2, Phase.LOAD: 2, Phase.DISCONNECT: 3}
        self.step.setText(self.tr("Step {n} of 3").format(n=numbers.get(check.phase, 3)))
        self.cancel.setText(self.tr("Cancel"))
        self.instruction.setText(bench_words(PHASES[check.phase]))
        left, length = check.left_s, check.length_s
        self.left.setText("" if left is None else f"{left:.0f} s")
        self.bar.setRange(0, 0 if length is None else 1000)
        if length is not None and left is not None:
            self.bar.setValue(round((1 - left / length) * 1000))
        problems = [remark_text(problem, bench_words) for problem in check.problems]
        self.problem.setText("\n".join(problems))
        self.problem.setVisible(bool(problems))
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        last = check.readings[-1] if check.readings else None
        amps = "" if last is None else number_of(last.current_a, 2, "A")
        sags = [sag for sag in check.sag_v if sag is not None]
        if sags and check.phase in (Phase.LOAD, Phase.DISCONNECT):
            worst = max(sags, key=abs)
            cell = check.sag_v.index(worst) + 1
            text = self.tr("{amps}, largest sag {sag} mV at cell {n}")
            amps = text.format(amps=amps, sag=number(worst * 1000, 0), n=cell)
        self.now.setText(amps)
        self.chart.show_traces(
            Traces(
                times_s=[reading.at_s for reading in check.readings],
                volts=[reading.cell_v for reading in check.readings],
                total_s=_TOTAL_S,
                base=max((check.load_at or 0) - 1, 0),
            )
        )


class ResultPage(QWidget):
    """Verdict, ranking, remarks, and what can be done with them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.chip = Chip(theme)
        self.verdict = label("strong", wrap=True)
        self.conditions = label("muted", wrap=True)
        self.ranking = RankList(theme)
        self.chart = SagChart(theme)
        self.chart.setFixedHeight(150)
        self.remarks = label(wrap=True)
        self.remarks.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.method = label("muted", wrap=True)
        self.again, self.pdf = Button(theme, "link"), primary(theme)
        self.csv, self.print = plain(theme), plain(theme)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        for part in (self.conditions, self.remarks, self.ranking, self.chart, self.method):
            column.addWidget(part)
        column.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.verdict, 1)
        head.addWidget(self.again, 0, Qt.AlignmentFlag.AlignTop)
        foot = button_row(self.csv, self.print, self.pdf)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addLayout(head)
        outer.addWidget(scrolling(inner), 1)
        outer.addLayout(foot)

    def retranslate(self) -> None:
        """Write the buttons."""
        self.again.setText(self.tr("New check"))
        self.csv.setText(self.tr("CSV…"))
        self.print.setText(self.tr("Print…"))
        self.pdf.setText(self.tr("PDF…"))

    def show_result(self, check: StoredCheck, when: str, method: str) -> None:
        """Show a result."""

        def tr(context: str, text: str) -> str:
            return words(context, text)

        self.chip.show_state(bench_words(GRADES[check.grade]), _CHIPS[check.grade.value])
        self.verdict.setText(verdict_words(check, tr))
        self.conditions.setText(
            self.tr("{when} · load {amps} for {seconds} · {celsius} · {soc} charge").format(
                when=when,
                amps=number_of(check.load_a, 2, "A"),
                seconds=number_of(check.load_s, 0, "s"),
                celsius=number_of(check.temperature_c, 1, "°C"),
                soc=number_of(check.soc_pct, 0, "%"),
            )
        )
        self.ranking.show_check(check)
        self.chart.setVisible(bool(check.curve_t_s))
        self.chart.show_traces(traces_of(check))
        remarks = remark_lines(check, tr)
        self.remarks.setText("\n".join(remarks))
        self.remarks.setVisible(bool(remarks))
        self.method.setText(method)


def traces_of(check: StoredCheck) -> Traces:
    """Return the curves of a kept check."""
    return Traces(
        times_s=check.curve_t_s,
        volts=check.curve_v,
        total_s=0.0,
        base=last_rest(check.curve_a),
        marked=check.weak_cell,
    )
