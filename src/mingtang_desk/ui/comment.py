"""A line to type a comment, which the history keeps at the time of the sample on screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, plain, primary
from mingtang_desk.ui.widgets.layouts import button_row
from mingtang_desk.ui.widgets.overlay import Overlay

_LONGEST = 400


class CommentLine(Overlay):
    """`written` carries the text; nothing is kept of an empty one."""

    written = Signal(str)

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window)
        self.wanted = QSize(520, 136)
        self.setObjectName("comment-line")
        self.title = label("title")
        self.when = label("muted")
        self.field = QLineEdit()
        self.field.setMaxLength(_LONGEST)
        self.field.returnPressed.connect(self._take)
        self.keep, self.cancel = primary(theme), plain(theme)
        self.keep.clicked.connect(self._take)
        self.cancel.clicked.connect(self.leave)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.when)
        foot = button_row(self.cancel, self.keep)
        self.body.addLayout(head)
        self.body.addWidget(self.field)
        self.body.addLayout(foot)
        self._retranslate()

    def ask(self, name: str, time: str) -> None:
        """Open the line for a device and a time in words."""
        self.when.setText(f"{name} · {time}")
        self.field.clear()
        self.open()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _take(self) -> None:
        text = self.field.text().strip()
        self.leave()
        if text:
            self.written.emit(text)

    def _retranslate(self) -> None:
        self.title.setText(self.tr("Comment here"))
        self.field.setPlaceholderText(self.tr("What is to be remembered of this moment"))
        self.field.setAccessibleName(self.tr("Comment"))
        self.keep.setText(self.tr("Keep"))
        self.cancel.setText(self.tr("Cancel"))
