"""One line that says that writing is locked, and unlocks it; hidden while writing is unlocked."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, label


class LockLine(QWidget):
    """Shown only while it is wanted and writing is locked.

    Args:
        hub: holds the lock; whoever observes it calls `want` again when it changed.
    """

    def __init__(self, hub: DeviceHub, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub, self._theme, self._wanted = hub, theme, True
        self._sign = QLabel()
        self._sign.setFixedWidth(16)
        self._text = label("muted", wrap=True)
        self.unlock = Button(theme, "link")
        self.unlock.clicked.connect(lambda: hub.set_writing(True))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self.unlock)
        theme.changed.connect(self._themed)
        self._themed()
        self._write()
        # Not shown here: without a parent yet it would be a window of its own for a moment.
        if hub.writing_unlocked:
            self.hide()

    def want(self, wanted: bool) -> None:
        """Say whether there is anything to write at all."""
        self._wanted = wanted
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write()

    def _show(self) -> None:
        self.setVisible(self._wanted and not self._hub.writing_unlocked)

    def _themed(self) -> None:
        self._sign.setPixmap(self._theme.pixmap("lock", "muted", 16, self.devicePixelRatioF()))

    def _write(self) -> None:
        self._text.setText(self.tr("Writing is locked."))
        self.unlock.setText(self.tr("Unlock writing"))
