"""The dialog of an unexpected error: what happened, one button to copy it, the desk goes on."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mingtang_desk.ui.widgets.basics import label


def show_crash(report: str, closed: Callable[[], None]) -> QDialog | None:
    """Show the report without stopping the loop; `closed` is called when the user is done.

    Returns None where there is no application any more.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        closed()
        return None
    dialog = CrashDialog(report, app.activeWindow())
    dialog.finished.connect(lambda _: closed())
    dialog.open()
    return dialog


class CrashDialog(QDialog):
    """Words, report, two buttons. It needs no theme of its own: there may be none any more."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(QSize(720, 420))
        self.title, self.words, self.done_words = label("title"), label(wrap=True), QLabel()
        self.done_words.setProperty("look", "ok")
        self.text = QPlainTextEdit(report)
        self.text.setReadOnly(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.copy_button, self.close_button = QPushButton(), QPushButton()
        self.copy_button.setProperty("look", "primary")
        self.copy_button.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.done_words)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.copy_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addWidget(self.words)
        layout.addWidget(self.text, 1)
        layout.addLayout(buttons)
        self._report = report
        self._copied = False
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self._copied = True
        self._retranslate()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Unexpected error"))
        self.title.setText(self.tr("Unexpected error"))
        self.words.setText(
            self.tr(
                "Something went wrong that should not. The desk goes on; please send this report. "
                "It holds the last bytes of the links, so look through it first."
            )
        )
        self.text.setAccessibleName(self.tr("Report"))
        self.copy_button.setText(self.tr("Copy report"))
        self.close_button.setText(self.tr("Close"))
        self.done_words.setText(self.tr("✓ Copied") if self._copied else "")
