"""What was switched on trial: the time that is left, Keep, and Put back now."""

import math

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.catalogue.controls import ControlSpec
from mingtang_desk.session.trial import TRIAL_S, Stage, Trial
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.forms.journal_rows import moment
from mingtang_desk.ui.forms.texts import translated
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, label, plain

_BAR_PX = 3
_SIDES_PX = (15, 12)
_NARROWEST_PX = 200


class TrialCard(QWidget):
    """Stands below the row that was switched; `kept` and `wanted_back` are its two presses."""

    kept = Signal()
    wanted_back = Signal()

    def __init__(self, theme: Theme, trial: Trial, spec: ControlSpec) -> None:
        super().__init__()
        self.trial, self._spec = trial, spec
        self._theme, self._share, self._left = theme, 1.0, 0
        self.text, self.more = label("strong", wrap=True), label("muted", wrap=True)
        self.keep, self.back = Button(theme, "primary"), plain(theme)
        self.keep.clicked.connect(self.kept)
        self.back.clicked.connect(self.wanted_back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_SIDES_PX[0], 12, _SIDES_PX[1], 12)
        layout.setSpacing(8)
        layout.addWidget(self.text)
        layout.addWidget(self.more)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.back)
        self._buttons.addWidget(self.keep)
        layout.addLayout(self._buttons)
        self.look()

    def look(self) -> None:
        """Show where the trial is now."""
        stage = self.trial.stage
        counts = stage is Stage.COUNTING
        self._left = math.ceil(self.trial.left_s) if counts else 0
        self._share = min(self.trial.left_s / TRIAL_S, 1.0) if counts else 0.0
        self.text.setText(self._words())
        self.more.setText(self._explanation())
        self.more.setVisible(bool(self.more.text()))
        busy = stage is Stage.RESTORING
        self.keep.setEnabled(not busy)
        self.back.setEnabled(not busy and stage is not Stage.WAITING)
        self.keep.setText(self.tr("Keep") if counts else self.tr("Leave it as it is"))
        self.back.setText(
            self.tr("Try again") if stage is Stage.FAILED else self.tr("Put back now")
        )
        self._arrange()
        self.setAccessibleName(f"{self.text.text()} {self.more.text()}".strip())
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.look()

    def minimumSizeHint(self) -> QSize:
        """Gives way: buttons that do not fit beside each other stand below each other."""
        return QSize(_NARROWEST_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the arrangement for this width."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        needed = self.back.sizeHint().width() + self.keep.sizeHint().width() + 8
        ways, fits = QBoxLayout.Direction, needed <= self.width() - sum(_SIDES_PX)
        self._buttons.setDirection(ways.LeftToRight if fits else ways.TopToBottom)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, a bar of care at its left, and the time that is left on top."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("raised"))
        painter.fillRect(0, 0, _BAR_PX, self.height(), self._theme.color("warn"))
        width = round((self.width() - _BAR_PX) * self._share)
        painter.fillRect(_BAR_PX, 0, width, _BAR_PX, self._theme.color("warn"))

    def _words(self) -> str:
        match self.trial.stage:
            case Stage.COUNTING:
                name = translated("Control", self._spec.label)
                return self.tr("{name} on trial: it is put back in {n} s").format(
                    name=name, n=self._left
                )
            case Stage.RESTORING:
                return self.tr("Putting it back…")
            case Stage.WAITING:
                return self.tr("It is put back as soon as the board answers")
            case Stage.FAILED:
                return self.tr("It could not be put back")
            case Stage.LEFT:
                return self.tr("Left on trial when the desk ended")

    def _explanation(self) -> str:
        match self.trial.stage:
            case Stage.COUNTING:
                return self.tr("Closing the device, the panel or the desk does not keep it.")
            case Stage.WAITING:
                return self.tr(
                    "If it stays away: connect a charger, or feed the adapter from elsewhere."
                )
            case Stage.FAILED:
                return _said(self.trial.error)
            case Stage.LEFT:
                began = self.trial.began
                when = "" if began is None else moment(began.opened)
                return self.tr("Switched at {time} by {who}; it was never put back.").format(
                    time=when, who=self.trial.who or self.tr("somebody")
                )
            case _:
                return ""


def _said(error: MingtangError | None) -> str:
    return "" if error is None else " ".join(error_words(error))
