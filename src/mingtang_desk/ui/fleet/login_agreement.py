"""The user agreement of a server: read, and where it is due accepted or refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from mingtang_desk.ui.fleet.account_part import Part, Say, Text, busy_line
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, plain, primary
from mingtang_desk.ui.widgets.layouts import button_row

if TYPE_CHECKING:
    from mingtang_desk.cloud.models_me import Agreement


def agreement_text(agreement: Agreement, language: str) -> str:
    """Return the text in the language of the window, or else in the first one there is."""
    texts = agreement.texts
    return texts.get(language.split("_")[0]) or next(iter(texts.values()), "")


class AgreementPage(Part):
    """`accepted` carries the version that was read; `refused` and `left` end it."""

    accepted = Signal(str)
    refused = Signal()
    left = Signal()

    def __init__(self, theme: Theme, language: Callable[[], str], say: Say) -> None:
        super().__init__(theme, say)
        self._language = language
        self.agreement: Agreement | None = None
        self._server, self._due, self._busy = "", False, False
        self.title, self.note = label("title", wrap=True), label("muted", wrap=True)
        self.text = Text()
        self.busy_line = busy_line()
        self.accept, self.refuse, self.back = primary(theme), plain(theme), plain(theme)
        self.accept.clicked.connect(self._accept)
        self.refuse.clicked.connect(self.refused)
        self.back.clicked.connect(self.left)
        for widget in (self.title, self.note):
            self.body.addWidget(widget)
        self.body.addWidget(self.text, 1)
        self.body.addWidget(self.busy_line)
        self.body.addLayout(button_row(self.back, self.refuse, self.accept))
        self.start()

    def ask(self, server: str, agreement: Agreement | None, *, due: bool) -> None:
        """Show the agreement of a server, None = it is on its way; with `due` it is asked for."""
        self._server, self.agreement, self._due = server, agreement, due
        self._busy = False
        self.retranslate()
        self.text.setFocus()

    def show_busy(self, busy: bool) -> None:
        """Say that the server is told, or was."""
        self._busy = busy
        self._dress()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.title.setText(self.tr("User agreement"))
        version = "" if self.agreement is None else self.agreement.version
        self.note.setText(
            self.tr("Of {server}, version {version}").format(server=self._server, version=version)
        )
        self.text.setAccessibleName(self.title.text())
        shown = "" if self.agreement is None else agreement_text(self.agreement, self._language())
        self.text.show_text(shown)
        self.accept.setText(self.tr("Accept"))
        self.refuse.setText(self.tr("Refuse and log out"))
        self.back.setText(self.tr("Back"))
        self._dress()

    def _accept(self) -> None:
        if self.agreement is not None:
            self.accepted.emit(self.agreement.version)

    def _dress(self) -> None:
        self.busy_line.setVisible(self._busy or self.agreement is None)
        self.accept.setVisible(self._due)
        self.refuse.setVisible(self._due)
        self.back.setVisible(not self._due)
        self.accept.setEnabled(self.agreement is not None and not self._busy)
        self.refuse.setEnabled(not self._busy)
