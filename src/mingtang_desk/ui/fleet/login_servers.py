"""The logins this computer remembers: one press opens one, another forgets it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mingtang_desk.ui.fleet.account_part import Section, cloud_role
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size
from mingtang_desk.ui.widgets.basics import Button, icon_button, plain
from mingtang_desk.ui.widgets.elided import ElidedText
from mingtang_desk.ui.widgets.layouts import empty

if TYPE_CHECKING:
    from mingtang_desk.cloud.accounts import Remembered
    from mingtang_desk.ui.fleet.account_part import Say


class LoginRow(QWidget):
    """One login. `opened` and `forgotten` are presses of its buttons; forgetting takes two."""

    opened = Signal()
    forgotten = Signal()

    def __init__(self, theme: Theme, who: Remembered) -> None:
        super().__init__()
        self.who = who
        self.name = ElidedText(theme)
        self.where = ElidedText(theme, token="muted", size=Size.SMALL)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.name)
        texts.addWidget(self.where)
        self.open = plain(theme)
        self.forget = icon_button(theme, "trash-2")
        self.sure = Button(theme, "danger")
        self.sure.hide()
        self.open.clicked.connect(self.opened)
        self.forget.clicked.connect(self._ask)
        self.sure.clicked.connect(self.forgotten)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(texts, 1)
        for button in (self.sure, self.open, self.forget):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def retranslate(self) -> None:
        """Write every text in the present language."""
        who = self.who
        account = f" · {who.account}" if who.account else ""
        self.name.set_text(f"{who.user}{account}")
        place = who.server.removeprefix("https://")
        out = "" if who.is_logged_in else " · " + self.tr("logged out")
        self.where.set_text(f"{place} · {cloud_role(who.role)}{out}" if who.role else place + out)
        self.open.setText(self.tr("Open") if who.is_logged_in else self.tr("Log in…"))
        self.open.setAccessibleName(f"{self.open.text()} {who.user}, {place}")
        self.forget.name(self.tr("Forget this login"))
        self.sure.setText(self.tr("Forget"))
        self.sure.setToolTip(self.tr("Logs out too, and takes it off this list"))

    def _ask(self) -> None:
        self.sure.setVisible(self.sure.isHidden())
        self.open.setVisible(self.sure.isHidden())
        if not self.sure.isHidden():
            self.sure.setFocus(Qt.FocusReason.OtherFocusReason)


class RememberedLogins(Section):
    """`opened` and `forgotten` carry the login."""

    opened = Signal(object)
    forgotten = Signal(object)

    def __init__(self, theme: Theme, say: Say) -> None:
        super().__init__(theme, say)
        self.rows: list[LoginRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.body.addLayout(self._list)
        self.start()
        self.hide()

    def show_logins(self, logins: Sequence[Remembered]) -> None:
        """Show these, the one used last first."""
        empty(self._list)
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [LoginRow(self.theme, who) for who in logins]
        for row in self.rows:
            row.opened.connect(lambda row=row: self.opened.emit(row.who))
            row.forgotten.connect(lambda row=row: self.forgotten.emit(row.who))
            self._list.addWidget(row)
            row.retranslate()
        self.setVisible(bool(self.rows))

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.title.setText(self.tr("Remembered logins"))
        for row in self.rows:
            row.retranslate()
