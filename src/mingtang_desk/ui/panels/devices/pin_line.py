"""Asks for the owner's PIN of a Bluetooth module in the panel itself."""

import asyncio

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mingtang_desk.core.errors import LockedError
from mingtang_desk.session.pins import GivenPin
from mingtang_desk.session.secrets import has_keyring
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, plain, primary

_LONGEST = 16


class PinLine(QWidget):
    """Hidden until somebody is asked; Enter gives the PIN, Esc or Cancel gives none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._answer: asyncio.Future[GivenPin | None] | None = None
        self._error: LockedError | None = None
        self.words = label("strong", wrap=True)
        self.hint = label("muted", wrap=True)
        self.field = QLineEdit()
        self.field.setObjectName("pin")
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setMaxLength(_LONGEST)
        self.field.returnPressed.connect(self._give)
        self.keep = QCheckBox()
        self.give_button = primary(theme)
        self.give_button.clicked.connect(self._give)
        self.cancel_button = plain(theme)
        self.cancel_button.clicked.connect(self._leave)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.give_button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(6)
        for widget in (self.words, self.hint, self.field, self.keep):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.field.textChanged.connect(self._typed)
        self.hide()
        self._write()

    async def ask(self, error: LockedError) -> GivenPin | None:
        """Ask; the error says for which module, and how many attempts are left."""
        self.keep.setVisible(await has_keyring())
        self._error = error
        self.field.clear()
        self._write()
        self._typed()
        self.show()
        self.field.setFocus()
        self._answer = asyncio.get_running_loop().create_future()
        try:
            return await self._answer
        finally:
            self._answer = None
            self.field.clear()
            self.hide()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write()

    def _write(self) -> None:
        if self._error is not None:
            message, hint = error_words(self._error)
            self.words.setText(message)
            self.hint.setText(hint)
        self.field.setPlaceholderText(self.tr("PIN"))
        self.field.setAccessibleName(self.tr("PIN of the Bluetooth module"))
        self.keep.setText(self.tr("Keep in the keyring"))
        self.give_button.setText(self.tr("Connect"))
        self.cancel_button.setText(self.tr("Cancel"))

    def _typed(self) -> None:
        self.give_button.setEnabled(bool(self.field.text().strip()))

    def _give(self) -> None:
        pin = self.field.text().strip()
        if pin:
            self._end(GivenPin(pin, keep=self.keep.isChecked() and not self.keep.isHidden()))

    def _leave(self) -> None:
        self._end(None)

    def _end(self, given: GivenPin | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(given)
