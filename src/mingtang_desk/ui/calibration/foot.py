"""Where the wizard is, and the buttons under each of its steps."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtWidgets import QHBoxLayout, QWidget

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import plain, primary


class Step(IntEnum):
    """Where the wizard is."""

    TARGET = 0
    REFERENCE = 1
    WAIT = 2
    REVIEW = 3
    RESULT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class FootState:
    """What may be pressed.

    Attributes:
        usable: the main button; sending: nothing may, it is on its way.
        undo: the way back is offered; undo_usable: and may be pressed.
    """

    step: Step
    usable: bool
    sending: bool
    undo: bool
    undo_usable: bool


class Foot(QWidget):
    """Back at the left; undo and the one main button at the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.back, self.next = plain(theme, "chevron-left"), primary(theme)
        self.undo = plain(theme, "undo-2")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.undo)
        row.addWidget(self.next)

    def where(self, step: Step) -> str:
        """Return the place in words."""
        name = {
            Step.TARGET: self.tr("Target"),
            Step.REFERENCE: self.tr("Reference"),
            Step.WAIT: self.tr("Wait"),
            Step.REVIEW: self.tr("Review"),
            Step.RESULT: self.tr("Result"),
        }[step]
        text = self.tr("Step {n} of {count}: {name}")
        return text.format(n=step + 1, count=len(Step), name=name)

    def show_state(self, state: FootState) -> None:
        """Name and free the buttons of a step."""
        step = state.step
        self.next.setText(
            {
                Step.TARGET: self.tr("Next"),
                Step.REFERENCE: self.tr("Wait until steady"),
                Step.WAIT: "",
                Step.REVIEW: self.tr("Sending…") if state.sending else self.tr("Calibrate"),
                Step.RESULT: self.tr("Next target"),
            }[step]
        )
        self.next.setEnabled(state.usable and not state.sending and step is not Step.WAIT)
        self.next.setVisible(step is not Step.WAIT)
        self.back.setText(self.tr("Cancel") if step is Step.WAIT else self.tr("Back"))
        self.back.setVisible(step is not Step.TARGET)
        self.back.setEnabled(not state.sending)
        self.undo.setText(self.tr("Undo"))
        self.undo.setToolTip(self.tr("Put the former correction back"))
        self.undo.setVisible(state.undo)
        self.undo.setEnabled(state.undo_usable)
