"""What stands in the dialog while a board is shared: who looks, what was asked, what is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mingtang_desk.cloud.share_state import SharePhase, ShareState
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.fleet import share_words
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, Chip, choice, icon_button, label, plain, rule

if TYPE_CHECKING:
    from mingtang_desk.session.hub import DeviceHub

MINUTES = (10, 30, 60, 120)
_COPIED_MS = 2000


class ShareCard(QWidget):
    """`allowed` carries minutes; `forbidden` and `ended` say what is wanted."""

    allowed = Signal(int)
    forbidden = Signal()
    ended = Signal()

    def __init__(self, theme: Theme, hub: DeviceHub) -> None:
        super().__init__()
        self._hub = hub
        self._state: ShareState | None = None
        self._asking = False
        self.chip = Chip(theme)
        self.number = label("title")
        self.where = label("muted", wrap=True)
        self.copy_button = icon_button(theme, "copy")
        self.copy_button.setObjectName("share-copy")
        self.copy_button.clicked.connect(self.copy)
        self.captions = [label("muted") for _ in range(3)]
        self.looking, self.last, self.counts = (label(wrap=True) for _ in range(3))
        self.writing = Chip(theme)
        self.can = label(wrap=True)
        self.allow = plain(theme, "lock-open")
        self.allow.setObjectName("share-allow")
        self.allow.clicked.connect(self._ask)
        self.forbid = plain(theme, "lock")
        self.forbid.setObjectName("share-forbid")
        self.forbid.clicked.connect(self.forbidden)
        self.minutes = choice()
        self.minutes.setObjectName("share-minutes")
        self.sure, self.back = Button(theme, "danger"), plain(theme)
        self.sure.setObjectName("share-sure")
        self.sure.clicked.connect(self._allow)
        self.back.clicked.connect(self._ask_no_more)
        self.end = plain(theme, "x")
        self.end.setObjectName("share-end")
        self.end.clicked.connect(self.ended)
        self._copied = QTimer(self, singleShot=True, interval=_COPIED_MS)
        self._copied.timeout.connect(self._name_copy)
        self._arrange()
        self.retranslate()

    def show_state(self, state: ShareState) -> None:
        """Show a share."""
        self._state = state
        if state.writing_left_s is not None or not self._hub.writing_unlocked:
            self._asking = False
        self._dress()

    def copy(self) -> None:
        """Copy what support has to be told."""
        if self._state is not None:
            text = self.tr("Battery {number} at {server}").format(
                number=self._state.number, server=self._state.server
            )
            QGuiApplication.clipboard().setText(text)
            self.copy_button.set_icon("check", "ok_text")
            self.copy_button.name(self.tr("Copied"))
            self._copied.start()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        texts = (self.tr("Looking"), self.tr("Asked last"), self.tr("Requests"))
        for caption, text in zip(self.captions, texts, strict=True):
            caption.setText(text)
        self._name_copy()
        self.allow.setText(self.tr("Allow writing from afar…"))
        self.forbid.setText(self.tr("Allow no more writing"))
        self.back.setText(self.tr("Cancel"))
        self.end.setText(self.tr("End sharing"))
        at = max(0, self.minutes.currentIndex())
        self.minutes.clear()
        for minutes in MINUTES:
            self.minutes.addItem(self.tr("for {n} min").format(n=minutes), minutes)
        self.minutes.setCurrentIndex(at)
        self.minutes.setAccessibleName(self.tr("How long writing is allowed"))
        self.sure.setText(self.tr("Allow writing"))
        self._dress()

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.chip)
        top.addWidget(self.number)
        top.addWidget(self.copy_button)
        top.addStretch(1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        values = (self.looking, self.last, self.counts)
        for row, (caption, value) in enumerate(zip(self.captions, values, strict=True)):
            grid.addWidget(caption, row, 0)
            grid.addWidget(value, row, 1)
        grid.setColumnStretch(1, 1)
        state = QHBoxLayout()
        state.setSpacing(8)
        state.addWidget(self.writing)
        state.addStretch(1)
        asking = QHBoxLayout()
        asking.setSpacing(8)
        for widget in (self.allow, self.forbid, self.minutes, self.sure, self.back):
            asking.addWidget(widget)
        asking.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.end)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(12)
        outer.addLayout(top)
        outer.addWidget(self.where)
        outer.addLayout(grid)
        outer.addWidget(rule())
        outer.addLayout(state)
        outer.addWidget(self.can)
        outer.addLayout(asking)
        outer.addStretch(1)
        outer.addLayout(foot)

    def _dress(self) -> None:
        state = self._state
        if state is None:
            return
        self.chip.show_state(*share_words.phase_words(state))
        self.number.setText(state.number)
        self.where.setText(self._where(state))
        self.looking.setText(share_words.looking_words(state))
        self.last.setText(share_words.asked_words(state.last))
        self.counts.setText(share_words.counts_words(state))
        is_allowed = state.writing_left_s is not None
        words = share_words.writing_words(state)
        self.writing.show_state(words[:1].upper() + words[1:], "warn" if is_allowed else "muted")
        self.can.setText(self._can(is_allowed))
        is_live = state.phase in (SharePhase.LIVE, SharePhase.BROKEN)
        self.allow.setVisible(not is_allowed and not self._asking)
        self.allow.setEnabled(self._hub.writing_unlocked and is_live)
        self.forbid.setVisible(is_allowed)
        for widget in (self.minutes, self.sure, self.back):
            widget.setVisible(self._asking and not is_allowed)
        self.end.setEnabled(is_live)

    def _where(self, state: ShareState) -> str:
        if state.error is not None:
            return error_words(state.error).message
        if not state.board_linked:
            return self.tr("The board does not answer here now: nobody can ask for it.")
        return self.tr("Tell support the number and the server: {server}").format(
            server=state.server
        )

    def _can(self, is_allowed: bool) -> str:
        if is_allowed:
            return self.tr(
                "Whoever commands this battery can change settings and switch it now. Stay at the "
                "bench. Each write stands in the journal with the name of who asked."
            )
        if self._asking:
            return self.tr(
                "Whoever commands this battery at the server can then change its settings and "
                "switch its power. It ends with the time, with the share, and as soon as you lock "
                "writing (Ctrl+L)."
            )
        if not self._hub.writing_unlocked:
            return self.tr(
                "The far side only reads. To let it write, unlock writing at this desk first "
                "(Ctrl+L)."
            )
        return self.tr("The far side only reads; what would write is refused here.")

    def _name_copy(self) -> None:
        self.copy_button.set_icon("copy", "muted")
        self.copy_button.name(self.tr("Copy number and server"))

    def _ask(self) -> None:
        self._asking = True
        self._dress()
        self.minutes.setFocus()

    def _ask_no_more(self) -> None:
        self._asking = False
        self._dress()
        self.allow.setFocus()

    def _allow(self) -> None:
        self._asking = False
        self.allowed.emit(int(self.minutes.currentData()))
