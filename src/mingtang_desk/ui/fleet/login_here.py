"""The first owner of the server on this computer: a name, a password, and that is all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from mingtang_desk.ui.fleet.account_part import Fields, Part, Say, Tick, busy_line, secret
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, label, plain, primary
from mingtang_desk.ui.widgets.layouts import button_row

if TYPE_CHECKING:
    from mingtang_desk.cloud.models_me import Agreement

SHORTEST = 10
"""Characters of a password, as our server wants them; it has the last word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """What the first owner chose; `agreement`: the version that was accepted."""

    user: str
    account: str
    password: str = field(repr=False)
    agreement: str


class OwnerPage(Part):
    """`wanted` carries an `Owner`; `left` goes back; `read_wanted` shows the whole agreement."""

    wanted = Signal(object)
    left = Signal()
    read_wanted = Signal()

    def __init__(self, theme: Theme, say: Say) -> None:
        super().__init__(theme, say)
        self.agreement: Agreement | None = None
        self._busy = False
        self.title, self.note = label("title", wrap=True), label("muted", wrap=True)
        self.fields = Fields()
        self.account, self.user = self.fields.add(QLineEdit()), self.fields.add(QLineEdit())
        self.password, self.again = self.fields.add(secret()), self.fields.add(secret())
        self.rule = label("muted", wrap=True)
        self.agree = Tick()
        self.read = Button(theme, "link")
        self.busy_line = busy_line()
        self.go, self.back = primary(theme), plain(theme)
        self.go.clicked.connect(self.submit)
        self.back.clicked.connect(self.left)
        self.read.clicked.connect(self.read_wanted)
        for each in (self.account, self.user, self.password, self.again):
            each.textChanged.connect(self._dress)
            each.returnPressed.connect(self.submit)
        self.agree.box.toggled.connect(self._dress)
        for widget in (self.title, self.note, self.fields, self.rule, self.agree):
            self.body.addWidget(widget)
        read = button_row()
        read.insertWidget(0, self.read)
        self.body.addLayout(read)
        self.body.addWidget(self.busy_line)
        self.body.addLayout(button_row(self.back, self.go))
        self.body.addStretch(1)
        self.start()

    def ask(self, agreement: Agreement) -> None:
        """Ask for name and password."""
        self.agreement = agreement
        self.agree.box.setChecked(False)
        self.forget()
        self._dress()
        self.account.setFocus()

    def forget(self) -> None:
        """Forget what is secret."""
        self.password.clear()
        self.again.clear()

    def show_busy(self, busy: bool) -> None:
        """Say that the server is asked, or was."""
        self._busy = busy
        self._dress()

    def submit(self) -> None:
        """Make the owner that was typed."""
        if not self.go.isEnabled() or self.agreement is None:
            return
        self.wanted.emit(
            Owner(
                user=self.user.text().strip(),
                account=self.account.text().strip(),
                password=self.password.text(),
                agreement=self.agreement.version,
            )
        )

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.title.setText(self.tr("Your server on this computer"))
        self.note.setText(
            self.tr(
                "It runs while this window is open, and nothing of it leaves this computer. Its "
                "first user owns it; more users can be added later."
            )
        )
        self.fields.name(
            self.tr("Name of the company or workshop"),
            self.tr("Account to log in with"),
            self.tr("Password"),
            self.tr("Password once more"),
        )
        self.agree.say(self.tr("I have read the user agreement and accept it"))
        self.read.setText(self.tr("Read the user agreement"))
        self.go.setText(self.tr("Make the account"))
        self.back.setText(self.tr("Back"))
        self._dress()

    def _dress(self) -> None:
        password, again = self.password.text(), self.again.text()
        is_long = len(password) >= SHORTEST
        if password and not is_long:
            said = self.tr("%n more character(s) needed", "", SHORTEST - len(password))
        elif again and again != password:
            said = self.tr("The two passwords are not the same.")
        else:
            said = self.tr("At least %n characters; several words are a good one.", "", SHORTEST)
        self.rule.setText(said)
        typed = all(each.text().strip() for each in (self.account, self.user))
        typed = typed and is_long and again == password and self.agree.is_on
        self.go.setEnabled(typed and not self._busy)
        self.back.setEnabled(not self._busy)
        self.fields.setEnabled(not self._busy)
        self.busy_line.setVisible(self._busy)
