"""One instruction: sign of its class, name, what it does or how it ended last, and its button."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mingtang_desk.cloud.models import Command
from mingtang_desk.ui.fleet.battery_words import time_words
from mingtang_desk.ui.fleet.command_table import CLASS_ICONS, CLASS_WORDS, Class, Instruction
from mingtang_desk.ui.fleet.command_words import SIGNS, TOKENS, state_words
from mingtang_desk.ui.forms.texts import translated
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size
from mingtang_desk.ui.widgets.basics import plain
from mingtang_desk.ui.widgets.elided import ElidedText

_TOKENS = {Class.READ: "accent_text", Class.SET: "ok_text", Class.MOMENTARY: "warn_text"}


class CommandRow(QWidget):
    """`wanted()`: the button was pressed."""

    wanted = Signal()

    def __init__(self, theme: Theme, row: Instruction) -> None:
        super().__init__()
        self.row, self._theme = row, theme
        self._last: Command | None = None
        self.sign = QLabel()
        self.sign.setFixedWidth(20)
        self.name = ElidedText(theme)
        self.fate = ElidedText(theme, token="muted", size=Size.SMALL)
        self.button = plain(theme)
        self.button.clicked.connect(self.wanted)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.name)
        texts.addWidget(self.fate)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(8)
        line.addWidget(self.sign)
        line.addLayout(texts, 1)
        line.addWidget(self.button)
        theme.changed.connect(self._themed)
        self._themed()
        self.retranslate()

    def show_last(self, command: Command | None) -> None:
        """Show how the latest one of this kind is."""
        self._last = command
        self._write()

    def set_usable(self, refusal: str) -> None:
        """Allow it, or say why not."""
        self.button.setEnabled(not refusal)
        self.button.setToolTip(refusal or translated("Instruction", CLASS_WORDS[self.row.kind]))

    def retranslate(self) -> None:
        """Write every text in the present language."""
        name = translated("Instruction", self.row.label)
        self.name.set_text(name.rstrip("…"))
        asks = self.row.label.endswith("…")
        self.button.setText(self.tr("Send…") if asks else self.tr("Send"))
        self.button.setAccessibleName(name)
        words = translated("Instruction", CLASS_WORDS[self.row.kind])
        self.sign.setToolTip(words)
        self.sign.setAccessibleName(words)
        self._write()

    def _write(self) -> None:
        command = self._last
        if command is None:
            self.fate.set_text(translated("Instruction", self.row.hint), "muted")
            self.fate.setVisible(bool(self.row.hint))
            return
        state = state_words(command.state, settling=command.is_settling)
        sign = SIGNS.get(command.state, "")
        self.fate.set_text(
            f"{sign} {state}, {time_words(command.ended or command.created)}",
            TOKENS.get(command.state, "muted"),
        )
        self.fate.setVisible(True)

    def _themed(self) -> None:
        icon, token = CLASS_ICONS[self.row.kind], _TOKENS[self.row.kind]
        self.sign.setPixmap(self._theme.pixmap(icon, token, 16, self.devicePixelRatioF()))
