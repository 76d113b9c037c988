"""One line that says what failed, where, and what to do. No modal box for what a line can say."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import icon_button, label
from mingtang_desk.ui.widgets.scroll import GivesWay

_LEAST_PX = 34


class ErrorLine(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._error: MingtangError | None = None
        self._sign = QLabel()
        self._sign.setFixedWidth(16)
        self._message = label(wrap=True)
        self._hint = label("muted", wrap=True)
        for text in (self._message, self._hint):
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = icon_button(theme, "x")
        self._close.clicked.connect(self._dismiss)
        both = QWidget()
        texts = QVBoxLayout(both)
        texts.setContentsMargins(0, 0, 0, 0)
        texts.setSpacing(2)
        texts.addWidget(self._message)
        texts.addWidget(self._hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(11, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        # A low panel has no room for all of it: what is cut would be the advice.
        row.addWidget(GivesWay(both, least=_LEAST_PX), 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        theme.changed.connect(self._themed)
        self._themed()
        self._write()
        self.hide()

    @property
    def error(self) -> MingtangError | None:
        """The error shown."""
        return self._error

    def show_error(self, error: MingtangError | None) -> None:
        """Show an error, or hide with None."""
        self._error = error
        self._write()
        self.setVisible(error is not None)

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground with a bar in the colour of trouble at its left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("raised"))
        painter.fillRect(0, 0, 3, self.height(), self._theme.color("bad"))

    def _dismiss(self) -> None:
        self.show_error(None)

    def _themed(self) -> None:
        self._sign.setPixmap(
            self._theme.pixmap("triangle-alert", "bad_text", 16, self.devicePixelRatioF())
        )

    def _write(self) -> None:
        self._close.name(self.tr("Dismiss"))
        if self._error is None:
            return
        message, hint = error_words(self._error)
        self._message.setText(message)
        self._hint.setText(hint)
        self.setAccessibleName(f"{message} {hint}")
        self.setToolTip(f"{message}\n{hint}".strip())
