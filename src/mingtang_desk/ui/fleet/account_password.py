"""Changing the password: the old one, the new one twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from mingtang_desk.core.errors import CloudRefusalError
from mingtang_desk.ui.fleet.account_part import Fields, Say, Section, busy_line, secret
from mingtang_desk.ui.fleet.login_here import SHORTEST
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, plain, primary, set_look
from mingtang_desk.ui.widgets.layouts import button_row

if TYPE_CHECKING:
    from mingtang_desk.cloud.parts_me import MePart


class PasswordSection(Section):
    """A line with a button, and the form behind it."""

    def __init__(self, theme: Theme, say: Say) -> None:
        super().__init__(theme, say)
        self._me: MePart | None = None
        self._busy = self._is_done = False
        self.done = label("ok", wrap=True)
        self.begin = plain(theme)
        self.begin.clicked.connect(lambda: self.open_form(shown=True))
        self.fields = Fields()
        self.old = self.fields.add(secret())
        self.new, self.again = self.fields.add(secret()), self.fields.add(secret())
        self.rule = label("muted", wrap=True)
        self.busy_line = busy_line()
        self.go, self.cancel = primary(theme), plain(theme)
        self.go.clicked.connect(self.submit)
        self.cancel.clicked.connect(lambda: self.open_form(shown=False))
        for each in (self.old, self.new, self.again):
            each.textChanged.connect(self._dress)
            each.returnPressed.connect(self.submit)
        self._form: tuple[QWidget, ...] = (self.fields, self.rule, self.busy_line)
        self.body.addWidget(self.done)
        for widget in self._form:
            self.body.addWidget(widget)
        self.body.addLayout(button_row(self.begin, self.cancel, self.go))
        self.open_form(shown=False)
        self.start()

    def show_me(self, me: MePart) -> None:
        """Change the password of another login."""
        if me is not self._me:
            self._me, self._is_done = me, False
            self.open_form(shown=False)

    def open_form(self, *, shown: bool) -> None:
        """Show the form, or put it away and forget what was typed."""
        self._is_open = shown
        for each in (self.old, self.new, self.again):
            each.clear()
        if shown:
            self._is_done = False
            self.old.setFocus()
        self._dress()

    def submit(self) -> None:
        """Change the password."""
        if self.go.isEnabled() and self._me is not None and not self._busy:
            self._busy = True
            self._dress()
            spawn(self, self._change(self._me), done=self._ended)

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.title.setText(self.tr("Password"))
        self.begin.setText(self.tr("Change password…"))
        self.fields.name(
            self.tr("Present password"), self.tr("New password"), self.tr("New password once more")
        )
        self.go.setText(self.tr("Change password"))
        self.cancel.setText(self.tr("Cancel"))
        self.done.setText(self.tr("The password was changed; all other sessions have ended."))
        self._dress()

    async def _change(self, me: MePart) -> None:
        try:
            await me.change_password(self.old.text(), self.new.text())
        except CloudRefusalError as error:
            wrong = self.old if error.key == "cloud_password_wrong" else self.new
            if wrong is self.new:
                self.again.clear()
            wrong.clear()
            wrong.setFocus()
            raise
        self._is_done = True
        self.open_form(shown=False)

    def _ended(self) -> None:
        self._busy = False
        self._dress()

    def _dress(self) -> None:
        old, new, again = self.old.text(), self.new.text(), self.again.text()
        is_short, differs = len(new) < SHORTEST, bool(again) and again != new
        if new and is_short:
            said = self.tr("%n more character(s) needed", "", SHORTEST - len(new))
        elif differs:
            said = self.tr("The two passwords are not the same.")
        elif new and new == old:
            said = self.tr("This is the present password.")
        else:
            said = self.tr("At least %n characters. All other sessions end.", "", SHORTEST)
        self.rule.setText(said)
        set_look(self.rule, "warn" if differs else "muted")
        for widget in (self.fields, self.rule, self.cancel, self.go):
            widget.setVisible(self._is_open)
        self.done.setVisible(self._is_done)
        self.begin.setVisible(not self._is_open)
        self.busy_line.setVisible(self._is_open and self._busy)
        good = bool(old) and not is_short and again == new and new != old
        self.go.setEnabled(good and not self._busy)
        self.cancel.setEnabled(not self._busy)
        self.fields.setEnabled(not self._busy)
