"""The second factor: on with a QR code for the telephone, off with the password."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from mingtang_desk.cloud.accounts import write_private
from mingtang_desk.core.errors import CloudRefusalError, StorageError
from mingtang_desk.ui.ask_file import ask_where
from mingtang_desk.ui.fleet.account_part import Fields, Say, Section, Text, busy_line, secret
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, plain, primary
from mingtang_desk.ui.widgets.layouts import button_row
from mingtang_desk.ui.widgets.qr import QrPicture

if TYPE_CHECKING:
    from mingtang_desk.cloud.models_me import TotpSecret
    from mingtang_desk.cloud.parts_me import MePart

_CODES_PX, _QR_SIDE = 150, 200


class Step(Enum):
    """REST: on or off. PROVE: the password is asked for. SCAN: the code. CODES: shown once."""

    REST = "rest"
    PROVE = "prove"
    SCAN = "scan"
    CODES = "codes"


class SecondFactorSection(Section):
    """`changed` comes after it was turned on or off."""

    changed = Signal()

    def __init__(self, theme: Theme, say: Say) -> None:
        super().__init__(theme, say)
        self._me: MePart | None = None
        self._on, self._busy = False, False
        self.step = Step.REST
        self.user = ""
        self.codes: tuple[str, ...] = ()
        self._secret: TotpSecret | None = None
        self.state = label(wrap=True)
        self.proof = Fields()
        self.password = self.proof.add(secret())
        self.qr = QrPicture(_QR_SIDE)
        self.key = label("muted", wrap=True)
        self.key.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.code_field = Fields()
        self.code = self.code_field.add(QLineEdit())
        self.shown_codes = Text()
        self.shown_codes.setFixedHeight(_CODES_PX)
        self.busy_line = busy_line()
        self.copy, self.save = plain(theme, "copy"), plain(theme, "download")
        self.go, self.cancel = primary(theme), plain(theme)
        self.begin = plain(theme)
        self.begin.clicked.connect(lambda: self._to(Step.PROVE))
        self.go.clicked.connect(self.submit)
        self.cancel.clicked.connect(lambda: self._to(Step.REST))
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._ask_where)
        for each in (self.password, self.code):
            each.returnPressed.connect(self.submit)
            each.textChanged.connect(self._dress)
        shown: tuple[QWidget, ...] = (
            *(self.state, self.proof, self.qr, self.key),
            *(self.code_field, self.shown_codes, self.busy_line),
        )
        for widget in shown:
            self.body.addWidget(widget)
        self.body.setAlignment(self.qr, Qt.AlignmentFlag.AlignHCenter)
        self.body.addLayout(button_row(self.copy, self.save))
        self.body.addLayout(button_row(self.begin, self.cancel, self.go))
        self.start()

    def show_me(self, me: MePart, user: str, *, on: bool) -> None:
        """Show whether a login has one."""
        if me is not self._me:
            self._me, self.user = me, user
            self._on = on
            self._to(Step.REST)
        elif self.step is Step.REST:
            self._on = on
            self.retranslate()

    def submit(self) -> None:
        """Take the step."""
        if not self.go.isEnabled() or self._me is None:
            return
        if self.step is Step.CODES:
            self._to(Step.REST)
            self.changed.emit()
            return
        self._busy = True
        self._dress()
        spawn(self, self._take(self._me), done=self._ended)

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.title.setText(self.tr("Second factor"))
        self.proof.name(self.tr("Present password"))
        self.code_field.name(self.tr("Code that it shows now"))
        self.begin.setText(self.tr("Turn off…") if self._on else self.tr("Turn on…"))
        self.cancel.setText(self.tr("Cancel"))
        self.copy.setText(self.tr("Copy"))
        self.save.setText(self.tr("Save…"))
        self.shown_codes.setAccessibleName(self.tr("Recovery codes"))
        self.qr.setAccessibleName(self.tr("QR code for the authenticator"))
        match self.step:
            case Step.REST:
                said = (
                    self.tr("On: a login needs the code of your telephone too.")
                    if self._on
                    else self.tr("Off: whoever has the password can log in.")
                )
            case Step.PROVE if self._on:
                said = self.tr("The recovery codes are worth nothing then.")
            case Step.PROVE:
                said = self.tr("Have a telephone with an authenticator at hand.")
            case Step.SCAN:
                said = self.tr("Scan this with the authenticator, or type the key into it.")
            case Step.CODES:
                said = self.tr(
                    "On. Each of these codes logs you in once without the telephone. They are "
                    "shown only now: keep them where the telephone is not."
                )
        self.state.setText(said)
        self.key.setText("" if self._secret is None else _grouped(self._secret.secret))
        go = {
            Step.PROVE: self.tr("Turn off") if self._on else self.tr("Continue"),
            Step.SCAN: self.tr("Turn on"),
            Step.CODES: self.tr("I have kept them"),
        }
        self.go.setText(go.get(self.step, ""))
        self._dress()

    async def _take(self, me: MePart) -> None:
        if self.step is Step.SCAN:
            await self._confirm(me)
        elif self._on:
            await me.end_totp(self.password.text())
            self._on = False
            self._to(Step.REST)
            self.changed.emit()
        else:
            await me.prove(self.password.text())
            self._secret = await me.begin_totp()
            self.qr.show_text(self._secret.uri)
            self._to(Step.SCAN)

    async def _confirm(self, me: MePart) -> None:
        try:
            self.codes = (await me.confirm_totp(self.code.text().strip())).recovery_codes
        except CloudRefusalError:
            self.code.clear()
            self.code.setFocus()
            raise
        self._on = True
        self.shown_codes.show_text("\n".join(self.codes))
        self._to(Step.CODES)

    def _to(self, step: Step) -> None:
        self.step = step
        self.password.clear()
        self.code.clear()
        if step is not Step.SCAN:
            self._secret = None
            self.qr.show_text("")
        if step is not Step.CODES:
            self.codes = ()
            self.shown_codes.clear()
        self.retranslate()
        if step is Step.PROVE:
            self.password.setFocus()
        elif step is Step.SCAN:
            self.code.setFocus()

    def _ended(self) -> None:
        self._busy = False
        self._dress()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self.codes))

    def _ask_where(self) -> None:
        codes, user = self.codes, self.user
        heading = self.tr("Recovery codes")

        def write(path: Path) -> None:
            try:
                write_private(path, "\n".join((user, *codes, "")))
            except StorageError as error:
                self.show_error(error)

        ask_where(
            self,
            heading=heading,
            kinds=self.tr("Text (*.txt)"),
            suffix="txt",
            name=f"{heading} {user}",
            then=write,
        )

    def _dress(self) -> None:
        step = self.step
        self.proof.setVisible(step is Step.PROVE)
        for widget in (self.qr, self.key, self.code_field):
            widget.setVisible(step is Step.SCAN)
        for each in (self.shown_codes, self.copy, self.save):
            each.setVisible(step is Step.CODES)
        self.begin.setVisible(step is Step.REST)
        self.cancel.setVisible(step in (Step.PROVE, Step.SCAN))
        self.go.setVisible(step is not Step.REST)
        self.busy_line.setVisible(self._busy)
        typed = {Step.PROVE: self.password.text(), Step.SCAN: self.code.text().strip()}
        self.go.setEnabled(bool(typed.get(step, "yes")) and not self._busy)
        self.cancel.setEnabled(not self._busy)


def _grouped(key: str) -> str:
    """Return a key in groups of four, as it is typed from a screen."""
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))
