"""Asks for name and PIN over the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.session.roles import Roles
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.roles.words import role_word
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, plain, primary, set_look
from mingtang_desk.ui.widgets.layouts import button_row
from mingtang_desk.ui.widgets.overlay import Overlay


class SignIn(Overlay):
    """`signed_in` comes after a right PIN; a wrong one says how many attempts are left."""

    signed_in = Signal()

    def __init__(self, theme: Theme, window: QWidget, roles: Roles) -> None:
        super().__init__(theme, window)
        self.wanted = QSize(420, 204)
        self.setObjectName("sign-in")
        self._roles, self._busy = roles, False
        self._error: MingtangError | None = None
        self.title = label("title")
        self.names = QComboBox()
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.textChanged.connect(self._dress)
        self.pin.returnPressed.connect(self._go)
        self.note = label("muted", wrap=True)
        self.note.setMinimumHeight(36)
        self.go, self.cancel = primary(theme), plain(theme)
        self.go.clicked.connect(self._go)
        self.cancel.clicked.connect(self.leave)
        foot = button_row(self.cancel, self.go)
        for widget in (self.title, self.names, self.pin, self.note):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.body.addLayout(foot)
        self._retranslate()

    def ask(self) -> None:
        """Open it, with the name of last time chosen."""
        self._roles.reload()
        last = self.names.currentData()
        self.names.clear()
        for name, _ in self._roles.people:
            self.names.addItem("", name)
        self.names.setCurrentIndex(max(self.names.findData(last), 0))
        self.pin.clear()
        self._error = self._roles.error
        self._retranslate()
        self.open()
        self.pin.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Forget what was typed."""
        self.pin.clear()
        super().leave()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _go(self) -> None:
        name = self.names.currentData()
        if self._busy or not name or not self.pin.text():
            return
        self._busy = True
        self._dress()
        spawn(self, self._sign_in(str(name), self.pin.text()))

    async def _sign_in(self, name: str, pin: str) -> None:
        try:
            await self._roles.sign_in(name, pin)
        except MingtangError as error:
            self._error = error
            self.pin.clear()
            self.pin.setFocus(Qt.FocusReason.PopupFocusReason)
        else:
            self._error = None
            self.leave()
            self.signed_in.emit()
        finally:
            self._busy = False
            self._retranslate()

    def _dress(self) -> None:
        self.go.setEnabled(bool(self.pin.text()) and not self._busy and self.names.count() > 0)

    def _retranslate(self) -> None:
        roles = dict(self._roles.people)
        for row in range(self.names.count()):
            name = self.names.itemData(row)
            if name in roles:
                self.names.setItemText(row, f"{name} · {role_word(roles[name])}")
        self.title.setText(self.tr("Sign in"))
        self.names.setAccessibleName(self.tr("Name"))
        self.pin.setPlaceholderText(self.tr("PIN"))
        self.pin.setAccessibleName(self.tr("PIN"))
        self.go.setText(self.tr("Sign in"))
        self.cancel.setText(self.tr("Cancel"))
        if self._error is None:
            self.note.setText(
                self.tr(
                    "Until somebody signs in the desk only reads. Your name goes into the journal."
                )
            )
        else:
            self.note.setText("\n".join(error_words(self._error)))
        set_look(self.note, "muted" if self._error is None else "warn")
        self._dress()
