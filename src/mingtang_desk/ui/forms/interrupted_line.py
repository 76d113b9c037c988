"""A line about a write that was interrupted: finish it, roll it back, or leave it as it is."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mingtang_desk.device.transaction import Interrupted
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, plain


class InterruptedLine(QWidget):
    """Shown while `DeviceModel.interrupted` is there; nothing is sent without a press.

    Args:
        panel: shows what fails.
    """

    def __init__(self, hub: DeviceHub, theme: Theme, panel: QWidget) -> None:
        super().__init__(panel)
        self._hub, self._panel = hub, panel
        self._session: DeviceSession | None = None
        self._found: Interrupted | None = None
        self._busy = False
        self.words = label("warn", wrap=True)
        self.finish, self.back, self.leave = plain(theme), plain(theme), plain(theme)
        self.finish.clicked.connect(lambda: self._do(self._hub.resume_write))
        self.back.clicked.connect(lambda: self._do(self._hub.roll_back))
        self.leave.clicked.connect(lambda: self._do(self._hub.leave_write))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.finish, self.back, self.leave):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.words)
        layout.addLayout(buttons)
        self.hide()

    def show_of(self, session: DeviceSession, *, usable: bool) -> None:
        """Show what was interrupted on a board; with `usable` something can be sent to it."""
        found = session.model.interrupted
        self._session, self._found = session, found
        self.setVisible(found is not None)
        free = usable and not self._busy
        self.finish.setEnabled(free and self._hub.writing_unlocked)
        self.back.setEnabled(free and self._hub.writing_unlocked)
        self.leave.setEnabled(free)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        found = self._found
        if found is not None:
            text = self.tr(
                "A write to this board was interrupted: {n} of {all} fields are as wanted."
            )
            if found.kind == "undo":
                text = self.tr("An undo was interrupted: {n} of {all} fields are as wanted.")
            self.words.setText(text.format(n=found.as_wanted, all=len(found.fields)))
        self.finish.setText(self.tr("Finish"))
        self.finish.setToolTip(self.tr("Send what is missing and read everything back"))
        self.back.setText(self.tr("Roll back"))
        self.back.setToolTip(self.tr("Bring back the values from before the write"))
        self.leave.setText(self.tr("Leave"))
        self.leave.setToolTip(self.tr("Keep the board as it is and do not ask again"))

    def _do(self, work: Callable[[DeviceSession], Coroutine[Any, Any, object]]) -> None:
        session = self._session
        if session is not None and not self._busy:
            self._busy = True
            self.show_of(session, usable=False)
            spawn(self._panel, work(session), done=lambda: self._done(session))

    def _done(self, session: DeviceSession) -> None:
        self._busy = False
        if session is self._session:
            self.show_of(session, usable=True)
