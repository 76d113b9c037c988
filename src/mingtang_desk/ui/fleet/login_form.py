"""The form of a login: server, account, password; the code only where the server wants it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit

from mingtang_desk.cloud.kinds import OWN, ProviderKind
from mingtang_desk.ui.fleet.account_part import Fields, Part, Say, Tick, busy_line, secret
from mingtang_desk.ui.panel import words
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, choice, label, plain, primary
from mingtang_desk.ui.widgets.layouts import button_row

_SECOND_MS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands in the form.

    Attributes:
        code, recovery: one of them where the server wants a second factor, "" otherwise.
        insecure: plain HTTP to another machine is meant.
        keep: stay logged in by a file, where there is no keyring.
        kind: of the server.
    """

    server: str
    user: str
    password: str = field(repr=False)
    code: str = field(default="", repr=False)
    recovery: str = field(default="", repr=False)
    insecure: bool = False
    keep: bool = False
    kind: str = OWN


class LoginForm(Part):
    """`wanted` carries a `Typed`; `cancelled` ends a login that is under way."""

    wanted = Signal(object)
    cancelled = Signal()

    def __init__(self, theme: Theme, kinds: Sequence[ProviderKind], say: Say) -> None:
        super().__init__(theme, say)
        self._kinds = kinds
        self._busy, self._rest_s = False, 0
        self._plain_server, self.wants_code = "", False
        self._has_keyring: bool | None = None
        self.fields = Fields()
        self.kind = self.fields.add(choice())
        for row in kinds:
            self.kind.addItem("", row.key)
        self.server, self.user = self.fields.add(QLineEdit()), self.fields.add(QLineEdit())
        self.password = self.fields.add(secret())
        self.code = self.fields.add(QLineEdit())
        self.code.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.is_recovery = False
        self.other_code = Button(theme, "link")
        self.other_code.clicked.connect(self._swap_code)
        self.insecure_reason = label("warn", wrap=True)
        self.insecure, self.keep = Tick(), Tick()
        self.where = label("muted", wrap=True)
        self.busy_line = busy_line()
        self.go, self.cancel = primary(theme), plain(theme)
        self.go.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.cancelled)
        for each in (self.server, self.user, self.password, self.code):
            each.textChanged.connect(self._dress)
            each.returnPressed.connect(self.submit)
        self.server.textChanged.connect(self._other_server)
        self.insecure.box.toggled.connect(self._dress)
        self._clock = QTimer(self, interval=_SECOND_MS)
        self._clock.timeout.connect(self._second_passed)
        for widget in (
            *(self.fields, self.other_code, self.insecure_reason, self.insecure),
            *(self.keep, self.where, self.busy_line),
        ):
            self.body.addWidget(widget)
        self.body.setAlignment(self.other_code, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(button_row(self.cancel, self.go))
        self.fields.show_row(self.kind, len(kinds) > 1)
        self.ask_code(wanted=False)
        self.ask_insecure("")
        self.start()

    def fill(self, server: str, user: str, kind: str) -> None:
        """Put a known login into the form; the password is left to type."""
        self.server.setText(server)
        self.user.setText(user)
        self.kind.setCurrentIndex(max(self.kind.findData(kind), 0))
        self.forget()
        first = self.password if user else self.user if server else self.server
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Forget what is secret."""
        self.password.clear()
        self.ask_code(wanted=False)

    def ask_code(self, *, wanted: bool = True) -> None:
        """Ask for the code of the authenticator too, or no longer."""
        self.wants_code = wanted
        self.code.clear()
        self.fields.show_row(self.code, wanted)
        self.other_code.setVisible(wanted)
        if wanted:
            self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.is_recovery = False
        self._dress()

    def ask_insecure(self, server: str) -> None:
        """Ask whether plain HTTP to a server is meant, "" = no longer."""
        self._plain_server = server
        for widget in (self.insecure_reason, self.insecure):
            widget.setVisible(bool(server))
        if server:
            self.insecure.box.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.insecure.box.setChecked(False)
        if self._ready:
            self.retranslate()

    def wrong_password(self) -> None:
        """Let another password be typed."""
        self.password.clear()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def wrong_code(self) -> None:
        """Let another code be typed."""
        self.code.clear()
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def rest(self, seconds: int) -> None:
        """Wait so long before the next try."""
        self._rest_s = max(seconds, 0)
        self._clock.start()
        self.retranslate()

    def show_busy(self, busy: bool) -> None:
        """Say that a login is under way, or not any more."""
        self._busy = busy
        self.busy_line.setVisible(busy)
        self.cancel.setVisible(busy)
        self._dress()

    def show_keyring(self, present: bool) -> None:
        """Say where the login will be kept."""
        self._has_keyring = present
        self.retranslate()

    def submit(self) -> None:
        """Log in with what was typed."""
        if not self.go.isEnabled():
            return
        code = self.code.text().strip() if self.wants_code else ""
        self.wanted.emit(
            Typed(
                server=self.server.text().strip(),
                user=self.user.text().strip(),
                password=self.password.text(),
                code="" if self.is_recovery else code,
                recovery=code if self.is_recovery else "",
                insecure=self.insecure.is_on,
                keep=self.keep.is_on,
                kind=str(self.kind.currentData() or OWN),
            )
        )

    def retranslate(self) -> None:
        """Write every text in the present language."""
        for index, row in enumerate(self._kinds):
            self.kind.setItemText(index, words("CloudKind", row.title))
        self.fields.name(
            self.tr("Kind of server"),
            self.tr("Server"),
            self.tr("Account"),
            self.tr("Password"),
            self.tr("Recovery code") if self.is_recovery else self.tr("Code of the authenticator"),
        )
        self.server.setPlaceholderText("https://cloud.example.org")
        self.other_code.setText(
            self.tr("Use the authenticator instead")
            if self.is_recovery
            else self.tr("Use a recovery code instead")
        )
        self.insecure_reason.setText(
            self.tr(
                "{server} would be reached without encryption: everybody on the way could read "
                "the password and all that follows. Nothing was sent yet."
            ).format(server=self._plain_server)
        )
        self.insecure.say(self.tr("I trust this network: log in without encryption"))
        self.keep.say(self.tr("Stay logged in by a file that only this user can read"))
        self.keep.setVisible(self._has_keyring is False)
        self.where.setVisible(self._has_keyring is not None)
        self.where.setText(
            self.tr("The password is kept nowhere; the login goes into the keyring of the system.")
            if self._has_keyring
            else self.tr(
                "The password is kept nowhere. This computer has no keyring: without the file the "
                "login ends with this window."
            )
        )
        self.cancel.setText(self.tr("Cancel"))
        self.go.setText(
            self.tr("Log in ({seconds} s)").format(seconds=self._rest_s)
            if self._rest_s
            else self.tr("Log in")
        )
        self._dress()

    def _swap_code(self) -> None:
        self.is_recovery = not self.is_recovery
        self.code.clear()
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        self.retranslate()

    def _other_server(self) -> None:
        if self._plain_server:
            self.ask_insecure("")

    def _second_passed(self) -> None:
        self._rest_s = max(self._rest_s - 1, 0)
        if not self._rest_s:
            self._clock.stop()
        self.retranslate()

    def _dress(self) -> None:
        typed = all(each.text().strip() for each in (self.server, self.user))
        typed = typed and bool(self.password.text())
        typed = typed and (not self.wants_code or bool(self.code.text().strip()))
        typed = typed and (not self._plain_server or self.insecure.is_on)
        self.go.setEnabled(typed and not self._busy and not self._rest_s)
        for widget in (self.fields, self.insecure, self.keep):
            widget.setEnabled(not self._busy)
        if not self._busy:
            self.cancel.hide()
