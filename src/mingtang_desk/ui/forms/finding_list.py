"""What the rules say of a plan: each finding with its reason, and a question where one is due."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from mingtang_desk.device.settings import SettingSpec
from mingtang_desk.rules.finding import Finding
from mingtang_desk.ui.forms.finding_words import finding_text, reason_text, signed
from mingtang_desk.ui.forms.plan import Plan
from mingtang_desk.ui.widgets.basics import LabelLook, label


class FindingList(QWidget):
    """Errors, warnings, and what stood on the board before, in this order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: Plan | None = None
        self._specs: Mapping[str, SettingSpec] = {}
        self._lines: list[QLabel] = []
        self._asks = True
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(2)

    @property
    def lines(self) -> list[str]:
        """Every text, from top to bottom."""
        return [line.text() for line in self._lines]

    def show_plan(self, plan: Plan, specs: Mapping[str, SettingSpec]) -> None:
        """Show the findings of a plan."""
        self._plan, self._specs = plan, specs
        self._write()

    def show_when(self, asking: bool) -> None:
        """Be there only while it is asked, and where there is something to say."""
        self._asks = asking
        self.setVisible(asking and bool(self._lines))

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write()

    def _write(self) -> None:
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        plan = self._plan
        if plan is None:
            return
        for finding in plan.blocking:
            self._add(signed(finding, self._text(finding)), "bad", reason_text(finding))
        if plan.blocking:
            self._add(
                self.tr("Change the values so that they agree; until then nothing is written."),
                "bad",
            )
        for finding in plan.warnings:
            self._add(signed(finding, self._text(finding)), "warn", reason_text(finding))
        errors = [finding for finding in plan.standing if finding.is_error]
        for finding in errors:
            text = self.tr("On the board already: {finding}").format(finding=self._text(finding))
            self._add(text, "warn")
        self._add_unusual([finding for finding in plan.standing if not finding.is_error])
        self.show_when(self._asks)

    def _add_unusual(self, findings: list[Finding]) -> None:
        """What is merely unusual and not touched is counted; pointing at it names it."""
        if not findings:
            return
        count = len(findings)
        text = (
            self.tr("1 unusual value on the board stays as it is.")
            if count == 1
            else self.tr("{count} unusual values on the board stay as they are.").format(
                count=count
            )
        )
        self._add(text, "muted")
        self._lines[-1].setToolTip("\n".join(self._text(finding) for finding in findings))

    def _text(self, finding: Finding) -> str:
        degrees = "c" if self._plan is None else self._plan.degrees
        return finding_text(finding, self._specs, degrees)

    def _add(self, text: str, look: LabelLook, reason: str = "") -> None:
        above = 6 if self._lines else 0
        lines: tuple[tuple[str, LabelLook], ...] = ((text, look), (reason, "muted"))
        for words, dress in lines:
            if words:
                line = label(dress, wrap=True)
                line.setContentsMargins(0, above if dress == look else 0, 0, 0)
                line.setText(words)
                self._lines.append(line)
                self._column.addWidget(line)


class ReadWarnings(QCheckBox):
    """The question whether the warnings were read; answered anew for each plan."""

    answered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asks = False
        self.toggled.connect(lambda _: self.answered.emit())
        self._write()

    def ask(self, plan: Plan) -> None:
        """Ask where the plan has warnings and could be written; not before going back."""
        self.setChecked(False)
        self._asks = bool(plan.warnings) and not plan.blocking and not plan.undo

    @property
    def answers(self) -> bool:
        """Whether nothing is asked, or it was answered."""
        return not self._asks or self.isChecked()

    def show_when(self, asking: bool) -> None:
        """Be there only while it is asked."""
        self.setVisible(asking and self._asks)

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write()

    def _write(self) -> None:
        self.setText(self.tr("I have read the warnings"))
