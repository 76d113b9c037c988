"""The base of these pages: a title with a way back, a body, a line for errors, buttons below."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import icon_button, label
from mingtang_desk.ui.widgets.error_line import ErrorLine


class GoldenPage(QWidget):
    """Fill `body` and `foot`; `retranslate` writes every text.

    Attributes:
        left: emitted when the user goes back.
    """

    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.back = icon_button(theme, "chevron-left")
        self.back.clicked.connect(self.leave)
        self.title = label("title", wrap=True)
        self.error_line = ErrorLine(theme, self)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.title, 1)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addLayout(top)
        outer.addLayout(self.body, 1)
        outer.addWidget(self.error_line)
        outer.addLayout(self.foot)

    @property
    def busy(self) -> bool:
        """True while the page may not be left: something is being written."""
        return False

    def leave(self) -> None:
        """Go back, unless something is being written."""
        if not self.busy:
            self.left.emit()

    def show_error(self, error: MingtangError | None) -> None:
        """Say what failed; None clears it."""
        self.error_line.show_error(error)

    def retranslate(self) -> None:
        """Write every text."""
        self.back.name(self.tr("Back to the settings (Esc)"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape and not self.busy:
            self.leave()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
