"""Where this user is logged in, and an end to what should not be."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mingtang_desk.cloud.decode import plain as printable
from mingtang_desk.ui.fleet.account_part import Say, Section, busy_line
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size
from mingtang_desk.ui.widgets.basics import label, plain
from mingtang_desk.ui.widgets.elided import ElidedText
from mingtang_desk.ui.widgets.layouts import empty

if TYPE_CHECKING:
    from mingtang_desk.cloud.models_me import SessionRow
    from mingtang_desk.cloud.parts_me import MePart


class SessionLine(QWidget):
    """One session; this one cannot be ended here: logging out does that."""

    def __init__(self, theme: Theme, row: SessionRow) -> None:
        super().__init__()
        self.row = row
        self.client = ElidedText(theme)
        self.when = ElidedText(theme, token="muted", size=Size.SMALL)
        self.end = plain(theme)
        self.end.setVisible(not row.is_this)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.client)
        texts.addWidget(self.when)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addLayout(texts, 1)
        line.addWidget(self.end, 0, Qt.AlignmentFlag.AlignVCenter)

    def retranslate(self) -> None:
        """Write every text in the present language."""
        client = printable(self.row.client, 100) or self.tr("an unnamed program")
        self.client.set_text(client)
        used = _moment(self.row.used)
        self.when.set_text(
            self.tr("this window · used {time}").format(time=used)
            if self.row.is_this
            else self.tr("used {time}").format(time=used)
        )
        self.end.setText(self.tr("End"))
        self.end.setAccessibleName(f"{self.end.text()} {client}, {used}")


class SessionsSection(Section):
    """Read anew each time it is shown."""

    def __init__(self, theme: Theme, say: Say) -> None:
        super().__init__(theme, say)
        self._me: MePart | None = None
        self._busy = False
        self.rows: list[SessionLine] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.note = label("muted", wrap=True)
        self.busy_line = busy_line()
        self.body.addLayout(self._list)
        self.body.addWidget(self.note)
        self.body.addWidget(self.busy_line)
        self.start()

    def show_me(self, me: MePart) -> None:
        """Show the sessions of another login."""
        if me is not self._me:
            self._me = me
            self._fill(())
            self.load()

    def load(self) -> None:
        """Read them."""
        if self._me is not None and not self._busy:
            self._busy = True
            self.busy_line.show()
            spawn(self, self._load(self._me), done=self._ended)

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.title.setText(self.tr("Sessions"))
        self.note.setText(self.tr("Do you not know one of them? End it and change the password."))
        for row in self.rows:
            row.retranslate()

    async def _load(self, me: MePart) -> None:
        found = await me.sessions()
        if me is self._me:
            self._fill(found.items)

    async def _end(self, me: MePart, session_id: str) -> None:
        await me.end_session(session_id)
        await self._load(me)

    def _ended(self) -> None:
        self._busy = False
        self.busy_line.hide()

    def _fill(self, rows: tuple[SessionRow, ...]) -> None:
        empty(self._list)
        for old in self.rows:
            old.hide()
            old.deleteLater()
        self.rows = [SessionLine(self.theme, row) for row in rows]
        for line in self.rows:
            line.end.clicked.connect(lambda _=False, line=line: self._wanted(line))
            self._list.addWidget(line)
            line.retranslate()
        self.note.setVisible(len(rows) > 1)

    def _wanted(self, line: SessionLine) -> None:
        if self._me is not None and not self._busy:
            self._busy = True
            line.end.setEnabled(False)
            self.busy_line.show()
            spawn(self, self._end(self._me, line.row.id), done=self._ended)


def _moment(time: datetime) -> str:
    return time.astimezone().strftime("%Y-%m-%d %H:%M")
