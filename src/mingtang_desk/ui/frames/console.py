"""The send console of engineers: type, see what it would do, confirm, send, see what was heard.

It is shut at every start. A plain read is sent at once; whatever else asks a second time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.interfaces.driver import Frame
from mingtang_desk.session.frames import FrameRow, RowKind
from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.ui.forms.link_words import why_not
from mingtang_desk.ui.frames.decode import Teller
from mingtang_desk.ui.frames.typed import Problem, Typed, parse
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import mono
from mingtang_desk.ui.tips import hex_groups
from mingtang_desk.ui.widgets.basics import Button, label, plain, set_look
from mingtang_desk.ui.widgets.lock_line import LockLine

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession
    from mingtang_desk.session.raw import RawReply

WAIT_S = 1.5
_HISTORY = 100


class HistoryEdit(QLineEdit):
    """A line of text with what was typed before, by the arrow keys."""

    def __init__(self) -> None:
        super().__init__()
        self._past: list[str] = []
        self._at = 0

    def remember(self, text: str) -> None:
        """Keep a text as the newest."""
        self._past = [*(past for past in self._past if past != text), text][-_HISTORY:]
        self._at = len(self._past)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up and down in what was typed before."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self._at = max(0, min(len(self._past), self._at + step))
        self.setText(self._past[self._at] if self._at < len(self._past) else "")


class SendConsole(QWidget):
    """Emits `wanted` with the bytes to send; whoever owns it sends them and tells the end.

    `told` carries the part that asks, or that says how it went: it should be in sight.
    """

    wanted = Signal(bytes)
    told = Signal(object)

    def __init__(self, hub: DeviceHub, theme: Theme) -> None:
        super().__init__()
        self._hub, self._theme = hub, theme
        self._session: DeviceSession | None = None
        self._teller = Teller(None)
        self._busy = self._asking = False
        self.typed = Typed(problem=Problem.EMPTY)
        self.warning = label("warn", wrap=True)
        self.entry = HistoryEdit()
        self.entry.setFont(mono())
        self.entry.textChanged.connect(self._changed)
        self.entry.returnPressed.connect(self.send)
        self.seal = QCheckBox()
        self.seal.setChecked(True)
        self.seal.toggled.connect(self._changed)
        self.send_button = plain(theme, "send")
        self.send_button.clicked.connect(self.send)
        self.preview = label("muted", wrap=True)
        self.preview.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.question = label("strong", wrap=True)
        self.cancel, self.go = plain(theme), Button(theme, "danger")
        self.cancel.clicked.connect(self.withdraw)
        self.go.clicked.connect(self._confirmed)
        self.result = label(wrap=True)
        self.result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.reason = label("warn", wrap=True)
        self.lock = LockLine(hub, theme)
        self._lay_out()
        self.retranslate()

    def show_session(self, session: DeviceSession | None, teller: Teller) -> None:
        """Talk to another device; a question about the former one is withdrawn."""
        if session is not self._session:
            self.withdraw()
            self.result.clear()
        self._session, self._teller = session, teller
        self._changed()

    def show_state(self) -> None:
        """Look again at lock and link."""
        model = None if self._session is None else self._session.model
        why = "" if model is None else why_not(model)
        self.reason.setText(why)
        self.reason.setVisible(bool(why))
        self.lock.want(model is not None and not why)
        usable = model is not None and not why and self._hub.writing_unlocked and not self._busy
        self.entry.setEnabled(model is not None)
        self.send_button.setEnabled(usable and self.typed.problem is None and not self._asking)
        self.go.setEnabled(usable)
        self.seal.setVisible(bool(self._teller.driver and self._teller.driver.phrasebook))
        for widget in (self.question, self.cancel, self.go):
            widget.setVisible(self._asking)
        self.result.setVisible(bool(self.result.text()))

    def send(self) -> None:
        """Send a plain read; ask first for anything else."""
        if not self.send_button.isEnabled():
            return
        if self.typed.reads:
            self._confirmed()
            return
        self._asking = True
        self.show_state()
        self.cancel.setFocus()
        self.told.emit(self.question)

    def withdraw(self) -> None:
        """Ask no more; nothing was sent."""
        if self._asking:
            self._asking = False
            self.show_state()
            self.entry.setFocus()

    def sent(self, session: DeviceSession, reply: RawReply) -> None:
        """Tell what was heard; of a device that is not shown any more nothing is told."""
        self._busy = False
        if session is not self._session:
            self.show_state()
            return
        heard = [
            f"{self._teller.words(self._row(frame))}\n{hex_groups(frame.raw)}"
            for frame in reply.frames
        ]
        if heard:
            took = self.tr("✓ Heard after {seconds} s:").format(seconds=f"{reply.seconds:.2f}")
            self._say("\n".join([took, *heard]), "ok")
        else:
            self._say(self.tr("? Sent; nobody answered within {seconds} s").format(seconds=WAIT_S))

    def failed(self, session: DeviceSession, error: MingtangError | None) -> None:
        """Tell that it did not work; the line of the panel says why."""
        if not isValid(self):
            return
        self._busy = False
        if session is self._session:
            known = error is not None and error.key in ("write_locked", "journal_failed")
            self._say(self.tr("× Not sent") if known else self.tr("? It may have been sent"))

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.warning.setText(
            self.tr(
                "Sends any bytes. A wrong write can cut the power or lock the pack, and nothing "
                "reads it back."
            )
        )
        self.warning.setToolTip(self.tr("Everything that is sent stands in the journal."))
        self.entry.setPlaceholderText(self.tr("Bytes in hex"))
        self.entry.setAccessibleName(self.tr("Bytes to send"))
        self.seal.setText(self.tr("Add start and checksum"))
        self.send_button.setText(self.tr("Send"))
        self.cancel.setText(self.tr("Cancel"))
        self.go.setText(self.tr("Send now"))
        self.question.setText(self.tr("This is no plain read. Send it to the board?"))
        self._changed()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc withdraws the question."""
        if event.key() == Qt.Key.Key_Escape and self._asking:
            self.withdraw()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground with a bar in the colour of care at its left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("raised"))
        painter.fillRect(0, 0, 3, self.height(), self._theme.color("warn"))

    def _lay_out(self) -> None:
        row, question = QHBoxLayout(), QHBoxLayout()
        for line in (row, question):
            line.setSpacing(8)
        row.addWidget(self.entry, 1)
        row.addWidget(self.send_button)
        question.addWidget(self.question, 1)
        question.addWidget(self.cancel)
        question.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(15, 10, 12, 10)
        column.setSpacing(6)
        column.addWidget(self.warning)
        column.addLayout(row)
        column.addWidget(self.seal)
        column.addWidget(self.preview)
        column.addLayout(question)
        column.addWidget(self.result)
        column.addWidget(self.reason)
        column.addWidget(self.lock)

    def _changed(self) -> None:
        self._asking = False
        self.typed = parse(self.entry.text(), self._teller, seal=self.seal.isChecked())
        set_look(self.entry, "invalid" if self.typed.problem not in (None, Problem.EMPTY) else "")
        self.preview.setText(self._preview())
        self.show_state()

    def _preview(self) -> str:
        match self.typed.problem:
            case Problem.EMPTY:
                book = self._teller.driver.phrasebook if self._teller.driver else None
                if book is None or not book.phrases:
                    return ""
                return self.tr("Or in words: {examples}").format(examples=", ".join(book.phrases))
            case Problem.NO_HEX:
                return self.tr("Write bytes as pairs of 0-9 and A-F.")
            case Problem.NO_FRAME:
                return self.tr("No frame of this protocol can be made of these bytes.")
            case None:
                return f"→ {hex_groups(self.typed.data)}\n{self._typed_words()}"

    def _typed_words(self) -> str:
        row = self.typed.row
        if row is None or row.kind is not RowKind.GOOD:
            return self.tr("Not a whole frame of this protocol")
        return self._teller.words(row)

    def _row(self, frame: Frame) -> FrameRow:
        request = None if self.typed.row is None else self.typed.row.frame
        return FrameRow(0.0, "rx", frame.raw, RowKind.GOOD, frame, request)

    def _confirmed(self) -> None:
        if self._busy or self.typed.problem is not None or not self._hub.writing_unlocked:
            return
        self._busy, self._asking = True, False
        self.entry.remember(self.entry.text())
        self._say(self.tr("Sending…"), "muted")
        self.wanted.emit(self.typed.data)

    def _say(self, text: str, look: str = "warn") -> None:
        self.result.setText(text)
        set_look(self.result, look)
        self.show_state()
        self.told.emit(self.result)
