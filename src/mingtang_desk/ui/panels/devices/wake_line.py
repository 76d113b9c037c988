"""One calm line under the list: this board does not answer, and what helps."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mingtang_desk.device.asleep import Diagnosis
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.wake_words import verdict_words
from mingtang_desk.ui.widgets.basics import label, plain


class WakeLine(QWidget):
    """Hidden while nothing is to be said; `wanted` asks for the help."""

    wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.diagnosis: Diagnosis | None = None
        self.words = label("muted", wrap=True)
        self.button = plain(theme)
        self.button.setObjectName("devices-wake")
        self.button.clicked.connect(self.wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.hide()

    def say(self, diagnosis: Diagnosis | None) -> None:
        """Say what is the matter with a board, or nothing."""
        if diagnosis != self.diagnosis:
            self.diagnosis = diagnosis
            self._write()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write()

    def _write(self) -> None:
        if self.diagnosis is not None:
            self.words.setText(verdict_words(self.diagnosis).title)
        self.button.setText(self.tr("Wake…"))
        self.button.setToolTip(self.tr("What is known of this board, and how it is woken"))
